"""What officials can tell from their own table together with everything else that they may open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis import officials
from analysis.audit import academics
from analysis.audit.judge import Audience, Evidence, betrayed, secrets
from analysis.audit.knowledge import read_register
from analysis.audit.releases import Release
from analysis.audit.verdict import Verdict
from analysis.disclosure import rule
from data.store import Store

OFFICIALS = Audience("pejabat", rule.OFFICIALS, partial(rule.tight, minimum=rule.OFFICIALS))
OWN = " (tabel pejabat)"


def audit(store: Store, draft: Release, evidence: Mapping[str, Evidence]) -> Verdict:
    """Return what officials can tell of small counts from what they and everybody may read."""
    table = officials.cells(store)
    return Verdict.together(
        _period(draft, table[table["periode"] == periode], one) for periode, one in evidence.items()
    )


def _period(draft: Release, table: pd.DataFrame, evidence: Evidence) -> Verdict:
    knowledge, secret = evidence.public.copy(), secrets(evidence.counts, OFFICIALS)
    read_register(knowledge, table, OWN)
    if draft.rounded is not None and not table.empty:
        of_period = draft.rounded["periode"] == table["periode"].iloc[0]
        academics.learn_cube(knowledge, draft.rounded[of_period])
    findings = betrayed(knowledge, secret, OFFICIALS, draft.areas)
    return Verdict(tuple(findings), table["indikator"].nunique(), len(secret), {})
