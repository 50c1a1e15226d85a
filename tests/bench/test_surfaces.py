"""The bench of the public surfaces: its readers count right, and its page is timed as told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import surfaces
from bench.hammer import hammer
from bench.phone import Filter, Shown, shown
from bench.surfaces import Served, Surfaces
from tests.process import HOST, free_port, in_thread

pytestmark = pytest.mark.lambat

PAGE = """<!doctype html><title>Uji</title>
<select name="kecamatan"><option>Curug<option>Kasemen</select><p id="nilai">…</p>
<script>
setTimeout(() => { nilai.textContent = "12"; }, 300);
document.querySelector("select").addEventListener("change", () => {
  setTimeout(() => { nilai.textContent = "…"; }, 50);
  setTimeout(() => { nilai.textContent = "34"; }, 250);
});
</script>"""


@contextmanager
def answering(*statuses: int) -> Iterator[int]:
    """Serve answers whose statuses come by turns, each fourth on a connection that then ends;
    give the port."""
    asked = 0

    async def answer(request: Request) -> Response:
        nonlocal asked
        asked += 1
        headers = {"connection": "close"} if asked % 4 == 0 else {}
        return Response("isi", statuses[asked % len(statuses)], headers)

    with in_thread(Starlette(routes=[Route("/apa", answer)])) as port:
        yield port


def test_answers_are_counted_by_status_and_an_ended_connection_is_none() -> None:
    with answering(200, 200, 503) as port:
        found = asyncio.run(hammer(HOST, port, "/apa", 4, 1.0))
    assert set(found) == {"200", "503"}
    assert found["503"] > 10
    assert found["200"] == pytest.approx(2 * found["503"], abs=4)


def test_a_server_that_is_not_there_is_counted_as_broken() -> None:
    found = asyncio.run(hammer(HOST, free_port(), "/apa", 1, 0.2))
    assert set(found) == {"putus"}


def test_a_paced_crowd_asks_no_more_often_than_told() -> None:
    with answering(200) as port:
        found = asyncio.run(hammer(HOST, port, "/apa", 8, 1.0, 40.0))
    assert 0 < found["200"] <= 44  # a busy machine makes them fewer


def test_a_user_beside_the_load_is_held_against_one_without() -> None:
    beside = [aim for aim in surfaces.aims(found(None, {})) if "user's run" in aim.name]
    assert [aim.value for aim in beside] == pytest.approx([2.0, 1.1])
    assert all(aim.met for aim in beside)


@pytest.mark.semua
def test_a_page_is_timed_to_its_figure_and_from_a_filter_to_the_next(
    tmp_path: Path, browser: Browser
) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    with surfaces._files(tmp_path) as url:
        assert httpx.get(url, trust_env=False).text == PAGE
        slow = shown(browser, url, "#nilai", Filter("select"))
        without = shown(browser, url, "#nilai")
    assert slow.figure > 0.3
    assert slow.filtered is not None
    assert 0.2 < slow.filtered < slow.figure + 3
    assert without.filtered is None
    assert 300 < slow.transferred < 2_000


def found(peer: Shown | None, others: dict[str, int]) -> Surfaces:
    """Return a result in which the public page takes half a second and 40 ms."""
    light = Shown(5_000, 1, 0.4, 0.4, None)
    pages = {name: light for name in surfaces.KINDS}
    pages[surfaces.PUBLIC] = Shown(32_000, 4, 0.4, 0.5, 0.04)
    if peer:
        pages[surfaces.FRAMEWORK] = peer
    served = {"program": Served(450.0, others, 0.2), surfaces.STEADY: Served(100.0, {}, 0.11)}
    return Surfaces(pages, served, 0.1)


def test_aims_are_held_against_the_peer_only_where_it_was_measured() -> None:
    slower = found(Shown(225_000, 44, 0.7, 2.0, 0.08), {"503": 9})
    beside = {aim.name: aim for aim in surfaces.aims(slower) if "Framework" in aim.name}
    assert sorted(aim.value for aim in beside.values()) == pytest.approx([0.25, 0.5])
    assert all(aim.met for aim in beside.values())
    faster = found(Shown(225_000, 44, 0.7, 0.6, 0.03), {})
    assert [aim.met for aim in surfaces.aims(faster) if "Framework" in aim.name] == [False, False]
    alone = surfaces.aims(found(None, {}))
    assert not any("Framework" in aim.name for aim in alone)


def test_a_clean_refusal_is_no_broken_answer_and_a_lost_one_is() -> None:
    for others, broken in (({"503": 9, "429": 1}, 0), ({"putus": 2, "500": 1}, 3)):
        (aim,) = (a for a in surfaces.aims(found(None, others)) if "broken" in a.name)
        assert (aim.value, aim.met) == (broken, not broken)


def test_the_tables_say_what_was_not_measured() -> None:
    text = surfaces.markdown(found(None, {}))
    assert "| /publik | 32.0 kB | 4 | 0.40 s | 0.50 s | 40 ms |" in text
    assert "| klaster | 5.0 kB | 1 | 0.40 s | 0.40 s | – |" in text
    assert "| program | 450 | none | 2.0× idle |" in text
