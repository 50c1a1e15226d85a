"""What a validated table is: columns, types, key, rules. A rule is written once, in its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["teks", "bulat", "desimal", "tanggal", "ya_tidak"]
SQL_TYPES: dict[Type, str] = {
    "teks": "varchar",
    "bulat": "bigint",
    "desimal": "double",
    "tanggal": "date",
    "ya_tidak": "boolean",
}
Severity = Literal["galat", "peringatan"]


@dataclass(frozen=True)
class Column:
    """One column: ``label`` is what readers see; ``private`` keeps it out of the main store.

    A fault in an ordinary column refuses the row; in a ``soft`` one it empties the cell and flags
    the row. ``pattern`` must match the whole cell, ``expected`` and ``step`` say so in words.
    ``linked_as`` names the column of the main store that holds a keyed hash of a private value, so
    that files can be linked without it. ``code`` marks a number or code that stands for a business
    or person: it may not be a number of theirs. ``published`` marks words that are public already,
    in which nothing personal is looked for.
    """

    name: str
    type: Type
    label: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    expected: str = ""
    step: str = "Perbaiki penulisannya."
    private: bool = False
    soft: bool = False
    linked_as: str | None = None
    code: bool = False
    published: bool = False

    @property
    def open(self) -> bool:
        """Return whether any words can stand in it and reach the main store."""
        closed = self.private or self.code or self.published or self.allowed or self.pattern
        return self.type == "teks" and not closed


@dataclass(frozen=True)
class Rule:
    """A condition over the columns of a row that must not be false; unknown passes."""

    name: str
    column: str
    holds: str
    expected: str
    step: str
    severity: Severity = "galat"


@dataclass(frozen=True)
class Totals:
    """Parts that must add up to what the same file states as their total.

    ``part`` and ``whole`` are SQL conditions over the accepted rows, ``by`` what a total is
    compared within, and ``value`` the number; a total that disagrees is flagged.
    """

    part: str
    whole: str
    by: tuple[str, ...]
    value: str
    expected: str
    step: str


@dataclass(frozen=True)
class Known:
    """A column whose value should occur in another table; one that does not is flagged."""

    column: str
    table: str
    other: str
    expected: str
    step: str


@dataclass(frozen=True)
class Fold:
    """Several rows that make one: the first in ``order`` speaks, the others are kept as a trace.

    ``rule`` is the name under which the trace stands, ``says`` the rule in words.
    """

    by: str
    order: tuple[str, ...]
    rule: str
    says: str
    step: str


@dataclass(frozen=True)
class Table:
    """One validated table; a file's rows are refused one by one when they break it.

    ``place`` says which area columns the file names in words: ``kelurahan`` (with its
    kecamatan), ``kecamatan``, or ``wilayah`` (the city or a kecamatan). Where ``placed`` is
    false a row may go without.
    """

    name: str
    label: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    place: Literal["kelurahan", "kecamatan", "wilayah"]
    placed: bool = True
    rules: tuple[Rule, ...] = ()
    totals: Totals | None = None
    known: tuple[Known, ...] = ()
    fold: Fold | None = None

    def get_column(self, name: str) -> Column:
        """Return a column by name."""
        return next(column for column in self.columns if column.name == name)

    def get_label(self, name: str) -> str:
        """Return what readers see for a column, the code of its place included."""
        labels = {column.name: column.label for column in self.columns}
        return labels.get(name, "wilayah")

    @property
    def list_names(self) -> list[str]:
        """Return every column that a file can fill, the places last."""
        return [column.name for column in self.columns] + list(self.place_columns)

    @property
    def place_columns(self) -> tuple[str, ...]:
        """Return the columns in which a file names a row's place in words, the widest first."""
        return PLACE_COLUMNS[self.place]

    @property
    def place_code(self) -> str:
        """Return the column of the code that those words stand for."""
        return PLACE_CODE[self.place]

    @property
    def private(self) -> list[str]:
        """Return the columns that only the identity file holds."""
        return [column.name for column in self.columns if column.private]


# The city a row says it lies in comes first: a kecamatan of that name may be another city's.
PLACE_COLUMNS = {
    "kelurahan": ("kab_kota", "kecamatan", "kelurahan"),
    "kecamatan": ("kab_kota", "kecamatan"),
    "wilayah": ("kab_kota", "wilayah"),
}
PLACE_LABELS = {
    "kab_kota": "Kabupaten/kota",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "wilayah": "Wilayah",
}
PLACE_CODE = {
    "kelurahan": "kode_kelurahan",
    "kecamatan": "kode_kecamatan",
    "wilayah": "kode_wilayah",
}


def make_yes_no_columns(*names_labels: tuple[str, str]) -> tuple[Column, ...]:
    """Return yes-or-no columns."""
    return tuple(Column(name, "ya_tidak", label) for name, label in names_labels)
