"""What the audit found, in words that name cells and tables and never a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.words import theme

SHOWN = 20
"""Findings that a message lists; the rest are counted."""


@dataclass(frozen=True)
class Finding:
    """A count that its audience can tell too well: how, and from which tables.

    ``periode`` and ``table`` (indikator, tingkat, dimensi) say where it stands, as far as it has a
    published row of its own.
    """

    audience: str
    cell: str
    how: str
    tables: tuple[str, ...]
    periode: str = ""
    table: tuple[str, str, str] | None = None

    def __str__(self) -> str:
        tables = f", dari: {'; '.join(self.tables)}" if self.tables else ""
        return f"{self.cell}, {self.how} oleh {self.audience}{tables}."


def say_left(steps: int) -> str:
    """Return how few values a count may still have, ``steps`` from the least to the greatest."""
    return f"hanya punya {steps + 1} nilai yang mungkin" if steps else "dapat dihitung tepat"


@dataclass(frozen=True)
class Verdict:
    """The outcome of one audit.

    ``tables`` were read and ``bounded`` counts were hidden and had to be. ``pairs`` are the states
    that were compared, two by two. ``hints`` are counts that a reader can tell who also reasons
    with what the definitions say.
    """

    findings: tuple[Finding, ...]
    tables: int
    bounded: int
    pairs: int = 0
    hints: tuple[Finding, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether the release may be served."""
        return not self.findings

    @classmethod
    def combine(cls, parts: Iterable[Verdict]) -> Verdict:
        """Return the verdict over releases that are judged one by one."""
        each = list(parts)
        return cls(
            tuple(finding for part in each for finding in part.findings),
            sum(part.tables for part in each),
            sum(part.bounded for part in each),
            sum(part.pairs for part in each),
            tuple(hint for part in each for hint in part.hints),
        )

    def lines(self) -> list[str]:
        """Return the report, its last line the counts."""
        sentences = [f"Sel terungkap: {finding}" for finding in self.findings[:SHOWN]]
        if len(self.findings) > SHOWN:
            sentences.append(f"dan {theme.number(len(self.findings) - SHOWN)} sel lain.")
        sentences += [f"Menurut definisi: {hint}" for hint in self.hints[:SHOWN]]
        outcome = "Aman" if self.safe else f"Tidak aman: {theme.number(len(self.findings))} sel"
        return [
            *sentences,
            f"{outcome}. Tabel dibaca: {theme.number(self.tables)}; "
            f"sel rahasia diperiksa: {theme.number(self.bounded)}; "
            f"pasangan keadaan dibandingkan: {theme.number(self.pairs)}.",
        ]
