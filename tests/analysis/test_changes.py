"""What moved between two versions, and that the rows named as its cause explain all of it."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.count.compute import compute
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.release.publish import hash_definition, hash_definitions
from analysis.tracing import changes as module
from analysis.tracing.changes import (
    CAUSES,
    COLUMNS,
    PARTS,
    Changes,
    compare_versions,
    find_changes,
    read_definitions,
)
from analysis.tracing.changes_text import write_text
from analysis.tracing.row_states import LEVELS
from cli import main
from data.access.viewer import OPERATOR, PUBLIC
from data.build.build import STORE
from data.errors import AccessDenied, StoreError
from data.store.store import Store
from data.store.versions import Versions
from tests.data.doors import lines, official
from tests.data.rows import Row, Workspace, usaha, write_register
from tests.pace import examples

pytestmark = pytest.mark.lambat

CELL = ["indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori"]
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


def computed(store: Store, dimension: str) -> pd.DataFrame:
    """Return the judge's numbers of one version: what ``compute`` gives."""
    frame = pd.concat(
        [
            compute(store, entry, dimension)
            for entry in INDICATORS.values()
            if entry.counted and dimension in entry.rincian
        ]
    )
    frame = frame[frame["tingkat"].isin(LEVELS)].reset_index(drop=True)
    return frame[CELL].join(frame[["nilai", *PARTS]].astype("Float64"))


def holds(old: Store, new: Store, dimension: str) -> Changes:
    """Hold that the contributions add up to every movement that ``compute`` sees, and that what is
    not named did not move."""
    found = find_changes(old, new, dimension)
    cells = found.cells[found.cells["sumber"] == "register"]
    assert tuple(cells.columns) == COLUMNS
    assert not cells.duplicated(CELL).any()
    named = cells.set_index(CELL)
    before, after = (computed(store, dimension).set_index(CELL) for store in (old, new))
    every = before.index.union(after.index)
    assert set(named.index) <= set(every)
    named, before, after = (frame.reindex(every) for frame in (named, before, after))
    for part in PARTS:
        moved = after[part].fillna(0) - before[part].fillna(0)
        causes = [named[f"{part}_dari_baris_{cause}"].fillna(0) for cause in CAUSES]
        assert (sum(causes) == moved).all(), part
    listed = named["n_lama"].notna() | named["n_baru"].notna()
    for name in ("nilai", *PARTS):
        for when, frame in (("lama", before), ("baru", after)):
            given = named[f"{name}_{when}"].astype("Float64")[listed]
            assert given.equals(frame[name][listed]), (name, when)
    there = every.get_level_values("periode")
    both = there.isin(before.dropna(how="all").index.get_level_values("periode")) & there.isin(
        after.dropna(how="all").index.get_level_values("periode")
    )
    still = ~listed & both
    assert before[still].equals(after[still])
    return found


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
    found = holds(old, new, dimension)
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


@pytest.fixture
def pair(workspace: Workspace) -> Callable[..., tuple[Store, Store]]:
    """Build a version of some rows, then one of others; both are kept."""

    def made(first: list[Row], second: list[Row]) -> tuple[Store, Store]:
        write_register(workspace.raw / "a.csv", first)
        old = workspace.ready()
        write_register(workspace.raw / "a.csv", second)
        return old, workspace.build()

    return made


def cell(found: Changes, kode: str, area: str = "36.73", kategori: str = "") -> pd.Series:
    """Return the only cell of an indicator and area that is named."""
    here = found.cells[
        (found.cells["indikator"] == kode)
        & (found.cells["kode_wilayah"] == area)
        & (found.cells["kategori"] == kategori)
    ]
    assert len(here) == 1
    return here.iloc[0]


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
    found = holds(old, new, "")
    city = cell(found, "ber_nib")
    assert (city["pembilang_lama"], city["penyebut_lama"]) == (2, 3)
    assert (city["pembilang_baru"], city["penyebut_baru"]) == (2, 3)
    assert [city[f"baris_{cause}"] for cause in CAUSES] == [2, 1, 1]
    assert [city[f"pembilang_dari_baris_{cause}"] for cause in CAUSES] == [0, -1, 1]
    assert [city[f"penyebut_dari_baris_{cause}"] for cause in CAUSES] == [1, -1, 0]
    assert not city["bergerak"], "what came and went outweighs"
    moved = cell(found, "jumlah_umkm", "36.73.02")
    assert [moved[f"baris_{cause}"] for cause in CAUSES] == [0, 0, 1]
    assert (moved["nilai_lama"], moved["nilai_baru"], moved["bergerak"]) == (0, 1, True)


