"""The rows that a build refused, as the office is to mend them."""

from __future__ import annotations

import pandas as pd

from data.store import Store

HEADINGS = {
    "berkas": "Berkas",
    "baris": "Baris",
    "kolom": "Kolom",
    "nilai": "Nilai",
    "seharusnya": "Seharusnya",
    "langkah": "Yang dapat dilakukan",
}


def refusals(store: Store) -> pd.DataFrame:
    """Return one row per broken rule, in file order, with the headings that readers see."""
    found = store.query(
        f"select {', '.join(HEADINGS)} from penolakan order by berkas, baris, kolom"
    )
    # What a received file is kept as begins with a number that says nothing to its sender.
    found["berkas"] = found["berkas"].str.replace(r"^unggahan/[0-9a-f]{12}-", "", regex=True)
    return found.rename(columns=HEADINGS)
