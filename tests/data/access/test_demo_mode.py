"""Demo mode: open to everybody while all data are made up and no sign-in is set up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from data.access.viewer import PUBLIC, Standing, Viewer, is_only_made_up, look_up_standing, require
from data.errors import AccessDenied
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

    shutil.rmtree(workspace.settings.gudang / real)
    assert look_up_standing(NO_SIGN_IN).demo


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
