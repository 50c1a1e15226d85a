"""A session without a browser that has cookies, and keeps every text that it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.client import PATIENCE_SECONDS, Reader, Run

XSRF_COOKIE = "_streamlit_xsrf"
NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"
"""What the front end sends for the XSRF token when it has none."""


class Served(Protocol):
    """Anything that runs at an address without a slash at its end."""

    url: str


class Session(Reader):
    """A reader that keeps what the last run sent, and may ask for a page or fragment by its id."""

    page_hash = ""
    fragment = ""
    query = ""

    def __init__(
        self, address: str, page: str, cookies: Mapping[str, str], tokens: Sequence[str]
    ) -> None:
        super().__init__(address, page, cookies=cookies, tokens=tokens)
        self.sent: list[ForwardMsg] = []
        self._known: dict[str, ForwardMsg] = {}

    def run(self, **chosen: str) -> Run:
        """Run the page as a reader does, and forget what the run before has sent."""
        self.sent = []
        return super().run(**chosen)

    def ask(self) -> None:
        """Ask for a run and do not wait for it: what it sends comes with the next one."""
        self._connection.send(self._request().SerializeToString())

    def make_file(self, label: str) -> str:
        """Press the download button ``label``; return the address of the file that is made."""
        offered = (message.delta.new_element.download_button for message in self.sent)
        button = next(button for button in offered if button.label == label)
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = label, self.id
        request.deferred_file.file_id = button.deferred_file_id
        self._connection.send(message.SerializeToString())
        while True:
            data = self._connection.recv(timeout=PATIENCE_SECONDS)
            answer = ForwardMsg.FromString(bytes(data)).backend_operation_response
            if answer.request_id == label:
                assert not answer.error_msg, answer.error_msg
                return answer.deferred_file.url

    @property
    def text(self) -> str:
        """Every text of the last run, drawn or not, tables included, one a line."""
        return "\n".join(_texts(self.sent))

    @property
    def drawn(self) -> str:
        """Every text of the elements of the last run, one a line."""
        return "\n".join(_texts([message.delta for message in self.sent]))

    @property
    def pages(self) -> dict[str, str]:
        """The pages that the navigation of the last run offered: name -> page hash."""
        listed = (page for message in self.sent for page in message.navigation.app_pages)
        return {page.page_name: page.page_script_hash for page in listed}

    @property
    def listed(self) -> list[str]:
        """The names of the pages that the navigation of the last run shows, in its order."""
        listed = (page for message in self.sent for page in message.navigation.app_pages)
        return [page.page_name for page in listed if not page.is_hidden]

    @property
    def fragments(self) -> set[str]:
        """The ids of the fragments that the last run drew."""
        return {message.delta.fragment_id for message in self.sent} - {""}

    @property
    def id(self) -> str:
        """The id of the session, which the server tells its owner with every run."""
        new = [message.new_session for message in self.sent if message.HasField("new_session")]
        return new[-1].initialize.session_id

    def _request(self) -> BackMsg:
        message = super()._request()
        if self.page_hash:
            message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.fragment_id = self.fragment
        message.rerun_script.query_string = self.query or message.rerun_script.query_string
        return message

    @property
    def _end(self) -> int:
        part = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        return part if self.fragment else super()._end

    def _saw(self, message: ForwardMsg) -> None:
        if message.HasField("ref_hash"):
            message = self._known[message.ref_hash]
        elif message.hash:
            self._known[message.hash] = message
        self.sent.append(message)


def session(
    site: Served,
    cookies: Mapping[str, str],
    page: str = "",
    *,
    xsrf: str | None = None,
    resume: str = "",
) -> Session:
    """Return a session with these cookies, not yet connected: ``with session(...) as one``.

    It sends the XSRF token of the cookies unless ``xsrf`` is another, and asks to continue the
    session ``resume``.
    """
    token = cookies.get(XSRF_COOKIE, NO_TOKEN) if xsrf is None else xsrf
    return Session(site.url, page, cookies, (token, resume) if resume else (token,))


def _texts(value: object) -> Iterator[str]:
    """Give every text within messages, lists and maps; bytes too, as tables are sent as bytes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode(errors="replace")
    elif isinstance(value, Message):
        for _, part in value.ListFields():
            yield from _texts(part)
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _texts(pair)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)
