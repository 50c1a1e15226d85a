"""Attacks with everything that a stranger, an academic or an official can fetch: none of them finds
a count below the rule. The attackers are pencils; the auditor has tests of its own."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from itertools import product

import httpx
import pandas as pd
import pytest

from analysis.audit.cube import group_of_cell
from analysis.audit.groups import find_groups
from analysis.audit.judge import gather
from analysis.audit.secrets import read_exempt
from analysis.count import rounded
from analysis.count.tabulation import VALUE_HEADING, Request, make_crosstab
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.disclosure import rule
from analysis.views import views
from data.access.viewer import OPERATOR
from public.__main__ import make_program
from tests.analysis.judge import attack
from tests.analysis.mutants import scholars, served
from tests.analysis.test_publication import Cell, cells_of, small, sums_among
from tests.data.rows import Workspace

ONLINE = "berusaha_daring"
Exact = dict[Cell, int]


@pytest.fixture(scope="module")
def exact(demo: Workspace) -> Exact:
    """Every true count behind a published row."""
    gathered = gather(demo.gudang, served(demo), []).values()
    return {
        (*count.row, count.what): count.value  # type: ignore[misc]
        for evidence in gathered
        for count in evidence.counts
    }


@pytest.fixture(scope="module")
def secret(exact: Exact) -> set[Cell]:
    """What nobody may know."""
    printed = read_exempt()
    return {
        cell
        for cell, value in exact.items()
        if cell[:-1] not in printed
        and small(cell, value, sum(exact.get((*cell[:-1], what), 0) for what in ("ya", "tidak")))
    }


@pytest.fixture(scope="module")
def read(demo: Workspace) -> Exact:
    """Every count that the published cube says."""
    found: Exact = {}
    for row in served(demo).select_register().itertuples():
        found |= cells_of(row)
    return found


def learned(exact: Exact, known: Exact, sums: list[list[Cell]]) -> set[Cell]:
    """Return all that is known or follows from it, sum by sum."""
    assert all(exact[cell] == value for cell, value in known.items())
    return {*known, *attack(sums, known)}


def test_subtraction_of_kelurahan_from_their_kecamatan(
    exact: Exact, read: Exact, secret: set[Cell]
) -> None:
    by_area = [cells for cells in sums_among(set(exact)) if cells[0][2] != cells[1][2]]
    assert len(by_area) > 1000 and len(secret) > 50
    assert not secret & learned(exact, read, by_area)


def test_subtraction_of_categories_and_answers_from_their_totals(
    exact: Exact, read: Exact, secret: set[Cell]
) -> None:
    others = [cells for cells in sums_among(set(exact)) if cells[0][2] == cells[1][2]]
    assert len(others) > 1000
    assert not secret & learned(exact, read, others)


def test_the_pencil_finds_a_count_where_one_blank_stands_alone(
    exact: Exact, secret: set[Cell]
) -> None:
    alone = {cell: value for cell, value in exact.items() if cell not in secret}
    assert secret & learned(exact, alone, sums_among(set(exact)))


def test_a_percentage_comes_with_counts_that_may_be_shown(demo: Workspace) -> None:
    """A percentage of a known number of businesses is a count, so none stands alone."""
    rows = served(demo).select_register()
    shares = rows[rows["nilai"].notna() & rows["indikator"].map(lambda k: INDICATORS[k].share)]
    shares = shares[shares["indikator"] != "jumlah_umkm"]
    assert shares[["pembilang", "penyebut", "n"]].notna().all(axis=None)
    assert (shares["pembilang"] >= rule.PUBLIC).all()
    assert (shares["penyebut"] - shares["pembilang"] >= rule.PUBLIC).all()
    withheld = rows[rows["tanda"] == "x"]
    assert withheld[["nilai", "pembilang", "penyebut", "n"]].isna().all(axis=None)


# Surfaces -----------------------------------------------------------------------------------------


def embed(**chosen: str) -> str:
    """Return the embed's page as the public program answers it."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=make_program())
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/sematan/batang-berusaha-daring", params=chosen)

    answer = asyncio.run(asked())
    assert answer.status_code == 200, answer.text
    return answer.text


