"""Maps (.geojson, .gpkg): attributes, and where the points are.

Attribute names are row 1. A layer of points gets the columns ``lintang`` and ``bujur``, decimal
degrees (WGS 84).
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyogrio
import pyproj
import shapely

from data.readers.cell import Row, turn_into_rows
from data.readers.environment import MAP_DRIVERS
from data.readers.formats import Tables
from data.readers.unreadable import Unreadable

ROWS = 20_000  # at a time
DEGREES = "EPSG:4326"
POINT = 0  # shapely's number for it
EXACT_BELOW = 2**53  # a float tells whole numbers apart up to here
DIGITS = 8  # about a millimetre; what a projection leaves behind that is noise


def read_tables(path: Path, work: Path) -> Tables:
    """Return the layers of a map file as sheets."""
    loaded = set(pyogrio.list_drivers())
    assert loaded <= MAP_DRIVERS, f"to be left out in data.readers.environment: {loaded}"
    # As a copy under a plain name, nothing beside the file or in its name speaks for it, and
    # nothing is written beside it.
    plain = work / f"peta{path.suffix.lower()}"
    shutil.copyfile(path, plain)
    try:
        for layer, kind in pyogrio.list_layers(plain):
            yield str(layer), _read_rows(plain, str(layer), str(kind))
    finally:
        plain.unlink()


def _read_rows(path: Path, layer: str, kind: str) -> Iterator[Row]:
    for part in count():
        meta, _, shapes, fields = pyogrio.raw.read(
            path,
            layer=layer,
            force_2d=True,
            datetime_as_string=True,
            skip_features=part * ROWS,
            max_features=ROWS,
        )
        names = [str(name) for name in meta["fields"]]
        kinds = zip(names, meta["ogr_types"], meta["ogr_subtypes"], fields, strict=True)
        columns = [
            (name, _convert_values(name, *type_and_values)) for name, *type_and_values in kinds
        ]
        if shapes is not None and kind.startswith(("Point", "Unknown")):
            columns += _read_coordinates(shapes, meta["crs"], {name.lower() for name in names})
        if part == 0:
            yield [name for name, _ in columns]
        yield from turn_into_rows(columns)
        if len(shapes if shapes is not None else fields[0]) < ROWS:
            return


def _convert_values(name: str, kind: str, subkind: str, values: Any) -> list[object]:
    """Return a column's values; beside an empty one the library gives whole numbers as floats."""
    as_list: list[object] = values.tolist()
    if subkind == "OFSTBoolean":
        return [None if math.isnan(value) else bool(value) for value in values]
    if kind == "OFTInteger64" and values.dtype.kind == "f" and (abs(values) >= EXACT_BELOW).any():
        raise Unreadable(
            f"kolom {name} berisi bilangan yang terlalu panjang untuk dibaca dengan tepat.",
            "Simpan kolom itu sebagai teks.",
        )
    return as_list


def _read_coordinates(
    shapes: Any, crs: str | None, taken: set[str]
) -> list[tuple[str, list[object]]]:
    """Return the columns lintang and bujur, without one that the attributes have already."""
    geometries = shapely.from_wkb(shapes, on_invalid="ignore")
    is_point = shapely.get_type_id(geometries) == POINT
    # Of what is no point, and of an empty point, the module gives not-a-number.
    x, y = shapely.get_x(geometries), shapely.get_y(geometries)
    x[~is_point] = y[~is_point] = math.nan
    if crs is not None and crs != DEGREES:
        x, y = pyproj.Transformer.from_crs(crs, DEGREES, always_xy=True).transform(x, y)
        x, y = x.round(DIGITS), y.round(DIGITS)
    columns = {"lintang": y.tolist(), "bujur": x.tolist()}
    return [(name, values) for name, values in columns.items() if name not in taken]
