"""What the server lets through when its guards are left out: so each of them is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.logins import fingerprint
from tests.server.conftest import EVERYTHING, Server, running
from tests.server.test_origin import handshake
from tests.server.visitors import (
    inside,
    sign_out,
    signed_in,
    upload,
    visitor,
)

GUARDS = (
    "KnownHosts", "SecureCookies", "ClosedEndpoints", "UploadGate", "SignOut", "SessionGate",
    "RequestLog", "SameOriginSockets",
)  # fmt: skip
LEFT_OUT = f"""[
    one for one in list_middleware(hosts=["localhost"], sessions=1, secure_cookies=True)
    if one.cls.__name__ not in {GUARDS}
]"""
# Streamlit's way to learn its own address, made to leave a trace in place of going outside.
TRACED = """
from pathlib import Path
from streamlit import net_util

def get_external_ip():
    Path("bertanya").touch()

net_util.get_external_ip = get_external_ip
net_util.get_internal_ip = lambda: "127.0.0.1"  # it opens a socket towards another machine
"""
LARGE = b"x" * 5_000_000
PAGE = "import streamlit as st\nst.write(st.user.to_dict().get('name', 'tamu'))\n"


@pytest.fixture(scope="module")
def unguarded(copies: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with everything of Streamlit switched on and the guards left out."""
    folder = tmp_path_factory.mktemp("unguarded")
    with running(folder, page=PAGE, middleware=LEFT_OUT, before=EVERYTHING + TRACED) as started:
        yield started


def test_a_foreign_handshake_makes_streamlit_ask_the_internet(unguarded: Server) -> None:
    assert handshake(unguarded, "https://jahat.example") == 403
    assert (unguarded.folder / "bertanya").exists()


def test_a_rebound_name_reads_everything(unguarded: Server) -> None:
    assert "<html" in unguarded.get("/", host="jahat.example").text


def test_any_number_of_sessions_is_let_in(unguarded: Server) -> None:
    with inside(unguarded, 10) as readers:
        for reader in readers:
            reader.run()


def test_a_session_whose_page_takes_no_file_is_sent_some(unguarded: Server) -> None:
    with visitor(unguarded) as guest:
        guest.look()
        assert upload(unguarded, guest.session, {}, content=LARGE).status_code == 204


def test_another_site_signs_a_reader_out(unguarded: Server) -> None:
    petugas = signed_in(unguarded, "Petugas")
    answer = sign_out(unguarded, petugas, sec_fetch_site="cross-site")
    assert answer.status_code == 302
    assert '_streamlit_user=""' in answer.headers["set-cookie"]


def test_another_tab_stays_signed_in(unguarded: Server) -> None:
    petugas = signed_in(unguarded, "Petugas")
    assert fingerprint(petugas)
    with visitor(unguarded, petugas) as tab:
        assert tab.look() == ["Petugas"]
        assert sign_out(unguarded, petugas).status_code == 302
        assert tab.look() == ["Petugas"]


def test_cookies_travel_in_the_open(unguarded: Server) -> None:
    assert "secure" not in unguarded.get("/_stcore/health").headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/script-health-check", "/app/static/berkas.txt"]
)
def test_counters_and_files_are_served(unguarded: Server, path: str) -> None:
    assert unguarded.get(path).status_code == 200


def test_programs_run_the_page(unguarded: Server) -> None:
    assert "interact" in unguarded.get("/_stcore/agent/openapi.json").text
    assert unguarded.client.post("/_stcore/agent/interact", json={}).status_code == 200


def test_a_crash_has_no_number(unguarded: Server) -> None:
    answer = unguarded.get("/gagal")
    assert answer.text == "Terjadi kesalahan di server. Silakan coba lagi."
    assert "x-request-id" not in answer.headers
