"""Code lists and published figures, read as text: those of the whole country in this folder, those
of the city in its own (``wilayah/36.73``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from data.settings import CITY_FOLDER, ROOT

FOLDER = ROOT / "data" / "reference"
OF_THE_CITY = {
    "wilayah",
    "alias_wilayah",
    "tetangga",
    "acuan",
    "catatan_angka",
    "fakta",
    "pengecualian",
}

NAMES = (
    "wilayah",
    "alias_wilayah",
    "tetangga",
    "kbli",
    "ekraf",
    "skala",
    "acuan",
    "catatan_angka",
    "fakta",
    "pengecualian",
    "luar_data",
)


def find_path(name: str) -> Path:
    """Return the file that holds a reference table."""
    return (CITY_FOLDER if name in OF_THE_CITY else FOLDER) / f"{name}.csv"


@cache
def read(name: str) -> pd.DataFrame:
    """Return one reference table, every cell as text, an empty cell as None."""
    frame = pd.read_csv(find_path(name), dtype="string", keep_default_na=False)
    return frame.astype(object).where(frame != "", None)


def list_kecamatan() -> dict[str, str]:
    """Return name by Kemendagri code for the six kecamatan, in code order."""
    return dict(_read_names("kecamatan"))


def list_kelurahan() -> dict[str, str]:
    """Return name by Kemendagri code for the 67 kelurahan, in code order."""
    return dict(_read_names("kelurahan"))


@cache
def _read_names(tingkat: str) -> dict[str, str]:
    wilayah = read("wilayah")
    rows = wilayah[wilayah["tingkat"] == tingkat].sort_values("kode_kemendagri")
    return dict(zip(rows["kode_kemendagri"], rows["nama"], strict=True))
