"""Numbers that change after they were published, by the real publisher."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from analysis.audit import releases
from analysis.audit.history import read_history
from analysis.audit.judge import find_newly_withheld
from analysis.count import members
from analysis.release import waiting
from analysis.release.publish import publish
from data.build import imports
from data.settings import settings
from data.store.states import MEMBERS, States
from data.store.store import PUBLISHED, open_version
from data.store.versions import Versions
from public.corrections.across_versions import find_differences
from tests.analysis.releases_in_turn import (
    FIRST_DAY,
    Business,
    add,
    change,
    correct,
    drop,
    find_betrayed,
    list_names,
    make_register,
    read,
    release,
)
from tests.analysis.thin import PERIODE
from tests.data.rows import TODAY, Workspace, write_register
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat

REGISTER = make_register()
ONE_MORE = add(REGISTER, 1, 1)
MANY_MORE = add(REGISTER, 300, 1)
LATER = (FIRST_DAY + timedelta(weeks=30)).isoformat()
CITY = ("jumlah_umkm", PERIODE, "36.73", "", "", "n")


def fill_office(place: Workspace) -> None:
    """Write the register that is published first."""
    write_register(place.raw / "a.csv", REGISTER)


def make_office(made_once: MadeOnce) -> Workspace:
    """Return a copy of the register, published once."""
    return made_once("revisi", fill_office)


@pytest.fixture(scope="module")
def first_release(made_once: MadeOnce) -> Workspace:
    """The register, published once; nobody writes to it."""
    return make_office(made_once)


@pytest.fixture(scope="module")
def one_more(first_release: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same with a second release, of one business more."""
    return publish_later(copy(first_release, tmp_path_factory.mktemp("satu")), ONE_MORE)


