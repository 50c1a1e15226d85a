"""So many sessions and no more; the readers inside go on."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Literal

import pytest
from playwright.sync_api import Browser, Route, ViewportSize
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import InvalidStatus

from server.gate import SessionGate, Sessions
from tests.process import HOST, in_thread
from tests.server.conftest import PLACES, Server, becomes
from tests.server.test_origin import opened
from tests.server.visitors import Visitor, inside, knock

LIMIT = PLACES
VISITORS = 60


@pytest.fixture
def house(small: Server) -> Server:
    """The server with few places, all of them free."""
    assert becomes(0, lambda: seated(small))
    for _ in range(LIMIT):  # each takes the place that an earlier page may still hold
        assert becomes(101, lambda: knock(small))
    assert becomes(0, lambda: seated(small))
    return small


def seated(server: Server) -> int:
    """Return how many websockets are inside."""
    return int(server.get("/di-dalam").text)


def test_the_sixth_is_told_so_while_five_go_on(house: Server) -> None:
    server = house
    with inside(server, LIMIT) as readers:
        for reader in readers:
            reader.run()
        assert knock(server) == 503
        etag = '"apa saja", *'
        for path, headers in (("/", {}), ("/peta", {}), ("/", {"if_none_match": etag})):
            answer = server.get(path, **headers)
            assert answer.status_code == 503
            assert f"{LIMIT} sesi sedang terbuka" in answer.text
            assert answer.headers["retry-after"] == "30"
            assert answer.headers["cache-control"] == "no-store"
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; ")
            assert policy.endswith("frame-ancestors 'self' https://contoh.go.id")
        head = server.head("/")
        assert (head.status_code, head.content) == (503, b"")
        # What needs no session is answered as ever.
        for path in ("/_stcore/health", "/robots.txt", "/sematan/satu", "/favicon.png"):
            assert server.get(path).status_code == 200
        assert server.get("/peta/lama").status_code == 404
        for reader in readers:
            reader.run()
        readers.pop().__exit__(None, None, None)
        assert becomes(101, lambda: knock(server))
        assert becomes(200, lambda: server.head("/").status_code)


def test_a_refused_handshake_says_when_to_come_back(house: Server) -> None:
    with inside(house, LIMIT), pytest.raises(InvalidStatus) as refused, Visitor(house.url):
        pass
    answer = refused.value.response
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.body is not None
    assert answer.body.decode() == "Server sedang penuh. Silakan coba lagi sebentar lagi."


def test_a_flood_never_fills_more_than_the_places(house: Server) -> None:
    server = house
    together, over = Barrier(VISITORS + 1, timeout=120), Event()

    def visit(number: int) -> tuple[int, int]:
        """Return the status of page and handshake; who is inside stays until the flood is over."""
        together.wait()
        page = server.get("/").status_code if number % 2 else 0
        try:
            with Visitor(server.url) as reader:
                reader.run()
                together.wait()
                over.wait(120)
                return page, 101
        except InvalidStatus as refused:
            together.wait()
            return page, refused.response.status_code

    with ThreadPoolExecutor(VISITORS) as pool:
        visits = [pool.submit(visit, number) for number in range(VISITORS)]
        together.wait()
        assert server.get("/sematan/satu").status_code == 200
        together.wait()  # everybody is inside or has been sent away
        assert server.get("/_stcore/health").status_code == 200
        over.set()
        seen = [one.result(120) for one in visits]
    assert sorted(socket for _, socket in seen) == [101] * LIMIT + [503] * (VISITORS - LIMIT)
    assert {page for page, _ in seen} <= {0, 200, 503}
    assert becomes(101, lambda: knock(server))


def test_pages_hold_places_and_websockets_take_the_oldest() -> None:
    now = 0.0
    sessions = Sessions(2, hold_seconds=10, clock=lambda: now)

    async def story() -> None:
        nonlocal now
        sessions.hold()
        now = 1.0
        sessions.hold()
        assert not sessions.has_place()
        now = 10.0  # the first page was closed before it connected
        assert sessions.has_place()
        sessions.hold()
        first = sessions.enter("")
        assert first is not None
        assert not sessions.has_place()  # one inside, one still to come
        # A reader who comes back without a page does not wait behind pages.
        second = sessions.enter("")
        assert second is not None
        assert sessions.enter("") is None
        assert sessions.count == 2
        sessions.leave(first)
        sessions.leave(first)
        assert sessions.count == 1
        assert sessions.has_place()

    asyncio.run(story())


def test_pages_alone_fill_the_places_for_a_while(house: Server) -> None:
    server = house
    assert [server.head("/").status_code for _ in range(LIMIT + 1)] == [200] * (LIMIT + 1)
    etag = server.get("/").headers["etag"]
    pages = [server.get("/", if_none_match=etag).status_code for _ in range(LIMIT)]
    assert pages == [304] * (LIMIT - 1) + [503]
    assert knock(server) == 101


def test_half_a_handshake_takes_no_place(house: Server) -> None:
    server = house
    host, port = server.host.split(":")
    halves = [socket.create_connection((host, int(port)), timeout=60) for _ in range(2 * LIMIT)]
    try:
        for half in halves:
            half.sendall(f"GET /_stcore/stream HTTP/1.1\r\nHost: {server.host}\r\n".encode())
        with inside(server, LIMIT):
            assert knock(server) == 503
    finally:
        for half in halves:
            half.close()


def test_a_reader_who_has_vanished_loses_the_place() -> None:
    """The web server asks whether a reader is still there; the gate hears that nobody is."""
    sessions, inside = Sessions(1), threading.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            inside.set()
            while (await receive())["type"] != "websocket.disconnect":
                pass

    gate = SessionGate(app, sessions=sessions)
    # Streamlit asks every 30 s; not so long here.
    with in_thread(gate, ws_ping_interval=0.2, ws_ping_timeout=0.2) as port:
        address = SimpleNamespace(host=f"{HOST}:{port}", url=f"http://{HOST}:{port}")
        with opened(address, f"Origin: {address.url}\r\n") as silent:  # type: ignore[arg-type]
            assert inside.wait(60)
            assert silent.recv(12) == b"HTTP/1.1 101"
            assert becomes(0, lambda: sessions.count)


def test_a_reader_who_does_not_read_loses_the_place() -> None:
    sessions = Sessions(1)
    heard: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.send", "bytes": b"gambar"})
        heard.append(await receive())
        await send({"type": "websocket.send", "bytes": b"sia-sia"})

    async def never(*_: object) -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    gate = SessionGate(app, sessions=sessions, stalled_seconds=0.01)
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}

    async def story() -> None:
        running = asyncio.ensure_future(gate(scope, never, never))
        while not heard:
            await asyncio.sleep(0)
        while sessions.count:
            await asyncio.sleep(0)
        running.cancel()

    asyncio.run(asyncio.wait_for(story(), 60))
    assert heard == [{"type": "websocket.disconnect", "code": 1000, "reason": ""}]


def test_where_a_handshake_cannot_be_answered_it_is_closed() -> None:
    sent: list[Message] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("not asked")

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    gate = SessionGate(streamlit, sessions=Sessions(0))
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}
    asyncio.run(gate(scope, receive, send))
    assert [(message["type"], message["code"]) for message in sent] == [("websocket.close", 1013)]


@pytest.mark.parametrize("scheme, paper", [("light", "255, 255, 255"), ("dark", "17, 25, 28")])
def test_the_page_reads_well_on_a_telephone(
    house: Server, browser: Browser, scheme: Literal["light", "dark"], paper: str
) -> None:
    size = ViewportSize(width=320, height=568)
    with (
        inside(house, LIMIT),
        browser.new_context(color_scheme=scheme, viewport=size) as context,
    ):
        page = context.new_page()
        page.goto(f"{house.url}/peta?tahun=2022")
        assert page.get_attribute("html", "lang") == "id"
        assert page.get_by_role("heading", level=1).inner_text() == "Dasbor sedang penuh"
        # The policy lets the style through: the colours are the page's own.
        style = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(style) == f"rgb({paper})"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("script").count() == 0
        page.get_by_role("link", name="Coba lagi").click()
        assert page.url == f"{house.url}/peta?tahun=2022"


def test_a_page_whose_place_was_taken_tries_again_by_itself(
    house: Server, browser: Browser
) -> None:
    with inside(house, LIMIT - 1), browser.new_context() as context, ExitStack() as stack:
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda m: errors.append(m.text) if "503" in m.text else None)

        def come_between(route: Route) -> None:
            stack.enter_context(Visitor(house.url))
            route.continue_()

        page.route("**/static/js/index.*.js", come_between, times=1)
        page.goto(house.url)
        assert becomes(True, lambda: page.wait_for_timeout(50) or bool(errors))
        assert page.get_by_text("Halo").count() == 0
        stack.close()
        page.get_by_text("Halo").wait_for(timeout=60_000)
