"""Half-sent requests and too many connections, against a real server with small bounds."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from server import connections
from server.connections import MOST, RESERVED, Bounds, bound_class, count_places
from tests.process import HOST, in_thread

pytestmark = pytest.mark.lambat

OTHER = "127.0.0.2"
"""An address of this machine that no proxy has."""
SOON = 0.2
MUCH_LATER = 30.0
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Say how much was sent, once all of it is there."""
    if scope["type"] == "http":
        body = await Request(scope, receive).body()
        await PlainTextResponse(str(len(body)))(scope, receive, send)


LARGE = 32_000_000
"""Bytes of an answer, more than the system keeps for a reader who does not read."""


async def answer_at_length(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer more than fits anywhere between the two ends."""
    await Response(bytes(LARGE))(scope, receive, send)


@contextmanager
def serving(bounds: Bounds, program: ASGIApp = answer, **more: object) -> Iterator[int]:
    """Serve with these bounds until the block ends; give the port."""

    class Bounded(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        pass

    bound_class(Bounded, bounds)
    with in_thread(program, http=Bounded, lifespan="off", **more) as port:
        yield port


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", SOON)
    monkeypatch.setattr(connections, "BODY_SECONDS", SOON)
    monkeypatch.setattr(connections, "UNREAD_SECONDS", SOON)


def call(port: int, source: str = HOST) -> socket.socket:
    """Connect from an address of this machine."""
    return socket.create_connection((HOST, port), MUCH_LATER, source_address=(source, 0))


def read_status(one: socket.socket) -> int:
    """Read one whole answer; return its status."""
    answer = HTTPResponse(one)
    answer.begin()
    answer.read()
    return answer.status


def is_closed(one: socket.socket) -> bool:
    """Wait for the server's word; return whether it was the end of the connection."""
    try:
        return one.recv(1000) == b""
    except ConnectionResetError:
        return True


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("half", [b"", b"G", HEAD, HEAD + b"X-Long: ", POST, POST + b"12345"])
def test_what_is_half_said_is_not_waited_for(half: bytes) -> None:
    with serving(Bounds(100, 100)) as port, call(port) as one:
        one.sendall(half)
        assert is_closed(one)


@pytest.mark.usefixtures("quick")
def test_bytes_that_trickle_win_no_time_for_headers() -> None:
    with serving(Bounds(100, 100)) as port, call(port) as one:
        one.sendall(HEAD)
        end = time.monotonic() + MUCH_LATER
        with pytest.raises(OSError, match=r"Broken pipe|reset"):
            while time.monotonic() < end:
                one.sendall(b"X-A: b\r\n")
                time.sleep(SOON / 10)


@pytest.mark.usefixtures("quick")
def test_a_second_request_on_the_same_connection_has_its_own_deadline() -> None:
    with serving(Bounds(100, 100), timeout_keep_alive=1000) as port, call(port) as one:
        for _ in range(3):
            one.sendall(HEAD + b"\r\n")
            assert read_status(one) == 200
            time.sleep(2 * SOON)  # a connection that is kept is not one that is half said
        one.sendall(HEAD)
        assert is_closed(one)


@pytest.mark.usefixtures("quick")
def test_a_slow_body_may_last_as_long_as_it_goes_on() -> None:
    with serving(Bounds(100, 100)) as port, call(port) as one:
        one.sendall(POST)
        for _ in range(10):
            time.sleep(SOON / 3)
            one.sendall(b"1")
        assert read_status(one) == 200


def count_read(one: socket.socket) -> int:
    """Read until the end of the connection; return how many bytes came."""
    read = 0
    try:
        while part := one.recv(1_000_000):
            read += len(part)
    except ConnectionResetError:
        pass
    return read


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
def test_an_answer_that_nobody_reads_is_given_up(more: bytes) -> None:
    bounds = Bounds(100, 100)
    with serving(bounds, answer_at_length, timeout_keep_alive=1) as port, call(port) as one:
        one.sendall(HEAD + more + b"\r\n")
        time.sleep(10 * SOON)
        assert count_read(one) < LARGE


@pytest.mark.usefixtures("quick")
def test_an_answer_that_is_read_slowly_comes_to_its_end() -> None:
    with serving(Bounds(100, 100), answer_at_length) as port, call(port) as one:
        one.sendall(HEAD + b"Connection: close\r\n\r\n")
        read, end = 0, time.monotonic() + 10 * SOON
        while time.monotonic() < end:
            read += len(one.recv(500_000))
            time.sleep(SOON / 4)
        assert read + count_read(one) > LARGE


def test_one_address_holds_so_many_connections_and_others_still_come_in(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(Bounds(100, 5)) as port, ExitStack() as stack:
        held = [stack.enter_context(call(port, OTHER)) for _ in range(8)]
        assert [is_closed(one) for one in held[5:]] == [True] * 3
        own = httpx.HTTPTransport(local_address="127.0.0.3")
        with httpx.Client(transport=own) as client:
            assert client.get(f"http://{HOST}:{port}/").text == "0"
        held[0].sendall(HEAD + b"Connection: close\r\n\r\n")
        assert read_status(held[0]) == 200
        assert is_closed(held[0])
        with call(port, OTHER) as again:
            again.sendall(HEAD + b"\r\n")
            assert read_status(again) == 200
    told = [record for record in caplog.records if "sambungan ditolak" in record.getMessage()]
    assert len(told) == 1, "a flood is told once a minute"


def test_a_proxy_that_is_trusted_speaks_for_many() -> None:
    with serving(Bounds(100, 1)) as port, ExitStack() as stack:
        held = [stack.enter_context(call(port)) for _ in range(10)]
        for one in held:
            one.sendall(HEAD + b"\r\n")
            assert read_status(one) == 200


def test_all_together_hold_no_more_than_there_are_places() -> None:
    with serving(Bounds(3, 100)) as port, ExitStack() as stack:
        held = [stack.enter_context(call(port)) for _ in range(5)]
        assert [is_closed(one) for one in held[3:]] == [True] * 2


def test_places_leave_handles_for_the_rest() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert count_places(soft) < soft
    assert count_places(1024) == (1024 - RESERVED) // 2
    assert count_places(1_000_000) == MOST
    assert count_places(100) == 1
