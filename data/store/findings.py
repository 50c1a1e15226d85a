"""What a build has to say about rows and cells, as the office is to read and mend it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.received.names import name_as_sent
from data.store.store import Store

SEVERITIES = {
    "galat": "Ditolak",
    "peringatan": "Diterima, perlu dilihat",
    "ubahan": "Dibaca lain",
    "lipat": "Duplikat digabung",
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


def read_findings(store: Store, berkas: str = "", tingkat: str = "") -> pd.DataFrame:
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
        found[column] = found[column].map(name_as_sent)
    found["tingkat"] = found["tingkat"].map(SEVERITIES)
    return found[list(HEADINGS)].rename(columns=HEADINGS)


def summarise(store: Store, berkas: str = "") -> pd.DataFrame:
    """Return one row per rule of a file, the gravest first: tingkat, aturan, kolom, seharusnya,
    langkah, how many rows (``baris``), and in words where the first of them is (``pertama``, None
    for what is said of a whole sheet)."""
    found = store.query(
        "select tingkat, aturan, coalesce(any_value(judul), kolom) as kolom, "
        "coalesce(arg_min(seharusnya, baris), any_value(seharusnya)) as seharusnya, "
        "coalesce(arg_min(langkah, baris), any_value(langkah)) as langkah, "
        "count(distinct (berkas, baris)) as baris, "
        "min({'berkas': berkas, 'baris': baris}) filter (baris is not null) as tempat from temuan "
        "where $berkas = '' or berkas = $berkas or starts_with(berkas, $berkas || ' [') "
        "group by tingkat, aturan, kolom "
        "order by list_position(['galat', 'peringatan', 'ubahan', 'lipat'], tingkat), "
        "baris desc, aturan, kolom",
        {"berkas": berkas},
    )
    found["seharusnya"] = found["seharusnya"].map(name_as_sent)
    places = [_write_place(place, berkas) for place in found.pop("tempat")]
    found["pertama"] = pd.Series(places, index=found.index, dtype=object)
    found["tingkat"] = found["tingkat"].map(SEVERITIES)
    return found


def write_sentence(rule: Any) -> str:
    """Return one row of ``summary`` as a line of a report."""
    where = f" {rule.baris} baris" if rule.pertama else ""
    where += f", kolom {rule.kolom}" if isinstance(rule.kolom, str) else ""
    first = f" Yang pertama: {rule.pertama}." if rule.pertama else ""
    wrong = rule.tingkat in (SEVERITIES["galat"], SEVERITIES["peringatan"])
    said = f"seharusnya {rule.seharusnya}" if wrong else rule.seharusnya
    return f"{rule.tingkat}:{where and f'{where}:'} {said}. {rule.langkah}{first}"


def _write_place(place: Any, berkas: str) -> str | None:
    """Return where a row is: its number, with its sheet or its file where there are several."""
    if not isinstance(place, dict):
        return None
    row, name = f"baris {place['baris']}", name_as_sent(place["berkas"])
    if not berkas:
        return f"{name}, {row}"
    sheet = place["berkas"].removeprefix(berkas).strip().removeprefix("[").removesuffix("]")
    return f"lembar '{sheet}', {row}" if sheet else row
