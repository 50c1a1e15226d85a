"""What an open page may say to the server: the few messages that readers need, at a human pace.

Streamlit's front end also has messages for developers, and its server answers them to anybody: one
runs git, one empties everybody's caches, one installs files. Here a message is named before the
server sees it, and whatever is not listed, or comes faster than a page ever sends it, ends the
connection. A message that a later Streamlit adds is closed until it is listed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",  # where an upload goes; ``server.uploads`` says who may send one
        "backend_operation_request.deferred_file",  # a download that is made when it is asked for
    }
)
UNKNOWN = ""
PER_SECOND = 30.0
"""A slider that is dragged sends about ten a second."""
AT_ONCE = 60.0
BYTES_PER_SECOND = 1_000_000.0
BYTES_AT_ONCE = 8_000_000.0
"""A page's widgets say some kilobytes with each message. Megabytes take the time of the event loop
to be read, as long as they are no uploads, which have another way."""
POLICY_VIOLATION = 1008


class Pace:
    """A bucket of ``at_once`` messages, or of other things, that fills by ``per_second``."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        per_second: float = PER_SECOND,
        at_once: float = AT_ONCE,
    ) -> None:
        self._clock = clock
        self._per_second, self._at_once = per_second, at_once
        self._left = at_once
        self._before = clock()

    def allows(self, count: float = 1) -> bool:
        """Take so many from the bucket; return whether there were as many."""
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._before) * self._per_second)
        self._before = now
        if self._left < count:
            return False
        self._left -= count
        return True


class KnownMessages:
    """Middleware that ends a websocket which sends what no page sends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            size = Pace(per_second=BYTES_PER_SECOND, at_once=BYTES_AT_ONCE)
            receive = _receive_known(receive, send, Pace(), size)
        await self.app(scope, receive, send)


def _receive_known(receive: Receive, send: Send, pace: Pace, size: Pace) -> Receive:
    """Return a receive that reports anything else as the end of the connection."""

    async def receive_known() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        content = message.get("bytes") or b""
        if pace.allows() and size.allows(len(content)) and name_message(content) in OPEN:
            return message
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION, "reason": ""}

    return receive_known


def name_message(content: bytes) -> str:
    """Return what a message of the front end asks for, with the kind of its operation where it has
    one; ``UNKNOWN`` for what is no such message."""
    # Imported late: the rest of this package does without Streamlit.
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return UNKNOWN
    kind = message.WhichOneof("type")
    if kind != "backend_operation_request":
        return kind or UNKNOWN
    return f"{kind}.{message.backend_operation_request.WhichOneof('payload')}"
