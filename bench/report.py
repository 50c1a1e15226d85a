"""What one run of the benchmark found, part by part: its table, its aims, and how it is kept."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.table import Aim

RESULTS = Path(__file__).parent / "hasil"


@dataclass(frozen=True)
class Part:
    """One part of a run: its name, its figures as they are kept, its table and its aims."""

    name: str
    figures: Any
    table: str
    aims: Sequence[Aim]


def run_parts(measures: Mapping[str, Callable[[], Part]]) -> int:
    """Measure every part, print and keep what was found, and return the exit code.

    A part that breaks off stops none after it: minutes of measuring are not lost with it. What
    broke off stands below the aims.
    """
    parts, broken = [], {}
    for name, measure in measures.items():
        try:
            parts.append(measure())
        except Exception as error:
            traceback.print_exc()
            broken[name] = repr(error)
    print(keep(parts))
    for name, reason in broken.items():
        print(f"Broke off: {name}: {reason}")
    return 1 if broken else 0


def written(parts: Sequence[Part]) -> str:
    """Return the tables of all parts, then all aims."""
    reached = "\n".join(str(aim) for part in parts for aim in part.aims)
    return "\n\n".join([*(part.table for part in parts), "Aims:", reached])


def keep(parts: Sequence[Part], folder: Path = RESULTS) -> str:
    """Write a run as Markdown and as JSON, named by the moment; return the Markdown."""
    report = written(parts)
    folder.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    figures = {part.name: part.figures for part in parts}
    (folder / f"{name}.md").write_text(f"{report}\n", encoding="utf-8")
    (folder / f"{name}.json").write_text(f"{json.dumps(figures, indent=1)}\n", encoding="utf-8")
    return report
