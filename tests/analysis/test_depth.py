"""Ladder, basic level, rise in class and the time after coaching, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from analysis.count.compute import compute
from analysis.definitions.indicators import INDICATORS
from data.store.store import Store
from tests.data.rows import Workspace, one, usaha, write_attendance, write_register

NONE = {f"kanal_{c}": "Tidak" for c in ("pesan", "medsos", "marketplace", "situs", "email")}
QUIET = {"bayar_digital": "Tidak", "kirim_luar_provinsi": "Tidak", "ekspor_daring": "Tidak"}
LADDER = [
    ({}, "0_1"),
    ({"bayar_digital": "Ya"}, "0_1"),
    ({"kanal_pesan": "Ya"}, "2"),
    ({"kanal_email": "Ya", "bayar_digital": "Ya"}, "2"),
    ({"kanal_pesan": "Ya", "kanal_medsos": "Ya"}, "3"),
    ({"kanal_situs": "Ya"}, "4"),
    ({"kanal_medsos": "Ya", "bayar_digital": "Ya"}, "5"),
    ({"kanal_pesan": "Ya", "kirim_luar_provinsi": "Ya"}, "6"),
    ({"kanal_medsos": "Ya", "bayar_digital": ""}, "daring"),
    ({"kanal_pesan": "Tidak tahu", "kanal_medsos": "Tidak tahu"}, None),
]
"""Ten businesses, what they answered beside 'no', and the rung on which each stands."""


def city(store: Store, kode: str, periode: str = "2025-06") -> dict[str, dict[str, object]]:
    """Return the city's cells of a period, by category."""
    frame = compute(store, INDICATORS[kode])
    here = frame[(frame["tingkat"] == "kota") & (frame["periode"] == periode)]
    return {str(cell["kategori"]): cell for cell in here.to_dict("records")}  # type: ignore[misc]


@pytest.fixture
def ladder(workspace: Workspace) -> Store:
    rows = [NONE | QUIET | answers for answers, _ in LADDER]
    write_register(workspace.raw / "a.csv", rows)
    return workspace.ready()


def test_each_business_stands_on_the_rung_that_was_worked_out(ladder: Store) -> None:
    found = city(ladder, "tangga_digital")
    stands = [rung for _, rung in LADDER]
    assert {rung: cell["pembilang"] for rung, cell in found.items()} == {
        rung: stands.count(rung) for rung in found
    }
    assert {cell["penyebut"] for cell in found.values()} == {9}
    assert {cell["n"] for cell in found.values()} == {10}
    assert found["0_1"]["nilai"] == pytest.approx(100 * 2 / 9)
    assert sum(cell["nilai"] for cell in found.values()) == pytest.approx(100)  # type: ignore[misc]


def test_rung_two_and_above_is_selling_online_by_the_definition_of_bps(
    demo: Workspace, ladder: Store
) -> None:
    for store in (demo.gudang, ladder):
        rungs = compute(store, INDICATORS["tangga_digital"])
        online = compute(store, INDICATORS["berusaha_daring"])
        place = ["kode_wilayah", "periode"]
        above = rungs[rungs["kategori"] != "0_1"].groupby(place)["pembilang"].sum()
        below = rungs[rungs["kategori"] == "0_1"].set_index(place)
        online = online[online["tingkat"] != "kelurahan"].set_index(place).loc[above.index]
        assert (above == online["pembilang"]).all()
        assert (below.loc[above.index, "penyebut"] == online["penyebut"]).all()


def test_the_basic_level_asks_two_items_of_four(ladder: Store) -> None:
    # Row by row: 0, 1, 1, 2, 2, 1, 2, 1, 1 or 2, and 0 to 2 of the four items.
    (cell,) = city(ladder, "dasar_digital").values()
    assert (cell["pembilang"], cell["penyebut"], cell["n"]) == (3, 8, 10)


def history(workspace: Workspace, *registers: tuple[str, list[Mapping[str, object]]]) -> Store:
    for number, (title, rows) in enumerate(registers):
        write_register(workspace.raw / f"{number}.csv", rows, f"KEADAAN {title}")
    return workspace.build()


