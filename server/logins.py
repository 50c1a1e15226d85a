"""A sign-in: what names it, and how it ends everywhere at once.

Signing out in one tab clears the cookies of the browser. The other tabs keep the identity that
their websocket was opened with, and a copied cookie keeps working for weeks. So the end of a
sign-in is told to the app, which remembers it, and the tabs that still use it are closed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from server.negotiation import is_read
from server.refusal import refuse

IDENTITY = "_streamlit_user"
LOGOUT = "/auth/logout"
CROSS_SITE = "Keluar hanya dapat diminta dari halaman dasbor ini sendiri."

_SPLIT = re.compile(rb'"chunks-(\d{1,4})"')


def fingerprint(cookies: Mapping[str, str]) -> str:
    """Return what names one sign-in and does not reveal it, or "" where nobody is signed in.

    It is made of what Streamlit reads and verifies: the identity cookie, or the numbered parts
    that it was split into. Whoever holds a copied cookie could otherwise change the name at will:
    by a cookie that nothing reads, by leaving the tokens out, or by the last letter of a
    signature, some of whose bits mean nothing.
    """
    whole = cookies.get(IDENTITY)
    if not whole:
        return ""
    names = [IDENTITY, *_parts(whole, cookies)]
    signed = "\n".join(f"{name}={cookies[name].rpartition('.')[0]}" for name in sorted(names))
    return hashlib.sha256(signed.encode()).hexdigest()[:32]


def _parts(whole: str, cookies: Mapping[str, str]) -> list[str]:
    """Return the names of the cookies that hold the identity when it is split."""
    payload = whole.partition(".")[0]
    try:
        split = _SPLIT.fullmatch(base64.urlsafe_b64decode(f"{payload}==="))
    except ValueError:
        split = None
    if split is None:
        return []
    numbers = range(1, int(split[1]) + 1)
    return [name for name in (f"{IDENTITY}_{number}" for number in numbers) if name in cookies]


def is_cross_site(headers: Headers) -> bool:
    """Return whether a browser says that another site has sent it here.

    Older browsers, and all of them on plain HTTP, say nothing.
    """
    return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}


class Sockets(Protocol):
    """Where open websockets can be closed (see ``server.gate``)."""

    def close_login(self, login: str) -> int:
        """Close the websockets of a sign-in and return how many."""


class SignOut:
    """Middleware that makes ``/auth/logout`` the end of the sign-in, in every tab.

    ``ended`` is told the fingerprint first, in a thread, so it may write to a disk. When it
    fails, so does signing out: the reader must not believe in an end that was not recorded.
    The tabs are closed last, when the browser has been told to forget its cookies.
    """

    def __init__(self, app: ASGIApp, *, ended: Callable[[str], None], sockets: Sockets) -> None:
        self.app = app
        self.ended = ended
        self.sockets = sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_read(scope) or scope["path"] != LOGOUT:
            await self.app(scope, receive, send)
        elif is_cross_site(Headers(scope=scope)):
            await refuse(scope, receive, send, 403, CROSS_SITE)
        else:
            await self._sign_out(scope, receive, send)

    async def _sign_out(self, scope: Scope, receive: Receive, send: Send) -> None:
        login = fingerprint(HTTPConnection(scope).cookies)
        if login:
            await run_in_threadpool(self.ended, login)
        try:
            await self.app(scope, receive, send)
        finally:
            if login:
                self.sockets.close_login(login)
