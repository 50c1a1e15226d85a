"""One file in, by the command line and as the Data page does it: taken whole, or not at all."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cli import main
from data.access import access_log
from data.build import imports
from data.build.build import Draft, build, hash_rules
from data.errors import InputError, StoreError
from data.received import uploads
from data.received.uploads import Candidate
from data.settings import settings
from data.store.store import STORE, Store
from data.store.versions import Versions
from tests.data.rows import TODAY, Row, Workspace, ids, write_register

pytestmark = pytest.mark.lambat

FILES = Path(__file__).parents[1] / "files"
DAY = date.fromisoformat(TODAY)
OTHER_CITY = FILES / "tabel_kecamatan" / "Ekspedisi Tangsel.csv"
UNKNOWN = FILES / "tak_dikenal" / "Data Binaan Bidang IKM.xlsx"
OWN_LAYOUT = """
judul = "Binaan IKM"
tabel = "pembinaan"
penanda = ["Nama IKM", "Komoditi"]
[tetap]
tanggal = "2025-03-31"
kegiatan = "Pendataan"
[kolom]
nama_usaha = ["Nama IKM"]
kecamatan = ["Kec"]
kelurahan = ["Kel/Desa"]
"""


def sent(place: Workspace, name: str, *given: str, month: str = "JUNI", **cells: object) -> Path:
    """Return a register as it lies on somebody's disk, one business an id."""
    rows: list[Row] = [cells | {"id_usaha": one} for one in given]
    return write_register(place.folder / "kiriman" / name, rows, f"KEADAAN {month} 2025")


def waiting(place: Workspace, path: Path) -> Candidate:
    with path.open("rb") as handle:
        return uploads.receive(place.raw, path.name, handle)


def version(place: Workspace) -> str:
    name = Versions(place.settings.gudang).find_current()
    assert name is not None
    return name


def served(place: Workspace) -> Store:
    return place.open(place.settings.gudang, STORE)


def visible(place: Workspace) -> dict[str, str]:
    """Return everything that counts: files received, versions, the pointer; by content."""
    found = {}
    for folder in (place.raw, place.settings.gudang):
        for path in folder.rglob("*"):
            parts = path.relative_to(folder).parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                found[f"{folder.name}/{'/'.join(parts)}"] = hashlib.sha256(
                    path.read_bytes()
                ).hexdigest()
    return found


def leftovers(place: Workspace) -> list[str]:
    """Return what a door left waiting."""
    return [path.name for path in (place.raw / uploads.FOLDER).glob(".*")]


def take(place: Workspace, path: Path) -> str:
    assert main(["import", str(path)]) == 0
    return version(place)


@pytest.fixture(scope="module")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A folder into which one file was imported."""
    place = Workspace(tmp_path_factory.mktemp("juni"))
    with pytest.MonkeyPatch.context() as patch:
        take(place.use(patch), sent(place, "juni.csv", "A"))
    settings.cache_clear()
    return place


@pytest.fixture
def june(workspace: Workspace, first_import: Workspace) -> Workspace:
    """The test's own folder after that import."""
    shutil.copytree(first_import.folder, workspace.folder, dirs_exist_ok=True)
    return workspace


@pytest.mark.parametrize("verb", ["check", "import"])
def test_a_file_that_is_still_being_written_is_refused(
    june: Workspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
) -> None:
    before = visible(june)
    path = sent(june, "b.csv", "B", month="JULI")
    prepare = imports.make_draft

    def meanwhile(*given: Any) -> Draft:
        made = prepare(*given)
        with path.open("a", encoding="utf-8") as out:
            out.write("menyusul\n")
        return made

    monkeypatch.setattr(imports, "make_draft", meanwhile)
    assert main([verb, str(path)]) == 1
    assert "b.csv: berubah saat dibaca. Ulangi" in "".join(capsys.readouterr())
    assert visible(june) == before
    assert leftovers(june) == []
    monkeypatch.undo()