def test_leaving_the_universe_is_a_change_and_not_a_loss(
    pair: Callable[..., tuple[Store, Store]],
) -> None:
    no = {f"kanal_{name}": "Tidak" for name in ("medsos", "marketplace", "situs", "email")}
    old, new = pair([{"kanal_pesan": "Ya", **no}], [{"kanal_pesan": "Tidak", **no}])
    pesan = cell(holds(old, new, ""), "kanal_daring", kategori="pesan")
    assert [pesan[f"baris_{cause}"] for cause in CAUSES] == [0, 0, 1]
    assert [pesan[f"penyebut_dari_baris_{cause}"] for cause in CAUSES] == [0, 0, -1]


def test_two_periods_in_one_register_are_told_apart(workspace: Workspace) -> None:
    old = built(workspace, ([{}], []))
    new = built(workspace, ([{}], [{}, {}]))
    found = holds(old, new, "")
    assert set(found.cells["periode"]) == {"2025-06"}
    assert cell(found, "jumlah_umkm")["baris_baru"] == 2
    assert pd.isna(cell(found, "jumlah_umkm")["nilai_lama"])
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


def test_text_says_what_moved_and_why(pair: Callable[..., tuple[Store, Store]]) -> None:
    old, new = pair([{"punya_nib": "Ya"}, {"punya_nib": "Tidak"}], [{"punya_nib": "Ya"}] * 3)
    said = write_text(find_changes(old, new)).replace("\u00a0", " ").splitlines()
    assert said[0] == f"Versi {old.version} dibandingkan dengan versi {new.version}."
    assert said[1] == "Berkas berubah isi: a.csv (3 baris)."
    start = said.index("UMKM yang memiliki NIB")
    assert said[start + 1 : start + 4] == [
        "  Kota Serang, Juni 2025: 50,0 % menjadi 100,0 % (+50,0 poin persen).",
        "    1 baris baru: pembilang +1, penyebut +1.",
        "    1 baris berubah: pembilang +1, penyebut +0.",
    ]
    assert "  Kecamatan Serang, Juni 2025: 2 usaha menjadi 3 usaha (+1 usaha)." in said
    assert "    1 baris baru: +1." in said
    assert not [line for line in said if "Kasemen" in line or "KS0" in line]


def test_files_that_came_went_and_changed_are_named(workspace: Workspace) -> None:
    for name in ("a", "b"):
        write_register(workspace.raw / f"{name}.csv", [usaha(ord(name))])
    old = workspace.build()
    (workspace.raw / "a.csv").unlink()
    write_register(workspace.raw / "b.csv", [usaha(1), usaha(2)])
    write_register(workspace.raw / "c.csv", [usaha(3)])
    found = find_changes(old, workspace.build())
    files = found.files.astype(object).where(found.files.notna(), None)
    assert files.values.tolist() == [
        ["a.csv", "dihapus", 1, None],
        ["b.csv", "berubah isi", 1, 2],
        ["c.csv", "ditambahkan", None, 1],
    ]
    assert not found.rules


