"""Releases of one register in turn, and what somebody reads who keeps them all.

Written without the program's own counts: a business is a dict, a count is a set of ids.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from analysis.definitions.indicators import INDICATORS
from analysis.release.publish import publish
from data import reference
from data.store.store import PUBLISHED, open_version
from data.store.versions import Versions
from tests.analysis.judge import attack
from tests.analysis.test_publication import Cell, sums_among
from tests.analysis.thin import PERIODE, random_rows, shown
from tests.data.rows import Workspace, write_register

Business = dict[str, object]
Counts = dict[Cell, frozenset[str]]
"""Who is in each published count, by id."""
MINIMUM = 10
FIRST_DAY = date(2026, 7, 6)
AREA_SIZES = (12, 20, 30, 45)
PLACES = ("Serang", "Kasemen")
"""Two kecamatan have all kinds of tables, and are published in half the time of six."""


def make_register(seed: int = 1) -> list[Business]:
    """Return a real register of some two thousand businesses, each with an id of its own."""
    rows = [row for row in random_rows(seed, True, AREA_SIZES) if row["kecamatan"] in PLACES] * 2
    return [row | {"id_usaha": f"KS{n:06d}", "sintetis": ""} for n, row in enumerate(rows, 1)]


def add(rows: list[Business], number: int, seed: int, mark: str = "B") -> list[Business]:
    """Return a register with so many businesses more, each like one that is there."""
    rng = random.Random(seed)
    new = [
        row | {"id_usaha": f"{mark}{seed}-{n}"} for n, row in enumerate(rng.choices(rows, k=number))
    ]
    return rows + new


def drop(rows: list[Business], number: int, seed: int) -> list[Business]:
    """Return a register without so many of its businesses."""
    gone = set(random.Random(seed).sample(range(len(rows)), number))
    return [row for place, row in enumerate(rows) if place not in gone]


def change(rows: list[Business], number: int, seed: int) -> list[Business]:
    """Return a register in which so many businesses say something else."""
    rng = random.Random(seed)
    chosen = set(rng.sample(range(len(rows)), number))
    other = {"Ya": "Tidak", "Tidak": "Ya", "": "Ya"}
    return [
        row
        | {"punya_nib": other[str(row["punya_nib"])], "kanal_medsos": rng.choice(["Ya", "Tidak"])}
        if place in chosen
        else row
        for place, row in enumerate(rows)
    ]


def correct(rows: list[Business], number: int, seed: int) -> list[Business]:
    """Return a register with so many corrections: a third added, a third gone, a third changed."""
    third = number // 3
    return change(add(drop(rows, third, seed), third, seed), number - 2 * third, seed)


def release(place: Workspace, rows: list[Business], week: int, **options: object) -> str:
    """Build and publish a register; return the release's name."""
    write_register(place.raw / "a.csv", rows)
    place.build()
    for store in ("gudang", "publik"):
        vars(place).pop(store, None)
    day = FIRST_DAY + timedelta(weeks=week)
    return publish(place.settings, day, **options)  # type: ignore[arg-type]


def read(place: Workspace, name: str) -> tuple[dict[Cell, int], dict[Cell, str]]:
    """Return the counts that a kept release shows, and the day of each one's table."""
    cube = open_version(place.settings.publik, name, PUBLISHED)
    rows = cube.query("select * from sel where sumber = 'register'")
    rows = rows[[INDICATORS[kode].counted for kode in rows["indikator"]]]
    counts, days = shown(rows), {}
    by_row = {
        (r.indikator, r.periode, r.kode_wilayah, r.dimensi, r.kategori): r.angka_per
        for r in rows.itertuples()
    }
    for cell in counts:
        days[cell] = by_row[cell[:-1]]
    return counts, days


def list_names(place: Workspace) -> list[str]:
    """Return the kept releases, the first first."""
    return Versions(place.settings.publik).list_by_age()


def find_people(rows: list[Business]) -> Counts:
    """Return who is in each count of the tables that are attacked: businesses, NIB and selling
    online, by area alone and by class and product."""
    found: defaultdict[Cell, set[str]] = defaultdict(set)
    for row in rows:
        for cell in _list_counts(row):
            found[cell].add(str(row["id_usaha"]))
    return {cell: frozenset(people) for cell, people in found.items()}


@cache
def _find_codes() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the codes of kecamatan and kelurahan by their names."""
    names = reference.list_kecamatan()
    return {
        (names[code[:8]], name): (code[:8], code)
        for code, name in reference.list_kelurahan().items()
    }


def _list_counts(row: Business) -> Iterator[Cell]:
    kecamatan, village = _find_codes()[str(row["kecamatan"]), str(row["kelurahan"])]
    answers = {
        "ber_nib": {"Ya": "ya", "Tidak": "tidak", "": "tak_tahu"}[str(row["punya_nib"])],
        "berusaha_daring": _sells_online(row),
    }
    skala = "mikro" if row["skala"] == "Mikro" else "kecil_menengah"
    for area in ("36.73", kecamatan, village):
        kinds = [("", "")] + ([("skala_gabung", skala)] if area != village else [])
        for dimension, kind in kinds:
            yield ("jumlah_umkm", PERIODE, area, dimension, kind, "n")
            for kode, answer in answers.items():
                for what in ("n", answer):
                    yield (kode, PERIODE, area, dimension, kind, what)


def _sells_online(row: Business) -> str:
    channels = [
        row[f"kanal_{name}"] for name in ("pesan", "medsos", "marketplace", "situs", "email")
    ]
    if "Ya" in channels:
        return "ya"
    return "tidak" if all(channel == "Tidak" for channel in channels) else "tak_tahu"


def find_betrayed(
    place: Workspace, registers: dict[str, list[Business]]
) -> dict[tuple[str, str, Cell], int]:
    """Return what two days of numbers tell of few: (day, day, count) -> how many moved.

    ``registers`` are the businesses behind the numbers of each day. The reader holds every
    release, knows of which day each table is, and works out what follows by adding and
    subtracting, day by day.
    """
    of_day: defaultdict[str, dict[Cell, int]] = defaultdict(dict)
    for name in list_names(place):
        counts, days = read(place, name)
        for cell, value in counts.items():
            of_day[days[cell]][cell] = value
    people = {day: find_people(registers[day]) for day in of_day}
    told = {day: set(known) | _work_out(known) for day, known in of_day.items()}
    betrayed = {}
    days = sorted(of_day)
    for place_, day in enumerate(days):
        for other in days[place_ + 1 :]:
            for cell in told[day] & told[other]:
                before, after = (people[d].get(cell, frozenset()) for d in (day, other))
                if cell[-1] != "tak_tahu" and 0 < len(before ^ after) < MINIMUM:
                    betrayed[day, other, cell] = len(before ^ after)
    return betrayed


def _work_out(known: dict[Cell, int]) -> set[Cell]:
    cells = set(known)
    for cell in list(cells):
        cells |= {(*cell[:-1], what) for what in ("n", "ya", "tidak", "tak_tahu")}
    return set(attack(sums_among(cells), known))
