"""A reader without a browser: speaks to ``/_stcore/stream`` as Streamlit's front end does.

It keeps the filters of the page as a browser would, sends them with each rerun, and says which
large messages it still has, so that the server sends a reference in place of them.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

STREAM = "/_stcore/stream"
PROTOCOL = Subprotocol("streamlit")  # the front end puts two tokens behind it, which are optional
PATIENCE_SECONDS = 180.0
KEPT_RUNS = 2
"""How many runs the front end keeps a message that it was not shown again."""


class PageError(RuntimeError):
    """The page showed a reader an exception, or did not finish."""


@dataclass(frozen=True)
class Run:
    """One finished script run: how long it took, and what it sent, unpacked and on the wire."""

    seconds: float
    payload: int
    wire: int
    elements: int


@dataclass(frozen=True)
class Filter:
    """A select box that the page showed."""

    id: str
    options: tuple[str, ...]
    default: str
    parameter: str

    @classmethod
    def of(cls, box: Selectbox) -> Filter:
        """Return the filter that a select box is."""
        default = box.options[box.default] if box.options else ""
        return cls(box.id, tuple(box.options), default, box.query_param_key)


class _CountingSocket(socket.socket):
    """A socket that counts what it receives, before anything is unpacked."""

    received = 0

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Return received bytes, counted."""
        data = super().recv(bufsize, flags)
        self.received += len(data)
        return data


class Reader:
    """One session on one page: ``with Reader(address, "peta") as reader: reader.run()``.

    ``cookies`` and the ``tokens`` behind the subprotocol are what a browser sends with them: the
    XSRF token, without which an identity in the cookies is not read, and a session to resume.
    """

    def __init__(
        self,
        address: str,
        page: str = "",
        *,
        cookies: Mapping[str, str] | None = None,
        tokens: Sequence[str] = (),
    ) -> None:
        self._cookies = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        self._protocols = [PROTOCOL, *map(Subprotocol, tokens)]
        self.filters: dict[str, Filter] = {}
        self._page = page
        self._url = f"{address}/{page}"
        self._hash = ""
        self._chosen: dict[str, str] = {}
        self._kept: dict[str, int] = {}
        self._runs = 0
        self._address = address
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        where = urlsplit(self._address)
        assert where.hostname is not None and where.port is not None, self._address
        with ExitStack() as stack:
            self._socket = stack.enter_context(_CountingSocket())
            self._socket.settimeout(PATIENCE_SECONDS)
            self._socket.connect((where.hostname, where.port))
            self._socket.settimeout(None)
            self._connection = stack.enter_context(
                connect(
                    f"ws://{where.netloc}{STREAM}",
                    sock=self._socket,
                    origin=Origin(self._address),
                    subprotocols=self._protocols,
                    additional_headers={"Cookie": self._cookies} if self._cookies else None,
                    max_size=None,
                    open_timeout=PATIENCE_SECONDS,
                    ping_timeout=PATIENCE_SECONDS,
                )
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def run(self, **chosen: str) -> Run:
        """Run the page and wait for its end; ``chosen`` are filter labels with a new value.

        Raises PageError when the page shows an exception or fails, TimeoutError when it takes
        longer than a minute.
        """
        for label, value in chosen.items():
            assert value in self.filters[label].options, (label, value)
            self._chosen[label] = value
        before = self._socket.received
        begin = time.perf_counter()
        self._connection.send(self._request().SerializeToString())
        payload, elements = self._until_finished(begin + PATIENCE_SECONDS)
        self._runs += 1
        seconds = time.perf_counter() - begin
        return Run(seconds, payload, self._socket.received - before, elements)

    def _request(self) -> BackMsg:
        """Return the message by which a browser asks for a run."""
        message = BackMsg()
        state = message.rerun_script
        state.page_name = self._page
        state.page_script_hash = self._hash
        state.context_info.url = self._url
        state.context_info.locale = "id-ID"
        state.context_info.timezone = "Asia/Jakarta"
        state.context_info.timezone_offset = -420
        state.context_info.color_scheme = "light"
        parameters = {}
        for label, one in self.filters.items():
            value = self._chosen.get(label, one.default)
            widget = state.widget_states.widgets.add()
            widget.id, widget.string_value = one.id, value
            if one.parameter and value != one.default:
                parameters[one.parameter] = value
        state.query_string = urlencode(parameters)
        self._kept = {h: run for h, run in self._kept.items() if self._runs - run < KEPT_RUNS}
        state.cached_message_hashes.extend(self._kept)
        return message

    def _until_finished(self, end: float) -> tuple[int, int]:
        """Receive until the run ends; return the bytes unpacked and the number of elements."""
        payload = elements = 0
        self.filters = {}
        while True:
            data = self._connection.recv(timeout=max(0.0, end - time.perf_counter()))
            if isinstance(data, str):
                raise PageError("the server sent text where a message was due")
            payload += len(data)
            message = ForwardMsg.FromString(data)
            self._saw(message)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "ref_hash":
                self._kept[message.ref_hash] = self._runs
                elements += 1
            elif kind == "delta":
                elements += 1
                self._take(message)
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PageError("the page does not compile")
                if message.script_finished == self._end:
                    return payload, elements

    @property
    def _end(self) -> int:
        """What ends a run: the page's own end, not that of a run that begins again or of a part."""
        return ForwardMsg.FINISHED_SUCCESSFULLY

    def _saw(self, message: ForwardMsg) -> None:
        """Do nothing; a reader that wants to know what was sent keeps the message here."""

    def _take(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise PageError(f"{element.exception.type}: {element.exception.message}")
        if kind == "selectbox":
            self.filters[element.selectbox.label] = Filter.of(element.selectbox)
