"""From received files to one new version of the restricted store.

A version is first a draft, which nobody is served: looking at what a file would change, and
changing it, are one piece of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import readers
from data.build.fill import Counts, fill
from data.errors import InputError, StoreError
from data.fingerprint import digest, hash_file, hash_of
from data.progress import say
from data.received import receipts
from data.received.closing import close_to_others
from data.received.names import name_as_sent
from data.settings import Settings
from data.store.store import STORE
from data.store.versions import Versions, write_record
from data.tables import TABLES

MADE_UP = "sintetis"
OPERATOR_NAME = "operator"
RULES = tuple(
    f"data/{room}" for room in ("build", "layouts", "readers", "received", "reference", "tables")
) + ("wilayah",)
"""The folders that decide how a file becomes rows: another text in them is another version."""
# A full disk can also fail a commit or a checkpoint, and has these names then.
OF_THE_DISK = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
NO_ROOM = "Tidak selesai karena disk atau memori penuh ({}). Yang dipakai tetap versi sebelumnya."


@dataclass(frozen=True)
class Draft:
    """A version that is ready to be served. ``folder`` holds it; ``new`` is false when the same
    files under the same rules have made it before."""

    name: str
    folder: Path
    record: Mapping[str, Any]
    new: bool


def list_raw_files(raw: Path) -> list[Path]:
    """Return the files to build from, in name order.

    Files under ``raw/sintetis`` count only as long as nothing else has been received: the first
    real file replaces the made-up ones. Hidden files and a spreadsheet's lock file are none.
    """
    known = sorted(
        p for p in raw.rglob("*") if p.suffix.lower() in readers.SUFFIXES and p.is_file()
    )
    known = [p for p in known if not p.name.startswith((".", "~$"))]
    real = [p for p in known if p.relative_to(raw).parts[0] != MADE_UP]
    return real or known


def list_inputs(settings: Settings) -> dict[str, Path]:
    """Return what a build reads now: each received file by its name below ``raw``, in the order in
    which they were received.

    What was set aside by going back to an earlier version stays out. When only that is left, the
    made-up files count again.
    """
    aside = Versions(settings.gudang).list_set_aside()
    found = {
        path.relative_to(settings.raw).as_posix(): path for path in list_raw_files(settings.raw)
    }
    kept = {name: path for name, path in found.items() if hash_file(path) not in aside}
    if found and not kept:
        made_up = settings.raw / MADE_UP
        kept = {p.relative_to(settings.raw).as_posix(): p for p in list_raw_files(made_up)}
    for name in found.keys() - kept.keys():
        say(f"    {name}: dikesampingkan, karena versi yang dipilih tidak memuatnya.")
    return {name: kept[name] for name in receipts.sort_by_receipt(settings.raw, kept)}


def build(settings: Settings, today: date, by: str = OPERATOR_NAME) -> str:
    """Build, name and serve the version that the received files make; return its name.

    When the same files under the same rules have a version already, that one is served again
    and nothing is built. Raises InputError when there is no file or one cannot be laid out, and
    StoreError when there is no room.
    """
    versions = Versions(settings.gudang)
    with versions.locking():
        draft = make_draft(settings, versions, list_inputs(settings), today, by)
        return serve(versions, draft)


def make_draft(
    settings: Settings, versions: Versions, files: Mapping[str, Path], today: date, by: str
) -> Draft:
    """Return the draft that these files make, the one received last standing last.

    The caller holds the lock. Raises as ``build``.
    """
    if not files:
        raise InputError(
            settings.raw, "belum ada berkas.", "Taruh berkas di sini, lalu ulangi perintahnya."
        )
    versions.folder.mkdir(parents=True, exist_ok=True)
    versions.folder.chmod(0o700)  # only the account that runs the program
    for sentence in close_to_others(settings.raw):
        say(sentence)
    hashes = {name: hash_file(path) for name, path in files.items()}
    rules = hash_rules(settings)
    fingerprint = _fingerprint(settings, hashes, rules)
    kept = _find_kept(versions, fingerprint)
    if kept:
        return kept
    name = f"{today:%Y%m%d}-{fingerprint[:8]}"
    with _explaining_no_room(), versions.drafting(name) as folder:
        counts = _fill_unchanged(folder, settings, files, hashes)
        write_record(
            folder,
            {
                "versi": name,
                "tanggal": today.isoformat(),
                "waktu": datetime.now(UTC).isoformat(timespec="seconds"),
                "oleh": by,
                "sidik": fingerprint,
                "aturan": rules,
                "berkas": [vars(c) for c in counts],
                "sintetis": _is_made_up(folder / STORE, hashes),
            },
        )
    for sheet in counts:
        say("    " + write_sentence(sheet))
    return Draft(name, versions.locate_draft(name), versions.record_of_draft(name), new=True)


def _fill_unchanged(
    folder: Path, settings: Settings, files: Mapping[str, Path], hashes: Mapping[str, str]
) -> list[Counts]:
    """Return what became of each sheet's rows. Raises InputError for a file that has changed."""
    counts = fill(folder, settings, {name: (files[name], hashes[name]) for name in hashes})
    for changed in [name for name in hashes if hash_file(files[name]) != hashes[name]]:
        raise InputError(changed, "berubah saat dibaca.", "Ulangi setelah selesai disalin.")
    return counts


