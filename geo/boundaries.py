"""Shapes of kelurahan and kecamatan: the only way the program gets them.

The box holds general boundaries (``kelurahan.geojson``). An office with official ones names its
own file in the setting ``batas_kelurahan``: GeoJSON, GeoPackage or shapefile (also zipped), in
any coordinate system, with a column of Kemendagri or BPS codes. Only kelurahan are read;
kecamatan are dissolved from them, so both levels always fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely
from pyogrio import errors as pyogrio_errors

from data import reference
from data.errors import InputError
from data.settings import settings

WGS84 = 4326
METRES = 32748  # WGS 84 / UTM 48S, whose zone holds the whole city

SHIPPED = Path(__file__).resolve().with_name("kelurahan.geojson")

# Column name in small letters -> whose codes it holds. The first that a file has is used, so the
# plain "kode" (anything can be called that) stands last. "kode_kemen" is what a shapefile leaves
# of kode_kemendagri; kdepum and kdebps are the names of BIG, adm4_pcode that of COD-AB.
CODE_COLUMNS = {
    "kode_kemendagri": "kode_kemendagri",
    "kode_kemen": "kode_kemendagri",
    "kd_kemendagri": "kode_kemendagri",
    "kdepum": "kode_kemendagri",
    "kode_bps": "kode_bps",
    "kd_bps": "kode_bps",
    "kdebps": "kode_bps",
    "iddesa": "kode_bps",
    "adm4_pcode": "kode_bps",
    "kode_kelurahan": "kode_kemendagri",
    "kode_kelur": "kode_kemendagri",
    "kd_kelurahan": "kode_kemendagri",
    "kd_kelurah": "kode_kemendagri",
    "kode_kel": "kode_kemendagri",
    "kd_kel": "kode_kemendagri",
    "kode_desa": "kode_kemendagri",
    "kode": "kode_kemendagri",
}
PUBLISHER = {"kode_kemendagri": "Kemendagri", "kode_bps": "BPS"}

# West, south, east, north. The city with 5 km around it (room for its islets and for borders
# drawn differently), and roughly the province, to recognise a swapped pair.
KOTA_SERANG = (106.01, -6.27, 106.31, -5.96)
BANTEN = (105.0, -7.1, 106.8, -5.7)

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

# The same place lies in both the old and the new shape of a code. Between two public sets a
# kelurahan shares 54 % or more of its area; exchanged neighbours share next to nothing.
SAME_PLACE = 0.1

# Above this many vertices a file is simplified: 6,000 make about 170 kB of GeoJSON, which a slow
# phone still opens at once. 40 m is about one pixel when the city (23 km) fills a screen.
MAX_VERTICES = 6_000
SIMPLIFY_METRES = 40.0

WILAYAH = "data/reference/wilayah.csv"
MAX_SHOWN = 12


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a boundary file.

    ``baris`` is the number of the feature, from 1; ``bukti`` a sentence about it alone, left out
    of the comparison when the same problem in many rows is told once.
    """

    masalah: str
    langkah: str
    baris: int | None = None
    kolom: str | None = None
    nilai: object = None
    bukti: str = ""


class BoundaryError(InputError):
    """A boundary file cannot be used. ``problems`` holds all that was found, the message the
    first ones, those of the same kind taken together."""

    def __init__(self, berkas: Path, problems: Sequence[Problem]) -> None:
        assert problems, "an error without a problem"
        self.problems = tuple(problems)
        groups = _same_kind(problems)
        if len(groups) == 1:
            first = groups[0][0]
            super().__init__(
                berkas.name,
                _with_others(groups[0]),
                first.langkah,
                baris=first.baris,
                kolom=first.kolom,
                nilai=first.nilai,
            )
            return
        lines = [f"\n- {_line(group)}" for group in groups[:MAX_SHOWN]]
        if len(groups) > MAX_SHOWN:
            lines.append(f"\n- dan {len(groups) - MAX_SHOWN} hal lain.")
        super().__init__(
            berkas.name,
            f"ada {len(groups)} hal yang perlu diperbaiki.",
            f"Perbaiki semuanya, lalu muat ulang.{''.join(lines)}",
        )


