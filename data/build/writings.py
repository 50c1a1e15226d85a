"""How the numbers of a column are written: decided once for the column, from all its cells.

12,000 is twelve thousand in English and twelve in Indonesian. A column of whole numbers has no
twelve with three decimals; in any other the cells that can be read in one way only decide. Where
they do not, or contradict each other, somebody is asked. The same for 12.000, and for a unit such
as "juta rupiah" above the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.build.questions import DECIMALS, FULL, THOUSANDS, ask
from data.build.steps import Sql
from data.layouts.units import find_heading_factor, find_title_factor
from data.readers.cell import name_cell
from data.tables import Column

if TYPE_CHECKING:
    from data.build.arrange import Source

ASKED = "tanya"
COMMA, POINT = ",", "."
IS_TEXT = re.compile(r"\.(csv|tsv|txt)\]?$", re.IGNORECASE)
FEWEST_THOUSANDS = 1_000  # a column that ends below has no thousands to group
LARGEST = 10**12  # rupiah; what is above was written in full though a title names a unit
IN_FULL = re.compile(r"\brp\b", re.IGNORECASE)


@dataclass(frozen=True)
class Writing:
    """What a comma and a point before three digits mean in a column (``THOUSANDS``, ``DECIMALS``
    or ``ASKED``), and what its numbers are multiplied by (``ASKED``, or a number as text)."""

    comma: str
    point: str
    factor: str = FULL

    def write_reading(self, name: str) -> Sql:
        """Return SQL that reads a cell of column ``name``."""
        read = f"angka_baku({name}, '{self.comma}', '{self.point}')"
        if self.factor == ASKED:
            return Sql("cast(null as varchar)")
        return Sql(read if self.factor == FULL else f"kali_baku({read}, {self.factor})")


@dataclass(frozen=True)
class _Seen:
    """How often each writing occurs in a column, with an example of what is in doubt."""

    koma: int = 0
    titik: int = 0
    indonesia: int = 0
    inggris: int = 0
    desimal_titik: int = 0
    contoh_koma: str | None = None
    contoh_titik: str | None = None


def decide(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Writing]:
    """Return how each column of numbers of a sheet is written; say what was decided, and ask what
    could not be."""
    cells = _list_cells(source)
    seen = _look(con, source, cells)
    decided: dict[str, Writing] = {}
    for column in source.table.columns:
        if column.name in cells:
            base = Finding(tabel=source.table.name, berkas=source.berkas, kolom=column.name)
            factor = _decide_factor(con, source, column, cells[column.name], base)
            told = seen.get(column.name, _Seen())
            writing = _judge(source, column, told, factor)
            decided[column.name] = writing
            for finding in _say(base, told, writing, source.answers):
                add(con, finding)
    return decided


def is_text_file(source: Source) -> bool:
    """Tell whether a sheet was a text file: there nothing but text tells a number."""
    return IS_TEXT.search(source.berkas) is not None


def _list_cells(source: Source) -> dict[str, list[str]]:
    """Return the cells of each column of numbers; those of a wide sheet are one column."""
    found = source.found
    numbers = {c.name for c in source.table.columns if c.type in ("bulat", "desimal")}
    cells = {n: [name_cell(place)] for n, place in found.places.items() if n in numbers}
    if found.wide and found.layout.wide and found.layout.wide.value:
        cells[found.layout.wide.value] = [name_cell(place) for place in found.wide.values()]
    return cells


def _look(
    con: duckdb.DuckDBPyConnection, source: Source, cells: Mapping[str, list[str]]
) -> dict[str, _Seen]:
    bounded = {c.name for c in source.table.columns if _is_small(c)}
    looked = {name: own for name, own in cells.items() if name not in bounded}
    if not looked:
        return {}
    rows = steps.run(con, "writings/numbers", columns=looked, below=source.below).fetchall()
    return {name: _Seen(*seen) for name, *seen in rows}


def _is_small(column: Column) -> bool:
    return column.high is not None and column.high < FEWEST_THOUSANDS


def _judge(source: Source, column: Column, seen: _Seen, factor: str) -> Writing:
    answers = source.answers
    comma, point = _judge_signs(source, column, seen, whole=factor == FULL)
    return Writing(
        answers.get(("angka", f"{column.name}:{COMMA}"), comma),
        answers.get(("angka", f"{column.name}:{POINT}"), point),
        factor,
    )


def _judge_signs(source: Source, column: Column, seen: _Seen, whole: bool) -> tuple[str, str]:
    """Return what comma and point mean by what a column holds."""
    if _is_small(column):
        return DECIMALS, DECIMALS
    if column.type == "bulat" and whole:
        return (ASKED if seen.indonesia else THOUSANDS, ASKED if seen.inggris else THOUSANDS)
    if seen.inggris and not seen.indonesia:
        return THOUSANDS, DECIMALS
    if column.name not in source.found.layout.numbers and column.type == "desimal":
        return ASKED, ASKED if seen.indonesia else DECIMALS
    # A spreadsheet's own 45.5 looks like that of a sender who writes English.
    is_weak = seen.desimal_titik and not seen.indonesia
    return ASKED, ASKED if seen.inggris or is_weak else THOUSANDS


def _say(
    base: Finding, seen: _Seen, writing: Writing, answers: Mapping[tuple[str, str], str]
) -> Iterator[Finding]:
    """Yield what is to be said of a column's comma and point, and what is to be asked."""
    name = str(base.kolom)
    for mark, word, count, example, meaning in (
        (COMMA, "koma", seen.koma, seen.contoh_koma, writing.comma),
        (POINT, "titik", seen.titik, seen.contoh_titik, writing.point),
    ):
        if not count or example is None:
            continue
        full, small = example.replace(mark, ""), example.replace(mark, ",")
        if meaning == ASKED:
            yield ask("angka", base, [mark], f"arti {word} pada '{example}' ({count} sel): "
                      f"pemisah ribuan ({full}) atau tanda desimal ({small})")  # fmt: skip
        elif (
            ("angka", f"{name}:{mark}") in answers
            or (mark == COMMA and meaning == THOUSANDS)
            or (mark == POINT and meaning == DECIMALS and seen.inggris)
        ):
            by = "menurut jawaban petugas" if ("angka", f"{name}:{mark}") in answers else (
                "menurut sel lain di kolomnya")  # fmt: skip
            means = f"pemisah ribuan: '{example}' adalah {full}"
            if meaning == DECIMALS:
                means = f"tanda desimal: '{example}' adalah {small}"
            yield Finding(**{**vars(base), "aturan": "tulisan_angka", "tingkat": "ubahan",
                             "seharusnya": f"{word} dibaca {means} ({count} sel), {by}",
                             "langkah": "Periksa bila maksudnya lain."})  # fmt: skip


