"""Uploads: from sessions that a page has opened, and few at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.types import Message, Receive, Scope, Send

from server import uploads
from tests.browser import launch
from tests.server.conftest import Server, running
from tests.server.test_gate import becomes
from tests.server.visitors import XSRF, upload, visitor, xsrf

PAGE = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from server.uploads import open_sessions

session = get_script_run_ctx().session_id
if st.context.cookies.get("petugas") == "tidak":
    open_sessions.withdraw(session)
elif "petugas" in st.context.cookies:
    open_sessions.allow(session)
file = st.file_uploader("Berkas")
st.write(file.name if file else "kosong")
"""

OFFICER = {"petugas": "ya"}


@pytest.fixture(scope="module")
def taking(copies: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a page that takes files from officers."""
    with running(tmp_path_factory.mktemp("taking"), page=PAGE) as started:
        yield started


def test_a_session_that_a_page_has_opened_may_upload(taking: Server) -> None:
    with visitor(taking, OFFICER) as officer:
        officer.look()
        assert upload(taking, officer.session).status_code == 204


def test_any_other_session_may_not(taking: Server) -> None:
    with visitor(taking) as guest, visitor(taking, OFFICER) as officer:
        guest.look()
        officer.look()
        answer = upload(taking, guest.session)
        assert answer.status_code == 403
        assert answer.text == "Halaman ini tidak menerima unggahan."
        path = f"/_stcore/upload_file/{guest.session}/berkas"
        for method in ("PUT", "POST", "DELETE", "PATCH", "GET"):
            assert taking.client.request(method, path).status_code == 403
        for path in ("", "x", f"/{officer.session}/x", f"{guest.session}/{officer.session}"):
            assert taking.client.put(f"/_stcore/upload_file/{path}").status_code == 403


def test_asking_what_is_allowed_is_open(taking: Server) -> None:
    assert taking.client.options("/_stcore/upload_file/sesi/berkas").status_code == 204


def test_at_most_four_are_taken_at_once(taking: Server) -> None:
    host, port = taking.host.split(":")
    token = xsrf(taking)
    with visitor(taking, OFFICER) as officer:
        officer.look()
        head = (
            f"PUT /_stcore/upload_file/{officer.session}/lambat HTTP/1.1\r\n"
            f"Host: {taking.host}\r\nX-Xsrftoken: {token}\r\nCookie: {XSRF}={token}\r\n"
            "Content-Type: multipart/form-data; boundary=batas\r\nContent-Length: 1000\r\n\r\n"
        )
        with ExitStack() as stack:
            for _ in range(uploads.AT_ONCE):
                line = stack.enter_context(socket.create_connection((host, int(port)), 60))
                line.sendall(head.encode())
            assert becomes(503, lambda: upload(taking, officer.session).status_code)
            answer = upload(taking, officer.session)
            assert answer.headers["retry-after"] == "10"
            assert "unggahan lain" in answer.text
        assert becomes(204, lambda: upload(taking, officer.session).status_code)


def test_a_page_can_take_it_back(taking: Server) -> None:
    with visitor(taking, OFFICER) as officer:
        officer.look()
        with visitor(taking, {"petugas": "tidak"}, resuming=officer.session) as again:
            again.look()
            assert again.session == officer.session
            assert upload(taking, officer.session).status_code == 403


def test_the_front_end_uploads_and_takes_away(taking: Server) -> None:
    with launch() as browser:
        context = browser.new_context()
        context.add_cookies([{"name": "petugas", "value": "ya", "url": taking.url}])
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
        page.goto(taking.url)
        file = {"name": "usaha.csv", "mimeType": "text/csv", "buffer": b"a;b"}
        page.set_input_files("input[type=file]", files=[file], timeout=60_000)  # type: ignore[list-item]
        page.get_by_text("usaha.csv", exact=True).nth(1).wait_for(timeout=60_000)
        page.locator("[data-testid=stFileUploader] button[aria-label*=usaha]").click()
        page.get_by_text("kosong").wait_for(timeout=60_000)
    assert sent == [("PUT", 204), ("DELETE", 204)]


def test_a_session_is_open_for_a_while() -> None:
    now = 0.0
    sessions = uploads.OpenSessions(clock=lambda: now)
    sessions.allow("a", seconds=10)
    sessions.allow("b")
    assert sessions.is_open("a")
    assert not sessions.is_open("c")
    now = 10.0
    assert not sessions.is_open("a")
    assert sessions.is_open("b")
    sessions.withdraw("b")
    sessions.withdraw("tidak ada")
    assert not sessions.is_open("b")


def test_the_sessions_are_bounded_and_the_first_to_end_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "REMEMBERED", 2)
    sessions = uploads.OpenSessions(clock=lambda: 0.0)
    sessions.allow("lama", seconds=30)
    sessions.allow("pendek", seconds=10)
    sessions.allow("baru", seconds=5)
    assert [sessions.is_open(name) for name in ("lama", "pendek", "baru")] == [True, False, True]


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
        sessions.allow("sesi")
        gate = uploads.UploadGate(streamlit, sessions=sessions, silence_seconds=0.05)
        path = f"{uploads.PREFIX}sesi/berkas"
        await gate({"type": "http", "method": "PUT", "path": path}, receive, send)
        assert gate.running == 0

    asyncio.run(asyncio.wait_for(app(), 60))
    assert sent[0]["status"] == 408
