"""A small app of its own behind the real middleware, in a real server process."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from bench.process import HEALTH, HOST, answering, free_port
from data.settings import ROOT
from server import compressed

APP = """
import streamlit as st
from starlette.responses import HTMLResponse
from starlette.routing import Route
from pages.publik import aset
from server.stack import middleware

{before}

def own(request):
    policy = "default-src 'none'; frame-ancestors *"
    return HTMLResponse("<p>milik sendiri", headers={{"content-security-policy": policy}})

def crash(request):
    raise ValueError("disengaja")

# The configuration names the typeface, so the app has to have it.
routes = [Route("/sematan/satu", own), Route("/gagal", crash), *aset.ROUTES]
app = st.App({page!r}, routes=routes, middleware={middleware})
"""

PAGE = "import streamlit as st\nst.write('Halo')\n"

PATIENCE_SECONDS = 60


class Server:
    """A running server: its address and a client for it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.host = url.removeprefix("http://")
        self.folder = folder
        # Each request has its own connection: the server closes one on which it has failed.
        limits = httpx.Limits(max_keepalive_connections=0)
        self.client = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, limits=limits)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Return the answer to a GET; header names are given with underscores."""
        return self.client.get(path, headers=_names(headers))

    def head(self, path: str, **headers: str) -> httpx.Response:
        """Return the answer to a HEAD."""
        return self.client.head(path, headers=_names(headers))


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def running(
    folder: Path, *, page: str = PAGE, middleware: str = "middleware()", before: str = ""
) -> Iterator[Server]:
    """Serve a page with the project's configuration until the block ends."""
    (folder / "halaman.py").write_text(page, encoding="utf-8")
    app = APP.format(page=str(folder / "halaman.py"), middleware=middleware, before=before)
    (folder / "aplikasi.py").write_text(app, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    port = free_port()
    url = f"http://{HOST}:{port}"
    uvicorn = [sys.executable, "-W", "error::DeprecationWarning", "-m", "uvicorn", "aplikasi:app"]
    with answering(
        [*uvicorn, f"--port={port}", "--lifespan=on"],
        url + HEALTH,
        folder / "log.txt",
        folder=folder,
        environment=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
    ):
        server = Server(url, folder)
        with server.client:
            yield server


@pytest.fixture(scope="session")
def copies() -> None:
    """Make the compressed copies, once per version of Streamlit."""
    compressed.main()


@pytest.fixture(scope="session")
def server(copies: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with all the middleware, for every test that only asks."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server of the test's own making."""
    with ExitStack() as stack:
        yield lambda **kinds: stack.enter_context(running(tmp_path, **kinds))


@pytest.fixture(autouse=True)
def shared_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests read the cookies of the servers that they give a secret to."""
    from tests.server.visitors import SECRET  # it needs this module first

    monkeypatch.setattr("streamlit.web.server.server_util.get_cookie_secret", lambda: SECRET)
