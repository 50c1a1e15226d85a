"""Which businesses a count counts, and every sum between counts, by other means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from analysis.audit import groups as module
from analysis.audit.groups import AREA, Area, Areas, Group, Sum, find_groups, find_sums
from analysis.audit.releases import read_release
from analysis.definitions.indicators import INDICATORS
from data.store.versions import Versions
from tests.analysis.test_publication import Cell, sums_among
from tests.data.rows import Workspace

CITY = "36.73"
AREAS = Areas(
    {
        CITY: Area("Kota Serang", "kota", "36"),
        "36.73.01": Area("Serang", "kecamatan", CITY),
        "36.73.02": Area("Kasemen", "kecamatan", CITY),
        "36.73.01.1001": Area("Serang", "kelurahan", "36.73.01"),
        "36.73.02.1001": Area("Kasemen", "kelurahan", "36.73.02"),
    }
)


def of(kode: str, area: str = CITY, dimension: str = "", category: str = "") -> dict[str, Group]:
    return find_groups(INDICATORS[kode], area, dimension, category)


def ways(*found: Group) -> set[tuple[Group, frozenset[Group], bool]]:
    """Return the sums among groups without their order."""
    return {
        (whole, frozenset(parts), complete)
        for whole, parts, complete in find_sums(set(found), AREAS)
    }


def test_two_tables_that_count_the_same_businesses_name_the_same_group() -> None:
    register = of("jumlah_umkm", dimension="sektor", category="C")["n"]
    assert of("berusaha_daring", dimension="sektor", category="C")["n"] == register
    assert of("ber_nib")["n"] == of("jumlah_umkm")["n"]
    online = of("berusaha_daring")["ya"]
    assert of("kanal_daring", dimension="kanal", category="pesan")["n"] == online
    coarse = of("jumlah_umkm", dimension="skala_gabung", category="mikro")["n"]
    assert coarse == of("jumlah_umkm", dimension="skala", category="mikro")["n"]


def test_an_area_is_its_parts_and_one_with_a_missing_part_is_at_least_the_rest() -> None:
    city, serang, kasemen = (of("jumlah_umkm", a)["n"] for a in (CITY, "36.73.01", "36.73.02"))
    assert ways(city, serang, kasemen) == {(city, frozenset({serang, kasemen}), True)}
    assert ways(city, serang) == {(city, frozenset({serang}), False)}


def test_kelurahan_are_parts_of_the_nearest_area_that_is_published() -> None:
    city, serang = of("jumlah_umkm")["n"], of("jumlah_umkm", "36.73.01")["n"]
    small = of("jumlah_umkm", "36.73.01.1001")["n"]
    other = of("jumlah_umkm", "36.73.02.1001")["n"]
    assert ways(city, small, other) == {(city, frozenset({small, other}), True)}
    found = ways(city, serang, small)
    assert (serang, frozenset({small}), True) in found
    assert (city, frozenset({small}), False) not in found


def test_answers_and_classes_add_up_in_every_way() -> None:
    asked = of("ber_nib")
    assert ways(*asked.values()) == {
        (asked["n"], frozenset({asked["ya"], asked["tidak"], asked["tak_tahu"]}), True)
    }
    fine = {c: of("jumlah_umkm", CITY, "skala", c)["n"] for c in ("mikro", "kecil", "menengah")}
    upper = of("jumlah_umkm", CITY, "skala_gabung", "kecil_menengah")["n"]
    whole = of("jumlah_umkm")["n"]
    assert ways(whole, upper, *fine.values()) == {
        (whole, frozenset(fine.values()), True),
        (whole, frozenset({fine["mikro"], upper}), True),
        (upper, frozenset({fine["kecil"], fine["menengah"]}), True),
    }


@pytest.fixture
def ladder(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An indicator of which exactly one answer holds."""
    entry = replace(
        INDICATORS["kanal_daring"],
        kode="tangga",
        hits={"nol": "x", "satu": "y", "dua": "z"},
        labels={"nol": "0", "satu": "1", "dua": "2"},
        exclusive=True,
        parent=("jumlah_umkm", "n"),
    )
    monkeypatch.setitem(INDICATORS, "tangga", entry)
    yield "tangga"
    module.find_universe.cache_clear()
    module._divide_by_answer.cache_clear()


def test_the_rungs_of_a_ladder_are_together_all_who_answered(ladder: str) -> None:
    rungs = {name: of(ladder, CITY, "kanal", name) for name in ("nol", "satu", "dua")}
    asked = of("jumlah_umkm")["n"]
    unknown = rungs["nol"]["tak_tahu"]
    assert {rung["tak_tahu"] for rung in rungs.values()} == {unknown}
    found = ways(asked, *(group for rung in rungs.values() for group in rung.values()))
    assert (asked, frozenset({r["ya"] for r in rungs.values()} | {unknown}), True) in found
    for rung in rungs.values():
        assert (asked, frozenset({rung["ya"], rung["tidak"], unknown}), True) in found
    assert len(found) == 4


def group_of(cell: Cell) -> Group:
    kode, _, area, dimension, category, what = cell
    return of(kode, area, dimension, category)[what]


def test_no_sum_is_missed_that_somebody_else_finds(demo: Workspace) -> None:
    """The other one knows cells by their rows and finds sums by asking for each kind of them."""
    folder = demo.settings.publik
    name = Versions(folder).find_current()
    assert name is not None
    release = read_release(folder / name, name)
    rows = release.select_register("2025-06")
    cells = {
        (r.indikator, r.periode, r.kode_wilayah, r.dimensi, r.kategori, what)
        for r in rows.itertuples()
        for what in of(r.indikator, r.kode_wilayah, r.dimensi, r.kategori)
    }
    mine: set[tuple[Group, frozenset[Group]]] = set()
    found: list[Sum] = find_sums({group_of(cell) for cell in cells}, release.areas)
    for whole, parts, _ in found:
        mine.add((whole, frozenset(parts)))
    checked = 0
    for total, *parts in sums_among(cells):
        whole, others = group_of(total), frozenset(group_of(part) for part in parts)
        if others != {whole}:  # what is one group needs no sum
            assert (whole, others) in mine, total
            checked += 1
    assert checked > 2000
    assert {condition[0] for group in map(group_of, cells) for condition in group} >= {AREA}
