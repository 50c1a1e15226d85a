"""Who reads and changes which entry, and what the record of access says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from data.access import access_log
from data.access.access_log import AuditError
from data.access.viewer import OPERATOR, PUBLIC, Viewer
from data.errors import AccessDenied
from data.followups import desk, ledger
from data.followups.entries import ChangedMeanwhile, Commitment, FormError
from tests.data.access.test_viewer import give, signed_in
from tests.data.followups.test_ledger import GOOD, NOTE
from tests.data.rows import Workspace

CITY_WIDE = replace(GOOD, kode_wilayah="36.73", office="Dinas Koperasi")
ELSEWHERE = replace(GOOD, kode_wilayah="36.73.04", office="Kecamatan Curug")


@pytest.fixture
def official(workspace: Workspace) -> Viewer:
    give(workspace, "pejabat")
    return signed_in()


@pytest.fixture
def camat(workspace: Workspace) -> Viewer:
    """An official of Kasemen."""
    give(workspace, "pejabat", "Kasemen", email="camat@example.go.id")
    return signed_in("camat@example.go.id", "masuk-2")


def said(place: Workspace) -> list[tuple[str, str]]:
    """Return (action, subject) of the record, oldest first."""
    return [
        (line.tindakan, line.objek) for line in access_log.read_lines(place.settings.audit)[::-1]
    ]


def texts(entries: list[ledger.Entry]) -> list[object]:
    return [entry.content for entry in entries]


def test_a_change_is_on_record_without_a_word_of_it(workspace: Workspace, official: Viewer) -> None:
    entry = desk.add_commitment(official, GOOD)
    desk.save(official, entry.key, 1, replace(GOOD, state="selesai"))
    desk.undo(official, entry.key, 2)
    desk.save_note(official, 0, NOTE)
    assert desk.read_followups(official)
    assert said(workspace) == [
        ("tindak_lanjut", "komitmen-1 versi 1"),
        ("tindak_lanjut", "komitmen-1 versi 2"),
        ("tindak_lanjut", "komitmen-1 versi 3"),
        ("tindak_lanjut", "catatan-proporsi_nib-2025-06 versi 1"),
        ("lihat", "kinerja: tindak lanjut"),
    ]


def test_the_file_names_the_role_and_no_account(workspace: Workspace, official: Viewer) -> None:
    assert desk.add_commitment(official, GOOD).role == "pejabat"
    assert b"example.go.id" not in workspace.settings.tindak_lanjut.read_bytes()


CHANGES: dict[str, Callable[[Viewer], object]] = {
    "add": lambda who: desk.add_commitment(who, GOOD),
    "save": lambda who: desk.save(who, "komitmen-1", 1, GOOD),
    "note": lambda who: desk.save_note(who, 0, NOTE),
    "undo": lambda who: desk.undo(who, "komitmen-1", 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("who", ["public", "demo", "academic"])
def test_who_may_not_change_anything_changes_nothing(
    workspace: Workspace, who: str, change: Callable[[Viewer], object]
) -> None:
    desk.add_commitment(OPERATOR, GOOD)
    before = workspace.settings.tindak_lanjut.read_bytes()
    if who == "academic":
        give(workspace, "akademisi")
    viewer = {"public": PUBLIC, "demo": Viewer(sign_in=False), "academic": signed_in()}[who]
    with pytest.raises(AccessDenied):
        change(viewer)
    assert workspace.settings.tindak_lanjut.read_bytes() == before


@pytest.mark.parametrize("who", ["public", "academic"])
def test_who_may_not_see_the_page_reads_nothing_below_it(workspace: Workspace, who: str) -> None:
    desk.add_commitment(OPERATOR, GOOD)
    if who == "academic":
        give(workspace, "akademisi")
    viewer = PUBLIC if who == "public" else signed_in()
    with pytest.raises(AccessDenied):
        desk.read_followups(viewer)
    with pytest.raises(AccessDenied):
        desk.read_history(viewer, "komitmen-1")


def test_an_official_of_a_kecamatan_reads_it_and_the_whole_city(
    workspace: Workspace, camat: Viewer
) -> None:
    for content in (GOOD, CITY_WIDE, ELSEWHERE):
        desk.add_commitment(OPERATOR, content)
    assert texts(desk.read_followups(camat)) == [GOOD, CITY_WIDE]
    assert desk.read_history(camat, "komitmen-3") == []
    assert texts(desk.read_followups(OPERATOR)) == [GOOD, CITY_WIDE, ELSEWHERE]


def test_a_withdrawn_entry_tells_an_official_of_a_kecamatan_nothing(
    workspace: Workspace, camat: Viewer
) -> None:
    for number, content in enumerate((GOOD, ELSEWHERE), start=1):
        desk.add_commitment(OPERATOR, content)
        desk.undo(OPERATOR, f"komitmen-{number}", 1)
    assert desk.read_followups(camat) == []
    assert texts(desk.read_history(camat, "komitmen-1")) == [GOOD, None]
    assert desk.read_history(camat, "komitmen-2") == []
    assert len(desk.read_followups(OPERATOR)) == 2


@pytest.mark.parametrize("content", [CITY_WIDE, ELSEWHERE])
def test_an_official_of_a_kecamatan_changes_nothing_elsewhere(
    workspace: Workspace, camat: Viewer, content: Commitment
) -> None:
    desk.add_commitment(OPERATOR, content)
    before = workspace.settings.tindak_lanjut.read_bytes()
    for change in (
        lambda: desk.add_commitment(camat, content),
        lambda: desk.save(camat, "komitmen-1", 1, content),
        lambda: desk.save(camat, "komitmen-1", 1, GOOD),
        lambda: desk.undo(camat, "komitmen-1", 1),
        lambda: desk.save_note(camat, 0, NOTE),
    ):
        with pytest.raises(AccessDenied):
            change()
    assert workspace.settings.tindak_lanjut.read_bytes() == before
    assert desk.add_commitment(camat, GOOD).key == "komitmen-2"


def test_an_entry_cannot_be_brought_back_to_where_its_changer_may_not(
    workspace: Workspace, camat: Viewer
) -> None:
    desk.add_commitment(OPERATOR, ELSEWHERE)
    desk.save(OPERATOR, "komitmen-1", 1, GOOD)
    with pytest.raises(AccessDenied):
        desk.undo(camat, "komitmen-1", 2)


def test_nothing_is_kept_while_no_line_can_be_written(
    workspace: Workspace, official: Viewer
) -> None:
    desk.add_commitment(official, GOOD)
    workspace.settings.audit.chmod(0o755)
    try:
        with pytest.raises(AuditError):
            desk.add_commitment(official, CITY_WIDE)
        with pytest.raises(AuditError):
            desk.read_followups(official)
    finally:
        workspace.settings.audit.chmod(0o700)
    assert texts(desk.read_followups(official)) == [GOOD]


def test_what_is_wrongly_filled_in_leaves_no_file_and_no_line(
    workspace: Workspace, official: Viewer
) -> None:
    with pytest.raises(FormError):
        desk.add_commitment(official, replace(GOOD, office="Budi"))
    assert not workspace.settings.tindak_lanjut.exists()
    assert said(workspace) == []


def test_the_later_one_is_told_and_no_line_says_that_he_saved(
    workspace: Workspace, official: Viewer
) -> None:
    desk.add_commitment(official, GOOD)
    desk.save(OPERATOR, "komitmen-1", 1, replace(GOOD, state="selesai"))
    lines = len(said(workspace))
    with pytest.raises(ChangedMeanwhile):
        desk.save(official, "komitmen-1", 1, GOOD)
    assert len(said(workspace)) == lines


def test_it_lies_outside_what_is_built_and_published(workspace: Workspace) -> None:
    place = workspace.settings
    made = (place.gudang, place.publik, place.terbitan, place.raw)
    assert not any(Path(place.tindak_lanjut).is_relative_to(folder) for folder in made)
