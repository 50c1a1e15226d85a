"""Small data folders for tests: rows with defaults, written as an office would send them."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

import pandas as pd
import pytest

from data.build.build import build
from data.demo.files import REGISTER_HEADINGS
from data.settings import Settings, read_settings, settings
from data.store.store import IDENTITY, PUBLISHED, STORE, Store, open_store
from data.store.versions import Versions
from tests.folder import settings_file

Row = Mapping[str, object]
TODAY = "2026-11-23"
HEADINGS = dict(REGISTER_HEADINGS)
HEADINGS["lintang"], HEADINGS["bujur"] = HEADINGS.pop("lat"), HEADINGS.pop("lon")
FIRST_ROW = 3
"""The row of the file in which ``write_register`` puts the first business."""


@dataclass(frozen=True)
class Workspace:
    """A data folder with a settings file of its own.

    Of its few businesses every table is published (``per_cell``), as of a large register: small
    ones stand for large ones in most tests.
    """

    folder: Path
    per_cell: int = 0
    named: str = "dasbor.toml"

    def __post_init__(self) -> None:
        if not self.toml.exists():
            settings_file(self.folder, usaha_per_sel=self.per_cell)

    @property
    def toml(self) -> Path:
        return self.folder / self.named

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def settings(self) -> Settings:
        return _settings(self.toml, self.toml.read_bytes())

    def use(self, patch: pytest.MonkeyPatch) -> Workspace:
        """Make this the folder that ``settings()`` names."""
        patch.setenv("UMKM_PENGATURAN", str(self.toml))
        settings.cache_clear()
        return self

    def build(self) -> Store:
        """Build what lies in ``raw`` and return the served version."""
        build(self.settings, date.fromisoformat(TODAY))
        return self.open(self.settings.gudang, STORE)

    def ready(self) -> Store:
        """Return what ``build`` returns, in a folder without a version: what was built for another
        test of the same files is copied. For tests that only start from it."""
        decides = (self.settings.gudang, self.settings.keputusan, self.settings.tata_letak)
        assert not any(path.exists() for path in decides), "the files alone do not say what comes"
        built = _built(_files(self.raw))
        for name in ("gudang", "kunci_tautan"):
            source, place = getattr(built.settings, name), getattr(self.settings, name)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, place)
        return self.open(self.settings.gudang, STORE)

    def open(self, folder: Path, file: str) -> Store:
        """Return the served version of a folder, as the door opens it."""
        name = Versions(folder).find_current()
        assert name is not None
        return open_store(folder / name / file, name, Versions(folder).record(name))

    @cached_property
    def gudang(self) -> Store:
        return self.open(self.settings.gudang, STORE)

    @cached_property
    def publik(self) -> Store:
        return self.open(self.settings.publik, PUBLISHED)

    @property
    def identity(self) -> Path:
        """The file that holds what identifies a business."""
        name = Versions(self.settings.gudang).find_current()
        assert name is not None
        return self.settings.gudang / name / IDENTITY


def _files(raw: Path) -> tuple[tuple[str, bytes], ...]:
    """Return the name and content of each file that a build reads."""
    every = sorted(path for path in raw.rglob("*") if path.is_file())
    return tuple((str(path.relative_to(raw)), path.read_bytes()) for path in every)


@cache
def _built(files: tuple[tuple[str, bytes], ...]) -> Workspace:
    """Return a folder of this test process in which these files were built."""
    folder = Path(tempfile.mkdtemp(prefix="uji-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Workspace(folder)
    for name, content in files:
        (place.raw / name).parent.mkdir(parents=True, exist_ok=True)
        (place.raw / name).write_bytes(content)
    place.build()
    return place


@lru_cache(maxsize=100)
def _settings(path: Path, text: bytes) -> Settings:
    return read_settings(path)


def usaha(number: int = 1, **cells: object) -> dict[str, object]:
    """Return one business as a register writes it; an id, a place and a class are given."""
    usual = {
        "id_usaha": f"KS{number:06d}",
        "kecamatan": "Serang",
        "kelurahan": "Cipare",
        "skala": "Mikro",
    }
    return usual | cells


def write_register(path: Path, rows: Iterable[Row], title: str = "KEADAAN JUNI 2025") -> Path:
    """Write rows in the register's layout, `;` between cells; rows without an id get one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.DictWriter(handle, list(HEADINGS), delimiter=";", restval="")
        handle.write(f"{title}\n")
        out.writerow(HEADINGS)
        out.writerows(usaha(number, **row) for number, row in enumerate(rows, start=1))
    return path


def write_attendance(path: Path, events: Iterable[tuple[date, str]]) -> Path:
    """Write who (id) came to a coaching event on which day, one event a day."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, delimiter=";")
        out.writerow(["No", "Tanggal", "Kegiatan", "ID Usaha", "Nama Usaha", "Nama Peserta"])
        for number, (day, business) in enumerate(events, start=1):
            name = f"Contoh {business}"
            out.writerow([number, day.isoformat(), f"Klinik {day:%d-%m-%Y}", business, name, name])
    return path


def refusals(store: Store) -> list[tuple[object, ...]]:
    """Return (baris, kolom, nilai, aturan, seharusnya, langkah) of every refusal."""
    frame = store.query(
        "select baris, kolom, nilai, aturan, seharusnya, langkah from temuan "
        "where tingkat = 'galat' order by all"
    )
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def findings(store: Store) -> list[tuple[object, ...]]:
    """Return (baris, kolom, nilai, aturan, tingkat) of everything that was said."""
    frame = store.query("select baris, kolom, nilai, aturan, tingkat from temuan order by all")
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def ids(store: Store) -> list[str]:
    """Return the accepted businesses."""
    return sorted(store.query("select id_usaha from usaha")["id_usaha"])


def one(store: Store, sql: str) -> object:
    """Return the only value of a query."""
    frame: pd.DataFrame = store.query(sql)
    assert frame.shape == (1, 1)
    return frame.iloc[0, 0]
