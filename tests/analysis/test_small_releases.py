"""Registers of a few businesses: published at little work, useful, and nobody can tell a count."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

from analysis.audit import releases
from analysis.count import rounded
from analysis.release import controlled, offered
from analysis.release.publish import publish
from analysis.release.whole_audit import audit, audit_kept
from bench.revisions import MAIN
from bench.terbitan import counted
from data.store.states import States, list_tables
from data.store.store import ROUNDED, open_version
from data.store.versions import Versions
from tests.analysis.releases_in_turn import list_names, make_register, release
from tests.analysis.small_city import BUSINESSES, PER_CELL, make_small_city
from tests.analysis.thin import random_rows
from tests.data.rows import TODAY, Workspace, write_register
from tests.folder import settings_file
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat

# Programs and pivots, with room to twice what is needed. Once it was 860 programs and 313,000
# pivots for 8 businesses. What officials see is chosen and judged with the release, and no longer
# when the first of them asks: that is a second choice.
MOST = {8: (1_000, 120_000), 40: (800, 500_000)}


@pytest.mark.parametrize(
    ("seed", "size"),
    [(1, 8), *(pytest.param(*one, marks=pytest.mark.semua) for one in ((2, 8), (1, 40), (2, 40)))],
)
def test_a_small_register_takes_little_work_and_is_safe(
    workspace: Workspace, seed: int, size: int
) -> None:
    write_register(workspace.raw / "a.csv", random_rows(seed, detailed=True)[:: 640 // size][:size])
    store = workspace.build()
    with counted() as work:
        name = publish(workspace.settings, date.fromisoformat(TODAY))
    programs, pivots = MOST[size]
    assert 0 < work.programs <= programs
    assert 0 < work.pivots <= pivots
    folder = Versions(workspace.settings.publik).folder / name
    assert audit(store, releases.read_release(folder, name), []).safe


@pytest.fixture(scope="module")
def few(made_once: MadeOnce) -> Workspace:
    """Two hundred businesses of the made-up city, published."""
    return make_small_city(made_once)


def read_register(place: Workspace) -> pd.DataFrame:
    """Return the counted cells of the served release."""
    cells = place.publik.query("select * from sel where sumber = 'register'")
    return cells[cells["indikator"].isin(place.publik.query("select kode from indikator")["kode"])]


def test_a_small_office_gets_a_useful_release(few: Workspace) -> None:
    cells = read_register(few)
    main = cells[cells["indikator"].isin(MAIN) & (cells["dimensi"] == "")]
    whole = main[(main["tingkat"] == "kota") & (main["indikator"] == MAIN[0])]
    assert whole["nilai"].tolist() == [BUSINESSES]
    assert (main["tanda"] == "").sum() >= 17
    assert set(cells["tingkat"]) == {"kota", "kecamatan"}
    record = few.publik.record["tabel"]["2025-06"]
    assert record["ditinggalkan"] > 0
    assert record["usaha_per_sel"] == PER_CELL


def test_a_small_release_is_judged_again_with_what_officials_see(few: Workspace, use: Use) -> None:
    place = use(few)
    name = place.publik.version
    own = States(place.settings.keadaan).read_officials(name)
    assert own is not None
    # On average three businesses in a kelurahan, and not three with each answer.
    assert list_tables(own) == list_tables(read_register(place)) & list_tables(own)
    verdict = audit_kept(place.settings, place.gudang, name)
    assert verdict.safe, verdict.lines()
    assert verdict.bounded > 20


def test_no_rounded_cube_is_computed_of_a_small_register(
    few: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not open_version(few.settings.publik, few.publik.version, ROUNDED).query_rows("from sel")
    asked = []
    plain = rounded.make_cells

    def look(store: object, secret: bytes, periods: list[str]) -> pd.DataFrame:
        asked.extend(periods)
        return plain(store, secret, periods)  # type: ignore[arg-type]

    monkeypatch.setattr(rounded, "make_cells", look)
    assert controlled.select_offered(few.gudang, b"k", ["2025-06"], PER_CELL).empty
    assert asked == []
    assert controlled.find_large(few.gudang, 0) == {"2025-06"}


def test_a_table_that_was_shown_once_does_not_vanish(workspace: Workspace) -> None:
    """130 businesses, then 117, which is too few for classes of a kecamatan; then so many that more
    tables come."""
    settings_file(workspace.folder, usaha_per_sel=PER_CELL)
    rows = make_register()
    random.Random(1).shuffle(rows)
    sizes, tables = (130, 117, 900), []
    for week, size in enumerate(sizes):
        release(workspace, rows[:size], week)
        cells = workspace.publik.query("select * from sel where sumber = 'register'")
        tables.append(list_tables(cells))
    assert len(set(list_names(workspace))) == len(sizes)
    assert tables[0] <= tables[1] <= tables[2]
    assert tables[1] == tables[0]
    assert ("jumlah_umkm", "kecamatan", "skala_gabung") in tables[0]
    assert len(tables[2] - tables[1]) > 3
    count = cells[(cells[["indikator", "tingkat", "dimensi"]] == list(offered.COUNT)).all(axis=1)]
    assert count["nilai"].tolist() == [900]