def test_other_rules_of_reading_are_told(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    store = workspace.ready()
    other = dataclasses.replace(store, record=store.record | {"aturan": "lain"})
    found = find_changes(other, store)
    assert found.rules
    assert "Aturan pembacaan berkas berubah." in write_text(found)


def test_a_definition_that_changed_is_told_beside_what_moved(
    pair: Callable[..., tuple[Store, Store]],
) -> None:
    old, new = pair([{"punya_nib": "Ya"}], [{"punya_nib": "Tidak"}])
    before = hash_definitions() | {"ber_nib": "lain"}
    found = find_changes(old, new, "", before, hash_definitions())
    assert found.definitions == ("ber_nib",)
    assert cell(found, "ber_nib")["definisi_berubah"]
    assert "Definisi berubah: UMKM yang memiliki NIB." in write_text(found)
    unknown = find_changes(old, new, "", None, hash_definitions())
    assert unknown.definitions is None
    assert not unknown.cells["definisi_berubah"].any()
    assert "tidak tercatat" in write_text(unknown)


def test_words_around_a_number_are_no_definition_and_conditions_are() -> None:
    entry = INDICATORS["ber_nib"]
    first = hash_definition(entry)
    assert set(hash_definitions()) == set(INDICATORS)
    assert len(set(hash_definitions().values())) == len(INDICATORS)
    for words in ({"ditinjau": "2030-01-01"}, {"judul": "Lain"}, {"mengapa": "Lain."}):
        assert hash_definition(dataclasses.replace(entry, **words)) == first
    for meaning in (
        {"universe": "skala = 'mikro'"},
        {"hits": {"": "not punya_nib"}},
        {"definisi": "Lain."},
        {"share": False},
        {"levels": ("kota",)},
    ):
        assert hash_definition(dataclasses.replace(entry, **meaning)) != first


def test_publishing_records_the_definitions_of_the_version(
    twelve: Workspace, workspace: Workspace
) -> None:
    version = twelve.gudang.version
    workspace.settings.publik.mkdir()
    assert read_definitions(workspace.settings, version) is None
    assert read_definitions(twelve.settings, version) == hash_definitions()
    assert read_definitions(twelve.settings, "lain") is None


def test_an_unknown_breakdown_says_which_there_are(demo: Workspace) -> None:
    with pytest.raises(StoreError, match=r"'umur' tidak dikenal\. Yang ada: skala"):
        find_changes(demo.gudang, demo.gudang, "umur")


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
    assert "UMKM yang memiliki NIB (register) tidak dibandingkan" in write_text(found)


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
    for dimension in DIMENSIONS:
        assert find_changes(demo.gudang, again, dimension).cells.empty


# The door and the command ------------------------------------------------------------------------


def test_two_versions_are_compared_for_who_may_and_on_record(
    workspace: Workspace, pair: Callable[..., tuple[Store, Store]]
) -> None:
    old, new = pair([{}], [{}, {}])
    with pytest.raises(AccessDenied):
        compare_versions(PUBLIC, old.version, new.version)
    with pytest.raises(AccessDenied):
        compare_versions(official(workspace), old.version, new.version)
    assert not [line for line in lines(workspace) if line.tindakan != "ditolak"]
    found = compare_versions(OPERATOR, old.version, new.version)
    assert cell(found, "jumlah_umkm")["baris_baru"] == 1
    line = lines(workspace)[-1]
    assert (line.tindakan, line.objek) == ("unduh", "perbedaan")
    assert line.versi == f"{old.version} {new.version}"
    assert line.baris
    table = module.tabulate(found)
    assert str(table["nilai_baru"].iloc[0]) == "2"


def test_the_command_prints_the_difference(
    workspace: Workspace,
    pair: Callable[..., tuple[Store, Store]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new = pair([{}], [{}, {}])
    assert main(["diff", old.version, new.version, "--dimensi", "skala"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Versi {old.version} dibandingkan dengan versi {new.version}.\n")
    moved = "Kota Serang, Mikro, Juni 2025: 1 usaha menjadi 2 usaha (+1 usaha)."
    assert moved in out.replace("\u00a0", " ")
    assert main(["diff", old.version, "20200101-tiada"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Versi '20200101-tiada' tidak ada" in said.err
    assert Versions(workspace.settings.gudang).find_current() == new.version
