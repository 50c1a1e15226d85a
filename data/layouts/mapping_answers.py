"""What a person says of a sheet whose layout nobody knows, as a file that the command line reads.

Whatever is left out is proposed; what cannot be proposed stays a question.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from data.typed_toml import Part, read_file

NO = "tidak"
UNKNOWN = "tak_tahu"
"""What a written word means where the answer is that nobody knows."""


class MappingAnswers(Part, frozen=True):
    """Answers by the names of the questions.

    ``judul``: what the layout is called. ``lembar``: which sheet. ``satu_sel``: the mark between
    cells that lie in one. ``baris_judul``: the first and last row of the heading, from 1.
    ``isi``: the table. ``melintang``: the column whose values stand as headings. ``kolom``: the
    heading of a column, empty for none. ``kata``: what words mean, by column. ``pilihan``: the
    columns that answers stand for, by heading. ``hari``: the date of each day's heading. ``hadir``:
    whether a mark below a day says that somebody came. ``tetap``: what holds for every row.
    ``periode``: the period of a file that does not say its own.
    """

    judul: str = ""
    lembar: str = ""
    satu_sel: str = ""
    baris_judul: tuple[int, ...] = ()
    isi: str = ""
    melintang: str = ""
    kolom: dict[str, str] = msgspec.field(default_factory=dict)
    kata: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    pilihan: dict[str, dict[str, tuple[str, ...]]] = msgspec.field(default_factory=dict)
    hari: dict[str, str] = msgspec.field(default_factory=dict)
    hadir: dict[str, str] = msgspec.field(default_factory=dict)
    tetap: dict[str, str] = msgspec.field(default_factory=dict)
    periode: str = ""


def read_answers(path: Path | None) -> MappingAnswers:
    """Return what a file of answers says; nothing without a file. Raises SettingsError."""
    if path is None:
        return MappingAnswers()
    return read_file(MappingAnswers, path, "Perbaiki berkas jawaban ini.")


def add_answer(answers: MappingAnswers, key: tuple[str, ...], said: str) -> MappingAnswers:
    """Return the answers with one more, by the names that lead to it."""
    part, *names = key
    if not names:
        return msgspec.structs.replace(answers, **{part: said})
    own = dict(getattr(answers, part))
    if len(names) == 1:
        own[names[0]] = said
    else:
        inner = tuple(said.split()) if part == "pilihan" else said
        own[names[0]] = {**own.get(names[0], {}), names[1]: inner}
    return msgspec.structs.replace(answers, **{part: own})


def write_key(key: tuple[str, ...]) -> str:
    """Return how a file of answers names a question: kata.skala."UM"."""
    names = (name if name.isidentifier() and name.isascii() else f'"{name}"' for name in key)
    return ".".join(names)
