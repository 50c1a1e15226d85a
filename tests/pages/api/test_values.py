"""One agreed number: every published cell is the cube's own in every form of the API."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from itertools import product
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from analysis.definitions.indicators import INDICATORS
from analysis.words import theme
from tests.data.rows import Workspace
from tests.pages.conftest import Site

KEY = ("indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori", "sumber")
FLOATS = ("nilai", "bawah", "atas")
COUNTS = ("pembilang", "penyebut", "n")
TEXTS = ("tanda", "rentang", "angka_per", "asal", "rujukan", "nama_wilayah")
NUMBERS = (*FLOATS, *COUNTS)
NAMES = [
    *("indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori"),
    *("nilai", "pembilang", "penyebut", "n", "bawah", "atas", "tanda"),
    *("rentang", "angka_per", "sumber", "asal", "rujukan", "nama_wilayah"),
]
Cells = dict[tuple[str, ...], dict[str, Any]]

every = pytest.mark.parametrize("kode", INDICATORS)


def truth(demo: Workspace, kode: str) -> Cells:
    """Return an indicator's cells by key, read from the published file alone."""
    frame = demo.publik.query(
        "select sel.*, wilayah.nama as nama_wilayah from sel join wilayah using (kode_wilayah) "
        f"where indikator = '{kode}'"
    ).astype(object)
    rows = frame.where(frame.notna(), None).to_dict("records")
    assert rows
    return by_key(rows)


def by_key(rows: list[dict[str, Any]]) -> Cells:
    found = {tuple(row[name] for name in KEY): row for row in rows}
    assert len(found) == len(rows)
    return {key: {name: row[name] for name in (*NUMBERS, *TEXTS)} for key, row in found.items()}


def of_text(rows: list[dict[str, str]]) -> Cells:
    """Return the cells of a form that knows texts only: what is empty is no number."""
    return by_key(
        [
            row
            | {name: float(row[name]) if row[name] != "" else None for name in FLOATS}
            | {name: int(row[name]) if row[name] != "" else None for name in COUNTS}
            | {"rujukan": row["rujukan"] or None}
            for row in rows
        ]
    )


@every
def test_json_has_the_cubes_cells(api: Site, demo: Workspace, kode: str) -> None:
    found = api.get(f"/api/v1/data/{kode}.json").json()
    assert by_key(found["baris"]) == truth(demo, kode)
    assert list(found["baris"][0]) == NAMES
    assert found["jumlah"] == len(found["baris"])


@every
def test_csv_has_the_cubes_cells(api: Site, demo: Workspace, kode: str) -> None:
    text = api.get(f"/api/v1/data/{kode}.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == NAMES
    assert of_text(rows) == truth(demo, kode)


@every
def test_parquet_has_the_cubes_cells(api: Site, demo: Workspace, kode: str) -> None:
    found = pq.read_table(io.BytesIO(api.get(f"/api/v1/data/{kode}.parquet").content))
    assert found.column_names == NAMES
    assert by_key(found.to_pylist()) == truth(demo, kode)


@every
def test_xlsx_has_the_cubes_cells(api: Site, demo: Workspace, kode: str) -> None:
    content = api.get(f"/api/v1/data/{kode}.xlsx").content
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Data").to_python()
    )
    assert head == NAMES
    found = of_text([dict(zip(NAMES, row, strict=True)) for row in rows])  # type: ignore[arg-type]
    expected = truth(demo, kode)
    for cell in expected.values():
        # The writer gives sixteen digits, one fewer than a fraction may have.
        cell |= {name: cell[name] and float(f"{cell[name]:.16g}") for name in FLOATS}
    assert found == expected


