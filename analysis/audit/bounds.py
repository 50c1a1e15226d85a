"""How narrowly linear programming bounds hidden counts, and which sums do it.

Every solution of a linear program is a table that fits everything known, and so a witness for all
its cells at once: what one program widens needs no program of its own. The true table is the first
witness. Programs of one block of cells start from the last one's basis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.rule import TOLERANCE

OPTIONS: dict[str, bool | float | str] = {
    "output_flag": False,
    "threads": 1,
    "simplex_strategy": 4,
    "primal_simplex_bound_perturbation_multiplier": 0.1,
}
"""Another goal leaves the last solution feasible, which only the primal method (4) makes use of.
Most counts of a small register are zero: HiGHS shifts every bound a little to get past that, and a
tenth of its own shift takes the fewest pivots here."""


@dataclass(frozen=True)
class System:
    """Limits on hidden counts, and on sums of them: one column a count, one row a sum."""

    low: np.ndarray
    high: np.ndarray
    rows: csr_array
    row_low: np.ndarray
    row_high: np.ndarray


@dataclass(frozen=True)
class Range:
    """The values that a count may have, as whole numbers, with the rows and columns whose limits
    hold it there."""

    low: int
    high: int
    rows: frozenset[int]
    columns: frozenset[int]


def narrow(
    system: System, truth: np.ndarray, targets: np.ndarray, tight: Callable[[float, float], bool]
) -> dict[int, Range]:
    """Return the range of every target column that is held too tightly, and of no other.

    ``tight`` (low, high) must not become true when the range grows. ``truth`` satisfies the system.
    """
    ranges: dict[int, Range] = {}
    for columns, rows in _split_blocks(system, targets):
        block = System(
            system.low[columns],
            system.high[columns],
            system.rows[rows][:, columns],
            system.row_low[rows],
            system.row_high[rows],
        )
        wanted = np.flatnonzero(np.isin(columns, targets))
        for place, here in _narrow_block(block, truth[columns], wanted, tight).items():
            ranges[int(columns[place])] = Range(
                here.low,
                here.high,
                frozenset(rows[sorted(here.rows)].tolist()),
                frozenset(columns[sorted(here.columns)].tolist()),
            )
    return ranges


def _narrow_block(
    block: System, truth: np.ndarray, targets: np.ndarray, tight: Callable[[float, float], bool]
) -> dict[int, Range]:
    """Do the same for cells that hang together."""
    low, high = truth.astype(float), truth.astype(float)
    program = _Program(block)

    def look(goal: np.ndarray, sign: float) -> None:
        values = program.minimise(goal, sign)
        np.minimum(low, values, out=low)
        np.maximum(high, values, out=high)

    def open_() -> list[int]:
        return [t for t in targets.tolist() if tight(_round_up(low[t]), _round_down(high[t]))]

    # All that are open at once, as long as that closes any: cells of other sums move freely.
    waiting = open_()
    for sign in (-1.0, 1.0):
        while waiting:
            look(np.array(waiting), sign)
            left = open_()
            if len(left) == len(waiting):
                break
            waiting = left
    # Whoever is still too narrow gets programs of its own: the true least and greatest value, with
    # nothing else in the goal. The duals of these programs name the rows and columns that hold it,
    # which is what a finding tells. In the second direction nothing is asked when the first one has
    # already widened the range enough.
    ranges = {}
    for target in targets.tolist():
        bases: list[tuple[frozenset[int], frozenset[int]]] = []
        for sign in (-1.0, 1.0):
            if tight(_round_up(low[target]), _round_down(high[target])):
                look(np.array([target]), sign)
                bases.append(program.find_binding())
        if tight(_round_up(low[target]), _round_down(high[target])):
            rows, columns = (frozenset().union(*binding) for binding in zip(*bases, strict=True))
            ranges[target] = Range(
                _round_up(low[target]), _round_down(high[target]), rows, columns - {target}
            )
    return ranges


class _Program:
    """A linear program over one block, whose goal changes and whose basis stays."""

    def __init__(self, block: System) -> None:
        count, height = len(block.low), len(block.row_low)
        columns = csc_array(block.rows)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, height
        model.col_cost_ = np.zeros(count)
        model.col_lower_, model.col_upper_ = block.low, block.high
        model.row_lower_, model.row_upper_ = block.row_low, block.row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = columns.indptr
        model.a_matrix_.index_ = columns.indices
        model.a_matrix_.value_ = columns.data
        # The bare solver: the convenience class around it writes a greeting to standard output.
        self._solver = _Highs()
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(model)
        self._goal = np.array([], dtype=int)

    def minimise(self, goal: np.ndarray, sign: float) -> np.ndarray:
        """Return the solution with the least ``sign`` x the sum of the goal's columns."""
        self._set_cost(self._goal, 0.0)
        self._set_cost(goal, sign)
        self._goal = goal
        self._solver.run()
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, f"what is known contradicts: {status}"
        return np.array(self._solver.getSolution().col_value)

    def find_binding(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the rows and columns whose limits hold the last solution where it is."""
        solution = self._solver.getSolution()
        return _find_nonzero(solution.row_dual), _find_nonzero(solution.col_dual)

    def _set_cost(self, columns: np.ndarray, cost: float) -> None:
        self._solver.changeColsCost(
            len(columns), columns.astype(np.int32), np.full(len(columns), cost)
        )


def _split_blocks(system: System, targets: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the columns and rows of every block that has a target in it."""
    height, count = system.rows.shape
    links = coo_array(system.rows)
    graph = coo_array(
        (np.ones(len(links.data)), (links.coords[0] + count, links.coords[1])),
        shape=(count + height, count + height),
    )
    _, label = connected_components(graph, directed=False)
    for number in np.unique(label[targets]):
        members = np.flatnonzero(label == number)
        yield members[members < count], members[members >= count] - count


def _find_nonzero(values: list[float]) -> frozenset[int]:
    return frozenset(np.flatnonzero(np.abs(values) > TOLERANCE).tolist())


def _round_up(value: float) -> int:
    return int(np.ceil(value - TOLERANCE))


def _round_down(value: float) -> int:
    return int(np.floor(value + TOLERANCE))
