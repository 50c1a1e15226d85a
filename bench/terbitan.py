"""``python -m bench.terbitan DATE``: publish the served data, and say what that took as JSON.

The store and the settings are those that ``UMKM_PENGATURAN`` names; public files are not written.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

from highspy._core import _Highs

from analysis.release.publish import publish
from data.batch import collect_seldom
from data.settings import settings
from data.store.store import ROUNDED, open_store
from data.store.versions import Versions


@dataclass
class Work:
    """Programs that were solved, and the pivots that they took."""

    programs: int = 0
    pivots: int = 0


@contextmanager
def counted() -> Iterator[Work]:
    """Count the programs that are solved meanwhile, the chooser's and the auditor's."""
    work, plain = Work(), _Highs.run

    def run(solver: _Highs) -> object:
        status = plain(solver)
        work.programs += 1
        work.pivots += max(solver.getInfo().simplex_iteration_count, 0)
        return status

    with patch.object(_Highs, "run", run):
        yield work


def publication(today: date) -> dict[str, object]:
    """Publish, and return what it took and gave, as ``bench.releases.Published`` names it."""
    with counted() as work:
        began = time.process_time()
        name = publish(settings(), today)
        seconds = time.process_time() - began
    versions = Versions(settings().publik)
    record, cube = versions.record(name), versions.folder / name / ROUNDED
    protection = record["perlindungan"]
    cells = open_store(cube, name, {}).query("select count(*) as n from sel")
    return {
        "seconds": seconds,
        "programs": work.programs,
        "pivots": work.pivots,
        "rows": record["sel"],
        "withheld": record["ditahan"],
        "lost": protection["hilang"] / protection["informasi"],
        "gap": protection["celah"],
        "rounded": int(cells["n"].iloc[0]),
        "verdict": record["audit"],
    }


def main(arguments: list[str] | None = None) -> int:
    """Publish, and write what was found as the last line of the error stream."""
    (day,) = sys.argv[1:] if arguments is None else arguments
    print(json.dumps(publication(date.fromisoformat(day))), file=sys.stderr)
    return 0


if __name__ == "__main__":
    collect_seldom()
    sys.exit(main())
