"""Read a boundary file as the office has it: format, code column, coordinate system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import geopandas as gpd
import numpy as np
import pyogrio
from pyogrio import errors as pyogrio_errors

from geo import WGS84
from geo.codes import give_example
from geo.problems import BoundaryError, Problem

# Column name in small letters -> whose codes it holds. The first that a file has is used, so the
# plain "kode" (anything can be called that) stands last. "kode_kemen" is what a shapefile leaves
# of kode_kemendagri; kdepum and kdebps are the names of BIG, adm4_pcode that of COD-AB.
CODE_COLUMNS = {
    **dict.fromkeys(
        ("kode_kemendagri", "kode_kemen", "kd_kemendagri", "kdepum"), "kode_kemendagri"
    ),
    **dict.fromkeys(("kode_bps", "kd_bps", "kdebps", "iddesa", "adm4_pcode"), "kode_bps"),
    **dict.fromkeys(
        ("kode_kelurahan", "kode_kelur", "kd_kelurahan", "kd_kelurah", "kode_kel", "kd_kel"),
        "kode_kemendagri",
    ),
    **dict.fromkeys(("kode_desa", "kode"), "kode_kemendagri"),
}

UNREADABLE = (
    pyogrio_errors.CRSError,
    pyogrio_errors.DataLayerError,
    pyogrio_errors.DataSourceError,
    pyogrio_errors.FeatureError,
    pyogrio_errors.FieldError,
    pyogrio_errors.GeometryError,
    OSError,
    UnicodeError,
)


@dataclass(frozen=True)
class Features:
    """What a file says of each area, in the order of its rows; nothing is checked yet.

    ``kolom`` is the code column as the file names it, ``system`` whose codes it holds
    ("kode_kemendagri" or "kode_bps"). ``shapes`` are in EPSG:4326.
    """

    kolom: str
    system: str
    values: list[object]
    shapes: gpd.GeoSeries


def read_features(berkas: Path) -> Features:
    """Read a boundary file, or raise BoundaryError with the reason why that is impossible."""
    if not berkas.exists():
        _stop(
            berkas,
            f"berkas batas tidak ditemukan di {berkas.parent}.",
            "Periksa pengaturan batas_kelurahan di dasbor.toml.",
        )
    try:
        layer = _choose_layer(berkas)
        kolom = _choose_code_column(berkas, pyogrio.read_info(berkas, layer=layer)["fields"])
        # Only the code column: names come from the code list, and other columns may hold dates
        # or text in an encoding that we would have to guess. A ring that cannot be built comes
        # back as no geometry and is reported with its row.
        raw = pyogrio.read_dataframe(
            berkas, layer=layer, columns=[kolom], force_2d=True, on_invalid="ignore"
        )
    except UNREADABLE as error:
        raise BoundaryError(berkas, [_describe_unreadable(berkas)]) from error
    shapes = _to_wgs84(berkas, raw.geometry)
    return Features(kolom, CODE_COLUMNS[_simplify(kolom)], raw[kolom].tolist(), shapes)


def _stop(berkas: Path, masalah: str, langkah: str) -> NoReturn:
    raise BoundaryError(berkas, [Problem(masalah, langkah)])


def _describe_unreadable(berkas: Path) -> Problem:
    langkah = "Simpan ulang berkas ini dari QGIS atau ArcGIS, lalu muat ulang."
    if berkas.suffix.lower() in {".shp", ".zip"}:
        langkah = "Sertakan berkas .shp, .shx, .dbf dan .prj bersama-sama, lalu muat ulang."
    return Problem(
        f"isinya ({berkas.stat().st_size} byte) tidak dapat dibaca sebagai peta; seharusnya "
        "GeoJSON, GeoPackage atau shapefile yang utuh.",
        langkah,
    )


def _choose_layer(berkas: Path) -> str:
    """Return the one layer with shapes; a GeoPackage often has tables (styles) beside it."""
    layers = [name for name, kind in pyogrio.list_layers(berkas) if kind is not None]
    if not layers:
        _stop(
            berkas,
            "berisi tabel tanpa bentuk wilayah; seharusnya poligon kelurahan.",
            "Simpan ulang bersama geometrinya, lalu muat ulang.",
        )
    if len(layers) > 1:
        _stop(
            berkas,
            f"ada {len(layers)} lapisan ({', '.join(layers)}); seharusnya satu.",
            "Sisakan lapisan batas kelurahan saja, lalu muat ulang.",
        )
    return layers[0]


def _choose_code_column(berkas: Path, columns: Iterable[str]) -> str:
    named = {_simplify(column): column for column in columns}
    for alias in CODE_COLUMNS:
        if alias in named:
            return named[alias]
    _stop(
        berkas,
        "tidak ada kolom kode kelurahan. Kolom yang ada: "
        f"{', '.join(named.values()) or '(tidak ada)'}.",
        f"Beri nama kode_kemendagri (misalnya {give_example('kode_kemendagri')}) atau kode_bps "
        f"(misalnya {give_example('kode_bps')}) pada kolom kode, lalu muat ulang.",
    )


def _simplify(column: str) -> str:
    return re.sub(r"[\s.-]+", "_", column.strip().lower())


def _to_wgs84(berkas: Path, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    # Neither: a drawing with a system of its own, which says no more than none.
    if shapes.crs is not None and (shapes.crs.is_geographic or shapes.crs.is_projected):
        return shapes.to_crs(WGS84)
    # Longitude and latitude may be swapped, so both may reach 180. Nothing drawn gives nan.
    west, south, east, north = shapes.total_bounds
    if not (np.abs([west, south, east, north]) > 180).any():
        return shapes.set_crs(WGS84, allow_override=True)
    _stop(
        berkas,
        "sistem koordinatnya tidak disebut atau tidak dikenal, sedangkan koordinatnya tampak "
        f"dalam meter (misalnya {west:.10g}, {south:.10g}).",
        "Simpan ulang dengan sistem koordinat yang benar (pada shapefile: sertakan .prj), "
        "lalu muat ulang.",
    )
