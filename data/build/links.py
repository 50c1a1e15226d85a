"""Links persons across files without keeping who they are: a keyed hash of their number.

The key lies outside every version. Whoever has the store without the key cannot try out numbers,
although a NIK has few enough of them to try all.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path

import duckdb

from data.disk import write_whole
from data.errors import InputError
from data.tables import Column, Table

LENGTH = 32  # hex digits: 128 bits, so that two of ten million persons never share one
KEY_BYTES = 32
BLOCK = 64  # bytes; RFC 2104 with SHA-256


def read_key(path: Path) -> bytes:
    """Return the office's secret, made on first use and readable for its account only.

    Raises InputError for a file that holds no key: another one in its place would link nobody to
    what earlier versions know.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_hex(KEY_BYTES).encode("ascii")
        with suppress(FileExistsError):  # whoever is first decides the key for all
            write_whole(path, made, mode=0o600, synced=True, keep_old=True)
        return _read(path)


def _read(path: Path) -> bytes:
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:  # no hex digits, or no text at all
        found = b""
    if len(found) < KEY_BYTES:
        raise InputError(
            path.name,
            "bukan kunci tautan.",
            "Kembalikan berkas ini dari cadangan. Tanpa kunci yang sama, orang di versi lama dan "
            "baru tidak lagi tertaut.",
        )
    return found


def split_key(secret: bytes) -> dict[str, bytes]:
    """Return the two halves of the key that ``write_hash`` asks for, by name."""
    block = hashlib.sha256(secret).digest() if len(secret) > BLOCK else secret
    block = block.ljust(BLOCK, b"\0")
    return {
        "kunci_dalam": bytes(b ^ 0x36 for b in block),
        "kunci_luar": bytes(b ^ 0x5C for b in block),
    }


def prepare(con: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Give a connection the two halves of the key. They are part of no file that it writes."""
    for name, half in split_key(secret).items():
        con.execute(f"set variable {name} = ?", [half])


def list_names(table: Table) -> list[str]:
    """Return the columns that hold a table's links."""
    return [column.linked_as for column in table.columns if column.linked_as]


def write_link(column: Column, cell: str) -> str:
    """Return SQL of the HMAC-SHA256 of a cell, null for one that cannot be a number of its kind.

    A NIK and a NIB are compared by their digits, however they were grouped; other texts without
    case.
    """
    if column.name in DIGITS:
        digits = f"regexp_replace({cell}, '\\D', '', 'g')"
        # What a program that took it for a number has added.
        whole = f"regexp_replace(regexp_replace({cell}, '[.,]0{{1,2}}$', ''), '\\D', '', 'g')"
        count = DIGITS[column.name]
        text = (
            f"case when length({digits}) = {count} then {digits} "
            f"when length({whole}) = {count} then {whole} end"
        )
    else:
        text = f"lower({cell})"
    return f"left({write_hash(text)}, {LENGTH})"


def write_hash(text: str, given: str = "getvariable('{}')") -> str:
    """Return SQL of the HMAC-SHA256 of a text, as 64 hex digits.

    ``given`` is how the SQL reads a half of the key by its name: a variable of the connection, or
    ``${}`` for a parameter of the query.
    """
    inside, outside = given.format("kunci_dalam"), given.format("kunci_luar")
    return f"sha256({outside} || unhex(sha256({inside} || encode({text}))))"


DIGITS = {"nik": 16, "nib": 13}
