"""The door of what officials may see: made safe for the whole city, then cut to their kecamatan."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pandas as pd
import pytest

from data.access import restricted
from data.access.access_log import AuditError
from data.access.policy import Role, read_rules
from data.access.restricted import AT_ONCE, VERBS, read_protected
from data.access.viewer import OPERATOR, PUBLIC, Standing, Viewer
from data.errors import AccessDenied, StoreError
from data.store.store import Store
from data.store.versions import Versions
from tests.data.access.test_viewer import NO_SIGN_IN, WHO, build_made_up, give, signed_in
from tests.data.doors import IN_KASEMEN, lines, official
from tests.data.rows import Workspace, one, write_register

pytestmark = pytest.mark.lambat

CITY, SERANG, KASEMEN = "36.73", "36.73.01", "36.73.02"
AREAS = [CITY, SERANG, f"{SERANG}.1001", KASEMEN, f"{KASEMEN}.1001", f"{KASEMEN}.1002", "36.73.03"]
OF_OFFICIALS = [rule for rule in read_rules().values() if rule.name == "rincian"]

Make = Callable[[Store], pd.DataFrame]
Pick = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture
def made() -> list[str]:
    """The versions that the table was made of, one entry each time."""
    return []


@pytest.fixture
def make(made: list[str]) -> Make:
    """Make a table of every level of area, with the number of businesses in it."""

    def table(store: Store) -> pd.DataFrame:
        made.append(store.version)
        size = one(store, "select count(*) from usaha")
        return pd.DataFrame({"kode_wilayah": AREAS, "n": size})

    return table


def everything(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def areas(viewer: Viewer, make: Make, pick: Pick = everything) -> list[str]:
    return list(read_protected(viewer, "halaman", "rincian", make, pick)["kode_wilayah"])


@pytest.mark.parametrize(
    ("kecamatan", "expected"),
    [
        ((), AREAS),
        (("Kasemen",), [KASEMEN, f"{KASEMEN}.1001", f"{KASEMEN}.1002"]),
        (("Serang", "Kasemen"), AREAS[1:6]),
        (("Walantaka",), ["36.73.03"]),
        (("Taktakan",), []),
    ],
)
def test_a_viewer_is_given_the_rows_of_their_kecamatan_and_no_total_of_the_city(
    place: Workspace, make: Make, kecamatan: tuple[str, ...], expected: list[str]
) -> None:
    offered: list[str] = []

    def pick(rows: pd.DataFrame) -> pd.DataFrame:
        offered.extend(rows["kode_wilayah"])
        return rows

    assert areas(official(place, *kecamatan), make, pick) == expected
    assert offered == expected


def test_the_table_is_made_of_the_whole_city_for_a_limited_viewer_too(
    place: Workspace, make: Make
) -> None:
    found = read_protected(official(place, "Kasemen"), "halaman", "rincian", make, everything)
    assert set(found["n"]) == {3}


def test_viewers_of_several_kecamatan_do_not_see_each_others_rows(
    place: Workspace, make: Make, made: list[str]
) -> None:
    give(place, "pejabat", "Serang", email="serang@example.go.id")
    give(place, "pejabat", "Kasemen", email="kasemen@example.go.id")
    give(place, "pejabat", email="kota@example.go.id")
    for _ in range(2):
        for who, expected in (("serang", AREAS[1:3]), ("kasemen", AREAS[3:6]), ("kota", AREAS)):
            assert areas(signed_in(f"{who}@example.go.id"), make) == expected
    assert made == [place.gudang.version]


def test_a_limit_given_since_counts_at_the_next_look(place: Workspace, make: Make) -> None:
    viewer = official(place)
    assert areas(viewer, make) == AREAS
    (place.folder / "akses.toml").write_text("", encoding="utf-8")
    give(place, "pejabat", "Kasemen")
    assert areas(viewer, make) == AREAS[3:6]


def test_a_look_leaves_one_line_with_the_rows_that_were_picked(
    place: Workspace, make: Make
) -> None:
    viewer = official(place, "Kasemen")
    for pick in (lambda rows: rows.head(2), lambda rows: rows.head(0)):
        read_protected(viewer, "unduhan", "rincian", make, pick, "jumlah_umkm")
    first, second = lines(place)
    assert (first.siapa, first.peran, first.tindakan) == (WHO, "pejabat", "unduh")
    assert (first.objek, first.masuk) == ("rincian: jumlah_umkm", "masuk-1")
    assert (first.baris, second.baris) == (2, 0)
    assert first.versi == second.versi == place.gudang.version


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rule", OF_OFFICIALS, ids=lambda rule: rule.kind)
def test_a_role_gets_what_the_table_says(
    place: Workspace, make: Make, made: list[str], role: Role, rule: object
) -> None:
    viewer = official(place, role=role.value)
    kind, name = rule.kind, rule.name  # type: ignore[attr-defined]
    if role in rule.roles:  # type: ignore[attr-defined]
        assert len(read_protected(viewer, kind, name, make, everything)) == len(AREAS)
        said = VERBS[kind]
    else:
        with pytest.raises(AccessDenied, match="Ini terbuka untuk"):
            read_protected(viewer, kind, name, make, everything)
        assert not made
        said = "ditolak"
    assert [line.tindakan for line in lines(place)] == [said]


@pytest.mark.parametrize("viewer", [PUBLIC, NO_SIGN_IN, signed_in(), signed_in(age=10**6)])
def test_nothing_is_made_or_picked_for_whoever_may_not(
    place: Workspace, make: Make, made: list[str], viewer: Viewer
) -> None:
    def pick(rows: pd.DataFrame) -> pd.DataFrame:
        raise AssertionError("picked")

    for _ in range(2):
        with pytest.raises(AccessDenied):
            areas(viewer, make, pick)
        areas(OPERATOR, make)
    assert made == [place.gudang.version]


def test_demo_mode_sees_made_up_rows_and_is_on_record_as_such(
    workspace: Workspace, make: Make
) -> None:
    build_made_up(workspace)
    assert areas(NO_SIGN_IN, make) == AREAS
    (line,) = lines(workspace)
    assert (line.siapa, line.peran, line.objek, line.baris) == ("demo", "publik", "rincian", 7)


def test_demo_mode_ends_with_the_first_real_row_though_the_table_was_made(
    workspace: Workspace, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_made_up(workspace)
    areas(NO_SIGN_IN, make)
    write_register(workspace.raw / "a.csv", [{}])
    workspace.build()
    areas(OPERATOR, make)
    with pytest.raises(AccessDenied, match="Ini terbuka untuk"):
        areas(NO_SIGN_IN, make)
    monkeypatch.setattr(restricted, "require", lambda *_: Standing(demo=True))
    with pytest.raises(AccessDenied, match=r"Data nyata sudah masuk.*Silakan masuk"):
        areas(NO_SIGN_IN, make)


def test_the_table_is_made_once_for_each_version_and_the_served_one_is_shown(
    place: Workspace, make: Make, made: list[str]
) -> None:
    viewer, first = official(place, "Kasemen"), place.gudang.version

    def sizes() -> set[int]:
        return set(read_protected(viewer, "halaman", "rincian", make, everything)["n"])

    assert [sizes(), sizes()] == [{3}, {3}]
    write_register(place.raw / "register.csv", [IN_KASEMEN] * 7)
    second = place.build().version
    assert [sizes(), sizes()] == [{7}, {7}]
    assert made == [first, second]
    Versions(place.settings.gudang).serve(first)
    assert sizes() == {3}
    assert [line.versi for line in lines(place)] == [first, first, second, second, first]


def test_two_tables_of_a_version_are_kept_apart(place: Workspace, make: Make) -> None:
    def other(_: Store) -> pd.DataFrame:
        return pd.DataFrame({"kode_wilayah": [KASEMEN]})

    for _ in range(2):
        assert areas(OPERATOR, make) == AREAS
        assert areas(OPERATOR, other) == [KASEMEN]


def test_threads_that_ask_at_once_each_get_their_own_rows_of_the_same_table(
    place: Workspace, make: Make
) -> None:
    give(place, "pejabat", "Serang", email="serang@example.go.id")
    give(place, "pejabat", "Kasemen", email="kasemen@example.go.id")
    begin = threading.Barrier(AT_ONCE)

    def ask(number: int) -> tuple[bool, list[str]]:
        who = ("serang", "kasemen")[number % 2]
        begin.wait(30)
        return number % 2 == 0, areas(signed_in(f"{who}@example.go.id"), make)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask, range(AT_ONCE)))
    assert answers == [(True, AREAS[1:3]), (False, AREAS[3:6])] * (AT_ONCE // 2)
    assert len(lines(place)) == AT_ONCE


def test_threads_that_ask_at_once_have_the_table_made_once(
    place: Workspace, make: Make, made: list[str]
) -> None:
    others = threading.Barrier(2)

    def slow(store: Store) -> pd.DataFrame:
        rows = make(store)
        # The other one comes here too, unless it waits for this one.
        with suppress(threading.BrokenBarrierError):
            others.wait(5)
        return rows

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: areas(OPERATOR, slow), range(2)))
    assert made == [place.gudang.version]


def test_what_is_done_to_a_result_does_not_reach_the_next_viewer(
    place: Workspace, make: Make
) -> None:
    rows = read_protected(official(place), "halaman", "rincian", make, everything)
    rows.loc[:, "kode_wilayah"] = KASEMEN
    assert areas(OPERATOR, make) == AREAS


def test_a_table_that_could_not_be_made_is_made_the_next_time(
    place: Workspace, make: Make, made: list[str]
) -> None:
    broken = [True]

    def once_broken(store: Store) -> pd.DataFrame:
        if broken:
            broken.clear()
            raise LookupError("di tengah")
        return make(store)

    with pytest.raises(LookupError, match="di tengah"):
        areas(OPERATOR, once_broken)
    assert areas(OPERATOR, once_broken) == AREAS
    assert [line.baris for line in lines(place)] == [len(AREAS)]


@pytest.mark.parametrize("kecamatan", [(), ("Kasemen",)])
def test_nothing_comes_back_when_the_line_cannot_be_written(
    place: Workspace, make: Make, kecamatan: tuple[str, ...]
) -> None:
    viewer = official(place, *kecamatan)
    before = areas(viewer, make)
    place.settings.audit.chmod(0o755)
    for asking in (viewer, OPERATOR):
        with pytest.raises(AuditError, match="Jalankan: chmod 700"):
            areas(asking, make)
    place.settings.audit.chmod(0o700)
    assert areas(viewer, make) == before
    assert len(lines(place)) == 2


def test_a_pick_that_fails_or_a_line_that_fails_frees_the_place(
    place: Workspace, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restricted, "PATIENCE_SECONDS", 0.2)
    viewer = official(place, "Kasemen")

    def fails(_: object) -> pd.DataFrame:
        raise StoreError("tidak ada")

    for _ in range(AT_ONCE + 1):
        with pytest.raises(StoreError, match="tidak ada"):
            areas(viewer, make, fails)
        with pytest.raises(StoreError, match="tidak ada"):
            areas(viewer, fails)
    place.settings.audit.mkdir(exist_ok=True)
    place.settings.audit.chmod(0o755)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(AuditError):
            areas(viewer, make)
    place.settings.audit.chmod(0o700)
    assert areas(viewer, make) == AREAS[3:6]


def test_a_table_without_rows_gives_a_limited_viewer_none(place: Workspace) -> None:
    def empty(_: Store) -> pd.DataFrame:
        return pd.DataFrame({"kode_wilayah": pd.Series([], dtype=object)})

    assert areas(official(place, "Kasemen"), empty) == []


def test_a_store_that_was_never_built_says_what_to_run(workspace: Workspace, make: Make) -> None:
    with pytest.raises(StoreError, match="Jalankan: make run"):
        areas(OPERATOR, make)
