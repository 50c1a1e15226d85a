"""Remembers what a release shows of whom, before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.release.before import write_tables
from analysis.release.revision import Part
from data.store.states import States


def remember(
    states: States, release: str, day: str, parts: Sequence[Part], officials: pd.DataFrame
) -> None:
    """Keep the states of which a release shows tables, and which rows it shows of them, to
    everybody and to officials (``officials_in_turn.CELLS``)."""
    own = dict(list(officials.assign(tampak=officials["tanda"] != "x").groupby("keadaan")))
    for part in parts:
        if part.name in {*part.states.values(), part.let_in, *own}:
            states.keep(part.periode, part.made_up, day, part.members)
        if part.name in part.states.values():
            states.note_shown(part.name, release, part.shown)
        if part.name in own:
            states.note_shown(part.name, release, own[part.name], to_officials=True)
    states.note_officials(release, officials)
    states.note_release(
        release,
        {
            part.periode: {
                "tabel": write_tables(part.states),
                "calon": part.let_in,
                "usaha": part.businesses,
                "sejak": part.since,
                "tabulasi": part.tabulated,
            }
            for part in parts
        },
    )
