"""The few settings, read in one place.

They come from ``dasbor.toml`` beside ``dashboard.py``, or from the file that the environment
variable ``UMKM_PENGATURAN`` names. Every setting has a default, so no file is needed to start.
``dasbor.contoh.toml`` shows them all.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from data.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
"""All that the program makes or receives, unless the settings name another place."""
CITY_FOLDER = ROOT / "wilayah" / "36.73"
SHIPPED_BOUNDARIES = CITY_FOLDER / "kelurahan.geojson"
ONCE_SHIPPED = ROOT / "geo" / "kelurahan.geojson"
"""Where they lay before; settings that were copied from an earlier example still name it."""


@dataclass(frozen=True)
class Settings:
    """Where things are, who may frame them, and how much the program takes on.

    Paths are absolute. ``bingkai`` lists the origins that may show an embed in a frame, as
    Content-Security-Policy sources; ``*`` is any website. ``host`` lists the names under which
    the program may be asked, beside IP addresses and localhost. ``akses`` lists who may see what
    (see ``data.access.people``). ``keadaan`` remembers what was ever published of which businesses,
    and is never emptied. ``tata_letak`` holds the office's own layouts, ``keputusan`` what
    people decided about doubtful rows, ``koreksi`` why published numbers were corrected,
    ``perujuk`` on which websites embeds stand, ``kunci_tautan`` the secret that links persons
    across files; a file of which more than ``batas_tolak_persen`` of the rows are refused is not
    taken in. Times are in the unit that the name says.
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
    tata_letak: Path = VAR / "tata_letak"
    keputusan: Path = VAR / "keputusan.jsonl"
    koreksi: Path = VAR / "koreksi.csv"
    kunci_tautan: Path = VAR / "kunci-tautan"
    batas_tolak_persen: int = 20
    perujuk: Path = VAR / "perujuk.json"
    audit: Path = VAR / "audit"
    audit_simpan_bulan: int = 24
    masa_masuk_menit: int = 480
    sesi_maks: int = 200
    batas_halaman_detik: int = 60
    batas_kueri_detik: int = 20
    batas_api_per_menit: int = 600
    log: str = "teks"


def read_settings(path: Path) -> Settings:
    """Return the settings in a TOML file; a relative path in it starts at the file's folder.

    Raises SettingsError for a file that is not TOML, an unknown name or a wrong type.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"{path}: tidak dapat dibaca ({error}). Perbaiki berkas ini."
        ) from error
    known = {field.name: field.default for field in fields(Settings)}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise SettingsError(
                f"{path}: pengaturan '{name}' tidak dikenal. Yang ada: {', '.join(known)}."
            )
        try:
            values[name] = _converted(value, known[name], path.parent)
        except ValueError as error:
            raise SettingsError(f"{path}: '{name}' harus {error}.") from None
    return Settings(**values)  # type: ignore[arg-type]


def _converted(value: object, default: object, folder: Path) -> object:
    """Return a value in the type of its default. Raises ValueError with what it should be."""
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError('daftar teks, misalnya ["a", "b"]')
        return tuple(value)
    if isinstance(default, int):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError("bilangan bulat mulai dari 1, tanpa tanda kutip")
        return value
    if not isinstance(value, str):
        raise ValueError("teks di antara tanda kutip")
    if not isinstance(default, Path):
        return value
    path = (folder / value).resolve()
    return SHIPPED_BOUNDARIES if path == ONCE_SHIPPED and not path.exists() else path


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    named = os.environ.get("UMKM_PENGATURAN")
    if named:
        return read_settings(Path(named))
    usual = ROOT / "dasbor.toml"
    return read_settings(usual) if usual.exists() else Settings()
