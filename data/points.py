"""Whether a point lies in the kelurahan that its row claims, or close to it."""

from __future__ import annotations

import json
from functools import cache

import duckdb
import numpy as np
import pandas as pd
import shapely

from data.settings import ROOT
from data.tables import Table

BOUNDARIES = ROOT / "geo" / "kelurahan.geojson"
NEAR_METRES = 500  # the shipped boundaries are generalised, and a phone's fix is off by some tens
METRES_A_DEGREE = 110_600  # along both axes at 6 degrees south, within 0.5 %


@cache
def _polygons() -> tuple[list[str], np.ndarray]:
    """Return codes and polygons of the kelurahan, from the boundaries that are shipped."""
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["kode_kemendagri"] for feature in features]
    polygons = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    shapely.prepare(polygons)
    return codes, polygons


def check(con: duckdb.DuckDBPyConnection, table: Table, view: str) -> None:
    """Flag the rows of ``view`` whose point is farther than 500 m from their kelurahan."""
    if "lintang" not in table.private or table.place != "kelurahan":
        return
    rows = con.execute(
        f"select berkas, baris, kode_kelurahan, lintang, bujur from {view} "
        "where lintang is not null and bujur is not null and kode_kelurahan is not null"
    ).df()
    if rows.empty:
        return
    codes, polygons = _polygons()
    points = shapely.points(rows["bujur"].to_numpy(), rows["lintang"].to_numpy())
    place = pd.Series(range(len(codes)), index=codes).reindex(rows["kode_kelurahan"]).to_numpy()
    near = np.zeros(len(rows), dtype=bool)
    for index in np.unique(place):  # a prepared polygon is fast, so one after the other
        here = place == index
        near[here] = shapely.dwithin(
            polygons[int(index)], points[here], NEAR_METRES / METRES_A_DEGREE
        )
    off = rows[~near].assign(
        terdekat=np.array(codes)[shapely.STRtree(polygons).nearest(points[~near])]
    )[["berkas", "baris", "kode_kelurahan", "terdekat"]]
    con.register("titik_jauh", off)
    con.execute(
        "insert into temuan select ?, t.berkas, t.baris, null, 'lintang', null, "
        "'titik_di_kelurahan', 'peringatan', "
        "'di dalam atau dekat ' || k.nama || '; titik ini paling dekat ke ' || d.nama, "
        "'Periksa titiknya, atau kelurahan yang ditulis.' from titik_jauh as t "
        "join wilayah as k on k.kode_wilayah = t.kode_kelurahan "
        "join wilayah as d on d.kode_wilayah = t.terdekat",
        [table.name],
    )
    con.unregister("titik_jauh")
