"""A sign-in has a name that tells nothing, and ends in every tab at once."""

from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest
from playwright.sync_api import Browser
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from server.gate import Sessions
from server.logins import SignOut, fingerprint
from tests.server.conftest import SECRET, Server
from tests.server.visitors import (
    IDENTITY,
    sign_out,
    signed_in,
    visitor,
)

come = partial(visitor, page="akun")


def ended(server: Server) -> list[str]:
    """Return the sign-ins of which the app was told that they ended."""
    file = server.folder / "keluar.txt"
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def cookie(claims: str, name: str = IDENTITY) -> str:
    return create_signed_value(SECRET, name, claims).decode()


def split(count: int, parts: list[str]) -> dict[str, str]:
    """Return the cookies of an identity that was too large for one."""
    names = [f"{IDENTITY}_{number}" for number in range(1, len(parts) + 1)]
    cookies = {name: cookie(part, name) for name, part in zip(names, parts, strict=True)}
    return {IDENTITY: cookie(f"chunks-{count}"), **cookies}


def test_nobody_has_no_name() -> None:
    assert fingerprint({}) == ""
    assert fingerprint({"_streamlit_xsrf": "2|a|b", f"{IDENTITY}_tokens": "x"}) == ""


def test_a_name_tells_nothing_and_differs_between_sign_ins() -> None:
    petugas, atasan = cookie('{"name": "Petugas"}'), cookie('{"name": "Atasan"}')
    names = {fingerprint({IDENTITY: value}) for value in (petugas, atasan, petugas)}
    assert len(names) == 2
    assert all(len(name) == 32 and name not in petugas + atasan for name in names)


def test_who_holds_a_copied_cookie_cannot_change_its_name() -> None:
    whole = {IDENTITY: cookie('{"name": "Petugas"}')}
    name = fingerprint(whole)
    assert fingerprint({**whole, f"{IDENTITY}_tokens": "x"}) == name
    assert fingerprint({**whole, f"{IDENTITY}_1": "x", f"{IDENTITY}_lain": "x"}) == name
    assert fingerprint({IDENTITY: whole[IDENTITY][:-1] + "_"}) in {name, ""}  # verified, or nobody


def test_an_identity_in_parts_is_named_by_all_of_them() -> None:
    parts = split(2, ['{"name": ', '"Petugas"}'])
    name = fingerprint(parts)
    assert fingerprint({**parts, f"{IDENTITY}_2": cookie('"Atasan"}', f"{IDENTITY}_2")}) != name
    assert fingerprint({**parts, f"{IDENTITY}_3": "x"}) == name
    assert fingerprint({**parts, f"{IDENTITY}_tokens": "x"}) == name


@pytest.mark.parametrize(
    "value", ["", "x", ".", "a.b.c", "é.b.c", "数.b", "=.b", json.dumps("chunks-2")]
)
def test_a_cookie_that_streamlit_did_not_sign_names_nobody(value: str) -> None:
    assert fingerprint({IDENTITY: value}) == ""


def test_a_part_that_is_missing_or_not_signed_makes_nobody_of_the_whole() -> None:
    parts = split(2, ['{"name": ', '"Petugas"}'])
    assert fingerprint({**parts, f"{IDENTITY}_2": "x"}) == ""
    del parts[f"{IDENTITY}_2"]
    assert fingerprint(parts) == ""


def test_the_count_of_another_sign_in_does_not_change_the_name() -> None:
    parts = split(2, ['{"name": ', '"Petugas"}'])
    name = fingerprint(parts)
    later = create_signed_value(SECRET, IDENTITY, "chunks-2").decode()
    assert fingerprint({**parts, IDENTITY: later}) == name


def test_a_sign_in_ends_in_all_its_tabs_and_in_no_other(server: Server) -> None:
    petugas, atasan = signed_in(server, "Petugas"), signed_in(server, "Atasan")
    with (
        come(server, petugas) as one,
        come(server, petugas) as two,
        come(server, atasan) as other,
        come(server) as guest,
    ):
        name = fingerprint(petugas)
        # The websocket and the request give the same name.
        assert [one.look(), two.look()] == [["Petugas", name]] * 2
        answer = sign_out(server, petugas, sec_fetch_site="same-origin")
        assert answer.status_code == 302
        assert f'{IDENTITY}=""' in answer.headers["set-cookie"]
        assert [one.end(), two.end()] == [1000, 1000]
        assert ended(server)[-1] == name
        assert other.look()[0] == "Atasan"
        assert guest.look() == ["tamu", ""]
        with come(server, resuming=one.session) as again:
            assert again.look() == ["tamu", ""]
            assert again.session != one.session


@pytest.mark.parametrize("site", ["cross-site", "same-site", "apa-saja"])
def test_another_site_cannot_sign_a_reader_out(server: Server, site: str) -> None:
    petugas = signed_in(server, f"Petugas {site}")
    with come(server, petugas) as tab:
        tab.look()
        answer = sign_out(server, petugas, sec_fetch_site=site)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        assert tab.look()[0] == f"Petugas {site}"
    assert fingerprint(petugas) not in ended(server)


def test_who_is_not_signed_in_ends_nothing(server: Server) -> None:
    before = ended(server)
    with come(server) as guest:
        assert sign_out(server, {}).status_code == 302
        assert guest.look() == ["tamu", ""]
    assert ended(server) == before


def test_an_end_that_cannot_be_recorded_is_not_made_believe() -> None:
    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("not asked")

    async def nothing(*_: object) -> Message:
        raise AssertionError("not asked")

    def full_disk(_: str) -> None:
        raise OSError("penuh")

    gate = SignOut(streamlit, ended=full_disk, sockets=Sessions(1))
    headers = [(b"cookie", f"{IDENTITY}={cookie('Petugas')}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/auth/logout", "headers": headers}
    with pytest.raises(OSError, match="penuh"):
        asyncio.run(gate(scope, nothing, nothing))


def test_a_second_tab_shows_the_end_by_itself_and_stays_on_its_page(
    server: Server, browser: Browser
) -> None:
    petugas = signed_in(server, "Petugas di peramban")
    with browser.new_context() as context:
        for name, value in petugas.items():
            context.add_cookies([{"name": name, "value": value, "url": server.url}])
        second, first = context.new_page(), context.new_page()
        second.goto(f"{server.url}/akun")
        second.get_by_text("Petugas di peramban").wait_for(timeout=60_000)
        first.goto(f"{server.url}/akun")
        first.get_by_text("Petugas di peramban").wait_for(timeout=60_000)
        first.evaluate("location.href = '/auth/logout'")
        second.get_by_text("tamu", exact=True).wait_for(timeout=60_000)
        assert second.get_by_text("Petugas di peramban").count() == 0
        assert second.url == f"{server.url}/akun"
        first.get_by_text("Halo").wait_for(timeout=60_000)
    assert fingerprint(petugas) in ended(server)
