"""Security headers on every response."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import request_id

FAILED = "Terjadi kesalahan di server. Silakan coba lagi."

PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


def build_program_policy(script_hashes: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """Return the policy that Streamlit's front end can live with.

    Nothing is loaded from, or sent to, another host. Styles have to be inline, because the
    front end writes them while it runs. Scripts are ours and the named inline ones.
    ``wasm-unsafe-eval`` lets the decoder of messages compile its bit of WebAssembly; without it
    every page logs an error. It does not let text be run as script.
    """
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *script_hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def describe_failure() -> str:
    """Return what a reader is told of a crash: nothing but a number to quote."""
    number = request_id.get()
    return f"{FAILED} Nomor laporan: {number}" if number else FAILED


class SecurityHeaders:
    """Middleware that adds the headers which a response does not carry already.

    A route that must be shown in other websites' frames, or can be stricter, sends its own
    Content-Security-Policy and keeps it. Also a crash is answered here: the answer of the
    framework around this middleware would carry no header at all. It says under which number the
    log has it.
    """

    def __init__(self, app: ASGIApp, *, policy: str) -> None:
        self.app = app
        # For browsers that know no frame-ancestors. It can only say "none" and "same origin".
        self.is_never_framed = "frame-ancestors 'none'" in policy
        self.headers = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            # Addresses of pages carry the reader's filters; other sites need not know them.
            "referrer-policy": "same-origin",
            "permissions-policy": PERMISSIONS,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._complete(MutableHeaders(scope=message), scope["scheme"])
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if not started:
                failed = PlainTextResponse(describe_failure(), status_code=500)
                await failed(scope, receive, send_with_headers)
            raise  # the log is further outside

    def _complete(self, headers: MutableHeaders, scheme: str) -> None:
        if self.is_never_framed and "content-security-policy" not in headers:
            headers.setdefault("x-frame-options", "DENY")
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        if scheme == "https":
            # Browsers ignore it over plain HTTP, with an error in the console.
            headers.setdefault("cross-origin-opener-policy", "same-origin")
