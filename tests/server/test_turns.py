"""What anybody may ask for is answered one by one; an open page's messages go between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import RequestLog
from server.peer import Peer
from server.stack import list_middleware
from server.turns import OneByOne

READERS = 32
EMBED = {"type": "http", "path": "/sematan/klaster"}


class Answers:
    """An app that notes in which turn of the loop it answered which request."""

    def __init__(self) -> None:
        self.turns: list[int] = []
        self.numbers: list[int] = []
        self.turn = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.turns.append(self.turn)
        self.numbers.append(scope.get("number", 0))

    def count_turns(self) -> None:
        """Count the turns of the loop from now on, as an open page's message would see them."""
        self.turn += 1
        asyncio.get_running_loop().call_soon(self.count_turns)


async def receive() -> Message:
    raise AssertionError("not asked")


async def send(message: Message) -> None:
    raise AssertionError("not asked")


def answered(app: ASGIApp, answers: Answers, scopes: Sequence[Scope]) -> Answers:
    """Let many requests come at once; return what became of them."""

    async def asked() -> None:
        answers.count_turns()
        await asyncio.gather(*(app(scope, receive, send) for scope in scopes))

    asyncio.run(asked())
    return answers


def test_between_any_two_answers_the_loop_has_a_turn_for_others() -> None:
    answers = Answers()
    found = answered(OneByOne(answers, pause=0.0), answers, [EMBED] * READERS)
    assert len(set(found.turns)) == READERS
    without = Answers()
    assert len(set(answered(without, without, [EMBED] * READERS).turns)) == 1


def test_a_pause_leaves_the_loop_to_others_for_as_long() -> None:
    async def asked() -> float:
        loop = asyncio.get_running_loop()
        gate, begin = OneByOne(Answers(), pause=0.02), loop.time()
        await asyncio.gather(*(gate(EMBED, receive, send) for _ in range(6)))
        return loop.time() - begin

    assert asyncio.run(asked()) >= 5 * 0.02


@pytest.mark.parametrize(
    "scope",
    [
        {"type": "websocket", "path": "/_stcore/stream"},
        {"type": "http", "path": "/static/js/index.js"},
        {"type": "http", "path": "/_stcore/health"},
    ],
    ids=["socket", "script", "health"],
)
def test_what_a_page_of_the_tool_asks_for_waits_for_nobody(scope: Scope) -> None:
    answers = Answers()
    assert len(set(answered(OneByOne(answers), answers, [scope] * READERS).turns)) == 1


def test_order_is_that_of_arrival_and_whoever_leaves_is_passed_over() -> None:
    answers = Answers()

    async def asked() -> None:
        gate = OneByOne(answers, pause=0.001)
        tasks = [
            asyncio.create_task(gate(EMBED | {"number": number}, receive, send))
            for number in range(5)
        ]
        await asyncio.sleep(0)
        tasks[2].cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(done[2], asyncio.CancelledError)
        await asyncio.wait_for(gate(EMBED | {"number": 9}, receive, send), 5)

    asyncio.run(asked())
    assert answers.numbers == [0, 1, 3, 4, 9]


def test_every_answer_of_the_program_takes_its_turn() -> None:
    names = [one.cls for one in list_middleware()]
    assert names[: names.index(OneByOne)] == [Peer, RequestLog]  # the reader's name, and the log