def test_a_rise_in_class_is_counted_among_those_in_both_registers_by_one_criterion(
    workspace: Workspace,
) -> None:
    uu, pp = {"kriteria_skala": "UU 20/2008"}, {"kriteria_skala": "PP 7/2021"}
    before = [
        usaha(1, skala="Mikro", **uu),  # rises
        usaha(2, skala="Kecil", **uu),  # rises
        usaha(3, skala="Kecil", **uu),  # falls
        usaha(4, skala="Menengah", **uu),  # stays at the top
        usaha(5, skala="Mikro", **uu),  # would rise, but by another criterion
        usaha(6, skala="Mikro"),  # nobody wrote by which criterion
        usaha(7, skala="Mikro", **uu),  # is gone
    ]
    now = [
        usaha(1, skala="Kecil", **uu),
        usaha(2, skala="Menengah", **uu),
        usaha(3, skala="Mikro", **uu),
        usaha(4, skala="Menengah", **uu),
        usaha(5, skala="Kecil", **pp),
        usaha(6, skala="Kecil"),
        usaha(8, skala="Kecil", **uu),  # is new
    ]
    store = history(workspace, ("JUNI 2024", before), ("JUNI 2025", now))
    (cell,) = city(store, "naik_kelas").values()
    assert (cell["nilai"], cell["pembilang"], cell["penyebut"], cell["n"]) == (50, 2, 4, 4)
    (first,) = city(store, "naik_kelas", "2024-06").values()
    assert (first["tanda"], first["n"]) == ("..", 0)


def test_a_rise_is_since_the_register_before_and_not_since_an_older_one(
    workspace: Workspace,
) -> None:
    uu = {"kriteria_skala": "UU 20/2008"}
    micro, small = usaha(1, skala="Mikro", **uu), usaha(1, skala="Kecil", **uu)
    store = history(
        workspace,
        ("JUNI 2023", [micro]),
        ("JUNI 2024", [usaha(2, **uu)]),
        ("JUNI 2025", [small]),
    )
    (cell,) = city(store, "naik_kelas").values()
    assert cell["n"] == 0


def test_the_coached_are_those_offline_before_seen_in_the_first_register_half_a_year_later(
    workspace: Workspace,
) -> None:
    online = NONE | {"kanal_pesan": "Ya"}
    before = [
        usaha(1, **NONE),  # comes in July, sells online a year on
        usaha(2, **NONE),  # comes in December, still offline
        usaha(3, **online),  # sold online before it came
        usaha(4, **NONE),  # comes too late: in January
        usaha(5, **NONE),  # never comes
        usaha(6, **NONE),  # comes, and nobody knows what became of it
        usaha(7, kanal_pesan=""),  # nobody knew whether it sold online
    ]
    now = [
        usaha(1, **online),
        usaha(2, **NONE),
        usaha(3, **online),
        usaha(4, **online),
        usaha(5, **online),
        usaha(6, kanal_pesan=""),
        usaha(7, **online),
    ]
    coached = [
        (date(2024, 7, 5), "KS000001"),
        (date(2024, 12, 30), "KS000002"),
        (date(2024, 7, 5), "KS000003"),
        (date(2025, 1, 2), "KS000004"),
        (date(2024, 7, 5), "KS000006"),
        (date(2024, 7, 5), "KS000007"),
        (date(2024, 9, 5), "KS000001"),  # a second time counts no second time
    ]
    write_attendance(workspace.raw / "hadir.csv", coached)
    store = history(workspace, ("JUNI 2024", before), ("JUNI 2025", now))
    (cell,) = city(store, "dibina_daring").values()
    assert (cell["nilai"], cell["pembilang"], cell["penyebut"], cell["n"]) == (50, 1, 2, 3)


def test_nothing_of_before_is_known_without_an_earlier_register(workspace: Workspace) -> None:
    write_attendance(workspace.raw / "hadir.csv", [(date(2024, 7, 5), "KS000001")])
    store = history(workspace, ("JUNI 2025", [usaha(1, **NONE)]))
    assert one(store, "select count(*) from panel") == 0
    for kode in ("naik_kelas", "dibina_daring"):
        (cell,) = city(store, kode).values()
        assert cell["tanda"] == ".." and pd.isna(cell["nilai"])
