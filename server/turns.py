"""Answers that anybody may ask for come one by one, so that whoever works in the tool goes first.

Many readers of embeds fill every turn of the event loop, and a message of an open page, which a run
of its script waits for, comes after all of them. Here their requests line up, and while somebody
waits there is a moment between two answers for what sockets and scripts have to do. Who asks alone
waits for nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque

from starlette.types import ASGIApp, Receive, Scope, Send

from server.closed import CORE
from server.compressed import PREFIX

PAUSE_SECONDS = 0.001
"""Between two answers while more wait: at most about half of the loop is theirs."""


class OneByOne:
    """Middleware that lets plain requests go on one by one. Sockets pass at once, and so does what
    the tool's own pages are made of."""

    def __init__(self, app: ASGIApp, *, pause: float = PAUSE_SECONDS) -> None:
        self.app = app
        self.pause = pause
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.busy = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith((PREFIX, CORE)):
            await self._wait_turn()
        await self.app(scope, receive, send)

    async def _wait_turn(self) -> None:
        """Wait until nobody is before, and a moment has passed since the last one."""
        if not self.busy:
            self._rest()
            return
        mine = asyncio.get_running_loop().create_future()
        self.waiting.append(mine)
        await mine

    def _let_next(self) -> None:
        """Let the first in line go on; whose reader has left is passed over."""
        self.busy = False
        while self.waiting and not self.busy:
            first = self.waiting.popleft()
            if not first.done():
                first.set_result(None)
                self._rest()

    def _rest(self) -> None:
        self.busy = True
        asyncio.get_running_loop().call_later(self.pause, self._let_next)
