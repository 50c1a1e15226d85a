"""A table of which too much is withheld comes with the one change that answers most of it."""

from __future__ import annotations

import itertools

import duckdb
import pandas as pd
import pytest

from analysis.views.thin_tables import Table, help_with
from data import reference
from data.store.store import Store, open_store
from tests.data.rows import Workspace

LEVELS = ("kota", "kecamatan", "kelurahan")
COARSER = {"skala": "skala_gabung"}


def share(store: Store, table: Table) -> tuple[int, int]:
    """Return how many cells of a table are shown, and how many it has."""
    rows = store.query(
        "select kode_wilayah, tanda from sel where indikator = ? and periode = ? and tingkat = ? "
        "and dimensi = ? and sumber = 'register'",
        [table.indikator, table.periode, table.tingkat, table.dimensi],
    )
    mine = [
        sign != "x"
        for area, sign in rows.itertuples(index=False)
        if area.startswith(table.wilayah) or table.wilayah.startswith(area)
    ]
    return sum(mine), len(mine)


def neighbours(store: Store, table: Table) -> list[Table]:
    """Return every coarser table that differs in one thing, and every other period."""
    t = table
    found = [
        Table(t.indikator, t.periode, level, t.wilayah, t.dimensi)
        for level in LEVELS[: LEVELS.index(t.tingkat)]
    ]
    dims = {"", COARSER.get(t.dimensi, "")} - {t.dimensi}
    found += [Table(t.indikator, t.periode, t.tingkat, t.wilayah, dim) for dim in dims]
    periods = store.query("select distinct periode from sel where sumber = 'register'")["periode"]
    found += [
        Table(t.indikator, p, t.tingkat, t.wilayah, t.dimensi) for p in periods if p != t.periode
    ]
    return [other for other in found if share(store, other)[1]]


def cube(*rows: tuple[str, str, str, str, str], folder: object) -> Store:
    """Return a published file with cells of ber_nib: area, level, period, dimension, sign."""
    path = folder / "publik.duckdb"  # type: ignore[operator]
    sel = pd.DataFrame(rows, columns=["kode_wilayah", "tingkat", "periode", "dimensi", "tanda"])
    sel = sel.assign(indikator="ber_nib", sumber="register")
    with duckdb.connect(str(path)) as con:
        con.register("baris", sel)
        con.execute("create table sel as select * from baris")
    return open_store(path, "uji", {})


def areas(
    signs: str, level: str, periode: str = "2025-06", dim: str = ""
) -> list[tuple[str, str, str, str, str]]:
    """Return a cell for each sign, `.` for a shown one, in areas of a level in code order."""
    codes = {"kota": ["36.73"], "kecamatan": list(reference.list_kecamatan())}
    found = codes.get(level, list(reference.list_kelurahan()))
    return [
        (code, level, periode, dim, "" if sign == "." else "x")
        for code, sign in zip(itertools.cycle(found), signs, strict=False)
    ]


def test_a_table_that_shows_enough_needs_no_help(tmp_path: object) -> None:
    store = cube(*areas("..x", "kelurahan"), *areas(".", "kota"), folder=tmp_path)
    assert help_with(store, Table("ber_nib", "2025-06", "kelurahan", "36.73")) is None


def test_the_coarser_level_is_offered_in_words(tmp_path: object) -> None:
    store = cube(*areas(".xx", "kelurahan"), *areas("......", "kecamatan"), folder=tmp_path)
    found = help_with(store, Table("ber_nib", "2025-06", "kelurahan", "36.73"))
    assert found is not None
    assert found.table == Table("ber_nib", "2025-06", "kecamatan", "36.73")
    assert found.sentence == (
        "2 dari 3 sel tabel ini dirahasiakan agar tidak ada usaha yang dapat dikenali. "
        "Menurut kecamatan, 6 dari 6 sel dapat ditampilkan."
    )


