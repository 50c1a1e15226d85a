"""The workbook of a document: a cover, what is in it, one table a sheet, and a chart of its own.

The same document gives the same bytes: its dates are those of the published version. xlsxwriter is
loaded here only, and this module by the process that sets the paper.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

COVER, CONTENTS, COURSES = "Sampul", "Daftar isi", "Perkembangan"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Words are words, whatever they begin with."""
FIRST = 2
"""The row of a table's heading, below its title."""
WIDEST = 60
A4 = 9
"""What a workbook calls the sheet."""
EMPTY = "Tidak ada."


def write_workbook(said: Mapping[str, Any]) -> bytes:
    """Return the workbook."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **PLAIN}) as book:
        book.set_properties(
            {
                "title": said["title"],
                "subject": said["subject"],
                "comments": said["made_up_long"],
                "created": datetime.fromtimestamp(said["stamp"], UTC).replace(tzinfo=None),
            }
        )
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
            ),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_cover(book.add_worksheet(COVER), said, looks)
        _write_contents(book.add_worksheet(CONTENTS), said, looks)
        for number, table in enumerate(said["sheets"], start=1):
            sheet = book.add_worksheet(table["name"])
            _write_table(book, sheet, table, looks, number)
            if table["name"] == COURSES and table["rows"]:
                _insert_chart(book, sheet, table, said)
    return content.getvalue()


def _write_cover(sheet: Any, said: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    sheet.write(0, 0, said["subject"], looks["title"])
    lines = [
        ("Perhatian", said["made_up_long"]),
        ("Wilayah", said["area"]),
        ("Periode", said["period"]),
        ("Ringkasan", " ".join(said["summary"])),
        *(("Sumber", words) for words in said["sources"]),
        *(("Tanda", words) for words in said["signs"]),
        ("Cara membaca", " ".join(said["score_note"])),
        ("Versi data", f"{said['version']}, diterbitkan {said['published']}"),
        ("Sidik isi (SHA-256)", said["digest"]),
    ]
    for row, (name, words) in enumerate((pair for pair in lines if pair[1]), start=FIRST):
        sheet.write(row, 0, name, looks["bold"])
        sheet.write(row, 1, words, looks["words"])


def _write_contents(sheet: Any, said: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 80)
    sheet.write(0, 0, CONTENTS, looks["title"])
    sheet.write_row(FIRST, 0, ["Lembar", "Isi"], looks["head"])
    for row, table in enumerate(said["sheets"], start=FIRST + 1):
        sheet.write_url(row, 0, f"internal:'{table['name']}'!A1", string=table["name"])
        sheet.write(row, 1, table["title"], looks["words"])


def _write_table(
    book: Any, sheet: Any, table: Mapping[str, Any], looks: Mapping[str, Any], number: int
) -> None:
    columns, rows = table["columns"], table["rows"]
    sheet.write(0, 0, table["title"], looks["title"])
    if not rows:
        sheet.write(FIRST, 0, EMPTY)
        return
    formats = {
        written: book.add_format({"num_format": written, "valign": "top"})
        for written in sorted({each for row in table["formats"] for each in row if each})
    }
    last = FIRST + len(rows)
    sheet.add_table(
        FIRST,
        0,
        last,
        len(columns) - 1,
        {
            "name": f"Tabel{number}",
            "style": "Table Style Light 1",
            "autofilter": False,
            "columns": [{"header": name, "header_format": looks["head"]} for name in columns],
            "title": table["title"],
            "description": f"{table['title']}: {len(rows)} baris.",
        },
    )
    for at, row in enumerate(rows):
        shapes = table["formats"][at] if table["formats"] else []
        for place, cell in enumerate(row):
            look = formats.get(shapes[place] if place < len(shapes) else "")
            _write_cell(sheet, FIRST + 1 + at, place, cell, look or looks["words"])
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _measure_column(name, [row[place] for row in rows]))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST)
    sheet.freeze_panes(FIRST + 1, 2 if len(columns) > 2 else 0)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, look: Any) -> None:
    """Write a number as a number, words as words, and nothing where there is no value."""
    if isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, look)
    elif cell:
        sheet.write_string(row, column, cell, look)


def _measure_column(name: str, cells: list[Any]) -> float:
    """Return a column's width in letters: that of its longest cell, within bounds."""
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return float(min(WIDEST, max(8, longest + 2, min(len(name) + 2, 18))))


def _insert_chart(book: Any, sheet: Any, table: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Draw the shares over time below their table, with what it shows as alternative text."""
    chart = book.add_chart({"type": "line"})
    last = FIRST + len(table["rows"])
    dashes = ("solid", "dash", "round_dot", "long_dash_dot")
    for column in range(1, len(table["columns"])):
        chart.add_series(
            {
                "name": [table["name"], FIRST, column],
                "categories": [table["name"], FIRST + 1, 0, last, 0],
                "values": [table["name"], FIRST + 1, column, last, column],
                "line": {"dash_type": dashes[(column - 1) % len(dashes)], "width": 2},
                "marker": {"type": "automatic", "size": 5},
            }
        )
    chart.set_title({"name": table["title"], "overlay": False})
    chart.set_y_axis({"name": "persen", "num_format": "0", "min": 0})
    chart.set_size({"width": 760, "height": 380})
    sheet.insert_chart(
        last + 2,
        0,
        chart,
        {"description": said["courses"]["alt"], "object_position": 2},
    )
