"""What the tests of what officials see share, and two versions that follow each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store.store import Store
from tests.analysis.thin import random_rows
from tests.data.access.test_viewer import give
from tests.data.rows import Row, Workspace, write_register
from tests.worlds import MadeOnce, Use


def fill(place: Workspace, seed: int, detailed: bool) -> None:
    """Give a workspace a register with many small cells, and an official of Kasemen."""
    rows = random_rows(seed, detailed=detailed)
    write_register(place.raw / "sintetis" / "a.csv", rows)
    give(place, "pejabat", "Kasemen")


@pytest.fixture(scope="session", params=["plain", "detailed"])
def thin_place(request: pytest.FixtureRequest, made_once: MadeOnce) -> Workspace:
    """A published register with many small cells, and an official of Kasemen."""
    return make_thin(made_once, request.param)


def make_thin(made_once: MadeOnce, kind: str) -> Workspace:
    """Return a copy of one of the two published registers with many small cells."""
    seed, detailed = {"plain": (1, False), "detailed": (4, True)}[kind]
    return made_once(f"tipis-{kind}", lambda place: fill(place, seed, detailed))


@pytest.fixture
def thin(thin_place: Workspace, use: Use) -> Workspace:
    """The same as the one that ``settings()`` names."""
    return use(thin_place)


@pytest.fixture
def pair(workspace: Workspace) -> Callable[..., tuple[Store, Store]]:
    """Build a version of some rows, then one of others; both are kept."""

    def made(first: list[Row], second: list[Row]) -> tuple[Store, Store]:
        write_register(workspace.raw / "a.csv", first)
        old = workspace.ready()
        write_register(workspace.raw / "a.csv", second)
        return old, workspace.build()

    return made
