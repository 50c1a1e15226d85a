"""Fills one version: both files of it, from the sheets of the received files.

``read -> lay out -> resolve places -> check -> cast -> write``, in one DuckDB file that nobody
reads until it is finished. What identifies a business goes to a second file.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.build import (
    answers,
    arrange,
    blank,
    check,
    decisions,
    doubled,
    doubts,
    examples,
    links,
    opened,
    personal,
    places,
    points,
    reading_notes,
    steps,
    written,
)
from data.build.arrange import STAGED, Source
from data.build.complete import complete
from data.build.findings import Finding, add
from data.city import OUR_CITY
from data.disk import closing_files
from data.errors import InputError
from data.layouts import recognition
from data.progress import Progress
from data.readers import Contents, Sheet, read_contents, read_first_rows
from data.readers.cell import Row
from data.received.names import name_as_sent
from data.settings import Settings
from data.store.store import STORE, WRITING
from data.tables import TABLES, USAHA, Table

SMALL_BYTES = 2_000_000
UNKNOWN_SHEET = Finding(
    aturan="lembar_tak_dikenal",
    tingkat="peringatan",
    seharusnya="lembar dengan tata letak yang dikenal",
    langkah="Tidak perlu diubah bila lembar ini bukan data; bila data, cocokkan kolomnya.",
)


@dataclass(frozen=True)
class Counts:
    """What became of one sheet's rows: ``diterima + ditolak + dilipat == dibaca``, always."""

    berkas: str
    tabel: str
    layout: str
    sha256: str
    dibaca: int
    diterima: int
    ditolak: int
    dilipat: int


@dataclass(frozen=True)
class Said:
    """What a person said of a file: its period, where it does not say its own, what the blank cells
    of its columns mean, and how its cells are read (by kind of question and column)."""

    period: str | None
    blanks: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]


def fill(folder: Path, settings: Settings, files: Mapping[str, tuple[Path, str]]) -> list[Counts]:
    """Write a version's files into ``folder``. Return what became of each sheet's rows.

    ``files`` gives each name's path and hash, the one received last standing last. Raises
    InputError for a file that cannot be laid out, StoreError never.
    """
    progress = Progress(len(files) + len(TABLES))
    config = WRITING | {"temp_directory": str(folder / "tumpahan")}
    if sum(path.stat().st_size for path, _ in files.values()) < SMALL_BYTES:
        config["threads"] = 1  # more of them would only wait for one another
    blank.copy(folder)
    # A build that is killed leaves its files behind for a while, also those that DuckDB keeps
    # beside the two for as long as it writes.
    with closing_files(), duckdb.connect(str(folder / STORE), config=config) as con:
        blank.attach(con, folder)
        links.prepare(con, links.read_key(settings.kunci_tautan))
        decisions.load(con, settings.keputusan)
        steps.run(con, "findings/make")
        steps.run(con, "arrange/places")
        steps.run(con, "asked/columns")
        sources = _read_files(con, settings, files, folder / "teks", progress)
        filled = _write_tables(con, settings, sources, progress)
        # Of a register's only period nothing is known from before.
        if con.execute("select count(distinct periode) > 1 from usaha").fetchone() == (True,):
            steps.run(con, "riwayat")
        for table in filled:
            check.compare(con, table, STAGED.format(table.name))
        written.write(con, sources)
        counts = [_count(con, source) for source in sources]
        con.execute("checkpoint")
    shutil.rmtree(folder / "teks", ignore_errors=True)
    shutil.rmtree(folder / "tumpahan", ignore_errors=True)
    return counts


def _read_files(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    files: Mapping[str, tuple[Path, str]],
    folder: Path,
    progress: Progress,
) -> list[Source]:
    """Read and lay out every file, its text kept in ``folder``; return its sheets."""
    blanks = decisions.read_blanks(settings.keputusan)
    periods = decisions.read_periods(settings.keputusan)
    said_of_cells = decisions.read_answers(settings.keputusan)
    sources = []
    for number, (berkas, (path, digest)) in enumerate(files.items()):
        with progress.step(f"membaca {name_as_sent(berkas)}"):
            said = Said(periods.get(digest), blanks.get(digest, {}), said_of_cells.get(digest, {}))
            sources += _read(con, berkas, path, digest, number, said, folder / str(number))
    for source in sources:
        reading_notes.note(con, source)
    return sources


def _write_tables(
    con: duckdb.DuckDBPyConnection, settings: Settings, sources: list[Source], progress: Progress
) -> list[Table]:
    """Check and write the tables that the sheets have rows for, and close the file of what
    identifies a business; return those tables."""
    read = {source.table.name for source in sources}
    filled = [table for table in TABLES.values() if table.name in read and _is_filled(con, table)]
    for table in TABLES.values():
        with progress.step(f"memeriksa {table.label}"):
            if table in filled:
                _write_table(con, settings, table)
    con.execute("checkpoint identitas")
    con.execute("detach identitas")
    return filled


