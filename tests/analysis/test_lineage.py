"""Every number opens to its rows, and the rows alone give the number again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
import pytest

from analysis import survey
from analysis.count.compute import compute
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.tracing import lineage
from data.access.viewer import OPERATOR, PUBLIC
from data.errors import AccessDenied, StoreError
from data.store.store import Store
from tests.analysis.test_compute import PERIODS, random_row
from tests.data.doors import lines, official
from tests.data.rows import FIRST_ROW, TODAY, Workspace, usaha, write_register
from tests.pace import drawn

TABLES = [
    (kode, dimension)
    for kode, entry in INDICATORS.items()
    for dimension in entry.rincian
    if entry.counted
]
SURVEYED = [kode for kode, entry in INDICATORS.items() if entry.survey]
AREAS = ("36.73", "36.73.01", "36.73.04", "36.73.01.1001", "36.73.02.1003")
SEEN = ["berkas", "baris", "id", "jawaban"]
NUMBERS = ("nilai", "pembilang", "penyebut", "n")
PLACE = ("indikator", "periode", "kode_wilayah", "dimensi", "kategori")


def same(
    again: Mapping[str, object],
    cell: Mapping[str, object],
    rel: float = 1e-12,
    names: Iterable[str] = NUMBERS,
) -> bool:
    """Return whether two cells have the same numbers, and none in the same places."""
    pairs = [(again[name], cell[name]) for name in names]
    return all(
        pd.isna(a) and pd.isna(b) if pd.isna(a) or pd.isna(b) else a == pytest.approx(b, rel)
        for a, b in pairs
    )


def agrees(store: Store, kode: str, cell: Mapping[str, object], listed: pd.DataFrame) -> None:
    """Hold that the rows give the cell, and that they stand in the files of the version."""
    again = lineage.recompute(INDICATORS[kode], listed, date.fromisoformat(TODAY))
    assert same(again, cell), (again, cell)
    assert not listed.duplicated(["berkas", "baris"]).any()
    assert not listed["id"].duplicated().any()
    assert set(listed["berkas"]) <= {file["berkas"] for file in store.record["berkas"]}
    counted = lineage.count_files(listed)
    assert counted["jumlah"].sum() == len(listed)
    assert set(counted["berkas"]) == set(listed["berkas"])


@pytest.fixture(scope="module")
def withheld(demo: Workspace) -> set[tuple[object, ...]]:
    """The cells that nobody is shown."""
    rows = demo.publik.query(f"select {', '.join(PLACE)} from sel where tanda = 'x'")
    return set(rows.itertuples(index=False, name=None))


@pytest.mark.parametrize(("kode", "dimension"), TABLES)
def test_the_rows_of_a_cell_give_its_numbers_again(
    demo: Workspace, withheld: set[tuple[object, ...]], kode: str, dimension: str
) -> None:
    entry, store = INDICATORS[kode], demo.gudang
    frame = compute(store, entry, dimension)
    frame = frame[frame["kode_wilayah"].isin(AREAS)]
    frame = frame[frame["periode"].isin(["2022-06", "2025-06"])]
    areas = {"kota": 1, "kecamatan": 2, "kelurahan": 2}
    categories = len(entry.questions) * len(DIMENSIONS[dimension].categories)
    periods = sum(p >= entry.periode_pertama for p in ("2022-06", "2025-06"))
    assert len(frame) == sum(areas[level] for level in entry.levels) * periods * categories
    for cell in drawn(frame.to_dict("records"), lambda cell: _key(cell) in withheld, least=3):
        place = (cell["periode"], cell["kode_wilayah"], cell["dimensi"], cell["kategori"])
        agrees(store, kode, cell, lineage.list_rows(store, entry, *place))


def _key(cell: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(cell[name] for name in PLACE)


@pytest.mark.lambat
def test_the_rows_of_small_cells_give_their_numbers_again(workspace: Workspace) -> None:
    """Random answers, so that cells without a base and unknown answers are among them."""
    rng = random.Random(7)
    for periode, title in PERIODS.items():
        rows = [random_row(rng, number) for number in range(25)]
        write_register(workspace.raw / f"{periode}.csv", rows, title)
    store = workspace.build()
    signs = set()
    for kode, dimension in [("berusaha_daring", "sektor"), ("kanal_daring", "")]:
        cells = compute(store, INDICATORS[kode], dimension)
        for cell in cells[cells["tingkat"] != "kelurahan"].to_dict("records"):
            where = (cell["periode"], cell["kode_wilayah"], cell["dimensi"], cell["kategori"])
            agrees(store, kode, cell, lineage.list_rows(store, INDICATORS[kode], *where))
            signs.add(cell["tanda"])
    assert signs == {"", ".."}


@pytest.mark.parametrize("kode", SURVEYED)
def test_the_respondents_of_an_estimate_give_it_again_with_its_interval(
    demo: Workspace, kode: str
) -> None:
    entry, store = INDICATORS[kode], demo.gudang
    estimates = survey.mask_estimates(survey.judge_estimates(store, entry))
    assert set(estimates["tingkat"]) == {"kota", "kecamatan"}
    strata = {periode: lineage.read_design(store, periode) for periode in set(estimates["periode"])}
    assert len(strata) == 2
    for cell in drawn(estimates.to_dict("records"), lambda cell: bool(cell["tanda"]), least=6):
        place = (cell["periode"], cell["kode_wilayah"], cell["dimensi"], cell["kategori"])
        listed = lineage.list_rows(store, entry, *place, sumber="survei")
        again = lineage.recompute(entry, listed)
        if cell["tanda"] in ("", "E"):
            assert same(again, cell, 1e-9), (again, cell)
        (found,) = lineage.estimate_interval(listed, strata[cell["periode"]]).to_dict("records")
        assert same(found, cell, 1e-9, ("nilai", "bawah", "atas", "n")), (found, cell)
        assert found["tanda"] == cell["tanda"]


@pytest.mark.parametrize("kode", ["kesegaran", "cakupan"])
def test_the_rows_of_a_period_give_what_follows_from_their_number(
    demo: Workspace, kode: str
) -> None:
    frame = demo.publik.query("select * from sel where indikator = ?", [kode])
    assert len(frame) == 4
    for cell in frame.to_dict("records"):
        listed = lineage.list_rows(demo.gudang, INDICATORS[kode], cell["periode"], "36.73")
        assert set(listed["jawaban"]) == {"dihitung"}
        agrees(demo.gudang, kode, cell, listed)


def test_a_score_has_no_rows_of_its_own_and_says_so(demo: Workspace) -> None:
    with pytest.raises(StoreError, match="dihitung dari angka terbit"):
        lineage.list_rows(demo.gudang, INDICATORS["skor_digital"], "2025-06", "36.73")


def test_the_age_of_nothing_has_no_value(demo: Workspace) -> None:
    entry = INDICATORS["kesegaran"]
    listed = lineage.list_rows(demo.gudang, entry, "1999-01", "36.73")
    assert lineage.recompute(entry, listed, date(2026, 1, 1))["nilai"] is None


def test_rows_by_hand(workspace: Workspace) -> None:
    kasemen = {"kecamatan": "Kasemen", "kelurahan": "Banten"}
    write_register(
        workspace.raw / "a.csv",
        [{"punya_nib": "Ya", "skala": "Kecil"}, {"punya_nib": "Tidak"}, kasemen],
    )
    write_register(
        workspace.raw / "b.csv",
        [usaha(7, punya_nib=""), usaha(8, punya_nib="Ya", skala="Menengah")],
    )
    store, entry = workspace.build(), INDICATORS["ber_nib"]

    serang = lineage.list_rows(store, entry, "2025-06", "36.73.01")
    assert tuple(serang.columns) == lineage.COLUMNS
    assert serang[SEEN].values.tolist() == [
        ["a.csv", FIRST_ROW, "KS000001", "ya"],
        ["a.csv", FIRST_ROW + 1, "KS000002", "tidak"],
        ["b.csv", FIRST_ROW, "KS000007", "tidak diketahui"],
        ["b.csv", FIRST_ROW + 1, "KS000008", "ya"],
    ]
    assert lineage.recompute(entry, serang) == {
        "nilai": pytest.approx(200 / 3), "pembilang": 2, "penyebut": 3, "n": 4,
    }  # fmt: skip
    assert lineage.count_files(serang).values.tolist() == [["a.csv", 2], ["b.csv", 2]]

    larger = lineage.list_rows(store, entry, "2025-06", "36.73", "skala_gabung", "kecil_menengah")
    assert list(larger["id"]) == ["KS000001", "KS000008"]
    counted = lineage.list_rows(store, INDICATORS["jumlah_umkm"], "2025-06", "36.73")
    assert lineage.recompute(INDICATORS["jumlah_umkm"], counted) == {
        "nilai": 5, "pembilang": 5, "penyebut": None, "n": 5,
    }  # fmt: skip
    empty = lineage.list_rows(store, entry, "2025-06", "36.73.03")
    assert lineage.recompute(entry, empty) == {
        "nilai": None, "pembilang": 0, "penyebut": 0, "n": 0,
    }  # fmt: skip
    assert lineage.count_files(empty).empty


@pytest.mark.parametrize(
    ("kode", "place", "source", "found"),
    [
        ("ber_nib", ("36.73", "skala", "raksasa"), "register", "tidak punya kategori 'raksasa'"),
        ("ber_nib", ("36.73", "kanal", "pesan"), "register", "tidak punya kategori 'pesan'"),
        ("kanal_daring", ("36.73", "", ""), "register", "tidak punya kategori ''"),
        ("kanal_daring", ("36.73", "kanal", "surat"), "register", "tidak punya kategori 'surat'"),
        ("ber_nib", ("36.04", "", ""), "register", "tidak dihitung untuk wilayah '36.04'"),
        ("ekspor_daring", ("36.73.01", "", ""), "register", "tidak dihitung untuk wilayah"),
        ("ekspor_daring", ("36.73", "", ""), "survei", "survei tidak menaksirnya"),
        ("ber_nib", ("36.73.01.1001", "", ""), "survei", "survei tidak menaksirnya"),
    ],
)
def test_what_is_no_cell_says_so(
    demo: Workspace, kode: str, place: tuple[str, ...], source: lineage.Source, found: str
) -> None:
    with pytest.raises(StoreError, match=f"tidak ada: .*{found}"):
        lineage.list_rows(demo.gudang, INDICATORS[kode], "2025-06", *place, sumber=source)


def test_the_list_goes_to_who_may_have_it_and_is_on_record(served_demo: Workspace) -> None:
    cell = ("ber_nib", "2025-06", "36.73.01", "skala_gabung", "mikro")
    with pytest.raises(AccessDenied):
        lineage.list_for_viewer(PUBLIC, *cell)
    listed = lineage.list_for_viewer(OPERATOR, *cell)
    assert not set(listed.columns) - {*lineage.COLUMNS}
    line = lines(served_demo)[-1]
    assert (line.tindakan, line.versi) == ("unduh", served_demo.gudang.version)
    assert line.objek == "asal: ber_nib 2025-06 36.73.01 skala_gabung mikro register"
    assert line.baris == len(listed) + 1
    with pytest.raises(StoreError, match="indikator 'rahasia' tidak dikenal"):
        lineage.list_for_viewer(OPERATOR, "rahasia", "2025-06", "36.73")


@pytest.mark.parametrize("role", ["akademisi", "pejabat"])
def test_the_list_is_closed_to_whoever_sees_only_counts(workspace: Workspace, role: str) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    workspace.ready()
    with pytest.raises(AccessDenied):
        lineage.list_for_viewer(official(workspace, role=role), "ber_nib", "2025-06", "36.73")
