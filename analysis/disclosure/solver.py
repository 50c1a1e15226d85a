"""The exact choice: the units to withhold that lose the least information and keep the rule.

The master problem chooses units that satisfy all inequalities known so far; the separation says
which cells are then still too tight and adds the inequalities that say so. When it finds none,
what was chosen is safe, and as cheap as anything safe can be, since no inequality excludes a safe
choice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.cover import Cover
from analysis.disclosure.release import Release, required
from analysis.disclosure.separation import Cut, Separation

SECONDS = 60
"""How long the search for the best choice may take in one period; then what is left is repaired."""


@dataclass(frozen=True)
class Choice:
    """Which units are withheld, one boolean each, and how good that is.

    ``lost`` is the information lost with them, ``bound`` the least that any safe choice loses, in
    the release's weights. ``given_away`` are sensitive cells that nothing can protect any more,
    since what is known determines them too closely.
    """

    withheld: np.ndarray
    lost: float
    bound: float
    given_away: tuple[int, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether no safe choice loses less."""
        return self.lost <= self.bound * (1 + 1e-6) + 1e-6


Protector = Callable[[Release, int], Choice]
"""(release, minimum) -> what to withhold."""


def choose(release: Release, minimum: int, seconds: float = SECONDS) -> Choice:
    """Return the choice that loses least and keeps every sensitive cell's interval ``minimum``
    wide. Within ``seconds`` it is the best one, and the same every time."""
    until = time.monotonic() + seconds
    width = required(release, minimum)
    separation = Separation(release, width)
    cover = Cover(release.weight)
    given_away: list[int] = []
    while True:
        best = cover.best(until)
        withheld = separation.primary.copy()
        withheld[list(best.units)] = True
        cuts = separation.cuts(withheld)
        for cut in cuts:
            if cut.hopeless:
                given_away.append(cut.target)
                cover.drop(cut.target)
                separation.forget(cut.target)
            else:
                cover.add(cut)
        if not cuts or time.monotonic() > until:
            break
    while cuts:
        _repair(release, withheld, cuts)
        cuts = [cut for cut in separation.cuts(withheld) if not cut.hopeless]
    always = release.lost(separation.primary)
    return Choice(withheld, release.lost(withheld), always + best.bound, tuple(given_away))


def _repair(release: Release, withheld: np.ndarray, cuts: list[Cut]) -> None:
    """Withhold what satisfies the inequalities, the cheapest for what it does first."""
    for cut in cuts:
        left = 1 - sum(share for unit, share in cut.share.items() if withheld[unit])
        for unit in sorted(cut.share, key=lambda unit: release.weight[unit] / cut.share[unit]):
            if left <= 0:
                break
            if not withheld[unit]:
                withheld[unit] = True
                left -= cut.share[unit]
