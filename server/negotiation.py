"""What a request accepts and what it already has, for the modules that answer by themselves."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope


def is_read(scope: Scope) -> bool:
    """Return whether this is an HTTP request that only reads."""
    return scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}


def accepts(headers: Headers, coding: str) -> bool:
    """Return whether the client names this content coding and does not weigh it 0.

    ``*`` does not count: a client that wants brotli says so, and plain text is never wrong.
    """
    for offer in ",".join(headers.getlist("accept-encoding")).split(","):
        name, *parameters = (part.strip().lower() for part in offer.split(";"))
        if name == coding:
            return not any(_is_zero_weight(parameter) for parameter in parameters)
    return False


def _is_zero_weight(parameter: str) -> bool:
    """Return whether ``q=0``, ``q=0.0`` and the like; a weight that is no number counts as 0."""
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return False
    try:
        return float(value) == 0
    except ValueError:
        return True


def has_current_copy(headers: Headers, etag: str) -> bool:
    """Return whether If-None-Match names this entity tag (weak comparison, as the RFC asks)."""
    known = ",".join(headers.getlist("if-none-match")).split(",")
    return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in known)
