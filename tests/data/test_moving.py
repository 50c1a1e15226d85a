"""What earlier versions kept in ``data`` comes to ``var`` once, whole, or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import asdict, fields, replace

from data.errors import StoreError
from data.moving import KEPT_BEFORE, NAMED_BY_WEB_SERVERS, move_into_var
from data.settings import ROOT, VAR, Settings
from data.store.versions import Versions

NEVER_ELSEWHERE = {"keadaan", "tindak_lanjut"}
"""What is newer than the move."""

FOLDERS = ("raw", "gudang", "publik", "terbitan", "audit", "tata_letak")
OPENS = "import duckdb, sys; store = duckdb.connect(sys.argv[1], read_only=True); print(flush=True)"
OPENS += "; sys.stdin.read()"


def settings_in(root: Path) -> Settings:
    """Return the settings that leave every place to a program below a root."""
    usual = Settings()
    own = {
        f.name: root / getattr(usual, f.name).relative_to(ROOT)
        for f in fields(usual)
        if f.name in KEPT_BEFORE
    }
    return replace(usual, **own)


def keep_as_before(root: Path) -> None:
    """Write one file into each earlier place."""
    for name, place in KEPT_BEFORE.items():
        file = root / place / "isi" if name in FOLDERS else root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)


def everything(root: Path) -> dict[str, str]:
    """Return the text of every file below a root, by its path, links followed by nobody."""
    return {
        str(p.relative_to(root)): p.read_text()
        for folder, _, names in os.walk(root)
        for p in (Path(folder) / name for name in names)
        if p.is_file()
    }


@contextmanager
def opened(store: Path) -> Iterator[None]:
    """Keep a store open in another process, as a program that serves it does."""
    command = [sys.executable, "-c", OPENS, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate()


def test_all_that_the_program_keeps_has_its_place_in_var_and_is_known_here() -> None:
    usual = {name: value for name, value in asdict(Settings()).items() if isinstance(value, Path)}
    inside = {name for name, path in usual.items() if path.is_relative_to(VAR)}
    assert inside == {*KEPT_BEFORE, *NEVER_ELSEWHERE}
    assert {n for n, path in usual.items() if not path.is_relative_to(VAR)} == {
        "batas_kelurahan",
        "akses",
    }


def test_every_piece_is_moved_once_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_as_before(tmp_path)
    settings = settings_in(tmp_path)
    assert set(move_into_var(settings, tmp_path)) == set(KEPT_BEFORE)
    for name in KEPT_BEFORE:
        path = getattr(settings, name)
        assert (path / "isi" if name in FOLDERS else path).read_text() == name
        assert (tmp_path / KEPT_BEFORE[name]).is_symlink() == (name in NAMED_BY_WEB_SERVERS)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "var/" in said
    assert move_into_var(settings, tmp_path) == []
    assert capsys.readouterr().err == ""


def test_a_web_server_that_names_the_old_folder_finds_the_files(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    move_into_var(settings_in(tmp_path), tmp_path)
    assert (tmp_path / "data" / "terbitan" / "isi").read_text() == "terbitan"


def test_a_place_that_the_settings_name_stays(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    settings = replace(settings_in(tmp_path), raw=tmp_path / "data" / "raw")
    assert "raw" not in move_into_var(settings, tmp_path)
    assert (tmp_path / "data" / "raw" / "isi").read_text() == "raw"


@pytest.mark.parametrize("name", KEPT_BEFORE)
def test_where_both_places_hold_something_nothing_moves(tmp_path: Path, name: str) -> None:
    keep_as_before(tmp_path)
    settings = settings_in(tmp_path)
    new = getattr(settings, name)
    new = new / "lain" if name in FOLDERS else new
    new.parent.mkdir(parents=True)
    new.write_text("yang lain")
    before = everything(tmp_path)
    with pytest.raises(StoreError, match=f"'{name}' ada di dua tempat"):
        move_into_var(settings, tmp_path)
    assert everything(tmp_path) == before


def test_a_new_folder_that_holds_nothing_is_in_nobody_s_way(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    settings = settings_in(tmp_path)
    settings.raw.mkdir(parents=True)
    (settings.raw / "README.md").write_text("Berkas yang diterima.")
    move_into_var(settings, tmp_path)
    assert (settings.raw / "isi").read_text() == "raw"


def test_nothing_moves_while_a_program_serves_it(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    store = tmp_path / "data" / "publik" / "20260101-a" / "publik.duckdb"
    store.parent.mkdir()
    duckdb.connect(str(store)).close()
    settings = settings_in(tmp_path)
    with opened(store), pytest.raises(StoreError, match="sedang dipakai program yang berjalan"):
        move_into_var(settings, tmp_path)
    assert not (tmp_path / "var").exists()
    assert "publik" in move_into_var(settings, tmp_path)


def test_nothing_moves_while_another_command_changes_versions(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    with (
        Versions(tmp_path / "data" / "gudang").locking(),
        pytest.raises(StoreError, match="sedang dipakai program yang berjalan"),
    ):
        move_into_var(settings_in(tmp_path), tmp_path)
    assert not (tmp_path / "var").exists()


def test_another_disk_is_told_with_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_as_before(tmp_path)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match=r'raw = ".*data/raw"'):
        move_into_var(settings_in(tmp_path), tmp_path)


def test_a_move_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    keep_as_before(tmp_path)
    settings = settings_in(tmp_path)
    settings.raw.parent.mkdir()
    (tmp_path / "data" / "raw").rename(settings.raw)
    assert set(move_into_var(settings, tmp_path)) == set(KEPT_BEFORE) - {"raw"}
