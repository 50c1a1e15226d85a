"""Cells with several answers, "WhatsApp, Instagram": each answer says yes to the columns that a
layout gives it, and an answered cell says no to the others.

An answer that the layout does not know may stand for any of them: what is not said to be yes in its
row is unknown then, and the answer is reported. A blank cell is asked about, as in a column of
nothing but "ya".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from data.build import steps
from data.build.answers import DECIDED, ONLY_YES
from data.build.decisions import NO
from data.build.findings import Finding, add
from data.build.questions import YES
from data.build.steps import Sql
from data.layouts.layout import Choices
from data.layouts.recognition import PlacedLayout
from data.quoting import quote_literal
from data.readers.cell import name_cell

if TYPE_CHECKING:
    from data.build.arrange import Source

READ, UNKNOWN = "pilihan_dibaca", "pilihan_tak_dikenal"
"""The rules' names in ``temuan``."""
INSIDE = chr(30)  # stands for a separator that belongs to an answer
SHOWN = 5
LONGEST = 40  # letters of an answer that are shown


def write_readings(found: PlacedLayout) -> dict[str, Sql]:
    """Return SQL that reads the columns which answers stand for, by column."""
    readings: dict[str, Sql] = {}
    for place, choice in found.choices.items():
        parts = _write_parts(choice, f"c{place + 1}")
        known = _write_words(choice, None)
        for name in choice.columns:
            readings[name] = Sql(
                f"case when c{place + 1} is null then null "
                f"when list_has_any({parts}, {_write_words(choice, name)}) then 'ya' "
                f"when list_has_all({known}, {parts}) then 'tidak' end"
            )
    return readings


def write_ticks(found: PlacedLayout) -> dict[str, Sql]:
    """Return SQL that reads the columns for which one of several ticks is enough, by column: "ya"
    where one of them says so, else the first word that does not say no, else what is left."""
    readings: dict[str, Sql] = {}
    for name, places in found.any_of.items():
        words = found.layout.values.get(name, {})
        yes, no = ([w for w in {YES, NO, *words} if words.get(w, w) == said] for said in (YES, NO))
        cells = f"[{', '.join(f'c{place + 1}' for place in places)}]"
        readings[name] = Sql(
            f"case when list_has_any(list_transform({cells}, sel -> lower(sel)), {_list(yes)}) "
            f"then 'ya' else coalesce(list_filter({cells}, sel -> sel is not null and not "
            f"list_contains({_list(no)}, lower(sel)))[1], if(list_contains(list_transform({cells}, "
            f"sel -> sel is null), true), null, 'tidak')) end"
        )
    return readings


def list_blank(found: PlacedLayout) -> dict[str, Sql]:
    """Return SQL of the cell that a column's answers are in, by column."""
    return {
        name: Sql(f"c{place + 1}")
        for place, choice in found.choices.items()
        for name in choice.columns
    }


def note(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Say of a laid out sheet how its answers were read, which of them nobody knows, and ask what
    its blank cells mean."""
    for place, choice in source.found.choices.items():
        heading = " ".join(source.found.headings[place].split())
        labels = " dan ".join(source.table.get_label(name) for name in choice.columns)
        about = {"berkas": source.berkas}
        cell = Sql(f"rapi({name_cell(place)})")
        unknown, blank = steps.read_first_row(
            con, "choices/count", about, source=source, cell=cell, shown=SHOWN, longest=LONGEST,
            parts=_write_parts(choice, "sel"), known=_write_words(choice, None),
        )  # fmt: skip
        base = Finding(tabel=source.table.name, berkas=source.berkas)
        add(con, replace(
            base,
            aturan=READ,
            tingkat="ubahan",
            seharusnya=f"satu jawaban tiap sel; isi '{heading}' dipecah di "
            f"'{choice.separator}' menjadi {labels}",
            langkah="Tidak perlu diubah.",
        ))  # fmt: skip
        if unknown:
            add(con, replace(
            base,
                aturan=UNKNOWN,
                tingkat="peringatan",
                seharusnya=f"jawaban yang dikenal di '{heading}'; tidak dikenal: {unknown}. Kolom "
                "yang tidak dijawab di baris itu tidak diketahui",
                langkah="Cocokkan jawaban itu di halaman Data, atau dengan: python -m cli map.",
            ))  # fmt: skip
        for name in choice.columns if blank else ():
            _note_blank(con, source, base, name, heading, blank)


def _note_blank(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    base: Finding,
    name: str,
    heading: str,
    blank: int,
) -> None:
    """Ask what the blank cells of a column mean, or report what was said of them."""
    said = source.decided.get(name)
    word = "'tidak'" if said == NO else "tidak diketahui"
    add(con, replace(
        base,
        kolom=name,
        aturan=DECIDED if said else ONLY_YES,
        tingkat="ubahan" if said else "peringatan",
        seharusnya=f"{blank} sel kosong berarti {word}, menurut jawaban petugas saat impor"
        if said else f"jawaban di '{heading}'; {blank} sel kosong",
        langkah="Tidak perlu diubah." if said else "Jawab di halaman Data: sel kosong berarti "
        "'tidak', atau tidak diketahui.",
    ))  # fmt: skip


def _write_parts(choice: Choices, cell: str) -> Sql:
    """Return SQL of the answers in a cell; a separator inside a known answer parts nothing."""
    text = f"lower({cell})"
    for word in sorted(map(_fold, choice.words), key=len, reverse=True):
        if choice.separator in word:
            kept = word.replace(choice.separator, INSIDE)
            text = f"replace({text}, {quote_literal(word)}, {quote_literal(kept)})"
    return Sql(f"jawaban_sel({text}, {quote_literal(choice.separator)})")


def _write_words(choice: Choices, name: str | None) -> Sql:
    """Return SQL of the answers that stand for a column; without one, of all that are known."""
    words = [
        _fold(word).replace(choice.separator, INSIDE)
        for word, columns in choice.words.items()
        if name is None or name in columns
    ]
    return _list(words)


def _list(words: Iterable[str]) -> Sql:
    return Sql(f"[{', '.join(map(quote_literal, words))}]::varchar[]")


def _fold(word: str) -> str:
    return " ".join(word.lower().split())
