"""Lays a sheet out: from text cells to rows under their table's column names, still text.

All of it is SQL over the sheet's Parquet parts, so that a million rows pass through without
being held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from data.build import dates, footers, links
from data.build.rules import soft
from data.layouts.recognition import PlacedLayout, simplify_heading
from data.quoting import literal
from data.readers import Sheet
from data.tables import TABLES, Table

# What a row is, if it is none of the table's: these are folded, with a trace.
ASIDE = {
    "judul_berulang": ("baris judul kolom", "Tidak perlu diubah."),
    "baris_nomor": ("baris nomor kolom", "Tidak perlu diubah."),
    "baris_jumlah": ("baris jumlah dari baris lain", "Tidak perlu diubah."),
    footers.TOTAL: ("baris jumlah dari baris lain", "Tidak perlu diubah."),
    "baris_keterangan": (
        "baris yang mengisi kolom data",
        "Tidak perlu diubah, kecuali bila baris ini memang data.",
    ),
}
STAGED = "mentah_{}"
APART = chr(31)  # between texts; no cell of a sheet that people type holds it


@dataclass(frozen=True)
class Source:
    """One sheet that has been laid out: what its rows go by, and where its cells are.

    ``order`` is the place of its file among those received, the last one highest.
    """

    berkas: str
    sha256: str
    sheet: Sheet
    found: PlacedLayout
    order: int

    @property
    def cells(self) -> str:
        """Return SQL that names the sheet's cells: ``baris`` and ``k1``, ``k2`` ..."""
        return f"read_parquet({literal(str(self.sheet.folder / '*.parquet'))}, union_by_name=true)"

    @property
    def below(self) -> str:
        """Return SQL that names the cells of the rows below the heading."""
        return f"(from {self.cells} where baris > {self.found.heading + 1})"

    @property
    def texts(self) -> str:
        """Return SQL of all cells of a row, tidied, with commas between them."""
        return ", ".join(f"rapi(k{i + 1})" for i in range(self.sheet.width))

    @property
    def filled(self) -> str:
        """Return SQL of the rows below the heading that hold something: ``baris``."""
        return f"select baris from {self.below} where coalesce({self.texts}) is not null"

    @property
    def table(self) -> Table:
        """Return the table that the sheet's rows belong to."""
        return TABLES[self.found.layout.table]


PLACED = "create temp table letak (berkas varchar, kolom varchar, judul varchar, k integer)"
"""Makes the table of which column of a sheet stands where."""


def staging(table: Table) -> str:
    """Return a statement that makes a table's staging table, where there is none yet."""
    columns = ", ".join(f"{name} varchar" for name in (*table.names, *links.names(table)))
    return (
        f"create temp table if not exists {STAGED.format(table.name)} (berkas varchar, "
        f"urut integer, bagian varchar, baris bigint, jenis_baris varchar, {columns})"
    )


