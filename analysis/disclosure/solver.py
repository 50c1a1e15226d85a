"""The exact choice: the units to withhold that lose the least information and keep the rule.

The master problem chooses units that satisfy all inequalities known so far; the separation says
which cells are then still too tight and adds the inequalities that say so. When it finds none,
what was chosen is safe, and as cheap as anything safe can be, since no inequality excludes a safe
choice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.bridges import Bridges
from analysis.disclosure.complement import complement
from analysis.disclosure.cover import Cover
from analysis.disclosure.detours import find_detour
from analysis.disclosure.highs import Meter
from analysis.disclosure.release import ReleasedCells, find_required_widths
from analysis.disclosure.separation import Cut, Separation

PIVOTS = 60_000
"""The pivots of linear programs that the search may take in one period once it has a safe choice;
then the best so far is taken. Work and not time, so that a busy machine chooses the same."""

SHORT = 20
"""By how many times shorter the search is where it leads nowhere."""

LOOKS = 3
"""Choices that ``PIVOTS`` must at least suffice to look at, each at the price of the first one: to
make an answer of the master problem safe takes several times as much, so that with fewer a search
finds nothing better. (Of registers of 40 to 8,000 businesses none did in three times the pivots.)
"""

STEPS = 3
"""How often what the inequalities ask for is withheld before circles of units are looked for."""

ROUNDING = 1e-6
"""A relative gap that is none."""

GAP = 0.01
"""By how much the information lost may exceed the least possible before the search goes on."""


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
    def gap(self) -> float:
        """By what share of itself the loss exceeds the bound, at most; 0 for the proved best."""
        return (self.lost - self.bound) / self.lost if self.lost else 0.0


Protector = Callable[[ReleasedCells, int], Choice]
"""(release, minimum) -> what to withhold."""


def choose(
    release: ReleasedCells, minimum: int, gap: float = GAP, pivots: float | None = None
) -> Choice:
    """Return a choice that keeps every sensitive cell's interval ``minimum`` wide and loses the
    least information, to within ``gap``.

    The same release gets the same choice. Where ``pivots`` (``PIVOTS`` unless said) do not suffice
    it is the best that was found by then, still safe, with a larger gap.
    """
    pivots = PIVOTS if pivots is None else pivots
    search = _Search(release, find_required_widths(release, minimum), gap / 4)
    search.begin(complement(release, minimum))
    # ``begin`` has found a safe choice, whatever that took; from here on the search only makes it
    # cheaper. It is cut short where that leads nowhere: where no count reaches the minimum, since
    # only zeros could be shown, and where the first choice alone took so many pivots that no second
    # one could be made safe. The limit counts pivots and not seconds, because a busy machine has to
    # choose the same cells as an idle one.
    worth = release.value.max(initial=0) >= minimum and LOOKS * search.meter.pivots <= pivots
    until = search.meter.pivots + (pivots if worth else pivots / SHORT)
    while True:
        choice = search.step(until)
        if choice.gap <= max(gap, ROUNDING) or search.meter.pivots > until:
            return choice


class _Search:
    """The best safe choice so far, and the bound of the master problem."""

    def __init__(self, release: ReleasedCells, width: np.ndarray, gap: float) -> None:
        self._release = release
        self.meter = Meter()
        self._separation = Separation(release, width, self.meter)
        self._cover = Cover(release.weight, gap, self.meter)
        self._bridges = Bridges(release)
        self._given_away: list[int] = []
        self._choice = ~release.settled

    def begin(self, withheld: np.ndarray) -> None:
        """Take up a choice that is nearly safe, so that there is one however long the search is."""
        self._make_safe(withheld | self._separation.primary, math.inf)

    def step(self, until: float) -> Choice:
        """Solve the master problem and make its answer safe until the meter stands at ``until``;
        return the best choice so far."""
        # The master problem knows only the inequalities that were found so far, so its answer is
        # mostly not safe yet, but nothing safe costs less than its bound. That is why both sides of
        # the gap come from one step: the bound from the answer as it is, the choice from the answer
        # made safe. What has to be withheld in any case (``primary``) is not in the master problem;
        # its weight is added to the bound here.
        best = self._cover.find_best()
        withheld = self._separation.primary.copy()
        withheld[list(best.units)] = True
        self._make_safe(withheld, until)
        bound = self._release.measure_loss(self._separation.primary) + best.bound
        lost = self._release.measure_loss(self._choice)
        open_ = [cell for cell in self._given_away if self._release.sensitive[cell]]
        return Choice(self._choice, lost, min(bound, lost), tuple(open_))

    def _make_safe(self, withheld: np.ndarray, until: float) -> None:
        """Withhold more until nothing is too tight, and keep that where it is the best so far."""
        # Each round asks which cells are too tight and withholds what their inequalities ask for.
        # That goes one step along a circle of cells at a time, and a long circle would take a round
        # for each of its cells; so after a few rounds a whole circle is withheld at once.
        passes = 0
        while cuts := self._find_violated(withheld, until):
            if passes >= STEPS:
                self._go_around(withheld, cuts)
            _repair(self._release, withheld, cuts)
            passes += 1
        # The loop may have ended only because the pivots are spent. Such a choice is not proved
        # safe, and the one that is kept stays.
        if self.meter.pivots > until:
            return
        self._show_what_is_in_vain(withheld)
        if self._release.measure_loss(withheld) < self._release.measure_loss(self._choice):
            self._choice = withheld

    def _go_around(self, withheld: np.ndarray, cuts: list[Cut]) -> None:
        """Withhold the cheapest circle of units for each cell that is still too tight."""
        for cut in cuts:
            far = self._separation.measure_missing(cut.target, withheld)
            if cut.add_up_shares(withheld) < 1:
                units = find_detour(self._release, withheld, cut.target, far)
                withheld[list(units)] = True

    def _show_what_is_in_vain(self, withheld: np.ndarray) -> None:
        """Show again, the dearest first, what was withheld on the way and needs not be."""
        added = np.flatnonzero(withheld & ~self._separation.primary)
        added = added[np.argsort(-self._release.weight[added], kind="stable")]
        # Once more from the start after every unit that is shown: a sum that had two of them
        # withheld has one now, and may give that one back too.
        again = True
        while again:
            again = False
            for unit in added.tolist():
                if withheld[unit] and self._bridges.is_in_vain(unit, withheld):
                    withheld[unit], again = False, True

    def _find_violated(self, withheld: np.ndarray, until: float) -> list[Cut]:
        """Return the inequalities that these units violate, and ask for them from now on.

        An empty list has two meanings. Before the meter stands at ``until`` it is a proof: every
        cell has been looked at and none is too tight. After that the search was broken off and
        nothing is proved, so whoever asks has to look at the meter too.
        """
        while True:
            cuts = self._separation.find_cuts(withheld, until)
            hopeless = {cut.target for cut in cuts if cut.hopeless}
            if not hopeless:
                break
            # A cell that stays too tight with every unit withheld would make the master problem
            # unsolvable. It is given up and put on record, and the cells are looked at once more
            # without it: its unit may have another cell that can be protected.
            for target in sorted(hopeless):
                self._given_away.append(target)
                self._cover.drop(target)
                self._separation.forget(target)
        for cut in cuts:
            self._cover.add(cut.target, cut.share)
        return cuts


def _repair(release: ReleasedCells, withheld: np.ndarray, cuts: list[Cut]) -> None:
    """Withhold what satisfies the inequalities: always the unit that does most for its weight."""
    while missing := [(c, 1 - c.add_up_shares(withheld)) for c in cuts]:
        cuts = [cut for cut, left in missing if left > ROUNDING]
        # The greedy rule for covers: what a unit adds to all inequalities that are not satisfied
        # yet, for each bit of information that goes with it. Its share counts only as far as an
        # inequality still needs it. No optimum, but the master problem looks for that; this has to
        # be quick.
        does: dict[int, float] = defaultdict(float)
        for cut, left in missing:
            for unit, share in cut.share.items() if left > ROUNDING else ():
                if not withheld[unit]:
                    does[unit] += min(share, left) / float(release.weight[unit])
        if not does:
            return
        withheld[max(sorted(does), key=lambda unit: does[unit])] = True