def embedded(demo: Workspace) -> Iterator[tuple[Cell, int]]:
    """Yield every count that any embed of any choice says."""
    offered = read_options(demo.publik)
    areas = {name: code for name, code in offered.kecamatan.items() if code != CITY}
    for periode, skala in product(offered.periode.values(), offered.skala.values()):
        page = embed(periode=periode, skala=skala.replace("_", "-") or "semua")
        for name, cells in re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page):
            said = re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", cells)
            if " dari " in said[1]:
                above, below = (int(n.replace(".", "")) for n in said[1].split(" dari "))
                kind = ("skala_gabung", skala) if skala else ("", "")
                cell = (ONLINE, periode, areas[name], *kind)
                yield (*cell, "ya"), above
                yield (*cell, "tidak"), below - above


def downloaded(demo: Workspace) -> Iterator[tuple[Cell, int]]:
    """Yield every count that the downloads of Peta and Jelajah say."""
    for periode, level in product(
        read_options(demo.publik).periode.values(), ("kecamatan", "kelurahan")
    ):
        for kode in (ONLINE, "ber_nib", "jumlah_umkm"):
            view = views.view_by_area(demo.publik, kode, level, Selection(periode))
            text = views.make_table(view).to_csv(index=False, sep=";", decimal=",")
            for row in pd.read_csv(io.StringIO(text), sep=";", decimal=",").to_dict("records"):
                cell = (kode, periode, row["Kode"], "", "")
                if pd.notna(row["n"]):
                    yield (*cell, "n"), int(row["n"])
                if pd.notna(row["Pembilang"]):
                    yield (*cell, "ya"), int(row["Pembilang"])
                    yield (*cell, "tidak"), int(row["Penyebut"] - row["Pembilang"])


def test_embed_against_download(
    served_demo: Workspace, exact: Exact, read: Exact, secret: set[Cell]
) -> None:
    embeds, files = dict(embedded(served_demo)), dict(downloaded(served_demo))
    assert len(embeds) > 100 and len(files) > 1000
    assert {**embeds, **files}.items() <= read.items(), "a surface says more than the cube"
    assert not secret & learned(exact, {**embeds, **files}, sums_among(set(exact)))


def test_two_overlapping_filters_of_the_embed(
    served_demo: Workspace, exact: Exact, secret: set[Cell]
) -> None:
    """All classes minus mikro is the other class."""
    known = dict(embedded(served_demo))
    rest_of = {}
    for (kode, periode, area, dimension, category, what), value in known.items():
        whole = (kode, periode, area, "", "", what)
        if dimension and category == "mikro" and whole in known:
            rest = (kode, periode, area, dimension, "kecil_menengah", what)
            rest_of[rest] = known[whole] - value
    assert len(rest_of) > 20
    assert all(exact[cell] == value for cell, value in rest_of.items())
    assert not secret & set(rest_of)


def test_two_overlapping_filters_of_the_rounded_tables(served_demo: Workspace) -> None:
    """A sum of two categories minus one is the rounded other one, and nothing finer."""
    periode = next(iter(read_options(served_demo.publik).periode.values()))

    def total(*categories: str) -> int:
        request = Request(periode, (), (("produk", categories),))
        return int(make_crosstab(OPERATOR, request).rows[VALUE_HEADING].iloc[0])

    for first, second in (("tahu", "tempe"), ("emas", "gipang"), ("tampah", "konveksi")):
        rest = total(first, second) - total(first)
        assert rest == total(second)
        assert rest % rounded.BASE == 0


def test_rounded_cube_against_exact_cube(demo: Workspace) -> None:
    """No small count of the cube lies between values that are all small, by one sum or by all."""
    release = served(demo)
    assert release.rounded is not None
    exact_rows = rounded.make_cells(demo.gudang, b"")
    counts = {
        (row["periode"], group_of_cell(row)): row["n"] for row in exact_rows.to_dict("records")
    }
    public = {}
    for row in release.select_register().to_dict("records"):
        entry = INDICATORS[row["indikator"]]
        groups = find_groups(entry, row["kode_wilayah"], row["dimensi"], row["kategori"])
        if pd.notna(row["n"]):
            public[row["periode"], groups["n"]] = int(row["n"])
    tried = 0
    for row in release.rounded.to_dict("records"):
        key = (row["periode"], group_of_cell(row))
        if 0 < counts[key] < rule.ACADEMICS and key not in public:
            low, high = max(0, row["nilai"] - 4), row["nilai"] + 4
            assert low <= counts[key] <= high
            assert low == 0 or high >= rule.ACADEMICS
            tried += 1
    assert tried > 100


def test_rounded_cube_and_officials_table_against_everything_that_is_public(
    demo: Workspace,
) -> None:
    verdict = scholars(demo, served(demo))
    assert verdict.bounded > 100
    assert verdict.safe, verdict.lines()
