"""What somebody has to be asked about a column before its cells can be read, and the answers.

A question is asked once per column and file. Its answer is kept by the file's hash
(``data.build.decisions``); until there is one, the cells in question are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.build.decisions import NO, UNKNOWN, Kind
from data.build.findings import Finding

YES = "ya"
THOUSANDS, DECIMALS = "ribuan", "desimal"
TURNED, RIGHT = "tukar", "benar"
FULL = "1"
CHOICES: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        "tanda": {YES: "Ya", NO: "Tidak", UNKNOWN: "Tidak diketahui"},
        "angka": {THOUSANDS: "Pemisah ribuan", DECIMALS: "Tanda desimal"},
        "tanggal": {TURNED: "Hari dan bulannya tertukar", RIGHT: "Sudah benar"},
        "satuan": {
            FULL: "Rupiah penuh",
            "1000": "Ribuan",
            "1000000": "Jutaan",
            "1000000000": "Miliaran",
        },
    }
)
"""The answers that each kind of question takes, and their words."""
RULES: Mapping[str, Kind] = MappingProxyType({f"{kind}_ditanyakan": kind for kind in CHOICES})
"""The kind of question by the rule's name in ``temuan``."""
APART = " "  # between the marks of a column; none of them holds a blank


@dataclass(frozen=True)
class Question:
    """What is to be answered of a column of a table: ``about`` is the mark in question, empty where
    it is the column as a whole; ``said`` says in words what stands there, with its counts."""

    kind: Kind
    table: str
    column: str
    about: str
    said: str

    @property
    def key(self) -> str:
        """Return what a decision answers, and what the command line calls it."""
        return write_key(self.column, self.about)

    @property
    def choices(self) -> Mapping[str, str]:
        """Return the words of each answer."""
        return CHOICES[self.kind]


def write_key(column: str, about: str = "") -> str:
    """Return what a question about a column, or about a mark in it, goes by."""
    return f"{column}:{about}" if about else column


def ask(kind: Kind, base: Finding, about: Iterable[str], said: str) -> Finding:
    """Return a finding that asks about a column; ``about`` are the marks in question, if any."""
    marks = list(about)
    keys = [write_key(str(base.kolom), mark) for mark in marks] or [str(base.kolom)]
    answers = " atau ".join(CHOICES[kind])
    shown = ", ".join(f"'{key}=...'" for key in keys)
    return Finding(
        **{
            **vars(base),
            "nilai": APART.join(marks) or None,
            "aturan": f"{kind}_ditanyakan",
            "tingkat": "peringatan",
            "seharusnya": said,
            "langkah": f"Jawab di halaman Data, atau dengan --jawab {shown} ({answers}). Sebelum "
            "dijawab, sel itu tidak dibaca.",
        }
    )


def list_open(found: Iterable[Mapping[str, object]]) -> list[Question]:
    """Return the questions that the findings of a file leave open, in their order, each once."""
    open_: dict[tuple[Kind, str], Question] = {}
    for row in found:
        kind = RULES.get(str(row["aturan"]))
        if kind is None:
            continue
        for about in str(row["nilai"] or "").split(APART):
            question = Question(
                kind, str(row["tabel"]), str(row["kolom"]), about, str(row["seharusnya"])
            )
            open_.setdefault((kind, question.key), question)
    return list(open_.values())
