"""Takes releases from before the register of states into it, so that they are known as well."""

from __future__ import annotations

import pandas as pd

from analysis.count.members import name_answer, read_told_members
from analysis.definitions.indicators import INDICATORS
from analysis.release import publication
from analysis.release.before import read_counted, write_tables
from data.settings import Settings
from data.store.states import ROW, TABLE, States, list_tables
from data.store.store import STORE, open_version
from data.store.versions import Versions

Exact = dict[str, tuple[pd.DataFrame, pd.DataFrame]]
"""By period, the businesses and the counts of every row."""


def adopt(settings: Settings) -> None:
    """Note of every kept release that the register does not know what it showed of whom.

    A table whose numbers follow from the data that it was made of is of their state. Of any other
    (the data are gone, or it was defined otherwise) nobody can tell any more who moves in it, so it
    is noted as shown of a state without businesses, and keeps its numbers.
    """
    states, versions = States(settings.keadaan), Versions(settings.publik)
    for name in versions.list_by_age():
        if states.read_release(name) is None:
            record = versions.record(name)
            exact = _read_data(settings, record.get("gudang", ""))
            _adopt_release(
                states, name, record["tanggal"], read_counted(settings.publik, name), exact
            )


def _read_data(settings: Settings, gudang: str) -> Exact:
    """Return what a version of the data holds, of an older program's what it can tell of today's
    tables; nothing where it is gone."""
    if gudang not in Versions(settings.gudang).list_names():
        return {}
    store = open_version(settings.gudang, gudang, STORE)
    members = read_told_members(store)
    told = {name for businesses in members.values() for name in businesses.columns}
    entries = {
        kode: entry
        for kode, entry in INDICATORS.items()
        if entry.counted and {name_answer(kode, question) for question in entry.questions} <= told
    }
    rows = publication.count_rows(store, entries, publication.LEVELS)
    return {
        periode: (businesses, rows[rows["periode"] == periode])
        for periode, businesses in members.items()
    }


def _adopt_release(states: States, name: str, day: str, cells: pd.DataFrame, exact: Exact) -> None:
    noted = {}
    for periode, here in cells.groupby("periode"):
        made_up = bool((here["asal"] == "sintetis").any())
        businesses, counts = exact.get(str(periode), (None, None))
        explained = set() if counts is None else _find_explained(here, counts)
        shown = here.assign(tampak=here["tanda"] != "x")[[*ROW, "tampak"]]
        tables: dict[tuple[str, str, str], str] = {}
        for known, members in ((True, businesses), (False, None)):
            mine = [
                (t in explained) == known for t in shown[TABLE].itertuples(index=False, name=None)
            ]
            if any(mine):
                state = states.keep(str(periode), made_up, day, members)
                states.note_shown(state.name, name, shown[mine])
                tables |= dict.fromkeys(list_tables(shown[mine]), state.name)
        let_in = next((state for state in tables.values()), "")
        noted[str(periode)] = {"tabel": write_tables(tables), "calon": let_in}
    states.note_release(name, noted)


def _find_explained(cells: pd.DataFrame, counts: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Return the tables of which every shown row says what the data say."""
    both = cells[cells["tanda"] != "x"].merge(
        counts, how="left", on=[*ROW, "periode"], suffixes=("", "_data")
    )
    above = both["ya"].where(~_counts_universe(both), both["n_data"])
    below = (both["ya"] + both["tidak"]).where(both["penyebut"].notna())
    told = (
        (both["n"] == both["n_data"])
        & (both["pembilang"] == above)
        & ((both["penyebut"] == below) | both["penyebut"].isna())
    )
    return list_tables(cells) - list_tables(both[~told.fillna(False).astype(bool)])


def _counts_universe(rows: pd.DataFrame) -> pd.Series:
    return rows["indikator"].map(lambda kode: INDICATORS[kode].counts_universe)
