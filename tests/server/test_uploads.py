"""Uploads: from sessions that a page has opened, by the sign-in they are of, and few at once."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from functools import partial

import pytest
from playwright.sync_api import Browser
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from server import uploads
from server.logins import fingerprint
from tests.server.conftest import SECRET, Server, becomes
from tests.server.visitors import IDENTITY, XSRF, signed_in, upload, visitor, xsrf

come = partial(visitor, page="unggah")


@pytest.fixture(scope="module")
def office(server: Server) -> dict[str, str]:
    """The cookies of an officer: the sign-in, and the one by which the page that takes files knows
    them."""
    return signed_in(server, "Petugas yang mengunggah") | {"petugas": "ya"}


def test_a_session_that_a_page_has_opened_may_upload(
    server: Server, office: dict[str, str]
) -> None:
    with come(server, office) as officer:
        officer.look()
        assert upload(server, officer.session, office).status_code == 204


def test_who_knows_the_number_of_an_open_session_may_not_upload_into_it(
    server: Server, office: dict[str, str]
) -> None:
    colleague = signed_in(server, "Rekan")
    cut = office[IDENTITY][:-6]
    strangers = [{}, {"petugas": "ya"}, colleague, colleague | {"petugas": "ya"}, {IDENTITY: cut}]
    with come(server, office) as officer, come(server, colleague | {"petugas": "ya"}) as other:
        officer.look()
        other.look()
        for cookies in strangers:
            for method in ("PUT", "DELETE"):
                answer = upload(server, officer.session, cookies, method)
                assert (answer.status_code, answer.text) == (403, uploads.NOT_OPEN)
        assert upload(server, officer.session, office).status_code == 204
        assert upload(server, other.session, colleague).status_code == 204


def test_a_session_that_nobody_has_signed_in_to_takes_nothing(server: Server) -> None:
    unsigned = {"petugas": "ya"}
    with come(server, unsigned) as one:
        one.look()
        assert upload(server, one.session, unsigned).status_code == 403


def test_any_other_session_may_not(server: Server, office: dict[str, str]) -> None:
    with (
        come(server) as guest,
        come(server, office) as officer,
    ):
        guest.look()
        officer.look()
        answer = upload(server, guest.session, office)
        assert answer.status_code == 403
        assert answer.text == "Halaman ini tidak menerima unggahan."
        path = f"/_stcore/upload_file/{guest.session}/berkas"
        for method in ("PUT", "POST", "DELETE", "PATCH", "GET"):
            assert server.client.request(method, path).status_code == 403
        for path in ("", "x", f"/{officer.session}/x", f"{guest.session}/{officer.session}"):
            assert server.client.put(f"/_stcore/upload_file/{path}").status_code == 403


def test_asking_what_is_allowed_is_open(server: Server) -> None:
    assert server.client.options("/_stcore/upload_file/sesi/berkas").status_code == 204


def test_at_most_four_are_taken_at_once(server: Server, office: dict[str, str]) -> None:
    host, port = server.host.split(":")
    token = xsrf(server)
    send = partial(upload, server, cookies=office)
    with come(server, office) as officer:
        officer.look()
        head = (
            f"PUT /_stcore/upload_file/{officer.session}/lambat HTTP/1.1\r\n"
            f"Host: {server.host}\r\nX-Xsrftoken: {token}\r\n"
            f"Cookie: {XSRF}={token}; {IDENTITY}={office[IDENTITY]}\r\n"
            "Content-Type: multipart/form-data; boundary=batas\r\nContent-Length: 1000\r\n\r\n"
        )
        with ExitStack() as stack:
            for _ in range(uploads.AT_ONCE):
                line = stack.enter_context(socket.create_connection((host, int(port)), 60))
                line.sendall(head.encode())
            assert becomes(503, lambda: send(officer.session).status_code)
            answer = send(officer.session)
            assert answer.headers["retry-after"] == "10"
            assert "unggahan lain" in answer.text
        assert becomes(204, lambda: send(officer.session).status_code)


def test_a_page_can_take_it_back(server: Server, office: dict[str, str]) -> None:
    with come(server, office) as officer:
        officer.look()
        later = office | {"petugas": "tidak"}
        with visitor(server, later, resuming=officer.session, page="unggah") as again:
            again.look()
            assert again.session == officer.session
            assert upload(server, officer.session, office).status_code == 403


def test_the_front_end_uploads_and_takes_away(
    server: Server, office: dict[str, str], browser: Browser
) -> None:
    with browser.new_context() as context:
        for name, value in office.items():
            context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page = context.new_page()
        sent: list[tuple[str, int]] = []
        page.on(
            "response",
            lambda answer: (
                sent.append((answer.request.method, answer.status))
                if uploads.PREFIX in answer.url
                else None
            ),
        )
        page.goto(f"{server.url}/unggah")
        file = {"name": "usaha.csv", "mimeType": "text/csv", "buffer": b"a;b"}
        page.set_input_files("input[type=file]", files=[file], timeout=60_000)  # type: ignore[list-item]
        page.get_by_text("usaha.csv", exact=True).nth(1).wait_for(timeout=60_000)
        page.locator("[data-testid=stFileUploader] button[aria-label*=usaha]").click()
        page.get_by_text("kosong").wait_for(timeout=60_000)
    assert sent == [("PUT", 204), ("DELETE", 204)]


def test_a_session_is_open_for_a_while() -> None:
    now = 0.0
    sessions = uploads.OpenSessions(clock=lambda: now)
    sessions.allow("a", "masuk-1", seconds=10)
    sessions.allow("b", "masuk-2")
    sessions.allow("d", "")
    assert sessions.is_open("a", "masuk-1")
    assert not sessions.is_open("a", "masuk-2")
    assert not sessions.is_open("c", "masuk-1")
    assert not sessions.is_open("d", "")
    now = 10.0
    assert not sessions.is_open("a", "masuk-1")
    assert sessions.is_open("b", "masuk-2")
    sessions.withdraw("b")
    sessions.withdraw("tidak ada")
    assert not sessions.is_open("b", "masuk-2")


def test_the_sessions_are_bounded_and_the_first_to_end_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "REMEMBERED", 2)
    sessions = uploads.OpenSessions(clock=lambda: 0.0)
    sessions.allow("lama", "m", seconds=30)
    sessions.allow("pendek", "m", seconds=10)
    sessions.allow("baru", "m", seconds=5)
    names = ("lama", "pendek", "baru")
    assert [sessions.is_open(name, "m") for name in names] == [True, False, True]


def test_an_upload_that_falls_silent_gives_its_place_back() -> None:
    sent: list[Message] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await receive()
        raise AssertionError("not reached")

    async def app() -> None:
        bodies = iter([{"type": "http.request", "body": b"awal", "more_body": True}])

        async def receive() -> Message:
            for body in bodies:
                return body
            return await asyncio.Event().wait()  # type: ignore[return-value]

        async def send(message: Message) -> None:
            sent.append(message)

        sessions = uploads.OpenSessions()
        cookie = create_signed_value(SECRET, IDENTITY, "{}").decode()
        sessions.allow("sesi", fingerprint({IDENTITY: cookie}))
        gate = uploads.UploadGate(streamlit, sessions=sessions, silence_seconds=0.05)
        path = f"{uploads.PREFIX}sesi/berkas"
        headers = [(b"cookie", f"{IDENTITY}={cookie}".encode())]
        scope = {"type": "http", "method": "PUT", "path": path, "headers": headers}
        await gate(scope, receive, send)
        assert gate.running == 0

    asyncio.run(asyncio.wait_for(app(), 60))
    assert sent[0]["status"] == 408
