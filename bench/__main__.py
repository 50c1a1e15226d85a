"""``python -m bench``: our program beside plain ways to do the same, and the aims.

Figures of a shared machine wander; the ratios of one run are what to read. The store has to be
built and the compressed copies made (``make build``); both programs read the same cube.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from bench import cubes, imports, machine, surfaces, table
from bench.cubes import Cube
from bench.imports import Imported
from bench.measure import measure
from bench.results import Results, aims, rows
from bench.server import OURS, plain
from bench.surfaces import Surfaces
from data.settings import settings
from data.store import PUBLISHED
from data.versions import Versions
from server import compressed
from server.package import front_end

RESULTS = Path(__file__).parent / "hasil"


def main() -> int:
    """Measure, print the table and the aims, and keep both. Return 1 when nothing is built.

    An aim that is not met is said, and fails nothing: a machine may be busy.
    """
    signal.signal(signal.SIGTERM, _leave)
    cube = _published()
    if cube is None or not _compressed():
        print("The store or the compressed copies are missing. Run: make build", file=sys.stderr)
        return 1
    facts = machine.facts()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(facts, OURS, plain(Path(folder), cube))
    public = surfaces.measure()
    imported = imports.measure(imports.wanted_rows())
    protected = cubes.measure(cubes.wanted_businesses())
    facts["took"] = f"{time.monotonic() - began:.0f} s"
    report = _report(results, public, imported, protected)
    print(report)
    _keep(results, public, imported, protected, report)
    return 0


def _published() -> Path | None:
    """Return the file of the served cube, or None when nothing has been published."""
    folder = settings().publik
    version = Versions(folder).current()
    return folder / version / PUBLISHED if version else None


def _compressed() -> bool:
    """Return whether all copies are made; making them would be measured with the rest."""
    wanted = compressed.sources(front_end() / "static", compressed.kept_in())
    return not compressed.split_by_copy(wanted)[1]


def _report(results: Results, public: Surfaces, imported: Imported, protected: list[Cube]) -> str:
    reached = aims(results) + surfaces.aims(public) + imports.aims(imported) + cubes.aims(protected)
    tables = [
        table.markdown(results.facts, rows(results)),
        surfaces.markdown(public),
        imports.markdown(imported),
        cubes.markdown(protected),
    ]
    return "\n\n".join([*tables, "Aims:", "\n".join(map(str, reached))])


def _keep(
    results: Results, public: Surfaces, imported: Imported, protected: list[Cube], report: str
) -> None:
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    (RESULTS / f"{name}.md").write_text(f"{report}\n", encoding="utf-8")
    found = asdict(results) | {
        "publik": asdict(public),
        "impor": asdict(imported),
        "kubus": [asdict(c) for c in protected],
    }
    (RESULTS / f"{name}.json").write_text(f"{json.dumps(found, indent=1)}\n", encoding="utf-8")


def _leave(signal_number: int, frame: FrameType | None) -> None:
    """Leave by way of every ``finally``, so that the servers stop too."""
    raise SystemExit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
