"""Lines over time and the ladder hold the cube's cells, the survey's and the target."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import chart_html, courses
from analysis.views.charts_ladder import FIRST, UNCLEAR, choose_ink, choose_look, draw_ladder
from analysis.views.view import Row
from analysis.words import theme
from data.store.store import Store
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")
KASEMEN = Selection("2025-06", "36.73.02")


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.publik


def test_a_story_holds_register_survey_and_target(store: Store) -> None:
    story = courses.read_story(store, "berusaha_daring", NEWEST)
    register, survey = story.courses
    for course, source in ((register, "register"), (survey, "survei")):
        cells = store.query_rows(
            "select periode, nilai from sel where indikator = 'berusaha_daring' and dimensi = '' "
            "and kode_wilayah = ? and sumber = ? order by periode",
            [CITY, source],
        )
        assert [(r.code, r.value) for r in course.rows] == [
            (c["periode"], c["nilai"]) for c in cells
        ]
    assert all(row.low is not None for row in survey.rows)
    targets = store.query_rows(
        "select periode, nilai from target where indikator = 'berusaha_daring' "
        "and kode_wilayah = ? order by periode",
        [CITY],
    )
    assert len(targets) > 1
    assert [(g.period, g.value) for g in story.goals] == [
        (t["periode"], t["nilai"]) for t in targets
    ]
    assert all("(sintetis)" in goal.text for goal in story.goals)


def test_a_kecamatan_stands_beside_the_city_and_has_no_target_of_the_city(store: Store) -> None:
    story = courses.read_story(store, "berusaha_daring", KASEMEN)
    assert [c.name for c in story.courses] == ["Kecamatan Kasemen", "Kota Serang", "Survei"]
    assert story.goals == ()
    assert story.heading.scope.startswith("Kecamatan Kasemen, Juni 2022 sampai Juni 2025")


def test_what_no_survey_asks_has_no_dots_and_a_class_has_neither_dots_nor_target(
    store: Store,
) -> None:
    score = courses.read_story(store, "skor_digital", NEWEST)
    assert [course.name for course in score.courses] == ["Register"]
    by_class = courses.read_story(store, "berusaha_daring", replace(NEWEST, skala="mikro"))
    assert ([course.name for course in by_class.courses], by_class.goals) == (["Register"], ())


def test_the_ladder_holds_the_cubes_cells_of_city_and_kecamatan(store: Store) -> None:
    for periode in read_options(store).periode.values():
        ladder = courses.read_ladder(store, Selection(periode))
        cells = store.query_rows(
            "select w.nama, s.kategori, s.nilai, s.tanda from sel as s join wilayah as w "
            "using (kode_wilayah) where indikator = 'tangga_digital' and sumber = 'register' "
            "and periode = ?",
            [periode],
        )
        shown = {
            (name, row.code): (row.value, row.sign) for name, rows in ladder.areas for row in rows
        }
        truth = {(c["nama"], c["kategori"]): (c["nilai"], c["tanda"]) for c in cells}
        assert {key: (None if v != v else v, s) for key, (v, s) in truth.items()} == shown
        assert next(name for name, _ in ladder.areas) == "Kota Serang"


def test_the_headline_of_the_ladder_is_of_the_chosen_area(store: Store) -> None:
    ladder = courses.read_ladder(store, KASEMEN)
    said = courses.write_ladder_headline(ladder, KASEMEN)
    rows = {row.code: row for row in dict(ladder.areas)["Kasemen"]}
    assert said.subject.startswith(f"{rows[FIRST].text} UMKM belum berjualan daring; ")
    assert said.scope == "Kecamatan Kasemen, Juni 2025, semua skala"


def test_a_headline_says_no_number_of_what_is_withheld(store: Store) -> None:
    ladder = courses.read_ladder(store, NEWEST)
    hidden = tuple(Row(r.code, r.label, None, "x", sign="x") for r in ladder.areas[0][1])
    thin = replace(ladder, areas=(("Kota Serang", hidden),))
    assert courses.write_ladder_headline(thin, NEWEST).subject == "Tahap digitalisasi UMKM"
    nothing = courses.read_ladder(store, Selection("1999-01"))
    assert nothing.areas == ()
    assert courses.write_ladder_headline(nothing, NEWEST).subject == "Tahap digitalisasi UMKM"


# The stacked bars -------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_bar_is_a_hundred_per_cent_long_and_every_step_is_named(
    store: Store, scheme: str
) -> None:
    ladder = courses.read_ladder(store, NEWEST)
    figure = draw_ladder(ladder.areas, ladder.steps, scheme)
    lengths = [sum(x or 0 for x in bar) for bar in zip(*(t.x for t in figure.data), strict=True)]
    assert lengths == [pytest.approx(100)] * 7
    words = [note.text for note in figure.layout.annotations]
    assert set(ladder.steps.values()) <= set(words)
    assert not [name for name in ladder.steps.values() if re.match(r"[T\d]", name)]


def test_the_names_are_stairs_that_rise_to_the_right(store: Store) -> None:
    ladder = courses.read_ladder(store, NEWEST)
    figure = draw_ladder(ladder.areas, ladder.steps, "light")
    names = list(ladder.steps.values())
    notes = [n for n in figure.layout.annotations if n.text in names]
    assert [n.text for n in notes] == names
    assert [n.x for n in notes] == sorted(n.x for n in notes)
    assert [n.y for n in notes] == sorted(n.y for n in notes)


def test_what_is_withheld_has_no_width_of_its_own() -> None:
    rows = (
        Row("0_1", "", 60.0, "60,0 %"),
        Row("2", "", None, "x", sign="x"),
        Row("3", "", None, "x", sign="x"),
    )
    steps = {"0_1": "Belum", "2": "Pesan", "3": "Sosial"}
    figure = draw_ladder([("Kasemen", rows)], steps, "light")
    rest = figure.data[-1]
    assert (rest.name, list(rest.x), list(rest.text)) == ("x", [40.0], ["x"])
    assert [list(t.x) for t in figure.data[:-1]] == [[60.0], [None], [None]]


def test_no_area_is_an_empty_figure() -> None:
    assert draw_ladder([], {}, "light").layout.height > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_a_step_can_be_read(scheme: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for key in ("0_1", "2", "3", "4", "5", "6", UNCLEAR):
        pair = sorted((light(choose_look(key, scheme)["color"]), light(choose_ink(key, scheme))))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, key


def test_the_table_twin_has_every_cell_of_the_ladder(store: Store) -> None:
    ladder = courses.read_ladder(store, NEWEST)
    markup = chart_html.render_ladder("Judul", ladder.steps.values(), ladder.areas, NEWEST.periode)
    shown = re.findall(r'<td class="du-angka">(.*?) <small>(.*?)</small>', markup)
    assert shown == [(row.text, row.counts) for _, rows in ladder.areas for row in rows]
    assert theme.quantity(ladder.areas[0][1][0].value, "persen") == shown[0][0]
