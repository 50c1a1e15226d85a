"""What the audit says, and what it makes of a reader who watches where zeros stand."""

from __future__ import annotations

from analysis.audit.groups import Sum
from analysis.audit.habits import HABIT, learn_from_zeros
from analysis.audit.knowledge import Knowledge
from analysis.audit.verdict import Finding, Verdict


def test_who_never_hides_a_zero_says_that_no_blank_is_one() -> None:
    total, a, b, none = (frozenset({("wilayah", name)}) for name in "tabn")
    knowledge = Knowledge({total: 12, a: 4, b: 8, none: 0})
    knowledge.learn(total, 12, 12, "kota")
    knowledge.learn(none, 0, 0, "kelurahan")
    every = Sum(total, (a, b, none), True)
    learn_from_zeros(knowledge, {total, a, b, none}, {a, b}, [every])
    assert knowledge.limits(a) == (1, knowledge.limits(b)[1])
    assert knowledge.sources(a) == {HABIT}


def test_a_hidden_zero_keeps_the_blanks_open() -> None:
    total, a, b, none = (frozenset({("wilayah", name)}) for name in "tabn")
    knowledge = Knowledge({total: 12, a: 4, b: 8, none: 0})
    knowledge.learn(total, 12, 12, "kota")
    learn_from_zeros(knowledge, {total, a, b, none}, {a, b}, [Sum(total, (a, b, none), True)])
    assert knowledge.limits(a)[0] == 0


def test_a_report_lists_some_and_counts_all() -> None:
    findings = tuple(Finding("umum", f"sel {n}", "dapat dihitung tepat", ("t",)) for n in range(30))
    lines = Verdict(findings, 12, 345, {}).lines()
    assert lines[0] == "Sel terungkap: sel 0, dapat dihitung tepat oleh umum, dari: t."
    assert lines[-2] == "dan 10 sel lain."
    assert lines[-1] == "Tidak aman: 30 sel. Tabel dibaca: 12; sel rahasia diperiksa: 345."
