"""A bound on the sessions that are open at once.

Without it nobody is refused: every visitor gets a thread at once, and all of them crawl. Past the
limit a newcomer is told so at once, and the readers inside go on.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from functools import cache

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logins import fingerprint
from server.refusal import Refusal

RETRY_SECONDS = 30
STALLED_SECONDS = 60.0
GOODBYE_SECONDS = 5.0
FULL = "Server sedang penuh. Silakan coba lagi sebentar lagi."


class Seat:
    """One open websocket: whose sign-in it uses, and whether the gate has ended it."""

    def __init__(self, login: str) -> None:
        self.login = login
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def end(self) -> None:
        """Tell the session that its reader is gone."""
        if not self.ended.done():
            self.ended.set_result(None)


class Sessions:
    """The open websockets, and the pages sent out whose websocket is still to come.

    A page takes a few seconds to load before it connects. So each page that is sent holds a
    place for a while; the next websocket, whosesoever, takes the oldest of these. Everything
    happens on the event loop.
    """

    def __init__(
        self, limit: int, hold_seconds: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limit = limit
        self._hold_seconds = hold_seconds
        self._clock = clock
        self._open: set[Seat] = set()
        self._held: deque[float] = deque()

    @property
    def count(self) -> int:
        """How many websockets are open."""
        return len(self._open)

    def has_place(self) -> bool:
        """Return whether a page can be sent that will find a place."""
        while self._held and self._held[0] <= self._clock():
            self._held.popleft()
        return len(self._open) + len(self._held) < self.limit

    def hold(self) -> None:
        """Keep a place for the websocket of a page that is sent."""
        self._held.append(self._clock() + self._hold_seconds)

    def enter(self, login: str) -> Seat | None:
        """Return a seat, or None when all are taken.

        Held places are not kept from a websocket that comes without a page: it is a reader who
        was inside and lost the connection.
        """
        if len(self._open) >= self.limit:
            return None
        if self._held:
            self._held.popleft()
        seat = Seat(login)
        self._open.add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """Give a seat back."""
        self._open.discard(seat)

    def close_login(self, login: str) -> int:
        """Close the websockets of a sign-in and return how many; their pages connect anew."""
        ending = [seat for seat in self._open if login and seat.login == login]
        for seat in ending:
            seat.end()
        return len(ending)


class SessionGate:
    """Middleware that lets as many websockets in as there are seats, and can end them.

    Everything that is refused for another reason has to be refused outside of it.
    """

    def __init__(
        self, app: ASGIApp, *, sessions: Sessions, stalled_seconds: float = STALLED_SECONDS
    ) -> None:
        self.app = app
        self.sessions = sessions
        self.stalled_seconds = stalled_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        seat = self.sessions.enter(fingerprint(HTTPConnection(scope).cookies))
        if seat is None:
            headers = {"retry-after": str(RETRY_SECONDS)}
            await Refusal(503, FULL, headers).send(scope, receive, send, code=1013)
            return
        try:
            await self.app(
                scope, _receive_until_ended(receive, seat), self._send_while_open(send, seat)
            )
        finally:
            self.sessions.leave(seat)
        if seat.ended.done():
            await _say_goodbye(send)

    def _send_while_open(self, send: Send, seat: Seat) -> Send:
        """Return a send that drops what comes after the end.

        It also is the end when nobody reads for long. A server that waits for a buffer to drain
        does not notice a reader who has vanished, and the seat would be taken for ever.
        """

        async def send_while_open(message: Message) -> None:
            if seat.ended.done():
                return
            try:
                async with asyncio.timeout(self.stalled_seconds):
                    await send(message)
            except TimeoutError:
                seat.end()

        return send_while_open


def _receive_until_ended(receive: Receive, seat: Seat) -> Receive:
    """Return a receive that reports the end of a seat as the end of the connection."""

    async def receive_until_ended() -> Message:
        coming = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((coming, seat.ended), return_when=asyncio.FIRST_COMPLETED)
            if seat.ended.done():
                return {"type": "websocket.disconnect", "code": 1000, "reason": ""}
            return coming.result()
        finally:
            coming.cancel()

    return receive_until_ended


async def _say_goodbye(send: Send) -> None:
    """Close a connection whose session has ended, so that the page connects anew."""
    try:
        async with asyncio.timeout(GOODBYE_SECONDS):
            await send({"type": "websocket.send", "bytes": encode_run_again()})
            # The front end reconnects after any code; 1000 leaves no warning in its console.
            await send({"type": "websocket.close", "code": 1000})
    except (OSError, RuntimeError):  # gone already, or closed by the session itself
        return


@cache
def encode_run_again() -> bytes:
    """Return the message that makes the front end run the page when it has reconnected.

    It does so only if it believes that a run was cut short. Otherwise it would leave on the
    screen what the old session drew, until the reader touches something.
    """
    # Imported late: the rest of this package does without Streamlit.
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = ForwardMsg()
    message.session_status_changed.script_is_running = True
    return message.SerializeToString()
