"""The breakdowns that tables may have. Classes are coarse on purpose: a class of few businesses
would force its neighbours to be withheld with it."""

from __future__ import annotations

from analysis.indicator import Dimension
from data import reference

UNKNOWN = "tidak_diketahui"
TOTAL = Dimension("", "Semua", "''", {"": "Semua"})

SKALA = Dimension(
    "skala",
    "Skala usaha",
    "skala",
    {"mikro": "Mikro", "kecil": "Kecil", "menengah": "Menengah"},
)
SKALA_GABUNG = Dimension(
    "skala_gabung",
    "Skala usaha",
    "case when skala = 'mikro' then 'mikro' else 'kecil_menengah' end",
    {"mikro": "Mikro", "kecil_menengah": "Kecil dan menengah"},
    coarse_of="skala",
    groups=(("mikro", ("mikro",)), ("kecil_menengah", ("kecil", "menengah"))),
)
SEKTOR = Dimension(
    "sektor",
    "Sektor (KBLI)",
    f"case when sektor is null then '{UNKNOWN}' "
    "when sektor in ('C', 'G', 'I') then sektor else 'lain' end",
    {
        "C": "Industri pengolahan",
        "G": "Perdagangan",
        "I": "Akomodasi dan makan minum",
        "lain": "Sektor lain",
        UNKNOWN: "Tidak diketahui",
    },
)


def _products() -> dict[str, str]:
    rows = reference.read("kbli")
    named = rows[rows["kecamatan"].notna()]
    return dict(zip(named["produk"], named["nama_produk"], strict=True)) | {
        "lainnya": "Produk lain",
        UNKNOWN: "Tidak diketahui",
    }


PRODUK = Dimension(
    "produk",
    "Klaster produk",
    f"case when produk is null then '{UNKNOWN}' when produk in ("
    + ", ".join(f"'{key}'" for key in _products() if key not in {"lainnya", UNKNOWN})
    + ") then produk else 'lainnya' end",
    _products(),
)
DIMENSIONS = {d.key: d for d in (TOTAL, SKALA, SKALA_GABUNG, SEKTOR, PRODUK)}
