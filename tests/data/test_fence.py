"""No test can open or write the data folder of the repository."""

import pytest

from data.settings import Settings, settings
from data.store import store
from data.store.versions import Versions


def test_settings_name_a_folder_outside_the_repository() -> None:
    assert settings().gudang != Settings().gudang
    assert settings().raw != Settings().raw


def test_the_real_stores_can_neither_be_opened_nor_written() -> None:
    real = Settings()
    with pytest.raises(AssertionError, match="real data"):
        store.open_store(real.gudang / "x" / "gudang.duckdb", "x", {})
    with pytest.raises(AssertionError, match="real data"), Versions(real.publik).building("x"):
        pass
    with pytest.raises(AssertionError, match="real data"):
        Versions(real.gudang).serve("x")