def _decide_factor(
    con: duckdb.DuckDBPyConnection, source: Source, column: Column, cells: list[str], base: Finding
) -> str:
    """Return what a column's numbers are multiplied by, by its heading, the title or an answer."""
    found = source.found
    places = [int(cell[1:]) - 1 for cell in cells]
    own = {find_heading_factor(found.headings[place]) for place in places}
    from_title = find_title_factor(found.title) if _is_in_units(source, column) else 1
    factor = max(own) if max(own) > 1 else from_title
    if factor == 1:
        return FULL
    answered = source.answers.get(("satuan", column.name))
    largest, count = steps.read_first_row(con, "writings/largest", cells=cells, below=source.below)
    in_full = any(IN_FULL.search(found.headings[place]) for place in places) and max(own) == 1
    where = "judul kolomnya" if max(own) > 1 else "judul tabel"
    word = {1_000: "ribuan", 1_000_000: "jutaan", 1_000_000_000: "miliaran"}[factor]
    is_doubtful = len(own) > 1 or in_full or largest * factor > LARGEST
    if answered is None and is_doubtful:
        add(con, ask("satuan", base, [], f"satuan angka kolom ini: {where} menyebut {word}, tetapi "
                     f"isinya sampai {largest:.0f} ({count} sel)"))  # fmt: skip
        return ASKED
    said = answered or str(factor)
    by = "menurut jawaban petugas" if answered else f"karena {where} menyebut {word}"
    times = f"{int(said):,}".replace(",", ".")
    add(con, Finding(**{**vars(base), "aturan": "satuan_dibaca", "tingkat": "peringatan",
                        "seharusnya": f"angka penuh; {count} sel dikalikan {times}, {by}",
                        "langkah": "Periksa satuan ini sebelum menerbitkan."}))  # fmt: skip
    return said


def _is_in_units(source: Source, column: Column) -> bool:
    """Tell whether a unit in a title is one of this column: of money, or of what is counted."""
    wide = source.found.layout.wide
    return column.name.endswith("_rp") or bool(wide and wide.value == column.name)
