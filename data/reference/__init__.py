"""Code lists and published figures, read as text: those of the whole country in this folder, those
of the city in its own folder below ``wilayah``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from data.settings import CITY_FOLDER, ROOT

FOLDER = ROOT / "data" / "reference"
NAMES = (
    *("wilayah", "alias_wilayah", "tetangga", "kbli", "ekraf", "skala", "acuan", "catatan_angka"),
    *("fakta", "pengecualian", "luar_data", "predikat"),
)


def find_path(name: str) -> Path:
    """Return the file that holds a reference table: the city's own, where it has one."""
    own = CITY_FOLDER / f"{name}.csv"
    return own if own.exists() else FOLDER / f"{name}.csv"


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


def cut_kecamatan_code(code: str) -> str:
    """Return the code of the kecamatan that an area is or lies in."""
    return code[: len("00.00.00")]


def build_slug(name: str) -> str:
    """Return an area's name as addresses have it."""
    return name.lower().replace(" ", "-")


@cache
def _read_names(tingkat: str) -> dict[str, str]:
    wilayah = read("wilayah")
    rows = wilayah[wilayah["tingkat"] == tingkat].sort_values("kode_kemendagri")
    return dict(zip(rows["kode_kemendagri"], rows["nama"], strict=True))
