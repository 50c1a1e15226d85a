"""Streamlit's endpoints: what the front end needs answers, the rest does not."""

import json
import os
import re
import subprocess
import sys

import pytest

from data.settings import ROOT
from tests.server.conftest import EVERYTHING, Server
from tests.server.test_origin import handshake

CLOSED = [
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/%5Fstcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent",
    "/_stcore",
    "/_stcore/apa-saja",
    "/peta/_stcore/health",
    "/peta/_stcore/host-config",
    "/a/b/_stcore/metrics",
    "/_stcore/bidi-components/satu/berkas.js",
    "/component/satu/index.html",
    "/app/static/berkas.txt",
]

# The only routes of Streamlit's that are answered, each for a reason.
NEEDED = {
    "/_stcore/health": "the front end asks before it connects",
    "/_stcore/host-config": "the same; answered here in Streamlit's place",
    "/_stcore/stream": "the websocket",
    "/_stcore/upload_file/{session_id}/{file_id}": "from sessions that a page has opened",
    "/auth/login": "signing in",
    "/auth/logout": "signing out",
    "/media/{file_id:path}": "pictures and downloads of pages",
    "/oauth2callback": "the way back from signing in",
    "": "the front end's own files, and its page",
}

# The routes of the app as it is served, asked in a process of their own.
ROUTES = f"""
import json, sys
import streamlit as st
{EVERYTHING}
app = st.App(sys.argv[1])._build_starlette_app()
print(json.dumps([route.path for route in app.routes]))
"""


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", CLOSED)
def test_closed_endpoints_are_not_found(server: Server, path: str, method: str) -> None:
    answer = server.client.request(method, path)
    assert answer.status_code == 404
    assert answer.text == ("" if method == "HEAD" else "Tidak ditemukan.")


def test_the_health_check_is_open(server: Server) -> None:
    assert server.get("/_stcore/health").text == "ok"


def test_the_front_end_is_told_nothing_about_the_host(server: Server) -> None:
    answer = server.get("/_stcore/host-config", origin="https://share.streamlit.io")
    assert answer.json() == {
        "allowedOrigins": [],
        "useExternalAuthToken": False,
        "enableCustomParentMessages": False,
        "enforceDownloadInNewTab": False,
        "metricsUrl": "off",
        "blockErrorDialogs": False,
        "resourceCrossOriginMode": None,
    }
    assert "access-control-allow-origin" not in answer.headers


def registered(server: Server) -> list[str]:
    """Return the paths of all the routes that Streamlit registers there."""
    done = subprocess.run(
        [sys.executable, "-c", ROUTES, str(server.folder / "halaman.py")],
        cwd=server.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(set(json.loads(done.stdout.splitlines()[-1])))


def test_every_route_of_streamlits_is_needed_or_closed(server: Server) -> None:
    paths = registered(server)
    assert set(NEEDED) <= set(paths)
    unneeded = [re.sub(r"{[^}]*}", "satu", path) for path in paths if path not in NEEDED]
    assert "/_stcore/agent/interact" in unneeded
    assert "/_stcore/script-health-check" in unneeded
    assert "/app/static/satu" in unneeded
    for path in [*unneeded, "/app/static/berkas.txt"]:
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
            answer = server.client.request(method, path)
            assert (path, answer.status_code) == (path, 404)
            assert answer.text == "Tidak ditemukan."


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
def test_signing_in_and_out_is_open(server: Server, path: str) -> None:
    assert server.get(path).status_code == 302


@pytest.mark.parametrize("path", ["/", "/peta", "/_stcore/streams", "/peta/_stcore/stream"])
def test_there_is_one_websocket(server: Server, path: str) -> None:
    assert handshake(server, "http://{host}", path) == 403
    log = (server.folder / "log.txt").read_text(encoding="utf-8")
    assert "AssertionError" not in log
