"""Copies of the program, each in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# What takes long to make and is made of other things than the program.
KEPT = (".cache",)


def files_of(root: Path) -> list[Path]:
    """Return the files of a working tree, relative to it: all that git knows or would take up."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return sorted({Path(name) for name in listed if name and (root / name).is_file()})


def copy_tree(root: Path, files: list[Path], target: Path) -> None:
    """Copy a working tree's files, with what is kept between runs, into a new folder."""
    for path in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, target / path)
    for name in KEPT:
        if (root / name).exists():
            shutil.copytree(root / name, target / name, symlinks=True)
    (target / ".venv").symlink_to((root / ".venv").resolve())


def copy_with(base: Path, target: Path, path: Path, text: str) -> None:
    """Make a copy of a copy in which one file has another text.

    The files are the same ones under a second name, so this costs next to nothing; the changed
    file is a new one.
    """
    shutil.copytree(base, target, symlinks=True, copy_function=os.link)
    (target / path).unlink()
    (target / path).write_text(text, encoding="utf-8")
