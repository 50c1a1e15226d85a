"""The breakdowns that tables may have. Classes are coarse on purpose: a class of few businesses
would force its neighbours to be withheld with it."""

from __future__ import annotations

from analysis.definitions.indicator import Dimension, Indicator
from analysis.words.language import kata
from data import reference

UNKNOWN = "tidak_diketahui"
OTHER = "lainnya"
NO_CLUSTER = {OTHER, UNKNOWN}
"""What stands beside the products that make clusters."""
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


def _read_products() -> dict[str, str]:
    rows = reference.read("kbli")
    named = rows[rows["kecamatan"].notna()]
    return dict(zip(named["produk"], named["nama_produk"], strict=True)) | {
        OTHER: "Produk lain",
        UNKNOWN: "Tidak diketahui",
    }


PRODUK = Dimension(
    "produk",
    "Klaster produk",
    f"case when produk is null then '{UNKNOWN}' when produk in ("
    + ", ".join(f"'{key}'" for key in _read_products() if key not in NO_CLUSTER)
    + f") then produk else '{OTHER}' end",
    _read_products(),
)


def _read_subsectors() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return which products of the crosswalk make up a subsector, those of no cluster last."""
    rows = reference.read("kbli")
    named = rows[rows["produk"].isin(list(PRODUK.categories))]
    groups = {
        str(name).lower(): tuple(dict.fromkeys(rows_of_subsector["produk"]))
        for name, rows_of_subsector in named.groupby("subsektor_ekraf", sort=False)
    }
    return (*groups.items(), ("lainnya", ("lainnya",)), (UNKNOWN, (UNKNOWN,)))


# Only what the crosswalk places: no official map from KBLI 2020 or 2025 to the 17 subsectors has
# been found, so other businesses are not guessed at.
EKRAF = Dimension(
    "ekraf",
    "Subsektor Ekraf",
    "case "
    + " ".join(
        f"when ({PRODUK.sql}) in ({', '.join(repr(product) for product in products)}) then '{name}'"
        for name, products in _read_subsectors()
    )
    + " end",
    {name: name.capitalize() for name, _ in _read_subsectors()}
    | {"lainnya": "Di luar klaster produk", UNKNOWN: "Tidak diketahui"},
    coarse_of="produk",
    groups=_read_subsectors(),
)
KRITERIA = Dimension(
    "kriteria",
    "Kriteria skala",
    "case kriteria_skala when 'PP 7/2021' then 'pp7' when 'UU 20/2008' then 'uu20' "
    f"when 'BPS' then 'bps' else '{UNKNOWN}' end",
    {"pp7": "PP 7/2021", "uu20": "UU 20/2008", "bps": "BPS (tenaga kerja)"}
    | {UNKNOWN: "Tidak tertulis"},
)
DIMENSIONS = {d.key: d for d in (TOTAL, SKALA, SKALA_GABUNG, SEKTOR, PRODUK, EKRAF, KRITERIA)}
ANSWERS = {"kanal": "Kanal", "anak_tangga": "Tahap"}
"""Dimensions whose categories are answers to a question, and not parts of the universe."""


def label(dimension: str) -> str:
    """Return a dimension's name as written on a page."""
    return kata(ANSWERS.get(dimension) or DIMENSIONS[dimension].label)


def list_categories(entry: Indicator, dimension: str) -> dict[str, str]:
    """Return the words for the categories of an indicator's table, in their order."""
    labels = entry.labels or DIMENSIONS[dimension].categories
    return {key: kata(label) for key, label in labels.items()}
