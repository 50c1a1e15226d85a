"""Whether a point lies in the kelurahan that its row claims, or close to it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data import reference
from data.build import steps
from data.build.findings import Finding, add
from data.errors import SettingsError
from data.tables import Table

NEAR_METRES = 500  # the shipped boundaries are generalised, and a phone's fix is off by some tens
METRES_A_DEGREE = 110_600  # along both axes at 6 degrees south, within 0.5 %


def _read_polygons(boundaries: Path) -> tuple[list[str], np.ndarray]:
    """Return Kemendagri codes and polygons of the kelurahan in a boundary file.

    Raises SettingsError for a file that cannot be read or does not name every kelurahan by code.
    """
    try:
        return _read(boundaries, boundaries.stat().st_mtime_ns)
    except (OSError, ValueError, RuntimeError) as error:
        raise SettingsError(
            f"{boundaries}: batas kelurahan tidak dapat dipakai ({error}). "
            "Periksa pengaturan batas_kelurahan di dasbor.toml."
        ) from error


@cache
def _read(boundaries: Path, changed: int) -> tuple[list[str], np.ndarray]:
    import geopandas
    import shapely

    shapes = geopandas.read_file(boundaries)
    codes = _read_codes(shapes.drop(columns="geometry"))
    polygons = shapes.geometry.to_crs(4326).to_numpy()[codes.notna()]
    shapely.prepare(polygons)
    return codes.dropna().tolist(), polygons


def _read_codes(frame: pd.DataFrame) -> pd.Series:
    """Return the Kemendagri code of each shape, from whichever column has codes of either kind."""
    areas = reference.read("wilayah")
    areas = areas[areas["tingkat"] == "kelurahan"]
    own = areas["kode_kemendagri"]
    for name in ("kode_kemendagri", "kode_bps"):
        known = dict(zip(areas[name].str.replace(".", ""), own, strict=True))
        for column in frame:
            digits = frame[column].astype("string").map(lambda cell: re.sub(r"\D", "", cell or ""))
            found = digits.map(known)
            if set(found.dropna()) == set(own):
                return found
    raise ValueError("tidak ada kolom dengan kode semua kelurahan")


def check(con: duckdb.DuckDBPyConnection, table: Table, view: str, boundaries: Path) -> None:
    """Flag the rows of ``view`` whose point is farther than 500 m from their kelurahan.

    ``boundaries`` is the office's file, or the one that is shipped. Raises SettingsError when it
    cannot be used.
    """
    if "lintang" not in table.private or table.place != "kelurahan":
        return
    rows = steps.run(con, "points/given", view=view).df()
    if rows.empty:
        return
    con.register("titik_jauh", _find_far(rows, boundaries))
    finding = Finding(
        tabel=table.name,
        kolom="lintang",
        aturan="titik_di_kelurahan",
        tingkat="peringatan",
        langkah="Periksa titiknya, atau kelurahan yang ditulis.",
    )
    add(con, finding, "points/far")
    con.unregister("titik_jauh")


def _find_far(rows: pd.DataFrame, boundaries: Path) -> pd.DataFrame:
    """Return the rows whose point is far from their kelurahan, with the one that is nearest."""
    import shapely  # most builds have no point to judge, and a page never has

    codes, polygons = _read_polygons(boundaries)
    points = shapely.points(rows["bujur"].to_numpy(), rows["lintang"].to_numpy())
    place = pd.Series(range(len(codes)), index=codes).reindex(rows["kode_kelurahan"]).to_numpy()
    near = np.zeros(len(rows), dtype=bool)
    for index in np.unique(place):  # a prepared polygon is fast, so one after the other
        here = place == index
        near[here] = shapely.dwithin(
            polygons[int(index)], points[here], NEAR_METRES / METRES_A_DEGREE
        )
    return rows[~near].assign(
        terdekat=np.array(codes)[shapely.STRtree(polygons).nearest(points[~near])]
    )[["berkas", "baris", "kode_kelurahan", "terdekat"]]
