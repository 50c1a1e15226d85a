"""What a build has to say about rows and cells, as the office is to read and mend it."""

from __future__ import annotations

import re

import pandas as pd

from data.store import Store

SEVERITIES = {
    "galat": "Ditolak",
    "peringatan": "Diterima, perlu dilihat",
    "ubahan": "Dibaca lain",
    "lipat": "Dilipat",
}
HEADINGS = {
    "berkas": "Berkas",
    "baris": "Baris",
    "kunci": "ID",
    "kolom": "Kolom",
    "nilai": "Nilai",
    "tingkat": "Akibat",
    "seharusnya": "Seharusnya",
    "langkah": "Yang dapat dilakukan",
}
KEPT_NAME = re.compile(r"\bunggahan/[0-9a-f]{12}-")


def sent_name(text: str) -> str:
    """Return a text with files named as their senders know them: kept ones begin with a number."""
    return KEPT_NAME.sub("", text)


def findings(store: Store, berkas: str = "", tingkat: str = "") -> pd.DataFrame:
    """Return one row per finding, in file order, with the headings that readers see.

    ``berkas`` limits them to one file, all its sheets, and ``tingkat`` to one severity.
    """
    found = store.query(
        "select berkas, baris, kunci, coalesce(judul, kolom) as kolom, nilai, tingkat, "
        "seharusnya, langkah from temuan where ($berkas = '' or berkas = $berkas "
        "or starts_with(berkas, $berkas || ' [')) and ($tingkat = '' or tingkat = $tingkat) "
        "order by berkas, baris, posisi",
        {"berkas": berkas, "tingkat": tingkat},
    )
    for column in ("berkas", "seharusnya"):
        found[column] = found[column].map(sent_name)
    found["tingkat"] = found["tingkat"].map(SEVERITIES)
    return found[list(HEADINGS)].rename(columns=HEADINGS)


def summary(store: Store, berkas: str = "") -> pd.DataFrame:
    """Return one row per rule of a file, the gravest first: tingkat, aturan, kolom, seharusnya,
    langkah, and how many rows (``baris``) and which first (``pertama``)."""
    found = store.query(
        "select tingkat, aturan, coalesce(any_value(judul), kolom) as kolom, "
        "coalesce(arg_min(seharusnya, baris), any_value(seharusnya)) as seharusnya, "
        "coalesce(arg_min(langkah, baris), any_value(langkah)) as langkah, "
        "count(distinct (berkas, baris)) as baris, min(baris) as pertama from temuan "
        "where $berkas = '' or berkas = $berkas or starts_with(berkas, $berkas || ' [') "
        "group by tingkat, aturan, kolom "
        "order by list_position(['galat', 'peringatan', 'ubahan', 'lipat'], tingkat), "
        "baris desc, aturan, kolom",
        {"berkas": berkas},
    )
    found["seharusnya"] = found["seharusnya"].map(sent_name)
    found["tingkat"] = found["tingkat"].map(SEVERITIES)
    return found