def _read(
    con: duckdb.DuckDBPyConnection,
    berkas: str,
    path: Path,
    digest: str,
    order: int,
    said: Said,
    folder: Path,
) -> list[Source]:
    """Read and lay out a file's sheets, blank ones left out.

    Row 5 of one sheet is not row 5 of the next, so where there are several the name says which.
    A sheet that no layout knows is passed over when another one of the file is known.
    """
    found = read_contents(path, folder)
    filled = [sheet for sheet in found.sheets if sheet.rows] or found.sheets[:1]
    sources, unknown = [], []
    shown = examples.find_sheets(filled)
    for sheet in filled:
        name = berkas if len(filled) == 1 else f"{berkas} [{sheet.name}]"
        rows = read_first_rows(sheet)
        if sheet in shown:
            examples.note_sheet(con, name, sheet)
            continue
        if len(filled) > 1 and recognition.find_layout(rows) is None:
            unknown.append(name)
            continue
        source = _lay_out(con, berkas, name, digest, sheet, rows, order, said)
        arrange.arrange(con, source)
        sources.append(source)
    if not sources:
        recognition.recognise(
            name_as_sent(berkas), name_as_sent(filled[0].name), read_first_rows(filled[0])
        )
    for name in unknown:
        add(con, replace(UNKNOWN_SHEET, berkas=name))
    _note_remarks(con, berkas, found, sources)
    return sources


def _lay_out(
    con: duckdb.DuckDBPyConnection,
    berkas: str,
    name: str,
    digest: str,
    sheet: Sheet,
    rows: list[Row],
    order: int,
    said: Said,
) -> Source:
    """Return a sheet once it is known where each of its columns stands, and keep that it is read.

    Raises InputError where that cannot be known.
    """
    laid = recognition.recognise(name_as_sent(berkas), name_as_sent(sheet.name), rows, said.period)
    sheet = opened.open_cells(con, name, sheet, laid.layout)
    complete(name_as_sent(name), laid)
    con.execute("insert into lembar values (?, ?)", [name, digest])
    source = Source(name, digest, sheet, laid, order, said.blanks, said.answers)
    return replace(source, found=doubled.settle(con, name, laid, source.below))


def _note_remarks(
    con: duckdb.DuckDBPyConnection, berkas: str, found: Contents, sources: list[Source]
) -> None:
    """Flag what the reader did not take up, at its sheet and column where there is one."""
    by_sheet = {source.sheet.name: source for source in sources}
    for remark in found.remarks:
        source = by_sheet.get(remark.lembar or "")
        named = f"{berkas} [{remark.lembar}]" if remark.lembar else berkas
        finding = Finding(
            tabel=source.table.name if source else None,
            berkas=source.berkas if source else named,
            baris=remark.baris,
            aturan=remark.aturan,
            tingkat="peringatan",
            seharusnya=remark.seharusnya,
            langkah=remark.langkah,
        )
        add(con, finding, "reading/remarked_column", {"posisi": remark.posisi})


def _write_table(con: duckdb.DuckDBPyConnection, settings: Settings, table: Table) -> None:
    """Check one table's rows, then write the accepted ones."""
    staged, clean = STAGED.format(table.name), blank.CLEAN.format(table.name)
    personal.hide(con, table, staged)
    doubts.apply_places(con, table, staged)
    places.resolve(con, table, staged)
    check.find(con, table, staged)
    if table is USAHA:
        doubts.fold_decided(con, staged)
    con.execute(check.show_accepted(table, staged, clean))
    points.check(con, table, clean, settings.batas_kelurahan)
    answers.find_asked(con, table, clean)
    if table is USAHA:
        doubts.suspect(con, clean)
    for statement in blank.keep(table):
        con.execute(statement)
    check.fold(con, table, clean)


def _is_filled(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Return whether a staged table has a row: of most tables a version has no file."""
    return bool(con.execute(f"select 1 from {STAGED.format(table.name)} limit 1").fetchone())


def _count(con: duckdb.DuckDBPyConnection, source: Source) -> Counts:
    """Return the fate of a sheet's rows, and hold that none was lost on the way.

    Raises InputError when every row lies in another city: it is not our file.
    """
    table, berkas = source.table.name, source.berkas
    fates = steps.read_first_row(con, "counts/fates", {"berkas": berkas}, source=source)
    read, accepted, refused, folded, elsewhere = fates
    assert accepted + refused + folded == read, (
        f"{berkas}: {accepted} + {refused} + {folded} != {read}"
    )
    if read and refused == read == elsewhere:
        named = source.found.titles.get("kab_kota") or "wilayah lain"
        raise InputError(
            berkas,
            f"berkas ini tentang {named}, bukan {OUR_CITY.nama}.",
            "Pastikan berkasnya benar; tidak ada baris yang diambil.",
        )
    layout = source.found.layout.name
    return Counts(berkas, table, layout, source.sha256, read, accepted, refused, folded)
