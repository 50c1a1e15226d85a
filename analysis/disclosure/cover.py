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

Shares = dict[int, float]
"""An inequality: the shares of the chosen units, by unit, add up to one at least."""


@dataclass(frozen=True)
class Part:
    """The answer to one independent part: the units, and a lower bound of what any cost."""

    units: frozenset[int]
    bound: float


class Cover:
    """``weight`` is the cost of each unit; each part is solved to a relative ``gap``."""

    def __init__(self, weight: np.ndarray, gap: float) -> None:
        self._weight = weight
        self._gap = gap
        self._asked: dict[tuple[tuple[int, float], ...], Shares] = {}
        self._answers: dict[frozenset[int], Part] = {}

    def add(self, shares: Shares) -> None:
        """Ask for one more inequality."""
        self._asked.setdefault(tuple(sorted(shares.items())), shares)

    def best(self, until: float) -> Part:
        """Return units that satisfy all inequalities, the cheapest when there is time for it.

        ``until`` is a moment of the monotonic clock. The bound holds in any case.
        """
        answers = {}
        asked = list(self._asked.values())
        for part in _parts(asked):
            key = frozenset(part)
            answers[key] = self._answers.get(key) or self._solve([asked[n] for n in part], until)
        self._answers = answers
        return Part(
            frozenset().union(*(answer.units for answer in answers.values())),
            sum(answer.bound for answer in answers.values()),
        )

    def _solve(self, asked: list[Shares], until: float) -> Part:
        units = sorted({unit for shares in asked for unit in shares})
        solver = self._solver(until)
        solver.passModel(_model(asked, units, self._weight[units]))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Part(frozenset(units), max(info.mip_dual_bound, 0.0))
        found = np.array(solver.getSolution().col_value)
        chosen = frozenset(unit for unit, z in zip(units, found, strict=True) if z > 0.5)
        return Part(chosen, float(info.mip_dual_bound))

    def _solver(self, until: float) -> highspy.Highs:
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        solver.setOptionValue("mip_rel_gap", self._gap)
        solver.setOptionValue("mip_abs_gap", 0.0)
        solver.setOptionValue("time_limit", max(until - time.monotonic(), 0.1))
        return solver


def _parts(asked: list[Shares]) -> list[list[int]]:
    """Return the numbers of the inequalities, those together that share units."""
    parent = list(range(len(asked)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    owner: dict[int, int] = {}
    for number, shares in enumerate(asked):
        for unit in shares:
            parent[root(number)] = root(owner.setdefault(unit, number))
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(len(asked)):
        found[root(number)].append(number)
    return list(found.values())


def _model(asked: list[Shares], units: list[int], weight: np.ndarray) -> highspy.HighsLp:
    place = {unit: number for number, unit in enumerate(units)}
    starts, index, value = [0], [], []
    for shares in asked:
        for unit, share in shares.items():
            index.append(place[unit])
            value.append(share)
        starts.append(len(index))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(units), len(asked)
    model.col_cost_ = weight
    model.col_lower_, model.col_upper_ = np.zeros(len(units)), np.ones(len(units))
    model.row_lower_ = np.ones(len(asked))
    model.row_upper_ = np.full(len(asked), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(index, dtype=np.int32)
    model.a_matrix_.value_ = np.array(value)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(units)
    return model
