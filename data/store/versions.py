"""Versions of a store: built aside under a new name, swapped in by a pointer, kept for return.

A version is a folder. Nothing is ever written into a version that can be read: a build fills a
folder of its own, and only a finished folder gets its name. The pointer file ``kini`` names the
served one and is replaced in a single step, so that a build killed at any moment leaves what is
served untouched. New names also keep DuckDB from handing out an old file that is still open
under the same path, and from replaying a log left beside it.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.disk import hold_lock, to_disk, write_whole
from data.errors import StoreError

POINTER = "kini"
ASIDE = "kesamping"
RECORD = "versi.json"
WITHDRAWN = "ditarik.json"
UNFINISHED = ".sementara-"
DRAFT = ".calon-"
KEEP_DRAFT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Versions:
    """The versions kept in one folder."""

    folder: Path

    def find_current(self) -> str | None:
        """Return the name of the served version, or None before the first."""
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if (self.folder / name / RECORD).exists() else None

    def list_names(self) -> list[str]:
        """Return the names of all finished versions, oldest first by name."""
        return sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{RECORD}"))

    def list_by_age(self) -> list[str]:
        """Return the names of all finished versions, the one that was made first first.

        A name begins with the day; of two of one day, the one that was written first.
        """

        def tell_age(name: str) -> tuple[str, int]:
            return self.record(name)["tanggal"], (self.folder / name / RECORD).stat().st_mtime_ns

        return sorted(self.list_names(), key=tell_age)

    def list_withdrawn(self) -> dict[str, dict[str, str]]:
        """Return what is written about each version that was withdrawn (alasan, tanggal, oleh)."""
        try:
            found: dict[str, dict[str, str]] = json.loads(
                (self.folder / WITHDRAWN).read_text(encoding="utf-8")
            )
        except FileNotFoundError:
            return {}
        return found

    def withdraw(self, name: str, about: Mapping[str, str]) -> None:
        """Write that a version is shown to nobody any more. Raises StoreError for an unknown one.

        The caller holds ``locked``. What it says stays on disk: whoever kept it knows it.
        """
        self.record(name)
        text = json.dumps(self.list_withdrawn() | {name: dict(about)}, ensure_ascii=False, indent=1)
        write_whole(self.folder / WITHDRAWN, text.encode(), synced=True)
        to_disk(self.folder)

    def record(self, name: str) -> dict[str, Any]:
        """Return what is written about a version. Raises StoreError for an unknown one."""
        try:
            return _read_record(self.folder / name)
        except FileNotFoundError as error:
            raise self.explain_unknown(name) from error

    def explain_unknown(self, name: str) -> StoreError:
        """Return the error that no version has this name, with the names that there are."""
        names = ", ".join(self.list_names())
        there = f"Yang ada: {names}." if names else "Belum ada versi; jalankan: make run"
        return StoreError(f"Versi '{name}' tidak ada di {self.folder}. {there}")

    def record_of_draft(self, name: str) -> dict[str, Any]:
        """Return what is written about a draft. Raises StoreError when it is gone."""
        try:
            return _read_record(self.locate_draft(name))
        except FileNotFoundError as error:
            raise StoreError(
                "Hasil pemeriksaan ini sudah dihapus. Periksa berkasnya lagi."
            ) from error

    def list_set_aside(self) -> set[str]:
        """Return the hashes of received files that a return to an earlier version left out."""
        try:
            return set((self.folder / ASIDE).read_text(encoding="ascii").split())
        except FileNotFoundError:
            return set()

    def put_aside(self, hashes: Iterable[str]) -> None:
        """Write which received files builds leave out from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = "\n".join(sorted(hashes)).encode("ascii")
        write_whole(self.folder / ASIDE, content, synced=True)

    def find_by_fingerprint(self, fingerprint: str) -> str | None:
        """Return the newest version made from the same inputs and rules, or None; one that was
        withdrawn is not served again."""
        names = [name for name in self.list_names() if name not in self.list_withdrawn()]
        same = [n for n in names if self.record(n).get("sidik") == fingerprint]
        return same[-1] if same else None

    def find_draft_by_fingerprint(self, fingerprint: str) -> str | None:
        """Return the name of a draft made from the same inputs and rules, or None."""
        for record in self.folder.glob(f"{DRAFT}*/{RECORD}"):
            if _read_record(record.parent).get("sidik") == fingerprint:
                return record.parent.name.removeprefix(DRAFT)
        return None

    @contextmanager
    def locking(self) -> Iterator[None]:
        """Let one build at a time through; a second one waits."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with hold_lock(self.folder / ".kunci"):
            yield

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """Give an empty folder to fill; name it ``name`` if the block ends well.

        The caller holds ``locked`` and writes the version's record with ``write_record`` before
        the block ends. What a killed build left is removed first.
        """
        with self.drafting(name) as aside:
            yield aside
        self.adopt(name)

    @contextmanager
    def drafting(self, name: str) -> Iterator[Path]:
        """Give an empty folder to fill; keep it as a draft, which nobody is served.

        When the block fails, nothing is left of the folder.
        """
        for left in self.folder.glob(UNFINISHED + "*"):
            shutil.rmtree(left)
        for old in self.folder.glob(DRAFT + "*"):
            if time.time() - old.stat().st_mtime > KEEP_DRAFT_SECONDS:
                shutil.rmtree(old)
        aside = self.folder / f"{UNFINISHED}{name}"
        aside.mkdir(mode=0o700)
        try:
            yield aside
            for path in aside.iterdir():
                to_disk(path)
            aside.rename(self.locate_draft(name))
        except BaseException:
            # It holds the text of every received file, names and numbers of persons included.
            shutil.rmtree(aside, ignore_errors=True)
            raise

    def locate_draft(self, name: str) -> Path:
        """Return the folder of a draft, whether there is one or not."""
        return self.folder / f"{DRAFT}{name}"

    def adopt(self, name: str) -> None:
        """Make a draft a finished version."""
        if (self.folder / name).exists():
            shutil.rmtree(self.locate_draft(name))
        else:
            self.locate_draft(name).rename(self.folder / name)
            to_disk(self.folder)

    def serve(self, name: str) -> None:
        """Make a finished version the served one. Raises StoreError for an unknown one, and for one
        that was withdrawn."""
        self.record(name)
        if name in self.list_withdrawn():
            raise StoreError(f"Versi '{name}' sudah ditarik, jadi tidak ditayangkan lagi.")
        write_whole(self.folder / POINTER, f"{name}\n".encode("ascii"), synced=True)
        to_disk(self.folder)

    def serve_nothing(self) -> None:
        """Serve no version."""
        (self.folder / POINTER).unlink(missing_ok=True)
        to_disk(self.folder)


def _read_record(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return found


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write what is known about a version into its folder."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")
