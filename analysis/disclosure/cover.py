"""The cheapest units that satisfy a growing list of inequalities: a mixed-integer program.

Inequalities that share no unit are programs of their own, each solved again only when one is
added to it. That is exact: the sum of their optima is the optimum of all.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np

from analysis.disclosure.rule import TOLERANCE
from analysis.disclosure.separation import Cut


@dataclass(frozen=True)
class Part:
    """The answer to one independent part: the units, and a lower bound of what any cost."""

    units: frozenset[int]
    bound: float


class Cover:
    """``weight`` is the cost of each unit."""

    def __init__(self, weight: np.ndarray) -> None:
        self._weight = weight
        self._cuts: dict[tuple[tuple[int, float], ...], Cut] = {}
        self._answers: dict[frozenset[int], Part] = {}

    def add(self, cut: Cut) -> None:
        """Ask for one more inequality."""
        self._cuts[tuple(sorted(cut.share.items()))] = cut

    def drop(self, target: int) -> None:
        """Ask nothing more for a target."""
        self._cuts = {key: cut for key, cut in self._cuts.items() if cut.target != target}

    def best(self, until: float) -> Part:
        """Return units that satisfy all inequalities, the cheapest when there is time for it.

        ``until`` is a moment of the monotonic clock. The bound holds in any case.
        """
        answers = {}
        cuts = list(self._cuts.values())
        for part in _parts(cuts):
            key = frozenset(id(cuts[number]) for number in part)
            answers[key] = self._answers.get(key) or self._solve([cuts[n] for n in part], until)
        self._answers = answers
        return Part(
            frozenset().union(*(answer.units for answer in answers.values())),
            sum(answer.bound for answer in answers.values()),
        )

    def _solve(self, cuts: list[Cut], until: float) -> Part:
        units = sorted({unit for cut in cuts for unit in cut.share})
        if len(cuts) == 1 and all(share >= 1 - TOLERANCE for share in cuts[0].share.values()):
            cheapest = min(units, key=lambda unit: (self._weight[unit], unit))
            return Part(frozenset([cheapest]), float(self._weight[cheapest]))
        solver = _solver(until)
        solver.passModel(_model(cuts, units, self._weight[units]))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Part(frozenset(units), max(info.mip_dual_bound, 0.0))
        found = np.array(solver.getSolution().col_value)
        chosen = frozenset(unit for unit, z in zip(units, found, strict=True) if z > 0.5)
        return Part(chosen, float(info.mip_dual_bound))


def _parts(cuts: list[Cut]) -> list[list[int]]:
    """Return the numbers of the inequalities, those together that share units."""
    parent = list(range(len(cuts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    owner: dict[int, int] = {}
    for number, cut in enumerate(cuts):
        for unit in cut.share:
            parent[root(number)] = root(owner.setdefault(unit, number))
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(len(cuts)):
        found[root(number)].append(number)
    return list(found.values())


def _model(cuts: list[Cut], units: list[int], weight: np.ndarray) -> highspy.HighsLp:
    place = {unit: number for number, unit in enumerate(units)}
    starts, index, value = [0], [], []
    for cut in cuts:
        for unit, share in cut.share.items():
            index.append(place[unit])
            value.append(share)
        starts.append(len(index))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(units), len(cuts)
    model.col_cost_ = weight
    model.col_lower_, model.col_upper_ = np.zeros(len(units)), np.ones(len(units))
    model.row_lower_ = np.ones(len(cuts))
    model.row_upper_ = np.full(len(cuts), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(index, dtype=np.int32)
    model.a_matrix_.value_ = np.array(value)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(units)
    return model


def _solver(until: float) -> highspy.Highs:
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("time_limit", max(until - time.monotonic(), 0.1))
    return solver
