"""Formats with named columns: the names are row 1, and a value is the text that it means."""

from __future__ import annotations

import json
import struct
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import geopandas as gpd
import pandas as pd
import polars as pl
import pyogrio
import pyreadstat
import pytest
import shapely

from data.readers import Row
from data.readers.statistics import ROWS
from tests.data.reading import every, only, refusal

pytestmark = pytest.mark.proses_pembaca

SURVEY = pd.DataFrame(
    {
        "ID": ["R1", "R2", "R3"],
        "R201": [1.0, None, 3.0],
        "BOBOT": [2.0, 12.25, 1.0],
        "TGL": [date(2025, 6, 24), None, date(2024, 1, 1)],
        "SAAT": [datetime(2025, 6, 24, 8, 30), None, datetime(2025, 6, 24)],
    }
)
LABELS = {"R201": {1: "Ya", 2: "Tidak"}}


@pytest.mark.parametrize("suffix", ["sav", "dta"])
def test_a_survey_gives_labels_and_a_missing_answer_is_empty(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    write = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[suffix]
    write(SURVEY, str(path), variable_value_labels=LABELS)
    assert only(path) == [
        ["ID", "R201", "BOBOT", "TGL", "SAAT"],
        ["R1", "Ya", "2", "2025-06-24", "2025-06-24T08:30:00"],
        ["R2", None, "12.25", None, None],
        ["R3", "3", "1", "2024-01-01", "2025-06-24"],
    ]


def test_an_answer_that_a_survey_calls_missing_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    frame = pd.DataFrame({"ID": ["R1", "R2", "R3"], "R201": [1.0, 98.0, 99.0]})
    pyreadstat.write_sav(frame, str(path), missing_ranges={"R201": [98, 99]})
    assert only(path) == [["ID", "R201"], ["R1", "1"], ["R2", None], ["R3", None]]


def test_text_of_an_older_stata_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    pd.DataFrame({"NAMA": ["Café", "b"]}).to_stata(path, write_index=False, version=114)
    assert only(path) == [["NAMA"], ["Café"], ["b"]]


@pytest.mark.parametrize("rows", [0, ROWS, 2 * ROWS + 1])
def test_no_row_is_lost_where_one_part_ends_and_the_next_begins(tmp_path: Path, rows: int) -> None:
    frame = pd.DataFrame({"I": pd.Series(range(rows), dtype="int32")})
    points = gpd.GeoDataFrame(frame, geometry=[shapely.Point(106, -6)] * rows, crs=4326)
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), compress=True)
    pyreadstat.write_dta(frame, str(tmp_path / "a.dta"))
    pl.DataFrame({"I": range(rows)}).write_parquet(tmp_path / "a.parquet")
    pyogrio.write_dataframe(points, tmp_path / "a.gpkg")
    for suffix in ("sav", "dta", "parquet", "gpkg"):
        heading, *body = only(tmp_path / f"a.{suffix}")
        assert heading[0] == "I"
        assert [row[0] for row in body] == [str(number) for number in range(rows)], suffix


def test_parquet_of_any_type_becomes_text(tmp_path: Path) -> None:
    path = tmp_path / "a[1]*.parquet"
    pl.DataFrame(
        {
            "kode": ["0101", None, ""],
            "bulat": [2**62, None, -1],
            "pecahan": [1.0, 0.1, float("nan")],
            "hari": [date(2025, 6, 24), None, None],
            "saat": [datetime(2025, 6, 24, 8, 30), datetime(2025, 6, 24), None],
            "benar": [True, False, None],
            "desimal": pl.Series(["1.50", "2", None]).cast(pl.Decimal(10, 2)),
        }
    ).write_parquet(path)
    assert only(path) == [
        ["kode", "bulat", "pecahan", "hari", "saat", "benar", "desimal"],
        ["0101", "4611686018427387904", "1", "2025-06-24", "2025-06-24T08:30:00", "ya", "1.50"],
        [None, None, "0.1", None, "2025-06-24", "tidak", "2.00"],
        [None, "-1", None, None, None, None, None],
    ]


def dbf(fields: list[tuple[str, str, int]], records: list[bytes], language: int = 0) -> bytes:
    """Return a dBase table; a record's first byte tells whether it is deleted."""
    size = 1 + sum(width for _, _, width in fields)
    assert all(len(record) == size for record in records)
    start = 33 + 32 * len(fields)
    head = struct.pack("<4BIHH17xB2x", 3, 125, 6, 24, len(records), start, size, language)
    listed = [
        struct.pack("<11sc4xB15x", name.encode(), kind.encode(), width)
        for name, kind, width in fields
    ]
    return head + b"".join(listed) + b"\r" + b"".join(records) + b"\x1a"


