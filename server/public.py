"""What wraps routes that need no script, no session and no Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware

from server.headers import SecurityHeaders
from server.hosts import KnownHosts
from server.logs import RequestLog
from server.peer import Peer
from server.robots import Robots

NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def list_middleware(hosts: Sequence[str] = ("localhost",)) -> list[Middleware]:
    """Return the middleware in its order, outermost first; ``hosts`` as in ``server.stack``."""
    return [
        Middleware(Peer),
        Middleware(RequestLog),
        Middleware(SecurityHeaders, policy=NOTHING_ALLOWED),
        Middleware(KnownHosts, names=hosts),
        Middleware(Robots),
    ]
