"""The written words of a closed column (ya and tidak, or a list), and what they probably mean.

The words that offices use are a list under ``data/reference`` (``padanan_isi``): a new spelling is
a line there, not code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from data import reference
from data.layouts.headings import Row, read_cells_below
from data.tables import Column

ALIKE = 86  # how alike (of 100) a misspelt word must be to pass for a known one


@dataclass(frozen=True)
class Word:
    """A written word of a closed column, how often it occurs, and what it probably means.

    ``meaning`` is one of the column's own words, "" for "not known", None when nobody can tell.
    """

    written: str
    count: int
    meaning: str | None


def list_words(rows: Sequence[Row], heading: int, position: int, column: Column) -> list[Word]:
    """Return the words below a heading with their probable meanings, the most frequent first.

    ``position`` counts columns from 1. Only a closed column (ya/tidak, or with allowed words) has
    words to translate; any other gives none.
    """
    if not is_closed(column):
        return []
    cells = read_cells_below(rows, heading, position - 1, len(rows))
    first_spelling: dict[str, str] = {}
    for cell in cells:
        first_spelling.setdefault(cell.casefold(), cell)
    counts = Counter(cell.casefold() for cell in cells)
    return [
        Word(first_spelling[folded], count, find_meaning(first_spelling[folded], column))
        for folded, count in counts.most_common()
    ]


def find_meaning(written: str, column: Column) -> str | None:
    """Return the closed column's own word for a written one, "" for "not known", else None."""
    # From the surest to the boldest: the word itself, the word without a code before it, one of the
    # column's words inside a longer text ("Usaha Mikro"), and at last a misspelling. A text with a
    # "tidak" in it is left out of the third, since "tidak aktif" holds the word "aktif"; short
    # words are left out of the last, since of three letters one other makes another word.
    known = _read_meanings(column)
    word = " ".join(written.casefold().split())
    if word in known:
        return known[word]
    # Exports write a code before the word: "01 Mikro", "2. Kecil".
    bare = re.sub(r"^\d+\s*[-.:)]?\s*", "", word)
    if bare in known:
        return known[bare]
    inside = {word for word in column.allowed if word.casefold() in bare.split()}
    negations = {"tidak", "tdk", "non", "bukan", "belum", "kurang"} & set(bare.split())
    if len(inside) == 1 and not negations:
        return inside.pop()
    long_words = [word for word in known if len(word) > 3]
    nearest = process.extractOne(bare, long_words, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return None if nearest is None or len(bare) < 4 else known[nearest[0]]


def is_mark(written: str) -> bool:
    """Tell whether a cell is a mark, such as x, V or a dash: what it means, the form says."""
    return re.fullmatch(r"[^\w\s?]{1,3}|x+|v+", written.strip(), re.IGNORECASE) is not None


def is_closed(column: Column) -> bool:
    return column.type == "ya_tidak" or bool(column.allowed)


@cache
def read_answers() -> frozenset[str]:
    """Return the words for ya, tidak and "not known" in any column."""
    frame = reference.read("padanan_isi")
    return frozenset(frame[frame["kolom"].isna()]["isi"])


@cache
def _read_meanings(column: Column) -> dict[str, str]:
    """Return what each known word means in a closed column, by the word in lower case."""
    own = ("ya", "tidak") if column.type == "ya_tidak" else column.allowed
    frame = reference.read("padanan_isi")
    meanings: dict[str, str] = {}
    for written, only, word in zip(frame["isi"], frame["kolom"], frame["arti"], strict=True):
        word = word or ""
        if only in (None, column.name) and (not word or word in own):
            meanings[written] = word
    return meanings | {word.casefold(): word for word in own}
