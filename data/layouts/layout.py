"""What a layout is, and how its TOML text says it. No layout is known to the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

import duckdb
import msgspec

from data.errors import SettingsError
from data.tables import TABLES
from data.typed_toml import FIX, Part, read_text

KEPT = 200  # layouts, read once as long as their text is the same
DEEPEST = 5  # rows of a heading; offices' tables have up to four
CELL_MARKS = (",", ";", "\t", "|")
"""What may stand between the cells of a row that lies in one cell."""
BLANKS = ("tidak", "tidak diketahui")
"""What a blank cell may mean in a block of channels of which something is answered."""


class Group(Part, frozen=True, rename={"column": "kolom", "headings": "judul", "pattern": "pola"}):
    """Groups above headings that are values: what each of them says of another column.

    ``headings`` gives the value by the group's words; a group that ``pattern`` matches as a whole
    is a value itself, its first bracket where there is one.
    """

    column: str
    headings: dict[str, str] = msgspec.field(default_factory=dict)
    pattern: str = ""


class Wide(
    Part,
    frozen=True,
    rename={
        "column": "kolom",
        "value": "nilai",
        "headings": "judul",
        "pattern": "pola",
        "present": "isi",
        "group": "grup",
    },
):
    """Headings that are values: each sheet row becomes one row for every heading that it has.

    ``headings`` and ``pattern`` are as of a ``Group``: of years or areas the next file has others.
    ``value`` is the column that the cells below are of. Where there is none, the cells say whether
    there is a row at all, as ticks on the days of a course: ``present`` gives "ya" or "tidak" by
    what is written, in lower case; a blank cell is none.
    """

    column: str
    value: str = ""
    headings: dict[str, str] = msgspec.field(default_factory=dict)
    pattern: str = ""
    present: dict[str, str] = msgspec.field(default_factory=dict)
    group: Group | None = None


class Choices(
    Part,
    frozen=True,
    rename={"headings": "judul", "separator": "pemisah", "words": "peta"},
):
    """A column with several answers in each cell: "WhatsApp, Instagram".

    ``headings`` are its names, ``words`` gives the yes-or-no columns that a single answer stands
    for, none where it stands for none of them. In a cell with an answer the columns that no answer
    of it stands for are "tidak".
    """

    headings: tuple[str, ...]
    separator: str
    words: dict[str, tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the answers stand for."""
        return tuple(dict.fromkeys(name for own in self.words.values() for name in own))


class Totals(Part, frozen=True, rename={"column": "kolom", "pattern": "pola"}):
    """Which rows are totals of the others: the column that says so, and how."""

    column: str
    pattern: str


class Rewrite(Part, frozen=True, rename={"columns": "kolom", "pattern": "pola", "text": "jadi"}):
    """What else the cells of some columns may say: all of a cell that matches becomes another text.

    ``pattern`` and ``text`` are those of DuckDB's regular expressions, without regard to case;
    an empty text is an unknown value. Of several for a column the first that matches counts.
    """

    columns: tuple[str, ...]
    pattern: str
    text: str


class Words(Part, frozen=True):
    """What is written in some columns, and the table's own word for each."""

    kolom: tuple[str, ...]
    peta: dict[str, str]


class Patterns(Part, frozen=True):
    pola: tuple[str, ...]


class Columns(Part, frozen=True):
    kolom: tuple[str, ...]


class LayoutFile(Part, frozen=True):
    """What a layout's file may say, by the names that stand in it."""

    judul: str
    tabel: str
    penanda: tuple[str, ...]
    kolom: dict[str, tuple[str, ...]]
    judul_berkas: Patterns | None = None
    bukan_judul: Patterns | None = None
    tetap: dict[str, str] = msgspec.field(default_factory=dict)
    gabung: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    angka: Columns | None = None
    nilai: tuple[Words, ...] = ()
    tulisan: tuple[Rewrite, ...] = ()
    abaikan: tuple[str, ...] = ()
    lebar: Wide | None = None
    jumlah: Totals | None = None
    kanal_kosong: str = BLANKS[0]
    pilihan: tuple[Choices, ...] = ()
    salah_satu: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    baris_judul: int = 0
    satu_sel: str = ""


