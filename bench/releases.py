"""``python -m bench.releases``: what publishing a register costs, from eight businesses up.

Made-up registers of each size, the made-up city and every twentieth business of it, each published
from its store in a process of its own, without public files. What is shown of a smaller register is
less, since nearly all its counts are small; what protecting it costs should be no more. Processor
seconds of a shared machine wander; pivots of the linear programs, rows shown and information lost
do not. UMKM_BENCH_TERBITAN names other sizes, with commas between.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bench.registers import write_register
from bench.table import Aim
from bench.tree import run
from data.build.build import build
from data.demo import files
from data.settings import ROOT, read_settings
from tests.folder import settings_file

CITY, THIN = "city", "city/20"
SIZES = ("8", "40", "200", "500", "2000", THIN, CITY)
SIZES_VARIABLE = "UMKM_BENCH_TERBITAN"
TODAY = date(2026, 11, 23)
CITY_SECONDS = 9
SAFE = "Aman."


@dataclass(frozen=True)
class Published:
    """What publishing one register took and gave.

    Processor ``seconds`` of publishing alone, ``programs`` that were solved and their ``pivots``,
    published ``rows`` and those ``withheld``, the share of the information ``lost`` with them and
    by what share of itself that may exceed the least possible (``gap``), cells of the academics'
    ``rounded`` cube, and the auditor's ``verdict``.
    """

    size: str
    seconds: float
    programs: int
    pivots: int
    rows: int
    withheld: int
    lost: float
    gap: float
    rounded: int
    verdict: str


def wanted_sizes() -> tuple[str, ...]:
    """Return the sizes to measure with."""
    named = os.environ.get(SIZES_VARIABLE)
    return tuple(named.split(",")) if named else SIZES


def measure(sizes: Iterable[str]) -> list[Published]:
    """Return what publishing a register of each size took and gave."""
    found = []
    for size in sizes:
        print(f"bench: publishing {size}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            found.append(_measure(size, Path(folder)))
    return found


def _measure(size: str, folder: Path) -> Published:
    named = settings_file(folder)
    settings = read_settings(named)
    if size in (CITY, THIN):
        files.write_files(settings.raw / "sintetis")
        if size == THIN:
            keep_some(settings.raw / "sintetis", 20)
    else:
        write_register(settings.raw / "register.csv", int(size))
    build(settings, TODAY)
    said = run(
        [sys.executable, "-m", "bench.terbitan", TODAY.isoformat()],
        folder=ROOT,
        environment=os.environ | {"UMKM_PENGATURAN": str(named)},
        log=folder / "log.txt",
    ).said
    return Published(size, **json.loads(said.splitlines()[-1]))


def keep_some(folder: Path, one_in: int) -> None:
    """Leave one in so many businesses of the newest made-up register, and nothing else."""
    (newest,) = folder.glob("register*.csv")
    for path in set(folder.iterdir()) - {newest}:
        path.unlink()
    lines = newest.read_text(encoding="utf-8").splitlines(keepends=True)
    head = next(number for number, line in enumerate(lines, 1) if "ID Usaha" in line)
    newest.write_text("".join(lines[:head] + lines[head::one_in]), encoding="utf-8")


def aims(found: Iterable[Published]) -> list[Aim]:
    """Return what is to be reached."""
    by_size = {one.size: one for one in found}
    most = by_size[CITY].seconds if CITY in by_size else CITY_SECONDS
    limits = {size: CITY_SECONDS if size == CITY else most for size in by_size}
    return [
        *(Aim(f"publishing {s}, CPU", by_size[s].seconds, limits[s], "s") for s in by_size),
        Aim("judged unsafe", sum(not safe(one) for one in by_size.values()), 0, "registers"),
    ]


def safe(one: Published) -> bool:
    """Return whether the auditor let a register through."""
    return one.verdict.startswith(SAFE)


def markdown(found: Iterable[Published]) -> str:
    """Return the table of all sizes."""
    lines = [
        "| businesses | CPU | programs | pivots | rows shown | information lost | above the least "
        "| rounded cells | auditor |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    return "\n".join(lines + [_line(one) for one in found])


def _line(one: Published) -> str:
    shown = 100 * (one.rows - one.withheld) / one.rows
    return (
        f"| {one.size} | {one.seconds:.1f} s | {one.programs:,} | {one.pivots:,} | {shown:.1f} % "
        f"| {100 * one.lost:.2f} % | {100 * one.gap:.1f} % | {one.rounded:,} | {one.verdict} |"
    )


def main() -> int:
    """Measure, print the table and the aims."""
    found = measure(wanted_sizes())
    print(markdown(found), "", "Aims:", "", *aims(found), sep="\n")
    print(json.dumps([asdict(one) for one in found]), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
