"""Lines over time: every value, a gap where one is withheld, and names that do not overlap."""

from __future__ import annotations

from itertools import pairwise

from analysis.views import chart_html
from analysis.views.charts_time import AXIS, EDGE, LINE, Course, Goal, draw_courses, emphasize
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
    goal = Goal("2025-06", 90.0, "Target 90,0 %")
    figure = draw_courses([Course("a", ROWS)], "light", goals=[goal])
    line, target = figure.data
    assert (list(target.x), list(target.y)) == ([line.x[-1]], [90.0])
    assert target.marker.symbol == "line-ew"
    assert figure.layout.yaxis.range[1] > 90
    assert "Target 90,0 %" in texts(figure)


def test_targets_of_several_years_are_a_path_that_makes_the_axis_longer() -> None:
    goals = [Goal("2027-06", 95.0, "Target 95,0 %"), Goal("2026-06", 90.0, "Target 90,0 %")]
    figure = draw_courses([Course("a", ROWS)], "light", goals=goals)
    line, path = figure.data
    assert list(path.y) == [90.0, 95.0]
    assert [b - a for a, b in pairwise((line.x[-1], *path.x))] == [12, 12]
    assert (path.mode, path.line.dash) == ("lines+markers", "dot")
    assert figure.layout.xaxis.ticktext[-1] == "Juni<br>2027"
    assert "Target 95,0 %<br>(Juni 2027)" in texts(figure)
    assert not [text for text in texts(figure) if text.startswith("Target 90")]


def test_one_line_of_many_is_in_front_and_all_are_named_apart() -> None:
    kinds = [
        Course(name, (Row("2025-06", "Juni 2025", value, f"{value} %"),))
        for name, value in (("a", 30.0), ("b", 29.5), ("c", 29.0), ("d", 1.0))
    ]
    lowest, chosen = emphasize(kinds), emphasize(kinds, "b")
    assert [c.name for c in lowest if c.look == "utama"] == ["d"]
    assert [c.name for c in chosen if c.look == "utama"] == ["b"]
    assert emphasize([Course("x", ROWS[:1])])[0].look == "lain"
    figure = draw_courses(chosen, "light")
    assert figure.data[-1].name == "b", "what is in front is drawn last"
    assert len({trace.line.width for trace in figure.data}) == 2
    assert "<b>b 29.5 %</b>" in texts(figure)
    high = figure.layout.height - AXIS - EDGE
    middles = sorted(n.y / figure.layout.yaxis.range[1] * high for n in figure.layout.annotations)
    assert all(upper - lower >= LINE - 1e-6 for lower, upper in pairwise(middles))
    # A thread leads from each name to its line's end.
    ends = {shape.y0 for shape in figure.layout.shapes}
    assert ends == {30.0, 29.5, 29.0, 1.0}


def test_nothing_to_draw_is_an_empty_figure() -> None:
    assert draw_courses([], "light").layout.height > 0
    assert draw_courses([Course("a", ROWS[:1])], "light").layout.height > 0


def test_the_table_twin_has_a_row_a_period_and_a_column_a_line() -> None:
    markup = chart_html.render_courses("Judul", [Course("Register", ROWS), Course("Survei", ASKED)])
    assert markup.count('<tr><th scope="row">') == 3
    assert "50 dari 100" in markup and "44,0 – 53,0 %" in markup and ">–<" in markup
    aimed = chart_html.render_courses(
        "Judul", [Course("a", ROWS)], [Goal("2026-06", 9.0, "Target 9")]
    )
    assert aimed.count('<tr><th scope="row">') == 4
    assert '<td class="du-angka">9</td>' in aimed