def of_jsonstat(kode: str, document: dict[str, Any]) -> Cells:
    """Return the cells of a collection, worked out from positions as the standard defines them."""
    rows: list[dict[str, Any]] = []
    for item in document["link"]["item"]:
        ids = item["id"]
        axes = [item["dimension"][name]["category"]["index"] for name in ids]
        assert item["size"] == [len(axis) for axis in axes]
        extension = item["extension"]
        cells: dict[tuple[str, ...], dict[str, Any]] = {}
        for position, place in enumerate(product(*axes)):
            where = dict(zip(ids, place, strict=True))
            measure, at = where.pop("ukuran"), str(position)
            cell = cells.setdefault(tuple(where.values()), where | dict.fromkeys(NUMBERS))
            cell[measure] = item["value"].get(at)
            if measure == "nilai":
                cell["tanda"] = item["status"].get(at, "")
                cell["rentang"] = extension["rentang"].get(at, "")
                cell["asal"] = extension["asal_lain"].get(at, extension["asal"])
        areas = item["dimension"]["kode_wilayah"]["category"]["label"]
        for cell in cells.values():
            area = cell["kode_wilayah"]
            level = {5: "kota", 8: "kecamatan"}.get(len(area), "kelurahan")
            known = {"indikator": kode, "tingkat": level, "dimensi": extension["dimensi"]}
            cell |= known | {"sumber": extension["sumber"], "nama_wilayah": areas[area]}
            cell.setdefault("kategori", "")
            rows.append(cell | {"rujukan": None, "angka_per": None})
    return by_key(rows)


@every
def test_jsonstat_has_the_cubes_cells_and_no_others(api: Site, demo: Workspace, kode: str) -> None:
    found = of_jsonstat(kode, api.get(f"/api/v1/data/{kode}.jsonstat").json())
    expected = truth(demo, kode)
    for cell in expected.values():
        cell["rujukan"] = cell["angka_per"] = None  # the form has no place for them
    assert expected.keys() <= found.keys()
    assert {key: found[key] for key in expected} == expected
    for key in found.keys() - expected.keys():
        assert all(found[key][name] is None for name in NUMBERS), key
        assert found[key]["tanda"] == "", key


def test_what_is_withheld_is_there_without_a_number(api: Site, demo: Workspace) -> None:
    """The walks above compare with the cube; this one would see a cube that tells."""
    met = halves = 0
    for kode in INDICATORS:
        for row in api.get(f"/api/v1/data/{kode}.json").json()["baris"]:
            if row["tanda"] == "x":
                met += 1
                assert [row[name] for name in NUMBERS] == [None] * len(NUMBERS)
            if row["rentang"]:
                halves += 1
                assert row["tanda"] == "x" and row["rentang"] in theme.BANDS
    assert met == demo.publik.record["ditahan"] > halves > 0


def test_the_halves_of_withheld_shares_are_explained_wherever_they_stand(api: Site) -> None:
    base = "/api/v1/data/berusaha_daring"
    assert api.get(f"{base}.json").json()["rentang"] == theme.BANDS
    assert api.get("/api/v1/indikator/berusaha_daring").json()["rentang"] == theme.BANDS
    rows = api.get("/api/v1/openapi.json").json()["components"]["schemas"]["Baris"]
    assert rows["properties"]["rentang"]["enum"] == list(theme.BANDS)
    columns = api.get(f"{base}.csv-metadata.json").json()["tableSchema"]["columns"]
    (column,) = [one for one in columns if one["name"] == "rentang"]
    assert (column["datatype"], column["required"]) == ("string", False)
    for key, words in theme.BANDS.items():
        assert f"{key} = {words}" in column["dc:description"] or not key


FILTERS = (
    {"wilayah": "36.73.01"},
    {"periode": "2022-06"},
    {"rincian": "tanpa"},
    {"rincian": "skala_gabung", "periode": "2025-06"},
    {"sumber": "survei"},
    {"wilayah": "36.73", "periode": "2025-06", "rincian": "sektor", "sumber": "register"},
    {"wilayah": "36.73.01.1001", "rincian": "kriteria"},
)
COLUMN = {
    "wilayah": "kode_wilayah",
    "periode": "periode",
    "rincian": "dimensi",
    "sumber": "sumber",
}


