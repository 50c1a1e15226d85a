"""Lines of the record as somebody reads them: what one person did again and again stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from data.access.access_log.line import Line


@dataclass(frozen=True)
class Folded:
    """Equal events of one sign-in with nobody else's between them: the newest line, and how many
    there are."""

    line: Line
    count: int


def fold(lines: Iterable[Line]) -> list[Folded]:
    """Return lines, given newest first, with equal events of a sign-in in a row as one."""
    found: list[Folded] = []
    for _, run in groupby(lines, lambda line: (line.siapa, line.masuk)):
        found += _fold_run(list(run))
    return found


def _fold_run(run: list[Line]) -> list[Folded]:
    counted = Counter(map(_name_event, run))
    newest = {_name_event(line): line for line in reversed(run)}
    return [Folded(newest[event], count) for event, count in counted.items()]


def _name_event(line: Line) -> tuple[str, ...]:
    return (line.peran, line.tindakan, line.objek, line.versi)
