"""What a blank cell or a mark in a yes-or-no column means, and which channels a file asks at all.

The rule has three steps, and each is reported. What an officer said of a column's blank cells
comes first. Else a blank cell of a channel is "tidak" where another channel of the row is
answered (``kosong_dibaca_tidak``; a layout can switch this off); of a row without any answer
nothing is known. A channel that a file has no column for is not asked, and is left out of the
definition of the file's period.

A mark is a cell without a word. What the layout or an officer says of it holds; "x" says nothing
by itself, since one form crosses out what is not and another ticks what is. A dash in a column that
has no "tidak" is asked about too: it may be the "tidak".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.decisions import NO, UNKNOWN
from data.build.findings import Finding, add
from data.build.questions import YES, ask
from data.build.steps import Sql
from data.layouts.layout import BLANKS
from data.layouts.recognition import PlacedLayout
from data.readers.cell import name_cell
from data.tables import TABLES, Table
from data.tables.shared import CHANNEL_NAMES, SINTETIS

if TYPE_CHECKING:
    from data.build.arrange import Source

READ_AS_NO, DECIDED, ONLY_YES, NOT_ASKED = (
    "kosong_dibaca_tidak",
    "kosong_diputuskan",
    "hanya_ya",
    "kanal_tak_ditanya",
)
"""The rules' names in ``temuan``."""
BLANK = "kosong"


def list_block(names: Iterable[str]) -> list[str]:
    """Return the channels among some columns, in the block's order."""
    given = set(names)
    return [name for name in CHANNEL_NAMES if name in given]


def list_filled(
    found: PlacedLayout, decided: Mapping[str, str], given: Iterable[str]
) -> dict[str, Sql]:
    """Return the columns whose blank cells may be read as no, each with what else must hold, as
    SQL that follows the condition that the cell is blank."""
    names = list(given)
    # A blank cell with several answers is asked about as a whole.
    block = [name for name in list_block(names) if name not in found.several]
    filled = {name: Sql("") for name in names if decided.get(name) == NO}
    if found.layout.blanks == BLANKS[0] and len(block) > 1:
        answered = Sql(f" and coalesce({', '.join(block)}) is not null")
        filled |= {name: answered for name in block if name not in decided}
    return filled


def note_blanks(
    con: duckdb.DuckDBPyConnection,
    berkas: str,
    found: PlacedLayout,
    decided: Mapping[str, str],
    sheet: Sql,
) -> None:
    """Say of a laid out sheet what its blank answers were read as, and which have to be asked
    about; keep which channels it asks."""
    table = TABLES[found.layout.table]
    asked = list_block([*found.places, *found.titles, *found.any_of, *found.several])
    for name in asked if list_block(table.names) else ():
        con.execute("insert into ditanya values (?, ?, ?)", [berkas, table.name, name])
    cells = {name: name_cell(place) for name, place in found.places.items()}
    cells = {name: cell for name, cell in cells.items() if name in _list_answers(table)}
    if not cells:
        return
    rows = steps.run(
        con, "arrange/blanks", {"berkas": berkas}, table=table, cells=cells, sheet=sheet
    ).fetchall()
    for name, yes, other, blank, no in rows:
        base = Finding(tabel=table.name, berkas=berkas, kolom=name)
        for finding in _judge_blanks(base, decided.get(name), yes, other, blank, no):
            add(con, finding)


def list_answered_marks(answers: Mapping[tuple[str, str], str], column: str) -> dict[str, str]:
    """Return the table's own word for each mark of a column that somebody spoke of."""
    return {
        key.removeprefix(f"{column}:"): "" if said == UNKNOWN else said
        for (kind, key), said in answers.items()
        if kind == "tanda" and key.startswith(f"{column}:")
    }


