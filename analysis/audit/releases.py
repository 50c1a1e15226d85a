"""The published files that a reader may have kept: the served version, and every earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.audit.groups import Area, Areas
from analysis.definitions.indicators import INDICATORS
from data.store.store import PUBLISHED, ROUNDED, Store, open_store
from data.store.versions import Versions

ROW = ["indikator", "periode", "kode_wilayah", "dimensi", "kategori"]
"""What names a row of the register's tables."""


@dataclass(frozen=True)
class SeenRelease:
    """One version as its readers see it: its cube, its areas, and the academics' rounded cube where
    it has one."""

    name: str
    cells: pd.DataFrame
    areas: Areas
    rounded: pd.DataFrame | None = None

    def select_register(self, periode: str | None = None) -> pd.DataFrame:
        """Return the rows that count businesses, of all periods or one.

        What is derived counts none: it is made of other published values and says no more.
        """
        derived = [entry.kode for entry in INDICATORS.values() if not entry.counted]
        rows = self.cells[
            (self.cells["sumber"] == "register") & ~self.cells["indikator"].isin(derived)
        ]
        return rows if periode is None else rows[rows["periode"] == periode]

    def select_survey(self, periode: str) -> pd.DataFrame:
        """Return the rows that the sample estimates."""
        of_survey = self.cells["sumber"] == "survei"
        return self.cells[of_survey & (self.cells["periode"] == periode)]

    def is_made_up(self, periode: str) -> bool:
        """Return whether a period of it is invented, and so says nothing of a real business."""
        rows = self.select_register(periode)
        return bool((rows["asal"] == "sintetis").any())


def read_release(folder: Path, name: str) -> SeenRelease:
    """Return the version in a folder. Raises StoreError when it cannot be opened."""
    cube = open_store(folder / PUBLISHED, name, {})
    areas = cube.query("select kode_wilayah, nama, tingkat, kode_induk from wilayah")
    by_code = {code: Area(*rest) for code, *rest in areas.itertuples(index=False)}
    return SeenRelease(name, _read_cells(cube), Areas(by_code), _read_rounded(folder, name))


def _read_cells(cube: Store) -> pd.DataFrame:
    """Return the cube's rows with those that say how many respondents a kelurahan has; before
    there were any, a version had none, and before halves were told it had no column for them."""
    cells = cube.query("select * from sel")
    if "rentang" not in cells:
        cells["rentang"] = ""
    if cube.query("from duckdb_tables() where table_name = 'kelurahan_survei'").empty:
        return cells
    asked = cube.query("select * exclude (cara, galat_baku) from kelurahan_survei")
    return pd.concat([cells, asked.assign(sumber="survei", rentang="")], ignore_index=True)


def _read_rounded(folder: Path, name: str) -> pd.DataFrame | None:
    """Return the rounded cells of a version; before there were any, a version had none."""
    file = folder / ROUNDED
    return open_store(file, name, {}).query("select * from sel") if file.exists() else None


def read_earlier(folder: Path, served: str) -> list[SeenRelease]:
    """Return all other versions that are kept, the newest first."""
    names = [name for name in Versions(folder).list_names() if name != served]
    return [read_release(folder / name, name) for name in reversed(names)]