def kelurahan(path: Path | None = None) -> gpd.GeoDataFrame:
    """Return one row per kelurahan (67), sorted by code, in EPSG:4326.

    Columns: ``kode_kemendagri``, ``nama``, ``kode_kecamatan`` (from the code list, not from the
    file), ``label_lon`` and ``label_lat`` (degrees; the inside point farthest from the border),
    ``geometry`` (valid, exterior counter-clockwise, neighbours share their vertices).

    ``path`` is a boundary file; without it the setting ``batas_kelurahan`` decides. A file with
    more than MAX_VERTICES vertices comes back simplified; slivers under the tolerance are closed.

    Raises BoundaryError, which lists every problem found, for a file that cannot be read, has no
    code column, has unknown, repeated or missing codes, or shapes that are empty, broken, in the
    wrong place or that do not fit together.
    """
    berkas = settings().batas_kelurahan if path is None else Path(path)
    raw, kolom, system = _read(berkas)
    areas = read_wilayah("kelurahan")

    codes, problems = _match_codes(raw[kolom].tolist(), kolom, system, areas)
    shapes, more = _to_wgs84(raw.geometry)
    problems += more
    if not more:
        problems += _shape_problems(shapes, codes, kolom)
    if not problems and berkas.resolve() != SHIPPED:
        problems += _exchanged_codes(shapes, codes, kolom, areas)
    if not problems:
        problems += _fit_problems(shapes, codes, kolom, areas)
    if problems:
        raise BoundaryError(berkas, problems)

    # Sorted before they are simplified, so that the order of the rows changes nothing.
    placed = gpd.GeoSeries(shapes.to_numpy(), index=codes, crs=WGS84).sort_index()
    return _frame(areas, _for_browser(placed), {"kode_kecamatan": areas["kode_induk"]})


def kecamatan(path: Path | None = None) -> gpd.GeoDataFrame:
    """Return one row per kecamatan (6), sorted by code, in EPSG:4326.

    Each is the exact union of its rows in ``kelurahan(path)``. Columns: ``kode_kemendagri``,
    ``nama``, ``label_lon``, ``label_lat``, ``geometry``. Raises what ``kelurahan`` raises.
    """
    parts = kelurahan(path)
    unions = {
        kode: shapely.coverage_union_all(group.geometry.values)
        for kode, group in parts.groupby("kode_kecamatan")
    }
    return _frame(read_wilayah("kecamatan"), gpd.GeoSeries(unions, crs=WGS84))


def read_wilayah(tingkat: str) -> pd.DataFrame:
    """Return the code list of one level ("kelurahan", "kecamatan"), one row per area.

    Text columns of ``data/reference/wilayah.csv``, indexed by and sorted on ``kode_kemendagri``.
    """
    areas = reference.read("wilayah")
    areas = areas[areas["tingkat"] == tingkat]
    return areas.set_index("kode_kemendagri").sort_index()


# Reading the file


def _read(berkas: Path) -> tuple[gpd.GeoDataFrame, str, str]:
    """Return the features, the name of their code column, and whose codes it holds."""
    if not berkas.exists():
        _stop(
            berkas,
            f"berkas batas tidak ditemukan di {berkas.parent}.",
            "Periksa pengaturan batas_kelurahan di dasbor.toml.",
        )
    try:
        layer, kolom = _code_layer(berkas)
        # Only the code column: names come from the code list, and other columns may hold dates
        # or text in an encoding that we would have to guess. A ring that cannot be built comes
        # back as no geometry and is reported with its row.
        raw = pyogrio.read_dataframe(
            berkas, layer=layer, columns=[kolom], force_2d=True, on_invalid="ignore"
        )
    except (
        pyogrio_errors.CRSError,
        pyogrio_errors.DataLayerError,
        pyogrio_errors.DataSourceError,
        pyogrio_errors.FeatureError,
        pyogrio_errors.FieldError,
        pyogrio_errors.GeometryError,
        OSError,
        UnicodeError,
    ) as error:
        raise BoundaryError(berkas, [_unreadable(berkas)]) from error
    return raw, kolom, CODE_COLUMNS[_plain(kolom)]


