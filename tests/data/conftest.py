"""What the tests of the restricted doors share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.data.doors import IN_KASEMEN, IN_SERANG
from tests.data.rows import Workspace, write_register


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three real businesses, one of them in Kasemen, and one refused row."""
    made = Workspace(tmp_path_factory.mktemp("nyata"))
    rows = [IN_SERANG, IN_KASEMEN, IN_SERANG, IN_SERANG | {"skala": "besar"}]
    write_register(made.raw / "register.csv", rows)
    made.build()
    return made.settings.gudang


@pytest.fixture
def place(workspace: Workspace, built: Path) -> Workspace:
    shutil.copytree(built, workspace.settings.gudang)
    return workspace
