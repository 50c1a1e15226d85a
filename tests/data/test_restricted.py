"""The door of the micro data: for whom, for how long, and always on record."""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from analysis.release.publish import publish
from data.access import restricted
from data.access.access_log import AuditError
from data.access.policy import Role, read_rules
from data.access.restricted import VERBS, read_gudang, read_versions
from data.access.viewer import OPERATOR, PUBLIC, Standing, Viewer, open_page
from data.errors import AccessDenied, StoreError
from data.store.findings import read_findings
from data.store.store import Store, remember_answers
from data.store.versions import Versions
from tests.data.access.test_viewer import (
    MADE_UP,
    NO_SIGN_IN,
    WHO,
    build_made_up,
    give,
    signed_in,
)
from tests.data.doors import COUNT, count, lines, official
from tests.data.rows import TODAY, Workspace, ids, one, write_register

OF_GUDANG = [rule for rule in read_rules().values() if rule.data == "gudang"]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rule", OF_GUDANG, ids=lambda rule: f"{rule.kind} {rule.name}")
def test_a_role_gets_what_the_table_says(place: Workspace, role: Role, rule: object) -> None:
    viewer = official(place, role=role.value)
    kind, name = rule.kind, rule.name  # type: ignore[attr-defined]
    if role in rule.roles:  # type: ignore[attr-defined]
        assert read_gudang(viewer, kind, name, ids) == ["KS000001", "KS000002", "KS000003"]
        said = VERBS[kind]
    else:
        with pytest.raises(AccessDenied, match="Ini terbuka untuk"):
            read_gudang(viewer, kind, name, ids)
        said = "ditolak"
    assert [line.tindakan for line in lines(place)] == [said]


def test_the_work_of_a_refused_viewer_is_not_begun(place: Workspace) -> None:
    done: list[Store] = []
    with pytest.raises(AccessDenied, match="Masuk dengan akun yang berhak"):
        read_gudang(PUBLIC, "halaman", "rincian", done.append)
    with pytest.raises(AccessDenied, match="tidak seorang pun"):
        read_gudang(OPERATOR, "halaman", "tidak_ada", done.append)
    assert not done


def test_a_refused_known_account_is_on_record_and_a_stranger_is_not(place: Workspace) -> None:
    for viewer in (PUBLIC, NO_SIGN_IN, Viewer(login="masuk-9")):
        with pytest.raises(AccessDenied):
            count(viewer)
    assert lines(place) == []
    with pytest.raises(AccessDenied):
        count(signed_in())
    (line,) = lines(place)
    assert (line.siapa, line.peran, line.tindakan) == (WHO, "publik", "ditolak")
    assert (line.objek, line.baris, line.masuk) == ("halaman rincian", None, "masuk-1")


def test_a_refusal_that_cannot_be_recorded_is_still_none_of_the_data(place: Workspace) -> None:
    place.settings.audit.mkdir()
    place.settings.audit.chmod(0o755)
    with pytest.raises(AuditError):
        count(signed_in())


def test_a_piece_of_work_leaves_one_line_that_says_what_was_seen(place: Workspace) -> None:
    viewer = official(place)
    version = read_gudang(
        viewer,
        "unduhan",
        "rincian",
        lambda store: (store.query("select * from usaha"), store.query(COUNT), store.version)[2],
        detail="jumlah_umkm 2025-06 36.73.01",
    )
    (line,) = lines(place)
    assert (line.siapa, line.peran, line.tindakan) == (WHO, "pejabat", "unduh")
    assert line.objek == "rincian: jumlah_umkm 2025-06 36.73.01"
    assert (line.versi, line.baris, line.masuk) == (version, 3 + 1, "masuk-1")


@pytest.mark.parametrize(
    ("kind", "name", "verb"),
    [
        ("halaman", "data", "lihat"),
        ("unduhan", "penolakan", "unduh"),
        ("tindakan", "unggah", "ubah"),
    ],
)
def test_a_line_names_what_was_done_by_its_kind(
    place: Workspace, kind: str, name: str, verb: str
) -> None:
    read_gudang(OPERATOR, kind, name, read_findings)  # type: ignore[arg-type]
    (line,) = lines(place)
    assert (line.siapa, line.peran, line.tindakan) == ("operator", "operator", verb)
    assert (line.objek, line.baris) == (name, 1)


def test_demo_mode_is_on_record_as_such(workspace: Workspace) -> None:
    build_made_up(workspace)
    assert count(NO_SIGN_IN) == 1
    (line,) = lines(workspace)
    assert (line.siapa, line.peran, line.objek) == ("demo", "publik", "rincian")


