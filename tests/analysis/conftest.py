"""What the tests of what officials see share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from analysis.publish import publish
from data.settings import settings
from tests.analysis.thin import random_rows
from tests.data.access.test_viewer import give
from tests.data.rows import TODAY, Workspace, write_register


@pytest.fixture(scope="session", params=[1, 4], ids=["plain", "detailed"])
def thin_place(
    fence: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A published register with many small cells, and an official of Kasemen."""
    place = Workspace(tmp_path_factory.mktemp("tipis"))
    rows = random_rows(request.param, detailed=request.param == 4)
    write_register(place.raw / "sintetis" / "a.csv", rows)
    give(place, "pejabat", "Kasemen")
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        place.build()
        publish(place.settings, date.fromisoformat(TODAY))
    settings.cache_clear()
    yield place


@pytest.fixture
def thin(thin_place: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The same as the one that ``settings()`` names."""
    with monkeypatch.context() as patch:
        yield thin_place.use(patch)
    settings.cache_clear()
