"""What one socket or one address may make the programs hold, as they are really started."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from bench.client import PATIENCE_SECONDS, Reader
from server.connections import PER_ADDRESS
from server.frames import AT_ONCE
from tests.pages.conftest import Site
from tests.process import HOST

FRAME = 1_000_000
MOST_UNREAD = 4_000_000
TOO_BIG = 1009
NOBODYS_PROXY = "127.0.0.2"


def test_an_unfinished_compressed_message_is_not_kept_beyond_the_bound(site: Site) -> None:
    """A few kilobytes on the wire are megabytes in memory, and the message never ends."""
    with Reader(site.url) as reader:
        (deflate,) = reader._connection.protocol.extensions
        assert isinstance(deflate, PerMessageDeflate)
        sent = wire = 0
        while sent <= MOST_UNREAD:
            frame = Frame(Opcode.CONT if sent else Opcode.BINARY, bytes(FRAME), fin=False)
            content = frame.serialize(mask=True, extensions=[deflate])
            reader._socket.sendall(content)
            sent, wire = sent + FRAME, wire + len(content)
        with pytest.raises(ConnectionClosed) as closed:
            reader._connection.recv(timeout=PATIENCE_SECONDS)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == TOO_BIG
        assert wire < MOST_UNREAD / 100


def test_a_flood_of_frames_ends_its_socket(site: Site) -> None:
    with Reader(site.url) as reader:
        ping = Frame(Opcode.PING, b"").serialize(mask=True)
        with pytest.raises((ConnectionClosed, ConnectionError)):
            reader._socket.sendall(ping * 2 * int(AT_ONCE))
            while True:
                reader._connection.recv(timeout=PATIENCE_SECONDS)
    assert site.get("/healthz").status_code == 200


def ask(connection: socket.socket) -> bytes:
    """Ask for the state of the program; return the first bytes of its answer, none if closed."""
    try:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection.recv(8)
    except (BrokenPipeError, ConnectionResetError):
        return b""


@pytest.mark.lambat
@pytest.mark.parametrize("program", ["site", "public"])
def test_one_address_cannot_take_all_connections(
    program: str, request: pytest.FixtureRequest
) -> None:
    served: Site = request.getfixturevalue(program)
    where = (HOST, int(served.url.rpartition(":")[2]))
    with ExitStack() as stack:
        held = [
            stack.enter_context(socket.create_connection(where, 60, (NOBODYS_PROXY, 0)))
            for _ in range(PER_ADDRESS + 1)
        ]
        assert ask(held[-2]) == b"HTTP/1.1"
        assert ask(held[-1]) == b""
        assert served.get("/healthz").status_code == 200
