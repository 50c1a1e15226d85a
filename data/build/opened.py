"""Opens the sheets whose rows lie in one cell each, where a layout says what stands between."""

from __future__ import annotations

import json

import duckdb

from data.build.findings import Finding, add
from data.layouts.layout import Layout
from data.layouts.one_cell import cut
from data.layouts.shapes import MARKS
from data.readers import Sheet, finish_sheets, read_numbered_rows
from data.readers.write import LINES

RULE = "satu_sel"
"""The rule's name in ``temuan``."""


def open_cells(con: duckdb.DuckDBPyConnection, berkas: str, sheet: Sheet, layout: Layout) -> Sheet:
    """Return a sheet with the cells that lie in one, and report it; any other as it is."""
    mark = layout.one_cell
    if not mark:
        return sheet
    folder = sheet.folder.with_name(f"{sheet.folder.name}-dibuka")
    folder.mkdir()
    width, rows = 1, 0
    with (folder / LINES).open("w", encoding="utf-8") as out:
        for number, row in read_numbered_rows(sheet):
            whole, *more = [cell for cell in row if cell] or [""]
            # What stands beside it belongs to no heading, and is seen as a cell too many.
            cells = [*cut(whole, mark), *more]
            named = {f"k{place}": cell for place, cell in enumerate(cells, 1) if cell}
            out.write(json.dumps({"baris": number} | named, ensure_ascii=False) + "\n")
            width, rows = max(width, len(cells)), rows + 1
    told = {"name": sheet.name, "folder": folder.name, "rows": rows, "width": width}
    add(con, Finding(
        tabel=layout.table,
        berkas=berkas,
        aturan=RULE,
        tingkat="peringatan",
        seharusnya=f"satu kolom untuk tiap judul; isi tiap baris ada di satu sel, dan dipecah di "
        f"tanda {MARKS[mark]}",
        langkah="Bandingkan beberapa baris dengan berkasnya sebelum menerbitkan.",
    ))  # fmt: skip
    return finish_sheets([told], folder.parent)[0]
