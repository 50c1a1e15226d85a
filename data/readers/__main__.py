"""The child process: ``python -m data.readers FILE FOLDER`` writes sheets and says so in JSON.

It answers on standard output with ``lembar`` (name, folder, rows, width of each sheet) and
``catatan`` (the remarks), or with ``masalah``, ``langkah`` and ``baris``. It is also free to die:
the parent knows what to say.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import resource
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.readers import confinement, limits
from data.readers.remark import Remark
from data.readers.unreadable import AGAIN, BROKEN, SPLIT, TRIM, Unreadable

if TYPE_CHECKING:
    from data.readers.formats import Tables

WORK = "kerja"
NOT_ITS_FAULT = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.ENOENT}
DISK = "Periksa berkas dan ruang disk di peladen, lalu ulangi."


def main(path: Path, folder: Path) -> dict[str, Any]:
    """Return the answer for one file. Libraries are loaded here, under the limits."""
    from data.readers import formats

    work = folder / WORK
    work.mkdir()
    try:
        return _write_sheets(formats.open_tables(path, path.suffix.lower(), work), folder)
    except Unreadable as error:
        return _make_refusal(error.masalah, error.langkah, error.baris)
    except MemoryError:
        return _make_refusal("terlalu besar untuk dibaca.", TRIM)
    except Exception as error:
        # The libraries raise whatever the bytes lead them to; each means the same to a person.
        if isinstance(error, OSError) and error.errno in NOT_ITS_FAULT:
            return _make_refusal(f"tidak dapat diolah di disk ({error.strerror}).", DISK)
        return _make_refusal(BROKEN, AGAIN)
    except BaseException as error:
        # How a library in Rust reports its own mistake; it is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return _make_refusal(BROKEN, AGAIN)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_sheets(tables: Tables, folder: Path) -> dict[str, Any]:
    """Write every sheet; return name, folder, rows and width of each, and the remarks."""
    from data.readers import regular, write

    sheets: list[dict[str, Any]] = []
    remarks: list[Remark] = []
    for table in tables:
        if isinstance(table, Remark):
            remarks.append(table)
            continue
        if len(sheets) == limits.MAX_SHEETS:
            raise Unreadable(f"lebih dari {limits.MAX_SHEETS} lembar.", SPLIT)
        name, rows = table
        part_folder = f"{len(sheets):04}"
        if isinstance(rows, regular.Regular):
            count, width = regular.write_regular_parts(rows, folder / part_folder)
        else:
            count, width = write.write_parts(rows, folder / part_folder)
        sheets.append(
            {"name": _make_writable(name), "folder": part_folder, "rows": count, "width": width}
        )
    if remarks and not any(sheet["rows"] for sheet in sheets):
        raise Unreadable(
            f"tidak ada baris yang terbaca. Seharusnya {_make_writable(remarks[0].seharusnya)}.",
            remarks[0].langkah,
        )
    if not sheets:
        raise Unreadable("tidak ada tabel di dalamnya.")
    remarks_as_json = [
        {
            name: _make_writable(value) if isinstance(value, str) else value
            for name, value in remark._asdict().items()
        }
        for remark in remarks
    ]
    return {"lembar": sheets, "catatan": remarks_as_json}


def _make_writable(text: str) -> str:
    """Return a text that can be written down: half of a wide letter, as a broken name has it,
    cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _make_refusal(masalah: str, langkah: str, baris: int | None = None) -> dict[str, Any]:
    return {"masalah": masalah, "langkah": langkah, "baris": baris}


def confine() -> None:
    """Take from this process what a file could abuse."""
    megabyte = 1024**2
    bounds = {
        resource.RLIMIT_AS: limits.MEMORY_MB * megabyte,
        resource.RLIMIT_FSIZE: limits.MAX_UNPACKED_MB * megabyte,
        resource.RLIMIT_CPU: 2 * limits.SECONDS,  # when the parent is gone, nobody else stops it
        resource.RLIMIT_CORE: 0,
    }
    for kind, wanted in bounds.items():
        _, most = resource.getrlimit(kind)
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (allowed, allowed))
    os.umask(0o077)
    # Millions of cells and no cycle among them: looking for one doubles the time.
    gc.disable()


if __name__ == "__main__":
    confine()
    answer = os.dup(1)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # a library that talks must not talk into the answer
    given = Path(sys.argv[1]), Path(sys.argv[2])
    confinement.confine(*given)
    said = main(*given)
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump(said, out)
