"""Reads the cube without the code under test, and the words of tables made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import product

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import summary_html
from analysis.views.matrix import Matrix
from analysis.views.view import Row
from analysis.words import theme
from data.store.store import Store

NEWEST = "2025-06"
KASEMEN = Selection(NEWEST, "36.73.02")
NO_BREAK = "\u00a0"
Key = tuple[str, str, str, str]


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def cube(store: Store) -> dict[Key, tuple[float | None, str]]:
    """Return (value, sign) of every cell by indicator, period, area and class, read without the
    code under test."""
    rows = store.query_rows(
        "select indikator, periode, kode_wilayah, kategori, nilai, tanda from sel "
        "where sumber = 'register' and dimensi in ('', 'skala_gabung')"
    )
    key = ("indikator", "periode", "kode_wilayah", "kategori")
    return {
        tuple(r[name] for name in key): (r["nilai"], r["tanda"])  # type: ignore[misc]
        for r in rows
    }


def choices(store: Store) -> Iterator[Selection]:
    offered = read_options(store)
    for periode, area, skala in product(*(vars(offered)[name].values() for name in vars(offered))):
        yield Selection(periode, area, skala)


def expected(known: dict[Key, tuple[float | None, str]], kode: str, asked: Selection) -> str:
    """Return how a cell's value is written, without its unit; its sign where it has none."""
    entry = INDICATORS[kode]
    area = asked.wilayah if "kecamatan" in entry.levels else CITY
    skala = asked.skala if "skala_gabung" in entry.rincian else ""
    value, sign = known.get((kode, asked.periode, area, skala), (None, ".."))
    return sign if value is None else theme.amount(value, entry.satuan)


def rows_of(markup: str) -> list[list[str]]:
    """Return the words of a table's cells, row by row, without what only a screen reader reads."""
    seen = re.sub(r'<span class="du-sr">.*?</span>', "", markup)
    bodies = re.findall(r"<tbody.*?</tbody>", seen, re.DOTALL)
    return [
        [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", bodies[0], re.DOTALL)
    ]


def check_cells(matrix: Matrix, known: dict[Key, tuple[float | None, str]]) -> None:
    chosen = matrix.heading.selection
    shown = rows_of(summary_html.render_matrix(matrix))
    for row, cells in zip((matrix.whole, *matrix.rows), shown, strict=True):
        assert cells[0] == row.label
        for column, text in zip(matrix.columns, cells[1:], strict=True):
            asked = replace(chosen, wilayah=row.code)
            assert text.split()[0] == expected(known, column.entry.kode, asked), (row, column)


def point(periode: str, value: float | None) -> Row:
    return Row(periode, periode, value, "x" if value is None else f"{value:g}")
