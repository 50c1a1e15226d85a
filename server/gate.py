"""A bound on the sessions that are open at once, and on those that begin at once.

Without them nobody is refused: every visitor gets a thread at once, and all of them crawl. Past a
bound a newcomer is told at once when to come back, and the readers inside go on.
"""

from __future__ import annotations

import asyncio
from functools import cache
from math import ceil

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logins import fingerprint
from server.peer import read_trust
from server.refusal import Refusal
from server.starts import PATIENCE_SECONDS, Starts

RETRY_SECONDS = 30
STALLED_SECONDS = 60.0
GOODBYE_SECONDS = 5.0
LARGEST_END = 256
REMEMBERED = 1000
"""Sessions that a reader may come back to; Streamlit itself keeps fewer of those who left."""
FULL = "Server sedang penuh. Silakan coba lagi sebentar lagi."


class Seat:
    """One open websocket: whose sign-in it uses, from where, whether its first page has been asked
    for, the number of its session once that was told, and whether the gate has ended it."""

    def __init__(self, login: str, address: str = "") -> None:
        self.login = login
        self.address = address
        self.has_asked = False
        self.session = ""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def end(self) -> None:
        """Tell the session that its reader is gone."""
        if not self.ended.done():
            self.ended.set_result(None)


class Sessions:
    """The open websockets. A place is taken by an open session and by nothing else: a page that is
    asked for takes none. Everything happens on the event loop.

    One address has at most half of the places, unless it is a proxy's that speaks for many.
    """

    def __init__(self, limit: int, starts: Starts | None = None) -> None:
        self.limit = limit
        self.starts = starts or Starts()
        self._open: set[Seat] = set()
        self._given: dict[str, None] = {}
        self._is_proxy = read_trust()

    def give(self, seat: Seat, session: str) -> None:
        """Note that a reader was told the number of the session, and may come back to it."""
        seat.session = session
        self._given[session] = None
        if len(self._given) > REMEMBERED:
            del self._given[next(iter(self._given))]

    def is_given(self, session: str) -> bool:
        """Return whether this is a session that a reader was told and may come back to."""
        return session in self._given

    def take_back(self, session: str) -> None:
        """Note that somebody has come back to a session. Its number is told anew, so it lets one in
        at a time and no crowd."""
        self._given.pop(session, None)

    @property
    def count(self) -> int:
        """How many websockets are open."""
        return len(self._open)

    def count_seconds_until_place(self) -> int:
        """Return in how many seconds a newcomer should come back, 0 where it may come in now."""
        if len(self._open) >= self.limit:
            return RETRY_SECONDS
        wait = self.starts.estimate_wait()
        return min(RETRY_SECONDS, ceil(wait)) if wait >= PATIENCE_SECONDS else 0

    def enter(self, login: str, address: str = "", *, returns: bool = False) -> Seat | None:
        """Return a seat, or None when there is none for this reader.

        Somebody who was inside and lost the connection comes in wherever there is a seat. A
        newcomer has got the page when there was no crowd; if one has come since, twice the usual
        wait is borne.
        """
        if len(self._open) >= self.limit or not self._leaves_others_room(address):
            return None
        if not returns and self.starts.estimate_wait() >= 2 * PATIENCE_SECONDS:
            return None
        seat = Seat(login, address)
        self._open.add(seat)
        return seat

    def _leaves_others_room(self, address: str) -> bool:
        if self._is_proxy(address):
            return True
        own = sum(seat.address == address for seat in self._open)
        return own < max(1, self.limit // 2)

    def leave(self, seat: Seat) -> None:
        """Give a seat back."""
        self._open.discard(seat)
        self.starts.forget(seat)

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
        connection = HTTPConnection(scope)
        session = _read_session(connection)
        seat = self.sessions.enter(
            fingerprint(connection.cookies),
            connection.client.host if connection.client else "",
            returns=self.sessions.is_given(session),
        )
        if seat is None:
            seconds = self.sessions.count_seconds_until_place() or RETRY_SECONDS
            headers = {"retry-after": str(seconds)}
            await Refusal(503, FULL, headers).send(scope, receive, send, code=1013)
            return
        self.sessions.take_back(session)
        try:
            await self.app(
                scope,
                _receive_until_ended(self._note_first_question(receive, seat), seat),
                self._send_while_open(send, seat),
            )
        finally:
            self.sessions.leave(seat)
        if seat.ended.done():
            await _say_goodbye(send)

    def _note_first_question(self, receive: Receive, seat: Seat) -> Receive:
        """Return a receive that notes when a session asks for its first page."""

        async def note_first_question() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not seat.has_asked:
                seat.has_asked = True
                self.sessions.starts.begin(seat)
            return message

        return note_first_question

    def _send_while_open(self, send: Send, seat: Seat) -> Send:
        """Return a send that drops what comes after the end.

        It also is the end when nobody reads for long. A server that waits for a buffer to drain
        does not notice a reader who has vanished, and the seat would be taken for ever.
        """

        async def send_while_open(message: Message) -> None:
            if seat.ended.done():
                return
            if not seat.session and (session := find_new_session(message)):
                self.sessions.give(seat, session)
            if self.sessions.starts.is_running(seat) and ends_a_run(message):
                self.sessions.starts.end(seat)
            try:
                async with asyncio.timeout(self.stalled_seconds):
                    await send(message)
            except TimeoutError:
                seat.end()

        return send_while_open


def _read_session(connection: HTTPConnection) -> str:
    """Return the session that a handshake asks to go on with, "" for none: the front end names it
    behind the protocol and the XSRF token. Anybody can name one that never was."""
    said = connection.headers.get("sec-websocket-protocol", "").split(",")
    return said[2].strip() if len(said) > 2 else ""


def find_new_session(message: Message) -> str:
    """Return the number of the session that a message to the front end tells it, "" for none."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    try:
        told = ForwardMsg.FromString(message.get("bytes") or b"")
    except DecodeError:  # another program's
        return ""
    return told.new_session.initialize.session_id


def ends_a_run(message: Message) -> bool:
    """Return whether a message to the front end says that a page is there."""
    content = message.get("bytes") or b""
    if len(content) > LARGEST_END:  # it is told in a few bytes, and a drawing is not worth reading
        return False
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    return ForwardMsg.FromString(content).WhichOneof("type") == "script_finished"


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