@dataclass(frozen=True)
class SettledLayout:
    """How one kind of file is laid out: everything that its file says.

    ``marks`` are heading cells that together tell this layout from all others; ``columns`` maps
    a table's column to the heading names it goes by; ``values`` maps a column's written value to
    the table's own; ``patterns`` are sought in the rows above the heading, the sheet's and the
    file's name, and their named groups fill columns; ``constants`` fill columns that the file
    lacks; ``strangers`` are sought in the rows above the heading as well, and what they find says
    that the file counts something else; ``numbers`` are the columns written as 1.234,5; ``derived``
    gives a column that the file lacks and the columns whose keyed hash stands for it, such as a
    number for each business; ``skipped`` are headings that the table has no place for and nobody
    misses; ``blanks`` says what a blank cell means in a block of channels of which something is
    answered (``BLANKS``); ``choices`` are the columns with several answers in a cell, ``any_of``
    the headings of which one "ya" is enough for a column (Instagram, Facebook). ``depth`` is how
    many rows the heading has, the last of which holds the marks; 0 where the sheet shows it.
    ``one_cell`` is the mark between the cells of a sheet whose rows lie in one cell each.
    """

    title: str
    table: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    wide: Wide | None = None
    totals: Totals | None = None
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    blanks: str = BLANKS[0]
    strangers: tuple[str, ...] = ()
    choices: tuple[Choices, ...] = ()
    any_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    depth: int = 0
    one_cell: str = ""


@dataclass(frozen=True)
class Layout(SettledLayout):
    """A layout by the name of its file; its ``values`` are told by the written word in lower
    case."""

    name: str = field(kw_only=True)

    @cached_property
    def ways(self) -> tuple[frozenset[str], ...]:
        """Return for each mark every heading, as compared, by which a file can have it."""
        groups = [set(names) for names in self.columns.values()]
        if self.wide:
            own = self.wide.headings
            groups += [{n for n in own if own[n] == value} for value in set(own.values())]
        return tuple(
            frozenset(
                map(
                    simplify_heading,
                    {mark}.union(
                        *(
                            g
                            for g in groups
                            if simplify_heading(mark) in set(map(simplify_heading, g))
                        )
                    ),
                )
            )
            for mark in self.marks
        )


def read_value(part: Wide | Group, written: str) -> str | None:
    """Return the value that a heading, or a group above one, stands for; None for no value."""
    simple = simplify_heading(written)
    for name, own in part.headings.items():
        if simple and simplify_heading(name) == simple:
            return own
    match = re.fullmatch(part.pattern, " ".join(written.split()), re.IGNORECASE)
    if not part.pattern or match is None:
        return None
    return match[1] if match.re.groups else match[0]


@lru_cache(maxsize=10_000)
def simplify_heading(cell: str | None) -> str:
    """Return a heading as compared: letters and digits only, one case."""
    return re.sub(r"[\W_]+", "", (cell or "").casefold())


@lru_cache(maxsize=KEPT)
def read_layout(name: str, text: str) -> Layout:
    """Return the layout that a TOML text writes down. Raises SettingsError naming what is wrong."""
    settled = read_settled(name, text)
    try:
        _check(settled)
    except ValueError as error:
        raise SettingsError(f"{name}: {error} {FIX}") from None
    values = {
        column: {written.lower(): own for written, own in words.items()}
        for column, words in settled.values.items()
    }
    return Layout(**{**vars(settled), "values": values}, name=Path(name).stem)


def read_settled(name: str, text: str) -> SettledLayout:
    """Return what a TOML text of the form of a layout says. Raises SettingsError for another."""
    file = read_text(LayoutFile, name, text)
    return SettledLayout(
        title=file.judul,
        table=file.tabel,
        marks=file.penanda,
        columns=file.kolom,
        values={column: words.peta for words in file.nilai for column in words.kolom},
        patterns=file.judul_berkas.pola if file.judul_berkas else (),
        constants=file.tetap,
        numbers=file.angka.kolom if file.angka else (),
        rewrites=file.tulisan,
        wide=file.lebar,
        totals=file.jumlah,
        derived=file.gabung,
        skipped=file.abaikan,
        blanks=file.kanal_kosong,
        strangers=file.bukan_judul.pola if file.bukan_judul else (),
        choices=file.pilihan,
        any_of=file.salah_satu,
        depth=file.baris_judul,
        one_cell=file.satu_sel,
    )


