"""What officials see of a kelurahan: exact from 3 on, withheld below, and said in words."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.definitions.indicators import list_kelurahan_titles
from analysis.disclosure.rule import OFFICIALS
from analysis.release.officials import make_cells
from analysis.views import kelurahan
from analysis.views.kelurahan import make_view, select_kecamatan
from analysis.views.view import Row, View
from data import reference
from data.access.restricted import read_protected
from data.access.viewer import OPERATOR, Viewer
from data.errors import StoreError
from data.store.store import Store
from tests.analysis.thin import (
    KASEMEN,
    NAMES,
    PERIODE,
    SHARES,
    officials_see,
    published,
    rows_of,
    shown,
    small,
    truth_of,
)
from tests.data.access.test_viewer import MADE_UP, signed_in
from tests.data.rows import Workspace, write_register

pytestmark = pytest.mark.lambat


def in_kasemen(**sizes: int) -> list[dict[str, object]]:
    return rows_of({NAMES[name.replace("_", " ")]: size for name, size in sizes.items()})


def look(store: Store, kode: str, kecamatan: str = KASEMEN, periode: str = PERIODE) -> View:
    return make_view(select_kecamatan(make_cells(store), kode, periode, kecamatan))


def by_name(found: View) -> dict[str, Row]:
    return {row.label: row for row in found.rows}


def through_the_door(viewer: Viewer, kode: str, kecamatan: str = KASEMEN) -> pd.DataFrame:
    return read_protected(
        viewer, "halaman", "rincian", make_cells,
        lambda rows: select_kecamatan(rows, kode, PERIODE, kecamatan),
    )  # fmt: skip


def test_the_indicators_that_exist_for_a_kelurahan_are_offered() -> None:
    assert set(list_kelurahan_titles()) == {"jumlah_umkm", *SHARES}


def test_counts_from_three_on_are_shown_exactly(usaha_rows: Callable[..., Store]) -> None:
    sizes = {code: 3 + number for number, code in enumerate(NAMES.values())}
    found = look(usaha_rows(*rows_of(sizes)), "jumlah_umkm")
    assert {row.code: (row.value, row.n, row.sign) for row in found.rows} == {
        code: (size, size, "") for code, size in sizes.items()
    }
    assert f"Kecamatan Kasemen, Juni 2025, semua skala: {sum(sizes.values())}" in found.sentence


def test_ones_and_twos_are_withheld_with_cells_that_keep_them(
    usaha_rows: Callable[..., Store],
) -> None:
    store = usaha_rows(*in_kasemen(Kasemen=1, Banten=3, Terumbu=30, Bendung=40, Kilasah=50))
    found = by_name(look(store, "jumlah_umkm"))
    for name in ("Kasemen", "Margaluyu", "Sawah Luhur"):
        row = found[name]
        assert (row.value, row.n, row.text, row.sign) == (None, None, "x", "x"), name
    assert found["Kilasah"].value == 50
    hidden = [row for row in found.values() if row.sign == "x"]
    sizes = {"Kasemen": 1, "Banten": 3, "Terumbu": 30, "Bendung": 40, "Kilasah": 50}
    assert sum(sizes.get(row.label, 0) for row in hidden) >= OFFICIALS


def test_a_kelurahan_of_two_beside_full_ones_takes_another_with_it(
    usaha_rows: Callable[..., Store],
) -> None:
    sizes = dict.fromkeys(NAMES.values(), 20) | {NAMES["Banten"]: 2, NAMES["Kilasah"]: 9}
    found = look(usaha_rows(*rows_of(sizes)), "jumlah_umkm")
    assert {row.label for row in found.rows if row.sign == "x"} == {"Banten", "Kilasah"}
    assert "Juni 2025, semua skala: 171" in found.sentence


def test_withheld_cells_say_nothing_and_no_small_count_is_shown(thin: Workspace) -> None:
    found = officials_see(thin.gudang)
    withheld = found[found["tanda"] == "x"]
    assert 10 < len(withheld) < len(found)
    columns = ["nilai", "pembilang", "penyebut", "n", "bawah", "atas"]
    assert withheld[columns].isna().all(axis=None)
    truth, read = truth_of(thin), shown(found)
    assert all(truth[cell] == value for cell, value in read.items())
    secrets = small(truth)
    assert len(secrets) > 50
    assert not secrets & set(read)


def test_a_view_says_what_its_cells_say_and_no_more(thin: Workspace) -> None:
    found = officials_see(thin.gudang)
    for kode in list_kelurahan_titles():
        for kecamatan in reference.list_kecamatan():
            rows = select_kecamatan(found, kode, PERIODE, kecamatan)
            seen = make_view(rows)
            whole, *parts = rows.to_dict("records")
            assert whole["kode_wilayah"] == kecamatan
            assert [row.code for row in seen.rows] == [part["kode_wilayah"] for part in parts]
            for row, part in zip(seen.rows, parts, strict=True):
                assert (row.sign, row.n is None) == (part["tanda"], pd.isna(part["n"]))
                if row.sign == "x":
                    assert {row.value, row.above, row.below, row.n, row.low, row.high} == {None}
                    assert row.text == "x"
            if whole["tanda"] == "x":
                assert seen.sentence.endswith("Juni 2025, semua skala: x.")


def test_each_cell_is_there_once_for_every_area_period_and_indicator(thin: Workspace) -> None:
    found = officials_see(thin.gudang)
    areas = {"36.73"} | set(reference.list_kecamatan()) | set(reference.list_kelurahan())
    assert set(found["dimensi"]) == set(found["kategori"]) == {""}
    for kode in list_kelurahan_titles():
        mine = found[found["indikator"] == kode]["kode_wilayah"]
        assert sorted(mine) == sorted(areas)


def test_nothing_is_withheld_that_the_public_is_shown(thin: Workspace) -> None:
    read, cube = shown(officials_see(thin.gudang)), published(thin)
    mine = {cell for cell in cube if cell[0] in list_kelurahan_titles() and cell[3] == ""}
    assert len(mine) > 20
    assert all(read[cell] == cube[cell] for cell in mine)
    assert len(set(read) - set(cube)) > 20


def test_values_of_the_demo_are_the_published_ones(demo: Workspace) -> None:
    found = officials_see(demo.gudang)
    cube = demo.publik.query(
        "select indikator, periode, kode_wilayah, nilai as terbit from sel where tanda = '' "
        "and sumber = 'register' and dimensi = ''"
    )
    both = found.merge(cube, on=["indikator", "periode", "kode_wilayah"])
    assert len(both) > 200
    assert both["nilai"].astype(float).tolist() == pytest.approx(both["terbit"].tolist())
    assert set(found["periode"]) == set(
        demo.publik.query(
            "select periode from sel where indikator = 'jumlah_umkm' and sumber = 'register'"
        )["periode"]
    )


@pytest.mark.parametrize("kode", ["jumlah_umkm", *SHARES])
def test_an_official_of_one_kecamatan_gets_the_numbers_of_the_whole_city(
    thin: Workspace, kode: str
) -> None:
    mine, whole = (through_the_door(viewer, kode) for viewer in (signed_in(), OPERATOR))
    pd.testing.assert_frame_equal(mine, whole)
    assert make_view(mine) == make_view(whole)


@pytest.mark.parametrize(("periode", "kecamatan"), [("2024-06", KASEMEN), (PERIODE, "36.73.09")])
def test_what_there_is_not_is_answered_in_words(
    thin: Workspace, periode: str, kecamatan: str
) -> None:
    with pytest.raises(StoreError, match=r"Tidak ada data untuk Juni 202[45] di sini\. Pilih"):
        select_kecamatan(officials_see(thin.gudang), "jumlah_umkm", periode, kecamatan)


def test_another_kecamatan_is_answered_in_words_and_with_nothing(thin: Workspace) -> None:
    for kecamatan in set(reference.list_kecamatan()) - {KASEMEN} | {"36.73.0", "36.73.01.1001"}:
        if kecamatan == "36.73.0":
            found = through_the_door(signed_in(), "jumlah_umkm", kecamatan)
            assert set(found["kode_wilayah"].str[:8]) == {KASEMEN}
            continue
        with pytest.raises(StoreError, match="Pilih periode atau kecamatan lain"):
            through_the_door(signed_in(), "jumlah_umkm", kecamatan)


def test_a_store_without_businesses_is_answered_in_words(usaha_rows: Callable[..., Store]) -> None:
    with pytest.raises(StoreError, match="Tidak ada data"):
        look(usaha_rows({"skala": "besar"}), "jumlah_umkm")


def test_made_up_data_are_marked_as_such_and_real_ones_are_not(
    thin: Workspace, usaha_rows: Callable[..., Store]
) -> None:
    assert set(officials_see(thin.gudang)["asal"]) == {"sintetis"}
    real = look(usaha_rows(*in_kasemen(Banten=5)), "jumlah_umkm")
    assert {row.origin for row in real.rows} == {"register"}
    assert not any(row.reference for row in real.rows)


def test_made_up_data_are_marked_as_such_beside_real_ones(workspace: Workspace) -> None:
    made_up = rows_of(dict.fromkeys(NAMES.values(), 20), **MADE_UP)
    write_register(workspace.raw / "sintetis" / "a.csv", [*made_up, {"skala": "besar"}])
    assert set(make_cells(workspace.build())["asal"]) == {"sintetis"}


def test_another_process_makes_the_same_table(thin: Workspace) -> None:
    found = kelurahan.make_apart(thin.gudang)
    assert set(found.pop("per")) == {""}, "all tables are of one day"
    columns = list(found.columns)
    pd.testing.assert_frame_equal(
        found.astype(object).where(found.notna(), None),
        officials_see(thin.gudang)[columns].astype(object).where(lambda c: c.notna(), None),
        check_dtype=False,
    )
