"""Kinerja: the capaian table as an LKjIP has it, the worst first, and what each row opens to.

The values are those of ``scorecard`` and ``comparison``; here stands only what a meeting asks
beside them. Its words are Indonesian only: they stand on pages of the tool.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.achievement import (
    LOWER_IS_BETTER,
    SHORT_NAMES,
    Scheme,
    find_scheme,
    read_schemes,
)
from analysis.definitions.selection import CITY, Selection
from analysis.views.comparison import (
    Comparison,
    find_value,
    make_comparisons,
    write_achievement,
)
from analysis.views.control_chart import ControlChart, draw_control_chart
from analysis.views.courses import list_goals
from analysis.views.heading import Heading, make_heading
from analysis.views.names import name_inside
from analysis.views.scenario import Scenario, make_scenario
from analysis.views.scorecard import Goal, ScoreRow, make_scorecard, read_rows
from analysis.views.shortfall import Shortfalls, find_shortfalls
from analysis.views.survey_views import view_changes
from analysis.words import theme
from data.store.store import Store

UNFOUNDED = "tanpa dasar"
"""What stands for the document of a target of which nobody knows where it was set."""
NOT_TESTED = (
    "Cacahan register tidak punya galat sampel, jadi naik atau turun tidak diuji; yang tertulis "
    "adalah selisih dua cacahan."
)
ONE_SURVEY = "Belum ada dua survei yang menanyakannya di wilayah ini, jadi perubahan tidak diuji."


@dataclass(frozen=True)
class Beside:
    """What a value is held against: its name, and the value in words or why there is none."""

    name: str
    text: str
    known: bool
    synthetic: bool = False


@dataclass(frozen=True)
class OtherWord:
    """What another scheme says of the same row: ``found`` is its capaian with the word for it."""

    name: str
    word: str
    found: str
    document: str
    page: str


@dataclass(frozen=True)
class ReviewRow:
    """A row of the table. ``settled`` says how its capaian came about or why there is none,
    ``other_formula`` and ``other_schemes`` are the words that others would have."""

    number: int
    found: ScoreRow
    settled: str
    formula: str
    other_formula: tuple[OtherWord, ...]
    other_schemes: tuple[OtherWord, ...]
    beside: tuple[Beside, ...]
    shortfalls: Shortfalls
    why: str
    chart: ControlChart
    scenario: Scenario

    @property
    def basis(self) -> str:
        """Document and page of its target, '' where it has no target."""
        goal = self.found.goal
        if goal is None:
            return ""
        return f"{goal.document}, hlm. {goal.page}" if goal.founded else UNFOUNDED

    @property
    def kode(self) -> str:
        """The indicator's code."""
        return self.found.entry.kode


@dataclass(frozen=True)
class Review:
    """The table of a choice: a sentence that opens the page, and the rows."""

    heading: Heading
    sentence: str
    rows: tuple[ReviewRow, ...]
    origins: tuple[str, ...]
    scheme: Scheme
    all_stale: bool

    @property
    def unfounded(self) -> bool:
        """Whether a target has no document and page."""
        return any(row.basis == UNFOUNDED for row in self.rows)


def make_review(store: Store, selection: Selection) -> Review:
    """Return the table of a choice."""
    return store.work_once(_make_review, selection)


def _make_review(store: Store, selection: Selection) -> Review:
    card = make_scorecard(store, selection)
    rows = [_make_row(store, n, found, selection) for n, found in enumerate(card.rows, start=1)]
    return Review(
        make_heading("Kinerja indikator", selection, selection),
        _say_first(card.aimed),
        tuple(rows),
        card.origins,
        find_scheme(),
        card.all_stale,
    )


def _say_first(aimed: tuple[ScoreRow, ...]) -> str:
    """Return what a meeting has to know first: how many targets are not reached, and the worst."""
    judged = [f for f in aimed if f.own and f.goal and f.goal.reached is not None]
    if not judged:
        return "Belum ada target yang dapat dinilai untuk pilihan ini"
    failing = [found for found in judged if found.goal and not found.goal.reached]
    if not failing:
        return f"Semua {len(judged)} target tercapai"
    worst = failing[0]
    assert worst.goal
    told = f", capaian {worst.goal.achieved_text}" if worst.goal.achieved is not None else ""
    return (
        f"{len(failing)} dari {len(judged)} target belum tercapai; terjauh "
        f"{name_inside(worst.entry.kode)}{told}"
    )


def _make_row(store: Store, number: int, found: ScoreRow, asked: Selection) -> ReviewRow:
    formula, schemes = list_other_words(found)
    return ReviewRow(
        number,
        found,
        explain_achievement(found),
        find_scheme().name_formula(found.entry.arah) if found.entry.arah != "netral" else "",
        formula,
        schemes,
        tuple(_list_beside(store, found, asked)),
        find_shortfalls(store, found.entry, asked),
        _explain_verdict(store, found),
        _draw_chart(store, found),
        _make_scenario(store, found),
    )


def explain_achievement(found: ScoreRow) -> str:
    """Return how a capaian came about where that is not plain, or why there is none."""
    if found.entry.arah == "netral":
        return "Tidak ada arah yang baik, jadi tidak dinilai."
    if found.goal is None:
        return _explain_no_target(found)
    if found.row.sign == "x":
        return "Realisasi dirahasiakan (x) agar tidak ada usaha yang dikenali, jadi tidak dinilai."
    if found.row.value is None:
        return f"Realisasi tidak tersedia ({found.row.sign}), jadi tidak dinilai."
    return _explain_edge(found.goal)


