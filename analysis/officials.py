"""What officials may see of a kelurahan: exact counts from 3 on, the smaller ones withheld.

Made of the micro data when it is first asked for, for the whole city, and never published. What
chooses the withheld cells belongs to publishing, so a serving process has the table made by
another: ``python -m analysis.officials FOLDER VERSION`` prints it.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Set
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import compute, theme
from analysis.cells import as_row
from analysis.heading import heading
from analysis.indicators import INDICATORS
from analysis.selection import Selection
from analysis.view import View
from data import apart, reference
from data.blank import STORE
from data.errors import StoreError
from data.settings import settings
from data.store import Store, open_version


def offered() -> dict[str, str]:
    """Return the indicators that exist for a kelurahan, code -> title."""
    found = [e for e in INDICATORS.values() if "kelurahan" in e.levels and not e.labels]
    return {entry.kode: entry.judul for entry in found}


def cells(store: Store, hidden: Set[tuple[str, ...]] | None = None) -> pd.DataFrame:
    """Return ``COLUMNS`` and ``asal`` of what is offered, for every area and period.

    A count below 3 is withheld (``x``) with the cells that would give it back, also together with
    what the public is shown. ``hidden`` are the rows (as ``publication.KEY``) that the public does
    not see; without it they are those that were published of these data, or would be.
    """
    made_up = compute.made_up_periods(store)
    rows, withheld = _withheld(store, made_up, hidden)
    parts = []
    for kode in offered():
        mine = (rows["indikator"] == kode) & (rows["dimensi"] == "")
        shown = compute.values(INDICATORS[kode], rows[mine])
        hidden = withheld[mine.to_numpy()]
        shown.loc[hidden, ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
        shown.loc[hidden, "tanda"] = "x"
        parts.append(shown)
    made = pd.concat(parts, ignore_index=True)
    synthetic = made["periode"].isin(made_up)
    return made.assign(asal=synthetic.map({True: "sintetis", False: "register"}), rujukan=None)


def made_apart(store: Store) -> pd.DataFrame:
    """Return ``cells`` of a kept version of the micro data, made by another process."""
    folder = str(settings().gudang)
    printed = apart.run("analysis.officials", folder, store.version)
    # Arrow would turn whole numbers beside a missing one into fractions.
    made: pd.DataFrame = pickle.loads(printed)  # noqa: S301  (a process of ours wrote it just now)
    return made


def main(folder: Path, version: str) -> int:
    """Print ``cells`` of a kept version; return the exit code."""
    return apart.answer(lambda: pickle.dumps(cells(open_version(folder, version, STORE))))


def _withheld(
    store: Store, made_up: set[str], hidden: Set[tuple[str, ...]] | None
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the counts of all published rows, and which of them officials do not see."""
    from analysis import earlier, publication  # see the module's own words

    published, exempt = settings().publik, publication.exempt()
    known = earlier.shown(published, made_up)
    if hidden is None:
        hidden = earlier.withheld(published, store.version)
    if hidden is None:
        found = publication.tables(store, exempt, known)
        rows, public = found.rows, found.withheld
    else:
        rows = publication.all_counted(store)
        keys = rows[publication.KEY].itertuples(index=False, name=None)
        public = np.array([key in hidden for key in keys], dtype=bool)
    return rows, publication.withheld_from_officials(rows, public, exempt, known)


def of_kecamatan(found: pd.DataFrame, kode: str, periode: str, kecamatan: str) -> pd.DataFrame:
    """Return the cells of one indicator and period for a kecamatan and its kelurahan.

    Raises StoreError when there are none.
    """
    here = found["kode_wilayah"].astype("str").str.startswith(kecamatan)
    rows = found[here & (found["indikator"] == kode) & (found["periode"] == periode)]
    if rows.empty:
        raise StoreError(
            f"Tidak ada data untuk {theme.period(periode)} di sini. Pilih periode atau kecamatan "
            "lain."
        )
    return rows.sort_values("kode_wilayah")


def view(rows: pd.DataFrame) -> View:
    """Return the cells of a kecamatan as a view: itself in the sentence, its kelurahan as rows."""
    names = reference.kecamatan() | reference.kelurahan()
    entry = INDICATORS[rows["indikator"].iloc[0]]
    whole, *parts = (
        as_row(entry, cell, names[cell["kode_wilayah"]]) for cell in rows.to_dict("records")
    )
    chosen = Selection(rows["periode"].iloc[0], whole.code)
    said = heading(f"{entry.judul} menurut kelurahan", chosen, chosen)
    counts = f" ({whole.counts})" if whole.counts else ""
    return View(
        entry,
        said,
        f"{entry.judul} di seluruh {said.scope}: {whole.text}{counts}.",
        tuple(parts),
        entry.sumber,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
