"""What officials saw of whom: what everybody sees, and their own tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.audit.history import History, Shown
from analysis.release.revision import Part
from data.store.states import ROW, States


def gather_officials_history(
    own: pd.DataFrame, states: States, parts: Sequence[Part], history: History
) -> History:
    """Return what officials saw of whom once a draft is served: what everybody sees (``history``),
    and their own tables."""
    seen = {state.name: state for state in history.seen}
    kept = {state.name: state for state in states.list_all() if state.has_members}
    new = {part.name: part for part in parts}
    rows_of = dict(list(own.assign(tampak=own["tanda"] != "x").groupby("keadaan")))
    for name in {*kept, *rows_of}:
        parts_of_rows = [seen[name].rows] if name in seen else []
        if name in kept:
            parts_of_rows.append(kept[name].shown_to_officials)
        if name in rows_of:
            parts_of_rows.append(rows_of[name][[*ROW, "tampak"]])
        rows = pd.concat(parts_of_rows).groupby(ROW, as_index=False)["tampak"].any()
        source = new.get(name) or kept.get(name)
        if source is not None and len(rows):
            before = seen.pop(name, None) if name in new else None
            people = (before or source).members
            seen[name] = Shown(name, source.periode, source.made_up, people, rows)
    return History(tuple(seen.values()), history.labels, frozenset(new), history.of_data)
