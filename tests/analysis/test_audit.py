"""What the audit says, and what it makes of a reader who watches where zeros stand."""

from __future__ import annotations

import numpy as np

from analysis.audit import bounds
from analysis.audit.groups import AREA, Area, Areas, Sum, find_sums
from analysis.audit.habits import HABIT, learn_from_zeros
from analysis.audit.judge import PUBLIC
from analysis.audit.knowledge import Knowledge
from analysis.audit.problem import pose_problem
from analysis.audit.verdict import Finding, Verdict


def test_who_never_hides_a_zero_says_that_no_blank_is_one() -> None:
    total, a, b, none = (frozenset({("wilayah", name)}) for name in "tabn")
    knowledge = Knowledge({total: 12, a: 4, b: 8, none: 0})
    knowledge.learn(total, 12, 12, "kota")
    knowledge.learn(none, 0, 0, "kelurahan")
    every = Sum(total, (a, b, none), True)
    learn_from_zeros(knowledge, {total, a, b, none}, {a, b}, [every])
    assert knowledge.find_limits(a) == (1, knowledge.find_limits(b)[1])
    assert knowledge.list_sources(a) == {HABIT}


def test_a_hidden_zero_keeps_the_blanks_open() -> None:
    total, a, b, none = (frozenset({("wilayah", name)}) for name in "tabn")
    knowledge = Knowledge({total: 12, a: 4, b: 8, none: 0})
    knowledge.learn(total, 12, 12, "kota")
    learn_from_zeros(knowledge, {total, a, b, none}, {a, b}, [Sum(total, (a, b, none), True)])
    assert knowledge.find_limits(a)[0] == 0


def test_open_zeros_beside_small_counts_make_the_blanks_too_narrow() -> None:
    """Ten in two blanks are 0 to 10 each, and 1 to 9 where blanks are never zero."""
    city, *parts = "36.73", "36.73.01", "36.73.02", "36.73.03"
    areas = Areas(
        {city: Area("Kota Serang", "kota", "36")}
        | {code: Area(code, "kecamatan", city) for code in parts}
    )
    total, a, b, none = (frozenset({(AREA, code)}) for code in (city, *parts))
    ranges = []
    for zero_is_shown in (False, True):
        knowledge = Knowledge({total: 10, a: 4, b: 6, none: 0})
        knowledge.learn(total, 10, 10, "kota")
        if zero_is_shown:
            knowledge.learn(none, 0, 0, "kecamatan")
        every = find_sums(knowledge.truth.keys(), areas)
        learn_from_zeros(knowledge, set(knowledge.truth), {a, b}, every)
        asked = pose_problem(knowledge, areas)
        targets = np.array([asked.groups.index(a), asked.groups.index(b)])
        ranges.append(bounds.narrow(asked.system, asked.truth, targets, PUBLIC.tight))
        told = [table for found in ranges[-1].values() for table in asked.list_tables_behind(found)]
    assert ranges[0] == {}
    assert [(found.low, found.high) for found in ranges[1].values()] == [(1, 9), (1, 9)]
    assert HABIT in told


def test_a_report_lists_some_and_counts_all() -> None:
    findings = tuple(Finding("umum", f"sel {n}", "dapat dihitung tepat", ("t",)) for n in range(30))
    lines = Verdict(findings, 12, 345, 0).lines()
    assert lines[0] == "Sel terungkap: sel 0, dapat dihitung tepat oleh umum, dari: t."
    assert lines[-2] == "dan 10 sel lain."
    assert lines[-1] == (
        "Tidak aman: 30 sel. Tabel dibaca: 12; sel rahasia diperiksa: 345; "
        "pasangan keadaan dibandingkan: 0."
    )
