"""What was said of files, with the versions of the data that used it; and taking it back.

A layout that the office keeps, and an answer about a file's cells, blanks or period. Taking one
back changes nothing that is served: the next build reads without it. Files that a layout taken back
has read are left out of builds until they are taken in again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from data.build import decisions
from data.build.decisions import OF_CELLS, TAKEN_BACK, Decision
from data.errors import InputError
from data.fingerprint import hash_file
from data.layouts.recognition import FOLDER
from data.received.names import name_as_sent
from data.settings import Settings
from data.store.versions import Versions

LAYOUT = "tata_letak"
OF_FILES = ("periode", "kosong", *OF_CELLS)
SHORT = 8  # digits of a file's hash in a key


@dataclass(frozen=True)
class Said:
    """Something that was said: the ``key`` by which it is taken back, its ``words``, the
    ``versions`` of the data that used it, the oldest first, and the ``files`` that it is about."""

    key: str
    words: str
    versions: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def used(self) -> str:
        """Return in words which versions used it."""
        if not self.versions:
            return "belum dipakai versi mana pun"
        return f"dipakai versi {', '.join(self.versions)}"


def list_said(settings: Settings) -> list[Said]:
    """Return all that was said and can be taken back: layouts first, then answers by time."""
    records = _read_records(settings)
    layouts = [
        _describe_layout(path.stem, records) for path in sorted(settings.tata_letak.glob("*.toml"))
    ]
    answers = [
        _describe_answer(decision, records)
        for decision in decisions.read(settings.keputusan)
        if decision.jenis in OF_FILES
    ]
    return [*layouts, *answers]


def take_back(settings: Settings, key: str, by: str) -> Said:
    """Take back what goes by a key, and return it with the files that builds leave out now.

    Raises InputError for a key that nothing goes by, naming those that there are.
    """
    versions = Versions(settings.gudang)
    with versions.locking():
        found = next((one for one in list_said(settings) if one.key == key), None)
        if found is None:
            keys = ", ".join(one.key for one in list_said(settings)) or "belum ada"
            raise InputError(key, "tidak ada jawaban dengan nama ini.", f"Yang ada: {keys}.")
        if key.startswith(f"{LAYOUT}/"):
            return _take_back_layout(settings, versions, found)
        decision = next(d for d in decisions.read(settings.keputusan) if _write_key(d) == key)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        back = replace(decision, jawaban=TAKEN_BACK, oleh=by, waktu=now)
        decisions.add(settings.keputusan, back)
        return found


def find_lost(settings: Settings, record: Mapping[str, Any]) -> set[str]:
    """Return the hashes of a version's files whose layout is there no more."""
    there = {path.stem for path in (*FOLDER.glob("*.toml"), *settings.tata_letak.glob("*.toml"))}
    return {file["sha256"] for file in record["berkas"] if file["layout"] not in there}


def _take_back_layout(settings: Settings, versions: Versions, found: Said) -> Said:
    """Delete a layout, and leave the files out of builds that it has read."""
    name = found.key.removeprefix(f"{LAYOUT}/")
    records = _read_records(settings)
    read = {f["sha256"]: f["berkas"] for r in records.values() for f in r["berkas"]
            if f["layout"] == name}  # fmt: skip
    kept = {hash_file(path) for path in settings.raw.rglob("*") if path.is_file()} & read.keys()
    (settings.tata_letak / f"{name}.toml").unlink()
    versions.put_aside(versions.list_set_aside() | kept)
    files = sorted({name_as_sent(read[digest].split(" [")[0]) for digest in kept})
    return replace(found, files=tuple(files))


def _describe_layout(name: str, records: Mapping[str, Mapping[str, Any]]) -> Said:
    used = [
        v for v, record in records.items() if any(f["layout"] == name for f in record["berkas"])
    ]
    return Said(f"{LAYOUT}/{name}", f"Tata letak {name}", tuple(used))


def _describe_answer(decision: Decision, records: Mapping[str, Mapping[str, Any]]) -> Said:
    """Return an answer with the versions that were made of its file after it was given."""
    used = [
        version
        for version, record in records.items()
        if any(f["sha256"] == decision.a for f in record["berkas"])
        and str(record.get("waktu", record["tanggal"])) >= decision.waktu
    ]
    names = [
        f["berkas"] for r in records.values() for f in r["berkas"] if f["sha256"] == decision.a
    ]
    sent = name_as_sent(names[-1].split(" [")[0]) if names else f"berkas {decision.a[:SHORT]}"
    what = "periode" if decision.jenis == "periode" else f"{decision.jenis} {decision.b}"
    words = f"{sent}: {what} = {decision.jawaban}, kata {decision.oleh}"
    return Said(_write_key(decision), words, tuple(used))


def _write_key(decision: Decision) -> str:
    about = [] if decision.jenis == "periode" else [decision.b]
    return "/".join([decision.jenis, decision.a[:SHORT], *about])


def _read_records(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return what is written about each finished version, the oldest first."""
    return dict(_yield_records(Versions(settings.gudang)))


def _yield_records(versions: Versions) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in versions.list_by_age():
        yield name, versions.record(name)


def write_taken_back(done: Said) -> str:
    """Return in words what was taken back, and what that means for the data."""
    said = f"Dibatalkan: {done.words} ({done.used}). Data yang dipakai tidak berubah; versi "
    said += "berikutnya dibuat tanpa jawaban ini."
    if done.files:
        said += f" Tidak ikut versi berikutnya sampai diambil lagi: {', '.join(done.files)}."
    return said
