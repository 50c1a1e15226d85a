"""The kept worlds: made once, used only where nothing of what makes them has changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from data.settings import ROOT
from tests import worlds
from tests.data.rows import Workspace
from tests.worlds import KEPT_OF_EACH, fill_with_demo, hash_of, world, write_public_files

STEPS = (fill_with_demo, write_public_files)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that is looked at, without what lies beside it in a working folder."""
    copy = tmp_path_factory.mktemp("pohon")
    for path in worlds._product(ROOT):
        _copy(path, copy)
    for folder in ("tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            _copy(path, copy)
    return copy


def _copy(path: Path, tree: Path) -> None:
    target = tree / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


@contextmanager
def changed(path: Path) -> Iterator[None]:
    """Change a file, or make it, until the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + b"\n")
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize(
    "path",
    [
        "data/build/build.py",
        "data/build/sql/baru.sql",
        "data/layouts/lapak.toml",
        "wilayah/36.73/acuan.csv",
        "analysis/release/publish.py",
        "analysis/disclosure/solver.py",
        "wilayah/36.73/kelurahan.geojson",
        "public/embeds/embed_files.py",
        "public/baru/berkas.html",
        "tests/worlds.py",
        "tests/data/rows.py",
        "tests/folder.py",
    ],
)
def test_a_change_in_what_makes_a_world_changes_its_hash(tree: Path, path: str) -> None:
    before = hash_of(STEPS, tree)
    with changed(tree / path):
        assert hash_of(STEPS, tree) != before


@pytest.mark.parametrize(
    "path",
    [
        "var/gudang/kini",
        "var/tata_letak/kantor.toml",
        "var/raw/register.csv",
        "var/koreksi.csv",
        "data/raw/register.csv",
        "data/terbitan/2025/embed.html",
        "data/__pycache__/build.cpython-311.pyc",
        "pages/ringkasan.py",
        "server/gate.py",
        "tests/pages/test_open.py",
        "bench/tour.py",
        "README.md",
    ],
)
def test_a_change_elsewhere_does_not(tree: Path, path: str) -> None:
    before = hash_of(STEPS, tree)
    with changed(tree / path):
        assert hash_of(STEPS, tree) == before


def test_the_file_of_a_step_counts_with_all_that_it_imports(tree: Path) -> None:
    from tests.analysis.conftest import fill  # its own imports are many

    before = hash_of((fill,), tree), hash_of(STEPS, tree)
    with changed(tree / "tests" / "analysis" / "thin.py"):
        assert hash_of((fill,), tree) != before[0]
        assert hash_of(STEPS, tree) == before[1]


def test_another_version_of_a_package_or_of_python_is_another_world(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_of(STEPS, tree)
    known = list(metadata.distributions())
    monkeypatch.setattr(worlds, "distributions", lambda: known[1:])
    worlds._surroundings.cache_clear()
    fewer = hash_of(STEPS, tree)
    monkeypatch.setattr(worlds, "distributions", lambda: known)
    monkeypatch.setattr("sys.version", "3.99")
    worlds._surroundings.cache_clear()
    assert len({before, fewer, hash_of(STEPS, tree)}) == 3
    monkeypatch.undo()
    worlds._surroundings.cache_clear()
    assert hash_of(STEPS, tree) == before


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let making cost nothing; return the list of what is made from now on."""
    names: list[str] = []

    def make(place: Workspace, *_: object) -> None:
        names.append(place.folder.name)
        (place.folder / "isi").write_text(place.folder.name, encoding="utf-8")

    monkeypatch.setattr(worlds, "_make", make)
    return names


def test_a_world_is_made_once_and_again_when_its_hash_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, kept = made(monkeypatch), tmp_path / "kept"
    for number, name in enumerate("aabab"):
        monkeypatch.setattr(worlds, "hash_of", lambda _, name=name: name)
        copy = world("dunia", fill_with_demo, write_public_files, tmp_path / str(number), kept)
        assert (copy.folder / "isi").read_text() == {"a": "0", "b": "2"}[name]
    assert names == ["0", "2"]


def test_only_the_newest_are_kept_and_no_half_made_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, kept = made(monkeypatch), tmp_path / "kept"
    (kept / ".dunia-1").mkdir(parents=True)  # what a run that was killed leaves behind
    (kept / "dunia-lain-1").mkdir()
    for number in range(1, 5):
        monkeypatch.setattr(worlds, "hash_of", lambda _, number=number: str(number))
        world("dunia", fill_with_demo, write_public_files, tmp_path / str(number), kept)
    assert names == ["1", "2", "3", "4"]
    found = {path.name for path in kept.iterdir() if path.is_dir()}
    assert found == {"dunia-3", "dunia-4", "dunia-lain-1"}
    assert len(found) == KEPT_OF_EACH + 1


def test_a_world_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(place: Workspace) -> None:
        raise OSError("disk penuh")

    kept = tmp_path / "kept"
    with pytest.raises(OSError, match="disk penuh"):
        world("dunia", broken, write_public_files, tmp_path / "copy", kept)
    assert [path.name for path in kept.iterdir()] == ["dunia.lock"]
