"""What the blanks of a release give away by themselves.

A publisher who never hides a zero says of every blank that it is none. Zeros are hidden beside
small counts for that reason, and this module is the reader who looks whether they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from analysis.audit.groups import Group, Sum
from analysis.audit.knowledge import MOST, Knowledge

HABIT = "kebiasaan terbitan ini: nol selalu ditampilkan"


def learn_from_zeros(
    knowledge: Knowledge,
    universes: Collection[Group],
    secret: Collection[Group],
    sums: Iterable[Sum],
) -> None:
    """Take in that no hidden universe is empty, where a reader can tell.

    A reader can when zeros stand openly in the sums of small counts, and no hidden one is zero.
    """
    hidden = {g for g in universes if knowledge.find_limits(g)[0] < knowledge.find_limits(g)[1]}
    if any(knowledge.truth[group] == 0 for group in hidden):
        return
    small = hidden & set(secret)
    for a_sum in sums:
        zeros = [part for part in a_sum.parts if part in universes and part not in hidden]
        if small.intersection(a_sum.parts) and any(knowledge.truth[part] == 0 for part in zeros):
            break
    else:
        return
    for group in hidden:
        knowledge.learn(group, 1, MOST, HABIT)
