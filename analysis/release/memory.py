"""Remembers what a release shows of whom, before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.release.before import write_tables
from analysis.release.revision import Part
from data.store.states import States


def remember(states: States, release: str, day: str, parts: Sequence[Part]) -> None:
    """Keep the states of which a release shows tables, and which rows it shows of them."""
    for part in parts:
        if part.name in {*part.states.values(), part.let_in}:
            states.keep(part.periode, part.made_up, day, part.members)
        if part.name in part.states.values():
            states.note_shown(part.name, release, part.shown)
    states.note_release(
        release,
        {
            part.periode: {
                "tabel": write_tables(part.states),
                "calon": part.let_in,
                "usaha": part.businesses,
                "sejak": part.since,
            }
            for part in parts
        },
    )