def test_work_that_fails_is_on_record_too_and_gives_nothing(place: Workspace) -> None:
    def fails(store: Store) -> None:
        store.query("select * from usaha")
        raise LookupError("di tengah")

    with pytest.raises(LookupError, match="di tengah"):
        read_gudang(official(place), "halaman", "rincian", fails)
    assert [line.baris for line in lines(place)] == [3]


@pytest.mark.parametrize("viewer", [OPERATOR, signed_in()], ids=["operator", "signed in"])
def test_no_result_comes_back_while_the_record_is_open_to_others(
    place: Workspace, viewer: Viewer
) -> None:
    official(place)
    assert count(viewer) == 3
    place.settings.audit.chmod(0o755)
    with pytest.raises(AuditError, match="Jalankan: chmod 700"):
        count(viewer)
    place.settings.audit.chmod(0o700)
    assert count(viewer) == 3


def test_a_change_that_could_not_be_recorded_is_not_begun(place: Workspace) -> None:
    read_gudang(OPERATOR, "tindakan", "terbitkan", ids)
    place.settings.audit.chmod(0o755)
    done: list[Store] = []
    with pytest.raises(AuditError, match="Jalankan: chmod 700"):
        read_gudang(OPERATOR, "tindakan", "terbitkan", done.append)
    assert not done


def test_no_result_comes_back_when_the_record_has_no_folder_to_be_in(place: Workspace) -> None:
    viewer = official(place)
    place.settings.audit.write_text("bukan folder", encoding="utf-8")
    with pytest.raises(AuditError, match=r"tidak dibuka tanpa catatan\. Periksa"):
        count(OPERATOR)
    with pytest.raises(AuditError, match="Periksa hak baca"):
        count(viewer)