def arrange(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add a sheet's rows to the staging table of its layout, and its columns to ``letak``."""
    found, table = source.found, source.table
    con.execute(staging(table))
    cells = {**found.places} | {part(found, own): place for own, place in found.wide.items()}
    con.executemany(
        "insert into letak values (?, ?, ?, ?)",
        [
            [source.berkas, column, found.headings[place], place + 1]
            for column, place in cells.items()
        ],
    )
    first = dates.first_parts(con, source.cells, found.heading + 1, _dated(source))
    outside = footers.find(con, source)
    parts = [_select(source, own, first, outside) for own in found.wide or [None]]
    names = f"berkas, urut, bagian, baris, jenis_baris, {', '.join(table.names)}"
    linked = [column for column in table.columns if column.linked_as]
    hashes = "".join(f", {links.linked(column, soft(column))}" for column in linked)
    con.execute(
        f"insert into {STAGED.format(table.name)} "
        f"({', '.join([names, *links.names(table)])}) select {names}{hashes} "
        f"from ({' union all '.join(parts)}) as t ({names})"
    )
    _drop_blank(con, source)
    if found.layout.wide:
        _drop_unsaid(con, source, found.layout.wide.value)
    for column, named in found.layout.derived.items():
        _derive(con, source, column, named)


def _derive(
    con: duckdb.DuckDBPyConnection, source: Source, column: str, parts: Sequence[str]
) -> None:
    """Give rows without their own number one that the same words always give."""
    words = ", ".join(f"lower({part})" for part in parts)
    own = source.table.get_column(column)
    con.execute(
        f"update {STAGED.format(source.table.name)} set {column} = "
        f"'g' || left({links.hashed(f'concat_ws(chr(31), {words})')}, 12) where berkas = ? "
        f"and {column} is null and jenis_baris is null and coalesce({words}) is not null",
        [source.berkas],
    )
    if own.linked_as:
        con.execute(
            f"update {STAGED.format(source.table.name)} "
            f"set {own.linked_as} = {links.linked(own, soft(own))} where berkas = ?",
            [source.berkas],
        )


def _dated(source: Source) -> dict[str, int]:
    """Return where the columns stand whose cells are dates or months."""
    kinds = {column.name: column.type for column in source.table.columns}
    return {
        name: place
        for name, place in source.found.places.items()
        if kinds.get(name) == "tanggal" or name == "periode"
    }


def part(found: PlacedLayout, own: str) -> str:
    """Return what the findings call the cells below a heading that stands for a value."""
    assert found.layout.wide
    return f"{found.layout.wide.value} [{own}]"


def in_part(column: str) -> str:
    """Return SQL of what the findings call a cell of a column, whose name is SQL too: it may
    stand in wide rows."""
    return f"case when starts_with(bagian, {column} || ' [') then bagian else {column} end"


def _select(source: Source, own: str | None, first: Mapping[str, str], outside: bool) -> str:
    """Return a select of a sheet's rows under the table's names, for one wide heading if any.

    ``first`` says of each date column what stands first in it, ``outside`` whether ``luar_data``
    names rows that are no data.
    """
    found, table = source.found, source.table
    places, titles = dict(found.places), dict(found.titles)
    if own is not None and found.layout.wide:
        titles[found.layout.wide.column] = own
        places[found.layout.wide.value] = found.wide[own]
    cells = ", ".join(f"rapi(k{i + 1}) as c{i + 1}" for i in sorted({*places.values()}))
    columns = [
        _read(
            table,
            found,
            name,
            f"c{places[name] + 1}" if name in places else _said(titles, name),
            first.get(name, dates.DAY),
        )
        for name in table.names
    ]
    bagian = literal(part(found, own)) if own is not None else "null"
    return (
        f"select {literal(source.berkas)}, {source.order}, {bagian}, baris, "
        f"{_kind(source, places, outside)}, {', '.join(columns)} "
        f"from (select baris{', ' if cells else ''}{cells} from {source.cells} "
        f"where baris > {found.heading + 1}) "
        + ("left join luar_data using (baris)" if outside else "")
    )


def _said(titles: dict[str, str], name: str) -> str:
    """Return what the titles or the layout say for a whole column, as SQL."""
    return literal(titles[name]) if name in titles else "null"


def _read(table: Table, found: PlacedLayout, name: str, cell: str, first: str) -> str:
    """Return SQL that reads a cell as its column's own writing; what cannot be read stays."""
    if cell == "null":
        return cell
    words = found.layout.values.get(name)
    if words is not None:
        cell = _worded(words, cell)
    cell = _rewritten(found, name, cell)
    kind = next((column.type for column in table.columns if column.name == name), "teks")
    if name in found.layout.numbers:
        return f"angka_baku({cell})"
    if name == "periode":
        return f"periode_baku({cell}, {literal(first)})"
    if kind == "desimal":
        return f"koma_desimal({cell})"
    return f"tanggal_baku({cell}, {literal(first)})" if kind == "tanggal" else cell


def _worded(words: Mapping[str, str], cell: str) -> str:
    """Return SQL of a cell in the table's own words, for the words that a layout declares.

    All words for one answer are a list, and that one text: a comparison for each of the words
    would take as long to plan as a small register to read.
    """
    ways: dict[str, list[str]] = {}
    for written, own in words.items():
        ways.setdefault(own, []).append(written)
    whens = " ".join(
        f"when list_contains(string_split({literal(APART.join(of))}, chr({ord(APART)})), "
        f"lower({cell})) then {literal(own) if own else 'null'}"
        for own, of in ways.items()
    )
    return f"case {whens} else {cell} end"


def _rewritten(found: PlacedLayout, name: str, cell: str) -> str:
    """Return SQL of a cell after the layout's rewrites for its column; the first that fits."""
    whens = " ".join(
        f"when regexp_full_match({cell}, {literal(f'(?i)(?:{rule.pattern})')}) then "
        f"nullif(regexp_replace({cell}, {literal(f'(?i)^(?:{rule.pattern})$')}, "
        f"{literal(rule.text)}), '')"
        for rule in found.layout.rewrites
        if name in rule.columns
    )
    return f"case {whens} else {cell} end" if whens else cell


def _kind(source: Source, places: dict[str, int], outside: bool) -> str:
    """Return SQL that says what a row is if it is not data, else null."""
    found = source.found
    cells = [f"c{place + 1}" for place in sorted({*places.values()})]
    if not cells:
        return "'baris_keterangan'"
    whens = [f"when coalesce({', '.join(cells)}) is null then 'baris_keterangan'"]
    marks = frozenset().union(*found.layout.ways)
    heading = [
        f"{cell} = {literal(found.headings[int(cell[1:]) - 1].strip())}"
        for cell in cells
        if simplify_heading(found.headings[int(cell[1:]) - 1]) in marks
    ]
    if len(heading) > 1:
        whens.append(f"when {' and '.join(heading)} then 'judul_berulang'")
    # "(1) (2) (3)" below the heading: the number of each column.
    numbers = [f"translate({cell}, '()', '') = '{cell[1:]}'" for cell in cells]
    if len(numbers) > 1:
        whens.append(
            f"when baris = {found.heading + 2} and {' and '.join(numbers)} then 'baris_nomor'"
        )
    totals = found.layout.totals
    if totals and totals.column in places:
        pattern = literal(f"(?i){totals.pattern}")
        whens.append(
            f"when regexp_matches(c{places[totals.column] + 1}, {pattern}) then 'baris_jumlah'"
        )
    if outside:
        whens.append("when jenis is not null then jenis")
    return f"case {' '.join(whens)} end"


def _drop_blank(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Leave out rows of a sheet that hold nothing at all: they are no rows."""
    staged = STAGED.format(source.table.name)
    maybe = f"{staged} where berkas = ? and jenis_baris = 'baris_keterangan'"
    if con.execute(f"select 1 from {maybe} limit 1", [source.berkas]).fetchone():
        con.execute(f"delete from {maybe} and baris not in ({source.filled})", [source.berkas])


def _drop_unsaid(con: duckdb.DuckDBPyConnection, source: Source, value: str) -> None:
    """Leave out the parts of a wide row whose cell is empty, and say so; the others count.

    A row of which every cell is empty stays as it is, to be refused.
    """
    staged = STAGED.format(source.table.name)
    con.execute(
        f"create or replace temp table tak_terisi as select baris, bagian from {staged} "
        f"where berkas = ? and jenis_baris is null and {value} is null and baris in "
        f"(select baris from {staged} where berkas = ? and {value} is not null)",
        [source.berkas, source.berkas],
    )
    con.execute(
        "insert into temuan select ?, ?, baris, null, bagian, null, 'sel_kosong', 'peringatan', "
        "'angka; sel kosong tidak dihitung, juga tidak sebagai nol', "
        "'Tulis 0 bila memang tidak ada.' from tak_terisi",
        [source.table.name, source.berkas],
    )
    con.execute(
        f"delete from {staged} as s using tak_terisi as k "
        "where s.berkas = ? and s.baris = k.baris and s.bagian = k.bagian",
        [source.berkas],
    )
