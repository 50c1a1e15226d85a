"""What earlier versions have shown stays known: it is shown again, and protects nothing."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import solver
from analysis.release import earlier, publication
from analysis.release import publish as module
from analysis.release.publish import publish
from data import reference
from data.store.store import Store
from tests.analysis.test_publication import Cell
from tests.analysis.thin import KASEMEN, NAMES, PERIODE, published, rows_of
from tests.data.rows import TODAY, Workspace, write_register
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat

SMALL, OTHERS = next(iter(NAMES.values())), list(NAMES.values())[1:]


def write(place: Workspace, small: int, **cells: object) -> None:
    """Write a register in which one kelurahan of Kasemen has so many businesses."""
    sizes = {SMALL: small} | {code: 20 + 5 * n for n, code in enumerate(OTHERS)}
    sizes |= {f"{code}.1001": 60 for code in reference.list_kecamatan() if code != KASEMEN}
    write_register(place.raw / "a.csv", rows_of(sizes, **cells))


def received(place: Workspace, small: int, **cells: object) -> Store:
    """Build such a register."""
    write(place, small, **cells)
    return place.build()


def version(place: Workspace, small: int, **cells: object) -> str:
    """Publish such a register."""
    received(place, small, **cells)
    for store in ("gudang", "publik"):
        vars(place).pop(store, None)
    return publish(place.settings, date.fromisoformat(TODAY))


@pytest.fixture
def few(made_once: MadeOnce, use: Use, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The register with four businesses in the one kelurahan, published after a long search."""
    with monkeypatch.context() as patch:
        patch.setattr(solver, "PIVOTS", 10 * solver.PIVOTS)
        place = made_once("empat", lambda place: write(place, small=4))
    return use(place)


def number(area: str) -> Cell:
    return ("jumlah_umkm", PERIODE, area, "", "", "n")


def test_what_was_shown_stays_when_it_would_be_too_small_today(workspace: Workspace) -> None:
    version(workspace, small=15)
    before = published(workspace)
    version(workspace, small=4)
    now = published(workspace)
    assert before[number(SMALL)] == 15
    # Eleven left, but four may not be shown: the table of kelurahan keeps its numbers, and those of
    # the kecamatan and the city are today's.
    assert now[number(SMALL)] == 15
    assert now[number(KASEMEN)] == before[number(KASEMEN)] - 11


def test_without_an_earlier_version_a_neighbour_is_withheld_and_the_total_shown(
    few: Workspace,
) -> None:
    now = published(few)
    assert number(KASEMEN) in now
    assert sum(number(code) not in now for code in OTHERS) == 1


def test_the_same_data_under_new_rules_show_all_that_was_shown(
    few: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = few.publik.version
    before = published(few)
    monkeypatch.setattr(module, "_fingerprint", lambda _: "lain" * 16)
    second = version(few, small=4)
    assert second != first
    assert before.items() <= published(few).items()


@pytest.mark.parametrize("thin_place", ["plain"], indirect=True)
def test_made_up_counts_say_nothing_of_real_businesses(thin_place: Workspace) -> None:
    folder, read = thin_place.settings.publik, published(thin_place)
    assert len(read) > 20
    assert read.items() <= earlier.read_shown(folder, {PERIODE})
    assert earlier.read_shown(folder, set()) == set()


def test_what_was_withheld_is_read_of_the_version_of_these_data(few: Workspace) -> None:
    folder, data = few.settings.publik, few.gudang.version
    found = earlier.read_register(folder, data)
    assert found is not None
    withheld = found[found["tanda"] == "x"][publication.KEY].itertuples(index=False, name=None)
    rows = set(withheld)
    assert number(SMALL)[:-1] in rows
    assert number(KASEMEN)[:-1] not in rows
    assert earlier.read_register(folder, "lain") is None


def test_the_record_says_what_is_lost_and_how_much_less_it_could_be(few: Workspace) -> None:
    record = few.publik.record
    said = record["perlindungan"]
    assert 0 < said["batas"] <= said["hilang"] < said["informasi"]
    assert said["celah"] == pytest.approx(1 - said["batas"] / said["hilang"], abs=0.01)
    assert said["celah"] <= 0.01
    assert said["terbuka"] == []
    assert record["ditahan"] > 1


def test_a_count_that_everybody_knows_is_named_in_the_record(few: Workspace) -> None:
    rows = publication.count_rows(
        few.gudang, INDICATORS, publication.LEVELS
    )  # everything but the small kelurahan has been read by everybody
    known = {
        ((*key, "n"), n)
        for *key, n in rows[[*publication.KEY, "n"]].itertuples(index=False, name=None)
        if key[2] != SMALL
    }
    found = publication.protect_tables(few.gudang, set(), known)
    assert ("jumlah_umkm", PERIODE, SMALL, "", "") in found.given_away


def test_a_row_that_the_city_has_printed_stays_shown(workspace: Workspace) -> None:
    store, row = received(workspace, small=4), number(SMALL)[:-1]

    def is_withheld(exempt: set[tuple[str, ...]]) -> bool:
        found = publication.protect_tables(store, exempt)
        mine = (found.rows[publication.KEY] == list(row)).all(axis=1).to_numpy()
        return bool(found.withheld[mine].item())

    assert is_withheld(set())
    assert not is_withheld({row})
