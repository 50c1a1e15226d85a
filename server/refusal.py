"""A short answer to what is not let in, be it a request or a websocket handshake."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    text: str,
    *,
    headers: Mapping[str, str] | None = None,
    code: int = 1008,
) -> None:
    """Answer with a status and a sentence.

    A handshake gets the same where the server can send it; elsewhere it is closed with ``code``,
    which the server turns into a 403.
    """
    if scope["type"] == "websocket" and not can_answer_handshakes(scope):
        await WebSocketClose(code=code)(scope, receive, send)
        return
    answer = PlainTextResponse(text, status, {"cache-control": "no-store", **(headers or {})})
    await answer(scope, receive, send)


def can_answer_handshakes(scope: Scope) -> bool:
    """Return whether the server lets a websocket handshake be answered as a request."""
    return "websocket.http.response" in (scope.get("extensions") or {})
