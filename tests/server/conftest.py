"""A small app of its own behind the real middleware, in a real server process."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from data.settings import ROOT
from server import compressed
from tests.egress import with_fence
from tests.process import HEALTH, HOST, answering, free_port

APP = """
import streamlit as st
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from public.files import assets
from server.stack import list_middleware

{before}

layers = {middleware}
seats = next((one.kwargs["sessions"] for one in layers if "sessions" in one.kwargs), None)

def own(request):
    policy = "default-src 'none'; frame-ancestors *"
    return HTMLResponse("<p>milik sendiri", headers={{"content-security-policy": policy}})

def crash(request):
    raise ValueError("disengaja")

def inside(request):
    return PlainTextResponse(str(seats.count))

# The configuration names the typeface, so the app has to have it.
routes = [Route("/sematan/satu", own), Route("/gagal", crash), Route("/di-dalam", inside)]
app = st.App({page!r}, routes=[*routes, *assets.ROUTES], middleware=layers)
"""

PAGE = "import streamlit as st\nst.write('Halo')\n"

PAGES = """
from pathlib import Path
import pandas as pd
import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from server.logins import fingerprint
from server.logs import log_script_error
from server.uploads import open_sessions

def awal():
    st.write("Halo")

def gambar():
    st.html("<style>.kotak{color:#036}</style><p class='kotak' id='sendiri'>Sebuah paragraf</p>")
    frame = pd.DataFrame({"kecamatan": ["Serang", "Kasemen"], "usaha": [3, 5]})
    st.dataframe(frame)
    st.plotly_chart(go.Figure(go.Bar(x=frame["kecamatan"], y=frame["usaha"])))
    places = pd.DataFrame({"lon": [106.15, 106.16], "lat": [-6.11, -6.12]})
    layer = pdk.Layer("ScatterplotLayer", places, get_position="[lon, lat]", get_radius=500)
    view = pdk.ViewState(longitude=106.15, latitude=-6.11, zoom=11)
    st.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_provider=None))
    st.metric("Usaha", 8, chart_data=[1, 5, 8])

def kedua():
    st.title("Halaman kedua")

def akun():
    st.write(st.user.to_dict().get("name", "tamu"))
    st.write(fingerprint(st.context.cookies))

def unggah():
    session = get_script_run_ctx().session_id
    if st.context.cookies.get("petugas") == "tidak":
        open_sessions.withdraw(session)
    elif "petugas" in st.context.cookies:
        open_sessions.allow(session, fingerprint(st.context.cookies))
    file = st.file_uploader("Berkas")
    st.write(file.name if file else "kosong")

def kata():
    exec(Path("kata.py").read_text(encoding="utf-8"), {})

def gagal():
    try:
        1 / 0
    except ZeroDivisionError as error:
        st.write(log_script_error(error))

st.set_page_config(page_title="Uji")
others = [st.Page(one, url_path=one.__name__) for one in (gambar, kedua, akun, unggah, kata, gagal)]
st.navigation([st.Page(awal, default=True), *others]).run()
"""

EVERYTHING = """
from streamlit import config
config.set_option("server.enableAgentApi", True)
config.set_option("server.enableStaticServing", True)
config.set_option("server.scriptHealthCheckEnabled", True)
"""
"""Whatever Streamlit can be told to serve."""

TRAP = """
from streamlit import net_util

def get_external_ip():
    __import__("time").sleep(3600)

net_util.get_external_ip = get_external_ip
"""
"""Streamlit's way to learn its own address, made to hold up the only loop for ever."""

AS_JSON = "from server.logs import configure\nconfigure(as_json=True)\n"
REMEMBERING = (
    """list_middleware(ended=lambda login: open("keluar.txt", "a").write(f"{login}\\n"))"""
)
PLACES = 5
SMALL = f"""list_middleware(
    sessions={PLACES}, secure_cookies=True, frame_ancestors=["'self'", "https://contoh.go.id"]
)"""
SECRET = "rahasia untuk uji saja"  # pragma: allowlist secret
SECRET_NAME = "STREAMLIT_SERVER_COOKIE_SECRET"  # pragma: allowlist secret

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
    folder: Path, *, page: str = PAGE, middleware: str = "list_middleware()", before: str = ""
) -> Iterator[Server]:
    """Serve a page with the project's configuration until the block ends."""
    (folder / "halaman.py").write_text(page, encoding="utf-8")
    (folder / "static").mkdir()
    (folder / "static" / "berkas.txt").write_text("isi", encoding="utf-8")
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
        environment=os.environ
        | {"PYTHONPATH": with_fence(f"{folder}{os.pathsep}{ROOT}"), SECRET_NAME: SECRET},
    ):
        server = Server(url, folder)
        with server.client:
            yield server


def becomes(wanted: object, ask: Callable[[], object]) -> bool:
    """Ask until the answer is the wanted one, for a minute at most."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if ask() == wanted:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="session")
def copies() -> None:
    """Make the compressed copies, once per version of Streamlit."""
    compressed.main()


@pytest.fixture(scope="session")
def server(copies: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with all the middleware, for every test that changes nothing for the others.

    All of Streamlit's own interfaces are switched on and the trap is set, so that what the
    middleware lets through is there to be seen. It logs JSON and writes down who has signed out.
    """
    before = EVERYTHING + TRAP + AS_JSON
    folder = tmp_path_factory.mktemp("server")
    with running(folder, page=PAGES, middleware=REMEMBERING, before=before) as started:
        yield started


@pytest.fixture(scope="session")
def small(copies: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with few places, behind HTTPS by its own word, that one website may frame."""
    with running(tmp_path_factory.mktemp("small"), middleware=SMALL) as started:
        yield started


@pytest.fixture(autouse=True)
def shared_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests read the cookies of the servers, which all have this secret."""
    monkeypatch.setattr("streamlit.web.server.server_util.get_cookie_secret", lambda: SECRET)
