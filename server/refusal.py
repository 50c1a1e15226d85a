"""What a request gets that is not given what it asks for, be it a websocket handshake."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

PROBLEM = "application/problem+json"
"""The media type of a refusal as RFC 9457 writes it."""


class Refusal(Exception):
    """A request that is refused: a status, a sentence that says why, or what there is instead, and
    further headers. It is raised or handed over alike, and each surface answers it in its own form;
    nobody keeps such an answer."""

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = {"cache-control": "no-store", **(headers or {})}

    def build_answer(self) -> Response:
        """Return the answer that is the sentence alone."""
        return PlainTextResponse(str(self), self.status, self.headers)

    def build_document(self, title: str) -> dict[str, str | int]:
        """Return what RFC 9457 writes of it."""
        return {"title": title, "status": self.status, "detail": str(self)}

    async def send(self, scope: Scope, receive: Receive, send: Send, *, code: int = 1008) -> None:
        """Answer a request with the sentence alone.

        A handshake gets the same where the server can send it; elsewhere it is closed with
        ``code``, which the server turns into a 403.
        """
        if scope["type"] == "websocket" and not can_answer_handshakes(scope):
            await WebSocketClose(code=code)(scope, receive, send)
        else:
            await self.build_answer()(scope, receive, send)


def can_answer_handshakes(scope: Scope) -> bool:
    """Return whether the server lets a websocket handshake be answered as a request."""
    return "websocket.http.response" in (scope.get("extensions") or {})
