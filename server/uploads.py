"""Uploads: only from sessions that a page has opened, and few at once.

Streamlit takes files for any session, also where no page shows an uploader, and keeps them in
memory. A page that has an uploader opens it for its session, and for the sign-in that it is of:

    from server.uploads import open_sessions
    open_sessions.allow(session_id, login)

The number of a session is no secret: it stands in addresses and in logs of proxies.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logins import fingerprint
from server.refusal import Refusal

PREFIX = "/_stcore/upload_file/"
AT_ONCE = 4
SILENCE_SECONDS = 60.0
REMEMBERED = 1000

NOT_OPEN = "Halaman ini tidak menerima unggahan."
BUSY = "Server sedang menerima unggahan lain. Silakan coba lagi sebentar lagi."
TOO_SLOW = "Unggahan terputus. Silakan coba lagi."


class OpenSessions:
    """The sessions that may upload, each by one sign-in and for a while. Pages call it from their
    threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._logins: dict[str, str] = {}
        self._lock = threading.Lock()

    def allow(self, session_id: str, login: str, seconds: float = 3600) -> None:
        """Open uploads for a session to who has this sign-in. Beyond the bound, whoever ends first
        gives way."""
        now = self._clock()
        with self._lock:
            self._until = {name: end for name, end in self._until.items() if end > now}
            self._until[session_id] = now + seconds
            if len(self._until) > REMEMBERED:
                others = (name for name in self._until if name != session_id)
                del self._until[min(others, key=self._until.__getitem__)]
            logins = self._logins | {session_id: login}
            self._logins = {name: logins[name] for name in self._until}

    def withdraw(self, session_id: str) -> None:
        """Close uploads for a session."""
        with self._lock:
            self._until.pop(session_id, None)

    def is_open(self, session_id: str, login: str) -> bool:
        """Return whether a sign-in may upload into a session now; who has none may not."""
        with self._lock:
            is_alive = self._until.get(session_id, 0.0) > self._clock()
            return is_alive and bool(login) and self._logins[session_id] == login


open_sessions = OpenSessions()


class UploadGate:
    """Middleware in front of Streamlit's uploads."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        sessions: OpenSessions = open_sessions,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self.app = app
        self.sessions = sessions
        self.silence_seconds = silence_seconds
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_upload(scope):
            await self.app(scope, receive, send)
        elif not self._is_open(scope):
            await Refusal(403, NOT_OPEN).send(scope, receive, send)
        elif scope["method"] == "DELETE":
            await self.app(scope, receive, send)
        elif self.running >= AT_ONCE:
            await Refusal(503, BUSY, {"retry-after": "10"}).send(scope, receive, send)
        else:
            await self._take(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        """Return whether the session in the address is open to who asks."""
        session = scope["path"].removeprefix(PREFIX).partition("/")[0]
        return self.sessions.is_open(session, fingerprint(HTTPConnection(scope).cookies))

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand an upload on, and give it up when its sender falls silent.

        A connection that broke off without a word would keep one of the few places for ever.
        """
        started = False
        loop = asyncio.get_running_loop()
        self.running += 1
        try:
            async with asyncio.timeout(self.silence_seconds) as patience:

                async def receive_in_time() -> Message:
                    message = await receive()
                    patience.reschedule(loop.time() + self.silence_seconds)
                    return message

                async def send_noted(message: Message) -> None:
                    nonlocal started
                    started = True
                    await send(message)

                await self.app(scope, receive_in_time, send_noted)
        except TimeoutError:
            if not patience.expired() or started:
                raise
            await Refusal(408, TOO_SLOW, {"connection": "close"}).send(scope, receive, send)
        finally:
            self.running -= 1


def _is_upload(scope: Scope) -> bool:
    """Return whether this asks for more than what methods there are."""
    return (
        scope["type"] == "http"
        and scope["method"] != "OPTIONS"
        and scope["path"].startswith(PREFIX)
    )
