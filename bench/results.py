"""What one run of the benchmark found, and the rows and aims that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.client import Run
from bench.embeds import Rate
from bench.loads import Load
from bench.reruns import Cost, Start
from bench.table import Aim, Row, compared, ratio_only

PAGES = {"Ringkasan": "", "Peta": "peta", "Jelajah": "jelajah", "Metode": "metode"}
FIRST = "Ringkasan"
"""The page whose content the plain page shows too."""


@dataclass
class Page:
    """One page: runs in the steady state, the first load, and a new session's first run."""

    cost: Cost
    load: Load
    first: Run

    @property
    def first_bytes(self) -> int:
        """All that a first load takes over the wire."""
        return self.load.transferred + self.first.wire


@dataclass
class Found:
    """What was found of one program."""

    start: Start
    never_seen: Cost
    seconds_to_number: float
    in_frame: Load
    """The first load of what another site puts in a frame: our embed, or the plain page."""
    pages: dict[str, Page] = field(default_factory=dict)


@dataclass
class Results:
    """Everything that one run of the benchmark found."""

    facts: dict[str, str]
    ours: Found
    plain: Found
    embed_bytes: dict[str, int]
    embed_rate: Rate


def rows(results: Results) -> list[Row]:
    """Return the table's rows."""
    ours, plain = results.ours, results.plain
    table = [
        compared("cold start to healthy", ours.start.healthy, plain.start.healthy, "s"),
        compared("cold start to first run", ours.start.first_run, plain.start.first_run, "s"),
        compared(
            "first run of a second session",
            1000 * ours.start.second_session,
            1000 * plain.start.second_session,
            "ms",
        ),
    ]
    for name, page in ours.pages.items():
        table += _page_rows(name, page, plain.pages.get(name))
    seen = "Ringkasan, choice never seen"
    table += _cost_rows(seen, ours.never_seen, plain.never_seen)
    table.append(
        ratio_only(
            "Ringkasan, time to first number, cold cache (ratio)",
            ours.seconds_to_number,
            plain.seconds_to_number,
        )
    )
    return table + _embed_rows(results)


def aims(results: Results) -> list[Aim]:
    """Return what is to be reached."""
    page, plain = results.ours.pages[FIRST], results.plain.pages[FIRST]
    times = page.cost.per_second / plain.cost.per_second
    return [
        Aim("Ringkasan, server CPU per rerun", page.cost.cpu_ms, 40, "ms"),
        Aim("Ringkasan, first load compressed", page.first_bytes / 1e6, 1.3, "MB"),
        Aim("Ringkasan, reruns a second beside the plain page", times, 8, "×", at_least=True),
        Aim("embed, brotli", results.embed_bytes["br"] / 1e3, 5, "kB"),
    ]


def _page_rows(name: str, ours: Page, plain: Page | None) -> list[Row]:
    p = plain
    load = ours.load
    return [
        *_cost_rows(name, ours.cost, p.cost if p else None),
        compared(f"{name}, rerun, websocket", ours.cost.wire, p.cost.wire if p else None, "bytes"),
        compared(
            f"{name}, first load, requests", load.requests, p.load.requests if p else None, ""
        ),
        compared(
            f"{name}, first load, HTTP",
            load.transferred,
            p.load.transferred if p else None,
            "bytes",
        ),
        compared(
            f"{name}, first load, websocket, unpacked",
            load.socket_payload,
            p.load.socket_payload if p else None,
            "bytes",
        ),
        compared(
            f"{name}, first load, websocket, on the wire",
            ours.first.wire,
            p.first.wire if p else None,
            "bytes",
        ),
    ]


def _cost_rows(name: str, ours: Cost, plain: Cost | None) -> list[Row]:
    return [
        compared(f"{name}, rerun, server CPU", ours.cpu_ms, plain.cpu_ms if plain else None, "ms"),
        compared(
            f"{name}, reruns a second, one reader",
            ours.per_second,
            plain.per_second if plain else None,
            "/s",
            more_is_better=True,
        ),
    ]


def _embed_rows(results: Results) -> list[Row]:
    ours, plain = results.ours.in_frame, results.plain.in_frame
    weights = [
        Row(f"embed, body in {coding}", compared("", size, None, "bytes").ours)
        for coding, size in results.embed_bytes.items()
    ]
    rate = results.embed_rate
    return [
        *weights,
        compared("embed in a browser, requests", ours.requests, plain.requests, ""),
        compared("embed in a browser, HTTP", ours.transferred, plain.transferred, "bytes"),
        compared("embed, requests a second, one connection", rate.per_second, None, "/s"),
        compared("embed, server CPU per request", rate.cpu_ms, None, "ms"),
    ]
