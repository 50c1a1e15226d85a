"""In which order files were received: of two rows about the same thing, the later file's counts.

The order is written beside the received files, so that a store which is made anew from them comes
out the same. It only grows: a file that is received again stands later, and going back to an
earlier version writes that version's order down again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.disk import to_disk, write_whole
from data.errors import InputError

LEDGER = "urutan-terima.jsonl"


def note_receipt(raw: Path, names: Sequence[str]) -> None:
    """Write that these files were received now, in this order, after all others."""
    path = raw / LEDGER
    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [json.dumps({"berkas": name, "waktu": now}, ensure_ascii=False) for name in names]
    before = path.read_bytes() if path.exists() else b""
    # As a whole and in one step: half a line would stop every later build.
    added = "".join(f"{line}\n" for line in lines).encode()
    write_whole(path, before + added, mode=0o600, synced=True)
    to_disk(raw)


def sort_by_receipt(raw: Path, names: Iterable[str]) -> list[str]:
    """Return names of files as they were received, the last one last.

    What was never received, since somebody put it there by hand, comes before, in name order.
    Raises InputError for a line that is none.
    """
    last = {name: number for number, name in enumerate(_read_ledger(raw / LEDGER))}
    return sorted(names, key=lambda name: (last.get(name, -1), name))


def restore_order(raw: Path, names: Sequence[str]) -> None:
    """Make this the order of these files again, if it is another one by now."""
    if sort_by_receipt(raw, names) != list(names):
        note_receipt(raw, names)


def _read_ledger(path: Path) -> list[str]:
    if not path.exists():
        return []
    names = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            names.append(str(json.loads(line)["berkas"]))
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                path.name,
                "bukan catatan penerimaan.",
                "Kembalikan berkas ini dari cadangan, atau hapus baris ini.",
                baris=number,
            ) from error
    return names
