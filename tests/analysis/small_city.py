"""A small office: two hundred businesses of the made-up city, published as an office would."""

from __future__ import annotations

from bench.releases import keep_some
from data.demo import files
from data.demo.world import generate_world
from tests.data.rows import Workspace
from tests.folder import settings_file
from tests.worlds import MadeOnce, write_public_files

PER_CELL = 10
BUSINESSES, ONE_IN = 200, 61


def fill_with_few(place: Workspace) -> None:
    """Write one in so many businesses of the newest made-up register, and offer tables as usual."""
    settings_file(place.folder, usaha_per_sel=PER_CELL)
    folder = place.raw / "sintetis"
    folder.mkdir(parents=True)
    periode, newest = max(generate_world().registers.items())
    path = folder / f"register_umkm_{periode}.csv"
    files._write_csv(path, files._type_register(newest), periode)
    keep_some(folder, ONE_IN)


def make_small_city(made_once: MadeOnce) -> Workspace:
    """Return a copy of it, with its public files."""
    return made_once("sedikit", fill_with_few, write_public_files)
