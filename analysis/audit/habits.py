"""What a release gives away by its blanks and by its tables.

A publisher who never hides a zero says of every blank that it is none. Zeros are hidden beside
small counts for that reason, and this module is the reader who looks whether they are. Which tables
a release has follows from how many businesses the city has, so that number is no secret either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from analysis.audit.groups import AREA, Areas, Group, Sum
from analysis.audit.knowledge import MOST, Knowledge
from analysis.disclosure import rule

HABIT = "kebiasaan terbitan ini: nol selalu ditampilkan"
TABLES = "daftar tabel yang terbit"
CITY = "kota"


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


def learn_size(knowledge: Knowledge, areas: Areas) -> None:
    """Take in how many businesses the city has, whether or not that stands anywhere: the list of
    published tables is chosen by it. It is the same list for all numbers too small to be shown."""
    for code in areas:
        number = knowledge.truth.get(frozenset({(AREA, code)}), 0)
        if areas.level(code) == CITY and number >= rule.PUBLIC:
            knowledge.learn(frozenset({(AREA, code)}), number, number, TABLES)
