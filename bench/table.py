"""The rows of the table and the aims, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One measure: our figure and the plain page's as text, and how much better ours is."""

    measure: str
    ours: str
    plain: str = NOTHING
    better: str = NOTHING


@dataclass(frozen=True)
class Aim:
    """Something to be reached: at most ``limit``, or at least it."""

    name: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        met = "met" if self.met else "not met"
        figures = f"{_digits(self.value)} {self.unit}, aim {sign} {_digits(self.limit)} {self.unit}"
        return f"- {met}: {self.name}: {figures}"


def compared(
    measure: str, ours: float, plain: float | None, unit: str, *, more_is_better: bool = False
) -> Row:
    """Return the row of two figures; without the plain page's there is nothing to compare."""
    if plain is None:
        return Row(measure, _quantity(ours, unit))
    above, below = (ours, plain) if more_is_better else (plain, ours)
    better = f"{above / below:.1f}×" if below else NOTHING
    return Row(measure, _quantity(ours, unit), _quantity(plain, unit), better)


def ratio_only(measure: str, ours: float, plain: float) -> Row:
    """Return the row of two times of which only the ratio means anything on another machine."""
    return Row(measure, "1", f"{plain / ours:.2f}", f"{plain / ours:.1f}×")


def markdown(facts: dict[str, str], rows: Iterable[Row]) -> str:
    """Return one table: on what it was measured, then the measures."""
    lines = ["| measure | ours | plain page | ours is better |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {fact} | same | {NOTHING} |" for name, fact in facts.items()]
    lines += [f"| {r.measure} | {r.ours} | {r.plain} | {r.better} |" for r in rows]
    return "\n".join(lines)


def _quantity(value: float, unit: str) -> str:
    """Return a figure with its unit; bytes are written in kB or MB of 1,000."""
    if unit == "bytes":
        return f"{value / 1e6:.2f} MB" if value >= 1e6 else f"{value / 1e3:.1f} kB"
    return f"{_digits(value)} {unit}".strip()


def _digits(value: float) -> str:
    """Return a figure with as many digits as can be trusted, and no more."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
