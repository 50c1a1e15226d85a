"""Visitors of the tests: who they are, what they see, and whether they get in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.cookies import SimpleCookie

import httpx
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench.client import Reader
from tests.server.conftest import SECRET, Server

IDENTITY = "_streamlit_user"
XSRF = "_streamlit_xsrf"


class Visitor(Reader):
    """A reader that keeps the words of its page and the session that it was given."""

    words: Sequence[str] = ()
    session = ""

    def _saw(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.words = []
            self.session = message.new_session.initialize.session_id
        elif kind == "delta" and message.delta.new_element.HasField("markdown"):
            self.words = [*self.words, message.delta.new_element.markdown.body]

    def look(self) -> Sequence[str]:
        """Run the page and return its words."""
        self.run()
        return self.words

    def end(self) -> int:
        """Wait for the server to close the connection and return the code."""
        try:
            while True:
                self._connection.recv(timeout=60)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return closed.rcvd.code


def xsrf(server: Server) -> str:
    """Return an XSRF token, as Streamlit gives one to every browser."""
    cookies = SimpleCookie(server.get("/_stcore/health").headers["set-cookie"])
    return cookies[XSRF].value


def signed_in(server: Server, name: str) -> dict[str, str]:
    """Return the cookie of somebody who has signed in, on a server that has SECRET."""
    claims = {"origin": server.url, "is_logged_in": True, "name": name}
    return {IDENTITY: create_signed_value(SECRET, IDENTITY, json.dumps(claims)).decode()}


def visitor(
    server: Server, cookies: Mapping[str, str] | None = None, resuming: str = "", page: str = ""
) -> Visitor:
    """Return a visitor of a page with these cookies, who asks for an old session if one is
    named."""
    token = xsrf(server)
    tokens = [token, resuming] if resuming else [token]
    return Visitor(server.url, page, cookies={XSRF: token, **(cookies or {})}, tokens=tokens)


@contextmanager
def inside(server: Server, count: int) -> Iterator[list[Visitor]]:
    """Let so many visitors in until the block ends."""
    with ExitStack() as stack:
        yield [stack.enter_context(Visitor(server.url)) for _ in range(count)]


def knock(server: Server) -> int:
    """Return the status of a handshake: 101 when there was a place, which is left at once."""
    try:
        with Visitor(server.url):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def sign_out(server: Server, cookies: Mapping[str, str], **headers: str) -> httpx.Response:
    """Ask for the end of a sign-in."""
    pairs = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return server.get("/auth/logout", cookie=pairs, **headers)


def upload(
    server: Server,
    session: str,
    cookies: Mapping[str, str],
    method: str = "PUT",
    content: bytes = b"isi",
) -> httpx.Response:
    """Send a file to a session as the front end of a browser with these cookies does."""
    token = xsrf(server)
    pairs = "; ".join(f"{name}={value}" for name, value in {XSRF: token, **cookies}.items())
    return server.client.request(
        method,
        f"/_stcore/upload_file/{session}/berkas",
        files={"berkas.csv": ("berkas.csv", content, "text/csv")},
        headers={"X-Xsrftoken": token, "Cookie": pairs},
    )