def test_no_result_comes_back_when_the_line_does_not_fit_on_the_disk(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert count(OPERATOR) == 3

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(AuditError, match="Periksa ruang disk"):
            count(OPERATOR)
    assert len(lines(place)) == 1


ASKED: dict[str, Callable[[Store], int]] = {
    "query": lambda store: len(store.query("select * from usaha")),
    "query_rows": lambda store: len(store.query_rows("select * from usaha")),
    "work_once": lambda store: store.work_once(lambda same: len(same.query("select * from usaha"))),
}
"""Each public way to ask a store, and how many rows it gave."""


def test_every_public_way_to_ask_is_known_here() -> None:
    public = {name for name in vars(Store) if not name.startswith("_")}
    given = {field.name for field in dataclasses.fields(Store)}
    assert public - given == set(ASKED)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_every_way_to_ask_is_counted_while_the_work_lasts_and_closed_after_it(
    place: Workspace, ask: Callable[[Store], int]
) -> None:
    kept: list[Store] = []

    def work(store: Store) -> int:
        kept.append(store)
        return ask(store)

    assert read_gudang(OPERATOR, "halaman", "rincian", work) == 3
    assert [line.baris for line in lines(place)] == [3]
    with pytest.raises(StoreError, match="sudah ditutup"):
        ask(kept[0])


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_store_that_remembers_goes_round_no_lease(
    place: Workspace, ask: Callable[[Store], int]
) -> None:
    kept: list[Store] = []

    def work(store: Store) -> int:
        kept.append(remember_answers(store))
        return ask(kept[0])

    assert read_gudang(OPERATOR, "halaman", "rincian", work) == 3
    assert [line.baris for line in lines(place)] == [3]
    with pytest.raises(StoreError, match="sudah ditutup"):
        kept[0].query_rows("select kode_kelurahan from usaha")


def test_what_was_kept_of_the_store_is_closed_when_the_work_is_over(place: Workspace) -> None:
    kept = read_gudang(OPERATOR, "halaman", "rincian", lambda store: store)
    late = read_gudang(OPERATOR, "halaman", "rincian", lambda store: lambda: store.query(COUNT))
    copy = dataclasses.replace(kept, seconds=None)
    asked = (kept.query, kept.query_rows, copy.query, copy.query_rows)
    for ask in (late, *(partial(ask, COUNT) for ask in asked)):
        with pytest.raises(StoreError, match=r"sudah ditutup\. Muat ulang halaman"):
            ask()
    assert count(OPERATOR) == 3


def test_what_was_kept_of_work_that_failed_is_closed_as_well(place: Workspace) -> None:
    kept: list[Store] = []

    def fails(store: Store) -> None:
        kept.append(store)
        raise LookupError

    with pytest.raises(LookupError):
        read_gudang(OPERATOR, "halaman", "rincian", fails)
    with pytest.raises(StoreError, match="sudah ditutup"):
        kept[0].query(COUNT)


def test_real_rows_that_came_in_after_the_decision_for_demo_mode_stay_closed(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restricted, "require", lambda *_: Standing(demo=True))
    with pytest.raises(AccessDenied, match=r"Data nyata sudah masuk.*Silakan masuk"):
        count(NO_SIGN_IN)


def test_a_store_that_was_never_built_says_what_to_run(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="Jalankan: make run"):
        count(OPERATOR)


@pytest.mark.parametrize("kecamatan", [("Kasemen",), ("Serang", "Kasemen")])
@pytest.mark.parametrize("kind", ["halaman", "unduhan"])
def test_a_viewer_limited_to_some_kecamatan_gets_no_business_at_all(
    place: Workspace, kind: str, kecamatan: tuple[str, ...]
) -> None:
    done: list[Store] = []
    with pytest.raises(AccessDenied, match="hanya terbuka bagi yang berwenang untuk seluruh kota"):
        read_gudang(official(place, *kecamatan), kind, "rincian", done.append)  # type: ignore[arg-type]
    assert not done
    assert not [line for line in lines(place) if line.tindakan != "ditolak"]


def test_that_a_limited_viewer_was_refused_is_on_record(place: Workspace) -> None:
    with pytest.raises(AccessDenied):
        count(official(place, "Kasemen"))
    assert [line.tindakan for line in lines(place)] == ["ditolak"]


def test_whoever_is_limited_now_is_refused_though_they_were_not_before(place: Workspace) -> None:
    viewer = official(place)
    assert count(viewer) == 3
    (place.folder / "akses.toml").write_text("", encoding="utf-8")
    give(place, "pejabat", "Kasemen")
    with pytest.raises(AccessDenied, match="seluruh kota"):
        count(viewer)


def test_who_may_not_publish_changes_nothing(place: Workspace) -> None:
    for viewer in (official(place, "Kasemen"), PUBLIC, NO_SIGN_IN):
        with pytest.raises(AccessDenied):
            publish(place.settings, date.fromisoformat(TODAY), viewer)
    assert not place.settings.publik.exists()


def test_what_does_not_fit_in_memory_goes_to_no_other_folder(place: Workspace) -> None:
    ask = "select current_setting('temp_directory')"
    found = str(read_gudang(OPERATOR, "halaman", "rincian", lambda store: one(store, ask)))
    assert not found or Path(found).is_relative_to(place.settings.gudang)


def test_a_new_version_is_what_the_next_piece_of_work_gets(
    place: Workspace, two: tuple[str, str]
) -> None:
    versions, (first_name, second_name) = Versions(place.settings.gudang), two
    versions.serve(first_name)
    viewer = official(place)
    before = count(viewer)
    versions.serve(second_name)
    assert (before, count(viewer)) == (3, 7)
    first, second = lines(place)
    assert first.versi != second.versi == place.gudang.version


# Kept versions by name ---------------------------------------------------------------------------


def sizes(viewer: Viewer, *names: str) -> list[object]:
    return read_versions(
        viewer, "unduhan", "perbedaan", names, lambda stores: [one(s, COUNT) for s in stores]
    )


def test_named_versions_come_in_the_order_of_their_names_on_one_line(
    place: Workspace, two: tuple[str, str]
) -> None:
    first, second = two
    viewer = official(place, role="pengelola")
    assert sizes(viewer, first, second) == [3, 7]
    assert sizes(viewer, second, first) == [7, 3]
    assert sizes(viewer, first, first) == [3, 3]
    assert [line.versi for line in lines(place)] == [
        f"{first} {second}", f"{second} {first}", f"{first} {first}"
    ]  # fmt: skip
    assert {(line.tindakan, line.objek, line.baris) for line in lines(place)} == {
        ("unduh", "perbedaan", 2)
    }
    assert Versions(place.settings.gudang).find_current() == second


@pytest.mark.parametrize(
    "name", ["20200101-tiada", "", ".", "..", "kini", "../gudang/NAMA", "NAMA/", "NAMA/../NAMA"]
)
def test_only_the_name_of_a_kept_version_opens_one(
    place: Workspace, two: tuple[str, str], name: str
) -> None:
    first, second = two
    done: list[object] = []
    with pytest.raises(StoreError, match=rf"tidak ada di .*Yang ada: .*{second}"):
        read_versions(
            OPERATOR, "unduhan", "perbedaan", (first, name.replace("NAMA", second)), done.append
        )
    assert not done and not lines(place)


@pytest.mark.parametrize("role", ["akademisi", "pejabat"])
def test_who_may_not_compare_gets_no_version(
    place: Workspace, two: tuple[str, str], role: str
) -> None:
    done: list[object] = []
    for viewer in (PUBLIC, NO_SIGN_IN, official(place, role=role)):
        with pytest.raises(AccessDenied, match="Ini terbuka untuk pengelola"):
            read_versions(viewer, "unduhan", "perbedaan", two, done.append)
    assert not done
    assert [line.tindakan for line in lines(place)] == ["ditolak"]


def test_whoever_is_limited_to_some_kecamatan_compares_nothing(
    place: Workspace, two: tuple[str, str]
) -> None:
    done: list[object] = []
    with pytest.raises(AccessDenied, match="seluruh kota"):
        read_versions(official(place, "Kasemen"), "unduhan", "rincian", two, done.append)
    assert not done
    assert [line.tindakan for line in lines(place)] == ["ditolak"]


def test_what_was_kept_of_named_versions_is_closed_when_the_work_is_over(
    place: Workspace, two: tuple[str, str]
) -> None:
    kept: list[Store] = []

    def fails(stores: Sequence[Store]) -> None:
        kept.extend(stores)
        kept[1].query("select * from usaha")
        raise LookupError

    with pytest.raises(LookupError):
        read_versions(OPERATOR, "unduhan", "perbedaan", two, fails)
    read_versions(OPERATOR, "unduhan", "perbedaan", two, kept.extend)
    assert len(kept) == 4
    for store in kept:
        with pytest.raises(StoreError, match="sudah ditutup"):
            store.query(COUNT)
    assert [line.baris for line in lines(place)] == [7, 0]
    assert count(OPERATOR) == 7


def test_demo_mode_compares_made_up_versions(workspace: Workspace) -> None:
    names = [build_made_up(workspace)]
    write_register(workspace.raw / "sintetis" / "a.csv", [MADE_UP] * 2)
    names.append(workspace.build().version)
    assert sizes(NO_SIGN_IN, *names) == [1, 2]
    (line,) = lines(workspace)
    assert (line.siapa, line.versi) == ("demo", " ".join(names))


def test_a_real_version_among_the_named_stays_closed_in_demo_mode(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up = build_made_up(workspace)
    write_register(workspace.raw / "a.csv", [{}])
    real = workspace.build().version
    # The decision came just before the real rows did.
    monkeypatch.setattr(restricted, "require", lambda *_: Standing(demo=True))
    assert sizes(NO_SIGN_IN, made_up, made_up) == [1, 1]
    for names in ((made_up, real), (real, made_up)):
        with pytest.raises(AccessDenied, match="Data nyata sudah masuk"):
            sizes(NO_SIGN_IN, *names)


def test_what_is_only_seen_is_on_record_as_seen(place: Workspace) -> None:
    restricted.read_identity(OPERATOR, "putuskan", lambda store: None)
    read_gudang(OPERATOR, "tindakan", "terbitkan", lambda store: None, only_seen=True)
    read_gudang(OPERATOR, "tindakan", "terbitkan", lambda store: None)
    assert restricted.read_beside(OPERATOR, "unduhan", "perujuk", lambda: [1, 2]) == [1, 2]
    restricted.read_beside(OPERATOR, "unduhan", "perujuk", dict, only_seen=True)
    told = [(line.tindakan, line.objek, line.baris) for line in lines(place)]
    assert told == [
        ("lihat", "putuskan: identitas", 0),
        ("lihat", "terbitkan", 0),
        ("ubah", "terbitkan", 0),
        ("unduh", "perujuk", 2),
        ("lihat", "perujuk", 0),
    ]


def test_what_lies_beside_the_stores_is_not_read_without_the_role_nor_given_without_a_line(
    place: Workspace,
) -> None:
    done: list[object] = []
    with pytest.raises(AccessDenied):
        restricted.read_beside(PUBLIC, "unduhan", "perujuk", lambda: done.append(1))
    assert not done
    place.settings.audit.mkdir(mode=0o755, exist_ok=True)
    place.settings.audit.chmod(0o755)
    with pytest.raises(AuditError):
        restricted.read_beside(OPERATOR, "unduhan", "perujuk", dict)
    with pytest.raises(AuditError):
        open_page(OPERATOR, "data")
    open_page(PUBLIC, "metode")
