"""The middleware in its order. The app is served at the root of its host.

``server.baseUrlPath`` is not supported: a proxy that serves the app below a path takes the path
off before it hands a request on, and every address here is relative to the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware

from server import shell
from server.closed import ClosedEndpoints
from server.compressed import CompressedStatic
from server.headers import SecurityHeaders, content_security_policy
from server.origin import SameOriginSockets
from server.robots import Robots


def middleware(
    title: str = shell.TITLE,
    description: str = shell.DESCRIPTION,
    *,
    preload_font: bool = True,
    frame_ancestors: Sequence[str] = ("'self'",),
) -> list[Middleware]:
    """Return what ``st.App(..., middleware=middleware())`` needs, outermost first.

    ``frame_ancestors`` says who may show the app itself in a frame. Routes that may be framed by
    others send a Content-Security-Policy of their own.
    """
    page = shell.prepare(title, description, preload_font=preload_font)
    policy = content_security_policy(page.script_hashes, frame_ancestors)
    return [
        Middleware(SecurityHeaders, policy=policy),  # outermost: also on what the others refuse
        Middleware(SameOriginSockets),
        Middleware(ClosedEndpoints),
        Middleware(Robots),
        Middleware(CompressedStatic),
        Middleware(shell.IndonesianShell, shell=page),
    ]
