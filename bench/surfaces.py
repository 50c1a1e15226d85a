"""``python -m bench.surfaces``: what embeds and the public page cost a reader on a slow phone, and
how many of them the program and nginx can answer while somebody works in the tool.

Every embed kind, the public page, the same chart as a page of Plotly's, the same cells as a page
of Observable Framework, and the plain Streamlit page with ``?embed=true``, all in one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from analysis.definitions.selection import read_options
from analysis.views import charts, views
from bench import observable, phone
from bench.client import Reader
from bench.nginx import NGINX, serving
from bench.phone import Filter, Shown, Visit
from bench.server import OURS, plain, serve
from bench.table import Aim
from data.settings import ROOT, settings
from data.store.store import PUBLISHED, open_publik
from data.store.versions import Versions
from public.files.published import LINK
from tests.browser import launch
from tests.process import HOST, in_thread

KINDS = (
    "kartu-berusaha-daring", "batang-berusaha-daring", "garis-berusaha-daring",
    "tabel-berusaha-daring", "peta-berusaha-daring", "klaster", "fakta-jumlah-umkm",
)  # fmt: skip
PUBLIC, PLOTLY, STREAMLIT = "/publik", "plain Plotly HTML", "plain Streamlit, ?embed=true"
FRAMEWORK = "Observable Framework"
SECONDS = 8.0
CONNECTIONS = 32
OVERLOAD = 10
RATE = 100.0
STEADY = f"program, {RATE:.0f} a second"
USER_RUNS = 12


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
    version = Versions(settings().publik).find_current()
    assert version is not None, "nothing is published: make build"
    cube = settings().publik / version / PUBLISHED
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        page = Path(folder) / "plotly"
        page.mkdir()
        view = views.view_by_kecamatan(
            open_publik(), "berusaha_daring", read_options(open_publik()).default()
        )
        charts.draw_bars(view, "light").write_html(page / "index.html", include_plotlyjs=True)
        framework = observable.built(Path(folder), open_publik())
        with serve(OURS) as ours:
            shown = {
                name: phone.shown(browser, f"{ours.address}/sematan/{name}", "main table")
                for name in KINDS
            }
            by_list = Filter("select[name=kecamatan]")
            beside = {PUBLIC: Visit(f"{ours.address}{PUBLIC}", ".du-nilai", by_list)}
            with _files(framework) if framework else nullcontext() as site:
                if site:
                    beside[FRAMEWORK] = Visit(site, "#nilai", Filter("select"))
                shown |= phone.shown_in_turn(browser, beside)
        with _files(page) as plotly:
            shown[PLOTLY] = phone.shown(browser, plotly, ".main-svg")
        with serve(plain(Path(folder), cube)) as other:
            shown[STREAMLIT] = phone.shown(
                browser,
                f"{other.address}/?embed=true",
                "[data-testid=stMetricValue]",
                Filter("[role=option]:nth-child(2)", _open_list),
            )
    return _under_load(shown)


def _open_list(page: Page) -> None:
    """Open Streamlit's list of kecamatan, the second on the plain page."""
    page.get_by_role("combobox").nth(1).click()
    page.get_by_role("option").nth(1).wait_for()


def _under_load(shown: dict[str, Shown]) -> Surfaces:
    path = f"/sematan/{KINDS[1]}"
    served = {}
    with serve(OURS) as ours, Reader(ours.address) as user, _nginx(ours.address) as nginx:
        idle = _user(user)
        served["program"] = _load(ours.address, path, CONNECTIONS, user)
        served[STEADY] = _load(ours.address, path, CONNECTIONS, user, RATE)
        if nginx:
            served["nginx"] = _load(nginx, path, CONNECTIONS, user)
        served[f"program, {OVERLOAD} times as many"] = _load(
            ours.address, path, CONNECTIONS * OVERLOAD, None
        )
        time.sleep(2)
        served["program, after that"] = _load(ours.address, path, CONNECTIONS, None)
    return Surfaces(shown, served, idle)


def _load(
    address: str, path: str, connections: int, user: Reader | None, rate: float | None = None
) -> Served:
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
        *([str(rate)] if rate else []),
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
    """Serve a folder as files that are compressed on their way, as any web host does."""
    routes = [Mount("/", StaticFiles(directory=folder, html=True))]
    program = Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])
    with in_thread(program) as port:
        yield f"http://{HOST}:{port}/"


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
        *_beside_framework(found),
        Aim("answers of the program", served["program"].per_second, 300, "1/s", at_least=True),
        *(
            Aim(f"a user's run beside {name}", served[name].user / found.idle, 2, "× idle")
            for name in ("program", STEADY)
        ),
        Aim("broken answers under load", _broken(found), 0, "answers"),
    ]
    if "nginx" in served:
        reached.append(
            Aim("answers of nginx", served["nginx"].per_second, 1000, "1/s", at_least=True)
        )
    return reached


def _beside_framework(found: Surfaces) -> list[Aim]:
    public, peer = found.shown[PUBLIC], found.shown.get(FRAMEWORK)
    if peer is None or public.filtered is None or peer.filtered is None:
        return []
    there = public.figure / peer.figure
    answered = public.filtered / peer.filtered
    return [
        Aim("public page to its figure, beside Framework's time", there, 0.5, "×"),
        Aim("public page, filter to figure, beside Framework's time", answered, 0.7, "×"),
    ]


def _broken(found: Surfaces) -> int:
    """Return how many answers were neither whole nor a clean refusal."""
    clean = {"503", "429"}
    return sum(n for one in found.served.values() for s, n in one.others.items() if s not in clean)


def markdown(found: Surfaces) -> str:
    """Return the table of pages and the table of servers."""
    lines = [
        "| on a slow phone | bytes | requests | first paint | figure there | filter to figure |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {one.transferred / 1000:,.1f} kB | {one.requests} | {one.paint:.2f} s "
            f"| {one.figure:.2f} s | {f'{one.filtered * 1000:.0f} ms' if one.filtered else '–'} |"
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
