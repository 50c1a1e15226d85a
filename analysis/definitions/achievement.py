"""Capaian: how realisasi is held against a target, and the word for the outcome, as data.

``predikat.csv`` lists the schemes of public programs and reports; the first one is in force. A
city's own file of that name, below ``wilayah``, stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from data import reference

Formula = Callable[[float, float], float | None]
"""(realisasi, target) -> capaian in percent, None where it has none."""


def compute_ratio(value: float, goal: float) -> float | None:
    """Return R / T in percent; None for a target of zero."""
    return 100 * (value / goal) if goal else None


def compute_distance(value: float, goal: float) -> float | None:
    """Return (2T - R) / T in percent; None for a target of zero. Below 0 it stays so."""
    return 100 * (2 - value / goal) if goal else None


def compute_floored(value: float, goal: float) -> float | None:
    """Return (2T - R) / T in percent, and 0 where that is negative."""
    found = compute_distance(value, goal)
    return None if found is None else max(0.0, found)


def compute_inverse(value: float, goal: float) -> float | None:
    """Return T / R in percent; 100 where nothing at all is left of what should be low."""
    return 100 * goal / value if value else 100.0


LOWER_IS_BETTER: dict[str, Formula] = {
    "2T-R": compute_distance,
    "2T-R, paling rendah 0": compute_floored,
    "T/R": compute_inverse,
}
"""What the file may say of an indicator of which less is better; empty where a scheme says none."""
FORMULA_NAMES = {
    "R/T": "realisasi / target",
    "2T-R": "(2 × target − realisasi) / target",
    "2T-R, paling rendah 0": "(2 × target − realisasi) / target, paling rendah 0",
    "T/R": "target / realisasi",
}
SHORT_NAMES = {"2T-R": "rumus selisih", "T/R": "rumus rasio"}
"""What the two ways are called in a row; a floor changes no word, so it has no name of its own."""


@dataclass(frozen=True)
class Band:
    """A word and the capaian (percent) from which it is said; None for the lowest.

    ``including`` says whether it is said at that capaian itself."""

    cut: float | None
    including: bool
    word: str

    def holds(self, achieved: float) -> bool:
        """Return whether a capaian is high enough for the word."""
        if self.cut is None:
            return True
        return achieved >= self.cut if self.including else achieved > self.cut


@dataclass(frozen=True)
class Scheme:
    """How an office counts and calls a capaian. ``use`` is "indikator" or "evaluasi": the word for
    an office's whole evaluation is none for one indicator. ``bands`` are the best first, and none
    where each office sets its own; ``page`` is '' where it was not found."""

    key: str
    name: str
    use: str
    lower: str
    bands: tuple[Band, ...]
    document: str
    page: str
    remark: str
    address: str

    def compute(self, value: float, goal: float, direction: str) -> float | None:
        """Return the capaian in percent, None where the scheme has none."""
        if direction == "naik":
            return compute_ratio(value, goal)
        formula = LOWER_IS_BETTER.get(self.lower)
        return formula(value, goal) if formula else None

    def choose(self, achieved: float) -> str:
        """Return the word for a capaian, decided on the unrounded value; '' without bands."""
        return next((band.word for band in self.bands if band.holds(achieved)), "")

    def name_formula(self, direction: str) -> str:
        """Return the formula in words."""
        return FORMULA_NAMES["R/T" if direction == "naik" else self.lower]


@cache
def read_schemes() -> tuple[Scheme, ...]:
    """Return the schemes in file order, the one in force first."""
    rows = reference.read("predikat").to_dict("records")
    return tuple(_make_scheme(list(found)) for _, found in groupby(rows, lambda r: r["skema"]))


def find_scheme() -> Scheme:
    """Return the scheme in force."""
    return read_schemes()[0]


def _make_scheme(rows: list[dict[str, Any]]) -> Scheme:
    first = rows[0]
    return Scheme(
        first["skema"],
        first["nama"],
        first["untuk"],
        first["turun"] or "",
        tuple(_make_band(row) for row in rows if row["sebutan"]),
        first["dokumen"],
        first["halaman"] or "",
        first["catatan"] or "",
        first["rujukan"],
    )


def _make_band(row: dict[str, Any]) -> Band:
    cut = None if row["batas"] is None else float(row["batas"])
    return Band(cut, row["termasuk"] == "ya", row["sebutan"])
