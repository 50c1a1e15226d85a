"""An import that is killed, has no room, or meets another one leaves what is served whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.build import build as building
from data.build import imports
from data.build.fill import fill
from data.errors import InputError
from data.received import uploads
from data.settings import ROOT
from data.store.store import STORE
from data.store.versions import DRAFT, UNFINISHED, Versions
from tests.data.rows import TODAY, Row, Workspace, ids, one, write_register
from tests.data.test_versions import kill_after
from tests.pace import upto

pytestmark = pytest.mark.lambat

DAY = date.fromisoformat(TODAY)
KILLS = upto(8, 3)
MANY = 4_000


LIMITED = (
    "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); "
    "runpy.run_module('data', run_name='__main__')"
)


def command(place: Workspace, *given: str, most_bytes: int | None = None) -> subprocess.Popen[str]:
    """Start ``python -m data``; no file that it writes may exceed ``most_bytes``."""
    program = ["-c", LIMITED.format(most_bytes)] if most_bytes else ["-m", "data"]
    return subprocess.Popen(
        [sys.executable, *program, *given],
        cwd=ROOT,
        env=os.environ | {"UMKM_PENGATURAN": str(place.toml)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit code, and what was said to the person."""
    said = process.communicate(timeout=120)[1]
    assert "Traceback" not in said, said
    return process.returncode, said


def people(folder: Path, count: int, month: str = "JUNI") -> Path:
    """Return a register with everything that a store keeps of a business."""
    rows: list[Row] = [
        {
            "id_usaha": f"{month}-{number}",
            "nama_usaha": f"Usaha {number}",
            "nik": f"{number:016}",
            "telepon": f"0800{number:08}",
            "omzet_rp": number * 1000,
        }
        for number in range(count)
    ]
    return write_register(folder / f"{month}.csv", rows, f"KEADAAN {month} 2025")


def shown(place: Workspace) -> dict[Path, bytes]:
    """Return the served version, byte by byte, and the pointer to it."""
    gudang = place.settings.gudang
    name = Versions(gudang).find_current()
    assert name is not None
    files = [path for path in (gudang / name).rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in [*files, gudang / "kini"]}


@pytest.fixture(scope="module")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A folder that serves one small file."""
    place = Workspace(tmp_path_factory.mktemp("mei"))
    take(place, people(place.folder, 3, "MEI"))
    return place


@pytest.fixture
def served(workspace: Workspace, first_import: Workspace) -> Workspace:
    """The same as the test's own folder."""
    shutil.copytree(first_import.folder, workspace.folder, dirs_exist_ok=True)
    return workspace


def take(place: Workspace, path: Path) -> None:
    """Import a file in this process."""
    with path.open("rb") as handle:
        candidate = uploads.receive(place.raw, path.name, handle)
    imports.take(place.settings, DAY, candidate)


def version(place: Workspace) -> str | None:
    return Versions(place.settings.gudang).find_current()


def count(place: Workspace) -> object:
    return one(place.open(place.settings.gudang, STORE), "select count(*) from usaha")


def wait_for_copy(place: Workspace, process: subprocess.Popen[str]) -> None:
    """Wait until a file lies beside the first one, waiting or kept."""
    while len(list((place.raw / uploads.FOLDER).iterdir())) < 2:
        assert process.poll() is None, "it ended before it began"
        time.sleep(0.001)


def test_killed_at_any_moment_the_served_version_is_whole(served: Workspace) -> None:
    path = people(served.folder, MANY)
    before, name = shown(served), version(served)
    code, said = ended(command(served, "check", str(path)))
    assert code == 0
    fell = 0
    for part in range(KILLS):
        for draft in served.settings.gudang.glob(f"{DRAFT}*"):
            shutil.rmtree(draft)  # so that there is all to do again
        process = command(served, "import", str(path))
        wait_for_copy(served, process)
        kill_after(process, part * len(said.splitlines()) // KILLS)
        fell += process.returncode == -9
        if version(served) == name:
            assert shown(served) == before
        assert count(served) in (3, MANY + 3)
    assert fell >= KILLS // 2, "the kills came too late to say anything"

    take(served, path)

    assert count(served) == MANY + 3
    assert len(served.open(served.settings.gudang, STORE).record["berkas"]) == 2
    assert len(Versions(served.settings.gudang).list_names()) == 2
    assert len(list(served.raw.rglob("[!.]*.csv"))) == 2
    last = version(served)
    served.build()
    assert version(served) == last, "nothing that was left behind counts"
    assert not list(served.settings.gudang.glob(f"{UNFINISHED}*"))


# What does not fit: the copy of the file, the store's log, the store at its end.
@pytest.mark.parametrize("most_bytes", [200_000, 700_000, 2_000_000])
def test_full_disk_is_one_sentence_and_changes_nothing(served: Workspace, most_bytes: int) -> None:
    path = people(served.folder, MANY)
    before = shown(served)
    code, said = ended(command(served, "import", str(path), most_bytes=most_bytes))
    assert code == 1
    last = said.strip().splitlines()[-1]
    assert "File too large" in last or "disk atau memori penuh" in last
    assert last.endswith(".")
    assert shown(served) == before
    assert len(list((served.raw / uploads.FOLDER).iterdir())) == 1
    take(served, path)
    assert count(served) == MANY + 3


def test_two_files_at_once_are_both_taken(served: Workspace) -> None:
    paths = [people(served.folder, 500, month) for month in ("JUNI", "JULI")]
    both = [command(served, "import", str(path)) for path in paths]
    assert [ended(process)[0] for process in both] == [0, 0]
    assert count(served) == 1_003
    assert len(served.open(served.settings.gudang, STORE).record["berkas"]) == 3


def test_one_file_twice_at_once_is_taken_once(served: Workspace) -> None:
    path = people(served.folder, 500)
    both = [command(served, "import", str(path)) for _ in range(2)]
    assert [ended(process)[0] for process in both] == [0, 0]
    assert count(served) == 503
    assert len(served.open(served.settings.gudang, STORE).record["berkas"]) == 2
    assert len(list((served.raw / uploads.FOLDER).iterdir())) == 2


def while_reading(patch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen between the reading of the files and the end of a build."""

    def interrupted(*given):  # type: ignore[no-untyped-def]
        found = fill(*given)
        happens()
        return found

    patch.setattr(building, "fill", interrupted)


def test_file_that_changes_while_it_is_read_is_refused(
    served: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown(served)
    path = people(served.raw, 2)

    def growing() -> None:
        with path.open("a", encoding="utf-8") as out:
            out.write("menyusul\n")

    with monkeypatch.context() as patch:
        while_reading(patch, growing)
        with pytest.raises(InputError, match=r"JUNI\.csv: berubah saat dibaca\. Ulangi"):
            served.build()
    assert shown(served) == before
    people(served.raw, 2)
    assert ids(served.build()) == ["JUNI-0", "JUNI-1", "MEI-0", "MEI-1", "MEI-2"]


def test_build_that_fails_in_the_middle_leaves_nothing_that_counts(
    served: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown(served)
    path = people(served.raw, 2)

    def failing() -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        while_reading(patch, failing)
        with pytest.raises(RuntimeError):
            served.build()
    assert shown(served) == before
    path.unlink()
    served.build()
    assert shown(served) == before
