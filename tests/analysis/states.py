"""Made-up states of a register, and the slow obvious count of who moved between two."""

from __future__ import annotations

import random
from collections import defaultdict

import pandas as pd

from analysis.count.from_members import count_again
from analysis.count.members import list_columns, name_answer, name_category
from analysis.definitions.dimensions import ANSWERS, DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.release import publication
from analysis.release.movers import Table
from analysis.release.waiting import Candidate
from data import reference
from data.store.states import ID, PLACE, ROW, name_state

PERIODE = "2025-06"
AREAS = pd.DataFrame(
    [
        (code, level, code[:length])
        for code in reference.list_kelurahan()
        for level, length in (("kota", 5), ("kecamatan", 8), ("kelurahan", 13))
    ],
    columns=["kode_kelurahan", "tingkat", "kode_wilayah"],
)
VILLAGES = ("36.73.01.1001", "36.73.01.1002", "36.73.02.1001")


def make_members(number: int, seed: int, online: float = 0.5) -> pd.DataFrame:
    """Return so many businesses in three kelurahan, each with a chance answer to each question."""
    rng = random.Random(seed)
    return pd.DataFrame([make_one(f"U{n:05d}", rng, online) for n in range(number)])


def make_one(name: str, rng: random.Random, online: float = 0.5) -> dict[str, object]:
    """Return one business as the register of states has it."""
    row: dict[str, object] = {ID: name, PLACE: rng.choice(VILLAGES)}
    for key, dimension in DIMENSIONS.items():
        if key and not dimension.coarse_of:
            row[name_category(key)] = rng.choice(list(dimension.categories))
    for key, dimension in DIMENSIONS.items():
        if dimension.coarse_of:
            fine = row[name_category(dimension.coarse_of)]
            row[name_category(key)] = next(k for k, members in dimension.groups if fine in members)
    for entry in INDICATORS.values():
        for question in entry.questions if entry.counted else ():
            row[name_answer(entry.kode, question)] = rng.choice([1, 1, 2, 2, 3])
    row |= {name_answer("jumlah_umkm"): 3, name_answer("naik_kelas"): 0}
    row |= {name_answer("dibina_daring"): 0}
    row[name_answer("berusaha_daring")] = 1 if rng.random() < online else 2
    assert set(list_columns()) <= set(row)
    return row


def make_rows(members: pd.DataFrame, kodes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the counts of every published row of some indicators, or of all."""
    grid = [
        {
            "indikator": entry.kode,
            "periode": PERIODE,
            "tingkat": level,
            "kode_wilayah": area,
            "dimensi": dimension,
            "kategori": category,
            "n": 0,
            "ya": 0,
            "tidak": 0,
            "tak_tahu": 0,
        }
        for entry in INDICATORS.values()
        if entry.counted and (not kodes or entry.kode in kodes)
        for dimension in entry.tables
        for category in (entry.questions if entry.by_answer else DIMENSIONS[dimension].categories)
        for level, area in sorted(set(AREAS[["tingkat", "kode_wilayah"]].itertuples(index=False)))
        if level in publication.LEVELS[dimension] and level in entry.levels
    ]
    return count_again(pd.DataFrame(grid), members, AREAS)


def make_candidate(members: pd.DataFrame, kodes: tuple[str, ...] = ()) -> Candidate:
    """Return a period of these businesses, as it would be published."""
    name = name_state(PERIODE, False, members)
    return Candidate(name, PERIODE, False, make_rows(members, kodes), members)


def list_memberships(business: pd.Series, table: Table) -> set[tuple[str, str, str]]:
    """Return the counts of a table that a business is in: (area, category, which count)."""
    kode, level, dimension = table
    length = {"kota": 5, "kecamatan": 8, "kelurahan": 13}[level]
    area, found = str(business[PLACE])[:length], set()
    for question in INDICATORS[kode].questions:
        answer = business[name_answer(kode, question)]
        category = question
        if dimension and dimension not in ANSWERS:
            category = business[name_category(dimension)]
        if answer:
            found.add((area, category, "n"))
            found.add((area, category, {1: "ya", 2: "tidak", 3: "tak_tahu"}[answer]))
    return found


def count_slowly(
    old: pd.DataFrame, new: pd.DataFrame, table: Table
) -> dict[tuple[str, str, str], int]:
    """Return who is in a count on one side and not on the other, by id, business by business."""
    sides = [
        {row[ID]: list_memberships(row, table) for _, row in members.iterrows()}
        for members in (old, new)
    ]
    moved: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for name in {*sides[0], *sides[1]}:
        for count in sides[0].get(name, set()) ^ sides[1].get(name, set()):
            moved[count] += 1
    return dict(moved)


def show(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows (``ROW``) as they stand where nothing is withheld."""
    return rows[ROW].assign(tampak=True)
