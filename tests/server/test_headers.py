"""Security headers, on whatever is sent."""

import base64
import hashlib
import re

import pytest

from tests.server.conftest import Server
from tests.server.test_compressed import PATH

KINDS = {
    "page": ("/", 200),
    "deep page": ("/peta", 200),
    "asset": (PATH, 200),
    "font": ("/favicon.png", 200),
    "health": ("/_stcore/health", 200),
    "host config": ("/_stcore/host-config", 200),
    "robots": ("/robots.txt", 200),
    "redirect": ("/peta/", 301),
    "refused path": ("/static/..%2f..%2fconfig.py", 400),
    "closed": ("/_stcore/metrics", 404),
    "not found": ("/peta/lama", 404),
    "no such medium": ("/media/tidak-ada.png", 404),
    "crash": ("/gagal", 500),
}


@pytest.mark.parametrize("coding", ["br", "identity"])
@pytest.mark.parametrize("path, status", KINDS.values(), ids=KINDS)
def test_every_kind_of_response_has_them(
    server: Server, path: str, status: int, coding: str
) -> None:
    answer = server.get(path, accept_encoding=coding)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert "object-src 'none'" in policy


def test_a_304_has_them_too(server: Server) -> None:
    etag = server.get("/").headers["etag"]
    answer = server.get("/", if_none_match=etag)
    assert answer.status_code == 304
    assert "content-security-policy" in answer.headers


def test_a_method_that_is_refused_has_them_too(server: Server) -> None:
    answer = server.client.post("/")
    assert answer.status_code == 405
    assert "content-security-policy" in answer.headers


def test_the_policy_names_the_inline_scripts_of_the_page_and_no_others(server: Server) -> None:
    answer = server.get("/")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    # Where the program is, whether the browser has WebGL, and one of the front end's own.
    assert len(digests) == 3
    policy = answer.headers["content-security-policy"]
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    script_src = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "unsafe-inline" not in script_src
    assert "'unsafe-eval'" not in script_src


def test_a_route_keeps_the_policy_that_it_sends(server: Server) -> None:
    answer = server.get("/sematan/satu")
    assert answer.headers.get_list("content-security-policy") == [
        "default-src 'none'; frame-ancestors *"
    ]
    assert answer.headers["x-content-type-options"] == "nosniff"
    # It cannot say "everybody", so it would forbid what the policy allows.
    assert "x-frame-options" not in answer.headers


def test_a_crash_tells_nothing_but_its_number(server: Server) -> None:
    answer = server.get("/gagal")
    number = answer.headers["x-request-id"]
    assert answer.text == (
        f"Terjadi kesalahan di server. Silakan coba lagi. Nomor laporan: {number}"
    )
    # The log is where it is told: test_logs.


def test_the_opener_is_cut_off_only_where_browsers_heed_it(server: Server) -> None:
    assert "cross-origin-opener-policy" not in server.get("/").headers
    answer = server.get("/", x_forwarded_proto="https")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_who_may_frame_the_app_can_be_set(small: Server) -> None:
    headers = small.get("/robots.txt").headers
    assert headers["content-security-policy"].endswith(
        "frame-ancestors 'self' https://contoh.go.id"
    )
    assert "x-frame-options" not in headers
