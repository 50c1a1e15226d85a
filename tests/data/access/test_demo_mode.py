"""Demo mode: open to everybody while all data are made up and no sign-in is set up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from data.access import access_log
from data.access.demo_mode import ACCOUNTS, CLOSED, MARKER, REAL, find_end, is_only_made_up
from data.access.viewer import PUBLIC, Standing, Viewer, look_up_standing, require
from data.errors import AccessDenied
from data.settings import settings
from data.store.versions import RECORD, Versions
from tests.data.access.test_viewer import (
    MADE_UP,
    NO_SIGN_IN,
    build_made_up,
    build_real,
    give,
    signed_in,
)
from tests.data.rows import Workspace, write_register

pytestmark = pytest.mark.lambat


def test_demo_mode_is_open_while_all_data_are_made_up_and_no_sign_in_is_set_up(
    workspace: Workspace,
) -> None:
    build_made_up(workspace)
    assert look_up_standing(NO_SIGN_IN) == Standing(demo=True)
    assert look_up_standing(NO_SIGN_IN).may("halaman", "data")
    assert not look_up_standing(NO_SIGN_IN).may("tindakan", "unggah")


def test_demo_mode_is_closed_where_a_sign_in_is_set_up(workspace: Workspace) -> None:
    build_made_up(workspace)
    assert look_up_standing(PUBLIC) == Standing()
    assert not look_up_standing(signed_in()).demo


def test_claims_are_worth_nothing_where_no_sign_in_is_set_up(workspace: Workspace) -> None:
    give(workspace, "pengelola")
    build_real(workspace)
    claims = dict(signed_in().claims)
    assert look_up_standing(Viewer(claims, "masuk-1", sign_in=False)) == Standing()


def test_an_empty_store_is_no_demo(workspace: Workspace) -> None:
    assert not is_only_made_up()
    assert look_up_standing(NO_SIGN_IN) == Standing()
    with pytest.raises(AccessDenied):
        require(NO_SIGN_IN, "halaman", "rincian")


def test_the_first_real_file_closes_demo_mode_for_good(workspace: Workspace) -> None:
    made_up = build_made_up(workspace)
    assert look_up_standing(NO_SIGN_IN).demo
    real = build_real(workspace)
    assert not look_up_standing(NO_SIGN_IN).demo

    versions = Versions(workspace.settings.gudang)
    versions.serve(made_up)
    assert versions.find_current() == made_up
    assert not look_up_standing(NO_SIGN_IN).demo

    # That the real version is taken away again does not open what was kept while it was there.
    shutil.rmtree(workspace.settings.gudang / real)
    assert is_only_made_up()
    assert not look_up_standing(NO_SIGN_IN).demo


def leave_by_sign_in(place: Workspace) -> None:
    look_up_standing(signed_in())


def leave_by_list(place: Workspace) -> None:
    give(place, "pengelola")
    assert not look_up_standing(NO_SIGN_IN).demo
    place.settings.akses.unlink()


def leave_by_record(place: Workspace) -> None:
    access_log.record(
        place.settings.audit, who="camat@example.go.id", role="pejabat", action="lihat", subject="x"
    )


def leave_by_sign_out(place: Workspace) -> None:
    access_log.record(
        place.settings.audit, who="publik", role="publik", action="keluar", subject="m", login="m-1"
    )


@pytest.mark.parametrize(
    "leave", [leave_by_sign_in, leave_by_list, leave_by_record, leave_by_sign_out]
)
def test_demo_mode_ends_for_good_once_there_were_accounts(
    workspace: Workspace, leave: Callable[[Workspace], None]
) -> None:
    build_made_up(workspace)
    assert look_up_standing(NO_SIGN_IN).demo
    leave(workspace)
    assert not look_up_standing(NO_SIGN_IN).demo
    assert find_end() == ACCOUNTS
    assert (workspace.settings.keadaan / MARKER).stat().st_mode & 0o777 == 0o600
    # Neither a list nor a record that is lost opens the pages again.
    shutil.rmtree(workspace.settings.audit, ignore_errors=True)
    assert not look_up_standing(NO_SIGN_IN).demo
    assert not look_up_standing(NO_SIGN_IN).may("halaman", "catatan")


def test_what_a_demo_notes_itself_does_not_end_it(workspace: Workspace) -> None:
    build_made_up(workspace)
    require(NO_SIGN_IN, "halaman", "data")
    for who in ("demo", "publik", "operator", "sistem"):
        access_log.record(
            workspace.settings.audit, who=who, role="publik", action="lihat", subject="x"
        )
        assert look_up_standing(NO_SIGN_IN).demo
    assert not (workspace.settings.keadaan / MARKER).exists()


def test_a_setting_keeps_it_closed_and_leaves_no_mark(workspace: Workspace) -> None:
    build_made_up(workspace)
    with workspace.toml.open("a", encoding="utf-8") as out:
        out.write("mode_demo = false\n")
    settings.cache_clear()
    assert look_up_standing(NO_SIGN_IN) == Standing()
    assert find_end() == CLOSED
    assert not (workspace.settings.keadaan / MARKER).exists()


def test_the_command_opens_it_again_only_when_nothing_is_left_to_be_seen(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    build_made_up(workspace)
    leave_by_record(workspace)
    assert not look_up_standing(NO_SIGN_IN).demo
    assert cli.main(["reset-demo"]) == 1
    assert f"Mode demo tetap berakhir: {ACCOUNTS}" in capsys.readouterr().err
    assert not look_up_standing(NO_SIGN_IN).demo
    workspace.settings.audit.rename(workspace.folder / "audit-lama")
    assert not look_up_standing(NO_SIGN_IN).demo
    assert cli.main(["reset-demo"]) == 0
    assert look_up_standing(NO_SIGN_IN).demo
    (line,) = access_log.read_lines(workspace.settings.audit)
    assert (line.siapa, line.objek) == ("operator", "mode demo dibuka lagi")


def test_a_real_version_that_only_the_command_line_saw_ends_it(workspace: Workspace) -> None:
    build_made_up(workspace)
    write_register(workspace.raw / "register.csv", [{}, {}])
    assert cli.main(["build"]) == 0
    real = Versions(workspace.settings.gudang).find_current()
    assert real
    shutil.rmtree(workspace.settings.gudang / real)
    assert is_only_made_up()
    assert find_end() == REAL


def test_a_real_file_whose_rows_are_all_refused_closes_demo_mode(workspace: Workspace) -> None:
    build_made_up(workspace)
    write_register(workspace.raw / "register.csv", [{"skala": "besar"}])
    workspace.build()
    assert not is_only_made_up()


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("a.csv", [MADE_UP]),
        ("sintetis.csv", [MADE_UP]),
        ("lain/sintetis/a.csv", [MADE_UP]),
        ("Sintetis/a.csv", [MADE_UP]),
        ("sintetis/a.csv", [MADE_UP, {}]),
        ("sintetis/a.csv", [MADE_UP, {"sintetis": "Tidak"}]),
        ("sintetis/a.csv", [{"sintetis": "Tidak tahu"}]),
        ("sintetis/a.csv", [MADE_UP | {"skala": "besar"}]),
    ],
)
def test_a_file_elsewhere_or_a_row_without_the_mark_is_real(
    workspace: Workspace, path: str, rows: list[dict[str, object]]
) -> None:
    write_register(workspace.raw / path, rows)
    workspace.ready()
    assert not is_only_made_up()


@pytest.mark.parametrize("mark", [None, "true", 1, "ya", [True], False])
def test_a_version_whose_record_does_not_say_that_it_is_made_up_is_real(
    workspace: Workspace, mark: object
) -> None:
    name = build_made_up(workspace)
    copy: Path = workspace.settings.gudang / "20200101-lama"
    shutil.copytree(workspace.settings.gudang / name, copy)
    record = json.loads((copy / RECORD).read_text(encoding="utf-8")) | {"sintetis": mark}
    if mark is None:
        del record["sintetis"]
    (copy / RECORD).write_text(json.dumps(record), encoding="utf-8")
    assert Versions(workspace.settings.gudang).find_current() == name
    assert not look_up_standing(NO_SIGN_IN).demo
