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
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus

from server.gate import SessionGate, Sessions
from server.starts import FORGOTTEN_SECONDS, Starts
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


def test_pages_that_are_asked_for_take_no_place(house: Server) -> None:
    server = house
    etag = server.get("/").headers["etag"]
    assert [server.get("/").status_code for _ in range(3 * LIMIT)] == [200] * 3 * LIMIT
    assert server.get("/", if_none_match=etag).status_code == 304
    with inside(server, LIMIT) as readers:
        for reader in readers:
            reader.run()
        assert server.get("/").status_code == 503


async def crowd(sessions: Sessions, count: int) -> None:
    """Let so many sessions ask for their first page."""
    for number in range(count):
        seat = sessions.enter("", returns=True, address=f"192.0.2.{number}")
        assert seat is not None
        sessions.starts.begin(seat)


def test_a_crowd_is_told_when_to_come_back_and_who_was_inside_comes_in() -> None:
    async def story() -> None:
        sessions = Sessions(1000)
        sessions.starts.cost_seconds = 0.1
        await crowd(sessions, 19)
        assert sessions.count_seconds_until_place() == 0
        await crowd(sessions, 1)
        assert sessions.count_seconds_until_place() == 2, "twenty at 0.1 s"
        assert sessions.enter(""), "who has the page already is borne a little longer"
        await crowd(sessions, 20)
        assert sessions.count_seconds_until_place() == 4
        assert sessions.enter("") is None
        assert sessions.enter("", returns=True)

    asyncio.run(story())


def test_a_session_that_was_given_to_nobody_is_no_way_past_the_crowd() -> None:
    """A handshake names what it likes; a number that was given lets one in, and is given again."""
    told = ForwardMsg()
    told.new_session.initialize.session_id = "sesi-1"
    statuses: list[object] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        if scope["headers"][0][1].endswith(b"sesi-1"):
            return  # it never gets as far as its page
        await send({"type": "websocket.send", "bytes": told.SerializeToString()})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        if message["type"] != "websocket.send":
            statuses.append(message.get("status", message["type"]))

    async def story() -> None:
        sessions = Sessions(1000)
        gate = SessionGate(streamlit, sessions=sessions)

        async def come(named: str) -> object:
            protocols = b"streamlit, xsrf, " + named.encode()
            scope = {
                "type": "websocket",
                "path": "/_stcore/stream",
                "headers": [(b"sec-websocket-protocol", protocols)],
                "extensions": {"websocket.http.response": {}},
            }
            statuses.clear()
            await gate(scope, receive, send)
            return statuses[0]

        assert await come("") == "websocket.accept"
        sessions.starts.cost_seconds = 0.1
        for number in range(40):
            sessions.starts.begin(number)
        assert [await come(named) for named in ("", "karangan")] == [503, 503]
        assert [await come("sesi-1") for _ in range(2)] == ["websocket.accept", 503]

    asyncio.run(story())


def test_one_address_leaves_half_of_the_places_to_others() -> None:
    async def story() -> None:
        sessions = Sessions(4)
        seats = [sessions.enter("", "192.0.2.1") for _ in range(3)]
        assert [seat is None for seat in seats] == [False, False, True]
        assert sessions.enter("", "192.0.2.2") and sessions.enter("", "127.0.0.1")
        assert sessions.enter("", "192.0.2.3") is None

    asyncio.run(story())


def test_a_proxy_that_is_trusted_has_all_places() -> None:
    async def story() -> None:
        sessions = Sessions(4)
        assert all(sessions.enter("", "127.0.0.1") for _ in range(4))

    asyncio.run(story())


def test_a_session_waits_from_its_first_question_to_the_end_of_its_run() -> None:
    """The messages are the front end's own; what a later run costs is no start."""
    sessions = Sessions(5)
    waiting: list[float] = []
    told = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()
    drawing = ForwardMsg()
    drawing.delta.new_element.markdown.body = "gambar" * 100

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        for content in (drawing.SerializeToString(), told, told):
            await receive()
            await send({"type": "websocket.send", "bytes": content})
            waiting.append(sessions.starts.estimate_wait())

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": b"apa saja"}

    async def send(message: Message) -> None:
        return None

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}
    asyncio.run(SessionGate(streamlit, sessions=sessions)(scope, receive, send))
    assert [wait > 0 for wait in waiting] == [True, False, False]


def test_the_cost_of_a_start_is_learned_whatever_the_crowd() -> None:
    """Ten at a time that take a second each are a tenth of a second of work."""
    now = 0.0
    starts = Starts(lambda: now)
    for size in [10] * 20:
        for number in range(size):
            starts.begin(number)
        for number in range(size):
            now += 0.1
            starts.end(number)
    assert starts.cost_seconds == pytest.approx(0.1, rel=0.5)
    for number in range(10):
        starts.begin(number)
    now += FORGOTTEN_SECONDS
    assert starts.estimate_wait() == 0.0


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
