"""The published bands of ranks by digital score, with their words."""

from __future__ import annotations

from dataclasses import replace

from analysis.definitions.selection import Selection
from analysis.views.heading import Heading, make_heading
from analysis.views.view import RankBand
from analysis.views.views import view_by_area
from analysis.words import theme
from data.store.store import Store


def read_ranks(store: Store, selection: Selection) -> tuple[RankBand, ...]:
    """Return the kecamatan with their bands of ranks by digital score, the best bands first.

    One whose shares are withheld has a place at the end, without a band.
    """
    view = view_by_area(store, "skor_digital", "kecamatan", selection)
    ranked = store.query(
        "select kode_wilayah, terbaik, terburuk, dari from peringkat where periode = ?",
        [selection.periode],
    )
    bands = {r["kode_wilayah"]: r for r in ranked.to_dict("records")}
    rows = [
        RankBand(
            row.code,
            row.label,
            row.text,
            bands[row.code]["terbaik"] if row.code in bands else None,
            bands[row.code]["terburuk"] if row.code in bands else None,
            len(bands),
            row.origin,
        )
        for row in view.rows
    ]
    return tuple(sorted(rows, key=lambda r: (r.best or len(rows) + 1, r.worst or 0, r.label)))


def make_ranks_heading(selection: Selection) -> Heading:
    """Return the heading of the bands of a period: all kecamatan, all classes."""
    asked = selection.widen_to_city()
    subject = "Rentang peringkat kecamatan menurut skor digital"
    return make_heading(subject, replace(asked, skala=""), asked)


def describe_bounds(store: Store, selection: Selection) -> str:
    """Return over which weights the bands of a period hold, as a sentence; '' without a band."""
    weights = store.query(
        "select bobot_min, bobot_maks from peringkat where periode = ? limit 1",
        [selection.periode],
    )
    if weights.empty:
        return ""
    low, high = (theme.quantity(100 * float(x), "persen") for x in weights.iloc[0])
    return (
        f"Berlaku untuk semua pilihan bobot yang memberi tiap butir {low} sampai {high} dan "
        "berjumlah 100 %. Dihitung tepat dari pangsa yang terbit."
    )
