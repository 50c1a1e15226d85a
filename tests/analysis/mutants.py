"""Published versions and what a careless publisher would have made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis.audit import judge, readers, releases
from analysis.audit.releases import ROW, SeenRelease
from analysis.audit.verdict import Verdict
from analysis.count import compute, rounded
from analysis.definitions.indicators import INDICATORS
from analysis.release.whole_audit import audit
from data.store.store import Store
from data.store.versions import Versions
from tests.analysis.thin import officials_see
from tests.data.rows import Workspace

SHOWN = ["nilai", "pembilang", "penyebut", "n", "tanda"]


def served(place: Workspace) -> SeenRelease:
    """Return the served version as its readers see it."""
    folder = place.settings.publik
    name = Versions(folder).find_current()
    assert name is not None
    return releases.read_release(folder / name, name)


def truth(place: Workspace, release: SeenRelease) -> pd.DataFrame:
    """Return the rows of a version's register as they would be without any protection."""
    return _exact(place.gudang).merge(release.select_register()[ROW].drop_duplicates(), on=ROW)


@lru_cache(maxsize=2)
def _exact(store: Store) -> pd.DataFrame:
    return pd.concat(
        compute.derive_values(entry, compute.count(store, entry, dimension))
        for entry in INDICATORS.values()
        if entry.counted
        for dimension in entry.rincian
    )


def shown(
    place: Workspace,
    release: SeenRelease,
    which: Callable[[pd.DataFrame], pd.Series],
    columns: list[str] = SHOWN,
) -> SeenRelease:
    """Return a version that shows some columns of withheld rows after all.

    ``which`` says, of the true rows that are withheld, which ones.
    """
    cells = release.cells.copy()
    exact = truth(place, release).set_index(ROW)
    mine = pd.MultiIndex.from_frame(cells[ROW])
    # What is derived from withheld cells has no counts of its own.
    withheld = (cells["tanda"] == "x") & mine.isin(exact.index) & (cells["sumber"] == "register")
    hidden = exact.loc[mine[withheld]]
    chosen = hidden[which(hidden)].index
    assert len(chosen), "a mutant that is like its original"
    here = withheld & mine.isin(chosen)
    for column in columns:
        cells[column] = cells[column].astype(object)
        cells.loc[here, column] = exact.loc[mine[here], column].to_numpy()
    return replace(release, cells=cells)


def small(rows: pd.DataFrame) -> pd.Series:
    """Return which true rows hold a count that the public may not know."""
    above = rows["pembilang"].where(rows["pembilang"].notna(), rows["n"])
    rest = rows["penyebut"] - rows["pembilang"]
    universe = rows["penyebut"].isna()
    few = (above < 10) & (~universe | (above > 0))
    return (few | (rest < 10).fillna(False)) & ~(rows["penyebut"] == 0).fillna(False)


def public(place: Workspace, release: SeenRelease, *earlier: SeenRelease) -> Verdict:
    """Return what the public can tell."""
    return judge.audit(release, judge.gather(place.gudang, release, earlier))


def scholars(place: Workspace, release: SeenRelease, *earlier: SeenRelease) -> Verdict:
    """Return what academics and officials can tell."""
    evidence = judge.gather(place.gudang, release, earlier)
    exact, own = rounded.make_cells(place.gudang, b""), officials_see(place.gudang)
    return readers.audit(release, readers.gather_periods(exact, own, release, earlier, evidence))


def whole(place: Workspace, release: SeenRelease, *earlier: SeenRelease) -> Verdict:
    """Return what anybody can tell."""
    return audit(place.gudang, release, earlier)


def telling(
    place: Workspace,
    release: SeenRelease,
    which: Callable[[pd.DataFrame], pd.Series],
    wrongly: str = "",
) -> SeenRelease:
    """Return a version that tells the half of withheld shares by product, the true one unless
    ``wrongly`` is another.

    ``which`` says, of the true rows that are withheld, which ones.
    """
    cells = release.cells.copy()
    exact = truth(place, release).set_index(ROW)
    mine = pd.MultiIndex.from_frame(cells[ROW])
    asked = (cells["indikator"] == "berusaha_daring") & (cells["dimensi"] == "produk")
    withheld = asked & (cells["tanda"] == "x") & (cells["sumber"] == "register")
    hidden = exact.loc[mine[withheld]]
    chosen = hidden[which(hidden)].index
    assert len(chosen), "a mutant that is like its original"
    here = withheld & mine.isin(chosen)
    true = exact.loc[mine[here]]
    mostly = 2 * true["pembilang"] > true["penyebut"]
    half = mostly.map({True: "sebagian_besar", False: "sebagian_kecil"})
    cells.loc[here, "rentang"] = wrongly or half.to_numpy()
    return replace(release, cells=cells)