def _check(settled: SettledLayout) -> None:
    """Raise ValueError, in words, for a layout that cannot be used."""
    if settled.table not in TABLES:
        raise ValueError(f"'tabel' harus salah satu dari {', '.join(TABLES)}.")
    if settled.blanks not in BLANKS:
        raise ValueError(f"'kanal_kosong' harus salah satu dari {', '.join(BLANKS)}.")
    if not any(map(simplify_heading, settled.marks)):
        raise ValueError("'penanda' belum diisi.")
    for pattern in (*settled.patterns, *settled.strangers):
        _check_title_pattern(pattern)
    if settled.totals:
        _check_sql_pattern(settled.totals.pattern, "")
    for rewrite in settled.rewrites:
        _check_sql_pattern(rewrite.pattern, rewrite.text)
    _check_shape(settled)
    table = TABLES[settled.table]
    strange = _list_named_columns(settled) - set(table.names)
    if strange:
        raise ValueError(f"kolom {sorted(strange)} tidak ada di {table.name}.")


def _check_shape(settled: SettledLayout) -> None:
    """Raise ValueError for a shape that no sheet has."""
    if settled.depth not in range(DEEPEST + 1):
        raise ValueError(f"'baris_judul' harus 0 sampai {DEEPEST}.")
    if settled.one_cell and settled.one_cell not in CELL_MARKS:
        raise ValueError(f"'satu_sel' harus salah satu dari {' '.join(CELL_MARKS)!r}.")
    if settled.wide:
        _check_wide(settled.wide)
    _check_listed_answers(settled)


def _check_wide(wide: Wide) -> None:
    """Raise ValueError for headings that are values of nothing, or whose cells say nothing."""
    for part in (wide, wide.group):
        if part and not (part.headings or part.pattern):
            raise ValueError("'lebar' belum menyebut 'judul' atau 'pola'.")
        if part:
            _check_title_pattern(part.pattern)
    if bool(wide.value) == bool(wide.present):
        raise ValueError("'lebar' menyebut salah satu: 'nilai' atau 'isi'.")
    if not set(wide.present.values()) <= {"ya", "tidak"}:
        raise ValueError("'isi' dari 'lebar' hanya berarti ya atau tidak.")


def _check_listed_answers(settled: SettledLayout) -> None:
    """Raise ValueError for a column of several answers that cannot be read."""
    filled: set[str] = set(settled.columns)
    kinds = {column.name: column.type for column in TABLES[settled.table].columns}
    _check_answered(kinds, filled, settled.any_of, "salah_satu")
    filled |= set(settled.any_of)
    for choice in settled.choices:
        if not choice.separator:
            raise ValueError("'pemisah' dari 'pilihan' belum diisi.")
        if not choice.columns:
            raise ValueError("'pilihan' tidak menyebut satu kolom pun.")
        _check_answered(kinds, filled, choice.columns, "pilihan")
        filled |= set(choice.columns)


def _check_answered(
    kinds: Mapping[str, str], filled: set[str], columns: Iterable[str], part: str
) -> None:
    """Raise ValueError for columns that answers cannot fill, or that something fills already."""
    wrong = [name for name in columns if kinds.get(name) not in ("ya_tidak", None)]
    if wrong:
        raise ValueError(f"kolom {wrong} di '{part}' bukan kolom ya atau tidak.")
    twice = filled & set(columns)
    if twice:
        raise ValueError(f"kolom {sorted(twice)} diisi dua kali.")


def _check_title_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"pola '{pattern}' salah bentuk ({error}).") from None


@cache
def _check_sql_pattern(pattern: str, text: str) -> None:
    """Raise ValueError for a pattern that DuckDB, whose expressions are not Python's, refuses."""
    try:
        with duckdb.connect() as con:
            con.execute("select regexp_replace('', ?, ?)", [pattern, text])
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise ValueError(f"pola '{pattern}' salah bentuk ({first_line}).") from None
    groups = {int(number) for number in re.findall(r"\\(\d)", text)}
    if groups and max(groups) > pattern.count("("):
        raise ValueError(f"'{text}' menyebut bagian yang tidak ada di pola '{pattern}'.")


def _list_named_columns(settled: SettledLayout) -> set[str]:
    """Return every column of the table that a layout speaks of."""
    named = {*settled.columns, *settled.constants, *settled.values, *settled.numbers}
    named |= {name for rewrite in settled.rewrites for name in rewrite.columns}
    named |= {name for column, parts in settled.derived.items() for name in (column, *parts)}
    named |= set(settled.any_of) | {name for choice in settled.choices for name in choice.columns}
    if settled.wide:
        named |= {settled.wide.column, settled.wide.value} - {""}
        named |= {settled.wide.group.column} if settled.wide.group else set()
    if settled.totals:
        named.add(settled.totals.column)
    for pattern in settled.patterns:
        named |= set(re.compile(pattern).groupindex) - {"bulan", "tahun"}
    return named
