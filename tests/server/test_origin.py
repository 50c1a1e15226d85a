"""Websockets: only from pages of this server."""

import socket

import pytest
from starlette.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server.origin import is_same_origin
from tests.server.conftest import Server

STREAM = "/_stcore/stream"

FOREIGN = [
    "https://jahat.example",
    "http://127.0.0.1",  # the same host, another port
    "http://localhost:{port}",  # the same machine by another name
    "http://{host}.jahat.example",
    "http://jahat.example/{host}",
    "http://jahat.example#{host}",
    "http://{host}@jahat.example",
    "http://[",
    "null",
    "file://",
    "",
]


def handshake(server: Server, origin: str | None, path: str = STREAM) -> int:
    """Return the status of a websocket handshake: 101 when it is let in."""
    if origin is not None:
        origin = origin.format(host=server.host, port=server.host.split(":")[1])
    try:
        # The proxy of the environment is not for this machine.
        with connect(
            f"ws://{server.host}{path}",
            origin=origin,
            subprotocols=["streamlit"],
            proxy=None,
            open_timeout=60,
        ):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_a_page_of_the_server_is_let_in(server: Server) -> None:
    assert handshake(server, "http://{host}") == 101


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_is_refused(server: Server, origin: str) -> None:
    assert handshake(server, origin) == 403


def test_a_program_has_to_name_an_origin(server: Server) -> None:
    assert handshake(server, None) == 403


def test_two_origins_or_hosts_are_refused() -> None:
    def headers(*pairs: tuple[bytes, bytes]) -> Headers:
        return Headers(raw=list(pairs))

    origin, host = (b"origin", b"http://sini:1"), (b"host", b"sini:1")
    assert is_same_origin(headers(origin, host))
    assert not is_same_origin(headers(origin, host, (b"origin", b"http://jahat.example")))
    assert not is_same_origin(headers(origin, host, (b"host", b"jahat.example")))
    assert not is_same_origin(headers(origin))


def test_the_host_is_not_taken_from_a_forwarding_header(server: Server) -> None:
    headers = "Origin: http://jahat.example\r\nX-Forwarded-Host: jahat.example\r\n"
    with opened(server, headers) as client:
        assert client.recv(4096).startswith(b"HTTP/1.1 403 ")


def test_foreign_handshakes_ask_nobody_and_hold_up_nobody(server: Server) -> None:
    # A question would hold the only loop for ever (TRAP), and everything below would fail with it.
    clients = [opened(server, "Origin: https://jahat.example\r\n") for _ in range(5)]
    try:
        assert server.get("/_stcore/health").text == "ok"
        assert handshake(server, "http://{host}") == 101
        for client in clients:
            assert client.recv(4096).startswith(b"HTTP/1.1 403 ")
    finally:
        for client in clients:
            client.close()


def opened(server: Server, headers: str) -> socket.socket:
    """Return a connection on which a handshake with these headers has been sent."""
    host, port = server.host.split(":")
    client = socket.create_connection((host, int(port)), timeout=60)
    client.sendall(
        f"GET {STREAM} HTTP/1.1\r\nHost: {server.host}\r\n{headers}"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    return client
