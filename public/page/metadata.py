"""What search engines and link previews are told: the data set, and where its addresses begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import AUTHOR
from analysis.definitions.selection import CITY_NAME
from data.city import OUR_CITY
from data.store.store import Store

MADE_UP = "Data sintetis: sebagian besar angka dibuat untuk contoh dan bukan hasil pendataan."


def describe_dataset(
    cube: Store, entries: Iterable[Indicator], periods: Iterable[str], base: str
) -> dict[str, Any]:
    """Return the published cube as a schema.org Dataset; ``periods`` are ISO months.

    It names no licence: the office that owns the data has not stated one.
    """
    entries = list(entries)
    description = (
        f"Angka terbit tentang usaha mikro, kecil dan menengah (UMKM) di {OUR_CITY.nama} menurut "
        "kecamatan, periode dan skala: berapa yang berjualan daring, memiliki NIB, menerima "
        "pembayaran digital. Sel kecil dirahasiakan agar tidak ada usaha yang dikenali."
    )
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": OUR_CITY.laman,
        "description": f"{description} {MADE_UP}" if cube.record["sintetis"] else description,
        "url": f"{base}/publik",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": AUTHOR},
        "version": cube.version,
        "datePublished": cube.record["tanggal"],
        "temporalCoverage": f"{min(periods)}/{max(periods)}",
        "spatialCoverage": {
            "@type": "Place",
            "name": f"{CITY_NAME}, {OUR_CITY.provinsi}, Indonesia",
        },
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": entry.judul,
                "unitText": entry.satuan,
                "description": entry.definisi,
            }
            for entry in entries
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": entry.judul,
                "encodingFormat": "text/csv",
                "contentUrl": f"{base}/api/v1/data/{entry.kode}.csv",
            }
            for entry in entries
        ],
    }
