"""A reader's table as XLSX, PNG or SVG; run in a process of its own (``data.helper_process``),
because serving loads neither the writer of workbooks nor that of pictures."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

from analysis.views.export import Line, Mark
from analysis.words.theme import ORIGINS
from data import helper_process
from public.pictures.drawing import draw_png, draw_svg
from public.pictures.picture import Picture


def write_xlsx(export: dict[str, Any]) -> bytes:
    """Return a workbook: the table on one sheet, on the other what it is about."""
    import xlsxwriter

    content = io.BytesIO()
    plain_text = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **plain_text}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        data = book.add_worksheet("Data")
        data.write_row(0, 0, export["columns"], bold)
        for number, row in enumerate(export["rows"], start=1):
            data.write_row(number, 0, row)
        data.freeze_panes(1, 0)
        data.autofit()
        about = book.add_worksheet("Keterangan")
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 100, wrapped)
        for number, (name, words) in enumerate(export["about"]):
            about.write(number, 0, name, bold)
            about.write(number, 1, words)
    return content.getvalue()


def make_picture(export: dict[str, Any]) -> Picture:
    """Return the picture of an export, with its source and how it is quoted at the foot."""
    about = dict(export["about"])
    return Picture(
        title=export["title"],
        sentence=export["sentence"],
        foot=(f"Semesta: {about['Semesta']}.", about["Kutip sebagai"]),
        marks=_read_marks(export["drawn"]),
        full=export["full"],
        online=export["online"],
        line=export["line"],
        origins=tuple(ORIGINS[origin] for origin in export["origins"]),
        lines=tuple(
            Line(one["name"], one["look"], _read_marks(one["marks"])) for one in export["lines"]
        ),
        key=tuple((role, words) for role, words in export["key"]),
    )


def _read_marks(written: list[dict[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(**one | {"parts": tuple(map(tuple, one["parts"]))}) for one in written)


WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "xlsx": write_xlsx,
    "png": lambda export: draw_png(make_picture(export)),
    "svg": lambda export: draw_svg(make_picture(export)).encode(),
}
"""By the form that is asked for."""


if __name__ == "__main__":
    given = json.loads(sys.stdin.buffer.read())
    sys.exit(helper_process.answer(lambda: WRITERS[sys.argv[1]](given)))