@pytest.fixture(scope="module")
def many_more(first_release: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same with a second release, of three hundred more."""
    return publish_later(copy(first_release, tmp_path_factory.mktemp("banyak")), MANY_MORE)


def copy(place: Workspace, folder: Path) -> Workspace:
    """Return a copy of a workspace, to write to."""
    shutil.copytree(place.raw.parent, folder, symlinks=True, dirs_exist_ok=True)
    return Workspace(folder)


def publish_later(place: Workspace, rows: list[Business]) -> Workspace:
    """Publish a second register in a workspace that others share."""
    with pytest.MonkeyPatch.context() as patch:
        release(place.use(patch), rows, week=30)
    settings.cache_clear()
    return place


@pytest.fixture
def office(first_release: Workspace, tmp_path: Path, use: Use) -> Workspace:
    """The first release, to go on from."""
    return use(copy(first_release, tmp_path))


@pytest.fixture
def grown(many_more: Workspace, tmp_path: Path, use: Use) -> Workspace:
    """Both releases, to go on from."""
    return use(copy(many_more, tmp_path))


def read_rows(place: Workspace, name: str) -> pd.DataFrame:
    """Return every cell of a release but the age of the data, which is another every day."""
    cube = open_version(place.settings.publik, name, PUBLISHED)
    return cube.query(
        "select * from sel where indikator <> 'kesegaran' "
        "order by sumber, indikator, periode, kode_wilayah, dimensi, kategori"
    )


def test_a_draft_in_which_a_shown_row_is_withheld_later_is_found(first_release: Workspace) -> None:
    (first,) = list_names(first_release)
    kept = releases.read_release(first_release.settings.publik / first, first)
    history = read_history(States(first_release.settings.keadaan), first)
    assert find_newly_withheld(kept, history) == []
    cells = kept.cells.copy()
    row = (cells["indikator"] == CITY[0]) & (cells["tingkat"] == "kota") & (cells["dimensi"] == "")
    cells.loc[row, "tanda"] = "x"
    (found,) = find_newly_withheld(replace(kept, cells=cells), history)
    assert found.table == (CITY[0], "kota", "")


def test_one_business_more_moves_nothing_that_anybody_can_read(one_more: Workspace) -> None:
    hold_that_nothing_moved(one_more, *list_names(one_more))


@pytest.mark.parametrize(
    "rows", [drop(REGISTER, 1, 2), change(REGISTER, 1, 3)], ids=["satu kurang", "satu lain"]
)
def test_one_business_less_or_another_moves_nothing_that_anybody_can_read(
    office: Workspace, rows: list[Business]
) -> None:
    (first,) = list_names(office)
    hold_that_nothing_moved(office, first, release(office, rows, week=30))


def hold_that_nothing_moved(place: Workspace, first: str, second: str) -> None:
    """Hold that two releases show the same, and that the second one says that rows wait."""
    pd.testing.assert_frame_equal(read_rows(place, first), read_rows(place, second))
    moved = find_differences(place.settings.publik, first, second)
    assert {cell["indikator"] for cell in moved} <= {"kesegaran"}
    said = place.publik.record["tabel"][PERIODE]
    assert said["menunggu"] > 0


STEPS = ((correct, 9), (correct, 150), (add, 40), (drop, 60), (correct, 400))


@pytest.mark.parametrize("later", [2, pytest.param(len(STEPS), marks=pytest.mark.semua)])
def test_who_keeps_every_release_reads_nobody(office: Workspace, later: int) -> None:
    registers = {TODAY: REGISTER}
    rows = REGISTER
    for week, (step, number) in enumerate(STEPS[:later], start=30):
        rows = step(rows, number, week)
        release(office, rows, week)
        registers[(FIRST_DAY + timedelta(weeks=week)).isoformat()] = rows
    days = {day for name in list_names(office) for day in read(office, name)[1].values()}
    assert len(days) > 1, "nothing moved, so nothing was tried"
    assert find_betrayed(office, registers) == {}


def test_the_same_reader_finds_many_where_every_table_takes_new_numbers(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "may_move", lambda moved, minimum: True)
    for module in ("judge", "readers"):
        monkeypatch.setattr(f"analysis.audit.{module}.find_changes", lambda *_: ([], 0))
    rows = correct(REGISTER, 30, 1)
    release(office, rows, week=30)
    day = (FIRST_DAY + timedelta(weeks=30)).isoformat()
    assert len(find_betrayed(office, {TODAY: REGISTER, day: rows})) > 20


def test_a_release_that_moves_everything_is_not_let_through(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The auditor finds it, and what it finds waits."""
    monkeypatch.setattr(waiting, "may_move", lambda moved, minimum: True)
    rows = correct(REGISTER, 30, 1)
    release(office, rows, week=30)
    day = (FIRST_DAY + timedelta(weeks=30)).isoformat()
    assert find_betrayed(office, {TODAY: REGISTER, day: rows}) == {}


def test_two_rows_less_leave_every_number_where_it_was(office: Workspace) -> None:
    (first,) = list_names(office)
    before = read_rows(office, first)
    shown = before[(before["dimensi"] == "produk") & before["n"].between(10, 11)]
    place, product = shown[["kode_wilayah", "kategori"]].iloc[0]
    mine = [
        number
        for number, row in enumerate(office_rows(office))
        if row["kode"].startswith(place) and row["produk"] == product
    ]
    assert len(mine) >= 10
    gone = set(mine[:2])
    release(office, [row for n, row in enumerate(REGISTER) if n not in gone], week=30)
    after = read_rows(office, list_names(office)[-1])
    assert (after["tanda"] == before["tanda"]).all()
    assert set(after.loc[after["tingkat"] == "kota", "tanda"]) == set(
        before.loc[before["tingkat"] == "kota", "tanda"]
    )


def office_rows(place: Workspace) -> list[dict[str, str]]:
    """Return place and product of each business of the register, in its order."""
    found = place.gudang.query(
        "select id_usaha, kode_kelurahan as kode, produk from usaha order by id_usaha"
    )
    return found.to_dict("records")


def test_a_business_where_there_was_none_waits_and_keeps_nothing_from_being_published(
    office: Workspace,
) -> None:
    (first,) = list_names(office)
    before = read(office, first)[0]
    zero = next(cell for cell, n in before.items() if n == 0 and cell[3] == "kriteria")
    assert zero[4] == "bps"
    new = REGISTER[0] | {"id_usaha": "KSBARU", "kriteria_skala": "BPS"}
    release(office, [*REGISTER, new], week=30)
    assert read(office, list_names(office)[-1])[0][zero] == 0


def test_three_hundred_more_are_counted_for_the_city_at_once(many_more: Workspace) -> None:
    first, second = list_names(many_more)
    counts, days = read(many_more, second)
    assert counts[CITY] == read(many_more, first)[0][CITY] + 300
    assert days[CITY] == LATER


def test_a_finer_table_moves_only_with_its_totals(many_more: Workspace) -> None:
    days = read(many_more, list_names(many_more)[-1])[1]
    level = {len(area): name for area, name in (("36.73", "kota"), ("36.73.01", "kecamatan"))}
    of_today = {
        (cell[0], level.get(len(cell[2]), "kelurahan"), cell[3])
        for cell, day in days.items()
        if day == LATER
    }
    assert ("jumlah_umkm", "kota", "") in of_today
    # All of them are new, so that whatever moves in a part moves in the whole as well.
    for kode, _, dimension in of_today:
        assert (kode, "kota", dimension) in of_today


def test_what_came_back_after_a_rollback_is_held_against_all_that_was_shown(
    grown: Workspace,
) -> None:
    before, _ = Versions(grown.settings.gudang).list_by_age()
    _, second = list_names(grown)
    imports.roll_back(grown.settings, before)
    assert publish(grown.settings, FIRST_DAY + timedelta(weeks=31)) != second
    # Three more than the release that was gone back from, and 303 more than the served one.
    third = release(grown, add(MANY_MORE, 3, 9), week=32)
    assert read(grown, third)[0][CITY] != read(grown, second)[0][CITY] + 3
    assert second in list_names(grown)


def test_a_batch_passes_alone_that_does_not_pass_among_others(office: Workspace) -> None:
    place = "36.73.01.1001"
    gone = [n for n, row in enumerate(office_rows(office)) if row["kode"] == place][:11]
    rows = [row for n, row in enumerate(add(REGISTER, 4, 5)) if n not in set(gone)]
    cell = ("jumlah_umkm", PERIODE, place, "", "", "n")
    first = read(office, list_names(office)[0])[0]
    all_at_once = release(office, rows, week=30)
    assert read(office, all_at_once)[0].get(cell) == first.get(cell)
    alone = publish(office.settings, FIRST_DAY + timedelta(weeks=31), batch={place})
    vars(office).pop("publik", None)
    assert alone != all_at_once
    assert office.publik.record["tabel"][PERIODE]["terkini"] > 0


def test_the_register_of_states_is_for_nobody_else_and_keeps_each_state_once(
    first_release: Workspace, one_more: Workspace
) -> None:
    (state,) = States(first_release.settings.keadaan).list_all()
    assert state.periode == PERIODE and not state.made_up
    assert len(state.members) == len(REGISTER)
    folder = one_more.settings.keadaan
    assert [one.name for one in States(folder).list_all()] == [state.name]
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    noted = json.loads((folder / "terbitan" / f"{list_names(one_more)[-1]}.json").read_text())
    assert noted[PERIODE]["usaha"] == 1
    assert noted[PERIODE]["sejak"] == LATER


def test_what_was_shown_stays_known_when_its_release_is_deleted(grown: Workspace) -> None:
    first, second = list_names(grown)
    shown = read(grown, second)[0][CITY]
    Versions(grown.settings.publik).serve(first)
    shutil.rmtree(grown.settings.publik / second)
    third = release(grown, add(MANY_MORE, 3, 9), week=32)
    assert read(grown, third)[0][CITY] != shown + 3


def test_releases_from_before_the_register_are_taken_into_it(office: Workspace) -> None:
    for path in sorted(office.settings.keadaan.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (first,) = list_names(office)
    second = release(office, ONE_MORE, week=30)
    pd.testing.assert_frame_equal(read_rows(office, first), read_rows(office, second))
    (state,) = States(office.settings.keadaan).list_all()
    assert (state.folder / MEMBERS).exists()


def test_of_data_that_an_older_program_arranged_what_they_can_tell_is_known(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The column of the ladder's last rung is newer than they are: all else moves with many."""
    for path in sorted(office.settings.keadaan.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert members._can_tell(office.gudang, "toko_daring")
    assert not members._can_tell(office.gudang, "belum_ada is null as q_baru")
    monkeypatch.setattr(members, "_can_tell", lambda _, column: "toko_daring" not in column)
    (first,) = list_names(office)
    second = release(office, MANY_MORE, week=30)
    assert read(office, second)[0][CITY] == read(office, first)[0][CITY] + 300
    before, after = (
        rows[rows["indikator"] == "tangga_digital"].drop(columns="angka_per")
        for rows in (read_rows(office, first), read_rows(office, second))
    )
    pd.testing.assert_frame_equal(before, after)


def test_of_a_release_whose_data_are_gone_every_table_keeps_its_numbers(
    office: Workspace,
) -> None:
    for folder in (office.settings.keadaan, office.settings.gudang):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    (first,) = list_names(office)
    second = release(office, MANY_MORE, week=30)
    pd.testing.assert_frame_equal(read_rows(office, first), read_rows(office, second))
