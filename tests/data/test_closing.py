"""What holds names and numbers of persons is closed to other accounts, whoever made the file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cli
from commands import intake
from data.build import fill
from data.received.closing import close_to_others
from data.store.store import IDENTITY
from tests.data.rows import Workspace, write_register


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    """An account whose new files are open to all."""
    usual = os.umask(0)
    try:
        yield
    finally:
        os.umask(usual)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_put_there_by_hand_is_closed_by_the_build_that_says_so(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand = workspace.raw / "2025" / "register.csv"
    by_hand.parent.mkdir(parents=True)
    write_register(by_hand, [{}])
    elsewhere = workspace.folder / "lain.csv"
    elsewhere.write_text("x", encoding="utf-8")
    (workspace.raw / "tautan.bak").symlink_to(elsewhere)
    (workspace.raw / ".tersembunyi").write_text("x", encoding="utf-8")
    for path in (workspace.raw, by_hand.parent):
        path.chmod(0o775)
    by_hand.chmod(0o664)
    cli.main(["build"])
    said = f"4 berkas atau folder di {workspace.raw} terbuka bagi akun lain"
    assert said in capsys.readouterr().err
    assert [mode(path) for path in (workspace.raw, by_hand.parent, by_hand)] == [
        0o770,
        0o770,
        0o660,
    ], "a group keeps what it may"
    assert mode(elsewhere) == 0o666, "what a link leads to is another's"
    cli.main(["build"])
    assert "terbuka bagi akun" not in capsys.readouterr().err


def test_what_belongs_to_another_account_is_said_with_the_command(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_register(workspace.raw / "a.csv", [{}])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    (said,) = close_to_others(workspace.raw)
    assert "2 berkas atau folder" in said and f"chmod -R o-rwx '{workspace.raw}'" in said


@pytest.mark.lambat
def test_the_program_itself_leaves_nothing_open_there(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["demo"])
    assert close_to_others(workspace.raw) == []


def test_every_file_of_a_build_is_closed_while_it_is_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB keeps a log beside each file as long as it writes; it holds the same names."""
    seen: dict[str, int] = {}
    fold = fill.check.fold

    def fold_and_look(*given: Any) -> None:
        for path in workspace.settings.gudang.rglob("*"):
            seen[path.name] = mode(path)
        fold(*given)

    monkeypatch.setattr(fill.check, "fold", fold_and_look)
    write_register(workspace.raw / "a.csv", [{"nik": "3673010203040005"}])
    store = workspace.build()
    assert f"{IDENTITY}.wal" in seen, "the log is there at that moment"
    made = {name for name in seen if "." in name and not name.startswith(".")}
    assert {name: seen[name] for name in made if seen[name] & 0o077} == {}
    for path in (workspace.settings.gudang / store.version).glob("*.duckdb*"):
        assert mode(path) == 0o600, path.name


def test_a_kernel_that_cannot_confine_the_reader_is_told_of_at_an_import(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(intake, "describe_lack", lambda: "Pembaca tanpa pagar.")
    write_register(workspace.folder / "a.csv", [{}])
    cli.main(["check", str(workspace.folder / "a.csv")])
    assert "Pembaca tanpa pagar." in capsys.readouterr().err
