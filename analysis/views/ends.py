"""Both ends of a list in words: which rows are highest and lowest among what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.views.view import Row
from analysis.words.language import kata


@dataclass(frozen=True)
class Ends:
    """The rows with the highest and the lowest value; several where they are written alike.
    ``whole`` is whether every row has a value: of a list with gaps nobody can tell who leads it."""

    highest: tuple[Row, ...]
    lowest: tuple[Row, ...]
    whole: bool

    @property
    def alike(self) -> bool:
        """Whether all values are written alike, so that none is highest."""
        return self.highest == self.lowest


def find_ends(rows: Sequence[Row]) -> Ends | None:
    """Return both ends of a list, None where fewer than two of its values are published."""
    shown = sorted((row for row in rows if row.value is not None), key=lambda r: r.value or 0.0)
    if len(shown) < 2:
        return None
    lowest, highest = (
        tuple(row for row in rows if row.value is not None and row.text == end.text)
        for end in (shown[0], shown[-1])
    )
    return Ends(highest, lowest, len(shown) == len(rows))


def name_rows(rows: Sequence[Row]) -> str:
    """Return rows of one value with it: A 4,0 %, or A, B dan C 4,0 %."""
    *most, last = (row.label for row in rows)
    names = kata("{awal} dan {akhir}", awal=", ".join(most), akhir=last) if most else last
    return f"{names} {rows[0].text}"


def write_ends(rows: Sequence[Row]) -> str:
    """Return both ends as the end of a sentence, in Indonesian; '' where no two are published."""
    ends = find_ends(rows)
    if ends is None:
        return ""
    among = "" if ends.whole else "dari yang terbit, "
    if ends.alike:
        return f"{among}semua sama, {ends.highest[0].text}"
    return f"{among}tertinggi {name_rows(ends.highest)}, terendah {name_rows(ends.lowest)}"