def test_a_table_of_a_map_is_read_without_its_map(tmp_path: Path) -> None:
    """As a map program writes it, in the encoding of older ones; nothing beside it is needed."""
    places = gpd.GeoDataFrame(
        {"KODE": ["0101", None], "NAMA": ["Café", "b"], "N": [3673010, 2], "F": [1.5, 2.0]},
        geometry=[shapely.Point(106, -6)] * 2,
        crs=4326,
    )
    pyogrio.write_dataframe(places, tmp_path / "a.shp", encoding="cp1252")
    for beside in tmp_path.glob("a.*"):
        if beside.suffix != ".dbf":
            beside.unlink()
    assert only(tmp_path / "a.dbf") == [
        ["KODE", "NAMA", "N", "F"],
        ["0101", "Café", "3673010", "1.5"],
        [None, "b", "2", "2"],
    ]


def test_a_dbase_table_gives_each_kind_of_field_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.dbf"
    fields = [("NIK", "N", 16), ("TGL", "D", 8), ("AKTIF", "L", 1), ("NAMA", "C", 4)]
    path.write_bytes(
        dbf(
            fields,
            [
                b" 917101010101000320250624T Caf",
                b"*367301010101000120250624T del",
                b" ****************        ?\xe9   ",
                b"             1.0000000000F\xc3\xa9  ",
            ],
        )
    )
    assert only(path) == [
        ["NIK", "TGL", "AKTIF", "NAMA"],
        ["9171010101010003", "2025-06-24", "ya", "Caf"],
        [None, None, None, "é"],
        ["1", None, "tidak", "é"],
    ]
    path.write_bytes(dbf([("NAMA", "C", 1)], [b" \x82"], language=2))
    assert only(path) == [["NAMA"], ["é"]], "the code page that the file names"
    path.write_bytes(dbf([("CATATAN", "M", 10)], [b" 0000000012"]))
    assert "kolom berjenis 'M'" in refusal(path)
    path.write_bytes(dbf([("NAMA", "C", 9)], [b" 123456789"] * 9)[:-20])
    assert refusal(path).startswith("a.dbf, baris 9: berkas terpotong")


def feature(properties: dict[str, object], geometry: dict[str, object] | None) -> object:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(*place: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": place}


def collection(path: Path, *features: object, **more: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | more))
    return path


def test_points_of_a_map_give_their_degrees(tmp_path: Path) -> None:
    box = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    path = collection(
        tmp_path / "a.geojson",
        feature({"kode": "0101", "n": 3, "ada": True, "t": "2025-06-24"}, point(106.15, -6.12, 9)),
        feature({"kode": None, "n": None, "ada": None}, box),
        feature({"kode": "é", "n": 1, "ada": False}, None),
    )
    assert only(path) == [
        ["kode", "n", "ada", "t", "lintang", "bujur"],
        ["0101", "3", "ya", "2025-06-24", "-6.12", "106.15"],
        [None] * 6,
        ["é", "1", "tidak", None, None, None],
    ]
    only_box = collection(tmp_path / "b.geojson", feature({"n": 1}, box))
    assert only(only_box) == [["n"], ["1"]]


def test_layers_of_a_map_are_sheets_and_other_projections_become_degrees(tmp_path: Path) -> None:
    path = tmp_path / "peta & x.gpkg"
    places = gpd.GeoDataFrame(
        {"NAMA": ["Kopi"], "Lintang": ["-6,12"], "NIK": [2**60]},
        geometry=[shapely.Point(106.15, -6.12)],
        crs=4326,
    )
    pyogrio.write_dataframe(places[["NAMA", "geometry"]].to_crs(32748), path, layer="zona 48S")
    pyogrio.write_dataframe(places, path, layer="derajat", append=False)
    found: dict[str, list[Row]] = every(path)
    heading, row = found["zona 48S"]
    assert heading == ["NAMA", "lintang", "bujur"]
    assert [float(cell or "nan") for cell in row[1:]] == pytest.approx([-6.12, 106.15], abs=1e-7)
    assert found["derajat"] == [
        ["NAMA", "Lintang", "NIK", "bujur"],
        ["Kopi", "-6,12", str(2**60), "106.15"],
    ], "an attribute of that name speaks for itself"


def test_a_number_that_would_not_be_read_exactly_is_refused(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "a.geojson",
        feature({"NIK": 9171010101010003}, None),
        feature({"NIK": None}, None),
    )
    assert "kolom NIK berisi bilangan yang terlalu panjang" in refusal(path)


def test_a_map_that_orders_to_read_another_file_is_refused(tmp_path: Path) -> None:
    private = collection(tmp_path / "lain.geojson", feature({"n": 1}, None))
    order = f"gdal vector pipeline ! read {private} ! write --of stream streamed"
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": order}))
    assert "a.geojson: rusak atau tidak lengkap" in refusal(path)


class Listener(BaseHTTPRequestHandler):
    """Remembers who asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *words: object) -> None:
        pass


def test_a_map_that_names_an_address_asks_nobody(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/peta"
        for kind, key in (("URL", "url"), ("link", "href"), ("name", "name")):
            path = collection(
                tmp_path / "a.geojson",
                feature({"n": 1}, point(106, -6)),
                crs={"type": kind, "properties": {key: address}},
            )
            assert only(path)[1] == ["1", "-6", "106"]
        server.shutdown()
    assert Listener.asked == []