def _explain_no_target(found: ScoreRow) -> str:
    if found.shown.skala:
        return "Target berlaku untuk semua skala, jadi satu skala tidak dinilai."
    if found.remark:
        return f"Hanya terbit untuk {found.remark}; target pilihan ini tidak ada."
    return "Belum ada target untuk wilayah dan periode ini, jadi tidak dinilai."


def _explain_edge(goal: Goal) -> str:
    """Return what is said of a capaian beyond the ordinary: without one, above 100, below 0."""
    if goal.achieved is None:
        return "Target nol: capaian tidak dapat dihitung, dan status dibaca dari realisasi saja."
    if goal.achieved > 100:
        return "Melebihi target; capaian tidak dipotong pada 100 %."
    if goal.achieved < 0:
        return "Realisasi lebih dari dua kali target; capaian di bawah nol tidak dinaikkan ke 0."
    return ""


def list_other_words(
    found: ScoreRow,
) -> tuple[tuple[OtherWord, ...], tuple[OtherWord, ...]]:
    """Return where the other formula, and where another public scheme, says another word."""
    if found.goal is None or found.row.value is None or found.entry.arah == "netral":
        return (), ()
    value, goal = found.row.value, found.goal
    return (
        tuple(_list_by_formula(value, goal, found.entry.arah)),
        tuple(_list_by_scheme(value, goal, found.entry.arah)),
    )


def _list_by_formula(value: float, goal: Goal, direction: str) -> list[OtherWord]:
    """Return the words in force for the capaian by the other formulas, where they differ."""
    ours = find_scheme()
    if direction == "naik":
        return []
    found = []
    for key, name in SHORT_NAMES.items():
        achieved = LOWER_IS_BETTER[key](value, goal.value)
        if key == ours.lower or achieved is None or ours.choose(achieved) == goal.band:
            continue
        word = ours.choose(achieved)
        said = f"{write_achievement(achieved)}, {word}"
        found.append(OtherWord(name, word, said, ours.document, ours.page))
    return found


def _list_by_scheme(value: float, goal: Goal, direction: str) -> list[OtherWord]:
    """Return what other schemes for indicators say by their own formula and words."""
    found = []
    for scheme in read_schemes()[1:]:
        achieved = scheme.compute(value, goal.value, direction)
        word = "" if achieved is None or scheme.use != "indikator" else scheme.choose(achieved)
        if word and word.lower() != goal.band:
            said = f"{theme.decisive(achieved, 'persen', scheme.choose)}, {word}"
            found.append(OtherWord(scheme.name, word, said, scheme.document, scheme.page))
    return found


def _list_beside(store: Store, found: ScoreRow, asked: Selection) -> list[Beside]:
    """Return the period before, the end of the plan, the city where a part of it is chosen, and
    the benchmark of the country."""
    _, before, city, benchmark = make_comparisons(store, found.entry.kode, asked)
    listed = [_write_beside(found, before), _find_end_of_plan(store, found)]
    if found.shown.wilayah != CITY:
        listed.append(_write_beside(found, city))
    return [*listed, _write_beside(found, benchmark)]


def _write_beside(found: ScoreRow, other: Comparison) -> Beside:
    if other.value is None:
        return Beside(other.name, other.reason, False)
    text = theme.quantity(other.value, found.entry.satuan)
    # What does not compare is shown for its size, and says so at the number itself.
    if other.reason:
        text += f" (tidak sebanding: {theme.inside(other.reason).rstrip('.')})"
    return Beside(other.name, text, not other.reason, other.synthetic)


def _find_end_of_plan(store: Store, found: ScoreRow) -> Beside:
    """Return the last target that was set for years to come."""
    ahead = [
        goal
        for goal in list_goals(store, found.entry.kode, found.shown)
        if goal.period > found.shown.periode
    ]
    if not ahead:
        return Beside("Akhir rencana", "Belum ada target untuk tahun berikutnya.", False)
    last = ahead[-1]
    name = f"Akhir rencana ({theme.period(last.period)})"
    return Beside(name, theme.quantity(last.value, found.entry.satuan), True)


def _explain_verdict(store: Store, found: ScoreRow) -> str:
    """Return why the test says what it says of a change."""
    if found.shown.skala or not found.entry.survey:
        return NOT_TESTED
    if not found.verdict:
        return ONE_SURVEY
    changes = view_changes(store, found.entry.kode, "", found.shown)
    tested = next((row for row in changes.rows if row.code == found.shown.wilayah), None)
    if tested is None or not tested.text:
        return "Salah satu taksiran survei tidak ditampilkan, jadi tidak ada uji."
    return (
        f"{changes.first}: {tested.first}. {changes.second}: {tested.second}. Beda {tested.text}, "
        f"selang 95 % {tested.interval}. Kata itu dari uji pada taraf 5 % sesudah koreksi Holm, "
        "bukan dari selisih register."
    )


def _draw_chart(store: Store, found: ScoreRow) -> ControlChart:
    """Return the XmR chart of all periods up to the chosen one."""
    rows = read_rows(store, found.entry, found.shown)
    until = [row for row in rows if row.code <= found.shown.periode]
    return draw_control_chart(found.entry, until, found.goal.value if found.goal else None)


def _make_scenario(store: Store, found: ScoreRow) -> Scenario:
    """Return what it takes to reach the city's target of the period, or the next one that is set
    where that is reached or missing."""
    city = found.shown.widen_to_city()
    row = find_value(store, found.entry.kode, city)
    ahead = [
        goal
        for goal in list_goals(store, found.entry.kode, city)
        if goal.period >= city.periode and (row is None or goal.value > (row.value or 0.0))
    ]
    value, period = (ahead[0].value, ahead[0].period) if ahead else (None, city.periode)
    return make_scenario(store, found.entry, city, value, period)
