"""Websockets are for pages of this very server."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose


def is_same_origin(headers: Headers) -> bool:
    """Return whether the handshake comes from a page of the host that it is sent to.

    The comparison is the one Streamlit makes first, letter for letter. Anything that fails it
    makes Streamlit ask a server on the internet for its own address, twice, while every other
    reader waits: where outgoing packets are dropped, one stranger stops the service for 2 s.

    A browser always sends an Origin, so a handshake without one is a program, which can send
    one as easily; several are nobody's. ``X-Forwarded-Host`` is not read: Streamlit does not
    read it either, so a proxy has to hand on the Host that the browser sent
    (nginx: ``proxy_set_header Host $http_host``).
    """
    origins, hosts = headers.getlist("origin"), headers.getlist("host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    try:
        host = urlsplit(origins[0]).netloc
    except ValueError:  # an unclosed bracket
        return False
    return bool(host) and host == hosts[0]


class SameOriginSockets:
    """Middleware that refuses foreign websocket handshakes with 403, before Streamlit looks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_same_origin(Headers(scope=scope)):
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
