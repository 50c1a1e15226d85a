"""What officials may see of a kelurahan: exact counts from 3 on, the smaller ones withheld.

It is computed from the micro data when it is asked for, and is never published. One table is
protected at a time: two tables of different indicators laid side by side are not judged together.
"""

from __future__ import annotations

import pandas as pd

from analysis import compute, theme
from analysis.indicator import Indicator
from analysis.indicators import INDICATORS
from analysis.protect import MINIMUM_OFFICIALS, plain
from analysis.publication import release_of
from analysis.view import View
from analysis.views import as_row
from data import reference
from data.store import Store


def offered() -> dict[str, str]:
    """Return the indicators that exist for a kelurahan, code -> title."""
    return {
        e.kode: e.judul for e in INDICATORS.values() if "kelurahan" in e.levels and not e.labels
    }


def kelurahan(store: Store, kode: str, periode: str, kecamatan: str) -> View:
    """Return one indicator for the kelurahan of a kecamatan, and its own value in the sentence.

    A count below 3 is withheld (``x``), with the neighbours that would give it back.
    """
    entry = INDICATORS[kode]
    counts = _counts(store, entry, periode)
    withheld = plain(release_of(counts, set(), MINIMUM_OFFICIALS), MINIMUM_OFFICIALS)
    mine = counts["indikator"] == kode
    cells = compute.values(entry, counts[mine])
    hidden = withheld[mine.to_numpy()]
    cells.loc[hidden, ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
    cells.loc[hidden, "tanda"] = "x"
    made_up = store.record.get("sintetis") is True
    cells = cells.assign(asal="sintetis" if made_up else "register", rujukan=None)
    here = cells["kode_wilayah"].str.startswith(kecamatan)
    names = reference.kecamatan() | reference.kelurahan()
    area = names[kecamatan]
    whole, *rows = (
        as_row(entry, cell, names[cell["kode_wilayah"]])
        for cell in cells[here].sort_values("kode_wilayah").to_dict("records")
    )
    date = theme.period(periode)
    counts = f" ({whole.counts})" if whole.counts else ""
    return View(
        entry,
        f"{entry.judul}, Kecamatan {area}, {date}",
        f"{entry.judul} di seluruh Kecamatan {area}, {date}: {whole.text}{counts}.",
        tuple(rows),
        date,
        entry.sumber,
    )


def _counts(store: Store, entry: Indicator, periode: str) -> pd.DataFrame:
    """Return the counts of an indicator and of the one that counts its universe, in a period."""
    kinds = [entry] + ([INDICATORS[entry.parent[0]]] if entry.parent else [])
    found = pd.concat([compute.count(store, kind) for kind in kinds], ignore_index=True)
    return found[found["periode"] == periode].reset_index(drop=True)
