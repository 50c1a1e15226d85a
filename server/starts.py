"""How many sessions wait for their first page, and how long one more would.

All pages are made by one processor, so a newcomer waits for whoever came just before. Whoever would
wait longer than ``PATIENCE_SECONDS`` is told when to come back, which costs almost nothing; let in,
they would only make the wait longer for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

PATIENCE_SECONDS = 2.0
FIRST_GUESS_SECONDS = 0.1
LEAST_SECONDS, MOST_SECONDS = 0.02, 1.0
FORGOTTEN_SECONDS = 10.0
"""A first page that takes this long is the fault of a question, not of the crowd."""
WEIGHT = 0.2


class Starts:
    """The sessions in their first run, and what one costs: both change on the event loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._running: dict[Hashable, tuple[float, int]] = {}
        self.cost_seconds = FIRST_GUESS_SECONDS

    def begin(self, session: Hashable) -> None:
        """Note that a session has asked for its first page."""
        self._running[session] = (self._clock(), len(self._running) + 1)

    def is_running(self, session: Hashable) -> bool:
        """Return whether a session still waits for its first page."""
        return session in self._running

    def end(self, session: Hashable) -> None:
        """Note that it is there, and learn from it what one costs.

        While so many were made at a time, each took that many times as long as alone; how many
        that were is the mean of its begin and its end.
        """
        began, crowd = self._running.pop(session)
        at_a_time = (crowd + len(self._running) + 1) / 2
        seconds = (self._clock() - began) / at_a_time
        seconds = min(MOST_SECONDS, max(LEAST_SECONDS, seconds))
        self.cost_seconds += WEIGHT * (seconds - self.cost_seconds)

    def forget(self, session: Hashable) -> None:
        """Note that a session has left, with its first page or without."""
        self._running.pop(session, None)

    def estimate_wait(self) -> float:
        """Return how many seconds one more would wait for its first page."""
        oldest = self._clock() - FORGOTTEN_SECONDS
        recent = sum(began > oldest for began, _ in self._running.values())
        return recent * self.cost_seconds
