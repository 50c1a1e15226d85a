"""What pages say of surveys is what was published: estimates, changes, differences, kelurahan."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markupsafe import escape

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import charts_survey, html, survey_views, views
from analysis.words import theme
from data.store.store import Store
from tests.data.rows import Workspace

ASKED = [kode for kode, entry in INDICATORS.items() if entry.survey]
WORDS = {"naik", "turun", "lebih tinggi", "lebih rendah", theme.UNDECIDED}

NEWEST = Selection("2025-06")


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.publik


def rows_of(store: Store, sql: str, *values: str) -> list[dict[str, Any]]:
    found = store.query(sql, list(values)).astype(object)
    rows: list[dict[str, Any]] = found.where(found.notna(), None).to_dict("records")
    return rows


def number(value: float | None, decimals: int = 1) -> str:
    return "–" if value is None else f"{abs(value):.{decimals}f}".replace(".", ",")


def dimensions(kode: str) -> list[str]:
    entry = INDICATORS[kode]
    return [entry.answers] if entry.labels else ["", "skala_gabung"]


@pytest.mark.parametrize("kode", ASKED)
def test_every_estimate_of_the_newest_survey_is_the_same_in_table_chart_and_file(
    store: Store, kode: str
) -> None:
    met = 0
    for dimension in dimensions(kode):
        view = views.view_estimates(store, kode, dimension, NEWEST)
        cells = rows_of(
            store,
            "select * from sel where indikator = ? and sumber = 'survei' and dimensi = ? "
            "and tingkat = ? and periode = '2025-06' order by periode, kode_wilayah",
            *(kode, dimension, "kota" if dimension else "kecamatan"),
        )
        assert len(view.rows) == len(cells)
        figure = charts_survey.draw_dots(view, "light").data[0] if cells else None
        shown = re.findall(r'<td class="du-angka">(.*?)</td>', html.render_bars(view))
        for place, (row, cell) in enumerate(zip(view.rows, cells, strict=True)):
            said = f"{number(cell['nilai'])}\u00a0%" if cell["nilai"] is not None else cell["tanda"]
            assert row.text == said
            assert shown[place].startswith(said)
            assert figure is not None and figure.text[place] == said
            if cell["nilai"] is not None:
                limits = f"{number(cell['bawah'])} – {number(cell['atas'])} %"
                assert row.interval == limits
                assert limits in shown[place]
        met += len(cells)
    assert met >= 5


@pytest.mark.parametrize("kode", ASKED)
def test_a_change_stands_between_the_two_estimates_that_it_compares(
    store: Store, kode: str
) -> None:
    told = set()
    for dimension in dimensions(kode):
        found = survey_views.view_changes(store, kode, dimension, NEWEST)
        assert (found.first, found.second) == ("Juni 2023", "Juni 2025")
        assert found.rows
        for row in found.rows:
            told.add(row.word)
            assert row.word in WORDS
            if row.text:
                first, second = (
                    float(re.sub(r"[^\d,]", "", said).replace(",", "."))
                    for said in (row.first, row.second)
                )
                sign = 1 if row.text.startswith("+") else -1
                size = float(re.sub(r"[^\d,]", "", row.text).replace(",", "."))
                assert sign * (second - first) == pytest.approx(size, abs=0.11)
                assert row.interval.count("sampai") == 1
            else:
                assert row.interval == "" and not row.told
        markup = html.render_differences(found)
        assert markup.count("<tr>") == len(found.rows) + 1
        assert all(row.word in markup for row in found.rows)
    assert told


def test_the_city_comes_first_and_is_called_by_its_name(store: Store) -> None:
    found = survey_views.view_changes(store, "berusaha_daring", "", NEWEST)
    assert found.rows[0].code == CITY
    assert found.rows[0].label == "Kota Serang"
    assert len(found.rows) == 7


def test_pairs_that_a_test_tells_apart_come_first(store: Store) -> None:
    found = survey_views.view_pairs(store, "berusaha_daring")
    assert len(found.rows) == 15
    told = [row.told for row in found.rows]
    assert told == sorted(told, reverse=True)
    assert any(told) and not all(told)
    published = rows_of(
        store,
        "select * from beda_kecamatan_survei where indikator = ? and kata <> ?",
        "berusaha_daring",
        theme.UNDECIDED,
    )
    assert sum(told) == len(published)
    assert all(cell["p_holm"] < 0.05 for cell in published)
    open_, folded = html.render_told_apart(found).split("<details>")
    assert open_.count("<tr>") == sum(told) + 1
    assert folded.count("<tr>") == 15 - sum(told) + 1


def test_answers_have_pairs_of_their_own(store: Store) -> None:
    answers = INDICATORS["kanal_daring"].labels
    assert answers
    for answer, label in answers.items():
        found = survey_views.view_pairs(store, "kanal_daring", answer)
        assert label.lower() in found.title
        assert len(found.rows) == 15


def test_every_table_has_its_survey_and_definition_one_click_away(store: Store) -> None:
    entry = INDICATORS["berusaha_daring"]
    dates = {
        "Juni 2023 dan Juni 2025": survey_views.view_changes(store, entry.kode, "", NEWEST),
        "Juni 2025": survey_views.view_pairs(store, entry.kode),
        "Juni 2023": survey_views.view_kelurahan(store, entry.kode, "2023-06")[0],
    }
    for when, found in dates.items():
        details = html.render_about(found)
        for said in (when, views.SURVEY, entry.definisi, entry.semesta):
            assert str(escape(said)) in details


def test_kelurahan_say_how_they_were_estimated_and_rest_on_published_numbers(store: Store) -> None:
    periods = survey_views.list_kelurahan_periods(store, "berusaha_daring")
    assert list(periods) == ["Juni 2025", "Juni 2023"]
    view, ways = survey_views.view_kelurahan(store, "berusaha_daring", "2025-06")
    assert len(view.rows) == len(ways) == 67
    assert set(ways) == {"taksiran langsung", "model"}
    for row, way in zip(view.rows, ways, strict=True):
        assert (row.n is not None) == (way == "taksiran langsung")
        assert bool(row.interval) == (row.value is not None)
        if row.n is not None:
            assert row.n >= 10
    markup = html.render_kelurahan(view, ways)
    assert markup.count(">model<") == ways.count("model")
    assert "Fay–Herriot" in markup
    inside, _ = survey_views.view_kelurahan(store, "berusaha_daring", "2025-06", "36.73.02")
    assert 0 < len(inside.rows) < 67
    assert all(row.code.startswith("36.73.02") for row in inside.rows)


def test_without_a_survey_there_is_nothing_and_no_error(twelve: Workspace) -> None:
    empty = twelve.publik
    assert survey_views.view_changes(empty, "berusaha_daring", "", NEWEST).rows == ()
    assert survey_views.view_pairs(empty, "berusaha_daring").rows == ()
    assert survey_views.list_kelurahan_periods(empty, "berusaha_daring") == {}
    assert views.view_estimates(empty, "berusaha_daring", "", NEWEST).rows == ()
