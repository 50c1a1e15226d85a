"""A message in very many pieces, and pings: neither holds up the program nor fills its memory."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from server.frames import AT_ONCE, bound_frames
from tests.process import HOST, in_thread

MANY = int(AT_ONCE) + 1000
"""Frames, more than are let through while a test lasts."""
PATIENCE_SECONDS = 30


async def count_bytes(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer each message with its length."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message["bytes"]))})


@contextmanager
def serving() -> Iterator[int]:
    """Serve bounded websockets until the block ends; give the port."""

    class Bounded(AutoWebSocketsProtocol):  # type: ignore[misc, valid-type]
        pass

    bound_frames(Bounded)
    options = {"ws": Bounded, "lifespan": "off", "ws_max_size": 4_000_000}
    with in_thread(count_bytes, **options) as port:
        yield port


@contextmanager
def connected() -> Iterator[ClientConnection]:
    """Give a websocket that is bounded, until the block ends."""
    with (
        serving() as port,
        connect(f"ws://{HOST}:{port}", compression=None, ping_interval=None) as connection,
    ):
        yield connection


def write(opcode: Opcode, content: bytes = b"", *, ends: bool = False) -> bytes:
    """Return a frame as a browser sends it."""
    return Frame(opcode, content, fin=ends).serialize(mask=True)


def send(connection: ClientConnection, content: bytes) -> None:
    """Send bytes as they are; that the other end has closed is no matter here."""
    try:
        connection.socket.sendall(content)
    except (BrokenPipeError, ConnectionResetError):
        connection.socket.shutdown(socket.SHUT_RD)


@pytest.mark.parametrize(
    "flood",
    [
        write(Opcode.BINARY) + write(Opcode.CONT) * MANY,
        write(Opcode.BINARY) + write(Opcode.CONT, b"xy") * MANY,
        write(Opcode.PING, ends=True) * MANY,
        write(Opcode.PONG, ends=True) * MANY,
    ],
    ids=["empty-pieces", "small-pieces", "pings", "pongs"],
)
def test_frames_that_come_faster_than_a_browser_sends_them_end_the_connection(
    flood: bytes,
) -> None:
    with connected() as connection:
        send(connection, flood)
        with pytest.raises((ConnectionClosed, ConnectionError)):
            connection.recv(timeout=PATIENCE_SECONDS)


def test_a_large_message_in_pieces_as_browsers_cut_it_comes_whole() -> None:
    part = bytes(16_384)
    with connected() as connection:
        for _ in range(3):
            send(connection, write(Opcode.BINARY, part))
            send(connection, write(Opcode.CONT, part) * 200)
            send(connection, write(Opcode.CONT, part, ends=True))
            assert connection.recv(timeout=PATIENCE_SECONDS) == str(202 * len(part))


HANDSHAKE = (
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        (f"Cookie: a={'b' * 9000}\r\n", b"HTTP/1.1 431"),
        ("".join(f"X-{number}: a\r\n" for number in range(200)), b"HTTP/1.1 431"),
        ("Content-Length: 5\r\n", b""),
    ],
    ids=["long-line", "many-lines", "body"],
)
def test_a_handshake_that_cannot_be_read_is_answered_and_not_held(more: str, answer: bytes) -> None:
    with serving() as port, socket.create_connection((HOST, port), PATIENCE_SECONDS) as one:
        one.sendall(f"{HANDSHAKE}{more}\r\n".encode())
        said = b""
        while part := one.recv(10_000):
            said += part
        assert said[: len(answer)] == answer
