"""The rule of publication, read by what chooses the rows to withhold and by what judges them.

A count is sensitive when it is small: below the audience's minimum and not zero, or zero where
somebody answered, since "nobody said no" says what everybody said. A sensitive count is withheld,
and nothing that its audience can read may bound it to fewer values than the minimum: with every
published number of this and earlier releases, every sum between them and no count below zero,
the interval that is left (by linear programming) is at least the minimum wide. So it reaches from
below the minimum to it or beyond, and a share with its denominator is no way round: it is a count.

Amounts of money have a second rule by design (p% = 10 and n >= 3). No published table holds an
amount today, so there is nothing here that would test one.
"""

from __future__ import annotations

PUBLIC = 10
"""The smallest count that everybody may see."""

ACADEMICS = 5
"""The smallest count that academics may see."""

OFFICIALS = 3
"""The smallest count that officials may see."""

TOLERANCE = 1e-6
"""How far a bound may be off by the arithmetic of the linear program, in businesses."""


def is_sensitive(count: int, answered: bool, minimum: int) -> bool:
    """Return whether a count is too small to be known. ``answered`` is whether it is one of the
    answers of a question that somebody answered, so that a zero says something of them."""
    return count < minimum and (count > 0 or answered)


def find_sensitive(of_universe: bool, n: int, yes: int, no: int, minimum: int) -> set[str]:
    """Return which counts of a row are too small to be known: its ``n`` where it counts a universe,
    otherwise its answers ``ya`` and ``tidak``."""
    counts = {"n": n} if of_universe else {"ya": yes, "tidak": no}
    answered = not of_universe and yes + no > 0
    return {what for what, count in counts.items() if is_sensitive(count, answered, minimum)}


def is_tight(low: float, high: float, minimum: int) -> bool:
    """Return whether the interval that is left for a sensitive count says too much of it."""
    return high - low < minimum - TOLERANCE
