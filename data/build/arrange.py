"""Lays a sheet out: from text cells to rows under their table's column names, still text.

All of it is SQL over the sheet's Parquet parts, so that a million rows pass through without
being held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from data.build import (
    answers,
    choices,
    cut_numbers,
    dates,
    footers,
    links,
    presence,
    shape,
    steps,
    writings,
)
from data.build.findings import Finding, add
from data.build.rules import write_value
from data.build.steps import Sql
from data.layouts.layout import simplify_heading
from data.layouts.recognition import PlacedLayout, list_spread
from data.quoting import quote_literal
from data.readers import Sheet
from data.readers.cell import name_cell
from data.tables import TABLES, Table

STAGED = "mentah_{}"
APART = chr(31)  # between texts; no cell of a sheet that people type holds it


@dataclass(frozen=True)
class Source:
    """One sheet that has been laid out: what its rows go by, and where its cells are.

    ``order`` is the place of its file among those received, the last one highest; ``decided`` is
    what somebody said that the blank cells of a column mean, ``answers`` how its cells are read, by
    kind of question and column.
    """

    berkas: str
    sha256: str
    sheet: Sheet
    found: PlacedLayout
    order: int
    decided: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def cells(self) -> Sql:
        """Return SQL that names the sheet's cells: ``baris`` and ``k1``, ``k2`` ..."""
        files = quote_literal(str(self.sheet.folder / "*.parquet"))
        return Sql(f"read_parquet({files}, union_by_name=true)")

    @property
    def below(self) -> Sql:
        """Return SQL that names the cells of the rows below the heading."""
        return Sql(f"(from {self.cells} where baris > {self.found.heading + 1})")

    @property
    def columns(self) -> list[str]:
        """Return the names of all cells of a row."""
        return [name_cell(place) for place in range(self.sheet.width)]

    @property
    def texts(self) -> Sql:
        """Return SQL of all cells of a row, tidied, with commas between them."""
        return Sql(", ".join(f"rapi({cell})" for cell in self.columns))

    @property
    def filled(self) -> Sql:
        """Return SQL of the rows below the heading that hold something: ``baris``."""
        return Sql(f"select baris from {self.below} where coalesce({self.texts}) is not null")

    @property
    def table(self) -> Table:
        """Return the table that the sheet's rows belong to."""
        return TABLES[self.found.layout.table]


