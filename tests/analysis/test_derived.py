"""What follows from published cells: age, coverage and score, by hand and from the cube."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.count.compute import compute
from analysis.definitions.derived import compute_expected_businesses, compute_item_shares, derive
from analysis.definitions.indicator import COLUMNS
from analysis.definitions.indicators import INDICATORS
from data import reference
from tests.analysis.twin import answer, sells_online
from tests.data.rows import Workspace, write_register

TODAY = date(2026, 11, 23)
USED = ("jumlah_umkm", "berusaha_daring", "kanal_daring", "bayar_digital")
NONE = {f"kanal_{c}": "Tidak" for c in ("pesan", "medsos", "marketplace", "situs", "email")}


def shown(place: Workspace) -> pd.DataFrame:
    """Return the cells that derived values are made of, nothing withheld."""
    store = place.build()
    cells = pd.concat([compute(store, INDICATORS[kode]) for kode in USED])
    return cells.assign(angka_per=TODAY.isoformat())


def city(cells: pd.DataFrame) -> pd.Series:
    found = cells[cells["kode_wilayah"] == "36.73"]
    assert len(found) == 1
    return found.iloc[0]


def test_age_is_the_days_from_the_end_of_the_period(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}], "KEADAAN FEBRUARI 2024")  # a leap year
    frame = derive(INDICATORS["kesegaran"], shown(workspace), date(2024, 3, 10))
    assert tuple(frame.columns) == (*COLUMNS, "angka_per")
    assert frame[["periode", "nilai", "tanda"]].values.tolist() == [["2024-02", 10, ""]]


def test_the_expected_number_is_the_rate_of_the_census_times_the_people_of_the_city() -> None:
    # 946,700 / 12,203,100 = 0.0775786; x 759,929 = 58,954.2
    assert compute_expected_businesses() == 58_954
    acuan = reference.read("acuan").set_index("kunci")
    for kunci in ("se2016_umk_banten", "penduduk_banten_2016", "penduduk_kota_serang_2025"):
        assert acuan.loc[kunci, "rujukan"].startswith("https://")


def test_coverage_by_hand(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{} for _ in range(8)])
    cell = city(derive(INDICATORS["cakupan"], shown(workspace), TODAY))
    assert (cell["pembilang"], cell["penyebut"], cell["n"]) == (8, 58_954, 8)
    assert cell["nilai"] == pytest.approx(100 * 8 / 58_954)


def test_the_share_of_larger_businesses_by_hand(workspace: Workspace) -> None:
    sizes = ["Mikro", "Mikro", "Mikro", "Kecil", "Menengah", "Mikro", "Kecil", "Mikro"]
    write_register(workspace.raw / "a.csv", [{"skala": size} for size in sizes])
    store = workspace.build()
    counted = INDICATORS["jumlah_umkm"]
    cells = pd.concat([compute(store, counted, dim) for dim in ("", "skala_gabung")])
    cells["angka_per"] = TODAY.isoformat()
    cells.loc[cells["dimensi"] == "skala_gabung", "angka_per"] = "2020-01-02"
    found = derive(INDICATORS["kecil_menengah"], cells, TODAY)
    cell = city(found)
    assert (cell["nilai"], cell["pembilang"], cell["penyebut"]) == (37.5, 3, 8)
    assert cell["angka_per"] == "2020-01-02", "the oldest of what it is made of"
    assert set(found.loc[found["kode_wilayah"] == "36.73.02", "tanda"]) == {".."}
    hidden = cells["kategori"] == "kecil_menengah"
    cells.loc[hidden, ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
    cells.loc[hidden, "tanda"] = "x"
    cell = city(derive(INDICATORS["kecil_menengah"], cells, TODAY))
    assert cell["tanda"] == "x"
    assert cell[["nilai", "pembilang", "penyebut", "n"]].isna().all()


def test_the_score_by_hand(workspace: Workspace) -> None:
    rows = [
        NONE | {"bayar_digital": "Tidak"},
        NONE | {"bayar_digital": "Ya"},
        NONE | {"kanal_pesan": "Ya", "bayar_digital": "Ya"},
        NONE | {"kanal_medsos": "Ya", "bayar_digital": ""},
        NONE | {"kanal_pesan": "Ya", "kanal_medsos": "Tidak tahu", "kanal_marketplace": "Ya"},
        {},
    ]
    write_register(workspace.raw / "a.csv", rows)
    # Orders: 3 of 5. Social media: 1 of (2 sellers who said + 2 offline). Marketplace: 1 of 5.
    # Payment: 2 of 3.
    cells = shown(workspace)
    shares = city(compute_item_shares(cells))
    assert [shares[item] for item in ("pesanan", "medsos", "marketplace", "bayar")] == [
        pytest.approx(value) for value in (3 / 5, 1 / 4, 1 / 5, 2 / 3)
    ]
    cell = city(derive(INDICATORS["skor_digital"], cells, TODAY))
    assert cell["nilai"] == pytest.approx(100 * (3 / 5 + 1 / 4 + 1 / 5 + 2 / 3) / 4)


def test_a_share_made_of_published_cells_is_that_of_the_rows(demo: Workspace) -> None:
    """Straight from the rows: who uses a channel, among all of whom that is known."""
    rows = demo.gudang.query("select * from usaha where periode = '2025-06'").astype(object)
    rows = rows.where(rows.notna(), None)
    words = {True: "Ya", False: "Tidak", None: "Tidak tahu"}
    cells = pd.concat([compute(demo.gudang, INDICATORS[kode]) for kode in USED])
    shares = city(compute_item_shares(cells[cells["periode"] == "2025-06"]))
    names = [name for name in rows.columns if name.startswith("kanal_")]
    for channel in ("medsos", "marketplace"):
        uses = known = 0
        for row in rows[names].to_dict("records"):
            said = {str(name): words[value] for name, value in row.items()}
            if sells_online(said) is False or answer(said, f"kanal_{channel}") is not None:
                known += 1
                uses += answer(said, f"kanal_{channel}") is True
        assert shares[channel] == pytest.approx(uses / known)


def test_what_is_withheld_in_an_ingredient_is_withheld_in_the_score(workspace: Workspace) -> None:
    said = NONE | {"kanal_pesan": "Ya", "bayar_digital": "Ya"}
    places = [{}, {"kecamatan": "Kasemen", "kelurahan": "Banten"}]
    write_register(workspace.raw / "a.csv", [said | place for place in places])
    cells = shown(workspace)
    hidden = (
        (cells["indikator"] == "kanal_daring")
        & (cells["kategori"] == "marketplace")
        & (cells["kode_wilayah"] == "36.73.02")
    )
    cells.loc[hidden, ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
    cells.loc[hidden, "tanda"] = "x"
    found = derive(INDICATORS["skor_digital"], cells, TODAY).set_index("kode_wilayah")
    assert found.loc["36.73.02", "tanda"] == "x"
    assert pd.isna(found.loc["36.73.02", "nilai"])
    assert found.loc[["36.73", "36.73.01"], "nilai"].notna().all()


def test_a_score_of_nobody_has_no_value(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    cell = city(derive(INDICATORS["skor_digital"], shown(workspace), TODAY))
    assert cell["tanda"] == ".." and pd.isna(cell["nilai"])


def test_the_cube_has_what_follows_from_its_own_cells(demo: Workspace) -> None:
    cube = demo.publik.query("select * from sel where sumber = 'register'")
    for kode in ("kesegaran", "cakupan", "kecil_menengah", "skor_digital"):
        again = derive(INDICATORS[kode], cube, date.fromisoformat(demo.publik.record["tanggal"]))
        place = ["kode_wilayah", "periode"]
        found = cube[cube["indikator"] == kode].set_index(place).sort_index()
        again = again.set_index(place).sort_index()
        assert len(found) == len(again) > 0
        assert found["tanda"].tolist() == again["tanda"].tolist()
        values = [frame["nilai"].astype(float).fillna(-1).tolist() for frame in (found, again)]
        assert values[0] == pytest.approx(values[1])
