"""Where the headings of an unknown sheet stand, and what stands below each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.layouts.column_names import collect_vocabulary, spell_out
from data.layouts.layout import simplify_heading

Row = list[str | None]
DEEPEST = 30  # rows in which a heading is sought
DEEPEST_HEADING = 4  # rows of one
A_YEAR = re.compile(r"(19|20)\d\d")


def find_heading_row(rows: Sequence[Row]) -> int:
    """Return the index of the row that most likely holds the headings; 0 when none does."""
    width = max((_count_filled(row) for row in rows), default=0)
    if width == 0:
        return 0
    # A title above may be as text-like as a heading, but fills few cells; of equals the first.
    scores = [_rate_heading(rows, i, width) for i in range(min(len(rows), DEEPEST))]
    return scores.index(max(scores))


def find_heading(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the index of the last row of a sheet's heading, and of how many rows it is made; 0
    where the sheet shows by itself whether there are groups above."""
    likely = find_heading_row(rows)
    for top in range(max(likely - DEEPEST_HEADING + 1, 0), min(likely + 1, len(rows))):
        last = _follow_heading(rows, top)
        if last > top and last >= likely:
            return last, last - top + 1 if last - top > 1 else 0
    return likely, 0


def _follow_heading(rows: Sequence[Row], top: int) -> int:
    """Return the index of the last row of a heading that begins in row ``top``."""
    upper = [bool((cell or "").strip()) for cell in rows[top]]
    last = top
    for number in range(top + 1, min(len(rows), top + DEEPEST_HEADING)):
        below = [(cell or "").strip() for cell in rows[number][: len(upper)]]
        below += [""] * (len(upper) - len(below))
        if sum(upper) < 2 or not _is_continued(upper, below):
            break
        # One name alone below a group may be a group of its own, but never the end of a heading.
        new = [place for place, cell in enumerate(below) if cell and not upper[place]]
        last = number if new and sum(map(bool, below)) > 1 else last
        upper = [up or bool(cell) for up, cell in zip(upper, below, strict=True)]
    return last


def _is_continued(upper: Sequence[bool], below: Sequence[str]) -> bool:
    """Tell whether a row names parts of the columns that a heading above names: where it is filled,
    the heading is blank or begins a group, and where it is blank the heading stands."""
    filled = [place for place, cell in enumerate(below) if cell]
    if not filled or not any(up and not low for up, low in zip(upper, below, strict=True)):
        return False
    named = all(re.search("[a-zA-Z]", below[p]) or A_YEAR.fullmatch(below[p]) for p in filled)
    return named and all(not upper[p] or (p + 1 < len(upper) and not upper[p + 1]) for p in filled)


def _rate_heading(rows: Sequence[Row], number: int, width: int) -> float:
    cells = [(place, cell.strip()) for place, cell in enumerate(rows[number]) if cell]
    cells = [(place, cell) for place, cell in cells if cell]
    if not cells:
        return 0
    texts = [cell for _, cell in cells]
    wordy = sum(bool(re.search("[a-zA-Z]", text)) and len(text) <= 60 for text in texts)
    years = [text for text in texts if A_YEAR.fullmatch(text)]
    wordy += len(years) if len(set(years)) > 1 else 0  # several years are names of columns
    # Factors, not a sum: a row that fails one of the first three is no heading, however good it is
    # otherwise. A title is wordy but fills one cell; a row of data fills the sheet but has numbers;
    # a row of answers repeats its words. Among what is left, a heading differs from what stands
    # below it, and above all it has words that are known as names of columns, which counts twice.
    fill = len(cells) / width
    text_like = wordy / len(texts)
    distinct = len({simplify_heading(text) for text in texts}) / len(texts)
    familiar = sum(spell_out(text) in collect_vocabulary() for text in texts) / len(texts)
    changed = sum(_differs_below(rows, number, place) for place, _ in cells) / len(texts)
    return fill * text_like * distinct * (1 + changed + 2 * familiar)


def _differs_below(rows: Sequence[Row], number: int, place: int) -> bool:
    """Tell whether the cells below a cell are of another shape: numbers, or repeated words."""
    text = (rows[number][place] or "").strip().casefold()
    cells = [cell.casefold() for cell in read_cells_below(rows, number, place, 20)]
    if not cells:
        return False
    numbers = sum(not re.search("[a-z]{2}", cell) for cell in cells) / len(cells)
    if numbers > 0.5:
        return bool(re.search("[a-z]{2}", text))
    return text not in cells and len(set(cells)) < len(cells)


def _count_filled(row: Row) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def list_named_places(rows: Sequence[Row], heading: int) -> list[int]:
    """Return the indexes of the cells that name a column, each name once."""
    first: dict[str, int] = {}
    for place, cell in enumerate(rows[heading] if heading < len(rows) else []):
        if simplify_heading(cell):
            first.setdefault(simplify_heading(cell), place)
    return list(first.values())


def read_cells_below(rows: Sequence[Row], heading: int, place: int, most: int) -> list[str]:
    """Return the cells below a heading that hold something, trimmed."""
    below = rows[heading + 1 : heading + 1 + most]
    texts = ((row[place] or "") for row in below if place < len(row))
    return [text for text in (" ".join(text.split()) for text in texts) if text]