def arrange(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add a sheet's rows to the staging table of its layout, and its columns to ``letak``."""
    found = source.found
    steps.run(con, "arrange/staging", table=source.table)
    _note_places(con, source)
    written = writings.decide(con, source)
    readings = _list_readings(con, source, written)
    outside = footers.find(con, source)
    for own in found.wide or [None]:
        _lay_out(con, source, own, readings, outside)
    _drop_blank(con, source)
    if found.layout.wide and found.layout.wide.value:
        _drop_unsaid(con, source, found.layout.wide.value)
    presence.settle(con, source)
    shape.check(con, source, written)
    cut_numbers.clear(con, source)
    for column, named in found.layout.derived.items():
        _derive(con, source, column, named)
    choices.note(con, source)
    answers.note_marks(con, source)
    answers.note_blanks(con, source.berkas, found, source.decided, source.cells)


def _note_places(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    found = source.found
    cells = {**found.places} | {name_part(found, own): place for own, place in found.wide.items()}
    cells |= {name: at for at, choice in found.choices.items() for name in choice.columns}
    cells |= {name: places[0] for name, places in found.any_of.items()}
    rows = [[source.berkas, name, found.headings[at], at + 1] for name, at in cells.items()]
    con.executemany("insert into letak values (?, ?, ?, ?)", rows)


def _derive(
    con: duckdb.DuckDBPyConnection, source: Source, name: str, parts: Sequence[str]
) -> None:
    """Give rows without their own number one that the same words always give."""
    table = source.table
    steps.run(
        con,
        "arrange/derive",
        {"berkas": source.berkas},
        table=table,
        column=table.get_column(name),
        parts=parts,
        hashed=links.write_hash,
        linked=links.write_link,
        soft=write_value,
    )


def _find_dates(source: Source) -> dict[str, int]:
    """Return where the columns stand whose cells are dates or months."""
    kinds = {column.name: column.type for column in source.table.columns}
    return {
        name: place
        for name, place in source.found.places.items()
        if kinds.get(name) == "tanggal" or name == "periode"
    }


def name_part(found: PlacedLayout, own: str) -> str:
    """Return what the findings call the cells below a heading that stands for a value."""
    wide = found.layout.wide
    assert wide
    return f"{wide.value or wide.column} [{own}]"


def _lay_out(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    own: str | None,
    readings: Mapping[str, Sql],
    outside: bool,
) -> None:
    """Add a sheet's rows under the table's names, for one wide heading if any.

    ``readings`` is SQL that reads a cell, by column; ``outside`` says whether ``luar_data`` names
    rows that are no data.
    """
    found = source.found if own is None else _narrow(source.found, own)
    bagian = None if own is None else name_part(found, own)
    cells = sorted({place + 1 for place in _list_read(found)})
    given = _list_given(found, source.table)
    steps.run(
        con,
        "arrange/lay_out",
        {"berkas": source.berkas, "urut": source.order, "bagian": bagian},
        **{"source": source, "table": source.table, "found": found, "outside": outside},
        **{"cells": cells, "repeated": _list_marks(found, cells), "given": given},
        filled=answers.list_filled(found, source.decided, given),
        blank=choices.list_blank(found),
        presence=presence.find_words(found, own),
        readings={name: sql for name, sql in readings.items() if name in given},
        **_list_translations(source, list(given)),
    )


def _list_read(found: PlacedLayout) -> list[int]:
    """Return the places of all columns that a row is read from."""
    ticked = [place for places in found.any_of.values() for place in places]
    return [*found.places.values(), *found.choices, *ticked]


def _narrow(found: PlacedLayout, own: str) -> PlacedLayout:
    """Return what was found in a wide sheet as if one of the headings that are values was alone."""
    wide = found.layout.wide
    assert wide
    places = {**found.places, **({wide.value: found.wide[own]} if wide.value else {})}
    return replace(found, places=places, titles={**found.titles, **found.said[own]})


def _list_given(found: PlacedLayout, table: Table) -> dict[str, Sql]:
    """Return SQL of the table's columns that a sheet has, or that are said for all of it."""
    said = {name: Sql(quote_literal(text)) for name, text in found.titles.items()}
    closed = {c.name for c in table.columns if c.type == "ya_tidak" or c.allowed}
    cells = {
        name: Sql(f"tanpa_kode(c{place + 1})" if name in closed else f"c{place + 1}")
        for name, place in found.places.items()
    }
    cells |= choices.write_readings(found) | choices.write_ticks(found)
    area = cells.get(table.place_columns[-1])
    if area and "kab_kota" in said:
        # A row of a kecamatan whose name is missing is not one of the city that the title names.
        said["kab_kota"] = Sql(f"if({area} is null, null, {said['kab_kota']})")
    return {name: sql for name, sql in (said | cells).items() if name in table.names}


def _list_marks(found: PlacedLayout, cells: Sequence[int]) -> dict[int, str]:
    """Return the headings by which the layout is known, by their cell."""
    marks = frozenset().union(*found.layout.ways)
    headings = {cell: found.headings[cell - 1] for cell in cells}
    return {
        cell: heading.strip()
        for cell, heading in headings.items()
        if simplify_heading(heading) in marks
    }


def _list_readings(
    con: duckdb.DuckDBPyConnection, source: Source, written: Mapping[str, writings.Writing]
) -> dict[str, Sql]:
    """Return SQL that reads the cells of a column as the table writes them, by column."""
    first = dates.find_first_parts(con, source, _find_dates(source))
    types = {column.name: column.type for column in source.table.columns}
    readings = {n: w.write_reading(n) for n, w in written.items()}
    spread = list_spread(source.found.layout.wide)
    for name in {*source.found.places, *source.found.titles, *spread}:
        if name == "periode":
            readings[name] = Sql(f"periode_baku(periode, '{first.get(name, dates.DAY)}')")
        elif types.get(name) == "tanggal":
            readings[name] = Sql(f"tanggal_baku({name}, '{first.get(name, dates.DAY)}')")
    return readings


def _list_translations(source: Source, names: Sequence[str]) -> dict[str, object]:
    """Return the layout's words and rewrites for the cells of some columns."""
    layout = source.found.layout
    words = {name: dict(layout.values.get(name, {})) for name in names}
    for name in names:
        words[name] |= answers.list_answered_marks(source.answers, name)
    rewrites = {name: [r for r in layout.rewrites if name in r.columns] for name in names}
    return {
        "words": {n: _group_by_answer(own) for n, own in words.items() if own},
        "rewrites": {name: rules for name, rules in rewrites.items() if rules},
        "apart": APART,
        "linked": links.write_link,
        "soft": write_value,
    }


def _group_by_answer(words: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the words that a layout declares by the table's own word for them."""
    ways: dict[str, list[str]] = {}
    for written, own in words.items():
        ways.setdefault(own, []).append(written)
    return ways


def _drop_blank(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Leave out rows of a sheet that hold nothing at all: they are no rows."""
    about = {"berkas": source.berkas}
    if steps.read_first_row(con, "arrange/has_blank", about, table=source.table)[0]:
        steps.run(con, "arrange/drop_blank", about, source=source)


def _drop_unsaid(con: duckdb.DuckDBPyConnection, source: Source, value: str) -> None:
    """Leave out the parts of a wide row whose cell is empty, and say so; the others count."""
    table, about = source.table, {"berkas": source.berkas}
    steps.run(con, "arrange/find_unsaid", about, table=table, value=value)
    finding = Finding(
        tabel=table.name,
        berkas=source.berkas,
        aturan="sel_kosong",
        tingkat="peringatan",
        seharusnya="angka; sel kosong tidak dihitung, juga tidak sebagai nol",
        langkah="Tulis 0 bila memang tidak ada.",
    )
    add(con, finding, "arrange/unsaid")
    steps.run(con, "arrange/drop_unsaid", about, table=table)
