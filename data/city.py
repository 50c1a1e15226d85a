"""The city that this program counts, as ``wilayah/36.73`` describes it.

What is true of this city only lies in that folder: its name and the program's, its codes and
neighbours, boundaries, published figures, the ledger of counts, and benchmarks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from data.settings import CITY_FOLDER


@dataclass(frozen=True)
class City:
    """``kode`` and ``nama`` as the ministry writes them; ``program`` is this program's own name,
    ``laman`` the public page's, ``ringkasan`` what they tell in one sentence; ``bujur`` and
    ``lintang`` (degrees, as text) say about where the city lies; at ``batas_warna_daring`` percent
    selling online a map changes its shade."""

    kode: str
    nama: str
    program: str
    laman: str
    ringkasan: str
    bujur: str
    lintang: str
    batas_warna_daring: list[float]


OUR_CITY = City(**tomllib.loads((CITY_FOLDER / "kota.toml").read_text(encoding="utf-8")))
