"""A small office: two hundred businesses of the made-up city, published as an office would."""

from __future__ import annotations

from bench.releases import thin_out
from tests.data.rows import Workspace
from tests.folder import settings_file
from tests.worlds import MadeOnce, fill_with_demo, write_public_files

PER_CELL = 10
BUSINESSES, ONE_IN = 200, 61


def fill_with_few(place: Workspace) -> None:
    """Write every so manieth business of the newest made-up register, and offer tables as usual."""
    settings_file(place.folder, usaha_per_sel=PER_CELL)
    fill_with_demo(place)
    thin_out(place.raw / "sintetis", ONE_IN)


def make_small_city(made_once: MadeOnce) -> Workspace:
    """Return a copy of it, with its public files."""
    return made_once("sedikit", fill_with_few, write_public_files)
