"""The fence around all tests holds: what leads to another machine is refused and written down."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Error

from tests import egress

OUTSIDE = "luar.example"
ADDRESS = "192.0.2.7"
ASKING = {
    "name": f"import socket; socket.getaddrinfo('{OUTSIDE}', 443)",
    "address": f"import socket; socket.create_connection(('{ADDRESS}', 80), 5)",
    "datagram": f"import socket; s = socket.socket(type=2); s.connect(('{ADDRESS}', 1))",
    "loop": f"import asyncio; asyncio.run(asyncio.open_connection('{ADDRESS}', 80))",
    "library": f"import urllib.request as u; u.urlopen('http://{OUTSIDE}/', timeout=5)",
}


@pytest.fixture(autouse=True)
def on_purpose() -> Iterator[None]:
    """What is asked here was meant."""
    before = egress.read_asked()
    assert before == []
    yield
    egress.forget_asked()


@pytest.mark.parametrize("way", ASKING)
def test_a_process_of_a_test_reaches_nobody_outside_and_it_is_written_down(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKING[way]], env=os.environ, capture_output=True, check=False
    )
    assert done.returncode != 0
    (asked,) = egress.read_asked()
    assert OUTSIDE in asked or ADDRESS in asked


def test_this_process_reaches_nobody_outside_and_this_machine_all_the_same() -> None:
    with pytest.raises(OSError, match="no outside host"):
        socket.create_connection((ADDRESS, 80))
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{ADDRESS}/", trust_env=False)
    assert len(egress.read_asked()) == 2
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()
        socket.getaddrinfo("localhost", 80)
    assert len(egress.read_asked()) == 2


def test_the_browser_reaches_nobody_outside_and_it_is_written_down(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        with page.expect_event("requestfinished"):
            page.set_content(f"<img src='http://{OUTSIDE}/a.png'>")
        with pytest.raises(Error):
            page.goto(f"https://{OUTSIDE}/")
    asked = egress.read_asked()
    assert any(f"GET http://{OUTSIDE}/a.png" in line for line in asked), asked
    assert any(f"CONNECT {OUTSIDE}:443" in line for line in asked), asked
