"""What people decided about doubtful rows, kept and applied at every build.

One JSON line a decision; a later one about the same question wins, so that a decision can be
taken back by deciding again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import duckdb

from data.disk import to_disk
from data.errors import InputError

Kind = Literal["ganda", "wilayah", "periode", "kosong", "tanda", "angka", "tanggal", "satuan"]
OF_CELLS = ("tanda", "angka", "tanggal", "satuan")
"""The kinds that say how the cells of a column are read."""
TAKEN_BACK = "dibatalkan"
"""What stands for the answer of a decision that holds no more."""
NO, UNKNOWN = "tidak", "tak_tahu"
"""What the blank cells of a column may mean."""


@dataclass(frozen=True)
class Decision:
    """An answer to one question.

    ``ganda``: are business ``a`` and ``b`` of a register one (``sama``) or two (``beda``)?
    ``wilayah``: in which kecamatan (``jawaban``) lies row ``a``, whose kelurahan is written ``b``?
    ``periode``: of which period is the file with hash ``a``, sent as ``b``, that does not say it?
    ``kosong``: what do the blank cells of column ``b`` mean in the file with hash ``a``, ``NO`` or
    ``UNKNOWN``?
    ``tanda``, ``angka``, ``tanggal``, ``satuan``: how is column ``b`` (or the mark behind its
    colon) read in the file with hash ``a``? See ``data.build.questions``.
    """

    jenis: Kind
    tabel: str
    a: str
    b: str
    jawaban: str
    oleh: str
    waktu: str


def read(path: Path) -> list[Decision]:
    """Return the decisions that hold, a pair in whichever order it was last decided; one that was
    taken back holds no more.

    Raises InputError for a line that is none.
    """
    if not path.exists():
        return []
    kept: dict[tuple[str, ...], Decision] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            found = Decision(**json.loads(line))
        except (ValueError, TypeError) as error:  # no JSON, not UTF-8, or other fields
            raise InputError(
                path.name, "bukan keputusan.", "Hapus atau perbaiki baris ini.", baris=number
            ) from error
        kept[question(found.jenis, found.tabel, found.a, found.b)] = found
    return [decision for decision in kept.values() if decision.jawaban != TAKEN_BACK]


def read_periods(path: Path) -> dict[str, str]:
    """Return the period that somebody gave a file, by the hash of its content."""
    return {d.a: d.jawaban for d in read(path) if d.jenis == "periode"}


def read_blanks(path: Path) -> dict[str, dict[str, str]]:
    """Return what blank cells mean, as somebody said: by hash of a file, then by column."""
    said: dict[str, dict[str, str]] = {}
    for d in read(path):
        if d.jenis == "kosong":
            said.setdefault(d.a, {})[d.b] = d.jawaban
    return said


def read_answers(path: Path) -> dict[str, dict[tuple[str, str], str]]:
    """Return how cells are read, as somebody said: by hash of a file, then by kind and column."""
    said: dict[str, dict[tuple[str, str], str]] = {}
    for d in read(path):
        if d.jenis in OF_CELLS:
            said.setdefault(d.a, {})[d.jenis, d.b] = d.jawaban
    return said


def question(jenis: str, tabel: str, a: str, b: str) -> tuple[str, ...]:
    """Return what a decision answers: of two businesses it does not matter which comes first."""
    return (jenis, tabel, *(sorted((a, b)) if jenis == "ganda" else (a, b)))


def read_groups(decided: Iterable[Decision]) -> dict[str, list[str]]:
    """Return the businesses declared to be one, by the first of each group, in the order in which
    they are kept: the one that another was folded into comes before it, unless they go in a
    circle."""
    group: dict[str, list[str]] = {}
    for d in decided:
        if (d.jenis, d.tabel, d.jawaban) != ("ganda", "usaha", "sama"):
            continue
        first, second = group.setdefault(d.a, [d.a]), group.setdefault(d.b, [d.b])
        if first is not second:
            first += second
            group |= dict.fromkeys(second, first)
    return {members[0]: members for members in group.values()}


def add(path: Path, decision: Decision) -> None:
    """Keep a decision; it counts from the next build on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(decision), ensure_ascii=False) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as out:
        out.write(line)  # one write of one line: two at once do not mix
    to_disk(path)


NONE = """
    create temp table keputusan
        (jenis varchar, tabel varchar, a varchar, b varchar, jawaban varchar);
    create temp table satu_usaha (id_usaha varchar, kelompok varchar, urutan integer)
"""
"""Makes the tables that a build applies, without a row."""


def load(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the tables that a build applies: ``keputusan``, and ``satu_usaha`` of the businesses
    declared to be one, a group each."""
    con.execute(NONE)
    decided = read(path)
    for first, members in read_groups(decided).items():
        for number, member in enumerate(members):
            con.execute("insert into satu_usaha values (?, ?, ?)", [member, first, number])
    for d in decided:
        con.execute(
            "insert into keputusan values (?, ?, ?, ?, ?)",
            [d.jenis, d.tabel, d.a, d.b, d.jawaban],
        )
