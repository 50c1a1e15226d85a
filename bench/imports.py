"""``python -m bench.imports``: one large register in and published, beside a plain load of it.

The plain loads are a script with pandas and DuckDB, once with the types that pandas guesses and
once with every column as text. All are whole processes in one run, in turns; figures of a shared
machine wander, so the ratios are what to read. UMKM_BENCH_BARIS says how many rows.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.registers import write_register
from bench.table import Aim
from bench.tree import Spent, run
from data.settings import ROOT
from tests.folder import settings_file

ROWS = 1_000_000
ROWS_VARIABLE = "UMKM_BENCH_BARIS"
TURNS = 3
SLOWER_AT_MOST = 2
MEMORY_GB = 2
COSTS = 3
STEP = re.compile(r"^ *(?:\[\d+/\d+\] )?(?P<text>\S.*) \.\.\. (?P<seconds>\d+,\d) detik$", re.M)
KEPT_AS = re.compile(r"unggahan/[0-9a-f]{12}-")


@dataclass(frozen=True)
class Step:
    """One step of the import or of publishing, as the program itself reports it."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Imported:
    """What was found: each way's processor and elapsed seconds (the median of its turns) and the
    most bytes it ever held, and the steps of our last turn, the longest first."""

    rows: int
    cpu: dict[str, float]
    wall: dict[str, float]
    peak: dict[str, int]
    steps: list[Step]

    def slower(self, than: str) -> float:
        """Return our processor time as a multiple of another way's."""
        return self.cpu[OURS] / self.cpu[than]


OURS = "import and publish"
GUESSED = "plain load"
TEXT = "plain load, all text"


def wanted_rows() -> int:
    """Return how many rows to measure with."""
    return int(os.environ.get(ROWS_VARIABLE, ROWS))


def measure(rows: int, turns: int = TURNS) -> Imported:
    """Return what one register of so many rows costs each way."""
    with tempfile.TemporaryDirectory() as folder:
        _say(f"a register of {rows:,} rows")
        csv = write_register(Path(folder) / "register.csv", rows)
        ways: dict[str, Callable[[Path], list[Spent]]] = {
            OURS: lambda to: _ours(csv, to),
            GUESSED: lambda to: [_plain(csv, to)],
            TEXT: lambda to: [_plain(csv, to, "teks")],
        }
        taken: dict[str, list[list[Spent]]] = {name: [] for name in ways}
        for turn in range(1, turns + 1):
            for name, way in ways.items():
                _say(f"{name}, turn {turn} of {turns}")
                # A folder that goes at once: three turns of a million rows fill a small disk.
                with tempfile.TemporaryDirectory(dir=folder) as to:
                    taken[name].append(way(Path(to)))
    return Imported(
        rows,
        {name: _median(runs, lambda spent: spent.cpu) for name, runs in taken.items()},
        {name: _median(runs, lambda spent: spent.wall) for name, runs in taken.items()},
        {name: max(one.peak for each in runs for one in each) for name, runs in taken.items()},
        steps("".join(spent.said for spent in taken[OURS][-1])),
    )


def steps(said: str) -> list[Step]:
    """Return the steps that a program reported, the longest first."""
    found = [
        Step(KEPT_AS.sub("", match["text"]), float(match["seconds"].replace(",", ".")))
        for match in STEP.finditer(said)
    ]
    return sorted(found, key=lambda step: -step.seconds)


def aims(found: Imported) -> list[Aim]:
    """Return what is to be reached."""
    return [
        Aim("import and publish beside a plain load", found.slower(GUESSED), SLOWER_AT_MOST, "×"),
        Aim("import and publish, peak memory", found.peak[OURS] / 1e9, MEMORY_GB, "GB"),
    ]


def markdown(found: Imported) -> str:
    """Return the table of the three ways, and the steps that cost most of ours."""
    lines = [
        f"| register of {found.rows:,} rows | CPU (ratio) | CPU | elapsed | peak memory |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {cpu / found.cpu[GUESSED]:.2f} | {cpu:.1f} s | {found.wall[name]:.1f} s "
        f"| {found.peak[name] / 1e6:,.0f} MB |"
        for name, cpu in found.cpu.items()
    ]
    lines += ["", f"Ours is {found.slower(TEXT):.2f}× a plain load that keeps every cell as text."]
    lines += ["", "What takes longest:", ""]
    return "\n".join(lines + [_share(step, found) for step in found.steps[:COSTS]])


def _share(step: Step, found: Imported) -> str:
    share = 100 * step.seconds / found.wall[OURS]
    return f"- {step.name}: {step.seconds:.1f} s, {share:.0f} % of the elapsed time"


def _ours(csv: Path, folder: Path) -> list[Spent]:
    """Import and publish in a data folder of its own."""
    environment = os.environ | {"UMKM_PENGATURAN": str(settings_file(folder))}
    python = [sys.executable, "-m", "data"]
    return [
        run([*python, *verb], folder=ROOT, environment=environment, log=folder / "log.txt")
        for verb in (["import", str(csv)], ["publish"])
    ]


def _plain(csv: Path, folder: Path, *kind: str) -> Spent:
    script = [sys.executable, "-m", "bench.polos_impor", str(csv), str(folder / "polos.duckdb")]
    return run([*script, *kind], folder=ROOT, environment=os.environ, log=folder / "log.txt")


def _median(runs: list[list[Spent]], what: Callable[[Spent], float]) -> float:
    return statistics.median(sum(map(what, each)) for each in runs)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print the table and the aims."""
    found = measure(wanted_rows())
    print(markdown(found), "", "Aims:", "", *aims(found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
