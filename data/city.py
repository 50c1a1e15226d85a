"""The city that this program counts, as its folder below ``wilayah`` describes it.

What is true of this city only lies in that folder: its name and the program's, its codes and
neighbours, boundaries, product clusters, published figures, the ledger of counts, benchmarks, and
what is said of it in other languages.
"""

from __future__ import annotations

import re

from data.settings import CITY_FOLDER
from data.typed_toml import FIX, Part, read_file

Box = tuple[float, float, float, float]


class City(Part, frozen=True):
    """``kode`` and ``nama`` as the ministry writes them, ``nama_lain`` by language; ``program`` is
    this program's own name, ``laman`` the public page's, ``ringkasan`` what they tell in one
    sentence; ``penyusun`` answers for the indicators; ``bujur`` and ``lintang`` (degrees, as text)
    say about where the city lies, ``sekitar`` and ``sekitar_tertukar`` (west, south, east, north;
    degrees) what lies in it and what has its coordinates swapped; ``mendua`` is what its bare name
    may mean; at ``batas_warna_daring`` percent selling online a map changes its shade;
    ``perkiraan`` are keys of ``acuan.csv``: micro and small businesses and people of the
    province in the year of the economic census, and people of the city."""

    kode: str
    nama: str
    provinsi: str
    nama_lain: dict[str, str]
    penyusun: str
    program: str
    laman: str
    ringkasan: str
    bujur: str
    lintang: str
    sekitar: Box
    sekitar_tertukar: Box
    mendua: str
    kota_lain: tuple[str, ...]
    batas_warna_daring: list[float]
    perkiraan: tuple[str, str, str]

    @property
    def digits(self) -> str:
        """The code without points. Codes of both systems begin with it for this city only."""
        return self.kode.replace(".", "")

    @property
    def bare_name(self) -> str:
        """The name without its rank, in letters only, as names of places are compared."""
        return re.sub("[^A-Z]", "", self.nama.upper().removeprefix("KOTA"))


OUR_CITY = read_file(City, CITY_FOLDER / "kota.toml", FIX)
