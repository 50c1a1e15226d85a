"""The solver HiGHS as it is used here: one thread, one seed, and nothing said."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

Row = list[tuple[int, float]]
"""The non-zero coefficients of a row, by column."""

WARM: dict[str, float | int | str] = {
    "simplex_strategy": 4,
    "primal_simplex_bound_perturbation_multiplier": 0.0,
}
"""Options for one model of which many questions are asked: the primal simplex method (4) goes on
from the last question's answer where only the goal is another, in a tenth of the time of the dual
method, which starts anew. Nearly all counts of a small register stand at zero; shifting every bound
a little, as HiGHS does by default to get past that, takes four to six times the pivots."""


@dataclass
class Meter:
    """How many pivots the programs of a search have taken: work, which no clock measures."""

    pivots: int = 0

    def read(self, solver: highspy.Highs) -> None:
        """Add what the solver's last run took."""
        self.pivots += max(solver.getInfo().simplex_iteration_count, 0)


class Quiet(highspy.Highs):
    """HiGHS without its callbacks: setting them up prints a banner that no option can stop."""

    def enableCallbacks(self) -> None:  # the name is HiGHS's
        self.silent()


def make_solver(**options: float | int | str) -> highspy.Highs:
    """Return a solver with these options that gives the same answer every time."""
    highs = Quiet()
    for name, value in {"threads": 1, "random_seed": 0, **options}.items():
        highs.setOptionValue(name, value)
    return highs


def make_model(
    cost: np.ndarray,
    bounds: tuple[np.ndarray, np.ndarray],
    rows: list[Row],
    low: float,
    high: float,
) -> highspy.HighsLp:
    """Return a program to be minimised; every row lies between ``low`` and ``high``."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(cost), len(rows)
    program.col_cost_ = cost
    program.col_lower_, program.col_upper_ = bounds
    program.row_lower_, program.row_upper_ = np.full(len(rows), low), np.full(len(rows), high)
    entries = [entry for row in rows for entry in row]
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    matrix.index_ = np.array([column for column, _ in entries], dtype=np.int32)
    matrix.value_ = np.array([value for _, value in entries], dtype=float)
    return program
