"""What the audit found, in words that name cells and tables and never a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.disclosure.rule import PUBLIC
from analysis.words import theme

SHOWN = 20
"""Findings that a message lists; the rest are counted."""


@dataclass(frozen=True)
class Finding:
    """A count that its audience can tell too well: how, and from which tables."""

    audience: str
    cell: str
    how: str
    tables: tuple[str, ...]

    def __str__(self) -> str:
        tables = f", dari: {'; '.join(self.tables)}" if self.tables else ""
        return f"{self.cell}, {self.how} oleh {self.audience}{tables}."


def say_left(steps: int) -> str:
    """Return how few values a count may still have, ``steps`` from the least to the greatest."""
    return f"hanya punya {steps + 1} nilai yang mungkin" if steps else "dapat dihitung tepat"


@dataclass(frozen=True)
class Verdict:
    """The outcome of one audit.

    ``tables`` were read and ``bounded`` counts were hidden and had to be. ``outdated`` says, by
    release, how many counts it shows that have since changed by less than the minimum. ``hints``
    are counts that a reader can tell who also reasons with what the definitions say.
    """

    findings: tuple[Finding, ...]
    tables: int
    bounded: int
    outdated: dict[str, int]
    hints: tuple[Finding, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether the release may be served."""
        return not self.findings

    @classmethod
    def combine(cls, parts: Iterable[Verdict]) -> Verdict:
        """Return the verdict over releases that are judged one by one."""
        each = list(parts)
        outdated: Counter[str] = Counter()
        for part in each:
            outdated.update(part.outdated)
        return cls(
            tuple(finding for part in each for finding in part.findings),
            sum(part.tables for part in each),
            sum(part.bounded for part in each),
            {release: many for release, many in outdated.items() if many},
            tuple(hint for part in each for hint in part.hints),
        )

    def lines(self) -> list[str]:
        """Return the report, its last line the counts."""
        sentences = [f"Sel terungkap: {finding}" for finding in self.findings[:SHOWN]]
        if len(self.findings) > SHOWN:
            sentences.append(f"dan {theme.number(len(self.findings) - SHOWN)} sel lain.")
        sentences += [f"Menurut definisi: {hint}" for hint in self.hints[:SHOWN]]
        sentences += [
            f"Perbedaan kecil: {theme.number(many)} cacahan pada terbitan {release} berubah kurang "
            f"dari {PUBLIC}; selisihnya terlihat oleh siapa pun yang menyimpan terbitan itu."
            for release, many in self.outdated.items()
        ]
        outcome = "Aman" if self.safe else f"Tidak aman: {theme.number(len(self.findings))} sel"
        return [
            *sentences,
            f"{outcome}. Tabel dibaca: {theme.number(self.tables)}; "
            f"sel rahasia diperiksa: {theme.number(self.bounded)}.",
        ]
