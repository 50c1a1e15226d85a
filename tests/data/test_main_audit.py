"""``python -m data`` checks the record, and leaves a line of what it changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import main
from data.access import access_log
from data.access.access_log import START
from data.settings import ROOT
from data.store.versions import Versions
from tests.data.access.trail import chain, rewrite, texts
from tests.data.rows import Workspace, write_register

pytestmark = pytest.mark.lambat


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    return workspace.settings.audit


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit code of a command and what it said on both streams."""
    capsys.readouterr()
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_whole_record_is_said_to_be_whole_with_its_last_hash(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = chain(folder)[-1].sidik
    code, out, err = said(capsys, "audit")
    assert (code, err) == (0, "")
    assert out.startswith(f"Log akses utuh: 12 baris.\nSidik terakhir: {head}\nCatat sidik ini")


def test_an_empty_record_is_no_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "audit") == (0, "Log akses masih kosong.\n", "")
    assert not folder.exists()


def test_a_tampered_record_is_a_fault_and_says_where(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain(folder)
    lines = texts(folder, "2026-04")
    rewrite(folder, "2026-04", [line.replace("petugas@", "pegawai@") for line in lines[:1]])
    code, out, err = said(capsys, "audit")
    assert (code, err) == (1, "")
    assert out.startswith("Log akses TIDAK utuh: 2 masalah, 9 baris.\n")
    assert "- 2026-04.jsonl, baris 1: diubah" in out
    assert "- 2026-05.jsonl, baris 1: baris nomor 6 s.d. 8 hilang sebelum baris ini" in out


def test_a_cut_record_is_a_fault_only_beside_a_hash_that_was_noted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = chain(folder)[-1].sidik
    assert said(capsys, "audit", "--head", head)[0] == 0
    assert said(capsys, "audit", "--head", f" {head.upper()} ")[0] == 0
    rewrite(folder, "2026-05", texts(folder)[:-1])
    assert said(capsys, "audit")[0] == 0
    code, out, _ = said(capsys, "audit", "--head", head)
    assert code == 1
    assert f"Sidik yang dicatat ({head}) tidak ada lagi di rantai: ekor log dipotong" in out


@pytest.mark.parametrize("head", ["", "salah", "0" * 63])
def test_a_noted_hash_that_is_none_is_not_taken_for_none_given(
    folder: Path, capsys: pytest.CaptureFixture[str], head: str
) -> None:
    chain(folder)
    assert said(capsys, "audit", "--head", head)[0] == 1


def test_an_emptied_record_is_a_fault_beside_a_noted_hash(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = chain(folder)[-1].sidik
    for path in folder.glob("*.jsonl"):
        path.unlink()
    assert said(capsys, "audit", "--head", head)[0] == 1
    assert said(capsys, "audit", "--head", START)[0] == 0


def test_a_record_that_cannot_be_read_is_a_fault_and_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "2026-05.jsonl").mkdir(parents=True)
    code, out, err = said(capsys, "audit")
    assert (code, out) == (1, "")
    assert "log akses tidak dapat dibaca" in err and "Periksa hak baca" in err


@pytest.mark.parametrize("spoilt", [False, True])
def test_the_command_itself_ends_with_the_code(
    workspace: Workspace, folder: Path, spoilt: bool
) -> None:
    chain(folder)
    if spoilt:
        rewrite(folder, "2026-03", texts(folder, "2026-03")[1:])
    done = subprocess.run(
        [sys.executable, "-m", "data", "audit"],
        cwd=ROOT,
        env=os.environ | {"UMKM_PENGATURAN": str(workspace.toml)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (int(spoilt), "")
    assert done.stdout.startswith("Log akses TIDAK utuh" if spoilt else "Log akses utuh: 12 baris")
    assert ("awal rantai hilang" in done.stdout) == spoilt


def test_building_and_going_back_leave_a_line_each(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = []
    for size in (1, 2):
        write_register(workspace.raw / "a.csv", [{}] * size)
        assert said(capsys, "build")[0] == 0
        names.append(str(Versions(workspace.settings.gudang).find_current()))
    code, _, err = said(capsys, "rollback", names[0])
    assert (code, Versions(workspace.settings.gudang).find_current()) == (0, names[0])
    assert "Terbitkan ulang dengan: python -m data publish" in err

    lines = access_log.read_lines(folder)[::-1]
    assert [(line.objek, line.versi) for line in lines] == [
        ("bangun", names[0]),
        ("bangun", names[1]),
        ("kembalikan", names[0]),
    ]
    assert {(line.siapa, line.peran, line.tindakan) for line in lines} == {
        ("operator", "operator", "ubah")
    }
    assert said(capsys, "audit")[0] == 0


def test_looking_at_the_versions_or_the_record_leaves_no_line(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    workspace.ready()
    assert said(capsys, "list")[0] == said(capsys, "audit")[0] == 0
    assert access_log.read_lines(folder) == []


def test_a_build_or_return_that_fails_leaves_no_line_and_changes_nothing(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    served = workspace.ready().version
    (workspace.raw / "b.csv").write_text("bukan;tabel\n", encoding="utf-8")
    assert said(capsys, "build")[0] == 1
    code, _, err = said(capsys, "rollback", "20200101-tiada")
    assert code == 1
    assert f"Versi '20200101-tiada' tidak ada di {workspace.settings.gudang}. Yang ada" in err
    assert Versions(workspace.settings.gudang).find_current() == served
    assert access_log.read_lines(folder) == []


@pytest.mark.parametrize("command", ["build", "rollback"])
def test_what_cannot_be_recorded_is_not_done(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    first = workspace.ready().version
    write_register(workspace.raw / "a.csv", [{}, {}])
    served = workspace.build().version if command == "rollback" else first
    folder.mkdir()
    folder.chmod(0o755)
    code, _, err = said(capsys, command, *[first][: command == "rollback"])
    assert code == 1 and "Jalankan: chmod 700" in err
    assert Versions(workspace.settings.gudang).find_current() == served


def test_not_even_made_up_files_are_written_when_it_cannot_be_recorded(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    assert said(capsys, "build")[0] == 1
    assert list(workspace.raw.rglob("*")) == []