def test_import_is_served_and_recorded(workspace: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    first = {"id_usaha": "A"}
    rows: list[Row] = [first, {"kbli": "1"}, first | {"tenaga_kerja": 9}, {}, first]
    path = write_register(workspace.folder / "Data Juni.csv", rows)
    before = datetime.now().astimezone()

    assert main(["import", str(path), "--oleh", "Bu Ani"]) == 0

    record = served(workspace).record
    (one,) = record["berkas"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert one == {
        "berkas": f"unggahan/{digest[:12]}-Data_Juni.csv",
        "tabel": "usaha",
        "layout": "register_dinas",
        "sha256": digest,
        "dibaca": 5,
        "diterima": 2,
        "ditolak": 2,
        "dilipat": 1,
    }
    assert record["oleh"] == "Bu Ani"
    assert record["tanggal"] == date.today().isoformat()
    assert abs((datetime.fromisoformat(record["waktu"]) - before).total_seconds()) < 60
    assert record["aturan"] == hash_rules(workspace.settings)
    assert not record["sintetis"]
    assert (workspace.raw / one["berkas"]).read_bytes() == path.read_bytes()
    assert "5 baris, 2 diterima, 1 duplikat digabung, 2 ditolak" in capsys.readouterr().out
    assert f"impor: {one['berkas']}" in str(access_log.read_lines(workspace.settings.audit))
    main(["list"])
    assert f"* {version(workspace)}" in (listed := capsys.readouterr().out)
    assert "oleh Bu Ani" in listed


def test_same_bytes_again_change_nothing(workspace: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    path = sent(workspace, "juni.csv", "A", "B")
    name = take(workspace, path)
    before = visible(workspace)
    renamed = path.with_name("Juni (revisi) FINAL.csv")
    shutil.copy(path, renamed)
    for again, command in [(path, "import"), (renamed, "import"), (renamed, "check")]:
        capsys.readouterr()
        assert main([command, str(again)]) == 0
        assert f"sudah ada di versi {name}" in capsys.readouterr().err
    assert visible(workspace) == before
    assert leftovers(workspace) == []


def test_check_changes_nothing_that_counts(june: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    before = visible(june)
    capsys.readouterr()
    assert main(["check", str(sent(june, "juli.csv", "B", month="JULI"))]) == 0
    assert "juli.csv: 1 baris, 1 diterima, 0 ditolak" in capsys.readouterr().out
    assert visible(june) == before
    assert leftovers(june) == []
    assert ids(served(june)) == ["A"]


def test_two_files_that_were_looked_at_together_are_both_taken(workspace: Workspace) -> None:
    first = waiting(workspace, sent(workspace, "juni.csv", "A"))
    second = waiting(workspace, sent(workspace, "juli.csv", "B", month="JULI"))
    looked = [imports.examine(workspace.settings, DAY, one) for one in (first, second)]
    assert all(report.draft and report.draft.new for report in looked)
    for one in (first, second):
        imports.take(workspace.settings, DAY, one, "Pak Budi")
    assert ids(served(workspace)) == ["A", "B"]
    assert served(workspace).record["oleh"] == "Pak Budi"


BAD = {
    "tata letak": (UNKNOWN, "tata letak tidak dikenal"),
    "kota lain": (OTHER_CITY, "Tangerang Selatan"),
}


@pytest.mark.parametrize("kind", ["tata letak", "kota lain", "terlalu banyak", "semua"])
def test_file_that_cannot_be_taken_leaves_all_as_it_was(
    kind: str,
    june: Workspace,
    capsys,  # type: ignore[no-untyped-def]
) -> None:
    before = visible(june)
    rows: list[Row] = [{"kelurahan": "Entah"}] * 6 + [{}] * 20
    many = write_register(june.folder / "banyak.csv", rows, "KEADAAN MEI 2025")
    every = sent(june, "semua.csv", "B", "C", month="MEI", skala="?")
    bad = BAD | {
        "terlalu banyak": (many, "6 dari 26 baris ditolak, lebih dari 20 %"),
        "semua": (every, "tidak satu baris pun dapat diterima"),
    }
    path, words = bad[kind]
    for command in ("check", "import"):
        capsys.readouterr()
        assert main([command, str(path)]) == 1
        said = capsys.readouterr().err
        assert words in said
        assert "Traceback" not in said
        assert visible(june) == before
        assert leftovers(june) == []


@pytest.mark.parametrize("elsewhere", [0, 1, 7])
def test_a_refusal_names_as_many_refused_rows_as_the_table_of_the_file(
    elsewhere: int, workspace: Workspace
) -> None:
    rows: list[Row] = [{"kelurahan": "Entah"}] * 10 + [{}] * 31
    far = [{"kecamatan": "Kramatwatu", "kelurahan": "Kramatwatu"}] * elsewhere
    path = write_register(workspace.folder / "banyak.csv", [*rows, *far])
    report = imports.examine(workspace.settings, DAY, waiting(workspace, path))
    (sheet,) = report.sheets
    assert sheet.ditolak == 10 + elsewhere
    assert report.refusal is not None
    assert report.refusal.startswith(f"{sheet.ditolak} dari {sheet.dibaca} baris ditolak")
    assert ("sisanya 10 baris" in report.refusal) == bool(elsewhere)


def test_refused_file_cannot_be_taken_by_the_page_either(workspace: Workspace) -> None:
    candidate = waiting(workspace, sent(workspace, "semua.csv", "B", skala="?"))
    report = imports.examine(workspace.settings, DAY, candidate)
    assert report.refusal and report.sheets[0].ditolak == 1
    with pytest.raises(InputError, match=r"semua\.csv: tidak satu baris pun"):
        imports.take(workspace.settings, DAY, candidate)
    assert Versions(workspace.settings.gudang).find_current() is None


def test_few_wrong_rows_and_rows_of_other_areas_keep_no_file_out(workspace: Workspace) -> None:
    few: list[Row] = [{"skala": "?"}] * 5 + [{}]
    take(workspace, write_register(workspace.folder / "sedikit.csv", few))
    take(workspace, FILES / "provinsi_panjang" / "banten_proyeksi_umkm.csv")
    assert [file["ditolak"] for file in served(workspace).record["berkas"]].count(28) == 1


def test_made_up_files_make_way_for_the_first_real_one(workspace: Workspace) -> None:
    write_register(workspace.raw / "sintetis" / "contoh.csv", [{"id_usaha": "X", "sintetis": "Ya"}])
    workspace.build()
    made_up = version(workspace)
    assert served(workspace).record["sintetis"]

    real = take(workspace, sent(workspace, "juni.csv", "A"))
    assert ids(served(workspace)) == ["A"]
    assert not served(workspace).record["sintetis"]

    assert main(["rollback", made_up]) == 0
    assert ids(served(workspace)) == ["X"]
    workspace.build()
    assert version(workspace) == made_up, "the real file was set aside"

    take(workspace, sent(workspace, "juli.csv", "B", month="JULI"))
    assert ids(served(workspace)) == ["B"]
    assert main(["rollback", real]) == 0
    assert ids(served(workspace)) == ["A"]


def test_file_of_a_version_gone_back_from_stays_out_until_it_comes_again(
    june: Workspace,
) -> None:
    first = version(june)
    second = sent(june, "juli.csv", "B", month="JULI")
    both = take(june, second)
    assert main(["rollback", first]) == 0
    assert ids(served(june)) == ["A"]
    june.build()
    assert version(june) == first

    take(june, sent(june, "mei.csv", "C", month="MEI"))
    assert ids(served(june)) == ["A", "C"]
    take(june, second)
    assert ids(served(june)) == ["A", "B", "C"]
    assert main(["rollback", both]) == 0
    assert ids(served(june)) == ["A", "B"]
    take(june, second)  # it is there already
    assert version(june) == both


def test_going_back_to_no_version_changes_nothing(june: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    name = version(june)
    before = visible(june)
    assert main(["rollback", "20200101-00000000"]) == 1
    assert name in capsys.readouterr().err, "it says which versions there are"
    with pytest.raises(StoreError):
        imports.roll_back(june.settings, "")
    assert visible(june) == before


def test_command_line_takes_a_file_that_is_too_large_for_the_page(
    workspace: Workspace,
) -> None:
    rows: list[Row] = [{"nama_usaha": "x" * 32_000}] * 1_700
    path = write_register(workspace.folder / "besar.csv", rows)
    with pytest.raises(InputError, match=r"besar\.csv: lebih besar dari 50 MB.*data import"):
        waiting(workspace, path)
    take(workspace, path)
    assert len(ids(served(workspace))) == len(rows)


@pytest.mark.parametrize("wrong", [0, 9])
def test_marked_workbook_is_written_for_taken_and_refused_files(
    wrong: int, workspace: Workspace
) -> None:
    rows: list[Row] = [{"skala": "?"}] * (wrong + 1) + [{}] * 20
    path = write_register(workspace.folder / "juni.csv", rows)
    marked = workspace.folder / "tanda.xlsx"
    assert main(["import", str(path), "--tandai", str(marked)]) == (1 if wrong else 0)
    assert marked.read_bytes()[:2] == b"PK"
    assert marked.stat().st_mode & 0o777 == 0o600


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _broken(folder: Path) -> dict[str, tuple[Path, str]]:
    """Return files that no door takes: what is said of each beside its name."""
    titled = "ID Usaha;Kelurahan;Skala Usaha;Pesan Instan\nA;Cipare;Mikro;Ya\n"
    return {
        "missing": (folder / "tiada.csv", "Periksa nama dan letaknya"),
        "folder": (folder / "raw", "Periksa nama dan letaknya"),
        "kind": (_write(folder / "surat.docx", b"x"), "Simpan sebagai"),
        "empty": (_write(folder / "kosong.csv", b""), "unggah lagi"),
        "disguised": (_write(folder / "palsu.xlsx", b"ID;Nama\n1;a\n"), "simpan ulang"),
        "lock": (_write(folder / "~$juni.xlsx", b"\x05Budi" + b"\x00" * 160), "unggah lagi"),
        "no period": (_write(folder / "tanpa.csv", titled.encode()), "Tulis bulan dan tahun"),
        "unknown": (_write(folder / "lain.csv", b"a;b\n1;2\n"), "Cocokkan kolomnya"),
    }


@pytest.mark.parametrize(
    "kind", ["missing", "folder", "kind", "empty", "disguised", "lock", "no period", "unknown"]
)
def test_message_names_the_file_and_the_next_step(
    kind: str,
    workspace: Workspace,
    capsys,  # type: ignore[no-untyped-def]
) -> None:
    path, step = _broken(workspace.folder)[kind]
    assert main(["import", str(path)]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert path.name in said
    assert step in said
    assert said.endswith(".")
    assert Versions(workspace.settings.gudang).find_current() is None


def test_lock_file_of_a_spreadsheet_is_no_received_file(workspace: Workspace) -> None:
    write_register(workspace.raw / "juni.csv", [{"id_usaha": "A"}])
    (workspace.raw / "~$juni.xlsx").write_bytes(b"\x05Budi")
    (workspace.raw / ".~lock.juni.csv#").write_bytes(b",budi,")
    assert ids(workspace.build()) == ["A"]


def test_layout_of_the_office_itself_is_used_and_is_one_of_the_rules(workspace: Workspace) -> None:
    before = hash_rules(workspace.settings)
    assert main(["import", str(UNKNOWN)]) == 1
    folder = workspace.settings.tata_letak
    folder.mkdir()
    (folder / "binaan.toml").write_text(OWN_LAYOUT, encoding="utf-8")
    assert hash_rules(workspace.settings) != before
    take(workspace, UNKNOWN)
    (one,) = served(workspace).record["berkas"]
    assert (one["layout"], one["tabel"], one["diterima"]) == ("binaan", "pembinaan", 18)


def test_new_rules_make_a_new_version_of_the_same_files(june: Workspace) -> None:
    old = version(june)
    june.settings.tata_letak.mkdir()
    (june.settings.tata_letak / "binaan.toml").write_text(OWN_LAYOUT, encoding="utf-8")
    new = build(june.settings, DAY, "Bu Ani")
    assert new != old
    assert build(june.settings, DAY) == new
    assert sorted(Versions(june.settings.gudang).list_names()) == sorted([old, new])


def test_marked_workbook_of_a_file_that_was_taken_before_is_written_too(
    workspace: Workspace,
    capsys,  # type: ignore[no-untyped-def]
) -> None:
    path = write_register(workspace.folder / "juni.csv", [{"skala": "?"}, {}, {}])
    take(workspace, path)
    take(workspace, sent(workspace, "juli.csv", "A", month="JULI"))
    for command in ("check", "import"):
        marked = workspace.folder / f"{command}.xlsx"
        assert main([command, str(path), "--tandai", str(marked)]) == 0
        assert f"Berkas bertanda: {marked}" in capsys.readouterr().out
        assert marked.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("target", ["tiada/x.xlsx", "kiriman"])
def test_marked_workbook_that_cannot_be_written_is_a_sentence_and_nothing_is_taken(
    workspace: Workspace,
    capsys,  # type: ignore[no-untyped-def]
    target: str,
) -> None:
    path = sent(workspace, "juni.csv", "A")
    marked = workspace.folder / target
    assert main(["import", str(path), "--tandai", str(marked)]) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert str(marked) in last and "Tidak ada yang berubah." in last
    assert Versions(workspace.settings.gudang).find_current() is None


def test_report_calls_files_as_their_senders_do(workspace: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    take(workspace, sent(workspace, "juni.csv", "A", "A", skala="?", kbli="1"))
    main(["import", str(UNKNOWN)])
    main(["check", str(_write(workspace.folder / "lain.csv", b"a;b\n1;2\n"))])
    said = "".join(capsys.readouterr())
    assert "Data_Binaan_Bidang_IKM.xlsx" in said and "lembar 'lain'" in said
    assert not re.search(r"unggahan/|\.calon-|<NA>", said)


def test_report_of_a_workbook_names_the_sheet_beside_the_row(
    workspace: Workspace,
    capsys,  # type: ignore[no-untyped-def]
) -> None:
    path = workspace.folder / "juni.xlsx"
    heading = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan"]
    with xlsxwriter.Workbook(path) as book:
        for name, skala in (("Serang", "Mikro"), ("Curug", "Besar")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["KEADAAN JUNI 2025"])
            page.write_row(1, 0, heading)
            page.write_row(2, 0, [f"A-{name}", "Serang", "Cipare", "Mikro", "Ya"])
            page.write_row(3, 0, [f"KS-{name}", "Serang", "Cipare", skala, "Ya"])
        book.add_worksheet("Petunjuk").write_row(0, 0, ["Isi lalu kirim"])
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Yang pertama: lembar 'Curug', baris 4." in said
    assert "Diterima, perlu dilihat: seharusnya lembar dengan tata letak yang dikenal" in said


def test_folded_rows_are_not_said_to_be_otherwise(workspace: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["check", str(sent(workspace, "juni.csv", "A", "A"))]) == 0
    said = "Duplikat digabung: 1 baris: sama dengan baris lain: juni.csv, baris 3."
    assert said in capsys.readouterr().out


def test_list_counts_files_and_says_when_there_is_none(workspace: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["list"]) == 0
    assert "Belum ada versi" in capsys.readouterr().out
    take(workspace, FILES / "tabel_kecamatan" / "UMKM per kecamatan.xlsx")
    assert main(["list"]) == 0
    assert "  1 berkas, 11 baris" in capsys.readouterr().out


def test_full_disk_is_not_called_a_wrong_name(
    workspace: Workspace,
    capsys,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> Candidate:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads, "receive", full)
    assert main(["check", str(sent(workspace, "juni.csv", "A"))]) == 1
    assert "disk atau memori penuh" in capsys.readouterr().err
