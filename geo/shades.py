"""The shades of maps: at which shares they change, and the key that names them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.definitions.indicator import Indicator
from analysis.words import theme
from analysis.words.language import kata
from data.city import OUR_CITY
from data.store.store import Store

CUTS = tuple(OUR_CITY.batas_warna_daring)
"""Shares at which the shade changes, in percent. Kept with the city, so that periods compare."""
STEP_SIZES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def shade(value: float | None, cuts: Sequence[float] = CUTS) -> str:
    """Return the colour of a share; grey when there is no value."""
    if value is None:
        return theme.NOTHING
    return theme.STEPS[sum(value >= cut for cut in cuts)]


def make_legend(cuts: Sequence[float] = CUTS, unit: str = "persen") -> list[tuple[str, str]]:
    """Return (colour, words) of a map's shades, low to high, then "no value"."""
    mark = "%" if unit == "persen" else kata(unit)
    edges = [theme.tick(cut) for cut in cuts]
    words = [kata("di bawah {batas} {satuan}", batas=edges[0], satuan=mark)]
    words += [f"{low} – {high} {mark}" for low, high in pairwise(edges)]
    words.append(kata("{batas} {satuan} ke atas", batas=edges[-1], satuan=mark))
    return [
        *zip(theme.STEPS, words, strict=True),
        (theme.NOTHING, kata("tidak ada nilai atau dirahasiakan")),
    ]


def choose_cuts(store: Store, entry: Indicator) -> tuple[float, ...]:
    """Return where an indicator's map changes its shade: round numbers between the lowest and the
    highest value of any kecamatan in any period, so that its periods compare."""
    if entry.makna == "daring":
        return CUTS
    span = store.query(
        "select min(nilai) as low, max(nilai) as high from sel where indikator = ? "
        "and tingkat = 'kecamatan' and dimensi = '' and sumber = 'register'",
        [entry.kode],
    )
    low, high = span["low"].iloc[0], span["high"].iloc[0]
    if pd.isna(low):
        return CUTS
    step = next(size for size in STEP_SIZES if size * len(theme.STEPS) >= high - low)
    # A value on a border of floating point must not fall below it.
    start = math.floor(low / step + 1e-9) * step
    return tuple(round(start + step * number, 1) for number in range(1, len(theme.STEPS)))
