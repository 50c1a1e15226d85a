"""Counts and values agree with a slow twin, and a share without a base has no value."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

from analysis.count.compute import compute, count
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import COLUMNS
from analysis.definitions.indicators import INDICATORS
from data import reference
from data.store.store import Store
from tests.analysis import twin
from tests.data.rows import Workspace, usaha, write_attendance, write_register

COUNTED = [entry for entry in INDICATORS.values() if entry.counted]
TABLES = [(entry.kode, dimension) for entry in COUNTED for dimension in entry.rincian]
PERIODS = {"2024-06": "KEADAAN JUNI 2024", "2025-06": "KEADAAN JUNI 2025"}
ANSWERS = ["Ya", "Tidak", "Tidak", ""]
EVENTS = [date(2024, 6, 10), date(2024, 7, 5), date(2024, 12, 30), date(2025, 1, 2)]
"""Before any register that could come before, twice in time, and too late for the last one."""


ASKED = ("punya_nib", "marketplace_kota", "bayar_digital", "kirim_luar_provinsi", "ekspor_daring")


def random_row(rng: random.Random, number: int) -> dict[str, str]:
    """Return a business with every answer drawn, unknown ones among them."""
    code = rng.choice(list(reference.list_kelurahan()))
    row = usaha(
        number,
        kelurahan=reference.list_kelurahan()[code],
        kecamatan=reference.list_kecamatan()[code[:8]],
        skala=rng.choice(["Mikro", "Mikro", "Kecil", "Menengah"]),
        kbli=rng.choice(["", "10391", "33151", "34000", "45101", "47112", "56102", "01111"]),
        produk=rng.choice(["", "Lainnya", "Barang aneh", *twin.CLUSTERS]),
        kriteria_skala=rng.choice(["", "UU 20/2008", "UU 20/2008", "BPS"]),
        status_aktif=rng.choice(["", "Aktif", "Aktif", "Tidak Aktif"]),
        **{name: rng.choice(ANSWERS) for name in ASKED},
        **{f"kanal_{channel}": rng.choice(ANSWERS) for channel in twin.CHANNELS},
    )
    text = {name: str(value) for name, value in row.items()}
    if twin.sells_online(text) is False:
        text["ekspor_daring"] = "Tidak"  # an exporter without a channel would be refused
    return text


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, dict[str, str]]]:
    rng = random.Random(20261123)
    return [(periode, random_row(rng, n)) for periode in PERIODS for n in range(150)]


@pytest.fixture(scope="module")
def events() -> list[tuple[date, str]]:
    rng = random.Random(6)
    return [(day, f"KS{n:06d}") for day in EVENTS for n in rng.sample(range(150), 60)]


@pytest.fixture(scope="module")
def store(
    rows: list[tuple[str, dict[str, str]]],
    events: list[tuple[date, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Store:
    place = Workspace(tmp_path_factory.mktemp("acak"))
    for periode, title in PERIODS.items():
        mine = [row for when, row in rows if when == periode]
        write_register(place.raw / f"{periode}.csv", mine, title)
    write_attendance(place.raw / "hadir.csv", events)
    built = place.build()
    assert sum(file["diterima"] for file in built.record["berkas"]) == len(rows) + len(events)
    return built


@pytest.mark.parametrize(("kode", "dimension"), TABLES)
def test_counts_equal_those_of_the_twin(
    store: Store,
    rows: list[tuple[str, dict[str, str]]],
    events: list[tuple[date, str]],
    kode: str,
    dimension: str,
) -> None:
    entry = INDICATORS[kode]
    frame = count(store, entry, dimension)
    found = {
        (r.tingkat, r.kode_wilayah, r.periode, r.kategori): [r.n, r.ya, r.tidak, r.tak_tahu]
        for r in frame.itertuples()
    }
    assert len(found) == len(frame)
    expected = twin.counts(rows, kode, dimension, entry.levels, events)
    assert expected
    # Every cell of the grid is there; those without a business are zeros.
    areas = {"kota": 1, "kecamatan": 6, "kelurahan": 67}
    categories = len(entry.labels or DIMENSIONS[dimension].categories)
    assert len(found) == sum(areas[level] for level in entry.levels) * 2 * categories
    assert {key: value for key, value in found.items() if value[0]} == expected


@pytest.mark.parametrize(("kode", "dimension"), TABLES)
def test_values_equal_those_of_the_twin(
    store: Store,
    rows: list[tuple[str, dict[str, str]]],
    events: list[tuple[date, str]],
    kode: str,
    dimension: str,
) -> None:
    entry = INDICATORS[kode]
    frame = compute(store, entry, dimension)
    expected = twin.counts(rows, kode, dimension, entry.levels, events)
    assert tuple(frame.columns) == COLUMNS
    for r in frame.itertuples():
        n, yes, no, _ = expected.get(
            (r.tingkat, r.kode_wilayah, r.periode, r.kategori), [0, 0, 0, 0]
        )
        base = yes + no
        assert r.n == n
        assert r.indikator == kode
        if kode == "jumlah_umkm":
            assert (r.nilai, r.pembilang, r.tanda) == (n, n, "")
            assert pd.isna(r.penyebut)
        elif not entry.share:
            assert (r.nilai, r.pembilang, r.tanda) == (yes, yes, "")
        elif base == 0:
            assert pd.isna(r.nilai)
            assert r.tanda == ".."
        else:
            assert r.nilai == pytest.approx(100 * yes / base)
            assert (r.pembilang, r.penyebut, r.tanda) == (yes, base, "")


def test_random_rows_have_cells_without_a_base(store: Store) -> None:
    frame = compute(store, INDICATORS["berusaha_daring"], "produk")
    assert (frame["tanda"] == "..").any()
    assert (frame["tanda"] == "").any()


def test_share_by_hand(workspace: Workspace) -> None:
    write_register(
        workspace.raw / "a.csv",
        [{"punya_nib": "Ya"}, {"punya_nib": "Tidak"}, {"punya_nib": "Tidak"}, {"punya_nib": ""}],
    )
    frame = compute(workspace.build(), INDICATORS["ber_nib"])
    city = frame[frame["tingkat"] == "kota"].iloc[0]
    assert city["nilai"] == pytest.approx(100 / 3)
    assert (city["pembilang"], city["penyebut"], city["n"]) == (1, 3, 4)
    elsewhere = frame[frame["kode_wilayah"] == "36.73.02"].iloc[0]
    assert (elsewhere["tanda"], elsewhere["n"]) == ("..", 0)
    assert pd.isna(elsewhere["nilai"])


@pytest.mark.parametrize(("kode", "dimension"), TABLES)
def test_areas_add_up_to_the_city(demo: Workspace, kode: str, dimension: str) -> None:
    frame = count(demo.gudang, INDICATORS[kode], dimension)
    by = ["periode", "kategori"]
    sums = {
        level: rows.groupby(by)[["n", "ya", "tidak", "tak_tahu"]].sum()
        for level, rows in frame.groupby("tingkat")
    }
    assert set(sums) == set(INDICATORS[kode].levels)
    for level in sums:
        assert sums[level].equals(sums["kota"]), level


@pytest.mark.parametrize(("kode", "dimension"), [(k, d) for k, d in TABLES if d])
def test_categories_add_up_to_all(demo: Workspace, kode: str, dimension: str) -> None:
    by = ["kode_wilayah", "periode"]
    parts, whole = (
        count(demo.gudang, INDICATORS[kode], d).groupby(by)[["n", "ya", "tidak", "tak_tahu"]].sum()
        for d in (dimension, "")
    )
    assert parts.equals(whole)
