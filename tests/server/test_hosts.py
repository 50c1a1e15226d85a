"""The server answers under its own names only."""

from __future__ import annotations

import socket

import pytest
from starlette.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server.hosts import is_known
from tests.server.conftest import Server

NAMES = ("localhost", "dasbor.contoh.go.id", "*.serang.go.id")

KNOWN = [
    "127.0.0.1",
    "127.0.0.1:8501",
    "10.2.3.4:80",
    "[::1]:8501",
    "[2001:db8::7]",
    "localhost:8501",
    "dasbor.contoh.go.id",
    "Dasbor.Contoh.GO.ID:443",
    "dasbor.contoh.go.id.",
    "umkm.serang.go.id",
    "a.b.serang.go.id:8443",
]

UNKNOWN = [
    "jahat.example",
    "jahat.example:8501",
    "127.0.0.1.jahat.example",
    "localhost.jahat.example",
    "contoh.go.id",
    "dasbor.contoh.go.id.jahat.example",
    "jahatdasbor.contoh.go.id",
    "serang.go.id",
    ".serang.go.id",
    "jahatserang.go.id",
    "2130706433",
    "0x7f000001",
    "127.1",
    "[::1",
    "[jahat.example]",
    "[::1%25eth0]",
    "dasbor.contoh.go.id@jahat.example",
    "jahat.example/dasbor.contoh.go.id",
    "dasbor.contoh.go.id:",
    "dasbor.contoh.go.id:8501:1",
    "dasbor.contoh.go.id, jahat.example",
    "dasbor.contoh.go.id..",
    "..",
    ".",
    "",
]


def asked(*hosts: str) -> Headers:
    return Headers(raw=[(b"host", host.encode()) for host in hosts])


@pytest.mark.parametrize("host", KNOWN)
def test_an_address_and_a_given_name_are_known(host: str) -> None:
    assert is_known(asked(host), NAMES)


@pytest.mark.parametrize("host", UNKNOWN)
def test_any_other_name_is_not(host: str) -> None:
    assert not is_known(asked(host), NAMES)


def test_a_host_is_named_once() -> None:
    assert not is_known(asked(), NAMES)
    assert not is_known(asked("localhost", "localhost"), NAMES)
    assert not is_known(asked("localhost", "jahat.example"), NAMES)


def test_a_star_is_any_name_but_no_nonsense() -> None:
    assert is_known(asked("apa.saja.example"), ("*",))
    assert not is_known(asked("apa/saja"), ("*",))


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/sematan/satu", "/static/apa.js"])
def test_a_rebound_name_gets_nothing(server: Server, path: str) -> None:
    answer = server.get(path, host="jahat.example")
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert '"host" di dasbor.toml' in answer.text


@pytest.mark.parametrize("host", ["localhost:1", "apa.localhost", "[::1]:80"])
def test_this_machine_is_always_known(server: Server, host: str) -> None:
    assert server.get("/_stcore/health", host=host).status_code == 200


def test_a_rebound_page_gets_no_websocket(server: Server) -> None:
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        name = f"jahat.example:{port}"
        # To the browser it is all the same origin.
        with pytest.raises(InvalidStatus) as refused:
            connect(
                f"ws://{name}/_stcore/stream", sock=line, origin=f"http://{name}", open_timeout=60
            )
    assert refused.value.response.status_code == 400


@pytest.mark.parametrize("hosts", ["", "Host: localhost\r\nHost: localhost\r\n"])
def test_a_request_without_one_host_is_refused(server: Server, hosts: str) -> None:
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(f"GET / HTTP/1.0\r\n{hosts}\r\n".encode())
        assert b" 400 " in line.recv(4096).splitlines()[0]
