"""A slow and obvious count of every indicator, straight from the rows of a register.

It shares nothing with the program: no SQL, no data frame, no list of conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from data import reference

Cells = Mapping[str, str]
CHANNELS = ("pesan", "medsos", "marketplace", "situs", "email")
CLUSTERS = {
    "Tempe": "tempe",
    "Tahu": "tahu",
    "Kerupuk tangkil": "kerupuk_tangkil",
    "Ikan asin": "ikan_asin",
    "Konveksi": "konveksi",
}
"""The named products that the random rows use."""


def answer(row: Cells, name: str) -> bool | None:
    return {"Ya": True, "Tidak": False}.get(row.get(name, ""))


def sells_online(row: Cells) -> bool | None:
    """Yes if any channel is used, no if none is, unknown if that cannot be told."""
    given = [answer(row, f"kanal_{channel}") for channel in CHANNELS]
    if True in given:
        return True
    return None if None in given else False


def sector(row: Cells) -> str:
    if not row.get("kbli"):
        return "tidak_diketahui"
    division = int(row["kbli"][:2])
    if 10 <= division <= 33:
        return "C"
    if 45 <= division <= 47:
        return "G"
    return "I" if division in (55, 56) else "lain"


def product(row: Cells) -> str:
    if not row.get("produk"):
        return "tidak_diketahui"
    return CLUSTERS.get(row["produk"], "lainnya")


BREAKDOWNS: dict[str, Callable[[Cells], str]] = {
    "": lambda row: "",
    "skala": lambda row: row["skala"].lower(),
    "skala_gabung": lambda row: "mikro" if row["skala"] == "Mikro" else "kecil_menengah",
    "sektor": sector,
    "produk": product,
}
UNIVERSE: dict[str, Callable[[Cells], bool]] = {
    "jumlah_umkm": lambda row: True,
    "berusaha_daring": lambda row: True,
    "kanal_daring": lambda row: sells_online(row) is True,
    "ber_nib": lambda row: True,
    "ekspor_daring": lambda row: True,
}
ANSWERS: dict[str, dict[str, Callable[[Cells], bool | None]]] = {
    "jumlah_umkm": {"": lambda row: None},
    "berusaha_daring": {"": sells_online},
    "kanal_daring": {c: lambda row, c=c: answer(row, f"kanal_{c}") for c in CHANNELS},  # type: ignore[misc]
    "ber_nib": {"": lambda row: answer(row, "punya_nib")},
    "ekspor_daring": {"": lambda row: answer(row, "ekspor_daring")},
}


def areas(row: Cells) -> list[tuple[str, str]]:
    """Return the (tingkat, code) of every area in which a business lies."""
    kecamatan = {name: code for code, name in reference.kecamatan().items()}[row["kecamatan"]]
    inside = {n: c for c, n in reference.kelurahan().items() if c.startswith(kecamatan + ".")}
    return [
        ("kota", "36.73"),
        ("kecamatan", kecamatan),
        ("kelurahan", inside[row["kelurahan"]]),
    ]


def counts(
    rows: Iterable[tuple[str, Cells]], indicator: str, dimension: str, levels: Iterable[str]
) -> dict[tuple[str, ...], list[int]]:
    """Return [n, ya, tidak, tak_tahu] by (tingkat, kode, periode, kategori); empty ones missing."""
    found: dict[tuple[str, ...], list[int]] = {}
    for periode, row in rows:
        if not UNIVERSE[indicator](row):
            continue
        for hit, question in ANSWERS[indicator].items():
            said = question(row)
            for tingkat, code in areas(row):
                if tingkat not in levels:
                    continue
                key = (tingkat, code, periode, hit or BREAKDOWNS[dimension](row))
                cell = found.setdefault(key, [0, 0, 0, 0])
                cell[0] += 1
                cell[{True: 1, False: 2, None: 3}[said]] += 1
    return found
