"""Streamlit's own endpoints: those its front end uses are open, the rest is closed.

Left alone, anybody may read usage counts at ``/_stcore/metrics`` and run the app by program
under ``/_stcore/agent/``; and any unknown name below ``/_stcore/`` is answered with the page.
Files of custom components and of a ``static`` folder are closed too: no page has any.
"""

from __future__ import annotations

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from server.negotiation import is_read

CORE = "/_stcore/"
STREAM = "/_stcore/stream"
HOST_CONFIG = "/_stcore/host-config"
OPEN = ("/_stcore/health", HOST_CONFIG)
OPEN_BELOW = ("/_stcore/upload_file/",)
CLOSED_BELOW = ("/component/", "/app/static/")

# The front end asks for this together with the health check before it connects, and asks again
# for ever when either is refused. So it is answered, with nothing in it and whatever the
# configuration says: no other origin may send commands to the page, and usage is never counted
# (with "off" the front end does not look for the address of the counter).
EMPTY_HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "off",
    "blockErrorDialogs": False,
    "resourceCrossOriginMode": None,
}

NOT_FOUND = "Tidak ditemukan."


def is_closed(path: str) -> bool:
    """Return whether an HTTP path is one of Streamlit's endpoints that is not needed.

    Endpoints below a page, such as ``/peta/_stcore/health``, are closed too. The front end asks
    them only to find out where the app starts, and the page tells it (see ``server.shell``).
    """
    if path.startswith(CLOSED_BELOW):
        return True
    if CORE not in f"{path}/":
        return False
    return path not in OPEN and not path.startswith(OPEN_BELOW)


class ClosedEndpoints:
    """Middleware that answers for the endpoints which are closed, and for host-config."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] != STREAM:
            # Streamlit's static files would take it for a request and fail.
            await WebSocketClose(code=1008)(scope, receive, send)
        elif scope["type"] == "http" and is_closed(scope["path"]):
            closed = PlainTextResponse(NOT_FOUND, status_code=404)
            await closed(scope, receive, send)
        elif is_read(scope) and scope["path"] == HOST_CONFIG:
            answer = JSONResponse(EMPTY_HOST_CONFIG, headers={"cache-control": "no-cache"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)
