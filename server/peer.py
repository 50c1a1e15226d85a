"""Who asks: one way to write an address, settled before it is trusted or counted.

A socket that listens for both versions of IP names an IPv4 reader ``::ffff:192.0.2.7``. Left so,
all of them would be one network to whoever counts by address, and a proxy on this machine would not
be known by the name that the settings give it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

TRUSTED = "FORWARDED_ALLOW_IPS"
"""Uvicorn's name for the proxies whose word about the reader is taken."""


def read_trust() -> Callable[[str], bool]:
    """Return what tells whether an address is a proxy's, as uvicorn understands their list."""
    return _believe_proxies(_answer_nobody).trusted_hosts.__contains__


def _believe_proxies(app: ASGIApp) -> ProxyHeadersMiddleware:
    return ProxyHeadersMiddleware(app, os.environ.get(TRUSTED, "127.0.0.1"))  # type: ignore[arg-type]


async def _answer_nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand for an app where only the list of proxies is wanted."""


@lru_cache(maxsize=10_000)
def write_plainly(address: str) -> str:
    """Return an IPv4 address as such where it is written as an IPv6 address.

    It is asked of every open connection for each new one, so what was written is kept.
    """
    try:
        found = ip_address(address)
    except ValueError:  # a socket of the same machine, or a name in a header
        return address
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped) if mapped else address


class Peer:
    """Middleware that names the reader plainly, also the one whom a trusted proxy speaks for."""

    def __init__(self, app: ASGIApp) -> None:
        async def ask_plainly(scope: Scope, receive: Receive, send: Send) -> None:
            await app(_name_peer(scope), receive, send)

        # The server has asked the same before, but of the address as the socket wrote it.
        self.app = _believe_proxies(ask_plainly)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(_name_peer(scope), receive, send)  # type: ignore[arg-type]


def _name_peer(scope: Scope) -> Scope:
    """Write the address of the reader plainly; return the scope."""
    if scope.get("client"):
        host, port = scope["client"]
        scope["client"] = (write_plainly(host), port)
    return scope
