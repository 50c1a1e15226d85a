"""``python -m bench``: our program beside plain ways to do the same, and the aims.

Figures of a shared machine wander; the ratios of one run are what to read. The store has to be
built and the compressed copies made (``make build``); both programs read the same cube. What takes
longer than a quarter of an hour together is in ``bench.besar``.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from bench import cubes, imports, machine, releases, small, surfaces, table
from bench.measure import measure
from bench.report import Part, run_parts
from bench.results import aims, rows
from bench.server import OURS, plain
from data.settings import settings
from data.store.store import PUBLISHED, STORE, open_version
from data.store.versions import Versions
from server import compressed
from server.package import find_front_end

TURNS = 1
"""Of the import: a turn is several minutes of processor time, and wanders little."""


def main() -> int:
    """Measure, print the tables and the aims, and keep both. Return 1 when nothing is built, or
    when a part broke off.

    An aim that is not met is said, and fails nothing: a machine may be busy.
    """
    signal.signal(signal.SIGTERM, _leave)
    cube = _published()
    if cube is None or not _compressed():
        print("The store or the compressed copies are missing. Run: make build", file=sys.stderr)
        return 1
    began = time.monotonic()
    return run_parts(
        {
            "halaman": lambda: _pages(cube),
            "publik": _surfaces,
            "impor": lambda: imported(TURNS),
            "kubus": _city,
            "kecil": _small,
            "terbitan": lambda: published(releases.wanted_sizes()),
            "lama": lambda: Part("lama", round(time.monotonic() - began), _took(began), ()),
        }
    )


def imported(turns: int) -> Part:
    """Return what a large register costs, in so many turns."""
    found = imports.measure(imports.wanted_rows(), turns)
    return Part("impor", asdict(found), imports.markdown(found), imports.aims(found))


def published(sizes: Iterable[str]) -> Part:
    """Return what publishing registers of these sizes costs."""
    found = releases.measure(sizes)
    return Part(
        "terbitan", list(map(asdict, found)), releases.markdown(found), releases.aims(found)
    )


def _pages(cube: Path) -> Part:
    facts = machine.facts()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(facts, OURS, plain(Path(folder), cube))
    return Part("halaman", asdict(found), table.markdown(facts, rows(found)), aims(found))


def _surfaces() -> Part:
    found = surfaces.measure()
    return Part("publik", asdict(found), surfaces.markdown(found), surfaces.aims(found))


def _city() -> Part:
    found = [cubes.city()]
    return Part("kubus", [asdict(c) for c in found], cubes.markdown(found), cubes.aims(found))


def _small() -> Part:
    versions = Versions(settings().gudang)
    found = small.compare(open_version(settings().gudang, str(versions.find_current()), STORE))
    return Part("kecil", [asdict(one) for one in found], small.markdown(found), small.aims(found))


def _took(began: float) -> str:
    return f"All of it took {time.monotonic() - began:.0f} s."


def _published() -> Path | None:
    """Return the file of the served cube, or None when nothing has been published."""
    folder = settings().publik
    version = Versions(folder).find_current()
    return folder / version / PUBLISHED if version else None


def _compressed() -> bool:
    """Return whether all copies are made; making them would be measured with the rest."""
    wanted = compressed.list_sources(find_front_end() / "static", compressed.find_copies_folder())
    return not compressed.split_by_copy(wanted)[1]


def _leave(signal_number: int, frame: FrameType | None) -> None:
    """Leave by way of every ``finally``, so that the servers stop too."""
    raise SystemExit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
