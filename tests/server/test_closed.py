"""Streamlit's endpoints: what the front end needs answers, the rest does not."""

import pytest

from tests.server.conftest import Server
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
]


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


def test_uploads_reach_streamlit(server: Server) -> None:
    # Its own answer to an upload without a token, not ours.
    assert server.client.put("/_stcore/upload_file/sesi/berkas").status_code == 403


@pytest.mark.parametrize("path", ["/", "/peta", "/_stcore/streams", "/peta/_stcore/stream"])
def test_there_is_one_websocket(server: Server, path: str) -> None:
    assert handshake(server, "http://{host}", path) == 403
    log = (server.folder / "log.txt").read_text(encoding="utf-8")
    assert "AssertionError" not in log
