"""Ringkasan and the page of a kecamatan: what they say is what the cube says, by readable rules."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import gaps, scorecard, summary_html
from analysis.views.attention import find_shortfall, list_attention
from analysis.views.clusters import read_product_clusters
from analysis.views.comparison import BANDS, WORST, Comparison
from analysis.views.freshness import Freshness
from analysis.views.headline import make_headline
from analysis.views.links import link_indicator, link_kecamatan
from analysis.views.matrix import COLUMNS, KELURAHAN_COLUMNS, Matrix, make_matrix
from analysis.views.profile import make_profile
from analysis.views.quality import list_quality
from analysis.views.scorecard import BAND_SIGNS, KEY, make_scorecard
from analysis.views.sparkline import draw_sparkline
from analysis.views.trend import APART, draw_trend
from analysis.views.view import Row
from analysis.views.views import view_by_area
from analysis.words import theme
from data import reference
from data.store.store import Store
from tests.data.rows import Workspace

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


# The sentence ------------------------------------------------------------------------------------


def test_every_choice_gives_a_sentence_that_names_what_is_chosen(demo: Workspace) -> None:
    for chosen in choices(demo.publik):
        found = make_headline(demo.publik, chosen)
        said = words(summary_html.render_headline(found))
        for name in (chosen.area_name, theme.period(chosen.periode), chosen.class_words):
            assert name in said, (chosen, said)
        assert chosen.wilayah == CITY or chosen.area_name in found.first
        assert not chosen.skala or chosen.class_words in found.first
        assert not re.search(r"\b(naik|turun)\b", found.first)


def test_the_sentence_of_the_city_names_the_targets_that_are_not_reached(demo: Workspace) -> None:
    found = make_headline(demo.publik, Selection(NEWEST))
    assert found.first.replace(NO_BREAK, " ") == (
        "45,6 % UMKM berjualan daring. Dua dari empat target belum tercapai: ekspor dan NIB."
    )
    assert [part.replace(NO_BREAK, " ") for part in found.more] == [
        "5.253 dari 11.514 UMKM yang jawabannya diketahui",
        "+4,0 poin dari Juni 2024",
        "tertinggi Cipocok Jaya 55,6 %, terendah Kasemen 32,2 %",
    ]


def test_a_target_of_the_whole_city_is_not_counted_for_a_kecamatan_or_a_class(
    demo: Workspace,
) -> None:
    here = make_headline(demo.publik, KASEMEN).first.replace(NO_BREAK, " ")
    assert "target" not in here
    assert here.endswith("13,5 poin di bawah kota, terendah dari enam kecamatan.")
    of_class = make_headline(demo.publik, Selection(NEWEST, skala="mikro")).first
    assert "target" not in of_class and "di bawah angka semua skala" in of_class


# The table ---------------------------------------------------------------------------------------


def rows_of(markup: str) -> list[list[str]]:
    """Return the words of a table's cells, row by row, without what only a screen reader reads."""
    seen = re.sub(r'<span class="du-sr">.*?</span>', "", markup)
    bodies = re.findall(r"<tbody.*?</tbody>", seen, re.DOTALL)
    return [
        [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", bodies[0], re.DOTALL)
    ]


def test_every_number_of_the_table_is_the_cubes(demo: Workspace) -> None:
    known = cube(demo.publik)
    for chosen in choices(demo.publik):
        card = make_scorecard(demo.publik, chosen)
        assert {found.entry.kode for found in card.rows} == {*KEY}
        shown = rows_of(summary_html.render_scorecard(card))
        for found, cells in zip(card.rows, shown, strict=True):
            assert cells[0].startswith(found.name)
            number = expected(known, found.entry.kode, chosen)
            assert cells[1].split()[0] == number, (chosen, found.name, cells)


def test_the_worst_stands_first_with_its_capaian_word_and_distance(demo: Workspace) -> None:
    card = make_scorecard(demo.publik, Selection(NEWEST))
    targets = demo.publik.query("select indikator, nilai from target where kode_wilayah = '36.73'")
    goals = dict(targets.itertuples(index=False))
    known = cube(demo.publik)
    assert {found.entry.kode for found in card.aimed} == goals.keys()
    achieved = []
    for found in card.aimed:
        value, _ = known[found.entry.kode, NEWEST, CITY, ""]
        assert value is not None and found.goal is not None
        share = 100 * value / goals[found.entry.kode]
        assert math.isclose(share, found.goal.achieved or 0.0)
        assert found.goal.reached == (value >= goals[found.entry.kode])
        assert found.goal.band == next((w for cut, w in BANDS if share >= cut), WORST)
        achieved.append(share)
    assert achieved == sorted(achieved)
    shown = rows_of(summary_html.render_scorecard(card))
    assert [cells[3:5] for cells in shown[:2]] == [
        ["52,0 % dari 25 usaha", "▼ Kurang kurang 12 usaha"],
        ["78,1 % dari 60,0 %", "● Baik kurang 13,1 poin"],
    ]
    assert {cells[3] for cells in shown[4:]} == {"tanpa target"}


@pytest.mark.parametrize(
    ("direction", "value", "goal", "reached", "achieved", "lacking"),
    [
        ("naik", 30.0, 40.0, False, 75.0, "10,0 poin"),
        ("turun", 30.0, 40.0, True, 125.0, ""),
        ("turun", 50.0, 40.0, False, 75.0, "10,0 poin"),
        ("naik", 3.0, 0.0, True, None, ""),
    ],
)
def test_a_target_is_judged_in_the_direction_that_is_good(
    direction: str, value: float, goal: float, reached: bool, achieved: float | None, lacking: str
) -> None:
    entry = replace(INDICATORS["ber_nib"], arah=direction)
    found = scorecard.judge_target(
        entry, Row("", "", value, "", ""), Comparison("target", "", value=goal)
    )
    assert found is not None
    assert (found.reached, found.achieved) == (reached, achieved)
    assert found.lacking.replace(NO_BREAK, " ") == lacking
    assert found.band == "" or achieved is not None


def test_a_withheld_value_is_not_judged_and_a_neutral_one_has_no_target() -> None:
    target = Comparison("target", "", value=5.0)
    hidden = Row("", "", None, "x", sign="x")
    found = scorecard.judge_target(INDICATORS["ber_nib"], hidden, target)
    assert found is not None
    assert (found.reached, found.achieved, found.band) == (None, None, "")
    neutral = replace(INDICATORS["ber_nib"], arah="netral")
    assert scorecard.judge_target(neutral, Row("", "", 1.0, "1"), target) is None


def test_every_word_of_the_bands_has_a_sign_before_its_colour() -> None:
    assert BAND_SIGNS.keys() == {word for _, word in BANDS} | {WORST}


def test_a_changes_verdict_is_the_surveys_own_and_stands_beside_no_class(demo: Workspace) -> None:
    tested = demo.publik.query_rows(
        "select indikator, kode_wilayah, kata from beda_survei where dimensi = '' "
        "and kategori = '' and periode = ?",
        [NEWEST],
    )
    verdicts = {(r["indikator"], r["kode_wilayah"]): r["kata"] for r in tested}
    for area in (CITY, *reference.list_kecamatan()):
        for found in make_scorecard(demo.publik, Selection(NEWEST, area)).rows:
            word = verdicts.get((found.entry.kode, found.shown.wilayah), "")
            assert found.verdict == (f"survei 2023–2025: {word}" if word else "")
    by_class = make_scorecard(demo.publik, Selection(NEWEST, skala="mikro")).rows
    assert {found.verdict for found in by_class if found.shown.skala} == {""}


# The line of all periods -------------------------------------------------------------------------


def point(periode: str, value: float | None) -> Row:
    return Row(periode, periode, value, "x" if value is None else f"{value:g}")


def test_a_withheld_period_leaves_a_gap_and_is_named() -> None:
    rows = [point(f"202{n}-06", v) for n, v in enumerate((1.0, 2.0, None, 4.0, 5.0))]
    whole = draw_sparkline([row for row in rows if row.value], "2024-06")
    broken = draw_sparkline(rows, "2024-06")
    assert (whole.address.count("path"), broken.address.count("path")) == (1, 2)
    assert "2022-06 x" in broken.text
    assert draw_sparkline(rows[:1], "2020-06").address == ""


def test_a_line_follows_time_and_value() -> None:
    found = draw_sparkline(
        [point("2022-06", 1.0), point("2022-12", 3.0), point("2024-06", 2.0)], ""
    )
    path = re.search(r"d='M([^']*)'", found.address.replace("%20", " "))
    assert path is not None
    (x1, y1), (x2, y2), (x3, y3) = (map(float, p.split()) for p in path[1].split("L"))
    assert math.isclose((x2 - x1) / (x3 - x1), 6 / 24, abs_tol=0.01)
    assert y2 < y3 < y1, "higher values stand higher"


def test_words_of_two_lines_never_meet() -> None:
    here = [point("2022-06", 10.0), point("2023-06", 20.0), point("2024-06", 30.0)]
    there = [point("2022-06", 12.0), point("2023-06", 19.0), point("2024-06", 30.2)]
    first, second = draw_trend(here, there, "Sini", "Kota", "Persen").lines
    for one, other in zip(first.points, second.points, strict=True):
        assert abs(one.label_y - other.label_y) >= 11.5
    assert abs(first.name_y - second.name_y) >= APART
    assert draw_trend([point("2022-06", None)], [], "Sini", "Kota", "Persen").lines == ()


# Kecamatan by indicator --------------------------------------------------------------------------


def check_cells(matrix: Matrix, known: dict[Key, tuple[float | None, str]]) -> None:
    chosen = matrix.heading.selection
    shown = rows_of(summary_html.render_matrix(matrix))
    for row, cells in zip((matrix.whole, *matrix.rows), shown, strict=True):
        assert cells[0] == row.label
        for column, text in zip(matrix.columns, cells[1:], strict=True):
            asked = replace(chosen, wilayah=row.code)
            assert text.split()[0] == expected(known, column.entry.kode, asked), (row, column)


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


# Links -------------------------------------------------------------------------------------------


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


# What stands out ---------------------------------------------------------------------------------


def test_the_largest_shortfall_in_businesses_is_worked_out_from_the_published_counts(
    demo: Workspace,
) -> None:
    found = find_shortfall(demo.publik, Selection(NEWEST))
    cell = demo.publik.query_rows(
        "select pembilang, penyebut, nilai from sel where indikator = 'ber_nib' and dimensi = '' "
        "and sumber = 'register' and kode_wilayah = '36.73' and periode = ?",
        [NEWEST],
    )[0]
    lacking = math.ceil(0.60 * cell["penyebut"] - cell["pembilang"])
    assert found is not None
    assert found.title == f"NIB: kurang {theme.number(lacking)} usaha dari target."
    assert found.values == (cell["nilai"], 60.0)
    by_area = demo.publik.query_rows(
        "select kode_wilayah, pembilang, penyebut from sel where indikator = 'ber_nib' "
        "and dimensi = '' and sumber = 'register' and tingkat = 'kecamatan' and periode = ?",
        [NEWEST],
    )
    short = {
        reference.list_kecamatan()[r["kode_wilayah"]]: math.ceil(
            0.6 * r["penyebut"] - r["pembilang"]
        )
        for r in by_area
    }
    most = max(short, key=lambda name: short[name])
    said = f"Terbanyak di Kecamatan {most}: kurang {theme.number(short[most])} usaha."
    assert found.text.endswith(said)


def test_the_weakest_kecamatan_is_named_with_its_lowest_products(demo: Workspace) -> None:
    known = cube(demo.publik)
    shares = {
        code: known["berusaha_daring", NEWEST, code, ""][0] for code in reference.list_kecamatan()
    }
    weakest = min(shares, key=lambda code: shares[code] or 0.0)
    lines = list_attention(demo.publik, Selection(NEWEST))
    line = next(line for line in lines if line.link.startswith("wilayah"))
    name = reference.list_kecamatan()[weakest]
    assert line.title.startswith(f"{name} tertinggal")
    assert line.link_text == f"Buka {name}"
    clusters = read_product_clusters(demo.publik, Selection(NEWEST, weakest))
    values = sorted(c.value for c in clusters if c.value is not None)[:2]
    assert line.values == (shares[weakest], *values)
    for value in values:
        assert theme.quantity(value, "persen") in line.text


def test_no_choice_has_more_than_three_lines_and_each_leads_on(demo: Workspace) -> None:
    for chosen in choices(demo.publik):
        lines = list_attention(demo.publik, chosen)
        assert len(lines) <= 3
        for line in lines:
            assert line.values and line.link and line.link_text
            assert not re.search(r"\b(naik|turun)\b", line.title + line.text)


@pytest.mark.parametrize(
    ("days", "cycle", "stale"),
    [(366, 12, True), (365, 12, False), (900, None, False), (None, 12, False), (93, 3, True)],
)
def test_a_figure_is_stale_when_the_next_one_is_due(
    days: int | None, cycle: int | None, stale: bool
) -> None:
    assert Freshness("2025-06", days, cycle).stale is stale


def test_an_earlier_period_is_old_by_choice_and_not_stale(demo: Workspace) -> None:
    now, then = (make_scorecard(demo.publik, Selection(p)) for p in (NEWEST, "2023-06"))
    age = demo.publik.query_rows(
        "select nilai from sel where indikator = 'kesegaran' and periode = ?", [NEWEST]
    )[0]["nilai"]
    assert now.all_stale is (age > 365)
    assert not any(found.stale for found in then.rows)
    assert list_quality(demo.publik, Selection("2023-06"))[0] == (
        "Periode yang dipilih: Juni 2023."
    )


# The page of a kecamatan -------------------------------------------------------------------------


def test_a_products_bar_is_as_long_as_its_makers_are_many(demo: Workspace) -> None:
    for code in reference.list_kecamatan():
        chosen = Selection(NEWEST, code)
        clusters = read_product_clusters(demo.publik, chosen)
        found = make_profile(demo.publik, chosen)
        assert list(found.products) == clusters
        longest = max(cluster.n for cluster in clusters)
        markup = summary_html.render_products(found)
        drawn = re.findall(r'class="du-belah"[^>]*width:([\d.]+)%">(.*?)</span>', markup)
        for (width, parts), cluster in zip(drawn, clusters, strict=True):
            assert float(width) == pytest.approx(100 * cluster.n / longest, abs=0.06)
            shares = [int(share) for share in re.findall(r"flex:(\d+)", parts)]
            counts = [cluster.online, cluster.offline, cluster.unknown]
            known = [count for number, count in enumerate(counts) if count or number < 2]
            assert shares == (known if cluster.online is not None else [1])


def test_a_kecamatans_gaps_and_ranks_are_worked_out_from_the_cube(demo: Workspace) -> None:
    known = cube(demo.publik)
    for code in reference.list_kecamatan():
        for found in make_profile(demo.publik, Selection(NEWEST, code)).rows:
            kode = found.found.entry.kode
            mine, city = (known[kode, NEWEST, area, ""][0] for area in (code, CITY))
            if mine is None or found.found.entry.satuan == "usaha":
                assert (found.gap.difference, found.place) == (None, None)
                continue
            assert city is not None
            others = [known[kode, NEWEST, area, ""][0] for area in reference.list_kecamatan()]
            shown = [value for value in others if value is not None]
            assert found.gap.difference == mine - city
            assert found.place == (1 + sum(value > mine for value in shown), len(shown))


# Little is published -----------------------------------------------------------------------------


def test_where_little_is_published_sentences_stand_for_what_is_missing(thin: Workspace) -> None:
    known = cube(thin.publik)
    for chosen in choices(thin.publik):
        first = make_headline(thin.publik, chosen).first
        value, sign = known["berusaha_daring", chosen.periode, chosen.wilayah, chosen.skala]
        if value is None:
            assert f"{theme.SIGNS[sign]} ({sign})" in first
        assert "target belum" not in first
        check_cells(make_matrix(thin.publik, chosen), known)
        card = summary_html.render_scorecard(make_scorecard(thin.publik, chosen))
        assert "Belum ada target untuk pilihan ini." in card
        assert "du-cip" not in card


def test_a_kecamatan_without_a_cluster_says_so(thin: Workspace) -> None:
    for code in reference.list_kecamatan():
        found = make_profile(thin.publik, Selection(NEWEST, code))
        markup = summary_html.render_products(replace(found, products=()))
        assert "Belum ada klaster produk yang cukup besar" in markup
        assert "<table" not in markup
        shown = read_product_clusters(thin.publik, Selection(NEWEST, code))
        assert ("<table" in summary_html.render_products(found)) == bool(shown)


def test_a_table_of_nothing_but_signs_is_a_sentence(demo: Workspace) -> None:
    full = make_matrix(demo.publik, Selection(NEWEST))
    hidden = tuple(
        replace(
            row, cells=tuple(replace(c, row=Row("", "", None, "x", sign="x")) for c in row.cells)
        )
        for row in full.rows
    )
    markup = summary_html.render_matrix(replace(full, rows=hidden))
    assert "<table" not in markup
    assert "Belum ada nilai yang dapat diterbitkan menurut kecamatan" in markup
    assert f"x = {theme.SIGNS['x']}" in markup
    view = view_by_area(demo.publik, "berusaha_daring", "kecamatan", Selection(NEWEST))
    none = replace(view, rows=tuple(replace(row, value=None, sign="x") for row in view.rows))
    assert "Belum ada nilai kecamatan yang dapat diterbitkan." in summary_html.render_map_heading(
        none
    )
    assert "<table" not in summary_html.render_shares(none, "Kanal daring")


# Colours -----------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_read_on_every_shade(scheme: str) -> None:
    shades = theme.GAPS[scheme]
    assert [f"{'m' if n < 0 else 'p'}{abs(n)}" for n, _ in gaps.LEGEND] == list(shades)
    for name, shade in shades.items():
        assert contrast(theme.INK[scheme], shade) >= 4.5, name
    # Chips: a coloured border on the page.
    for pair in (theme.ONLINE, theme.OFFLINE, theme.NEUTRAL):
        assert contrast(pair[scheme], theme.PAPER[scheme]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_strong_shade_is_told_from_none_in_grey_and_from_its_opposite_by_a_mark(
    scheme: str,
) -> None:
    shades = theme.GAPS[scheme]
    for strong, weak in (("m2", "m1"), ("p2", "p1")):
        assert contrast(shades[strong], shades["p0"]) > contrast(shades[weak], shades["p0"])
        assert contrast(shades[strong], shades["p0"]) >= 1.5
    assert gaps.MARKS.keys() == {-2, 2} and len({*gaps.MARKS.values()}) == 2


def test_a_sparkline_is_seen_on_both_papers() -> None:
    rows = [point("2022-06", 1.0), point("2023-06", 2.0)]
    colour = re.search(r"stroke='(%23|#)(\w+)'", draw_sparkline(rows, "").address)
    assert colour is not None
    for paper in theme.PAPER.values():
        assert contrast(f"#{colour[2]}", paper) >= 3
