"""What is known of one period as a linear program: hidden counts, and the sums that tie them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from analysis.audit.bounds import Range, System
from analysis.audit.groups import YES, Areas, Group, sums
from analysis.audit.knowledge import MOST, Knowledge, Line
from analysis.indicators import INDICATORS


@dataclass(frozen=True)
class Problem:
    """A system, the group behind each of its columns, and the tables behind its limits."""

    system: System
    groups: tuple[Group, ...]
    truth: np.ndarray
    row_sources: tuple[frozenset[str], ...]
    column_sources: tuple[frozenset[str], ...]

    def betrayed_by(self, found: Range) -> list[str]:
        """Return the tables whose values hold a count in its range."""
        named = {s for row in found.rows for s in self.row_sources[row]}
        named |= {s for column in found.columns for s in self.column_sources[column]}
        return sorted(named)


def problem(knowledge: Knowledge, areas: Areas, *, definitions: bool = False) -> Problem:
    """Return the hidden counts of a period with everything that limits them.

    With ``definitions`` also by what those of the indicators say beside sums.
    """
    limits = {group: knowledge.limits(group) for group in knowledge.truth}
    hidden = tuple(group for group, (low, high) in limits.items() if low < high)
    place = {group: number for number, group in enumerate(hidden)}
    start, index, value = [0], [], []
    row_low, row_high, sources = [], [], []
    for weights, low, high, source in _lines(knowledge, areas, definitions):
        fixed = 0.0
        named = {source} if source else set()
        for group, weight in weights.items():
            if group in place:
                index.append(place[group])
                value.append(weight)
            else:
                fixed += weight * limits[group][0]
                named |= knowledge.sources(group)
        if len(index) == start[-1]:
            continue
        start.append(len(index))
        row_low.append(low - fixed)
        row_high.append(high - fixed)
        sources.append(frozenset(named))
    return Problem(
        System(
            np.array([limits[group][0] for group in hidden]),
            np.array([limits[group][1] for group in hidden]),
            csr_array((value, index, start), shape=(len(start) - 1, len(hidden)), dtype=float),
            np.array(row_low),
            np.array(row_high),
        ),
        hidden,
        np.array([knowledge.truth[group] for group in hidden], dtype=float),
        tuple(sources),
        tuple(frozenset(knowledge.sources(group)) for group in hidden),
    )


def _lines(knowledge: Knowledge, areas: Areas, definitions: bool) -> Iterator[Line]:
    truth = knowledge.truth
    for found in sums(truth.keys(), areas):
        rest = truth[found.whole] - sum(truth[part] for part in found.parts)
        assert rest >= 0 and not (found.complete and rest), f"a sum that does not hold: {found}"
        weights = {found.whole: 1.0} | dict.fromkeys(found.parts, -1.0)
        yield Line(weights, 0.0, 0.0 if found.complete else MOST, "")
    yield from knowledge.lines
    if definitions:
        yield from _by_definition(truth)


def _by_definition(truth: Mapping[Group, int]) -> Iterator[Line]:
    """Yield what definitions say beside sums: who sells online uses at least one channel, and who
    exports by selling online sells online."""
    online, exports = ("berusaha_daring", YES), ("ekspor_daring", YES)
    channels = [(f"kanal_daring:{name}", YES) for name in INDICATORS["kanal_daring"].questions]
    for group in truth:
        each = [group | {channel} for channel in channels]
        if online in group and all(one in truth for one in each):
            yield Line(dict.fromkeys(each, 1.0) | {group: -1.0}, 0.0, MOST, "")
        sellers = group - {exports} | {online}
        if exports in group and sellers in truth:
            yield Line({sellers: 1.0, group: -1.0}, 0.0, MOST, "")
