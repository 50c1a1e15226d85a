"""What is looked for in any cell of a received file takes no time, however long the cell is: the
program has no other turn meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from data.layouts.recognition import find_layout
from data.layouts.titles import clean_title, list_months, list_years
from data.layouts.units import drop_unit, find_heading_factor, find_title_factor
from data.readers.limits import LONGEST_CELL

SECONDS = 1.0
REPEATED = [" ", "\n", "\u00a0", "( ", "1", "1 ", "a ", ", ", ".", "-", "x ", "ribu ", "dalam  "]
LOOKS: list[Callable[[str], object]] = [
    drop_unit,
    find_heading_factor,
    find_title_factor,
    clean_title,
    lambda cell: list_years(clean_title(cell)),
    lambda cell: list_months(clean_title(cell)),
]


@pytest.mark.parametrize("repeated", REPEATED)
@pytest.mark.parametrize("begin", ["", "Omzet"])
def test_the_longest_cell_is_looked_at_in_no_time(begin: str, repeated: str) -> None:
    cell = f"{begin}{repeated * (LONGEST_CELL // len(repeated) - len(begin))}x"
    for look in LOOKS:
        start = time.thread_time()
        look(cell)
        assert time.thread_time() - start < SECONDS, look


@pytest.mark.parametrize("repeated", [" ", "\n", "a "])
def test_a_sheet_with_such_cells_is_recognised_or_not_in_no_time(repeated: str) -> None:
    cell = f"x{repeated * (LONGEST_CELL // len(repeated) - 2)}x"
    start = time.thread_time()
    find_layout([[cell, cell], ["ID Usaha", "Kelurahan"], ["1", cell]])
    assert time.thread_time() - start < 10 * SECONDS
