"""What moved between two versions, and that the rows named as its cause explain all of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.definitions.dimensions import DIMENSIONS
from analysis.release.publish import hash_definitions
from analysis.tracing.changes import (
    CAUSES,
    COLUMNS,
    PARTS,
    find_changes,
)
from analysis.tracing.changes_text import write_text
from data.build.build import STORE
from data.store.store import Store
from tests.analysis.changed import find_cell, hold_sums
from tests.data.rows import Row, Workspace, usaha, write_register
from tests.pace import drawn, examples

pytestmark = pytest.mark.lambat

PLACES = [("Serang", "Cipare"), ("Serang", "Serang"), ("Kasemen", "Banten")]
ANSWERS = st.sampled_from(["Ya", "Tidak", ""])
TITLES = ("KEADAAN JUNI 2024", "KEADAAN JUNI 2025")


@st.composite
def businesses(draw: st.DrawFn) -> dict[str, object]:
    """A business of few ids, so that two versions share some of them."""
    kecamatan, kelurahan = draw(st.sampled_from(PLACES))
    channel = draw(ANSWERS)
    return usaha(
        draw(st.integers(1, 8)),
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        skala=draw(st.sampled_from(["Mikro", "Kecil"])),
        produk=draw(st.sampled_from(["", "Tempe", "Barang aneh"])),
        punya_nib=draw(ANSWERS),
        kanal_pesan=channel,
        kanal_medsos=draw(ANSWERS),
        ekspor_daring=draw(ANSWERS) if channel == "Ya" else "",
    )


REGISTER = st.lists(businesses(), max_size=7, unique_by=lambda row: row["id_usaha"])
VERSION = st.tuples(REGISTER, REGISTER).filter(any)
"""A register for each of two periods, not both empty."""


def built(place: Workspace, version: tuple[list[Row], ...]) -> Store:
    """Build a version of one register per period; an empty one is no file."""
    shutil.rmtree(place.raw)
    for number, (rows, title) in enumerate(zip(version, TITLES, strict=True)):
        if rows:
            write_register(place.raw / f"{number}.csv", rows, title)
    return place.build()


def keys(version: tuple[list[Row], ...]) -> set[tuple[str, object]]:
    """Return the period and id of every business."""
    return {
        (title, row["id_usaha"])
        for rows, title in zip(version, TITLES, strict=True)
        for row in rows
    }


@given(first=VERSION, second=VERSION, dimension=st.sampled_from(["", "skala_gabung", "produk"]))
@settings(
    examples(20, 2),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),  # each example is two builds, and small as it is
)
def test_contributions_add_up_to_every_movement(
    tmp_path_factory: pytest.TempPathFactory,
    first: tuple[list[Row], list[Row]],
    second: tuple[list[Row], list[Row]],
    dimension: str,
) -> None:
    place = Workspace(tmp_path_factory.mktemp("beda"))
    old = built(place, first)
    new = built(place, second)
    found = hold_sums(old, new, dimension)
    if dimension == "":
        city = found.cells[
            (found.cells["indikator"] == "jumlah_umkm") & (found.cells["tingkat"] == "kota")
        ]
        before, after = keys(first), keys(second)
        assert city["baris_baru"].sum() == len(after - before)
        assert city["baris_hilang"].sum() == len(before - after)
        assert city["baris_berubah"].sum() == 0
    back = find_changes(new, old, dimension).moved
    assert len(back) == len(found.moved)


def test_new_vanished_and_changed_rows_by_hand(pair: Callable[..., tuple[Store, Store]]) -> None:
    kasemen = {"kecamatan": "Kasemen", "kelurahan": "Banten"}
    old, new = pair(
        [usaha(1, punya_nib="Ya"), usaha(2, punya_nib="Tidak"), usaha(3, punya_nib="Ya")],
        [
            usaha(1, punya_nib="Ya"),
            usaha(2, punya_nib="Ya", **kasemen),
            usaha(4, punya_nib="Tidak"),
            usaha(5),
        ],
    )
    found = hold_sums(old, new, "")
    city = find_cell(found, "ber_nib")
    assert (city["pembilang_lama"], city["penyebut_lama"]) == (2, 3)
    assert (city["pembilang_baru"], city["penyebut_baru"]) == (2, 3)
    assert [city[f"baris_{cause}"] for cause in CAUSES] == [2, 1, 1]
    assert [city[f"pembilang_dari_baris_{cause}"] for cause in CAUSES] == [0, -1, 1]
    assert [city[f"penyebut_dari_baris_{cause}"] for cause in CAUSES] == [1, -1, 0]
    assert not city["bergerak"], "what came and went outweighs"
    moved = find_cell(found, "jumlah_umkm", "36.73.02")
    assert [moved[f"baris_{cause}"] for cause in CAUSES] == [0, 0, 1]
    assert (moved["nilai_lama"], moved["nilai_baru"], moved["bergerak"]) == (0, 1, True)


def test_leaving_the_universe_is_a_change_and_not_a_loss(
    pair: Callable[..., tuple[Store, Store]],
) -> None:
    no = {f"kanal_{name}": "Tidak" for name in ("medsos", "marketplace", "situs", "email")}
    old, new = pair([{"kanal_pesan": "Ya", **no}], [{"kanal_pesan": "Tidak", **no}])
    pesan = find_cell(hold_sums(old, new, ""), "kanal_daring", kategori="pesan")
    assert [pesan[f"baris_{cause}"] for cause in CAUSES] == [0, 0, 1]
    assert [pesan[f"penyebut_dari_baris_{cause}"] for cause in CAUSES] == [0, 0, -1]


def test_two_periods_in_one_register_are_told_apart(workspace: Workspace) -> None:
    old = built(workspace, ([{}], []))
    new = built(workspace, ([{}], [{}, {}]))
    found = hold_sums(old, new, "")
    assert set(found.cells["periode"]) == {"2025-06"}
    assert find_cell(found, "jumlah_umkm")["baris_baru"] == 2
    assert pd.isna(find_cell(found, "jumlah_umkm")["nilai_lama"])
    assert "Kota Serang, Juni 2025: periode baru, 2\u00a0usaha." in write_text(found)
    assert "Juni 2025: periode hilang, semula 2\u00a0usaha." in write_text(find_changes(new, old))


def test_an_equal_version_moves_nothing(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{"punya_nib": "Ya"}, {}])
    store = workspace.ready()
    found = find_changes(store, store, "", hash_definitions(), hash_definitions())
    assert found.cells.empty and tuple(found.cells.columns) == COLUMNS
    assert found.files.empty and not found.rules and found.definitions == ()
    assert write_text(found).splitlines()[1:] == [
        "Berkas sama.",
        "Aturan pembacaan berkas sama.",
        "Tidak ada indikator yang bergerak.",
    ]


def test_other_words_for_the_same_answers_move_nothing(
    pair: Callable[..., tuple[Store, Store]],
) -> None:
    old, new = pair([{"omzet_rp": "1"}, {}], [{"omzet_rp": "2"}, {}])
    found = find_changes(old, new)
    assert found.cells.empty
    assert found.files["perubahan"].tolist() == ["berubah isi"]
    assert write_text(found).endswith("Tidak ada indikator yang bergerak.")


def without(store: Store, drop: str, workspace: Workspace) -> Store:
    """Return a copy of a store from which something was taken, as an older program built it."""
    source = workspace.settings.gudang / store.version / STORE
    path = workspace.folder / "lama.duckdb"
    shutil.copy(source, path)
    with duckdb.connect(str(path)) as con:
        con.execute(drop)
    root = duckdb.connect(str(path), read_only=True)
    return Store("lama", store.record, root)


def test_an_older_version_without_a_column_is_not_compared_in_it(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{"punya_nib": "Ya"}])
    first = workspace.ready()
    old = without(first, "alter table usaha drop column punya_nib", workspace)
    write_register(workspace.raw / "a.csv", [{"punya_nib": "Ya"}, {}])
    found = find_changes(old, workspace.build())
    assert found.incomparable == (("ber_nib", "register"),)
    assert set(found.cells["indikator"]) >= {"jumlah_umkm", "berusaha_daring"}
    assert (
        "UMKM ber-NIB di antara yang statusnya diketahui (register) tidak dibandingkan"
        in write_text(found)
    )


@pytest.fixture
def surveyed(demo: Workspace, workspace: Workspace) -> Callable[[str], Store]:
    """Return the demo's store with its survey altered by a statement."""

    def altered(statement: str) -> Store:
        path = workspace.folder / f"{abs(hash(statement))}.duckdb"
        shutil.copy(demo.settings.gudang / demo.gudang.version / STORE, path)
        with duckdb.connect(str(path)) as con:
            con.execute(statement)
        return Store("ubah", demo.gudang.record, duckdb.connect(str(path), read_only=True))

    return altered


