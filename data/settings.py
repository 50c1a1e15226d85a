"""The few settings, read in one place.

They come from ``dasbor.toml`` beside ``dashboard.py``, or from the file that the environment
variable ``UMKM_PENGATURAN`` names. Every setting has a default, so no file is needed to start.
``dasbor.contoh.toml`` shows them all.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from data import typed_toml

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
"""All that the program makes or receives, unless the settings name another place."""
CITY_FOLDER = ROOT / "wilayah" / "36.73"
SHIPPED_BOUNDARIES = CITY_FOLDER / "kelurahan.geojson"
ONCE_SHIPPED = ROOT / "geo" / "kelurahan.geojson"
"""Where they lay before; settings that were copied from an earlier example still name it."""


Positive = Annotated[int, Meta(ge=1)]
NotNegative = Annotated[int, Meta(ge=0)]


class Settings(typed_toml.Part, frozen=True):
    """Where things are, who may frame them, and how much the program takes on.

    Paths are absolute. ``bingkai`` lists the origins that may show an embed in a frame, as
    Content-Security-Policy sources; ``*`` is any website. ``host`` lists the names under which
    the program may be asked, beside IP addresses and localhost. ``akses`` lists who may see what
    (see ``data.access.people``); ``percaya_surel`` takes the addresses of a provider for verified
    that does not say so. ``mode_demo`` opens all pages while there were never accounts or real data
    (see ``data.access.demo``). ``keadaan`` remembers what was ever published of which businesses,
    and is never emptied. ``tata_letak`` holds the office's own layouts, ``keputusan`` what
    people decided about doubtful rows, ``koreksi`` why published numbers were corrected,
    ``tindak_lanjut`` what meetings decided,
    ``perujuk`` on which websites embeds stand, ``kunci_tautan`` the secret that links persons
    across files; a file of which more than ``batas_tolak_persen`` of the rows are refused is not
    taken in. A table is published where its average cell has ``usaha_per_sel`` businesses, with 0
    every one. Times are in the unit that the name says.
    """

    raw: Path = VAR / "raw"
    gudang: Path = VAR / "gudang"
    publik: Path = VAR / "publik"
    terbitan: Path = VAR / "terbitan"
    keadaan: Path = VAR / "keadaan"
    batas_kelurahan: Path = SHIPPED_BOUNDARIES
    batas_kredit: str = (
        "Batas wilayah: BPS / OCHA COD-AB Indonesia 2020, CC BY 3.0 IGO, diubah (disederhanakan)"
    )
    bingkai: tuple[str, ...] = ("*",)
    host: tuple[str, ...] = ()
    akses: Path = ROOT / "akses.toml"
    percaya_surel: bool = False
    mode_demo: bool = True
    tata_letak: Path = VAR / "tata_letak"
    keputusan: Path = VAR / "keputusan.jsonl"
    koreksi: Path = VAR / "koreksi.csv"
    tindak_lanjut: Path = VAR / "tindak-lanjut.db"
    kunci_tautan: Path = VAR / "kunci-tautan"
    batas_tolak_persen: Positive = 20
    usaha_per_sel: NotNegative = 10
    perujuk: Path = VAR / "perujuk.json"
    audit: Path = VAR / "audit"
    audit_simpan_bulan: Positive = 24
    masa_masuk_menit: Positive = 480
    sesi_maks: Positive = 200
    batas_halaman_detik: Positive = 60
    batas_kueri_detik: Positive = 20
    batas_api_per_menit: Positive = 600
    log: str = "teks"


def read_settings(path: Path) -> Settings:
    """Return the settings in a TOML file; a relative path in it starts at the file's folder.

    Raises SettingsError for a file that is not TOML, an unknown name or a wrong type.
    """

    def make_path(kind: type, value: object) -> Path:
        if not isinstance(value, str):
            raise ValueError("Expected `str`")
        found = (path.parent / value).resolve()
        return SHIPPED_BOUNDARIES if found == ONCE_SHIPPED and not found.exists() else found

    return typed_toml.read_file(Settings, path, typed_toml.FIX, make_path)


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    named = os.environ.get("UMKM_PENGATURAN")
    if named:
        return read_settings(Path(named))
    usual = ROOT / "dasbor.toml"
    return read_settings(usual) if usual.exists() else Settings()
