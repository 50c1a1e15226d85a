"""What search engines and link previews are told: the data set, and where its addresses begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import AUTHOR
from analysis.definitions.selection import CITY_NAME
from data.store.store import Store

NAME = "UMKM digital Kota Serang"
MADE_UP = "Data sintetis: sebagian besar angka dibuat untuk contoh dan bukan hasil pendataan."


def find_base(hosts: Sequence[str]) -> str:
    """Return how addresses of this site begin, by the first host that the settings name in full.

    '' where there is none: addresses then start at the root of whatever host serves them.
    """
    named = next((host for host in hosts if "*" not in host), "")
    return f"https://{named}" if named else ""


def describe_dataset(
    cube: Store, entries: Iterable[Indicator], periods: Iterable[str], base: str
) -> dict[str, Any]:
    """Return the published cube as a schema.org Dataset; ``periods`` are ISO months.

    It names no licence: the office that owns the data has not stated one.
    """
    entries = list(entries)
    description = (
        "Angka terbit tentang usaha mikro, kecil dan menengah (UMKM) di Kota Serang menurut "
        "kecamatan, periode dan skala: berapa yang berjualan daring, memiliki NIB, menerima "
        "pembayaran digital. Sel kecil ditahan untuk melindungi kerahasiaan."
    )
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": NAME,
        "description": f"{description} {MADE_UP}" if cube.record["sintetis"] else description,
        "url": f"{base}/publik",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": AUTHOR},
        "version": cube.version,
        "datePublished": cube.record["tanggal"],
        "temporalCoverage": f"{min(periods)}/{max(periods)}",
        "spatialCoverage": {"@type": "Place", "name": f"{CITY_NAME}, Banten, Indonesia"},
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
