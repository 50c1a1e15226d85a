"""Kinerja: the table, what its rows open to, and what is said where a capaian is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.views import review, review_html, shortfall
from analysis.views.commitments import Agenda
from analysis.views.comparison import Comparison, find_value
from analysis.views.control_chart import ControlChart
from analysis.views.review import UNFOUNDED, explain_achievement, list_other_words, make_review
from analysis.views.scenario import Scenario
from analysis.views.scorecard import ScoreRow, judge_target, make_scorecard
from analysis.views.shortfall import AreaShortfall, find_shortfalls
from analysis.views.view import Row
from data import reference
from tests.analysis.summary_cells import NEWEST, choices
from tests.data.rows import Workspace

MAIN = "berusaha_daring"
NO_AGENDA = Agenda("", (), (), {})


@pytest.fixture(scope="module")
def usual(demo: Workspace) -> ScoreRow:
    """A row with a target, to be changed."""
    found = make_scorecard(demo.publik, Selection(NEWEST))
    return next(row for row in found.aimed if row.entry.kode == MAIN)


def change(
    found: ScoreRow,
    value: float | None,
    goal: float | None,
    direction: str = "naik",
    sign: str = "",
) -> ScoreRow:
    """Return a row with another value, target or direction, judged as the table judges it."""
    entry = replace(found.entry, arah=direction)
    row = Row("", "", value, "", sign=sign)
    target = Comparison("target", "", value=goal, source="Dokumen", page="7")
    return replace(found, entry=entry, row=row, goal=judge_target(entry, row, target))


def test_the_table_has_the_rows_of_the_capaian_table_in_its_order(demo: Workspace) -> None:
    for chosen in choices(demo.publik):
        card, found = make_scorecard(demo.publik, chosen), make_review(demo.publik, chosen)
        assert [row.found for row in found.rows] == list(card.rows)
        assert [row.number for row in found.rows] == [*range(1, len(card.rows) + 1)]
        markup = review_html.render_review(found, NO_AGENDA)
        for row in found.rows:
            assert row.found.name in markup
            assert bool(row.basis) == (row.found.goal is not None)


def test_the_sentence_counts_targets_that_are_the_choices_own(demo: Workspace) -> None:
    assert make_review(demo.publik, Selection(NEWEST)).sentence == (
        "2 dari 4 target belum tercapai; terjauh ekspor, capaian 52,0\u00a0%"
    )
    part = make_review(demo.publik, Selection(NEWEST, "36.73.02"))
    assert part.rows[0].found.goal and part.rows[0].found.remark == "seluruh kota"
    assert part.sentence == "Belum ada target yang dapat dinilai untuk pilihan ini"


@pytest.mark.parametrize(
    ("value", "goal", "direction", "sign", "said"),
    [
        (50.6, 45.0, "naik", "", "tidak dipotong pada 100 %"),
        (5.0, 0.0, "naik", "", "Target nol"),
        (100.0, 45.0, "turun", "", "di bawah nol"),
        (None, 45.0, "naik", "x", "dirahasiakan (x)"),
        (None, 45.0, "naik", "..", "tidak tersedia (..)"),
        (50.0, None, "naik", "", "Belum ada target"),
        (50.0, 45.0, "netral", "", "Tidak ada arah yang baik"),
    ],
)
def test_what_has_no_plain_capaian_is_explained(
    usual: ScoreRow, value: float | None, goal: float | None, direction: str, sign: str, said: str
) -> None:
    assert said in explain_achievement(change(usual, value, goal, direction, sign))


def test_a_plain_capaian_needs_no_words(usual: ScoreRow) -> None:
    assert explain_achievement(change(usual, 40.0, 45.0)) == ""


def test_a_class_and_a_wider_value_say_why_they_have_no_target(usual: ScoreRow) -> None:
    alone = change(usual, 50.0, None)
    by_class = replace(alone, shown=Selection(NEWEST, CITY, "mikro"))
    assert "semua skala" in explain_achievement(by_class)
    assert "seluruh kota" in explain_achievement(replace(alone, remark="seluruh kota"))


def test_another_formula_is_named_where_it_changes_the_word(usual: ScoreRow) -> None:
    (other,), _ = list_other_words(change(usual, 15.0, 10.0, "turun"))
    assert (other.name, other.word) == ("rumus rasio", "cukup")
    assert other.found == "66,7\u00a0%, cukup"
    assert list_other_words(change(usual, 10.0, 10.0, "turun"))[0] == ()
    assert list_other_words(change(usual, 15.0, 10.0))[0] == ()


def test_other_schemes_are_named_with_their_source_and_none_for_whole_offices(
    usual: ScoreRow,
) -> None:
    _, found = list_other_words(change(usual, 76.0, 100.0))
    assert [other.word for other in found] == ["kuning", "kelas dari 75 %"]
    assert all(other.document and other.page for other in found)
    assert list_other_words(change(usual, None, 100.0, sign="x")) == ((), ())


def test_a_figure_older_than_its_cycle_reads_basi_and_a_fresh_one_does_not(
    demo: Workspace,
) -> None:
    found = make_review(demo.publik, Selection(NEWEST))
    row = found.rows[0]
    assert row.found.freshness is not None
    for days, said in ((366, True), (365, False)):
        age = replace(row.found.freshness, newest="2025-06", days=days, cycle=12)
        aged = replace(row, found=replace(row.found, freshness=age))
        markup = review_html.render_review(replace(found, rows=(aged,)), NO_AGENDA)
        assert ("</i>basi</span>" in markup) is said


def test_a_target_without_document_and_page_is_without_foundation(usual: ScoreRow) -> None:
    row = review.ReviewRow(
        1, usual, "", "", (), (), (), shortfall.Shortfalls(), "", ControlChart(""), Scenario()
    )
    assert row.basis == UNFOUNDED
    assert usual.goal
    known = replace(usual, goal=replace(usual.goal, page="112"))
    assert replace(row, found=known).basis == "Contoh target, hlm. 112"
    assert replace(row, found=replace(usual, goal=None)).basis == ""


def test_the_kecamatan_share_what_all_of_them_lack(demo: Workspace) -> None:
    found = find_shortfalls(demo.publik, INDICATORS[MAIN], Selection(NEWEST))
    by_name = {row.row.label: row for row in found.rows}
    assert by_name.keys() == set(reference.list_kecamatan().values())
    for code, name in reference.list_kecamatan().items():
        value = find_value(demo.publik, MAIN, Selection(NEWEST, code))
        assert value is not None and value.above is not None and value.below is not None
        lacking = max(0, -(-45 * value.below // 100) - value.above)
        assert by_name[name].lacking == lacking
    assert sum(row.share or 0.0 for row in found.rows) == pytest.approx(100)
    first = found.rows[0]
    assert first.lacking == max(row.lacking or 0 for row in found.rows)
    assert found.sentence.startswith(f"{first.row.label} menyumbang {first.share_text} kekurangan")


def area(name: str, lacking: int | None, sign: str = "") -> AreaShortfall:
    return AreaShortfall(Row("", name, None, sign, sign=sign), 50.0, "50 %", False, lacking)


def test_a_withheld_kecamatan_is_its_sign_and_in_no_share() -> None:
    found = shortfall._share([area("A", 30), area("B", None, "x"), area("C", 10), area("D", 0)])
    assert [row.row.label for row in found.rows] == ["A", "C", "D", "B"]
    assert [row.share for row in found.rows] == [75.0, 25.0, 0.0, None]
    assert found.rows[-1].lacking_text == "x"
    assert found.rows[-1].share_text == "–"
    assert "tidak ditampilkan: B" in found.left_out
    assert "A menyumbang 75\u00a0% kekurangan: 30 dari 40 usaha" in found.sentence


def test_a_withheld_value_is_never_counted_as_nothing_lacking(demo: Workspace) -> None:
    hidden = Row("36.73.02", "Kasemen", None, "x", sign="x")
    found = shortfall._hold(demo.publik, INDICATORS[MAIN], hidden, Selection(NEWEST))
    assert found is not None
    assert (found.lacking, found.reached, found.goal) == (None, None, 45.0)


def test_where_nobody_lacks_any_there_is_no_share() -> None:
    found = shortfall._share([area("A", 0), area("B", 0)])
    assert {row.share for row in found.rows} == {None}
    assert found.sentence.startswith("Semua kecamatan")


@pytest.mark.parametrize(
    ("kode", "why"),
    [
        ("jumlah_umkm", shortfall.NOT_SHARED),
        ("ekspor_daring", shortfall.NO_AREAS),
        ("bayar_digital", "Belum ada target untuk periode ini."),
    ],
)
def test_where_kecamatan_have_no_target_a_sentence_says_why(
    demo: Workspace, kode: str, why: str
) -> None:
    found = find_shortfalls(demo.publik, INDICATORS[kode], Selection(NEWEST))
    assert (found.rows, found.reason) == ((), why)


def test_a_word_of_change_comes_with_what_was_tested(demo: Workspace) -> None:
    rows = {row.kode: row for row in make_review(demo.publik, Selection(NEWEST)).rows}
    assert rows[MAIN].found.verdict.endswith("naik")
    assert "selang 95 %" in rows[MAIN].why and "Holm" in rows[MAIN].why
    assert rows["jumlah_umkm"].why == review.NOT_TESTED
    before = {row.kode: row for row in make_review(demo.publik, Selection("2024-06")).rows}
    assert before[MAIN].why == review.ONE_SURVEY


def test_a_value_stands_beside_the_year_before_the_plans_end_and_the_country(
    demo: Workspace,
) -> None:
    rows = {row.kode: row for row in make_review(demo.publik, Selection(NEWEST)).rows}
    before, plan, country = rows[MAIN].beside
    assert (before.name, before.known) == ("Juni 2024", True)
    assert (plan.name, plan.text) == ("Akhir rencana (Juni 2027)", "53,0\u00a0%")
    assert country.name.startswith("Indonesia") and not country.known
    assert "tidak sebanding" in country.text
    assert not rows["jumlah_umkm"].beside[1].known