def note_marks(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Ask about the marks of a laid out sheet that nobody has spoken of, by column and with the
    counts of all its marks, and report the answers that there are."""
    table = source.table
    cells = {name: name_cell(place) for name, place in source.found.places.items()}
    cells = {name: cell for name, cell in cells.items() if name in _list_answers(table)}
    if not cells:
        return
    rows = steps.run(
        con, "arrange/marks", {"berkas": source.berkas}, table=table, cells=cells,
        sheet=source.cells,
    ).fetchall()  # fmt: skip
    for name in cells:
        own = [_Mark(*row) for column, *row in rows if column == name]
        base = Finding(tabel=table.name, berkas=source.berkas, kolom=name)
        answered = list_answered_marks(source.answers, name)
        for finding in _judge_marks(base, own, answered):
            add(con, finding)


@dataclass(frozen=True)
class _Mark:
    """What stands in some cells of a column, and what they were read as. ``sel`` is a mark in lower
    case, "kosong" of blank cells, None of words; ``arti`` None where it is not known."""

    sel: str | None
    arti: str | None
    banyak: int


def _judge_marks(base: Finding, own: list[_Mark], answered: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is to be asked and said of a column with these marks."""
    marks = [mark for mark in own if mark.sel not in (None, BLANK)]
    says_no = any(m.arti == NO and m.sel != BLANK for m in own)
    says_yes = any(m.arti == YES for m in own)
    blanks = sum(m.banyak for m in own if m.sel == BLANK)
    words = sum(m.banyak for m in own if m.sel is None)
    # One x among words is a slip, and its row is refused.
    unknown = [m for m in marks if m.arti not in (YES, NO, None) and (m.banyak > 1 or not words)]
    dashes = [m for m in marks if m.arti is None and says_yes and not says_no]
    doubtful = [str(m.sel) for m in unknown + dashes if m.sel not in answered]
    told = ", ".join(f"'{m.sel}' {m.banyak}" for m in marks)
    told += f", kata {words}" if words else ""
    told += f", kosong {blanks}" if blanks else ""
    if doubtful:
        asked = "' dan '".join(doubtful)
        said = f"arti tanda '{asked}'; isi kolom ini: {told} sel"
        yield ask("tanda", base, doubtful, said)
    for mark in [str(m.sel) for m in marks if m.sel in answered]:
        word = answered[mark] or "tidak diketahui"
        yield _say(base, "tanda_diputuskan", "ubahan", f"tanda '{mark}' berarti {word}, menurut "
                   f"jawaban petugas. Isinya: {told} sel", "Tidak perlu diubah.")  # fmt: skip


def list_questions(found: Iterable[Mapping[str, object]]) -> dict[str, list[str]]:
    """Return which columns somebody has to be asked about, by question, of the findings of a file:
    the channels are one question, since one answer holds for their block."""
    columns = dict.fromkeys(str(f["kolom"]) for f in found if f["aturan"] == ONLY_YES)
    questions: dict[str, list[str]] = {}
    for name in columns:
        questions.setdefault("kanal" if name in CHANNEL_NAMES else name, []).append(name)
    return questions


def find_asked(con: duckdb.DuckDBPyConnection, table: Table, view: str) -> None:
    """Keep for each period of a table which channels all of its files ask, and name the files that
    leave one out."""
    block = list_block(table.names)
    if not block:
        return
    steps.run(con, "asked/find", table=table, view=view, block=block)
    finding = Finding(
        tabel=table.name,
        aturan=NOT_ASKED,
        tingkat="peringatan",
        langkah="Mintakan kolom kanal itu kepada pengirim bila memang ditanyakan. Angka periode "
        "ini tidak dibandingkan dengan periode yang menanyakannya.",
    )
    expected = {
        "harapan": "kolom untuk setiap kanal; yang tidak ditanyakan berkas ini tidak ikut dihitung "
        "pada periodenya: "
    }
    add(con, finding, "asked/left_out", expected, table=table, view=view, block=block)


def _list_answers(table: Table) -> set[str]:
    """Return the columns of a table that hold answers of businesses."""
    return {c.name for c in table.columns if c.type == "ya_tidak"} - {SINTETIS.name}


def _judge_blanks(
    base: Finding, said: str | None, yes: int, other: int, blank: int, no: int
) -> Iterator[Finding]:
    """Yield what is to be said of a column with so many rows that say yes, otherwise or nothing."""
    if not blank:
        return
    if said:
        word = "'tidak'" if said == NO else "tidak diketahui"
        yield _say(base, DECIDED, "ubahan", f"{blank} sel kosong berarti {word}, menurut jawaban "
                   "petugas saat impor", "Tidak perlu diubah.")  # fmt: skip
    elif no:
        yield _say(base, READ_AS_NO, "ubahan", f"{no} sel kosong dibaca 'tidak', karena kanal lain "
                   "di baris itu terjawab", "Tulis 'tidak tahu' bila jawabannya memang tidak "
                   "diketahui.")  # fmt: skip
    if not said and yes and not other:
        yield _say(base, ONLY_YES, "peringatan", f"'ya' dan 'tidak'; kolom ini hanya berisi 'ya' "
                   f"({yes}) dan sel kosong ({blank})", "Jawab di halaman Data: sel kosong berarti "
                   "'tidak', atau tidak diketahui.")  # fmt: skip


def _say(base: Finding, rule: str, severity: str, expected: str, step: str) -> Finding:
    return Finding(**{**vars(base), "aturan": rule, "tingkat": severity, "seharusnya": expected,
                      "langkah": step})  # fmt: skip