def _stop(berkas: Path, masalah: str, langkah: str) -> NoReturn:
    raise BoundaryError(berkas, [Problem(masalah, langkah)])


def _unreadable(berkas: Path) -> Problem:
    langkah = "Simpan ulang berkas ini dari QGIS atau ArcGIS, lalu muat ulang."
    if berkas.suffix.lower() in {".shp", ".zip"}:
        langkah = "Sertakan berkas .shp, .shx, .dbf dan .prj bersama-sama, lalu muat ulang."
    size = f"{berkas.stat().st_size} byte"
    return Problem(
        f"isinya ({size}) tidak dapat dibaca sebagai peta; seharusnya GeoJSON, GeoPackage atau "
        "shapefile yang utuh.",
        langkah,
    )


def _code_layer(berkas: Path) -> tuple[str, str]:
    """Return the one layer that has shapes and a code column, and the name of that column."""
    # A table without shapes has no geometry type.
    layers = [name for name, kind in pyogrio.list_layers(berkas) if kind is not None]
    if not layers:
        _stop(
            berkas,
            "berisi tabel tanpa bentuk wilayah; seharusnya poligon kelurahan.",
            "Simpan ulang bersama geometrinya, lalu muat ulang.",
        )
    fields = {name: list(pyogrio.read_info(berkas, layer=name)["fields"]) for name in layers}
    found = {name: kolom for name in layers if (kolom := _code_column(fields[name]))}
    if len(found) == 1:
        return next(iter(found.items()))
    if found:
        _stop(
            berkas,
            f"ada {len(found)} lapisan dengan kolom kode ({', '.join(found)}); seharusnya satu.",
            "Sisakan lapisan batas kelurahan saja, lalu muat ulang.",
        )
    columns = [kolom for name in layers for kolom in fields[name]]
    _stop(
        berkas,
        f"tidak ada kolom kode kelurahan. Kolom yang ada: {', '.join(columns) or '(tidak ada)'}.",
        "Beri nama kode_kemendagri (misalnya 36.73.01.1001) atau kode_bps (misalnya "
        "3673040001) pada kolom kode, lalu muat ulang.",
    )


def _code_column(columns: Iterable[str]) -> str | None:
    named = {_plain(column): column for column in reversed(list(columns))}
    return next((named[alias] for alias in CODE_COLUMNS if alias in named), None)


def _plain(column: str) -> str:
    return re.sub(r"[\s.-]+", "_", column.strip().lower())


# Codes


def _match_codes(
    values: Sequence[object], kolom: str, system: str, areas: pd.DataFrame
) -> tuple[list[str | None], list[Problem]]:
    """Return the Kemendagri code of each feature (None where it has none), and the problems.

    Codes are looked up, never cut or put together: the two systems number differently.
    """
    known = _lookup(areas, system)
    codes = [known.get(_digits(value)) for value in values]
    problems = [
        _unknown_code(baris, kolom, value, system, areas)
        for baris, (value, code) in enumerate(zip(values, codes, strict=True), 1)
        if code is None
    ]
    problems += _repeated_codes(codes, values, kolom, areas)
    # When no code fits, the column is wrong and a list of all 67 would only hide that.
    missing = sorted(set(areas.index) - set(codes)) if any(codes) or not values else []
    if missing:
        problems.append(
            Problem(
                f"{len(missing)} dari {len(areas)} kelurahan tidak ada: "
                f"{_short_list(_named(areas, kode) for kode in missing)}.",
                "Tambahkan poligonnya, lalu muat ulang.",
                kolom=kolom,
            )
        )
    return codes, problems


def _lookup(areas: pd.DataFrame, system: str) -> dict[str, str]:
    """Return code as digits -> Kemendagri code."""
    own = areas.index if system == "kode_kemendagri" else areas[system]
    return {_digits(code): kode for code, kode in zip(own, areas.index, strict=True)}


