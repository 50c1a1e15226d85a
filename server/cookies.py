"""Cookies that travel over HTTPS only."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def secure(cookie: bytes) -> bytes:
    """Return a Set-Cookie value that carries ``Secure``."""
    attributes = {part.strip().lower() for part in cookie.split(b";")[1:]}
    return cookie if b"secure" in attributes else cookie + b"; Secure"


class SecureCookies:
    """Middleware that marks every cookie ``Secure``.

    Streamlit does so only where it holds the certificate itself, not behind a proxy that does.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, secure(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", [])
                ]
            await send(message)

        await self.app(scope, receive, send_secured)
