"""A sign-in: what names it, and how it ends everywhere at once.

Signing out in one tab clears the cookies of the browser. The other tabs keep the identity that
their websocket was opened with, and a copied cookie keeps working for weeks. So the end of a
sign-in is told to the app, which remembers it, and the tabs that still use it are closed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from server.negotiation import is_read
from server.refusal import Refusal

IDENTITY = "_streamlit_user"
LOGOUT = "/auth/logout"
CROSS_SITE = "Keluar hanya dapat diminta dari halaman dasbor ini sendiri."


def fingerprint(cookies: Mapping[str, str]) -> str:
    """Return what names one sign-in and does not reveal it, or "" where nobody is signed in.

    It is made of the identity that Streamlit believes, once its signature is verified: that holds
    the provider's number of this one sign-in. So a copy keeps the name however its cookies are
    cut, mixed or joined by others, and made-up cookies have none.
    """
    if IDENTITY not in cookies:
        return ""
    identity = _read_identity(cookies)
    return hashlib.sha256(identity).hexdigest()[:32] if identity else ""


def _read_identity(cookies: Mapping[str, str]) -> bytes | None:
    # Imported late: the rest of this package does without Streamlit.
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    def verify(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    try:
        return get_cookie_with_chunks(verify, IDENTITY)
    except UnicodeEncodeError:
        return None


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
            await Refusal(403, CROSS_SITE).send(scope, receive, send)
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
