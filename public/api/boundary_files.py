"""Boundaries as GeoJSON and TopoJSON, with the credit that their licence asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import geopandas as gpd
from topojson.core.topology import Topology

from data.settings import settings
from geo import boundaries

LEVELS: dict[str, Callable[[], gpd.GeoDataFrame]] = {
    "kecamatan": boundaries.read_kecamatan,
    "kelurahan": boundaries.read_kelurahan,
}


def make_geojson(level: str) -> dict[str, Any]:
    """Return a FeatureCollection in longitude and latitude; ``kredit`` is a member of its own."""
    found: dict[str, Any] = json.loads(LEVELS[level]().to_json(drop_id=True))
    return {"kredit": settings().batas_kredit} | found


def make_topology(level: str) -> dict[str, Any]:
    """Return a Topology of the same points: each shared border is one arc."""
    # Not quantized: it would move points that are already rounded, and save a sixth.
    found = Topology(LEVELS[level](), prequantize=False, object_name=level)
    return {"kredit": settings().batas_kredit} | found.to_dict()
