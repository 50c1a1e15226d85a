"""What waits by the revision rule, as the officer is told: on the Data page and in the terminal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from analysis.release.report import WIDTH, describe_waiting, list_waiting
from analysis.views import html
from data import helper_process
from data.access.viewer import OPERATOR
from pages.parts import versions
from tests.analysis.releases_in_turn import add, release
from tests.analysis.test_revisions import REGISTER, fill_office, make_office
from tests.data.rows import Workspace
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat


@dataclass
class Page:
    """What a page was told to show."""

    shown: list[str] = field(default_factory=list)

    def html(self, markup: str) -> None:
        self.shown.append(markup)

    subheader = caption = html


def publish_one_more(place: Workspace) -> None:
    """Publish one business more, which waits."""
    release(place, add(REGISTER, 1, 1), week=0)


@pytest.fixture
def office(made_once: MadeOnce, use: Use) -> Workspace:
    """A published register behind which one row waits."""
    return use(made_once("menunggu", fill_office, publish_one_more))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    shown = Page()
    monkeypatch.setattr(versions, "st", shown)
    monkeypatch.setattr(versions, "_find_waiting", versions._find_waiting.__wrapped__)
    return shown


def test_the_officer_sees_what_waits_and_nobody_else(
    office: Workspace, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "may", lambda action: False)
    versions._show_waiting()
    assert page.shown == []
    asked: list[str] = []

    def may(action: str) -> bool:
        asked.append(action)
        return True

    monkeypatch.setattr(versions, "may", may)
    versions._show_waiting()
    assert set(asked) == {"terbitkan"}
    table = next(part for part in page.shown if "<table" in part)
    assert "1 usaha berbeda dari yang terbit, menunggu sejak 6 Juli 2026." in table
    cells = re.findall(
        r'<tr><th scope="row">(\w+)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>', table
    )
    (found,) = list_waiting(office.settings, OPERATOR)
    assert [(a, int(b), int(c)) for a, b, c in cells] == [
        (level.level.capitalize(), len(level.moving), len(level.waiting)) for level in found.levels
    ]
    assert "sekitar 10 baris berubah" in table

    def refuse(module: str, *arguments: str) -> bytes:
        raise RuntimeError(module)

    monkeypatch.setattr(helper_process, "run", refuse)
    page.shown.clear()
    versions._show_waiting()
    assert page.shown == [versions.UNKNOWN]


def test_where_nothing_waits_nothing_is_asked(
    made_once: MadeOnce, use: Use, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(make_office(made_once))
    monkeypatch.setattr(versions, "may", lambda action: True)
    monkeypatch.setattr(helper_process, "run", lambda *arguments: pytest.fail("asked"))
    versions._show_waiting()
    assert page.shown == []


def test_the_terminal_says_the_same_in_short_lines(office: Workspace) -> None:
    lines = describe_waiting(office.settings, OPERATOR)
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].startswith("Juni 2025: 1 usaha berbeda dari yang terbit, menunggu sejak")
    (found,) = list_waiting(office.settings, OPERATOR)
    text = " ".join(" ".join(line.split()) for line in lines)
    for level in found.levels:
        assert f"{len(level.waiting)} menunggu" in text
        assert not level.waiting or level.waiting_words in text


def test_a_level_that_waits_for_its_totals_says_so() -> None:
    level: dict[str, Any] = {"level": "kota", "moving": 2, "waiting": 0, "names": "", "release": ""}
    rows = [{"periode": "2025-06", "sentence": "Sesuatu.", "levels": [level]}]
    assert "<td>–</td>" in html.render_waiting(json.loads(json.dumps(rows)))
