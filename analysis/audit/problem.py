"""What is known of one period as a linear program: hidden counts, and the sums that tie them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from analysis.audit.bounds import Range, System
from analysis.audit.groups import YES, Areas, Group, find_sums
from analysis.audit.knowledge import MOST, Knowledge, Line
from analysis.definitions.indicators import INDICATORS


@dataclass(frozen=True)
class Problem:
    """A system, the group behind each of its columns, the line behind each of its rows, and what
    is known of the groups."""

    system: System
    groups: tuple[Group, ...]
    truth: np.ndarray
    lines: tuple[Line, ...]
    knowledge: Knowledge

    def list_tables_behind(self, range_: Range) -> list[str]:
        """Return the tables whose values hold a count in its range."""
        lines = [self.lines[row] for row in range_.rows]
        hidden = set(self.groups)
        groups = {self.groups[column] for column in range_.columns}
        groups |= {group for line in lines for group in line.weights if group not in hidden}
        named = {source for group in groups for source in self.knowledge.list_sources(group)}
        return sorted(named | {line.source for line in lines if line.source})


def pose_problem(knowledge: Knowledge, areas: Areas, *, definitions: bool = False) -> Problem:
    """Return the hidden counts of a period with everything that limits them.

    With ``definitions`` also by what follows from the indicators' definitions beside their sums.
    """
    limits = {group: knowledge.find_limits(group) for group in knowledge.truth}
    hidden = tuple(group for group, (low, high) in limits.items() if low < high)
    place = {group: number for number, group in enumerate(hidden)}
    start, index, value = [0], [], []
    row_low, row_high, lines = [], [], []
    for line in _collect_lines(knowledge, areas, definitions):
        # Counts that are known exactly are no columns: their part of a sum is a number, and goes
        # over to its limits. A sum of which everything is known says nothing more.
        fixed = 0.0
        for group, weight in line.weights.items():
            if group in place:
                index.append(place[group])
                value.append(weight)
            else:
                fixed += weight * limits[group][0]
        if len(index) == start[-1]:
            continue
        start.append(len(index))
        row_low.append(line.low - fixed)
        row_high.append(line.high - fixed)
        lines.append(line)
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
        tuple(lines),
        knowledge,
    )


def _collect_lines(knowledge: Knowledge, areas: Areas, definitions: bool) -> Iterator[Line]:
    truth = knowledge.truth
    for a_sum in find_sums(truth.keys(), areas):
        rest = truth[a_sum.whole] - sum(truth[part] for part in a_sum.parts)
        assert rest >= 0 and not (a_sum.complete and rest), f"a sum that does not hold: {a_sum}"
        weights = {a_sum.whole: 1.0} | dict.fromkeys(a_sum.parts, -1.0)
        yield Line(weights, 0.0, 0.0 if a_sum.complete else MOST, "")
    yield from knowledge.lines
    if definitions:
        yield from _derive_lines(truth)


def _derive_lines(truth: Mapping[Group, int]) -> Iterator[Line]:
    """Yield what definitions say beside sums: who sells online uses at least one channel, and who
    exports by selling online sells online."""
    online, exports = ("berusaha_daring", YES), ("ekspor_daring", YES)
    channels = [(f"kanal_daring:{name}", YES) for name in INDICATORS["kanal_daring"].questions]
    for group in truth:
        each = [group | {channel} for channel in channels]
        if online in group and all(channel_sellers in truth for channel_sellers in each):
            yield Line(dict.fromkeys(each, 1.0) | {group: -1.0}, 0.0, MOST, "")
        sellers = group - {exports} | {online}
        if exports in group and sellers in truth:
            yield Line({sellers: 1.0, group: -1.0}, 0.0, MOST, "")
