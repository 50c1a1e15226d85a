"""Foreign text in spreadsheets: no formula for any program that may open the file."""

from __future__ import annotations

import csv
import io
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.readers.limits import LONGEST_CELL
from data.spreadsheet_text import disarm_formula, write_disposition

SIGNS = "=+-@"
text = st.text(st.sampled_from([*"=+-@\uff1d\uff0b\uff0d\uff20,;|\t\r\n \"'aZ1("]), max_size=12)


@settings(max_examples=500)
@example(['a,"=1&"'], ",")
@example(["x,=HYPERLINK()"], ",")
@given(st.lists(text, min_size=1, max_size=3), st.sampled_from(",;|\t"))
def test_no_program_finds_a_formula_whatever_it_takes_for_a_separator(
    cells: list[str], separator: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([disarm_formula(cell) for cell in cells])
    for quoted in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows = csv.reader(
            io.StringIO(out.getvalue(), newline=""),
            delimiter=separator,
            quoting=quoted,
            escapechar=None,
        )
        for row in rows:
            for cell in row:
                start = unicodedata.normalize("NFKC", cell.strip().lstrip('"').strip())
                assert not start.startswith(tuple(SIGNS)), (cells, row)


@given(text)
def test_the_words_stay_readable(cell: str) -> None:
    disarmed = disarm_formula(cell)
    assert isinstance(disarmed, str)
    assert disarmed.replace("'", "") == cell.replace("'", "")


@pytest.mark.parametrize("cell", [-3.5, 12, None, True])
def test_numbers_stay_numbers(cell: object) -> None:
    assert disarm_formula(cell) is cell


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("usaha.csv", 'attachment; filename="usaha.csv"'),
        ("usaha \u2192 baru.csv", "filename*=UTF-8''usaha%20%E2%86%92%20baru.csv"),
        ("\u8868.xlsx", "filename*=UTF-8''%E8%A1%A8.xlsx"),
    ],
)
def test_a_download_has_its_name_in_any_script(name: str, header: str) -> None:
    said = write_disposition(name)
    assert header in said
    assert said.encode("latin-1") and "\n" not in said and said.count('"') == 2


def test_a_name_cannot_end_its_header() -> None:
    assert write_disposition('a"; x="b\r\nX-Lain: 1').count('"') == 2
    assert "\n" not in write_disposition('a"\r\nX-Lain: 1')


@pytest.mark.parametrize("letter", ["\n", "\t", "\r\n", ",", ' "', '"', "\u2003"])
def test_a_cell_as_long_as_any_is_looked_through_at_once(letter: str) -> None:
    """Nobody else has a turn meanwhile. A search that begins again at each letter takes seconds."""
    cell = f"x{letter * (LONGEST_CELL // len(letter) - 2)}x"
    begin = time.thread_time()
    assert disarm_formula(cell) == cell
    assert time.thread_time() - begin < 0.5
