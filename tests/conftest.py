"""What all tests share: a fence around the real data, a small workspace, and the demo store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from analysis.publish import publish
from data import demo_files
from data import store as doors
from data.settings import ROOT, settings
from data.store import Store
from data.versions import Versions
from pages.publik import terbitan
from pages.publik.terbitkan import PARTS
from tests.data.rows import TODAY, Row, Workspace, write_register

MadeOnce = Callable[..., Workspace]
"""(name, what fills the raw folder, what is done when all is published) -> a workspace."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process make the shared made-up world while the other has work that needs none.

    Files that use it come last, but for the first of them.
    """
    needing = {item.path for item in items if "demo" in getattr(item, "fixturenames", ())}
    first = min(needing, default=None)
    items.sort(key=lambda item: item.path != first and 1 + (item.path in needing))


def _outside(folder: Path) -> None:
    assert not folder.resolve().is_relative_to(ROOT), f"a test reached for the real data: {folder}"


@pytest.fixture(scope="session", autouse=True)
def fence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Send the settings to an empty folder, and shut every door to a store of the repository."""
    empty = Workspace(tmp_path_factory.mktemp("kosong"))
    opened, drafting, serve = doors.open_store, Versions.drafting, Versions.serve

    def fenced_open(path: Path, *others):  # type: ignore[no-untyped-def]
        _outside(path)
        return opened(path, *others)

    def fenced_drafting(self: Versions, name: str):  # type: ignore[no-untyped-def]
        _outside(self.folder)
        return drafting(self, name)

    def fenced_serve(self: Versions, name: str) -> None:
        _outside(self.folder)
        serve(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_PENGATURAN", str(empty.toml))
        patch.setattr(doors, "open_store", fenced_open)
        patch.setattr(Versions, "drafting", fenced_drafting)
        patch.setattr(Versions, "serve", fenced_serve)
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An empty data folder of the test's own, which ``settings()`` names."""
    with monkeypatch.context() as patch:
        yield Workspace(tmp_path).use(patch)
    settings.cache_clear()


@pytest.fixture
def usaha_rows(workspace: Workspace) -> Callable[..., Store]:
    """Push rows through the real build; a row names only the columns it is about."""

    def built(*rows: Row, title: str = "KEADAAN JUNI 2025") -> Store:
        write_register(workspace.raw / "register.csv", rows, title)
        return workspace.build()

    return built


@pytest.fixture(scope="session")
def made_once(fence: None, tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return a copy of a published workspace that one of the test processes makes for all."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(
        name: str,
        fill: Callable[[Workspace], object],
        then: Callable[[Workspace], object] = lambda _: None,
    ) -> Workspace:
        whole, draft = common / f"jadi-{name}", common / f"draf-{name}"
        with FileLock(common / f"{name}.lock"):
            if not whole.exists():
                place = Workspace(draft)
                with pytest.MonkeyPatch.context() as patch:
                    place.use(patch)
                    fill(place)
                    place.build()
                    publish(place.settings, date.fromisoformat(TODAY))
                    then(place)
                settings.cache_clear()
                draft.rename(whole)
        copy = tmp_path_factory.mktemp(name)
        shutil.copytree(whole, copy, symlinks=True, dirs_exist_ok=True)
        return Workspace(copy)

    return made


@pytest.fixture(scope="session")
def demo(made_once: MadeOnce) -> Workspace:
    """The shipped made-up world, written, built and published through the production path, with
    its public files."""
    return made_once(
        "contoh",
        lambda place: demo_files.write(place.raw / "sintetis"),
        lambda place: terbitan.write(place.settings, PARTS),
    )


@pytest.fixture
def served_demo(demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The demo store as the one that ``settings()`` names, for code that opens the doors itself."""
    with monkeypatch.context() as patch:
        yield demo.use(patch)
    settings.cache_clear()