def _digits(value: object) -> str:
    """Return a code without dots: 36.73.01.1001, 3673011001 and the number are the same code."""
    # A numeric column with an empty cell arrives as floats, nan among them.
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    text = "" if value is None else str(value).strip()
    return text.removeprefix("ID").replace(".", "")  # COD-AB writes ID3673040001


def _unknown_code(
    baris: int, kolom: str, value: object, system: str, areas: pd.DataFrame
) -> Problem:
    digits = _digits(value)
    other = "kode_bps" if system == "kode_kemendagri" else "kode_kemendagri"
    if not digits:
        masalah = "kode kosong; seharusnya kode kelurahan 10 angka."
        langkah = "Isi kodenya, lalu muat ulang."
    elif digits in _lookup(areas, other):
        masalah = f"ini kode {PUBLISHER[other]}; kolom ini seharusnya kode {PUBLISHER[system]}."
        langkah = f"Ubah nama kolomnya menjadi {other}, lalu muat ulang."
    elif digits in _lookup(read_wilayah("kecamatan"), system):
        masalah = "ini kode kecamatan; yang diperlukan batas kelurahan."
        langkah = "Pakai berkas batas kelurahan; kecamatan dibentuk otomatis dari kelurahannya."
    else:
        contoh = areas.index[0] if system == "kode_kemendagri" else areas[system].iloc[0]
        masalah = (
            f"bukan kode kelurahan Kota Serang; seharusnya kode {PUBLISHER[system]} seperti "
            f"{contoh} dalam {WILAYAH}."
        )
        langkah = "Betulkan kodenya atau hapus baris ini, lalu muat ulang."
    shown = "" if not digits else value
    return Problem(masalah, langkah, baris, kolom, shown)


def _repeated_codes(
    codes: Sequence[str | None], values: Sequence[object], kolom: str, areas: pd.DataFrame
) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for baris, (kode, value) in enumerate(zip(codes, values, strict=True), 1):
        if kode is None:
            continue
        if first.setdefault(kode, baris) != baris:
            problems.append(
                Problem(
                    f"kode {_named(areas, kode)} sudah dipakai di baris {first[kode]}; "
                    "seharusnya satu baris per kelurahan.",
                    "Betulkan kodenya, atau gabungkan (dissolve) kedua baris, lalu muat ulang.",
                    baris,
                    kolom,
                    value,
                )
            )
    return problems


# Shapes, one by one


def _to_wgs84(shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Problem]]:
    """Return the shapes in longitude and latitude, or the reason why they cannot be placed."""
    extent = shapes.total_bounds
    # Longitude and latitude may be swapped, so both may reach 180.
    in_degrees = not np.isfinite(extent).all() or bool((np.abs(extent) <= 180).all())
    if shapes.crs is None and in_degrees:
        return shapes.set_crs(WGS84), []
    if shapes.crs is None:
        said = "sistem koordinatnya tidak disebut"
    elif shapes.crs.is_geographic and not in_degrees:
        said = f"sistem koordinatnya disebut {shapes.crs.name} (derajat)"
    elif shapes.crs.is_projected and in_degrees and np.isfinite(extent).all():
        said = f"sistem koordinatnya disebut {shapes.crs.name} (meter)"
    else:
        try:
            return shapes.to_crs(WGS84), []
        except pyproj.exceptions.ProjError:  # a drawing with a system of its own
            said = f"sistem koordinatnya disebut {shapes.crs.name} (tanpa letak di bumi)"
    unit = "derajat" if in_degrees else "meter"
    x, y = extent[0], extent[1]
    return shapes, [
        Problem(
            f"{said}, sedangkan koordinatnya tampak dalam {unit} (misalnya {x:.10g}, {y:.10g}).",
            "Simpan ulang dengan sistem koordinat yang benar (pada shapefile: sertakan .prj), "
            "lalu muat ulang.",
        )
    ]


def _shape_problems(
    shapes: gpd.GeoSeries, codes: Sequence[str | None], kolom: str
) -> list[Problem]:
    problems = []
    for baris, (shape, kode) in enumerate(zip(shapes, codes, strict=True), 1):
        found = _broken(shape) or _astray(shape)
        if found:
            problems.append(replace(found, baris=baris, kolom=kolom, nilai=kode))
    return problems


