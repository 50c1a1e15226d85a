"""Entries are kept whole, none is overwritten, and two who save at once lose nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from data.errors import StoreError
from data.followups import ledger
from data.followups.entries import (
    LONGEST,
    STATES,
    ChangedMeanwhile,
    Commitment,
    Entry,
    FormError,
    Note,
    check,
)
from data.settings import ROOT

TODAY = date(2026, 11, 23)
GOOD = Commitment(
    "proporsi_nib",
    "36.73.02",
    "Buka layanan NIB di kantor kecamatan tiap Selasa.",
    "Kecamatan Kasemen",
    "2027-02-01",
    "belum",
    "2026-11-20",
)
NOTE = Note("proporsi_nib", "2025-06", "Layanan keliling.", "Jaringan di dua kelurahan.", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dalam" / "tindak.db"


def add(path: Path, content: Commitment = GOOD) -> Entry:
    return ledger.add_commitment(path, content, "pejabat", bool)


def test_nothing_kept_is_nothing_read_and_makes_no_file(path: Path) -> None:
    assert ledger.read_entries(path) == ledger.read_history(path, "komitmen-1") == []
    assert not path.exists()


def test_what_is_kept_is_read_again_under_the_next_number(path: Path) -> None:
    first, second = add(path), add(path, replace(GOOD, state="berjalan"))
    note = ledger.save_note(path, 0, NOTE, "pengelola", bool)
    assert [entry.key for entry in (first, second)] == ["komitmen-1", "komitmen-2"]
    assert ledger.read_entries(path) == [first, second, note]
    assert (first.version, first.role, first.content) == (1, "pejabat", GOOD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_change_is_a_new_version_and_the_old_ones_stay(path: Path) -> None:
    first = add(path)
    changed = replace(GOOD, state="selesai")
    second = ledger.save(path, first.key, 1, changed, "pengelola", bool)
    assert ledger.read_entries(path) == [second]
    assert ledger.read_history(path, first.key) == [first, second]


def test_the_later_of_two_who_save_is_told_what_changed_and_nothing_of_his_is_kept(
    path: Path,
) -> None:
    first = add(path)
    theirs = ledger.save(path, first.key, 1, replace(GOOD, state="selesai"), "pejabat", bool)
    with pytest.raises(ChangedMeanwhile) as told:
        ledger.save(path, first.key, 1, replace(GOOD, due="2027-03-01"), "pejabat", bool)
    assert (told.value.seen, told.value.now) == (first, theirs)
    assert ledger.read_entries(path) == [theirs]
    mine = ledger.save(path, first.key, 2, replace(GOOD, due="2027-03-01"), "pejabat", bool)
    assert mine.version == 3


def test_of_many_who_save_the_same_version_at_once_one_does(path: Path) -> None:
    key = add(path).key

    def try_to_save(n: int) -> bool:
        try:
            ledger.save(path, key, 1, replace(GOOD, action=f"Tindakan ke-{n} dicoba."), "p", bool)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_to_save, range(8))) == 1
    assert [entry.version for entry in ledger.read_history(path, key)] == [1, 2]


def test_many_who_add_at_once_get_a_number_each(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: add(path).key, range(8)))
    assert sorted(made) == [f"komitmen-{n}" for n in range(1, 9)]


def test_undo_brings_back_what_was_before_and_can_be_undone(path: Path) -> None:
    key = add(path).key
    changed = replace(GOOD, state="selesai")
    ledger.save(path, key, 1, changed, "pejabat", bool)
    assert ledger.undo(path, key, 2, "pejabat", bool).content == GOOD
    assert ledger.undo(path, key, 3, "pejabat", bool).content == changed
    assert len(ledger.read_history(path, key)) == 4


def test_undoing_the_first_version_withdraws_an_entry_and_undoing_that_brings_it_back(
    path: Path,
) -> None:
    key = add(path).key
    assert ledger.undo(path, key, 1, "pejabat", bool).content is None
    assert ledger.undo(path, key, 2, "pejabat", bool).content == GOOD
    assert add(path).key == "komitmen-2", "a number is given once"


def test_undo_of_what_was_changed_meanwhile_is_refused(path: Path) -> None:
    key = add(path).key
    ledger.save(path, key, 1, replace(GOOD, state="selesai"), "pejabat", bool)
    with pytest.raises(ChangedMeanwhile):
        ledger.undo(path, key, 1, "pejabat", bool)


def test_a_version_that_cannot_be_put_on_record_is_not_kept(path: Path) -> None:
    def refuse(entry: Entry) -> None:
        raise OSError("disk penuh")

    key = add(path).key
    before = ledger.read_entries(path)
    for change in (
        lambda: ledger.add_commitment(path, GOOD, "pejabat", refuse),
        lambda: ledger.save(path, key, 1, GOOD, "pejabat", refuse),
        lambda: ledger.undo(path, key, 1, "pejabat", refuse),
    ):
        with pytest.raises(OSError, match="disk penuh"):
            change()
        assert ledger.read_entries(path) == before


DIES = """
import os, sys
from pathlib import Path
from data.followups import ledger
from data.followups.entries import Commitment
from tests.data.followups.test_ledger import GOOD
ledger.add_commitment(Path(sys.argv[1]), GOOD, "pejabat", lambda entry: os._exit(9))
"""


def test_a_process_that_dies_in_the_middle_leaves_what_was_there(path: Path) -> None:
    add(path)
    before = ledger.read_entries(path)
    died = subprocess.run([sys.executable, "-c", DIES, str(path)], cwd=ROOT, check=False)
    assert died.returncode == 9
    assert ledger.read_entries(path) == before
    assert add(path).key == "komitmen-2"


@pytest.mark.parametrize("sql", ["update riwayat set isi = null", "delete from riwayat"])
def test_the_file_itself_refuses_to_change_a_version(path: Path, sql: str) -> None:
    add(path)
    with sqlite3.connect(path) as con, pytest.raises(sqlite3.IntegrityError):
        con.execute(sql)
    con.close()


@pytest.mark.parametrize("found", [ledger.SCHEMA + 1, 99])
def test_a_file_of_another_schema_is_refused_and_left_as_it_is(path: Path, found: int) -> None:
    add(path)
    con = sqlite3.connect(path)
    con.execute(f"pragma user_version = {found}")
    con.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=f"skema {found}"):
        ledger.read_entries(path)
    with pytest.raises(StoreError, match=f"skema {found}"):
        add(path)
    assert path.read_bytes() == before


def test_what_is_no_ledger_is_a_sentence(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("bukan basis data " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="tidak dapat dibuka"):
        ledger.read_entries(path)


def test_an_entry_that_is_not_there_cannot_be_changed(path: Path) -> None:
    add(path)
    with pytest.raises(StoreError, match="tidak ada"):
        ledger.save(path, "komitmen-7", 1, GOOD, "pejabat", bool)


@pytest.mark.parametrize("state", STATES)
def test_what_is_well_filled_in_is_taken(state: str) -> None:
    check(replace(GOOD, state=state), TODAY)
    check(replace(GOOD, kode_wilayah="36.73", office="dinas koperasi"), TODAY)
    check(NOTE, TODAY)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"indikator": ""}, "indikatornya"),
        ({"kode_wilayah": "36.73.99"}, "wilayahnya"),
        ({"action": "Segera."}, "tindakannya"),
        ({"action": "x" * (LONGEST + 1)}, "tindakannya"),
        ({"office": "Budi Santoso"}, "bukan nama orang"),
        ({"office": ""}, "bukan nama orang"),
        ({"office": "Dinas " + "x" * 200}, "bukan nama orang"),
        ({"due": "2026-11-01"}, "tenggat"),
        ({"due": "besok"}, "tenggat"),
        ({"due": "2099-01-01"}, "tenggat"),
        ({"state": "entah"}, "keadaannya"),
        ({"action": "Hubungi 0812-3456-7890 segera."}, "nomor orang"),
        ({"action": "NIK 3673 0101 0101 0001 dicek."}, "nomor orang"),
    ],
)
def test_each_fault_of_a_form_has_its_sentence(changes: dict[str, str], said: str) -> None:
    with pytest.raises(FormError) as told:
        check(replace(GOOD, **changes), TODAY)
    (problem,) = told.value.problems
    assert said in problem


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(FormError) as told:
        check(replace(GOOD, action="", office="", state=""), TODAY)
    assert len(told.value.problems) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"helped": " ", "hindered": ""}, "paling sedikit satu"),
        ({"periode": "2025-13"}, "periodenya"),
        ({"planned": "x" * (LONGEST + 1)}, "paling banyak"),
        ({"planned": "Telepon 081234567890."}, "nomor orang"),
    ],
)
def test_each_fault_of_a_note_has_its_sentence(changes: dict[str, str], said: str) -> None:
    with pytest.raises(FormError) as told:
        check(replace(NOTE, **changes), TODAY)
    assert [said in problem for problem in told.value.problems] == [True]


def test_the_file_is_read_while_it_cannot_be_written(path: Path) -> None:
    add(path)
    os.chmod(path, 0o400)
    assert len(ledger.read_entries(path)) == 1
