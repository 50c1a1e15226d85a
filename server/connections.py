"""Bounds on what only holds a connection: how long it may be half said, and how many there are.

Uvicorn waits for the rest of a request for ever, and takes connections until the process has no
file handle left; then it can open neither a store nor a socket. Neither bound is among its options,
so they are laid around the class that it has chosen for connections, before the first one.

The bounds keep the program alive. They do not make it a public front door: for that a web server
stands before it (``docs/nginx.conf``), whose address is trusted and has no bound of its own here.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from server.peer import read_trust, write_plainly

HEADER_SECONDS = 10.0
"""From a connection, or the first byte of a further request, to the end of its headers."""
BODY_SECONDS = 30.0
"""Between two pieces of a body."""
UNREAD_SECONDS = 60.0
"""In which something of an answer is read, if only a little."""
PER_ADDRESS = 512
"""An office of fifty behind one address, with all that a browser opens at once."""
MOST = 4096
RESERVED = 256
"""Handles for stores, published files and helper processes."""
TOLD_EVERY_SECONDS = 60.0

Protocol = Any
"""Uvicorn's two classes for a connection have no type in common."""


class Bounds:
    """How many connections there may be, in all and of one address."""

    def __init__(
        self, most: int, per_address: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self.per_address = per_address
        self._clock = clock
        self._is_trusted = read_trust()
        self._refused = 0
        self._told = -TOLD_EVERY_SECONDS

    def has_place(self, address: str, connections: Collection[Protocol]) -> bool:
        """Return whether a connection may stay that is already among the connections."""
        if len(connections) > self.most:
            return False
        if self._is_trusted(address):
            return True
        own = sum(_read_address(connection) == address for connection in connections)
        return own <= self.per_address

    def tell(self) -> None:
        """Log how many were refused, at most once a minute: a flood must not fill the disk."""
        self._refused += 1
        now = self._clock()
        if now - self._told >= TOLD_EVERY_SECONDS:
            logging.getLogger("dasbor").warning(
                "%d sambungan ditolak: lebih dari %d sekaligus, atau lebih dari %d dari satu "
                "alamat. Untuk umum, taruh server web di depan (docs/nginx.conf).",
                self._refused,
                self.most,
                self.per_address,
            )
            self._refused, self._told = 0, now


class Deadline:
    """Closes a connection on which the rest of a request does not come."""

    def __init__(self, connection: Protocol) -> None:
        self.connection = connection
        self._timer: asyncio.TimerHandle | None = None
        self._waits_for_headers = False

    def renew(self) -> None:
        """Look where the connection stands, after bytes have come or at its start."""
        if _waits_for_headers(self.connection):
            if not self._waits_for_headers:  # more bytes of the same headers win no time
                self._set(HEADER_SECONDS)
            self._waits_for_headers = True
            return
        self._waits_for_headers = False
        self.cancel()
        if _waits_for_body(self.connection):
            self._set(BODY_SECONDS)

    def cancel(self) -> None:
        """Stop waiting."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set(self, seconds: float) -> None:
        self.cancel()
        self._timer = self.connection.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        if _waits_for_headers(self.connection):
            self.connection.transport.abort()
        elif _waits_for_body(self.connection):
            if self.connection.flow.read_paused:  # it is the program that does not take more
                self._set(BODY_SECONDS)
            else:
                self.connection.transport.abort()


class Unread:
    """Closes a connection whose answer lies here and is not read.

    Uvicorn waits for its reader for ever, also after it has closed a connection that was idle, and
    what is not read is kept in memory.
    """

    def __init__(self, connection: Protocol) -> None:
        self.connection = connection
        self._size = 0
        self._timer = self._look_again()

    def note_reading(self) -> None:
        """Take note that so much was read that more can be written."""
        self._size = 0

    def cancel(self) -> None:
        """Look no more."""
        self._timer.cancel()

    def _look_again(self) -> asyncio.TimerHandle:
        loop: asyncio.AbstractEventLoop = self.connection.loop
        return loop.call_later(UNREAD_SECONDS, self._look)

    def _look(self) -> None:
        """Close the connection if as much waits as at the last look; a websocket that is open has
        an end of its own (see ``server.gate``)."""
        transport = self.connection.transport
        before, self._size = self._size, transport.get_write_buffer_size()
        if transport.is_closing() and not self._size:
            return
        is_open_socket = _is_upgraded(self.connection) and not transport.is_closing()
        if before and before == self._size and not is_open_socket:
            transport.abort()
        else:
            self._timer = self._look_again()


def _is_upgraded(connection: Protocol) -> bool:
    """Return whether it is no plain connection any more: a websocket has taken it over."""
    return connection not in connection.connections


def _waits_for_headers(connection: Protocol) -> bool:
    cycle = connection.cycle
    return not _is_upgraded(connection) and (cycle is None or cycle.response_complete)


def _waits_for_body(connection: Protocol) -> bool:
    cycle = connection.cycle
    return not _is_upgraded(connection) and cycle is not None and cycle.more_body


def _read_address(connection: Protocol) -> str:
    return write_plainly(connection.client[0]) if connection.client else ""


def bound_connections(bounds: Bounds | None = None) -> None:
    """Lay the bounds around every connection that this process takes from now on."""
    bound_class(AutoHTTPProtocol, bounds or Bounds(count_places(raise_handle_limit()), PER_ADDRESS))


def bound_class(protocol: Protocol, bounds: Bounds) -> None:
    """Give a class of connections the bounds."""
    made, received, resumed, lost = (
        protocol.connection_made,
        protocol.data_received,
        protocol.resume_writing,
        protocol.connection_lost,
    )

    @wraps(made)
    def handle_made(self: Protocol, transport: asyncio.Transport) -> None:
        made(self, transport)
        self.deadline = Deadline(self)
        self.deadline.renew()
        self.unread = Unread(self)
        if not bounds.has_place(_read_address(self), self.connections):
            bounds.tell()
            transport.abort()

    @wraps(received)
    def handle_received(self: Protocol, data: bytes) -> None:
        received(self, data)
        self.deadline.renew()

    @wraps(resumed)
    def handle_resumed(self: Protocol) -> None:
        self.unread.note_reading()
        resumed(self)

    @wraps(lost)
    def handle_lost(self: Protocol, error: Exception | None) -> None:
        self.deadline.cancel()
        self.unread.cancel()
        lost(self, error)

    protocol.connection_made = handle_made
    protocol.data_received = handle_received
    protocol.resume_writing = handle_resumed
    protocol.connection_lost = handle_lost


def raise_handle_limit() -> int:
    """Let the process have as many file handles as it may, up to twice what is needed; return how
    many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = 2 * (MOST + RESERVED)
    wanted = enough if hard == resource.RLIM_INFINITY else min(hard, enough)
    if wanted > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


def count_places(handles: int) -> int:
    """Return how many connections so many handles can bear: some are kept back for other needs,
    and a published file that is being sent needs one beside its connection."""
    return max(1, min(MOST, (handles - RESERVED) // 2))
