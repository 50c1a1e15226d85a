"""The tables that wait because the auditor found what their new numbers betray."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.audit.verdict import Verdict
from analysis.release.movers import Table
from analysis.release.revision import Part

ATTEMPTS = 4
"""Drafts that hold back single tables; after them all tables of a period wait."""


@dataclass
class Held:
    """Which tables wait, by period."""

    tables: dict[str, set[Table]] = field(default_factory=dict)
    attempts: int = 0

    def take_in(self, verdict: Verdict, parts: Sequence[Part]) -> bool:
        """Hold what the findings on a draft name; return whether that holds anything more.

        Of what was published before nothing waits any more: then the finding is not of this draft.
        """
        self.attempts += 1
        more = False
        for part in parts:
            named = {f.table for f in verdict.findings if f.table and f.periode == part.periode}
            taken = {table for table, state in part.states.items() if state == part.name}
            if not named or not part.revised:
                continue
            new = (named & taken if self.attempts <= ATTEMPTS else set()) or taken
            new -= self.tables.get(part.periode, set())
            if new:
                self.tables.setdefault(part.periode, set()).update(new)
                more = True
        return more
