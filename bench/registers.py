"""A register as large as wanted, in the layout of the office's own file; every row is made up.

The same number of rows always gives the same bytes. About one row in a hundred has a fault, as
registers have.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

from data import reference
from data.demo.assumptions import CHANNELS, OTHER_KBLI, YES_NO
from data.demo.files import REGISTER_HEADINGS
from data.demo.world import SEED
from data.settings import Settings

TITLE = "DATA UMKM KOTA SERANG KEADAAN JUNI 2025 - DATA SINTETIS"
HEADING_ROW = 3
FAULTY = 0.01
SCALES = {"Mikro": 0.705, "Kecil": 0.293, "Menengah": 0.002}
LOWEST_RP = {"Mikro": 12e6, "Kecil": 300e6, "Menengah": 2.5e9}
POINTS = 2_000  # within each kelurahan, each used by several businesses
# What a faulty row says in one of its columns. A blank id, a place that is none, a point in the
# sea, a word for a number: refused or flagged, each by another rule.
FAULTS = {
    "id_usaha": "",
    "kelurahan": "Kelurahan Tak Ada",
    "lat": "-5.500000",
    "kbli": "4711X",
    "skala": "Besar",
    "omzet_rp": "sekitar 5 juta",
    "tenaga_kerja": "2.5",
    "tahun_mulai": "2026",
    "status_aktif": "Pindah",
    "punya_nib": "mungkin",
}


def write_register(path: Path, rows: int) -> Path:
    """Write a register of so many businesses as csv, ``;`` between cells, and return its path."""
    rng = np.random.default_rng(SEED)
    frame = _with_faults(rng, _frame(rng, rows))
    with path.open("wb") as handle:
        filler = ";" * len(REGISTER_HEADINGS)
        handle.write(f"\ufeff{TITLE}{filler}\n{filler}\n".encode())
        frame.rename({"no": "No"} | REGISTER_HEADINGS).write_csv(handle, separator=";")
    return path


def _frame(rng: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return the businesses as an office would type them, every cell a text."""
    number = pl.int_range(1, rows + 1, eager=True).cast(pl.String)
    digits = number.str.zfill(8)
    skala = rng.choice(list(SCALES), rows, p=list(SCALES.values()))
    cells = {
        "no": number,
        "id_usaha": "KS" + digits,
        "nama_usaha": "Usaha Contoh " + digits,
        "nama_pemilik": "Pemilik Contoh " + digits,
        "nik": "00000000" + digits,
        "telepon": "0800" + digits,
        "alamat": "Alamat contoh " + digits,
        **_places(rng, rows),
        "kbli": rng.choice(list(OTHER_KBLI), rows, p=list(OTHER_KBLI.values())),
        "kbli_versi": pl.repeat("2020", rows, eager=True),
        "produk": _products(rng, rows),
        "skala": skala,
        "kriteria_skala": pl.repeat("UU 20/2008", rows, eager=True),
        "omzet_rp": _turnover(rng, skala),
        "tenaga_kerja": (1 + rng.poisson(2.0, rows)).astype(str),
        "tahun_mulai": (2025 - np.minimum(rng.geometric(0.13, rows), 40)).astype(str),
        "status_aktif": pl.repeat("Aktif", rows, eager=True),
        **_answers(rng, rows),
        "sintetis": pl.repeat("Ya", rows, eager=True),
    }
    return pl.DataFrame(cells).select("no", *REGISTER_HEADINGS)


def _places(rng: np.random.Generator, rows: int) -> dict[str, pl.Series]:
    """Return names of kecamatan and kelurahan, and a point inside each kelurahan."""
    shapes = gpd.read_file(Settings().batas_kelurahan)
    points = np.concatenate([_points(rng, shape) for shape in shapes.geometry])
    place = rng.integers(len(shapes), size=rows)
    point = points[place * POINTS + rng.integers(POINTS, size=rows)]
    names = reference.list_kecamatan()
    kecamatan = [names[code] for code in shapes["kode_induk"]]
    return {
        "kecamatan": pl.Series(kecamatan).gather(place),
        "kelurahan": pl.Series(shapes["nama"].to_list()).gather(place),
        "lat": _six_decimals(point[:, 1]),
        "lon": _six_decimals(point[:, 0]),
    }


