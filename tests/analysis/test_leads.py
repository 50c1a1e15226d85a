"""The sentences that open Survei and Jelajah: both ends of a list, and what a test allows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import views
from analysis.views.charts_slopes import draw_slopes, list_pairs
from analysis.views.ends import find_ends, write_ends
from analysis.views.leads import write_course_lead, write_survey_lead, write_view_lead
from analysis.views.survey_views import view_changes
from analysis.views.view import Row
from analysis.words import theme
from data import reference
from data.store.store import Store
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.publik


def row(name: str, value: float | None) -> Row:
    return Row(
        name, name, value, "x" if value is None else f"{value:.1f} %", sign="" if value else "x"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1.0, 3.0, 2.0), "tertinggi B 3.0 %, terendah A 1.0 %"),
        ((1.0, None, 2.0), "dari yang terbit, tertinggi C 2.0 %, terendah A 1.0 %"),
        ((3.0, 3.0, 1.0), "tertinggi A dan B 3.0 %, terendah C 1.0 %"),
        ((3.04, 2.96, 1.0), "tertinggi A dan B 3.0 %, terendah C 1.0 %"),
        ((3.0, 1.0, 1.0, 1.0), "tertinggi A 3.0 %, terendah B, C dan D 1.0 %"),
        ((2.0, 2.0), "semua sama, 2.0 %"),
        ((2.0, None, 2.0), "dari yang terbit, semua sama, 2.0 %"),
        ((2.0, None), ""),
        ((None, None), ""),
        ((), ""),
    ],
)
def test_both_ends_are_named_with_equals_and_without_what_is_withheld(
    values: tuple[float | None, ...], said: str
) -> None:
    rows = [row(name, value) for name, value in zip("ABCD", values, strict=False)]
    # What is written alike is alike to its reader.
    assert write_ends(rows) == said
    ends = find_ends(rows)
    assert (ends is None) == (said == "")


def test_the_lead_of_a_list_is_worked_out_from_the_cube(store: Store) -> None:
    for periode in ("2022-06", "2025-06"):
        view = views.view_by_area(store, "berusaha_daring", "kecamatan", Selection(periode))
        cells = store.query_rows(
            "select kode_wilayah, nilai from sel where indikator = 'berusaha_daring' "
            "and dimensi = '' and sumber = 'register' and tingkat = 'kecamatan' "
            "and nilai is not null and periode = ? order by nilai",
            [periode],
        )
        lead = write_view_lead(view)
        names = [reference.list_kecamatan()[c["kode_wilayah"]] for c in (cells[-1], cells[0])]
        shown = [theme.quantity(c["nilai"], "persen") for c in (cells[-1], cells[0])]
        assert lead.subject == (
            f"UMKM yang berjualan daring: tertinggi {names[0]} {shown[0]}, "
            f"terendah {names[1]} {shown[1]}"
        )
        assert lead.scope == f"Kota Serang, {theme.period(periode)}, semua skala"


def test_the_lead_says_when_one_or_nothing_is_published(store: Store) -> None:
    view = views.view_by_area(store, "berusaha_daring", "kecamatan", NEWEST)
    hidden = tuple(replace(r, value=None, text="x", sign="x") for r in view.rows)
    none = write_view_lead(replace(view, rows=hidden)).subject
    assert none.endswith(": belum ada nilai yang dapat diterbitkan")
    one = write_view_lead(replace(view, rows=(view.rows[0], *hidden[1:]))).subject
    assert one.endswith(f": hanya {view.rows[0].label} yang terbit, {view.rows[0].text}")
    course = views.view_by_period(store, "berusaha_daring", NEWEST)
    first, last = course.rows[0], course.rows[-1]
    assert write_course_lead(course).subject.endswith(
        f": {first.text} pada {first.label}, {last.text} pada {last.label}"
    )
    assert "belum ada" in write_course_lead(replace(course, rows=hidden)).subject


def test_the_lead_of_a_survey_says_no_more_of_a_change_than_its_test(store: Store) -> None:
    seen = set()
    for kode, entry in INDICATORS.items():
        for area in (CITY, *reference.list_kecamatan()):
            found = write_survey_lead(store, kode, Selection("2025-06", area))
            if found is None:
                assert not entry.survey
                continue
            heading, view = found
            said = heading.subject
            if entry.labels:
                assert not re.search(r"\b(naik|turun)\b", said)
                continue
            shown = view.heading.selection.wilayah
            last = view.rows[-1]
            tested = store.query_rows(
                "select kata, periode_lama from beda_survei where indikator = ? and dimensi = '' "
                "and kode_wilayah = ? and kategori = '' and periode = ?",
                [kode, shown, last.code],
            )
            if last.value is None:
                assert theme.SIGNS[last.sign] in said
                continue
            assert f": {last.text}" in said and last.interval in said
            word = tested[0]["kata"] if tested else "belum ada survei lain"
            assert word in said
            for claim in ("naik", "turun"):
                assert (f"; {claim} sejak" in said) == (word == claim)
            seen.add(word)
    assert len(seen) > 1


# Slopes ------------------------------------------------------------------------------------------


def test_slopes_hold_both_surveys_and_bring_forward_what_a_test_supports(store: Store) -> None:
    found = view_changes(store, "berusaha_daring", "", NEWEST)
    figure = draw_slopes(found, "light")
    pairs = {pair.label: pair for pair in list_pairs(found)}
    assert len(pairs) == len(figure.data) == 7
    for line in figure.data:
        pair = pairs[line.name]
        assert list(line.y) == [pair.old, pair.new]
        assert (line.line.color == theme.ONLINE["light"]) == pair.told
    cells = store.query_rows(
        "select periode, nilai from sel where indikator = 'berusaha_daring' and dimensi = '' "
        "and kode_wilayah = ? and sumber = 'survei' order by periode",
        [CITY],
    )
    city = pairs["Kota Serang"]
    assert [city.old, city.new] == [c["nilai"] for c in cells]
    words = [note.text for note in figure.layout.annotations]
    for pair in pairs.values():
        right = [text for text in words if text.removeprefix("<b>").startswith(f"{pair.label} ")]
        assert len(right) == 1
        assert pair.second in right[0]
        assert (f"· {pair.word}" in right[0]) == pair.told


def test_a_withheld_end_has_no_slope_and_none_is_an_empty_figure(store: Store) -> None:
    found = view_changes(store, "berusaha_daring", "", NEWEST)
    first, *rest = found.rows
    thin = replace(found, rows=(replace(first, new=None, second="F"), *rest))
    assert first.label not in {line.name for line in draw_slopes(thin, "dark").data}
    empty = draw_slopes(replace(found, rows=()), "dark")
    assert len(empty.data) == 0 and empty.layout.height > 0


def test_intervals_beside_verdicts_say_that_they_are_not_corrected(store: Store) -> None:
    found = view_changes(store, "berusaha_daring", "", NEWEST)
    apart = [
        pair
        for pair in found.rows
        if not pair.told and pair.interval and not re.match(r"−.* sampai \+", pair.interval)
    ]
    assert apart, "the demo has intervals without zero whose test supports nothing"
    assert "selang yang tidak memuat nol pun dapat belum dapat disimpulkan" in found.sentence
