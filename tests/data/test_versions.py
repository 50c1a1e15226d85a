"""A version is whole or absent, whatever happens while it is built."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.errors import InputError, StoreError
from data.settings import ROOT
from data.store.store import STORE
from data.store.versions import POINTER, UNFINISHED, Versions, write_record
from tests.data.rows import Workspace, ids, write_register
from tests.pace import FULL, SEED, upto

KILLS = upto(8, 3)


def served(place: Workspace) -> str | None:
    return Versions(place.settings.gudang).find_current()


def start_build(place: Workspace) -> subprocess.Popen[str]:
    """Start ``python -m data build`` as its own process, as an office does."""
    return subprocess.Popen(
        [sys.executable, "-m", "data", "build"],
        cwd=ROOT,
        env=os.environ | {"UMKM_PENGATURAN": str(place.toml)},
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_after(process: subprocess.Popen[str], lines: int) -> None:
    """Kill a program when it has said so many lines; in the full run a little later."""
    assert process.stderr is not None
    for _ in range(lines):
        process.stderr.readline()
    if FULL:
        time.sleep(random.Random(SEED + lines).uniform(0, 0.1))
    process.kill()
    process.communicate()


@pytest.mark.lambat
def test_build_killed_at_any_moment_leaves_the_served_version_and_the_next_one_succeeds(
    workspace: Workspace,
) -> None:
    source = workspace.raw / "a.csv"
    write_register(source, [{}] * 2000)
    workspace.build()
    first = served(workspace)
    # What a whole build says decides at which words the next ones die.
    write_register(source, [{}] * 2001)
    said = start_build(workspace).communicate()[1].splitlines()
    Versions(workspace.settings.gudang).serve(str(first))

    unfinished = 0
    for kill in range(KILLS):
        write_register(source, [{}] * (2002 + kill))
        before = served(workspace)
        count = len(ids(workspace.open(workspace.settings.gudang, STORE)))
        kill_after(start_build(workspace), 1 + kill * (len(said) - 1) // KILLS)
        unfinished += bool(list(workspace.settings.gudang.glob(UNFINISHED + "*")))
        if served(workspace) == before:
            assert len(ids(workspace.open(workspace.settings.gudang, STORE))) == count
        else:  # it was quicker than its executioner
            assert len(ids(workspace.open(workspace.settings.gudang, STORE))) == 2002 + kill
    assert unfinished, "no build was killed at work: the test tried nothing"

    write_register(source, [{}] * 2100)
    assert len(ids(workspace.build())) == 2100
    assert not list(workspace.settings.gudang.glob(UNFINISHED + "*"))


def test_a_build_that_fails_leaves_the_served_version(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    workspace.ready()
    before = served(workspace)
    (workspace.raw / "b.csv").write_text("bukan;register\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.csv"):
        workspace.build()
    assert served(workspace) == before
    (workspace.raw / "b.csv").unlink()
    write_register(workspace.raw / "a.csv", [{}, {}])
    workspace.build()
    assert len(Versions(workspace.settings.gudang).list_names()) == 2


def test_same_files_are_served_again_and_nothing_is_built(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    store = workspace.build()
    file = workspace.settings.gudang / store.version / STORE
    written = file.stat().st_mtime_ns
    write_register(workspace.raw / "a.csv", [{}, {}])
    other = workspace.build().version

    write_register(workspace.raw / "a.csv", [{}])
    again = workspace.build()

    assert again.version == store.version != other
    assert ids(again) == ["KS000001"]
    assert file.stat().st_mtime_ns == written
    assert Versions(workspace.settings.gudang).list_names() == sorted([store.version, other])


def test_an_earlier_version_can_be_served_again(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    first = workspace.ready().version
    write_register(workspace.raw / "a.csv", [{}, {}])
    second = workspace.build().version
    versions = Versions(workspace.settings.gudang)

    versions.serve(first)

    assert versions.find_current() == first
    assert ids(workspace.open(workspace.settings.gudang, STORE)) == ["KS000001"]
    assert versions.list_names() == sorted([first, second])


def test_return_to_an_unknown_version_names_those_there_are(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    write_register(place.raw / "a.csv", [{}])
    name = place.ready().version
    with pytest.raises(StoreError, match=f"'tidak-ada'.*{name}"):
        Versions(place.settings.gudang).serve("tidak-ada")
    assert served(place) == name


def test_pointer_is_replaced_whole_under_whoever_reads_it(tmp_path: Path) -> None:
    versions, names = Versions(tmp_path), ("20260101-a", "20260102-b")
    for name in names:
        (tmp_path / name).mkdir()
        write_record(tmp_path / name, {})
    versions.serve(names[0])
    with (tmp_path / POINTER).open(encoding="ascii") as reader:
        versions.serve(names[1])
        assert reader.read() == f"{names[0]}\n"
    assert versions.find_current() == names[1]


def test_pointer_to_a_version_that_is_gone_serves_nothing(tmp_path: Path) -> None:
    (tmp_path / "kini").write_text("20260101-00000000\n", encoding="ascii")
    assert Versions(tmp_path).find_current() is None


@pytest.mark.lambat
def test_two_builds_at_once_both_end_with_the_same_version(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}] * 50)
    both = [start_build(workspace) for _ in range(2)]
    ends = [(process.communicate()[1], process.returncode) for process in both]
    assert [code for _, code in ends] == [0, 0], ends
    assert Versions(workspace.settings.gudang).list_names() == [served(workspace)]


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "KEADAAN JUNI 2025\nx\n"])
def test_build_that_fails_leaves_no_text_of_what_it_read(workspace: Workspace, text: str) -> None:
    write_register(workspace.raw / "a.csv", [{"nama_usaha": "Kedai Zubayra"}])
    (workspace.raw / "b.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        workspace.build()
    left = [path.name for path in workspace.settings.gudang.rglob("*") if path.is_file()]
    assert left == [".kunci"]


def test_return_before_the_first_version_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Belum ada versi; jalankan: make run$"):
        Versions(tmp_path).record("x")


def test_a_version_that_was_withdrawn_is_kept_and_never_served_again(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for name in ("20260101-a", "20260102-b"):
        with versions.locking(), versions.building(name) as folder:
            write_record(folder, {"sidik": name, "tanggal": f"{name[:4]}-01-{name[6:8]}"})
    assert versions.list_by_age() == ["20260101-a", "20260102-b"]
    assert versions.list_withdrawn() == {}
    versions.withdraw("20260101-a", {"alasan": "Salah kirim."})
    assert versions.list_withdrawn() == {"20260101-a": {"alasan": "Salah kirim."}}
    assert versions.list_names() == ["20260101-a", "20260102-b"]
    assert versions.find_by_fingerprint("20260101-a") is None
    with pytest.raises(StoreError, match="sudah ditarik"):
        versions.serve("20260101-a")
    with pytest.raises(StoreError, match="tidak ada"):
        versions.withdraw("20260103-c", {})
