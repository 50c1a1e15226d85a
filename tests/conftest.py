"""What all tests share: a fence around the real data, a small workspace, and the demo store."""

from __future__ import annotations

import csv
import gc
import json
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.access import demo_mode
from data.readers import __main__ as reader
from data.readers import child
from data.settings import ROOT, settings
from data.store import store as doors
from data.store.store import Store
from data.store.versions import Versions
from tests import browser as browsers
from tests import egress, oidc, pace
from tests.data.rows import Row, Workspace, write_register
from tests.worlds import (
    MadeOnce,
    Step,
    Use,
    add_nothing,
    fill_with_demo,
    world,
    write_public_files,
)

HEAVY = {"made_once", "copies", "provider"}
"""The fixtures behind every published world, and behind servers and a provider in a process."""
IN_ITS_PROCESS = child.run_child
MAPS = {".geojson", ".gpkg"}
SLOW = ("lambat", "peramban", "proses_pembaca")
"""The marks of what is not tried in ``cepat``."""
pace.begin()
egress.begin()
gc.disable()
"""Until all tests are collected, nothing of what is made can be thrown away."""


def pytest_collection_finish() -> None:
    """Collect garbage from here on, and only what the tests make."""
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried, so that a run can be made again."""
    terminalreporter.write_line(f"UJI={pace.PACE} UJI_BENIH={pace.SEED}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is tried at night only, and say which test goes first."""
    browsers.mark(items)
    _leave_out(config, items)
    _put_in_order(items)


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what the pace has no time for."""
    out = {item for item in items if not _has_time(item)}
    if out:
        config.hook.pytest_deselected(items=[*out])
        items[:] = [item for item in items if item not in out]


def _has_time(item: pytest.Item) -> bool:
    """Return whether a test is tried at this pace."""
    if pace.FULL or item.get_closest_marker("semua"):
        return pace.FULL
    heavy = HEAVY & set(getattr(item, "fixturenames", ()))
    slow = heavy or any(item.get_closest_marker(name) for name in SLOW)
    return pace.PACE != "cepat" or not slow


def _put_in_order(items: list[pytest.Item]) -> None:
    """Let one process make the shared made-up world while the others have work that needs none.

    Files that use it come last, but for the first of them; among them those in which a browser
    opens most come first, then those with most tests, so that no process is still at a long file
    when the others are done.
    """
    needing = {item.path for item in items if "demo" in getattr(item, "fixturenames", ())}
    first = min(needing, default=None)
    opened = Counter(item.path for item in items if browsers.has(item))
    size = Counter(item.path for item in items)
    items.sort(
        key=lambda item: (
            item.path != first and 1 + (item.path in needing),
            (-opened[item.path], -size[item.path]) if item.path in needing else (0, 0),
        )
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Prepare a test; one without a browser has no event loop around it."""
    with browsers.aside(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Run a test; one without a browser has no event loop around it."""
    with browsers.aside(item):
        return (yield)


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


@pytest.fixture(scope="session", autouse=True)
def nobody_outside() -> Iterator[None]:
    """Fail at the end of the run where anything asked an outside host: a page, an embed, a build,
    a publication, a server or a test."""
    yield
    asked = egress.read_asked()
    assert asked == [], asked


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; each opens a context of its own in it."""
    with browsers.launch() as started:
        yield started


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[oidc.Provider]:
    """One sign-in provider; a test that changes a person sets all of them that it uses."""
    with oidc.provider(tmp_path_factory.mktemp("penyedia") / "log.txt") as started:
        yield started


def _read_here(path: Path, folder: Path) -> tuple[int, bytes]:
    """Read a file as the process that reads it does, without its limits and without a process.

    Maps have a process all the same: its environment says which of their readers there are.
    """
    if path.suffix.lower() in MAPS:
        return IN_ITS_PROCESS(path, folder)
    usual, longest = os.umask(0o077), csv.field_size_limit()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as where nobody reads its error stream
            return 0, json.dumps(reader.main(path, folder)).encode()
    finally:
        os.umask(usual)
        csv.field_size_limit(longest)


@pytest.fixture(autouse=True, scope="session")
def reading_here() -> Iterator[None]:
    """Start no process for each small file; ``proses_pembaca`` marks the tests of the process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "run_child", _read_here)
        yield


@pytest.fixture(autouse=True)
def _reading_there(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("proses_pembaca") is None:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "run_child", IN_ITS_PROCESS)
        yield


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Make a workspace the one that ``settings()`` names, as long as the test lasts."""
    with monkeypatch.context() as patch:
        yield lambda place: place.use(patch)
    settings.cache_clear()


@pytest.fixture
def workspace(tmp_path: Path, use: Use) -> Workspace:
    """An empty data folder of the test's own, which ``settings()`` names."""
    return use(Workspace(tmp_path))


@pytest.fixture
def usaha_rows(workspace: Workspace) -> Callable[..., Store]:
    """Push rows through the real build; a row names only the columns it is about."""

    def built(*rows: Row, title: str = "KEADAAN JUNI 2025") -> Store:
        write_register(workspace.raw / "register.csv", rows, title)
        return workspace.build()

    return built


@pytest.fixture(scope="session")
def made_once(fence: None, tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return a copy of a published workspace that is made once for all processes and runs."""

    def made(name: str, fill: Step, then: Step = add_nothing) -> Workspace:
        return world(name, fill, then, tmp_path_factory.mktemp(name))

    return made


@pytest.fixture(scope="session")
def twelve(made_once: MadeOnce) -> Workspace:
    """Twelve real businesses that sell online, and no survey, published; nobody writes to it."""
    return make_twelve(made_once)


def make_twelve(made_once: MadeOnce) -> Workspace:
    """Return a copy of that register."""
    rows = [{"kanal_pesan": "Ya"}] * 12
    return made_once("dua-belas", lambda place: write_register(place.raw / "register.csv", rows))


@pytest.fixture(scope="session")
def demo(made_once: MadeOnce) -> Workspace:
    """The shipped made-up world, written, built and published through the production path, with
    its public files."""
    return made_once("contoh", fill_with_demo, write_public_files)


@pytest.fixture
def served_demo(demo: Workspace, use: Use, tmp_path: Path) -> Iterator[Workspace]:
    """The demo store as the one that ``settings()`` names, for code that opens the doors itself.

    Its record of access is the test's own, and the mark that a demo is over goes with the test:
    whoever reads as a person with an account would end the demo for every later test.
    """
    place = replace(demo, named="satu-uji.toml")
    text = demo.toml.read_text(encoding="utf-8")
    own = text.replace('audit = "audit"', f'audit = "{tmp_path / "audit"}"')
    assert own != text
    place.toml.write_text(own, encoding="utf-8")
    yield use(place)
    (place.settings.keadaan / demo_mode.MARKER).unlink(missing_ok=True)
