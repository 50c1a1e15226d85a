"""Areas by indicator hold the cube's cells, shaded by readable rules, and lead on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection, read_options
from analysis.views import gaps, summary_html
from analysis.views.links import link_indicator, link_kecamatan
from analysis.views.matrix import COLUMNS, KELURAHAN_COLUMNS, make_matrix
from analysis.views.profile import make_profile
from data import reference
from tests.analysis.summary_cells import NEWEST, check_cells, choices, cube, point
from tests.data.rows import Workspace


def test_every_number_of_the_matrix_is_the_cubes(demo: Workspace) -> None:
    known = cube(demo.publik)
    for chosen in choices(demo.publik):
        matrix = make_matrix(demo.publik, chosen)
        assert {row.code for row in matrix.rows} == {*reference.list_kecamatan()}
        assert [column.entry.kode for column in matrix.columns] == [*COLUMNS]
        check_cells(matrix, known)


def test_the_kelurahan_of_a_kecamatan_are_the_cubes(demo: Workspace) -> None:
    known = cube(demo.publik)
    for code in reference.list_kecamatan():
        found = make_profile(demo.publik, Selection(NEWEST, code)).kelurahan
        mine = {kelurahan for kelurahan in reference.list_kelurahan() if kelurahan.startswith(code)}
        assert {row.code for row in found.rows} == mine
        assert [column.entry.kode for column in found.columns] == [*KELURAHAN_COLUMNS]
        check_cells(found, known)


@pytest.mark.parametrize(
    ("value", "direction", "step"),
    [
        (51.0, "naik", 0),
        (51.5, "naik", 1),
        (57.5, "naik", 2),
        (48.5, "naik", -1),
        (42.5, "naik", -2),
        (57.5, "turun", -2),
        (42.5, "turun", 2),
        (90.0, "netral", 0),
    ],
)
def test_a_shade_says_how_far_and_whether_that_is_good(
    value: float, direction: str, step: int
) -> None:
    assert gaps.find_step(value, 50.0, direction) == step


def test_nothing_is_compared_with_nothing_and_no_count_with_its_whole() -> None:
    share, count = INDICATORS["ber_nib"], INDICATORS["jumlah_umkm"]
    assert gaps.measure_gap(share, None, 50.0) == gaps.measure_gap(share, 50.0, None)
    assert gaps.measure_gap(count, 10.0, 50.0) == gaps.Gap(0, "")
    assert gaps.find_step(3.0, 0.0, "naik") == 0


def test_a_rank_counts_what_is_published_and_equals_share_the_better_one() -> None:
    rows = [point(code, value) for code, value in zip("abcd", (3.0, 2.0, 3.0, None), strict=True)]
    assert [gaps.rank(rows, code, "naik") for code in "abcd"] == [(1, 3), (3, 3), (1, 3), None]
    assert gaps.rank(rows, "b", "turun") == (1, 3)
    assert gaps.rank(rows, "b", "netral") is None


def test_a_link_leads_to_the_choice_it_was_made_for(demo: Workspace) -> None:
    offered = read_options(demo.publik)
    for chosen in choices(demo.publik):
        for code in reference.list_kecamatan():
            link = urlsplit(link_kecamatan(demo.publik, code, chosen))
            found, problems = offered.read({k: v[0] for k, v in parse_qs(link.query).items()})
            assert (link.path, found, problems) == (
                "wilayah",
                Selection(chosen.periode, code),
                [],
            )
        link = urlsplit(link_indicator(demo.publik, "ber_nib", chosen))
        query = {k: v[0] for k, v in parse_qs(link.query).items()}
        assert (link.path, query.pop("indikator")) == ("jelajah", INDICATORS["ber_nib"].judul)
        assert offered.read(query) == (chosen, [])


def test_every_row_of_the_matrix_leads_to_its_page(demo: Workspace) -> None:
    markup = summary_html.render_matrix(make_matrix(demo.publik, Selection(NEWEST)))
    for name in reference.list_kecamatan().values():
        assert f'<a href="wilayah?kecamatan={name.replace(" ", "+")}">{name}</a>' in markup