def _broken(shape: Any) -> Problem | None:
    """Return what is wrong with a shape in itself."""
    if shape is None or shape.is_empty:
        return Problem(
            "bentuk wilayahnya kosong atau tidak terbaca.",
            "Gambar ulang atau salin poligonnya, lalu muat ulang.",
        )
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return Problem(
            f"bentuknya {shape.geom_type}; seharusnya poligon.",
            "Pakai lapisan poligon batas kelurahan, lalu muat ulang.",
        )
    if shape.is_valid:
        return None
    kind, place = _invalid_reason(shape)
    return Problem(
        f"poligonnya tidak sah: {kind}.",
        "Perbaiki di QGIS (Fix geometries / Perbaiki geometri), lalu muat ulang.",
        bukti=place,
    )


INVALID_KINDS = {
    "Self-intersection": "garis batasnya memotong dirinya sendiri",
    "Ring Self-intersection": "garis batasnya menyentuh dirinya sendiri",
    "Hole lies outside shell": "ada lubang di luar poligonnya",
    "Nested shells": "ada bagian di dalam bagian lain",
    "Nested holes": "ada lubang di dalam lubang",
    "Interior is disconnected": "bagian dalamnya terputus",
    "Duplicate Rings": "ada garis batas ganda",
    "Too few points in geometry component": "titiknya terlalu sedikit",
    "Invalid Coordinate": "ada koordinat yang bukan angka",
}


def _invalid_reason(shape: Any) -> tuple[str, str]:
    """Return the kind of defect in Indonesian, and a sentence on its place (or nothing)."""
    reason = shapely.is_valid_reason(shape)
    match = re.fullmatch(r"(.+?)\[([-+.\de]+) ([-+.\de]+)\]", reason)
    if match is None:
        return INVALID_KINDS.get(reason.split("[")[0], reason), ""
    kind, lon, lat = match.groups()
    return INVALID_KINDS.get(kind, kind), f"Letaknya {_place(float(lon), float(lat))}."


def _astray(shape: Any) -> Problem | None:
    """Return what is wrong with the place of a shape."""
    west, south, east, north = shape.bounds
    if _inside((west, south, east, north), KOTA_SERANG):
        return None
    if _inside((south, west, north, east), BANTEN):
        return Problem(
            "lintang dan bujur tertukar; seharusnya bujur (sekitar 106) lebih dulu, lalu lintang "
            "(sekitar -6).",
            "Tukar kedua koordinatnya (QGIS: Swap X and Y coordinates), lalu muat ulang.",
            bukti=f"Yang ada {west:.5f}, {south:.5f}.",
        )
    return Problem(
        "letaknya di luar Kota Serang; seharusnya di sekitar bujur 106.16, lintang -6.12.",
        "Periksa poligon dan sistem koordinatnya, lalu muat ulang.",
        bukti=f"Yang ada {_place(west, south)} sampai {_place(east, north)}.",
    )


def _inside(bounds: tuple[float, ...], box: tuple[float, ...]) -> bool:
    return bool(
        bounds[0] >= box[0] and bounds[1] >= box[1] and bounds[2] <= box[2] and bounds[3] <= box[3]
    )


# Shapes together


def _exchanged_codes(
    shapes: gpd.GeoSeries, codes: Sequence[str | None], kolom: str, areas: pd.DataFrame
) -> list[Problem]:
    """Return a problem for each shape that hardly covers the shipped shape of its code.

    This is what a join on names does: Sukawana is in Serang and in Curug, and both polygons
    look right alone.
    """
    raw, shipped_kolom, _ = _read(SHIPPED)
    shipped = dict(zip(raw[shipped_kolom], raw.geometry, strict=True))
    problems = []
    for baris, (shape, kode) in enumerate(zip(shapes, codes, strict=True), 1):
        assert kode is not None, "codes are complete before shapes are compared"
        common = shape.intersection(shipped[kode]).area
        if common >= SAME_PLACE * min(shape.area, shipped[kode].area):
            continue
        there = max(shipped, key=lambda other: shape.intersection(shipped[other]).area)
        problems.append(
            Problem(
                f"poligonnya tidak terletak di {_named(areas, kode)}, tetapi di sekitar "
                f"{_named(areas, there)}.",
                "Periksa apakah kodenya tertukar, lalu muat ulang.",
                baris,
                kolom,
                kode,
            )
        )
    return problems


