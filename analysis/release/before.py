"""What the served release says of each table, and what waiting tables keep of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.definitions.indicator import COLUMNS
from analysis.definitions.indicators import INDICATORS
from analysis.release.movers import Table
from data.settings import Settings
from data.store.states import TABLE, States
from data.store.store import PUBLISHED, has_column, open_version
from data.store.versions import Versions

CELLS = [*COLUMNS, "rentang", "angka_per"]


@dataclass(frozen=True)
class Published:
    """What a release says of one period: its cells (``CELLS``) of counted tables, the state and the
    day (ISO) of each table, and the state that was let in last.

    ``waiting_since`` is the day since which rows wait, '' where none does; ``tabulated`` names the
    state of the academics' rounded cube.
    """

    made_up: bool
    cells: pd.DataFrame
    states: Mapping[Table, str]
    days: Mapping[Table, str]
    let_in: str
    waiting_since: str = ""
    tabulated: str = ""


Before = Mapping[str, Published]
"""By period."""


def read_before(settings: Settings) -> Before:
    """Return what is published now, by period: the served release, and for periods that it does not
    have the newest one that has them. What was withdrawn is not kept by anybody."""
    versions = Versions(settings.publik)
    withdrawn, served = versions.list_withdrawn(), versions.find_current()
    names = [name for name in versions.list_by_age() if name not in withdrawn]
    # The served one last, so that it is the one that is kept of.
    names.sort(key=lambda name: name == served)
    found: dict[str, Published] = {}
    for name in names:
        found |= _read_release(settings, name)
    return found


def _read_release(settings: Settings, name: str) -> dict[str, Published]:
    noted = States(settings.keadaan).read_release(name) or {}
    cells = read_counted(settings.publik, name)
    found = {}
    for periode, here in cells[cells["periode"].isin(list(noted))].groupby("periode"):
        said, by_table = noted[str(periode)], here.drop_duplicates(TABLE)
        found[str(periode)] = Published(
            bool((here["asal"] == "sintetis").any()),
            here[CELLS].reset_index(drop=True),
            {read_table(text): state for text, state in said["tabel"].items()},
            {
                (kode, level, dimension): day
                for kode, level, dimension, day in by_table[[*TABLE, "angka_per"]].to_numpy()
            },
            said["calon"],
            said.get("sejak", ""),
            said.get("tabulasi", ""),
        )
    return found


def read_counted(folder: Path, name: str) -> pd.DataFrame:
    """Return the register's cells of a release that count businesses: ``CELLS`` and ``asal``."""
    cube = open_version(folder, name, PUBLISHED)
    said = {
        "rentang": "rentang" if has_column(cube, "rentang") else "''",
        # Before tables could keep their numbers, all were of the day of their release.
        "angka_per": (
            "angka_per" if has_column(cube, "angka_per") else f"'{cube.record['tanggal']}'"
        ),
    }
    columns = ", ".join(f"{said.get(column, column)} as {column}" for column in (*CELLS, "asal"))
    cells = cube.query(f"select {columns} from sel where sumber = 'register'")
    counted = [kode for kode, entry in INDICATORS.items() if entry.counted]
    return cells[cells["indikator"].isin(counted)]


def write_tables(states: Mapping[Table, str]) -> dict[str, str]:
    """Return the states of tables as a record keeps them."""
    return {" ".join(table): state for table, state in sorted(states.items())}


def read_table(text: str) -> Table:
    """Return the table that a record names."""
    kode, level, *dimension = text.split(" ")
    return kode, level, "".join(dimension)
