"""Published made-up worlds, made once and kept between runs by the hash of all that makes them."""

from __future__ import annotations

import ast
import hashlib
import inspect
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest
from filelock import FileLock
from msgspec.structs import asdict

from analysis.release.publish import publish
from data.demo import files
from data.moving import KEPT_BEFORE
from data.settings import ROOT, Settings, settings
from public.parts import write_files
from tests.data.rows import TODAY, Workspace
from tests.folder import READ

KEPT = ROOT / ".cache" / "uji"
KEPT_OF_EACH = 2
MAKERS = ("data", "analysis", "geo", "public", "wilayah")
"""The folders of the product that build, publish and write public files. What ``server`` gives them
decides how a file is answered, and never what is in it."""

Step = Callable[[Workspace], object]
"""What is done to a workspace: its raw folder filled, or more written once all is published."""
Use = Callable[[Workspace], Workspace]
"""What makes a workspace the one that ``settings()`` names, as long as a test lasts."""
MadeOnce = Callable[..., Workspace]
"""(name, what fills the raw folder, what is done when all is published) -> a workspace."""


def fill_with_demo(place: Workspace) -> None:
    """Write the shipped made-up files."""
    files.write_files(place.raw / "sintetis")


def write_public_files(place: Workspace) -> None:
    """Write and serve the public files of what was published."""
    write_files(place.settings)


def add_nothing(place: Workspace) -> None:
    """Leave a world as it was published."""


def world(name: str, fill: Step, then: Step, copy: Path, kept: Path = KEPT) -> Workspace:
    """Return a copy of a published workspace, which is made first where none of its hash is kept.

    Processes that ask at once wait for the one that makes it.
    """
    kept.mkdir(parents=True, exist_ok=True)
    whole = kept / f"{name}-{hash_of((fill, then))}"
    with FileLock(kept / f"{name}.lock"):
        if whole.exists():
            shutil.copytree(whole, copy, symlinks=True, dirs_exist_ok=True)
        else:
            _make(Workspace(copy), fill, then)
            _keep(copy, whole)
        whole.touch()
        _keep_the_newest(kept, name)
    return Workspace(copy)


def _make(place: Workspace, fill: Step, then: Step) -> None:
    """Fill, build and publish a workspace."""
    with pytest.MonkeyPatch.context() as patch:
        fill(place.use(patch))
        place.build()
        publish(place.settings, date.fromisoformat(TODAY))
        then(place)
    settings.cache_clear()


def _keep(made: Path, whole: Path) -> None:
    """Keep a world in a single step; what a crash left of an earlier attempt goes."""
    draft = whole.with_name(f".{whole.name}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(made, draft, symlinks=True)
    draft.rename(whole)


def _keep_the_newest(kept: Path, name: str) -> None:
    """Drop all worlds of a name but those that were used last."""
    found = (path for path in kept.iterdir() if path.name.rpartition("-")[0] == name)
    by_use = sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_use[KEPT_OF_EACH:]:
        shutil.rmtree(old)


def hash_of(steps: Iterable[Step], root: Path = ROOT) -> str:
    """Return the hash of everything that decides what a world is: the product's makers with their
    reference files, these tests' own steps, the packages and Python."""
    digest = hashlib.sha256(_surroundings().encode())
    own = {Path(__file__), *(Path(inspect.getfile(step)) for step in steps)}
    own = {root / path.relative_to(ROOT) for path in own}
    for path in [*_product(root), *sorted(_with_imports(own, root))]:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _surroundings() -> str:
    packages = sorted(f"{one.name}=={one.version}" for one in distributions())
    return "\n".join([sys.version, platform.machine(), *packages])


def _product(root: Path) -> list[Path]:
    """Return the files of the makers, without what the office's own program keeps among them."""
    usual = asdict(Settings())
    offices = {p for n, p in usual.items() if isinstance(p, Path) and n not in READ}
    left_out = {root / path.relative_to(ROOT) for path in offices}
    left_out |= {root / place for place in KEPT_BEFORE.values()}
    return sorted(path for folder in MAKERS for path in _walk(root / folder, left_out))


def _walk(folder: Path, left_out: set[Path]) -> Iterator[Path]:
    """Yield the files below a folder, without looking into what is left out: the office's own data
    can be a hundred times what makes it."""
    for path in folder.iterdir():
        if path.name == "__pycache__" or path in left_out:
            continue
        if path.is_dir():
            yield from _walk(path, left_out)
        else:
            yield path


def _with_imports(paths: set[Path], root: Path) -> set[Path]:
    """Return these files and all that they import from ``tests`` and ``bench``."""
    found: set[Path] = set()
    while paths - found:
        path = (paths - found).pop()
        found.add(path)
        paths |= {file for name in _imported(path) if (file := _file_of(name, root))}
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _file_of(name: str, root: Path) -> Path | None:
    """Return the file of a module of ``tests`` or ``bench``, None for any other."""
    path = root.joinpath(*name.split(".")).with_suffix(".py")
    return path if name.startswith(("tests.", "bench.")) and path.is_file() else None
