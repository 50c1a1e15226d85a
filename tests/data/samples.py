"""A small true file of every format that is read."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import polars as pl
import pyogrio
import pyreadstat
import shapely
import xlsxwriter

from tests.data.reading import FILES

CSV = 'KEADAAN JUNI 2025\nID;Nama;Kode\n1;Kopi Café;0101\n2;"Soto; Bu\nIda";0102\n'
PLACES = gpd.GeoDataFrame(
    {"NAMA": ["Kopi Café", "Soto"], "KODE": ["0101", None], "N": [1, 2], "F": [1.5, 2.0]},
    geometry=[shapely.Point(106.15, -6.12), shapely.Point(106.16, -6.11)],
    crs=4326,
)


@cache
def samples() -> dict[str, bytes]:
    """Return the content of one file by suffix."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "a.csv"
        text.write_text(CSV, encoding="utf-8")
        (folder / "a.tsv").write_text(CSV.replace(";", "\t"), encoding="utf-16")
        (folder / "a.txt").write_text(CSV.replace(";", "|"), encoding="cp1252")
        with xlsxwriter.Workbook(folder / "a.xlsx") as book:
            page = book.add_worksheet("Data")
            page.write_row(0, 0, ["ID", "Nama", "Kode"])
            page.write_row(1, 0, [1, "Kopi Café", "0101", 2.5, True])
            page.write_formula(2, 0, "=NA()", None, "#N/A")
            page.write_number(2, 1, 0.455, book.add_format({"num_format": "0.00%"}))
            page.write_formula(2, 2, "=1+1")
            hidden = book.add_worksheet("Arsip")
            hidden.write(0, 0, "lama")
            hidden.hide()
        without_results(folder / "a.xlsx")
        frame = pd.DataFrame(PLACES.drop(columns="geometry"))
        labels = {"N": {1: "Ya", 2: "Tidak"}}
        pyreadstat.write_sav(frame, str(folder / "a.sav"), variable_value_labels=labels)
        pyreadstat.write_dta(frame, str(folder / "a.dta"), variable_value_labels=labels)
        pl.DataFrame(frame.replace({float("nan"): None}).to_dict("records")).write_parquet(
            folder / "a.parquet"
        )
        for suffix in ("geojson", "gpkg", "shp"):
            pyogrio.write_dataframe(PLACES, folder / f"a.{suffix}")
        with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(text, "sub/a.csv")
            packed.write(FILES / "register.xls", "b.xls")
            packed.writestr("surat.docx", b"x")
        written = {path.suffix: path.read_bytes() for path in folder.iterdir()}
    written |= {path.suffix: path.read_bytes() for path in FILES.iterdir()}
    return {suffix: written[suffix] for suffix in sorted(written) if suffix not in BESIDE}


def without_results(path: Path, *results: str) -> None:
    """Take from a workbook the results of its formulas, as programs write it that do not reckon.

    Without a result of its own a formula has 0 from the library that writes it.
    """
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            for result in ("0", *results):
                content = content.replace(f"</f><v>{result}</v>".encode(), b"</f><v></v>")
            packed.writestr(name, content)


BESIDE = {".shp", ".shx", ".prj", ".cpg"}  # what comes with the table of a map
