"""The whole audit of a version: every audience, from everything that it may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from analysis.audit import judge, readers
from analysis.audit.history import NO_HISTORY, History, read_history
from analysis.audit.judge import Evidence
from analysis.audit.readers import Period
from analysis.audit.releases import SeenRelease, read_earlier, read_release
from analysis.audit.verdict import Verdict
from analysis.count import compute, rounded
from analysis.count.members import read_members
from analysis.release import officials
from analysis.release.officials_history import gather_officials_history
from data.settings import Settings
from data.store.states import States, name_state
from data.store.store import Store


def audit(
    store: Store,
    draft: SeenRelease,
    earlier: Sequence[SeenRelease],
    evidence: Mapping[str, Evidence] | None = None,
    periods: Mapping[str, Period] | None = None,
    judged: Verdict | None = None,
    history: History = NO_HISTORY,
    tabulated: Collection[str] | None = None,
) -> Verdict:
    """Return what the public, academics and officials can tell of small counts from a version, with
    all earlier ones, and of whoever changed between them (``history``).

    ``store`` holds the micro data that the version counts; ``evidence``, ``periods`` (what is known
    beside the rounded cube) and ``judged`` (what the public can tell) spare finding them again.
    ``tabulated`` are the periods whose rounded cube is of these data, None for all. Raises
    DasborError when the version shows what they do not say.
    """
    gathered = judge.gather(store, draft, earlier, history) if evidence is None else evidence
    verdicts = [judge.audit(draft, gathered, history) if judged is None else judged]
    if draft.rounded is not None and not draft.rounded.empty:
        if periods is None:
            exact, own = (
                rounded.make_cells(store, b""),
                officials.make_cells(store, draft.select_register()),
            )
            wanted = [p for p in gathered if tabulated is None or p in tabulated]
            of_data = {periode: gathered[periode] for periode in wanted}
            periods = readers.gather_periods(exact, own, draft, earlier, of_data)
        verdicts.append(readers.audit(draft, periods))
    return Verdict.combine(verdicts)


def audit_kept(settings: Settings, store: Store, name: str) -> Verdict:
    """Return the verdict on a kept release by the micro data that it was made of and the register
    of states: every audience, all pairs of states that were ever shown."""
    draft, earlier = (
        read_release(settings.publik / name, name),
        read_earlier(settings.publik, name),
    )
    states = States(settings.keadaan)
    noted, history = states.read_release(name), read_history(states, name)
    if noted is None:
        return audit(store, draft, earlier)
    made_up = compute.find_made_up_periods(store)
    of_data = {
        periode: name_state(periode, periode in made_up, members)
        for periode, members in read_members(store).items()
    }
    tabulated = [p for p, said in noted.items() if said.get("tabulasi") == of_data.get(p)]
    evidence = judge.gather(store, draft, earlier, history)
    verdicts = [
        audit(store, draft, earlier, evidence, history=history, tabulated=tabulated),
    ]
    own = states.read_officials(name)
    if own is not None:
        seen = gather_officials_history(own, states, (), history)
        cube = set() if draft.rounded is None else set(draft.rounded["periode"])
        again = {p: known for p, known in evidence.items() if p not in cube & set(tabulated)}
        verdicts.append(readers.audit_own(draft, own, again, replace(seen, new=None)))
    return Verdict.combine(verdicts)
