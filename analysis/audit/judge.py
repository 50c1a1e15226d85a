"""Bounds every small count of a release from everything that its audience can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from analysis.audit import bounds, habits
from analysis.audit.groups import NO, YES, Areas, Group, find_sums
from analysis.audit.history import NO_HISTORY, History, Shown
from analysis.audit.knowledge import Knowledge, name_table, read_register, read_survey
from analysis.audit.pairs import find_changes
from analysis.audit.problem import pose_problem
from analysis.audit.releases import SeenRelease
from analysis.audit.secrets import Count, collect_counts, describe_count, read_exempt
from analysis.audit.verdict import Finding, Verdict, say_left
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import rule
from data.errors import DasborError
from data.store.states import ROW as SHOWN_ROW
from data.store.store import Store

WITHHELD = "x"


@dataclass(frozen=True)
class Audience:
    """Who reads, from which count on they may, and when a range tells them too much."""

    name: str
    minimum: int
    tight: Callable[[float, float], bool]

    def is_secret(self, count: Count) -> bool:
        """Return whether a count is too small for them."""
        of_universe = count.what == "n" and INDICATORS[count.row[0]].counts_universe
        return (of_universe or count.answered) and rule.is_sensitive(
            count.value, count.answered, self.minimum
        )


PUBLIC = Audience("umum", rule.PUBLIC, partial(rule.is_tight, minimum=rule.PUBLIC))


@dataclass(frozen=True)
class Evidence:
    """One period: every count behind the public rows of all versions, in the newest state that the
    draft shows, and what everybody can read of them."""

    counts: list[Count]
    public: Knowledge


def gather(
    store: Store, draft: SeenRelease, earlier: Sequence[SeenRelease], history: History = NO_HISTORY
) -> dict[str, Evidence]:
    """Return the evidence by period: nothing adds up across two.

    ``store`` holds the micro data that the draft counts, unless ``history`` says that tables kept
    the numbers of an earlier state. Raises DasborError when the draft shows what its states do not
    say.
    """
    rows = pd.concat([release.select_register() for release in (draft, *earlier)])
    evidence = {}
    for periode, of_data in collect_counts(store, rows).items():
        newest = history.find_newest(periode)
        counts = of_data
        if newest is not None and newest.name not in history.of_data:
            counts = count_in(newest, of_data)
        knowledge = Knowledge(collect_values(counts))
        learn_public(knowledge, counts, periode, draft, earlier, history)
        evidence[periode] = Evidence(counts, knowledge)
    return evidence


def count_in(state: Shown, counts: Iterable[Count]) -> list[Count]:
    """Return the same counts as a state has them; as they are where it cannot tell."""
    values: dict[Group, int] = {}
    each = list(counts)
    for count in each:
        if count.group not in values:
            told = state.people.can_tell(count.group)
            values[count.group] = state.people.count(count.group) if told else count.value
    found = [replace(count, value=values[count.group]) for count in each]
    answered = {c.row for c in found if c.what in (YES, NO) and c.value}
    return [replace(c, answered=c.what in (YES, NO) and c.row in answered) for c in found]


def audit(
    draft: SeenRelease, evidence: Mapping[str, Evidence], history: History = NO_HISTORY
) -> Verdict:
    """Return what the public can tell of small counts from a version and all earlier ones, and of
    whoever changed between two of them."""
    changes, pairs = find_changes(history, draft.areas, PUBLIC.name, PUBLIC.minimum)
    changes += find_newly_withheld(draft, history)
    verdicts = [
        _judge_period(draft, periode, known_of_period)
        for periode, known_of_period in evidence.items()
    ]
    return Verdict.combine([*verdicts, Verdict(tuple(changes), 0, 0, pairs)])


def find_newly_withheld(draft: SeenRelease, history: History) -> list[Finding]:
    """Return the rows that some release showed of a period and that the draft withholds: nobody
    unsees them, and that they went points at them."""
    findings = []
    cells = draft.select_register()
    for row in cells[cells["tanda"] == WITHHELD].to_dict("records"):
        key = tuple(row[name] for name in SHOWN_ROW)
        if key in history.list_shown(row["periode"], made_up=row["asal"] == "sintetis"):
            table = (row["indikator"], row["tingkat"], row["dimensi"])
            cell = name_table(INDICATORS[row["indikator"]], row)
            named = f"{cell}, {draft.areas.name(row['kode_wilayah'])}"
            how = "pernah terbit lalu dirahasiakan, jadi ditunjuk"
            findings.append(Finding(PUBLIC.name, named, how, (), row["periode"], table))
    return findings


def _judge_period(draft: SeenRelease, periode: str, evidence: Evidence) -> Verdict:
    knowledge, secret = evidence.public.copy(), select_secrets(evidence.counts, PUBLIC)
    universes = {count.group for count in evidence.counts if count.what == "n"}
    habits.learn_from_zeros(knowledge, universes, secret, find_sums(universes, draft.areas))
    sharper = find_betrayed(knowledge, secret, PUBLIC, draft.areas, definitions=True)
    # Two readers are judged, one who uses sums alone and one who also reasons with what the
    # definitions say. The second knows more, so a count that the second cannot tell the first
    # cannot either: only what the second can tell is asked again without the definitions. What is
    # left then is a finding; what only the second can tell is a hint.
    open_ = find_betrayed(knowledge, {g: secret[g] for g in sharper}, PUBLIC, draft.areas)
    return Verdict(
        (*open_.values(), *find_few_respondents(draft, periode)),
        draft.select_register(periode).groupby(["indikator", "dimensi", "tingkat"]).ngroups,
        len(secret),
        0,
        tuple(finding for group, finding in sharper.items() if group not in open_),
    )


def learn_public(
    knowledge: Knowledge,
    counts: Iterable[Count],
    periode: str,
    draft: SeenRelease,
    earlier: Sequence[SeenRelease],
    history: History = NO_HISTORY,
) -> None:
    """Take in what everybody can read of a period.

    Raises DasborError when the draft itself shows another count than the state of its table.
    """
    rows, newest = draft.select_register(periode), history.find_newest(periode)
    for name, here in _split_by_state(rows, history.labels.get(periode, {})):
        state = history.find(name)
        if not name or (newest is not None and name == newest.name):
            _check(knowledge, here, counts, draft)
        elif state is not None:
            own = count_in(state, counts)
            _check(Knowledge(collect_values(own)), here, own, draft)
    read_survey(knowledge, draft.select_survey(periode))
    for release in earlier:
        if release.is_made_up(periode) == draft.is_made_up(periode):
            said = release.select_register(periode)
            if newest is not None:
                # A table of another day says nothing for sure of this one; what is known of who
                # changed between the two is looked at by pairs. Where it is not on record of which
                # state a table was, whatever of it is still true is known: the reader cannot know
                # that it is not.
                labels = history.earlier.get(release.name, {}).get(periode, {})
                said = select_of(said, labels, newest.name)
            read_register(knowledge, said, f" (terbitan {release.name})")
    habits.learn_size(knowledge, draft.areas)


def _split_by_state(
    rows: pd.DataFrame, labels: Mapping[tuple[str, str, str], str]
) -> list[tuple[str, pd.DataFrame]]:
    """Return rows of a draft by the name of the state that their tables are of."""
    tables = rows[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None)
    names = pd.Series([labels.get(table, "") for table in tables], index=rows.index, dtype=object)
    return [(str(name), here) for name, here in rows.groupby(names)]


def select_of(
    rows: pd.DataFrame, labels: Mapping[tuple[str, str, str], str], name: str
) -> pd.DataFrame:
    """Return the rows whose tables are of a state, and those of which that is not on record."""
    split = [here for label, here in _split_by_state(rows, labels) if label in ("", name)]
    return pd.concat(split) if split else rows.iloc[:0]


def _check(
    knowledge: Knowledge, rows: pd.DataFrame, counts: Iterable[Count], draft: SeenRelease
) -> None:
    """Take in rows of a draft. Raises DasborError when one shows another count than its state."""
    read_register(knowledge, rows)
    untrue = knowledge.outdated.keys() | knowledge.belied
    if untrue:
        wrong = next(count for count in counts if count.group in untrue)
        raise DasborError(
            f"Terbitan tidak sama dengan gudang: {describe_count(wrong, draft.areas)}. Terbitkan "
            "ulang dari versi data yang dipakai."
        )


def collect_values(counts: Iterable[Count]) -> dict[Group, int]:
    """Return the value of every group. Two counts of the same businesses must agree."""
    truth: dict[Group, int] = {}
    for count in counts:
        if truth.setdefault(count.group, count.value) != count.value:
            raise DasborError(
                f"Indikator {count.row[0]} menghitung semesta yang lain daripada induknya. "
                "Perbaiki 'parent' atau 'universe' entrinya."
            )
    return truth


def find_betrayed(
    knowledge: Knowledge,
    secret: Mapping[Group, Count],
    audience: Audience,
    areas: Areas,
    *,
    definitions: bool = False,
) -> dict[Group, Finding]:
    """Return the secret counts that an audience can tell too well, with ``definitions`` also by
    what the definitions of the indicators say."""
    if not secret:
        return {}
    asked = pose_problem(knowledge, areas, definitions=definitions)
    place = {group: number for number, group in enumerate(asked.groups)}

    def report(group: Group, steps: int, tables: Iterable[str]) -> Finding:
        kode, periode, area, dimension, _ = secret[group].row
        return Finding(
            audience.name,
            describe_count(secret[group], areas),
            say_left(steps),
            tuple(sorted(tables)),
            periode,
            (kode, areas.level(area), dimension),
        )

    determined = {g: report(g, 0, knowledge.list_sources(g)) for g in secret if g not in place}
    targets = np.array([place[group] for group in secret if group in place], dtype=int)
    too_narrow = bounds.narrow(asked.system, asked.truth, targets, audience.tight)
    return determined | {
        (group := asked.groups[column]): report(
            group, range_.high - range_.low, asked.list_tables_behind(range_)
        )
        for column, range_ in too_narrow.items()
    }


def find_few_respondents(draft: SeenRelease, periode: str) -> list[Finding]:
    """Return the survey's rows that say how few answered."""
    rows = draft.select_survey(periode)
    return [
        Finding(
            PUBLIC.name,
            f"{name_table(INDICATORS[row['indikator']], row)}: banyaknya responden",
            "terbaca meskipun terlalu sedikit",
            ("Survei",),
        )
        for row in rows[rows["n"] < rule.PUBLIC].to_dict("records")
    ]


def select_secrets(counts: Iterable[Count], audience: Audience) -> dict[Group, Count]:
    """Return the counts that are too small for an audience, but for what the city has printed."""
    printed = read_exempt()
    open_ = {count.group for count in counts if count.row in printed}
    return {
        count.group: count
        for count in counts
        if audience.is_secret(count) and count.group not in open_
    }