def find_draft(settings: Settings, versions: Versions, files: Mapping[str, Path]) -> Draft | None:
    """Return the version or draft that these files have made before, if any."""
    hashes = {name: hash_file(path) for name, path in files.items()}
    return _find_kept(versions, _fingerprint(settings, hashes, hash_rules(settings)))


def _find_kept(versions: Versions, fingerprint: str) -> Draft | None:
    kept = versions.find_by_fingerprint(fingerprint)
    if kept:
        return Draft(kept, versions.folder / kept, versions.record(kept), new=False)
    draft = versions.find_draft_by_fingerprint(fingerprint)
    if draft:
        return Draft(draft, versions.locate_draft(draft), versions.record_of_draft(draft), new=True)
    return None


def _fingerprint(settings: Settings, hashes: Mapping[str, str], rules: str) -> str:
    """Return what tells a version's inputs apart: files, their order, rules, and what people
    decided."""
    decided = hash_file(settings.keputusan) if settings.keputusan.exists() else ""
    files = (f"{name}={value}" for name, value in hashes.items())
    return digest(*files, rules, decided)


def serve(versions: Versions, draft: Draft) -> str:
    """Serve a draft from now on, and return its name. The caller holds the lock."""
    if draft.new:
        versions.adopt(draft.name)
    versions.serve(draft.name)
    return draft.name


def write_sentence(counts: Counts) -> str:
    """Return what became of a sheet's rows, in words."""
    said = f"{name_as_sent(counts.berkas)}: {counts.dibaca} baris, {counts.diterima} diterima"
    said += f", {counts.dilipat} duplikat digabung" if counts.dilipat else ""
    return f"{said}, {counts.ditolak} ditolak"


def hash_rules(settings: Settings) -> str:
    """Return a hash of everything that decides how a file becomes rows. Who may see the rows
    decides nothing about them."""
    own = [*settings.tata_letak.glob("*.toml"), settings.batas_kelurahan]
    return hash_of(RULES, own)[:12]


@contextmanager
def _explaining_no_room() -> Iterator[None]:
    """Turn a full disk or memory into a sentence."""
    try:
        yield
    except (OSError, MemoryError, *OF_THE_DISK) as error:
        raise StoreError(NO_ROOM.format(str(error).splitlines()[0][:200])) from error


def _is_made_up(store: Path, hashes: Mapping[str, str]) -> bool:
    """Return whether every file and every accepted row says so itself; of no row at all it
    cannot be said."""
    if not all(berkas.startswith(f"{MADE_UP}/") for berkas in hashes):
        return False
    rows = " union all ".join(f"select coalesce(sintetis, false) as ya from {t}" for t in TABLES)
    with duckdb.connect(str(store), read_only=True) as con:
        row = con.execute(f"select coalesce(bool_and(ya), false) from ({rows})").fetchone()
    assert row is not None
    return bool(row[0])