def _points(rng: np.random.Generator, shape: shapely.Geometry) -> np.ndarray:
    """Return longitude and latitude of points inside a shape, by rejection."""
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < POINTS:
        tries = rng.uniform((west, south), (east, north), (POINTS, 2))
        found = np.vstack([found, tries[shapely.contains_xy(shape, tries[:, 0], tries[:, 1])]])
    return found[:POINTS]


def _six_decimals(values: np.ndarray) -> pl.Series:
    """Return degrees as a phone writes them; rounding alone would drop zeros at the end."""
    whole = pl.Series((np.abs(values) * 1e6).round().astype(np.int64)).cast(pl.String)
    sign = "-" if values[0] < 0 else ""
    return sign + whole.str.head(-6) + "." + whole.str.tail(6)


def _products(rng: np.random.Generator, rows: int) -> pl.Series:
    """Return what a business makes: most often none of the products that have a name."""
    named = reference.read("kbli")["nama_produk"].dropna().unique().tolist()
    shares = [0.85] + [0.15 / len(named)] * len(named)
    return pl.Series(rng.choice(["Lainnya", *named], rows, p=shares))


def _turnover(rng: np.random.Generator, skala: np.ndarray) -> pl.Series:
    """Return rupiah with a point after every three digits; one business in eight says none."""
    low = np.array([LOWEST_RP[name] for name in SCALES])
    by_scale = np.argmax(np.array(list(SCALES))[:, None] == skala, axis=0)
    thousands = pl.Series((low[by_scale] * 8 ** rng.beta(1.4, 2.2, len(skala)) // 1e5).astype(int))
    text = (thousands * 100_000).cast(pl.String)
    dotted = text.str.reverse().str.replace_all(r"(\d{3})", "$1.").str.strip_chars_end(".")
    said = pl.Series(rng.random(len(skala)) > 0.12)
    return pl.select(pl.when(said).then(dotted.str.reverse())).to_series()


def _answers(rng: np.random.Generator, rows: int) -> dict[str, pl.Series]:
    """Return yes, no or nothing for each question; who sells online has a channel."""
    online = rng.random(rows) < 0.45
    shares = dict.fromkeys(YES_NO, 0.2)
    found = {name: rng.random(rows) < share for name, share in shares.items()}
    for name, share in CHANNELS.items():
        found[name] = online & (rng.random(rows) < share)
    found["kanal_pesan"] = online
    found["ekspor_daring"] = online & (rng.random(rows) < 0.001)
    open_left = rng.random(rows) < 0.05
    words = {}
    for name, yes in found.items():
        said = pl.Series(np.where(yes, "Ya", "Tidak"))
        is_left = pl.Series(open_left & ~found["ekspor_daring"])
        words[name] = pl.select(pl.when(~is_left).then(said)).to_series()
    return words


def _with_faults(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows, about one in a hundred of them with one fault or the id of another row."""
    names = [*FAULTS, "ganda"]
    faulty = rng.random(frame.height) < FAULTY
    kind = pl.Series(np.where(faulty, rng.integers(len(names), size=frame.height), -1))
    columns = [
        pl.when(kind == number).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
        for number, (name, text) in enumerate(FAULTS.items())
    ]
    frame = frame.with_columns(columns)
    before = pl.col("id_usaha").shift(1).fill_null(pl.col("id_usaha"))
    return frame.with_columns(
        pl.when(kind == names.index("ganda"))
        .then(before)
        .otherwise(pl.col("id_usaha"))
        .alias("id_usaha")
    )