@pytest.mark.parametrize("dimension", ["", "skala_gabung"])
def test_weighted_sums_of_a_survey_are_taken_apart_too(
    demo: Workspace, surveyed: Callable[[str], Store], dimension: str
) -> None:
    new = surveyed(
        "delete from survei where baris % 50 = 1; "
        "update survei set punya_nib = not punya_nib where baris % 7 = 2; "
        "update survei set bobot = bobot * 1.5 where baris % 11 = 3"
    )
    found = find_changes(demo.gudang, new, dimension).cells
    assert set(found["sumber"]) == {"survei"}
    assert {"berusaha_daring", "ber_nib"} <= set(found["indikator"])
    assert set(found["tingkat"]) == ({"kota", "kecamatan"} if not dimension else {"kota"})
    assert (found["baris_baru"] == 0).all()
    for part in PARTS:
        moved = found[f"{part}_baru"] - found[f"{part}_lama"]
        causes = sum(found[f"{part}_dari_baris_{cause}"] for cause in CAUSES)
        assert (moved - causes).abs().max() < 1e-6
    estimates = demo.publik.query(
        "select indikator, kode_wilayah, periode, dimensi, kategori, nilai from sel "
        "where sumber = 'survei' and nilai is not null"
    )
    keys = ["indikator", "kode_wilayah", "periode", "dimensi", "kategori"]
    both = found.merge(estimates, on=keys)
    assert set(both["periode"]) == {"2023-06", "2025-06"}
    assert len(both) > 1
    assert both["nilai_lama"].to_numpy(float) == pytest.approx(both["nilai"].to_numpy(float))


def test_the_same_survey_moves_nothing(demo: Workspace, surveyed: Callable[[str], Store]) -> None:
    again = surveyed("create table lain as select 1")
    for dimension in drawn(DIMENSIONS):
        assert find_changes(demo.gudang, again, dimension).cells.empty