def _fit_problems(
    shapes: gpd.GeoSeries, codes: Sequence[str | None], kolom: str, areas: pd.DataFrame
) -> list[Problem]:
    """Return overlaps, holes and missing land beyond what is tolerated, areas in hectares."""
    metres = shapes.to_crs(METRES).to_numpy()
    fits = _fits(metres)
    overlaps = [] if fits else _overlaps(metres)
    gaps = [] if fits else _gaps(metres)
    problems = [
        Problem(
            f"bertumpang tindih {_number(ha)} ha dengan {_named(areas, str(codes[b]))} di baris "
            f"{b + 1}; paling banyak {_number(SLIVER_HA)} ha.",
            "Rapikan batas bersama keduanya, lalu muat ulang.",
            a + 1,
            kolom,
            codes[a],
        )
        for a, b, ha in overlaps
        if ha > SLIVER_HA
    ]
    problems += [
        Problem(
            f"ada celah {_number(gap.area / 1e4)} ha di antara kelurahan; paling luas "
            f"{_number(SLIVER_HA)} ha.",
            "Rapatkan batas kelurahan di sekitarnya, lalu muat ulang.",
            bukti=f"Letaknya di sekitar {_place_inside(gap)}.",
        )
        for gap in gaps
        if gap.area / 1e4 > SLIVER_HA
    ]
    slivers = sum(ha for _, _, ha in overlaps) + sum(gap.area for gap in gaps) / 1e4
    if not problems and slivers > SLIVERS_TOTAL_HA:
        problems.append(
            Problem(
                f"tumpang tindih dan celah kecil berjumlah {_number(slivers)} ha; paling banyak "
                f"{_number(SLIVERS_TOTAL_HA)} ha.",
                "Rapikan topologinya (QGIS: Topology Checker), lalu muat ulang.",
            )
        )
    luas = float(shapely.area(shapely.union_all(metres))) / 1e6
    if abs(luas / LUAS_RESMI_KM2 - 1) > LUAS_TOLERANSI:
        problems.append(
            Problem(
                f"luas seluruhnya {_number(luas)} km2; seharusnya sekitar "
                f"{_number(LUAS_RESMI_KM2)} km2.",
                "Periksa apakah ada poligon yang terpotong, lalu muat ulang.",
            )
        )
    return problems


def _fits(metres: np.ndarray) -> bool:
    """Tell whether neighbours share every corner and leave no land between them."""
    if not shapely.coverage_is_valid(metres, gap_width=OPEN_GAP_METRES):
        return False
    city = shapely.get_parts(shapely.union_all(metres))
    return not shapely.get_num_interior_rings(city).any()


def _overlaps(metres: np.ndarray) -> list[tuple[int, int, float]]:
    """Return each pair of positions that overlaps and their common hectares, the worst first."""
    a, b = shapely.STRtree(metres).query(metres, predicate="intersects")
    a, b = a[a < b], b[a < b]
    common = shapely.area(shapely.intersection(metres[a], metres[b])) / 1e4
    found = [(int(i), int(j), float(ha)) for i, j, ha in zip(a, b, common, strict=True) if ha > 0]
    return sorted(found, key=lambda pair: -pair[2])


def _gaps(metres: np.ndarray) -> list[Any]:
    """Return land of no kelurahan as polygons: holes, and gaps that open to the rim."""
    city = shapely.union_all(metres)
    rims = shapely.get_exterior_ring(shapely.get_parts(city))
    filled = shapely.union_all(shapely.polygons(rims))
    # Widened and narrowed again, the city loses its narrow gaps and keeps its corners (mitre).
    half = OPEN_GAP_METRES / 2
    closed = filled.buffer(half, join_style="mitre").buffer(-half, join_style="mitre")
    return list(shapely.get_parts(shapely.union(closed, filled).difference(city)))