@pytest.mark.parametrize(
    ("other", "change", "words"),
    [
        (areas("..", "kecamatan", dim="skala_gabung"), {"dimensi": "skala_gabung"}, "lebih kasar"),
        (areas("..", "kecamatan"), {"dimensi": ""}, "Tanpa rincian"),
        (areas("..", "kecamatan", "2024-06", "skala"), {"periode": "2024-06"}, "Untuk Juni 2024"),
        (areas(".", "kota", dim="skala"), {"tingkat": "kota"}, "Menurut kota"),
    ],
)
def test_each_change_is_offered_where_it_is_the_one_that_helps(
    tmp_path: object,
    other: list[tuple[str, str, str, str, str]],
    change: dict[str, str],
    words: str,
) -> None:
    store = cube(*areas("xx", "kecamatan", dim="skala"), *other, folder=tmp_path)
    asked = {"periode": "2025-06", "tingkat": "kecamatan", "wilayah": "36.73", "dimensi": "skala"}
    found = help_with(store, Table("ber_nib", **asked))
    assert found is not None
    assert found.table == Table("ber_nib", **(asked | change))
    assert words in found.sentence


def test_of_changes_that_show_everything_the_one_with_most_cells_is_offered(
    tmp_path: object,
) -> None:
    store = cube(
        *areas(".xx", "kelurahan"),
        *areas(".", "kota"),
        *areas("......", "kecamatan"),
        *areas("...", "kelurahan", "2024-06"),
        folder=tmp_path,
    )
    found = help_with(store, Table("ber_nib", "2025-06", "kelurahan", "36.73"))
    assert found is not None
    assert found.table.tingkat == "kecamatan"


def test_what_the_asking_page_cannot_show_is_not_offered(tmp_path: object) -> None:
    store = cube(
        *areas("xxx", "kecamatan", dim="skala"),
        *areas(".", "kota", dim="skala"),
        *areas(".x", "kecamatan"),
        folder=tmp_path,
    )
    asked = Table("ber_nib", "2025-06", "kecamatan", "36.73", "skala")
    found = help_with(store, asked, lambda other: other.tingkat == "kecamatan")
    assert found is not None
    assert found.table == Table("ber_nib", "2025-06", "kecamatan", "36.73")
    assert help_with(store, asked, lambda other: False) is None


def test_where_no_single_change_shows_more_there_is_none(tmp_path: object) -> None:
    store = cube(*areas("x.x", "kelurahan"), *areas("xxx", "kecamatan"), folder=tmp_path)
    assert help_with(store, Table("ber_nib", "2025-06", "kelurahan", "36.73")) is None
    assert help_with(store, Table("ber_nib", "2019-06", "kelurahan", "36.73")) is None


def test_the_kecamatan_that_holds_the_kelurahan_is_what_is_offered(tmp_path: object) -> None:
    first = next(iter(reference.list_kecamatan()))
    store = cube(*areas("xxx", "kelurahan"), *areas(".xxxxx", "kecamatan"), folder=tmp_path)
    found = help_with(store, Table("ber_nib", "2025-06", "kelurahan", first))
    assert found is not None
    assert found.table == Table("ber_nib", "2025-06", "kecamatan", first)
    assert "1 dari 1 sel" in found.sentence


@pytest.mark.parametrize(
    "thin_place", ["plain", pytest.param("detailed", marks=pytest.mark.semua)], indirect=True
)
def test_no_other_single_change_of_a_real_table_shows_a_larger_share(thin: Workspace) -> None:
    helped = 0
    for dim, level in itertools.product(("", "skala", "skala_gabung", "sektor", "produk"), LEVELS):
        for area in ("36.73", *reference.list_kecamatan()):
            for kode in ("jumlah_umkm", "berusaha_daring"):
                table = Table(kode, "2025-06", level, area, dim)
                found = help_with(thin.publik, table)
                shown, of = share(thin.publik, table)
                if not of or of - shown <= of / 3:
                    assert found is None
                    continue
                others = [share(thin.publik, other) for other in neighbours(thin.publik, table)]
                best = max((s / n for s, n in others), default=0.0)
                if best <= shown / of:
                    assert found is None
                    continue
                assert found is not None
                s, n = share(thin.publik, found.table)
                assert s / n == best
                assert f"{s} dari {n} sel dapat" in found.sentence
                helped += 1
    assert helped > 5
