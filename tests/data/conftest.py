"""What the tests of the restricted doors share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.store.versions import Versions
from tests.data import sent
from tests.data.doors import IN_KASEMEN, IN_SERANG
from tests.data.rows import Workspace, write_register
from tests.data.sent import Told


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


@pytest.fixture(scope="module")
def built_again(tmp_path_factory: pytest.TempPathFactory, built: Path) -> tuple[Path, str, str]:
    """The same beside a version of seven businesses, which is served; and both their names."""
    made = Workspace(tmp_path_factory.mktemp("lagi"))
    shutil.copytree(built, made.settings.gudang)
    first = Versions(made.settings.gudang).find_current()
    assert first is not None
    write_register(made.raw / "register.csv", [IN_KASEMEN] * 7)
    return made.settings.gudang, first, made.build().version


@pytest.fixture
def two(workspace: Workspace, built_again: tuple[Path, str, str]) -> tuple[str, str]:
    """The names of two kept versions, of which the second one is served."""
    gudang, first, second = built_again
    shutil.rmtree(workspace.settings.gudang, ignore_errors=True)
    shutil.copytree(gudang, workspace.settings.gudang)
    return first, second


@pytest.fixture(scope="module")
def all_told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Told]:
    """What one build made of the files of this module's tests, by test."""
    items = [item for item in request.session.items if item.path == request.path]
    return sent.build(items, tmp_path_factory.mktemp("kiriman"))


@pytest.fixture
def told(request: pytest.FixtureRequest, all_told: dict[str, Told]) -> Told:
    """What was made of the file that the test ``sends``."""
    return all_told[request.node.nodeid]
