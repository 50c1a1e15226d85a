"""What the door of restricted downloads hands out, and to whom, asked in this process."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from data.access.viewer import Viewer
from pages.parts import downloads
from tests.data.rows import Workspace, write_register
from tests.pages.embeds import answer_of

ANYBODY = Viewer(sign_in=False)
FORMULAS = ('=HYPERLINK("https://jahat.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@1+1")


@pytest.fixture
def made_up(workspace: Workspace) -> Workspace:
    """A made-up register, open to anybody, in which an amount of money is a formula."""
    rows = [{"sintetis": "Ya"}, *({"sintetis": "Ya", "omzet_rp": cell} for cell in FORMULAS)]
    write_register(workspace.raw / "sintetis" / "a.csv", rows)
    workspace.build()
    return workspace


def test_no_cell_of_a_download_is_a_formula_to_a_spreadsheet(made_up: Workspace) -> None:
    answer = answer_of(downloads.ROUTES, downloads.offer_download(ANYBODY, "penolakan"))
    assert answer.status_code == 200
    cells = [cell for row in csv.reader(io.StringIO(answer.text), delimiter=";") for cell in row]
    assert {f"'{cell}" for cell in FORMULAS} <= set(cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_download_that_was_offered_to_a_sign_in_answers_nobody_else(made_up: Workspace) -> None:
    address = downloads.offer_download(Viewer(sign_in=False, login="masuk orang lain"), "penolakan")
    answer = answer_of(downloads.ROUTES, address)
    assert (answer.status_code, FORMULAS[0] in answer.text) == (404, False)


def test_a_download_of_a_file_that_is_named_in_another_script_is_named_so(
    made_up: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(downloads.DOWNLOADS, "penolakan", lambda *_: pd.DataFrame({"a": [1]}))
    answer = answer_of(
        downloads.ROUTES, downloads.offer_download(ANYBODY, "penolakan", ("表-Jalan Raya",))
    )
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
