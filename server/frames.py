"""Bounds on the frames that a websocket is made of, which may be far more than its messages.

A message may come in any number of pieces, empty ones too, and pings between them. Each takes time
of the event loop when it is read, many of them before anything else has its turn, and a piece takes
memory until its message ends, which may be never. A browser sends a message in one piece, a large
one in pieces of many kilobytes, and no ping at all.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

from server.messages import Pace

PER_SECOND = 100.0
AT_ONCE = 1000.0
PART = 4096
"""Bytes that are read before the frames in them are counted: at most some 700 of the smallest."""

Protocol = Any
"""Uvicorn's classes for a websocket have no type in common."""


def bound_frames(protocol: Protocol = AutoWebSocketsProtocol) -> None:
    """Let every websocket of a class send frames at a browser's pace, and drop one that is faster.

    It is dropped without a word: what it was sent before it may never have read.
    """
    made, received, handle = (
        protocol.connection_made,
        protocol.data_received,
        protocol.handle_events,
    )

    @wraps(made)
    def handle_made(self: Protocol, transport: Any) -> None:
        self.pace = Pace(per_second=PER_SECOND, at_once=AT_ONCE)
        made(self, transport)

    @wraps(received)
    def receive_in_parts(self: Protocol, data: bytes) -> None:
        for start in range(0, len(data), PART):
            if not self.transport.is_closing():
                received(self, data[start : start + PART])
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            _refuse(self)

    @wraps(handle)
    def handle_paced(self: Protocol) -> None:
        if self.pace.allows(len(self.conn.events)):
            handle(self)
        else:
            self.transport.abort()

    protocol.connection_made = handle_made
    protocol.data_received = receive_in_parts
    protocol.handle_events = handle_paced


def _refuse(connection: Protocol) -> None:
    """Send the answer to a handshake that could not be read, such as one with more cookies than a
    line may hold, and close: uvicorn leaves its connection as it is for ever."""
    connection.transport.write(b"".join(connection.conn.data_to_send()))
    connection.transport.close()
