"""A zip of files: each member that can be read, as if it had been sent by itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.readers import formats
from data.readers.cell import Row
from data.readers.formats import HAS_SHEETS, Tables
from data.readers.limits import MAX_SHEETS, MAX_UNPACKED_MB
from data.readers.packed import unpack
from data.readers.regular import Regular
from data.readers.remark import Remark
from data.readers.unreadable import AGAIN, BROKEN, Unreadable

# What a system puts beside a person's files.
NOT_MEANT = ("~$", ".~lock.", ".", "Thumbs.db", "desktop.ini")
RESAVE = (
    "Bila isinya data: simpan sebagai .xlsx atau .csv, masukkan lagi ke zip, lalu unggah lagi. "
    "Bila bukan, biarkan."
)
ONE_BY_ONE = "Buka zip itu, lalu unggah berkas di dalamnya satu per satu."


def read_tables(path: Path, work: Path) -> Tables:
    """Return the sheets of every member, named 'member.csv' or 'member.xlsx [Sheet]'.

    Members of another kind are passed over, and a remark names them. Nothing is written under a
    member's own name, whatever it says.
    """
    left = MAX_UNPACKED_MB * 1024**2
    with zipfile.ZipFile(path) as packed:
        members, unknown = _select_members(packed)
        for number, entry in enumerate(members):
            suffix = PurePosixPath(entry.filename).suffix.lower()
            copy = work / f"{number:05}{suffix}"
            with _name_member_in_errors(entry.filename), copy.open("wb") as out:
                left -= unpack(packed, entry, out, left)
            yield from _read_member(entry.filename, copy, suffix, work)
            copy.unlink()
        if unknown:
            yield Remark(
                "isi_zip_tak_terbaca",
                f"berkas yang dapat dibaca; di dalam zip ini tidak dibaca: {', '.join(unknown)}",
                RESAVE,
            )


def _read_member(member: str, copy: Path, suffix: str, work: Path) -> Tables:
    """Return one member's sheets under its name."""
    with _name_member_in_errors(member):
        for table in formats.open_tables(copy, suffix, work):
            if isinstance(table, Remark):
                yield _name_member_in_remark(member, table)
                continue
            sheet, rows = table
            yield _name_sheet(member, suffix, sheet), _name_member_in_row_errors(member, rows)


def _name_sheet(member: str, suffix: str, sheet: str) -> str:
    return f"{member} [{sheet}]" if suffix in HAS_SHEETS else member


def _name_member_in_remark(member: str, remark: Remark) -> Remark:
    """Return a remark about a member, or about a sheet of it, as one about the zip."""
    lembar = remark.lembar and _name_sheet(
        member, PurePosixPath(member).suffix.lower(), remark.lembar
    )
    return remark._replace(seharusnya=f"{remark.seharusnya}, di {member}", lembar=lembar)


def _name_member_in_row_errors(member: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Return a member's rows, whose errors name it."""
    if isinstance(rows, Regular):
        return Regular(_yield_rows_of_member(member, rows.rows), rows.copy, rows.columns)
    return _yield_rows_of_member(member, rows)


def _yield_rows_of_member(member: str, rows: Iterator[Row]) -> Iterator[Row]:
    with _name_member_in_errors(member):
        yield from rows


@contextmanager
def _name_member_in_errors(member: str) -> Iterator[None]:
    """Let what goes wrong inside name the member."""
    try:
        yield
    except Unreadable as error:
        raise Unreadable(
            f"{member} di dalamnya: {error.masalah}", error.langkah, baris=error.baris
        ) from None
    except MemoryError:
        raise
    except Exception:
        raise Unreadable(f"{member} di dalamnya {BROKEN}", AGAIN) from None


def _select_members(packed: zipfile.ZipFile) -> tuple[list[zipfile.ZipInfo], list[str]]:
    """Return the members to read, and the names of those that no reader knows.

    Raises Unreadable for a zip that must not be opened.
    """
    members = [entry for entry in packed.infolist() if _is_meant(entry)]
    if len(members) > MAX_SHEETS:
        raise Unreadable(f"lebih dari {MAX_SHEETS} berkas di dalamnya.", ONE_BY_ONE)
    for entry in members:
        if entry.flag_bits & 1:
            raise Unreadable("dikunci dengan kata sandi.", ONE_BY_ONE)
        if entry.filename.lower().endswith(".zip"):
            raise Unreadable(f"ada zip lagi di dalamnya ({entry.filename}).", ONE_BY_ONE)
    known = [e for e in members if PurePosixPath(e.filename).suffix.lower() in formats.READERS]
    if not known:
        raise Unreadable("tidak ada berkas di dalamnya yang dapat dibaca.", AGAIN)
    return known, [entry.filename for entry in members if entry not in known]


def _is_meant(entry: zipfile.ZipInfo) -> bool:
    """Return whether a person put it there: no folder, nothing that a system left behind."""
    parts = PurePosixPath(entry.filename).parts
    return (
        bool(parts)
        and not entry.is_dir()
        and "__MACOSX" not in parts
        and not parts[-1].startswith(NOT_MEANT)
    )
