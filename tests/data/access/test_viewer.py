"""Where a viewer stands is decided at each use: by clock, list, ended sign-ins and the data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from data.access import access_log
from data.access import viewer as viewer_module
from data.access.access_log import AuditError
from data.access.policy import Role
from data.access.viewer import (
    CLOCKS_DIFFER,
    OPERATOR,
    PUBLIC,
    Standing,
    Viewer,
    end_login,
    look_up_standing,
    require,
)
from data.errors import AccessDenied
from data.settings import ROOT, settings
from tests.data.rows import Workspace, write_register

WHO = "petugas@example.go.id"
NO_SIGN_IN = Viewer(sign_in=False)
MADE_UP = {"sintetis": "Ya"}
FRESH = """
import sys
from data.access.viewer import end_login, look_up_standing, Viewer
import time
if sys.argv[1] == "akhiri":
    end_login(sys.argv[2])
else:
    viewer = Viewer(
        {"email": "petugas@example.go.id", "email_verified": True, "iat": time.time()}, sys.argv[2]
    )
    now = look_up_standing(viewer)
    print(now.role.value, now.reason)
"""


def signed_in(email: str = WHO, login: str = "masuk-1", age: float = 0, **claims: Any) -> Viewer:
    """Return a viewer whose sign-in is some seconds old."""
    told = {"email": email, "email_verified": True, "iat": time.time() - age}
    return Viewer(told | claims, login)


def give(place: Workspace, role: str, *kecamatan: str, email: str = WHO) -> None:
    """Add somebody to the list of people."""
    areas = f"kecamatan = {json.dumps(kecamatan)}\n" if kecamatan else ""
    with (place.folder / "akses.toml").open("a", encoding="utf-8") as out:
        out.write(f'[[orang]]\nsurel = "{email}"\nperan = "{role}"\n{areas}')


def setting(place: Workspace, **given: int) -> None:
    """Set settings of the workspace."""
    with place.toml.open("a", encoding="utf-8") as out:
        out.writelines(f"{name} = {value}\n" for name, value in given.items())
    settings.cache_clear()


def fresh_process(place: Workspace, *arguments: str) -> str:
    """Return what a process says that knows nothing but the files."""
    environment = os.environ | {"UMKM_PENGATURAN": str(place.toml)}
    done = subprocess.run(
        [sys.executable, "-c", FRESH, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def build_made_up(place: Workspace) -> str:
    """Let a folder without a version have one of made-up data only."""
    write_register(place.raw / "sintetis" / "a.csv", [MADE_UP])
    return place.ready().version


def build_real(place: Workspace, **cells: object) -> str:
    write_register(place.raw / "register.csv", [cells, {}])
    return place.build().version


def test_an_unknown_viewer_has_no_role(workspace: Workspace) -> None:
    assert look_up_standing(PUBLIC) == look_up_standing(Viewer(login="masuk-1")) == Standing()
    assert look_up_standing(PUBLIC).role is Role.PUBLIK


def test_a_listed_viewer_has_the_role_and_kecamatan_of_the_list(workspace: Workspace) -> None:
    give(workspace, "pejabat", "Kasemen")
    give(workspace, "pengelola", email="pengelola@example.go.id")
    assert look_up_standing(signed_in()) == Standing(Role.PEJABAT, ("36.73.02",))
    assert look_up_standing(signed_in("pengelola@example.go.id")) == Standing(Role.PENGELOLA)


def test_an_unlisted_viewer_is_told_who_gives_roles(workspace: Workspace) -> None:
    now = look_up_standing(signed_in())
    assert (now.role, now.scope, now.demo) == (Role.PUBLIK, (), False)
    assert now.reason.endswith("Mintalah kepada pengelola dasbor.")


def test_whoever_has_the_command_line_is_a_data_officer(workspace: Workspace) -> None:
    assert look_up_standing(OPERATOR) == Standing(Role.PENGELOLA)
    assert OPERATOR.who == "operator"


@pytest.mark.parametrize(("age", "role"), [(0, "pejabat"), (50, "pejabat"), (70, "publik")])
def test_a_sign_in_lasts_as_long_as_the_setting_says(
    workspace: Workspace, age: float, role: str
) -> None:
    setting(workspace, masa_masuk_menit=1)
    give(workspace, "pejabat")
    now = look_up_standing(signed_in(age=age))
    assert now.role.value == role
    assert now.reason == (
        "" if role == "pejabat" else "Masa masuk Anda sudah habis. Silakan masuk lagi."
    )


def test_a_sign_in_lasts_a_working_day_where_nothing_is_set(workspace: Workspace) -> None:
    give(workspace, "pejabat")
    assert look_up_standing(signed_in(age=8 * 3600 - 60)).role is Role.PEJABAT
    assert look_up_standing(signed_in(age=8 * 3600 + 60)).role is Role.PUBLIK


def test_the_same_viewer_ends_with_the_clock(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(workspace, "pejabat")
    viewer = signed_in()
    assert look_up_standing(viewer).role is Role.PEJABAT
    later = time.time() + 9 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert look_up_standing(viewer).role is Role.PUBLIK


@pytest.mark.parametrize(
    ("ahead", "role"), [(CLOCKS_DIFFER - 10, "pejabat"), (CLOCKS_DIFFER + 10, "publik")]
)
def test_a_token_from_the_future_counts_only_within_what_clocks_differ(
    workspace: Workspace, ahead: float, role: str
) -> None:
    give(workspace, "pejabat")
    assert look_up_standing(signed_in(age=-ahead)).role.value == role


@pytest.mark.parametrize("iat", [None, "", "now", [], True, float("nan"), float("inf"), 0])
def test_a_token_that_does_not_say_when_it_was_issued_is_not_current(
    workspace: Workspace, iat: object
) -> None:
    give(workspace, "pejabat")
    now = look_up_standing(signed_in(iat=iat))
    assert now.role is Role.PUBLIK
    assert now.reason.endswith("Silakan masuk lagi.")


def test_a_sign_in_without_the_time_of_issue_or_a_name_is_worth_nothing(
    workspace: Workspace,
) -> None:
    give(workspace, "pengelola")
    assert look_up_standing(Viewer({"email": WHO}, "masuk-1")).role is Role.PUBLIK
    assert look_up_standing(signed_in(login="")).role is Role.PUBLIK
    assert "Silakan masuk lagi" in look_up_standing(signed_in(login="")).reason


def test_a_sign_in_that_was_ended_here_is_over_and_another_one_is_not(
    workspace: Workspace,
) -> None:
    give(workspace, "pejabat")
    assert look_up_standing(signed_in()).role is Role.PEJABAT
    end_login("masuk-1")
    assert look_up_standing(signed_in()) == Standing(
        reason="Anda sudah keluar. Silakan masuk lagi."
    )
    assert look_up_standing(signed_in(login="masuk-2")).role is Role.PEJABAT


def test_a_sign_in_that_another_process_ended_is_over_at_the_next_use(
    workspace: Workspace,
) -> None:
    give(workspace, "pejabat")
    assert look_up_standing(signed_in()).role is Role.PEJABAT
    fresh_process(workspace, "akhiri", "masuk-1")
    assert "Anda sudah keluar" in look_up_standing(signed_in()).reason


def test_a_sign_in_that_was_ended_stays_so_in_a_fresh_process(workspace: Workspace) -> None:
    give(workspace, "pejabat")
    assert fresh_process(workspace, "tanya", "masuk-1") == "pejabat"
    end_login("masuk-1")
    assert fresh_process(workspace, "tanya", "masuk-1").startswith("publik Anda sudah keluar")


def test_other_lines_of_the_record_end_no_sign_in(workspace: Workspace) -> None:
    give(workspace, "pejabat")
    require(signed_in(), "halaman", "rincian")
    with pytest.raises(AccessDenied):
        require(signed_in(), "halaman", "data")
    assert [line.tindakan for line in access_log.read_lines(workspace.settings.audit)] == [
        "ditolak"
    ]
    assert look_up_standing(signed_in()).role is Role.PEJABAT


def test_a_sign_in_ended_within_the_same_tick_of_the_clock_is_over(workspace: Workspace) -> None:
    give(workspace, "pejabat")
    end_login("masuk-0")
    (month,) = workspace.settings.audit.glob("*.jsonl")
    before = month.stat()
    assert look_up_standing(signed_in()).role is Role.PEJABAT
    access_log.record(
        workspace.settings.audit,
        who="", role="publik", action="keluar", subject="masuk", login="masuk-1",
    )  # fmt: skip
    os.utime(month, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look_up_standing(signed_in()).role is Role.PUBLIK


def test_a_sign_in_whose_end_cannot_be_recorded_does_not_pretend_to_be_over(
    workspace: Workspace,
) -> None:
    give(workspace, "pejabat")
    workspace.settings.audit.mkdir(mode=0o755)
    workspace.settings.audit.chmod(0o755)
    with pytest.raises(AuditError, match="chmod 700"):
        end_login("masuk-1")


def test_nobody_has_a_role_while_the_record_cannot_be_read(workspace: Workspace) -> None:
    give(workspace, "pengelola")
    end_login("masuk-0")
    (month,) = workspace.settings.audit.glob("*.jsonl")
    month.unlink()
    month.mkdir()
    with pytest.raises(AuditError, match="Periksa hak baca"):
        look_up_standing(signed_in())


def test_a_role_taken_from_the_list_is_gone_at_the_next_use(workspace: Workspace) -> None:
    give(workspace, "pejabat")
    viewer = signed_in()
    require(viewer, "halaman", "rincian")
    (workspace.folder / "akses.toml").write_text("", encoding="utf-8")
    with pytest.raises(AccessDenied, match="belum diberi peran"):
        require(viewer, "halaman", "rincian")


def test_a_refusal_says_for_whom_it_is_and_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(AccessDenied, match=r"pejabat atau pengelola\. Masuk dengan akun"):
        require(PUBLIC, "halaman", "rincian")
    with pytest.raises(AccessDenied, match=r"pengelola\. Akun Anda belum diberi peran\. Minta"):
        require(signed_in(), "halaman", "data")
    with pytest.raises(AccessDenied, match="tidak seorang pun"):
        require(OPERATOR, "halaman", "tidak_ada")


def test_signing_out_again_by_a_copied_cookie_leaves_no_line(workspace: Workspace) -> None:
    folder = workspace.settings.audit
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(end_login, ["masuk-1"] * 30 + ["masuk-2"] * 2))
    ends = [line.masuk for line in access_log.read_lines(folder) if line.tindakan == "keluar"]
    assert sorted(ends) == ["masuk-1", "masuk-2"]
    assert fresh_process(workspace, "akhiri", "masuk-1") == ""
    assert len(access_log.read_lines(folder)) == 2


def test_an_account_that_is_refused_again_and_again_leaves_one_line_a_door(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def knock(viewer: Viewer, page: str) -> None:
        with pytest.raises(AccessDenied):
            require(viewer, "halaman", page)

    def told() -> list[tuple[str, str]]:
        lines = access_log.read_lines(workspace.settings.audit)[::-1]
        return [(line.masuk, line.objek) for line in lines]

    for _ in range(20):
        knock(signed_in(), "data")
        knock(signed_in(), "catatan")
        knock(signed_in(login="masuk-2"), "data")
        knock(PUBLIC, "data")
    each = [
        ("masuk-1", "halaman data"),
        ("masuk-1", "halaman catatan"),
        ("masuk-2", "halaman data"),
    ]
    assert told() == each
    later = time.monotonic() + viewer_module.REFUSED_AGAIN_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    knock(signed_in(), "data")
    assert told() == [*each, ("masuk-1", "halaman data")]


def test_an_account_whose_address_is_not_verified_is_not_named_as_its_owner(
    workspace: Workspace,
) -> None:
    for said in (False, None, "true"):
        assert signed_in(email_verified=said).who == f"{WHO} (belum diverifikasi)"
    assert signed_in().who == WHO
    silent = Viewer({"email": WHO, "iat": time.time()}, "masuk-1")
    assert silent.who == f"{WHO} (belum diverifikasi)"
    give(workspace, "pejabat")
    assert look_up_standing(silent).role is Role.PUBLIK
    with workspace.toml.open("a", encoding="utf-8") as out:
        out.write("percaya_surel = true\n")
    settings.cache_clear()
    assert silent.who == WHO
    assert look_up_standing(silent).role is Role.PEJABAT
    assert look_up_standing(signed_in(email_verified=False)).role is Role.PUBLIK


def test_where_there_are_several_providers_an_entry_without_issuer_gives_nothing(
    workspace: Workspace,
) -> None:
    give(workspace, "pejabat")
    assert look_up_standing(signed_in()).role is Role.PEJABAT
    assert look_up_standing(replace(signed_in(), only_provider=False)).role is Role.PUBLIK
