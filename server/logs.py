"""The log: one line for each request, and a number under which everything about it is found.

No line holds a query string, an address of a reader, or the part of a path that works as a key.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger("dasbor")
STATIC = "/static/"
ID_HEADER = "x-request-id"
LONGEST_PATH = 200

TEXT = "%(waktu)s %(levelname)s %(id)s %(message)s"
FIELDS = ("waktu", "levelname", "id", "message")
NAMES = {"levelname": "tingkat", "message": "pesan", "exc_info": "jejak"}

# Whoever knows what follows here can fetch a file of another reader, or put one there.
_KEYS = re.compile(r"(?i)^(.*?/+(?:unduh|media|_stcore/+upload_file)/+).*$", re.DOTALL)

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request or websocket that is being answered, or ""."""


class Context(logging.Filter):
    """Adds the time in UTC and the request's number to a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete the record; every record passes."""
        record.waktu = datetime.fromtimestamp(record.created, UTC).isoformat(
            timespec="milliseconds"
        )
        record.id = request_id.get() or "-"
        return True


def names_no_reader(record: logging.LogRecord) -> bool:
    """Return whether a line of the web server names no reader.

    Its lines on requests and handshakes hold addresses and query strings. Ours stand for them.
    """
    about_reader = record.name == "uvicorn.access" or '"WebSocket' in str(record.msg)
    return record.levelno >= logging.WARNING or not about_reader


def configure(as_json: bool) -> None:
    """Send the log of the program to stderr, as JSON or as text. A second call replaces it.

    The web server's own lines that name readers are dropped from now on.
    """
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(names_no_reader)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Context())
    handler.setFormatter(
        JsonFormatter(FIELDS, rename_fields=NAMES, json_ensure_ascii=False)
        if as_json
        else logging.Formatter(TEXT)
    )
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)


def make_number() -> str:
    """Return a number that nobody can guess and that can be read out on the telephone."""
    return secrets.token_hex(6)


def log_script_error(error: BaseException) -> str:
    """Log an exception of a page and return the number under which the log has it."""
    number = make_number()
    token = request_id.set(number)
    try:
        LOGGER.error("halaman gagal", exc_info=error)
    finally:
        request_id.reset(token)
    return number


def make_loggable(path: str) -> str:
    """Return a path as it may be logged: no line breaks, no keys, and not too long."""
    found = _KEYS.match(path)
    shown = quote(found[1] if found else path, safe="/:@!$&'()*+,;=~")[:LONGEST_PATH]
    return f"{shown}…" if found or len(path) > LONGEST_PATH else shown


class Entry:
    """What is known of one request or websocket while it is answered."""

    def __init__(self, scope: Scope, number: str) -> None:
        self.is_socket = scope["type"] == "websocket"
        self.method = "WS" if self.is_socket else scope["method"]
        self.path = scope["path"]
        self.number = number
        self.status = 0
        self.bytes = 0
        self.gone = False
        self._begin = time.perf_counter()

    def watch(self, send: Send) -> Send:
        """Return a send that takes notes, and gives the number to the reader."""

        async def send_watched(message: Message) -> None:
            self._note(message)
            try:
                await send(message)
            except OSError:  # how a server says that the reader has gone
                self.gone = True
                raise

        return send_watched

    def _note(self, message: Message) -> None:
        kind = message["type"]
        if kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close" and not self.status:
            self.status = 403
        elif kind.endswith("http.response.start"):
            self.status = message["status"]
        if kind == "websocket.accept" or kind.endswith("http.response.start"):
            message.setdefault("headers", [])
            MutableHeaders(scope=message)[ID_HEADER] = self.number
        self.bytes += len(message.get("body") or message.get("bytes") or b"")

    def list_fields(self) -> dict[str, object]:
        """Return the fields of the log line."""
        return {
            "metode": self.method,
            "jalur": make_loggable(self.path),
            "status": self.status,
            "ms": round(1000 * (time.perf_counter() - self._begin)),
            "bita": self.bytes,
        }


class RequestLog:
    """Outermost middleware: numbers each request, logs its end, and what it failed of.

    An exception ends here, logged once: the reader has been answered further inside, and the
    server outside would only log it again. A number that a client sends is not used, because it
    could be another request's.
    """

    def __init__(self, app: ASGIApp, *, open_sessions: Callable[[], int] = lambda: 0) -> None:
        self.app = app
        self.open_sessions = open_sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        entry = Entry(scope, make_number())
        token = request_id.set(entry.number)
        try:
            await self.app(scope, receive, entry.watch(send))
        except Exception as error:
            self._note_failure(entry, error)
        finally:
            self._log_end(entry)
            request_id.reset(token)

    def _note_failure(self, entry: Entry, error: Exception) -> None:
        if entry.gone or isinstance(error, ClientDisconnect):
            entry.status = entry.status if entry.is_socket else 499  # the usual number for it
        else:
            entry.status = entry.status or 500
            LOGGER.error("permintaan gagal: %s", type(error).__name__, exc_info=error)

    def _log_end(self, entry: Entry) -> None:
        fields = entry.list_fields()
        if entry.is_socket:
            fields["sesi"] = self.open_sessions()
        level = logging.DEBUG if entry.path.startswith(STATIC) else logging.INFO
        text = "%(metode)s %(jalur)s %(status)s %(ms)s ms %(bita)s bita"
        LOGGER.log(level, text, fields, extra=fields)