@pytest.mark.parametrize("asked", FILTERS, ids=lambda asked: "-".join(asked.values()))
def test_a_part_has_the_rows_of_the_whole_in_every_form(
    api: Site, demo: Workspace, asked: dict[str, str]
) -> None:
    expected = {
        key: cell
        for key, cell in truth(demo, "berusaha_daring").items()
        if all(
            key[KEY.index(COLUMN[name])] == ("" if text == "tanpa" else text)
            for name, text in asked.items()
        )
    }
    answers = {
        suffix: api.client.get(f"/api/v1/data/berusaha_daring.{suffix}", params=asked)
        for suffix in ("json", "csv", "xlsx", "parquet")
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    assert by_key(answers["json"].json()["baris"]) == expected
    text = answers["csv"].content.decode()
    assert of_text(list(csv.DictReader(io.StringIO(text, newline="")))) == expected
    parquet = pq.read_table(io.BytesIO(answers["parquet"].content)).to_pylist()
    assert by_key(parquet) == expected
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answers["xlsx"].content))
    assert len(sheet.get_sheet_by_name("Data").to_python()) == len(expected) + 1


def test_no_text_in_any_table_is_a_formula_to_a_spreadsheet(api: Site) -> None:
    for kode in INDICATORS:
        for row in api.get(f"/api/v1/data/{kode}.json").json()["baris"]:
            for name, cell in row.items():
                if isinstance(cell, str) and cell:
                    assert cell[0] not in "=+-@\t\r", (name, cell)


def test_a_workbook_has_texts_for_texts_and_no_formula(api: Site) -> None:
    content = api.get("/api/v1/data/jumlah_umkm.xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/sheet" in n]
    assert len(sheets) == 2
    assert all("<f>" not in sheet for sheet in sheets)


def test_every_form_says_source_day_universe_unit_and_that_it_is_made_up(
    api: Site, demo: Workspace
) -> None:
    kode = "berusaha_daring"
    entry = INDICATORS[kode]
    words = (entry.sumber, demo.publik.version, entry.semesta, entry.satuan, "Data sintetis")
    about = api.get(f"/api/v1/data/{kode}.json").json()
    assert about["sintetis"] is True
    assert about["tanggal"] == demo.publik.record["tanggal"]
    assert (about["versi"], about["semesta"]) == (demo.publik.version, entry.semesta)
    assert about["sumber"]["register"] == entry.sumber
    book = CalamineWorkbook.from_filelike(io.BytesIO(api.get(f"/api/v1/data/{kode}.xlsx").content))
    sheet = dict(book.get_sheet_by_name("Keterangan").to_python())  # type: ignore[arg-type]
    assert all(any(word in str(text) for text in sheet.values()) for word in words)
    assert sheet["Tanggal terbit"] == "23 November 2026"
    metadata = pq.read_schema(io.BytesIO(api.get(f"/api/v1/data/{kode}.parquet").content)).metadata
    assert metadata[b"sintetis"] == b"true"
    assert all(any(word.encode() in text for text in metadata.values()) for word in words)
    stat = json.dumps(api.get(f"/api/v1/data/{kode}.jsonstat").json(), ensure_ascii=False)
    described = json.dumps(
        api.get(f"/api/v1/data/{kode}.csv-metadata.json").json(), ensure_ascii=False
    )
    assert all(word in stat for word in words)
    assert all(word in described for word in words if word != entry.satuan)
    rows = csv.DictReader(io.StringIO(api.get(f"/api/v1/data/{kode}.csv").text))
    assert {row["asal"] for row in rows} == {"sintetis"}


def test_a_csv_begins_with_the_mark_for_spreadsheets_where_it_is_wished(api: Site) -> None:
    plain = api.get("/api/v1/data/ber_nib.csv").content
    marked = api.get("/api/v1/data/ber_nib.csv?bom=ya").content
    assert marked == b"\xef\xbb\xbf" + plain
    assert api.get("/api/v1/data/ber_nib.csv?bom=tidak").content == plain


def test_the_description_of_a_csv_fits_the_csv(api: Site) -> None:
    described = api.get("/api/v1/data/ber_nib.csv-metadata.json").json()
    assert described["url"] == "ber_nib.csv"
    columns = described["tableSchema"]["columns"]
    rows = list(csv.reader(io.StringIO(api.get("/api/v1/data/ber_nib.csv").text)))
    assert [column["name"] for column in columns] == rows[0]
    readers = {"string": str, "double": float, "integer": int}
    for row in rows[1:]:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                readers[column["datatype"]](cell)
            else:
                assert not column["required"], column["name"]
