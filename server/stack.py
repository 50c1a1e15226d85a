"""The middleware in its order. The app is served at the root of its host.

``server.baseUrlPath`` is not supported: a proxy that serves the app below a path takes the path
off before it hands a request on, and every address here is relative to the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.middleware import Middleware

from server import shell
from server.closed import ClosedEndpoints
from server.compressed import CompressedStatic
from server.cookies import SecureCookies
from server.full import FullHouse
from server.gate import SessionGate, Sessions
from server.headers import SecurityHeaders, build_program_policy
from server.hosts import KnownHosts
from server.logins import SignOut
from server.logs import RequestLog
from server.messages import KnownMessages
from server.origin import SameOriginSockets
from server.peer import Peer
from server.robots import Robots
from server.turns import OneByOne
from server.uploads import UploadGate


def _tell_nobody(_: str) -> None:
    """Take note of the end of a sign-in, where nothing depends on it."""


def list_middleware(
    title: str = shell.TITLE,
    description: str = shell.DESCRIPTION,
    *,
    preload_font: bool = True,
    style: str = "",
    frame_ancestors: Sequence[str] = ("'none'",),
    hosts: Sequence[str] = ("localhost",),
    sessions: int = 200,
    ended: Callable[[str], None] = _tell_nobody,
    secure_cookies: bool = False,
) -> list[Middleware]:
    """Return what ``st.App(..., middleware=list_middleware())`` needs, outermost first.

    ``style`` is the CSS of the app's own. ``frame_ancestors`` says who may show the app itself in a
    frame; routes that may be framed by others send a Content-Security-Policy of their own.
    ``hosts`` are the names under which it may be asked, ``sessions`` how many may be open at once.
    ``ended`` is told the fingerprint of each sign-in that ends. ``secure_cookies`` is for a server
    that is reached over HTTPS only.
    """
    page = shell.prepare(title, description, preload_font=preload_font, style=style)
    policy = build_program_policy(page.script_hashes, frame_ancestors)
    seats = Sessions(sessions)
    full = FullHouse(seats, frame_ancestors)
    return [
        # Before anything trusts or counts an address.
        Middleware(Peer),
        # Outermost of what answers, so that what the others refuse is numbered and logged as well.
        Middleware(RequestLog, open_sessions=lambda: seats.count),
        # Whatever an answer costs, an open page's messages go between any two of them.
        Middleware(OneByOne),
        # Also on what the others refuse; and a crash is answered inside of the number.
        Middleware(SecurityHeaders, policy=policy),
        # Whom this server does not know by name gets nothing at all from it.
        Middleware(KnownHosts, names=hosts),
        *([Middleware(SecureCookies)] if secure_cookies else []),
        # Both refuse websockets, so they come before a seat is given away.
        Middleware(SameOriginSockets),
        Middleware(ClosedEndpoints),
        Middleware(Robots),
        Middleware(CompressedStatic),
        Middleware(UploadGate),
        Middleware(SignOut, ended=ended, sockets=seats),
        Middleware(SessionGate, sessions=seats),
        # Inside of the gate, which then gives the seat of a closed socket back.
        Middleware(KnownMessages),
        # Innermost: it looks at what Streamlit answers, and asks for a place for its page.
        Middleware(shell.IndonesianShell, shell=page, refusal=full.refuse_page),
    ]
