"""A slow and obvious count of every indicator, straight from the rows of a register.

It shares nothing with the program: no SQL, no data frame, no list of conditions.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Past:
    """What is known of a business from before: its row in the register before, and whether a
    coaching event found it offline and this is the first register half a year later."""

    before: Cells | None
    coached_offline: bool


def rung(row: Cells) -> str | None:
    """Climb down the ladder; stop where an answer is missing."""
    online = sells_online(row)
    if online is None:
        return None
    if not online:
        return "0_1"
    paid = both(answer(row, "bayar_digital"), either(*(answer(row, f"kanal_{c}") for c in SHOWS)))
    steps = [
        ("6", either(answer(row, "kirim_luar_provinsi"), answer(row, "ekspor_daring"))),
        ("5", paid),
        ("4", either(answer(row, "kanal_marketplace"), answer(row, "kanal_situs"))),
        ("3", answer(row, "kanal_medsos")),
    ]
    for name, reached in steps:
        if reached is None:
            return "daring"
        if reached:
            return name
    return "2"


SHOWS = ("medsos", "marketplace", "situs")


def either(*given: bool | None) -> bool | None:
    if True in given:
        return True
    return None if None in given else False


def both(one: bool | None, other: bool | None) -> bool | None:
    if False in (one, other):
        return False
    return None if None in (one, other) else True


def on_rung(row: Cells, name: str) -> bool | None:
    stands = rung(row)
    return None if stands is None else stands == name


def basic(row: Cells) -> bool | None:
    """Two items of four, told as soon as the missing answers cannot change it."""
    items = [
        sells_online(row),
        answer(row, "kanal_medsos"),
        answer(row, "kanal_marketplace"),
        answer(row, "bayar_digital"),
    ]
    sure = sum(item is True for item in items)
    possible = sum(item is not False for item in items)
    return True if sure >= 2 else False if possible < 2 else None


def active(row: Cells) -> bool | None:
    return {"Aktif": True, "Tidak Aktif": False}.get(row.get("status_aktif", ""))


CLASSES = ("Mikro", "Kecil", "Menengah")


def compared(row: Cells, past: Past) -> bool:
    """Both registers have it, under one and the same criterion."""
    criterion = row.get("kriteria_skala")
    return (
        past.before is not None
        and bool(criterion)
        and past.before.get("kriteria_skala") == criterion
    )


def rose(row: Cells, past: Past) -> bool | None:
    assert past.before is not None
    return CLASSES.index(row["skala"]) > CLASSES.index(past.before["skala"])


def end_of(periode: str) -> date:
    year, month = int(periode[:4]), int(periode[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


def half_a_year_later(day: date) -> date:
    """Six months on, the last day of the month where the day does not exist."""
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def pasts(
    rows: Sequence[tuple[str, Cells]], events: Iterable[tuple[date, str]]
) -> dict[tuple[str, str], Past]:
    """Return what is known from before, by period and id."""
    by_key = {(periode, row["id_usaha"]): row for periode, row in rows}
    periods = sorted({periode for periode, _ in rows})
    offline = set()
    for day, business in events:
        earlier = [p for p in periods if end_of(p) < day]
        later = [p for p in periods if end_of(p) >= half_a_year_later(day)]
        if not earlier or not later:
            continue
        then = by_key.get((earlier[-1], business))
        if then is not None and sells_online(then) is False:
            offline.add((later[0], business))
    found = {}
    for periode, business in by_key:
        place = periods.index(periode)
        before = by_key.get((periods[place - 1], business)) if place else None
        found[periode, business] = Past(before, (periode, business) in offline)
    return found


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


SUBSECTORS = {
    "tempe": "kuliner",
    "tahu": "kuliner",
    "kerupuk_tangkil": "kuliner",
    "ikan_asin": "kuliner",
    "konveksi": "fesyen",
}
CRITERIA = {"PP 7/2021": "pp7", "UU 20/2008": "uu20", "BPS": "bps"}

BREAKDOWNS: dict[str, Callable[[Cells], str]] = {
    "": lambda row: "",
    "skala": lambda row: row["skala"].lower(),
    "skala_gabung": lambda row: "mikro" if row["skala"] == "Mikro" else "kecil_menengah",
    "sektor": sector,
    "produk": product,
    "ekraf": lambda row: SUBSECTORS.get(product(row), product(row)),
    "kriteria": lambda row: CRITERIA.get(row.get("kriteria_skala", ""), "tidak_diketahui"),
}
RUNGS = ("0_1", "2", "3", "4", "5", "6", "daring")
UNIVERSE: dict[str, Callable[[Cells, Past], bool]] = {
    "kanal_daring": lambda row, past: sells_online(row) is True,
    "naik_kelas": compared,
    "dibina_daring": lambda row, past: past.coached_offline,
}
"""Who is asked; of the indicators that are not here, everybody."""
ANSWERS: dict[str, dict[str, Callable[[Cells, Past], bool | None]]] = {
    "jumlah_umkm": {"": lambda row, past: None},
    "usaha_aktif": {"": lambda row, past: active(row)},
    "ber_nib": {"": lambda row, past: answer(row, "punya_nib")},
    "berusaha_daring": {"": lambda row, past: sells_online(row)},
    "kanal_daring": {c: lambda row, past, c=c: answer(row, f"kanal_{c}") for c in CHANNELS},  # type: ignore[misc]
    "marketplace_kota": {"": lambda row, past: answer(row, "marketplace_kota")},
    "bayar_digital": {"": lambda row, past: answer(row, "bayar_digital")},
    "ekspor_daring": {"": lambda row, past: answer(row, "ekspor_daring")},
    "tangga_digital": {r: lambda row, past, r=r: on_rung(row, r) for r in RUNGS},  # type: ignore[misc]
    "dasar_digital": {"": lambda row, past: basic(row)},
    "naik_kelas": {"": rose},
    "dibina_daring": {"": lambda row, past: sells_online(row)},
}


def areas(row: Cells) -> list[tuple[str, str]]:
    """Return the (tingkat, code) of every area in which a business lies."""
    kecamatan = {name: code for code, name in reference.list_kecamatan().items()}[row["kecamatan"]]
    inside = {n: c for c, n in reference.list_kelurahan().items() if c.startswith(kecamatan + ".")}
    return [
        ("kota", "36.73"),
        ("kecamatan", kecamatan),
        ("kelurahan", inside[row["kelurahan"]]),
    ]


def counts(
    rows: Sequence[tuple[str, Cells]],
    indicator: str,
    dimension: str,
    levels: Iterable[str],
    events: Iterable[tuple[date, str]] = (),
) -> dict[tuple[str, ...], list[int]]:
    """Return [n, ya, tidak, tak_tahu] by (tingkat, kode, periode, kategori); empty ones missing."""
    known = pasts(rows, events)
    found: dict[tuple[str, ...], list[int]] = {}
    for periode, row in rows:
        past = known[periode, row["id_usaha"]]
        if indicator in UNIVERSE and not UNIVERSE[indicator](row, past):
            continue
        for hit, question in ANSWERS[indicator].items():
            said = question(row, past)
            for tingkat, code in areas(row):
                if tingkat not in levels:
                    continue
                key = (tingkat, code, periode, hit or BREAKDOWNS[dimension](row))
                cell = found.setdefault(key, [0, 0, 0, 0])
                cell[0] += 1
                cell[{True: 1, False: 2, None: 3}[said]] += 1
    return found
