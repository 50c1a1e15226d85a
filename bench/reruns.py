"""What a page costs the server: its start, the first runs, and runs in the steady state."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.client import Reader, Run
from bench.server import Server

PERIOD, AREA, CLASS = "Periode", "Kecamatan", "Skala usaha"
RUNS = 60
SECONDS = 12.0
"""A measurement ends after so many runs, or so long, whichever comes first."""
SETTLE_SECONDS = 0.3


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process to healthy and to the end of the first run, and how
    long the first run of a second session took."""

    healthy: float
    first_run: float
    second_session: float


@dataclass(frozen=True)
class Cost:
    """What one run costs, one reader asking again as soon as the last run has ended."""

    runs: int
    cpu_ms: float
    per_second: float
    wire: int


def start(server: Server) -> Start:
    """Return the times of a server that was started just now and that nobody has asked yet."""
    with Reader(server.address) as reader:
        reader.run()
        first = time.perf_counter() - server.began
    with Reader(server.address) as reader:
        second = reader.run().seconds
    return Start(server.ready - server.began, first, second)


def steady(server: Server, page: str) -> Cost:
    """Return the cost of a page whose every choice was seen before; the period changes each time.

    A page without that filter is run again as it is.
    """
    with Reader(server.address, page) as reader:
        reader.run()
        periods = reader.filters[PERIOD].options if PERIOD in reader.filters else ()
        choices: list[dict[str, str]] = [{PERIOD: period} for period in periods] or [{}]
        for choice in choices * 2:
            reader.run(**choice)
        return _cost(server, reader, itertools.cycle(choices))


def never_seen(server: Server) -> Cost:
    """Return the cost of runs whose choice of area, class and period no session has made yet."""
    with Reader(server.address) as reader:
        reader.run()
        offered = reader.filters
        # The first area and class are the default, which other measurements have asked for.
        choices = [
            {PERIOD: period, AREA: area, CLASS: kind}
            for area in offered[AREA].options[1:]
            for kind in offered[CLASS].options[1:]
            for period in offered[PERIOD].options
        ]
        return _cost(server, reader, iter(choices))


def first_run(server: Server, page: str) -> Run:
    """Return the first run of a new session on a page."""
    with Reader(server.address, page) as reader:
        return reader.run()


def _cost(server: Server, reader: Reader, choices: Iterator[dict[str, str]]) -> Cost:
    """Return what the runs cost. What the server tidies up after a run counts as its cost."""
    time.sleep(SETTLE_SECONDS)
    wire = runs = 0
    before, begin = server.cpu_seconds(), time.perf_counter()
    for choice in itertools.islice(choices, RUNS):
        wire += reader.run(**choice).wire
        runs += 1
        if time.perf_counter() - begin > SECONDS:
            break
    seconds = time.perf_counter() - begin
    time.sleep(SETTLE_SECONDS)
    used = server.cpu_seconds() - before
    return Cost(runs, 1000 * used / runs, runs / seconds, wire // runs)
