"""Versions of a store: built aside under a new name, swapped in by a pointer, kept for return.

A version is a folder. Nothing is ever written into a version that can be read: a build fills a
folder of its own, and only a finished folder gets its name. The pointer file ``kini`` names the
served one and is replaced in a single step, so that a build killed at any moment leaves what is
served untouched. New names also keep DuckDB from handing out an old file that is still open
under the same path, and from replaying a log left beside it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.disk import to_disk
from data.errors import StoreError

POINTER = "kini"
RECORD = "versi.json"
UNFINISHED = ".sementara-"


@dataclass(frozen=True)
class Versions:
    """The versions kept in one folder."""

    folder: Path

    def current(self) -> str | None:
        """Return the name of the served version, or None before the first."""
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if (self.folder / name / RECORD).exists() else None

    def names(self) -> list[str]:
        """Return the names of all finished versions, oldest first by name."""
        return sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{RECORD}"))

    def record(self, name: str) -> dict[str, Any]:
        """Return what is written about a version. Raises StoreError for an unknown one."""
        try:
            text = (self.folder / name / RECORD).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise StoreError(
                f"Versi '{name}' tidak ada di {self.folder}. Yang ada: {', '.join(self.names())}."
            ) from error
        found: dict[str, Any] = json.loads(text)
        return found

    def with_fingerprint(self, fingerprint: str) -> str | None:
        """Return the newest version made from the same inputs and rules, or None."""
        same = [n for n in self.names() if self.record(n).get("sidik") == fingerprint]
        return same[-1] if same else None

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """Give an empty folder to fill; name it ``name`` if the block ends well.

        One build at a time: a second one waits. What a killed build left is removed first. The
        caller writes the version's record with ``write_record`` before the block ends.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".kunci").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.folder.glob(UNFINISHED + "*"):
                shutil.rmtree(left)
            aside = self.folder / f"{UNFINISHED}{name}"
            aside.mkdir()
            yield aside
            for path in aside.iterdir():
                to_disk(path)
            if not (self.folder / name).exists():
                aside.rename(self.folder / name)
                to_disk(self.folder)

    def serve(self, name: str) -> None:
        """Make a finished version the served one. Raises StoreError for an unknown one."""
        self.record(name)
        aside = self.folder / f".{POINTER}.baru"
        aside.write_text(name + "\n", encoding="ascii")
        to_disk(aside)
        os.replace(aside, self.folder / POINTER)
        to_disk(self.folder)


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write what is known about a version into its folder."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")
