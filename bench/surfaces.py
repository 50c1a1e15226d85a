"""``python -m bench.surfaces``: what embeds and the public page cost a reader on a slow phone, and
how many of them the program and nginx can answer while somebody works in the tool.

Every embed kind, the public page, the same chart as a page of Plotly's, and the plain Streamlit
page with ``?embed=true``, all in one run: slow 4G (1.6 Mbit/s, 150 ms) and a processor four times
slower, as browsers simulate them.
"""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from analysis import charts, views
from analysis.selection import options
from bench.client import Reader
from bench.loads import first_load
from bench.nginx import NGINX, serving
from bench.process import HOST
from bench.server import OURS, plain, serve
from bench.table import Aim
from data.settings import ROOT, settings
from data.store import PUBLISHED, publik
from data.versions import Versions
from pages.publik.terbitan import LINK
from tests.browser import launch

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
SLOWER = 4
KINDS = (
    "kartu-berusaha-daring", "batang-berusaha-daring", "garis-berusaha-daring",
    "tabel-berusaha-daring", "peta-berusaha-daring", "klaster", "fakta-jumlah-umkm",
)  # fmt: skip
PUBLIC, PLOTLY, STREAMLIT = "/publik", "plain Plotly HTML", "plain Streamlit, ?embed=true"
TURNS = 3
SECONDS = 8.0
CONNECTIONS = 32
OVERLOAD = 10
USER_RUNS = 12
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Shown:
    """One page on the slow phone: bytes, requests, seconds to its first paint and to its figure."""

    transferred: int
    requests: int
    paint: float
    figure: float


@dataclass(frozen=True)
class Served:
    """One server under load: answers a second, those that were no 200, and the seconds that a
    run of the tool takes a user meanwhile (0 where none was measured)."""

    per_second: float
    others: dict[str, int]
    user: float


@dataclass(frozen=True)
class Surfaces:
    """What one run found, by page and by server; ``idle`` is a user's run without any load."""

    shown: dict[str, Shown]
    served: dict[str, Served]
    idle: float


def measure() -> Surfaces:
    """Return what was found. The cube and its public files have to be written."""
    version = Versions(settings().publik).current()
    assert version is not None, "nothing is published: make build"
    cube = settings().publik / version / PUBLISHED
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        page = Path(folder) / "plotly"
        page.mkdir()
        view = views.by_kecamatan(publik(), "berusaha_daring", options(publik()).default())
        charts.bars(view, "light").write_html(page / "index.html", include_plotlyjs=True)
        with serve(OURS) as ours, _files(page) as plotly:
            shown = {
                name: _shown(browser, f"{ours.address}/sematan/{name}", "main table")
                for name in KINDS
            }
            shown[PUBLIC] = _shown(browser, f"{ours.address}{PUBLIC}", ".du-nilai")
            shown[PLOTLY] = _shown(browser, plotly, ".main-svg")
        with serve(plain(Path(folder), cube)) as other:
            shown[STREAMLIT] = _shown(
                browser, f"{other.address}/?embed=true", "[data-testid=stMetricValue]"
            )
    return _under_load(shown)


def _under_load(shown: dict[str, Shown]) -> Surfaces:
    path = f"/sematan/{KINDS[1]}"
    served = {}
    with serve(OURS) as ours, Reader(ours.address) as user, _nginx(ours.address) as nginx:
        idle = _user(user)
        served["program"] = _load(ours.address, path, CONNECTIONS, user)
        if nginx:
            served["nginx"] = _load(nginx, path, CONNECTIONS, user)
        served[f"program, {OVERLOAD} times as many"] = _load(
            ours.address, path, CONNECTIONS * OVERLOAD, None
        )
        time.sleep(2)
        served["program, after that"] = _load(ours.address, path, CONNECTIONS, None)
    return Surfaces(shown, served, idle)


def _shown(browser: Browser, url: str, figure: str) -> Shown:
    """Return a page's weight, and the middle of some first loads on the slow phone."""
    load = first_load(browser, url)
    paints, figures = zip(*(_slowly(browser, url, figure) for _ in range(TURNS)), strict=True)
    return Shown(
        load.transferred + load.socket_payload, load.requests, median(paints), median(figures)
    )


def _slowly(browser: Browser, url: str, figure: str) -> tuple[float, float]:
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 800})
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        began = time.perf_counter()
        page.goto(url, wait_until="commit", timeout=PATIENCE_MS)
        page.wait_for_selector(figure, state="attached", timeout=PATIENCE_MS)
        seconds = time.perf_counter() - began
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        return paint / 1000, seconds
    finally:
        context.close()


def _load(address: str, path: str, connections: int, user: Reader | None) -> Served:
    host, port = address.removeprefix("http://").split(":")
    command = [
        sys.executable,
        "-m",
        "bench.hammer",
        host,
        port,
        path,
        str(connections),
        str(SECONDS),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as asking:
        time.sleep(1)
        seconds = _user(user) if user else 0.0
        said, _ = asking.communicate()
    counts: dict[str, int] = json.loads(said)
    good = counts.pop("200", 0)
    return Served(good / SECONDS, counts, seconds)


def _user(user: Reader) -> float:
    """Return the middle of some runs of the first page."""
    return median(user.run().seconds for _ in range(USER_RUNS))


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    """Serve a folder as plain files."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer((HOST, 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}/index.html"
        finally:
            server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def _nginx(program: str) -> Iterator[str | None]:
    """Serve the published folder by the documented file; None where there is no nginx."""
    if not NGINX.exists():
        yield None
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), settings().terbitan / LINK, program) as base,
    ):
        yield base


def aims(found: Surfaces) -> list[Aim]:
    """Return what is to be reached."""
    embeds = [found.shown[name] for name in KINDS]
    public = found.shown[PUBLIC]
    served = found.served
    reached = [
        Aim("slowest embed to its first paint", max(e.paint for e in embeds), 1, "s"),
        Aim("heaviest embed", max(e.transferred for e in embeds) / 1000, 15, "kB"),
        Aim("public page, first load", public.transferred / 1000, 60, "kB"),
        Aim("public page, first load", public.requests, 6, "requests"),
        Aim("answers of the program", served["program"].per_second, 300, "1/s", at_least=True),
        Aim("broken answers under load", _broken(found), 0, "answers"),
    ]
    if "nginx" in served:
        reached.append(
            Aim("answers of nginx", served["nginx"].per_second, 1000, "1/s", at_least=True)
        )
    return reached


def _broken(found: Surfaces) -> int:
    """Return how many answers were neither whole nor a clean refusal."""
    clean = {"503", "429"}
    return sum(n for one in found.served.values() for s, n in one.others.items() if s not in clean)


def markdown(found: Surfaces) -> str:
    """Return the table of pages and the table of servers."""
    lines = [
        "| on a slow phone | bytes | requests | first paint | figure there |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {one.transferred / 1000:,.1f} kB | {one.requests} | {one.paint:.2f} s "
            f"| {one.figure:.2f} s |"
            for name, one in found.shown.items()
        ),
        "",
        f"| {CONNECTIONS} readers of an embed at once | answers a second | others "
        "| a user's run meanwhile |",
        "| --- | ---: | --- | ---: |",
        *(
            f"| {name} | {one.per_second:,.0f} | {one.others or 'none'} "
            f"| {f'{one.user / found.idle:.1f}× idle' if one.user else '–'} |"
            for name, one in found.served.items()
        ),
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure, print the tables and the aims."""
    found = measure()
    print(markdown(found), "", "Aims:", "", *aims(found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
