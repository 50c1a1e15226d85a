"""Bounds every small count of a release from everything that its audience can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.audit import bounds, habits
from analysis.audit.groups import Areas, Group, find_sums
from analysis.audit.knowledge import Knowledge, name_table, read_register, read_survey
from analysis.audit.problem import pose_problem
from analysis.audit.releases import SeenRelease
from analysis.audit.secrets import Count, collect_counts, describe_count, read_exempt
from analysis.audit.verdict import Finding, Verdict, say_left
from analysis.definitions.indicators import INDICATORS
from analysis.disclosure import rule
from data.errors import DasborError
from data.store.store import Store


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
    """One period: every count behind the public rows of all versions, what everybody can read of
    them, and by earlier version how many of its counts have changed by less than the minimum."""

    counts: list[Count]
    public: Knowledge
    outdated: dict[str, int]


def gather(store: Store, draft: SeenRelease, earlier: Sequence[SeenRelease]) -> dict[str, Evidence]:
    """Return the evidence by period: nothing adds up across two.

    ``store`` holds the micro data that the draft counts. Raises DasborError when the draft shows
    what they do not say.
    """
    rows = pd.concat([release.select_register() for release in (draft, *earlier)])
    evidence = {}
    for periode, of_period in collect_counts(store, rows).items():
        knowledge = Knowledge(collect_values(of_period))
        outdated = learn_public(knowledge, of_period, periode, draft, earlier)
        evidence[periode] = Evidence(of_period, knowledge, outdated)
    return evidence


def audit(draft: SeenRelease, evidence: Mapping[str, Evidence]) -> Verdict:
    """Return what the public can tell of small counts from a version and all earlier ones."""
    return Verdict.combine(
        _judge_period(draft, periode, known_of_period)
        for periode, known_of_period in evidence.items()
    )


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
        evidence.outdated,
        tuple(finding for group, finding in sharper.items() if group not in open_),
    )


def learn_public(
    knowledge: Knowledge,
    counts: Iterable[Count],
    periode: str,
    draft: SeenRelease,
    earlier: Sequence[SeenRelease],
) -> dict[str, int]:
    """Take in what everybody can read of a period.

    Returns, by earlier release, how many counts it shows that have changed by less than the public
    minimum since. Raises DasborError when the draft itself shows another count than the data.
    """
    read_register(knowledge, draft.select_register(periode))
    untrue = knowledge.outdated.keys() | knowledge.belied
    if untrue:
        wrong = next(count for count in counts if count.group in untrue)
        raise DasborError(
            f"Terbitan tidak sama dengan gudang: {describe_count(wrong, draft.areas)}. Terbitkan "
            "ulang dari versi data yang dipakai."
        )
    read_survey(knowledge, draft.select_survey(periode))
    changed = {}
    for release in earlier:
        if release.is_made_up(periode) == draft.is_made_up(periode):
            knowledge.outdated = {}
            read_register(
                knowledge, release.select_register(periode), f" (terbitan {release.name})"
            )
            changed[release.name] = sum(d < rule.PUBLIC for d in knowledge.outdated.values())
    return changed


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
        return Finding(
            audience.name,
            describe_count(secret[group], areas),
            say_left(steps),
            tuple(sorted(tables)),
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
