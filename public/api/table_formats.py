"""The forms in which an indicator's table is handed out: JSON, CSV, XLSX and Parquet.

A number is the cube's own in each of them, to the last bit (in XLSX to the sixteenth digit, which
is what its writer gives). The same table is always written with the same bytes, since their hash is
what a reader's copy is known by. The libraries of XLSX and Parquet are loaded when one is first
written: nearly all are published files, which no serving process writes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

from analysis.words import theme
from public.api.published_table import SYNTHETIC, TABLE, Table
from public.files.public_file import encode_json

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "parquet": "application/vnd.apache.parquet",
}
ARROW_TYPES = {"teks": "string", "bilangan": "double", "cacah": "int64"}


def write_json(table: Table) -> bytes:
    """Return the table with what it is about, one object per row; what does not exist is null."""
    return encode_json(
        table.describe()
        | {
            "tanda": theme.SIGNS,
            "rentang": theme.BANDS,
            "jumlah": len(table.rows),
            "baris": table.records,
        }
    )


def write_csv(table: Table) -> bytes:
    """Return the table as UTF-8 text as RFC 4180 writes it: commas, and a point in numbers."""
    text: str = table.rows.to_csv(index=False, lineterminator="\r\n")
    return text.encode()


def write_xlsx(table: Table) -> bytes:
    """Return a workbook: the table on one sheet, on the other what it is about."""
    import xlsxwriter

    content = io.BytesIO()
    plain_text = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **plain_text}) as book:
        # The day of publication, and not the moment of writing.
        book.set_properties({"created": datetime.fromisoformat(table.tanggal)})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        data = book.add_worksheet("Data")
        data.write_row(0, 0, TABLE, bold)
        for number, record in enumerate(table.records, start=1):
            data.write_row(number, 0, record.values())
        data.freeze_panes(1, 0)
        data.autofilter(0, 0, len(table.rows), len(TABLE) - 1)
        about = book.add_worksheet("Keterangan")
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 100, wrapped)
        for number, (name, words) in enumerate(explain_table(table)):
            about.write(number, 0, name, bold)
            about.write(number, 1, words)
    return content.getvalue()


def explain_table(table: Table) -> list[tuple[str, str]]:
    """Return what a reader of the table has to know, name by name, the columns last."""
    entry = table.entry
    mark = [("Perhatian", SYNTHETIC)] if table.synthetic else []
    return [
        ("Indikator", entry["judul"]),
        *mark,
        ("Sumber", "; ".join(table.sources.values())),
        ("Tanggal terbit", theme.day(table.tanggal)),
        ("Versi", table.versi),
        ("Semesta", entry["semesta"]),
        ("Satuan", entry["satuan"]),
        ("Pembilang", entry["pembilang"]),
        ("Penyebut", entry["penyebut"]),
        ("Definisi", entry["definisi"]),
        ("Sel kecil", entry["aturan_sel_kecil"]),
        *((f"Kolom {name}", column.words) for name, column in TABLE.items()),
    ]


def write_parquet(table: Table) -> bytes:
    """Return the table as Parquet; what it is about stands in the schema's metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    about = table.describe() | {"keterangan": SYNTHETIC if table.synthetic else ""}
    metadata = {
        name: words if isinstance(words, str) else encode_json(words)
        for name, words in about.items()
    }
    schema = pa.schema(
        [
            pa.field(name, ARROW_TYPES[column.kind], metadata={"keterangan": column.words})
            for name, column in TABLE.items()
        ],
        metadata=metadata,
    )
    content = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(table.records, schema), content, compression="zstd")
    return content.getvalue()


WRITERS: dict[str, Callable[[Table], bytes]] = {
    "json": write_json,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}
"""By the suffix of the address."""
