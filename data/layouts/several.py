"""Which columns of an unknown sheet hold several answers, in one cell or as a tick each.

Forms write "WhatsApp, Instagram" in one cell, or a column "Media [WhatsApp]" for every answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.layouts.column_names import rate_likeness
from data.layouts.headings import Row, list_named_places, read_cells_below
from data.tables import Table

SEPARATORS = (",", ";", "|", "/", " ")
SURE = 90  # how alike (of 100) an answer must be to a column's name
FEWEST_KNOWN = 2
MOST_ANSWERS = 25
NOTHING = re.compile(r"(tidak|tdk|belum|tanpa|bukan|none|no|offline|luring)\b.*", re.IGNORECASE)
TICK = re.compile(r"(?P<awal>.+?)\s*(?:\[(?P<kurung>[^\]]+)\]|/(?P<garis>[^/]+))")


@dataclass(frozen=True)
class Several:
    """A heading whose cells hold several answers: the mark between them, how often each occurs, and
    the columns that it stands for; None where nobody can tell."""

    heading: str
    separator: str
    counts: Mapping[str, int]
    meanings: Mapping[str, tuple[str, ...] | None]


def split_answers(cell: str, separator: str) -> list[str]:
    """Return the answers of a cell; what stands in brackets is not split."""
    parts = re.split(rf"{re.escape(separator)}(?![^(]*\))", cell)
    return [" ".join(part.split()) for part in parts if part.strip()]


def find_several(
    rows: Sequence[Row], heading: int, table: Table, names: Mapping[str, set[str]]
) -> list[Several]:
    """Return the headings whose cells hold several answers of which some are names of yes-or-no
    columns. ``names`` gives the names that each column goes by."""
    found = []
    for place in list_named_places(rows, heading):
        cells = read_cells_below(rows, heading, place, len(rows))
        one = next(
            (
                several
                for mark in SEPARATORS
                if (several := _read_several(rows[heading][place] or "", mark, cells, table, names))
            ),
            None,
        )
        if one:
            found.append(one)
    return found


def _read_several(
    heading: str,
    separator: str,
    cells: Sequence[str],
    table: Table,
    names: Mapping[str, set[str]],
) -> Several | None:
    answers = [split_answers(cell, separator) for cell in cells]
    if not any(len(own) > 1 for own in answers):
        return None
    spelled: dict[str, str] = {}
    for answer in (answer for own in answers for answer in own):
        spelled.setdefault(answer.casefold(), answer)
    if len(spelled) > MOST_ANSWERS:
        return None
    counts = Counter(spelled[answer.casefold()] for own in answers for answer in own)
    meanings = {answer: find_columns(answer, table, names) for answer in counts}
    known = sum(bool(columns) for columns in meanings.values())
    # Of a sentence a word or two may be known; of a list of answers most are.
    if known < FEWEST_KNOWN or (separator == " " and 2 * known < len(meanings)):
        return None
    return Several(heading, separator, dict(counts.most_common()), meanings)


def find_columns(
    answer: str, table: Table, names: Mapping[str, set[str]]
) -> tuple[str, ...] | None:
    """Return the yes-or-no columns that an answer stands for: none for "tidak ada"."""
    bare = re.sub(r"\(.*?\)", " ", answer).replace("_", " ").strip()
    if NOTHING.fullmatch(bare):
        return ()
    parts = [part for part in re.split(r"[/&]|\bdan\b", bare) if part.strip()] or [bare]
    found = [_find_column(part, table, names) for part in parts]
    return tuple(dict.fromkeys(name for name in found if name)) or None


def _find_column(answer: str, table: Table, names: Mapping[str, set[str]]) -> str | None:
    rated = {
        column.name: rate_likeness(answer, names[column.name])
        for column in table.columns
        if column.type == "ya_tidak" and column.name != "sintetis"
    }
    best = max(rated, key=lambda name: rated[name], default=None)
    return best if best and rated[best] >= SURE else None


def find_ticks(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    names: Mapping[str, set[str]],
    without: Collection[str] = (),
) -> dict[str, tuple[str, ...]]:
    """Return the headings of which each is one answer to the same question, by column:
    "Media [Instagram]" and "Media [Facebook]" for social media."""
    by_question: dict[str, dict[str, tuple[str, ...]]] = {}
    for place in list_named_places(rows, heading):
        written = rows[heading][place] or ""
        match = TICK.fullmatch(" ".join(written.split()))
        if not match or match["awal"] in without:
            continue
        answer = match["kurung"] or match["garis"]
        for column in find_columns(answer, table, names) or ():
            own = by_question.setdefault(match["awal"], {})
            own[column] = (*own.get(column, ()), written)
    asked = [own for own in by_question.values() if sum(map(len, own.values())) >= FEWEST_KNOWN]
    found: dict[str, tuple[str, ...]] = {}
    for own in asked:
        found |= {column: headings for column, headings in own.items() if column not in found}
    return found
