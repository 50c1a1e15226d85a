"""The whole measurement: two programs in turns, so that other load falls on both."""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack

from playwright.sync_api import Browser

from bench import embeds, loads, reruns
from bench.reruns import Start
from bench.results import FIRST, PAGES, Found, Page, Results
from bench.server import Program, Server, serve
from tests.browser import launch

STARTS = 2
LOADS = 3
PLAIN_IN_FRAME = "/?embed=true"


def measure(facts: dict[str, str], program: Program, other: Program) -> Results:
    """Return what was found of our program and of the other, which has the first page only."""
    earlier = [[_start(one) for one in (program, other)] for _ in range(STARTS - 1)]
    with ExitStack() as stack:
        ours = stack.enter_context(serve(program))
        starts = [reruns.start(ours)]
        theirs = stack.enter_context(serve(other))
        starts.append(reruns.start(theirs))
        best = [_best(each) for each in zip(*earlier, starts, strict=True)]

        browser = stack.enter_context(launch())
        plain_pages = {FIRST: _page(theirs, browser, FIRST)}
        pages = {name: _page(ours, browser, name) for name in PAGES}
        _say("choices never seen")
        never = [reruns.never_seen(server) for server in (ours, theirs)]
        _say("time to the first number")
        number = _seconds_to_number(browser, ours, theirs)
        _say("embed")
        frame = loads.first_load(browser, ours.address + embeds.PATH)
        plain_frame = loads.first_load(browser, theirs.address + PLAIN_IN_FRAME)
        return Results(
            facts,
            Found(best[0], never[0], number[0], frame, pages),
            Found(best[1], never[1], number[1], plain_frame, plain_pages),
            embeds.weights(ours),
            embeds.rate(ours),
        )


def _start(program: Program) -> Start:
    _say(f"start of {program.script.name}")
    with serve(program) as server:
        return reruns.start(server)


def _best(starts: tuple[Start, ...]) -> Start:
    """Return the shortest of each time: whatever else the machine did only adds to it."""
    return Start(*(min(times) for times in zip(*map(_times, starts), strict=True)))


def _times(start: Start) -> tuple[float, float, float]:
    return start.healthy, start.first_run, start.second_session


def _page(server: Server, browser: Browser, name: str) -> Page:
    path = PAGES[name]
    _say(f"{name} at {server.address}")
    cost = reruns.steady(server, path)
    load = loads.first_load(browser, f"{server.address}/{path}")
    return Page(cost, load, reruns.first_run(server, path))


def _seconds_to_number(browser: Browser, *servers: Server) -> list[float]:
    """Return each server's median time to the first number, taken in turns."""
    rounds = [
        [loads.seconds_to_number(browser, f"{server.address}/") for server in servers]
        for _ in range(LOADS)
    ]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)
