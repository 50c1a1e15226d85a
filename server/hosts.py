"""The names under which the server may be asked.

A page of another website can let its own name point here (DNS rebinding) and then reads
everything as if it were ours. Its name in ``Host`` gives it away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.refusal import Refusal

UNKNOWN = (
    "Nama situs ini tidak dikenal oleh server. Pengelola dapat menambahkannya pada pengaturan "
    '"host" di dasbor.toml.'
)
LOCAL = ("localhost", "*.localhost")

_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?", re.ASCII)


def read_host(headers: Headers) -> str:
    """Return the host that is asked, in lower case and without its port; "" if malformed."""
    hosts = headers.getlist("host")
    found = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
    return found["host"].removesuffix(".") if found else ""


def is_address(host: str) -> bool:
    """Return whether this is an IP address, to which no name had to be resolved."""
    try:
        if host.startswith("["):
            IPv6Address(host[1:-1])
        else:
            IPv4Address(host)
    except ValueError:
        return False
    return True


def matches(host: str, name: str) -> bool:
    """Return whether a host has a name; ``*.contoh.go.id`` names what is below, ``*`` all."""
    if name.startswith("*."):
        return host.endswith(name[1:]) and host != name[1:]
    return name in {"*", host}


def is_known(headers: Headers, names: Sequence[str]) -> bool:
    """Return whether the host is an IP address or has one of the names."""
    host = read_host(headers)
    return host != "" and (is_address(host) or any(matches(host, name) for name in names))


class KnownHosts:
    """Middleware that answers 400 unless the host is an IP address, localhost or a known name.

    Load balancers and health checks ask by address, so they need no name.
    """

    def __init__(self, app: ASGIApp, *, names: Sequence[str]) -> None:
        self.app = app
        self.names = tuple(name.strip().lower().removesuffix(".") for name in (*LOCAL, *names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_known(Headers(scope=scope), self.names):
            await self.app(scope, receive, send)
        else:
            await Refusal(400, UNKNOWN).send(scope, receive, send)
