"""What the process that reads a stranger's file is told: little, and no secret."""

from __future__ import annotations

KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
MAP_DRIVERS = frozenset({"GeoJSON", "GPKG"})
# The map library opens a file by what it holds, whatever its name. Some kinds of file are no map
# but an order to read another file of this machine, or an address: none of those is loaded.
NO_MAP_DRIVERS = (
    "ADBC", "AIVector", "AmigoCloud", "AVCBin", "AVCE00", "Carto", "CSV", "CSW", "DGN", "DXF",
    "EDIGEO", "EEDA", "Elasticsearch", "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GDALG",
    "GeoJSONSeq", "GeoRSS", "GML", "GPSBabel", "GPX", "GTFS", "HTTP", "Idrisi", "JML", "JSONFG",
    "KML", "LIBKML", "LVBAG", "MapInfo File", "MapML", "MBTiles", "MEM", "MiraMonVector", "MVT",
    "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OpenFileGDB", "OSM",
    "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "Selafin", "SQLite", "SXF",
    "TopoJSON", "VDV", "VFK", "VICAR", "VRT", "WAsP", "WFS", "XLSX",
)  # fmt: skip
NOWHERE = "http://127.0.0.1:1"
CALM = {
    # Every thread takes address space; the parts are small, so more of them would not be faster.
    "POLARS_MAX_THREADS": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUTF8": "1",
    "GDAL_SKIP": ",".join(NO_MAP_DRIVERS),
    # A map may name an address at which its projection is described; nobody is asked.
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
    "GDAL_HTTP_PROXY": NOWHERE,
    "GDAL_HTTPS_PROXY": NOWHERE,
    "PROJ_NETWORK": "OFF",
}