def _for_browser(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the shapes, in the same order, as one exact coverage, light enough for a page."""
    metres = shapes.to_crs(METRES).to_numpy()
    fits = _fits(metres)
    light = shapely.get_num_coordinates(metres).sum() <= MAX_VERTICES
    if fits and light:
        return _oriented(shapes.to_numpy(), shapes.index)
    if not fits:
        metres = shapely.coverage_clean(
            metres, snapping_distance=SNAP_METRES, gap_width=HOLE_METRES
        )
    if not light:
        metres = shapely.coverage_simplify(metres, SIMPLIFY_METRES)
    degrees = gpd.GeoSeries(metres, crs=METRES).to_crs(WGS84).to_numpy()
    # Six decimals are 0.1 m; the other ten digits would be a third of what the browser loads.
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, 6))
    usable = shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)
    return _oriented(rounded if usable else degrees, shapes.index)


def _oriented(degrees: np.ndarray, codes: pd.Index) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.orient_polygons(degrees), index=codes, crs=WGS84)


def _frame(
    areas: pd.DataFrame, shapes: gpd.GeoSeries, extra: dict[str, pd.Series] | None = None
) -> gpd.GeoDataFrame:
    """Return shapes (indexed by code) with name, label point and extra columns."""
    # Not the centroid, which lies outside a crescent; not representative_point, which may lie
    # beside the border. Measured in metres, for a degree is not the same length both ways.
    circle = shapely.maximum_inscribed_circle(shapes.to_crs(METRES).to_numpy(), tolerance=10)
    centre = gpd.GeoSeries(shapely.get_point(circle, 0), crs=METRES).to_crs(WGS84)
    assert list(shapes.index) == list(areas.index), "codes were checked before"
    columns: dict[str, Any] = {"kode_kemendagri": shapes.index, "nama": areas["nama"]}
    columns |= extra or {}
    columns |= {"label_lon": centre.x.round(5), "label_lat": centre.y.round(5)}
    return gpd.GeoDataFrame(
        {name: np.asarray(values) for name, values in columns.items()},
        geometry=shapes.to_numpy(),
        crs=WGS84,
    )


# Words


def _same_kind(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return the problems in groups that say the same, in the order of their first."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        # Without a row there is only the evidence to tell two of them apart.
        place = problem.bukti if problem.baris is None else ""
        groups.setdefault((problem.masalah, problem.langkah, place), []).append(problem)
    return list(groups.values())


def _with_others(group: Sequence[Problem]) -> str:
    first, others = group[0], group[1:]
    said = " ".join(filter(None, (first.masalah, first.bukti)))
    if not others:
        return said
    rows = _short_list(
        str(p.baris) if p.nilai is None else f"{p.baris} ('{p.nilai}')" for p in others
    )
    return f"{said} Hal yang sama pada {len(others)} baris lain: {rows}."


def _line(group: Sequence[Problem]) -> str:
    first = group[0]
    place = [f"baris {first.baris}"] if first.baris is not None else []
    place += [f"kolom {first.kolom}"] if first.kolom is not None else []
    place += [f"nilai '{first.nilai}'"] if first.nilai is not None else []
    lead = f"{', '.join(place)}: " if place else ""
    return f"{lead}{_with_others(group)} {first.langkah}"


def _short_list(items: Iterable[str]) -> str:
    listed = list(items)
    more = f", dan {len(listed) - MAX_SHOWN} lagi" if len(listed) > MAX_SHOWN else ""
    return ", ".join(listed[:MAX_SHOWN]) + more


def _named(areas: pd.DataFrame, kode: str) -> str:
    return f"{areas.at[kode, 'nama']} ({kode})"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _place(lon: float, lat: float) -> str:
    # A decimal point, unlike elsewhere, so that the place can be pasted into a map program.
    return f"bujur {lon:.5f}, lintang {lat:.5f}"


def _place_inside(shape_in_metres: Any) -> str:
    point = gpd.GeoSeries([shape_in_metres.representative_point()], crs=METRES).to_crs(WGS84)[0]
    return _place(point.x, point.y)
