"""How the shapes fit together: overlaps, gaps, missing land; then closed and made light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import METRES, WGS84
from geo.codes import name_kelurahan
from geo.problems import Problem, number, place

# Kepmendagri 300.2.2-2430/2025. Public boundary sets of the city lie 0.3 to 0.6 % under it, so
# 2 % lets them pass; more means that land is missing at the rim, where no hole shows it.
LUAS_RESMI_KM2 = 266.314
LUAS_TOLERANSI = 0.02

# Detailed official files are often digitised area by area and leave slivers along borders. One
# hectare is a border moved by 40 m (see SIMPLIFY_METRES) over 250 m: not visible on our maps,
# which colour whole areas and never place an address. The sum stays under 0.1 % of the city.
SLIVER_HA = 1.0
SLIVERS_TOTAL_HA = 26.5

# A gap that opens to the rim is no hole in the city; up to this width it is told from a bay. No
# inlet of the present coast is that narrow (40 m finds none either).
OPEN_GAP_METRES = 20.0
# To close slivers: corners this near become one, and a hole of SLIVER_HA, however round, is
# narrower than this.
SNAP_METRES = 5.0
HOLE_METRES = 200.0

# Above this many vertices a file is simplified: 6,000 make about 170 kB of GeoJSON, which a slow
# phone still opens at once. 40 m is about one pixel when the city (23 km) fills a screen.
MAX_VERTICES = 6_000
SIMPLIFY_METRES = 40.0


def find_fit_problems(shapes: gpd.GeoSeries, kolom: str) -> list[Problem]:
    """Return overlaps, holes and missing land beyond what is tolerated.

    ``shapes`` are indexed by code, in the order of the file's rows.
    """
    metres = shapes.to_crs(METRES).to_numpy()
    problems = [] if _fits(metres) else _find_border_problems(metres, list(shapes.index), kolom)
    luas = float(shapely.area(shapely.union_all(metres))) / 1e6
    if abs(luas / LUAS_RESMI_KM2 - 1) > LUAS_TOLERANSI:
        problems.append(
            Problem(
                f"luas seluruhnya {number(luas)} km2; seharusnya sekitar "
                f"{number(LUAS_RESMI_KM2)} km2.",
                "Periksa apakah ada poligon yang terpotong, lalu muat ulang.",
            )
        )
    return problems


def prepare_for_browser(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the shapes, in the same order, as one exact coverage, light enough for a page."""
    metres = shapes.to_crs(METRES).to_numpy()
    fits = _fits(metres)
    light = shapely.get_num_coordinates(metres).sum() <= MAX_VERTICES
    if fits and light:
        return _orient(shapes.to_numpy(), shapes.index)
    if not fits:
        # Cleaning and simplifying treat the areas as one coverage: a border that two share is moved
        # once and for both. Simplifying each polygon by itself would open gaps and overlaps along
        # every border, because each would drop other corners of it.
        metres = shapely.coverage_clean(
            metres, snapping_distance=SNAP_METRES, gap_width=HOLE_METRES
        )
    if not light:
        metres = shapely.coverage_simplify(metres, SIMPLIFY_METRES)
    degrees = gpd.GeoSeries(metres, crs=METRES).to_crs(WGS84).to_numpy()
    # Six decimals are 0.1 m; the other ten digits would be a third of what the browser loads.
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, 6))
    # Rounding moves corners by up to half of the last decimal, and that can make a thin part cross
    # itself or two neighbours differ. Then the unrounded shapes are used: heavier, but sound.
    usable = shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)
    return _orient(rounded if usable else degrees, shapes.index)


def _orient(degrees: np.ndarray, codes: pd.Index) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.orient_polygons(degrees), index=codes, crs=WGS84)


def _fits(metres: np.ndarray) -> bool:
    """Tell whether neighbours share every corner and leave no land between them."""
    if not shapely.coverage_is_valid(metres, gap_width=OPEN_GAP_METRES):
        return False
    city = shapely.get_parts(shapely.union_all(metres))
    return not shapely.get_num_interior_rings(city).any()


def _find_border_problems(metres: np.ndarray, codes: Sequence[str], kolom: str) -> list[Problem]:
    overlaps, gaps = _find_overlaps(metres), _find_gaps(metres)
    problems = [
        Problem(
            f"bertumpang tindih {number(ha)} ha dengan {name_kelurahan(codes[b])} di baris "
            f"{b + 1}; paling banyak {number(SLIVER_HA)} ha.",
            "Rapikan batas bersama keduanya, lalu muat ulang.",
            a + 1,
            kolom,
            codes[a],
        )
        for a, b, ha in overlaps
        if ha > SLIVER_HA
    ]
    problems += [_describe_gap(gap) for gap in gaps if _measure_hectares(gap) > SLIVER_HA]
    slivers = sum(ha for _, _, ha in overlaps) + sum(map(_measure_hectares, gaps))
    if not problems and slivers > SLIVERS_TOTAL_HA:
        problems.append(
            Problem(
                f"tumpang tindih dan celah kecil berjumlah {number(slivers)} ha; paling banyak "
                f"{number(SLIVERS_TOTAL_HA)} ha.",
                "Rapikan topologinya (QGIS: Topology Checker), lalu muat ulang.",
            )
        )
    return problems


def _describe_gap(gap: Any) -> Problem:
    inside = gpd.GeoSeries([gap.representative_point()], crs=METRES).to_crs(WGS84)[0]
    return Problem(
        f"ada celah {number(_measure_hectares(gap))} ha di antara kelurahan; paling luas "
        f"{number(SLIVER_HA)} ha.",
        "Rapatkan batas kelurahan di sekitarnya, lalu muat ulang.",
        bukti=f"Letaknya di sekitar {place(inside.x, inside.y)}.",
    )


def _find_overlaps(metres: np.ndarray) -> list[tuple[int, int, float]]:
    """Return each pair of positions that overlaps and their common hectares, the worst first."""
    a, b = shapely.STRtree(metres).query(metres, predicate="intersects")
    a, b = a[a < b], b[a < b]
    common = _measure_hectares(shapely.intersection(metres[a], metres[b]))
    pairs = [(int(i), int(j), float(ha)) for i, j, ha in zip(a, b, common, strict=True) if ha > 0]
    return sorted(pairs, key=lambda pair: -pair[2])


def _find_gaps(metres: np.ndarray) -> list[Any]:
    """Return land of no kelurahan as polygons: holes, and gaps that open to the rim."""
    city = shapely.union_all(metres)
    rims = shapely.get_exterior_ring(shapely.get_parts(city))
    filled = shapely.union_all(shapely.polygons(rims))
    # Widened and narrowed again, the city loses its narrow gaps and keeps its corners (mitre).
    half = OPEN_GAP_METRES / 2
    closed = filled.buffer(half, join_style="mitre").buffer(-half, join_style="mitre")
    return list(shapely.get_parts(shapely.union(closed, filled).difference(city)))


def _measure_hectares(shape: Any) -> Any:
    return shapely.area(shape) / 1e4
