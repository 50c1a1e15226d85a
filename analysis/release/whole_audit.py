"""The whole audit of a version: every audience, from everything that it may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.audit import judge, readers
from analysis.audit.history import NO_HISTORY, History
from analysis.audit.judge import Evidence
from analysis.audit.readers import Period
from analysis.audit.releases import Release
from analysis.audit.verdict import Verdict
from analysis.count import rounded
from analysis.release import officials
from data.store.store import Store


def audit(
    store: Store,
    draft: Release,
    earlier: Sequence[Release],
    evidence: Mapping[str, Evidence] | None = None,
    periods: Mapping[str, Period] | None = None,
    judged: Verdict | None = None,
    history: History = NO_HISTORY,
) -> Verdict:
    """Return what the public, academics and officials can tell of small counts from a version, with
    all earlier ones.

    ``store`` holds the micro data that the version counts; ``evidence``, ``periods`` (what is known
    beside the rounded cube) and ``judged`` (what the public can tell) spare finding them again.
    Raises DasborError when the version shows what they do not say.
    """
    gathered = judge.gather(store, draft, earlier, history) if evidence is None else evidence
    verdicts = [judge.audit(draft, gathered, history) if judged is None else judged]
    if draft.rounded is not None and not draft.rounded.empty:
        if periods is None:
            exact, own = (
                rounded.make_cells(store, b""),
                officials.make_cells(store, draft.list_withheld(), draft.list_told()),
            )
            periods = readers.gather_periods(exact, own, draft, earlier, gathered)
        verdicts.append(readers.audit(draft, periods))
    return Verdict.combine(verdicts)
