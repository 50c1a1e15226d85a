"""Lines over time: every value, a gap where one is withheld, and names that do not overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analysis.views import chart_html
from analysis.views.charts_time import Course, Goal, draw_courses, spread
from analysis.views.view import Row

ROWS = (
    Row("2022-06", "Juni 2022", None, "x", sign="x"),
    Row("2023-06", "Juni 2023", 40.0, "40,0 %", 40, 100),
    Row("2025-06", "Juni 2025", 50.0, "50,0 %", 50, 100),
)
ASKED = (Row("2025-06", "Juni 2025", 48.0, "48,0 %", low=44.0, high=53.0),)


def texts(figure) -> list[str]:  # type: ignore[no-untyped-def]
    return [note.text for note in figure.layout.annotations]


def test_a_line_holds_its_values_at_the_length_of_time_between_them() -> None:
    (line,) = draw_courses([Course("Kasemen", ROWS)], "light").data
    assert list(line.y) == [None, 40.0, 50.0]
    assert [b - a for a, b in pairwise(line.x)] == [12, 24]
    assert line.connectgaps is False


def test_a_withheld_value_stands_as_its_sign_on_the_base_line() -> None:
    figure = draw_courses([Course("Kasemen", ROWS)], "light")
    (sign,) = [note for note in figure.layout.annotations if note.text == "x"]
    assert (sign.x, sign.y) == (figure.data[0].x[0], 0)


def test_a_line_is_named_at_its_end_with_its_last_value() -> None:
    assert "Kasemen 50,0 %" in texts(draw_courses([Course("Kasemen", ROWS)], "light"))
    older = draw_courses([Course("A", ROWS[:2]), Course("B", ROWS)], "light")
    assert "A 40,0 % (Juni<br>2023)" in texts(older)


def test_a_survey_is_dots_with_their_intervals_and_no_line() -> None:
    _, dots = draw_courses(
        [Course("Register", ROWS), Course("Survei", ASKED, "survei")], "dark"
    ).data
    assert dots.mode == "markers"
    assert (dots.error_y.array[0], dots.error_y.arrayminus[0]) == (5.0, 4.0)


def test_a_target_is_drawn_at_its_period_and_within_the_scale() -> None:
    figure = draw_courses([Course("a", ROWS)], "light", goal=Goal("2025-06", 90.0, "Target 90,0 %"))
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1) == (90.0, 90.0)
    assert line.x0 < figure.data[0].x[-1] < line.x1
    assert figure.layout.yaxis.range[1] > 90
    assert "Target 90,0 %" in texts(figure)


def test_a_target_to_come_makes_the_axis_longer() -> None:
    figure = draw_courses([Course("a", ROWS)], "light", goal=Goal("2026-06", 90.0, "Target"))
    assert figure.layout.xaxis.ticktext[-1] == "Juni<br>2026"
    assert figure.layout.shapes[0].x0 > figure.data[0].x[-1]


def test_nothing_to_draw_is_an_empty_figure() -> None:
    assert draw_courses([], "light").layout.height > 0
    assert draw_courses([Course("a", ROWS[:1])], "light").layout.height > 0


@pytest.mark.parametrize(
    "places", [[], [0.5], [0.5, 0.5, 0.5], [0.9, 0.1, 0.12, 0.11], [0.0, 0.0, 0.01], [0.5, 0.51]]
)
def test_names_are_moved_apart_and_keep_their_order(places: list[float]) -> None:
    moved = spread(places, 0.08)
    order = sorted(range(len(places)), key=places.__getitem__)
    assert all(moved[b] - moved[a] >= 0.08 - 1e-6 for a, b in pairwise(order))
    assert all(place >= 0.04 - 1e-9 for place in moved)


def test_the_table_twin_has_a_row_a_period_and_a_column_a_line() -> None:
    markup = chart_html.render_courses("Judul", [Course("Register", ROWS), Course("Survei", ASKED)])
    assert markup.count('<tr><th scope="row">') == 3
    assert "50 dari 100" in markup and "44,0 – 53,0 %" in markup and ">–<" in markup
