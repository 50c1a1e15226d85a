"""The cheapest units that satisfy a growing list of inequalities: a mixed-integer program.

Inequalities that share no unit are programs of their own, each solved again only when one is
added to it. That is exact: the sum of their optima is the optimum of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.disclosure import highs

Shares = Mapping[int, float]
"""An inequality: the shares of the chosen units, by unit, add up to one at least."""

NODES = 5_000
"""Nodes of the search tree after which a part takes the best answer so far."""

SECONDS = 30
"""The same in seconds, for a province's part, of which single nodes take long; a city's takes far
less, so that no clock decides what it shows."""

LEAST = 100
"""Pivots that an answer counts for at least: a search that asks no other program ends too."""


@dataclass(frozen=True)
class Part:
    """The answer to one independent part: the units, and a lower bound of what any cost."""

    units: frozenset[int]
    bound: float


class Cover:
    """``weight`` is the cost of each unit; each part is solved to a relative ``gap``, and the
    ``meter`` reads what that takes."""

    def __init__(self, weight: np.ndarray, gap: float, meter: highs.Meter) -> None:
        self._weight = weight
        self._gap = gap
        self._meter = meter
        self._asked: dict[tuple[tuple[int, float], ...], set[int]] = {}
        self._answers: dict[frozenset[int], Part] = {}

    def add(self, target: int, shares: Shares) -> None:
        """Ask for an inequality, for the sake of a target."""
        self._asked.setdefault(tuple(sorted(shares.items())), set()).add(target)

    def drop(self, target: int) -> None:
        """Ask nothing more for the sake of a target."""
        for targets in self._asked.values():
            targets.discard(target)

    def find_best(self) -> Part:
        """Return units that satisfy all inequalities, the cheapest where ``NODES`` suffice to find
        them. The bound holds in any case."""
        self._meter.pivots += LEAST
        asked = {n: shares for n, (shares, why) in enumerate(self._asked.items()) if why}
        # An inequality keeps its number for ever, also after nobody asks for it any more. So the
        # set of numbers names a part, and the answer of the last time still holds for a part with
        # the same set.
        answers = {}
        for part in _split_parts(asked):
            key = frozenset(part)
            answers[key] = self._answers.get(key) or self._solve([asked[n] for n in part])
        self._answers = answers
        return Part(
            frozenset().union(*(answer.units for answer in answers.values())),
            sum(answer.bound for answer in answers.values()),
        )

    def _solve(self, asked: list[tuple[tuple[int, float], ...]]) -> Part:
        units = sorted({unit for shares in asked for unit, _ in shares})
        place = {unit: number for number, unit in enumerate(units)}
        rows = [[(place[unit], share) for unit, share in shares] for shares in asked]
        bounds = np.zeros(len(units)), np.ones(len(units))
        model = highs.make_model(self._weight[units], bounds, rows, 1.0, highspy.kHighsInf)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(units)
        solver = highs.make_solver(
            mip_rel_gap=self._gap,
            mip_abs_gap=0.0,
            mip_max_nodes=NODES,
            time_limit=SECONDS,
        )
        solver.passModel(model)
        solver.run()
        self._meter.read(solver)
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            # Not even a first answer within the limits: all units of the part satisfy its
            # inequalities, as far as anything does.
            return Part(frozenset(units), max(info.mip_dual_bound, 0.0))
        taken = np.array(solver.getSolution().col_value)
        chosen = frozenset(unit for unit, z in zip(units, taken, strict=True) if z > 0.5)
        return Part(chosen, float(info.mip_dual_bound))


def _split_parts(asked: dict[int, tuple[tuple[int, float], ...]]) -> list[list[int]]:
    """Return the numbers of the inequalities, those together that share units."""
    if not asked:
        return []
    pairs = [(row, unit) for row, shares in enumerate(asked.values()) for unit, _ in shares]
    row, unit = np.array(pairs).T
    size = len(asked) + int(unit.max()) + 1
    graph = coo_array((np.ones(len(row)), (row, len(asked) + unit)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    parts: dict[int, list[int]] = defaultdict(list)
    for number, label in zip(asked, labels.tolist(), strict=False):
        parts[label].append(number)
    return list(parts.values())
