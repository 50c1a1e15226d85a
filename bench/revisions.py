"""``python -m bench.revisions``: what corrections of a published register betray, and how fresh the
numbers stay.

Sequences of five releases of the made-up city's newest period (12,192 businesses), judged by the
rule itself (``analysis.release``) and then by the auditor (``analysis.audit``), who holds all of
them. Nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.audit.groups import Area, Areas
from analysis.audit.history import History, Shown
from analysis.audit.pairs import find_changes
from analysis.count.from_members import count_again
from analysis.count.members import read_members
from analysis.disclosure.rule import PUBLIC
from analysis.release import publication
from analysis.release.before import Published
from analysis.release.publish import make_new_cells
from analysis.release.revision import Part, read_areas, revise
from analysis.release.waiting import Candidate
from data.settings import settings
from data.store.states import ID, PLACE, list_tables, name_state
from data.store.store import PUBLISHED, STORE, Store, open_version
from data.store.versions import Versions

MAIN = ("jumlah_umkm", "usaha_aktif", "ber_nib", "berusaha_daring", "bayar_digital")
SIZES = (1, 3, 10, 50, 300)
RELEASES = 5
Correct = Callable[[pd.DataFrame, int, np.random.Generator], pd.DataFrame]


@dataclass(frozen=True)
class Start:
    """The published period that sequences begin with."""

    part: Part
    cells: pd.DataFrame
    areas: pd.DataFrame
    named_areas: Areas


@dataclass(frozen=True)
class Outcome:
    """What one sequence of releases came to.

    ``revealed`` counts that two releases tell with too few movers; ``blanked`` rows of the main
    indicators that were shown once and are withheld; ``city`` and ``kecamatan`` the share of the
    main indicators' rows that carry the numbers of the first correction, and of the last.
    """

    revealed: int
    blanked: int
    city: tuple[float, float]
    kecamatan: tuple[float, float]


def read_start(store: Store, cube: Store, periode: str) -> Start:
    """Return a period as it is published."""
    areas, members = read_areas(store), read_members(store)[periode]
    rows = publication.count_all_rows(store)
    rows = rows[rows["periode"] == periode].reset_index(drop=True)
    hidden = {
        tuple(row)
        for row in cube.query(
            f"select {', '.join(publication.KEY)} from sel "
            "where sumber = 'register' and tanda = 'x' and periode = $periode",
            {"periode": periode},
        ).to_numpy()
    }
    withheld = publication.find_rows(rows, hidden)
    bands = np.full(len(rows), "", dtype=object)
    counts = publication.Tables(rows, withheld, bands, (0.0, 0.0, 0.0), [], [])
    candidate = _make_candidate(periode, rows, members, areas)
    every = list_tables(rows)
    first = Part(
        candidate,
        counts,
        pd.DataFrame(),
        dict.fromkeys(every, candidate.name),
        dict.fromkeys(every, "0"),
        candidate.name,
    )
    listed = cube.query("select kode_wilayah, nama, tingkat, kode_induk from wilayah")
    named = Areas({code: Area(*rest) for code, *rest in listed.itertuples(index=False)})
    return Start(first, make_new_cells(first), areas, named)


def _make_candidate(
    periode: str, rows: pd.DataFrame, members: pd.DataFrame, areas: pd.DataFrame
) -> Candidate:
    again = count_again(rows, members, areas)
    return Candidate(name_state(periode, True, members), periode, True, again, members)


def release_in_turn(start: Start, registers: Sequence[pd.DataFrame]) -> Outcome:
    """Return what publishing registers one after the other comes to."""
    parts, cells = [start.part], start.cells
    shares = []
    for number, members in enumerate(registers, 1):
        last, day = parts[-1], str(number)
        one = _make_candidate(last.periode, start.part.candidate.rows, members, start.areas)
        before = Published(True, cells, last.states, last.days, last.let_in)
        family = [part for part in parts if part.name in part.states.values()]
        part = revise(one, family, start.areas, before, day, publication.read_exempt(), set())
        cells = pd.concat(
            [some for some in (make_new_cells(part), part.kept) if len(some)], ignore_index=True
        )
        parts.append(part)
        shares.append([_measure_current(cells, one.rows, level) for level in ("kota", "kecamatan")])
    return Outcome(
        _count_revealed(parts, start.named_areas),
        _count_blanked(start.cells, cells),
        (shares[0][0], shares[-1][0]),
        (shares[0][1], shares[-1][1]),
    )


def _measure_current(cells: pd.DataFrame, rows: pd.DataFrame, level: str) -> float:
    """Return the percentage of the main rows of a level that are shown as the data have them."""
    mine = cells[
        cells["indikator"].isin(MAIN) & (cells["dimensi"] == "") & (cells["tingkat"] == level)
    ]
    both = mine[mine["tanda"] == ""].merge(rows, on=["indikator", "kode_wilayah", "dimensi"])
    above = both["ya"].where(both["indikator"] != "jumlah_umkm", both["n_y"])
    current = (both["n_x"] == both["n_y"]) & (both["pembilang"] == above)
    return 100 * float(current.mean())


def _count_revealed(parts: Sequence[Part], areas: Areas) -> int:
    seen = [
        Shown(part.name, part.periode, part.made_up, part.members, part.shown)
        for part in parts
        if part.name in part.states.values()
    ]
    once = {state.name: state for state in seen}
    found, _ = find_changes(History(tuple(once.values())), areas, "umum", PUBLIC)
    return len(found)


def _count_blanked(before: pd.DataFrame, after: pd.DataFrame) -> int:
    key = ["indikator", "kode_wilayah", "dimensi", "kategori"]
    both = before[before["indikator"].isin(MAIN)].merge(after, on=key, suffixes=("_lama", ""))
    return int(((both["tanda_lama"] != "x") & (both["tanda"] == "x")).sum())


def correct_mixed(members: pd.DataFrame, number: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return a register with so many corrections, a third each added, gone and changed."""
    gone, new = number // 3, number // 3
    left = members.drop(members.index[chance.choice(len(members), gone, replace=False)])
    return _change(add_only(left, new, chance), number - gone - new, chance)


def correct_clustered(
    members: pd.DataFrame, number: int, chance: np.random.Generator
) -> pd.DataFrame:
    """Return the same with all of them in one kelurahan, as far as it has so many."""
    largest = members[PLACE].value_counts().index[chance.integers(10)]
    here, rest = members[members[PLACE] == largest], members[members[PLACE] != largest]
    return pd.concat([rest, correct_mixed(here, min(number, len(here)), chance)])


def add_only(members: pd.DataFrame, number: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return a register with so many businesses more, each like one that is there."""
    like = members.iloc[chance.choice(len(members), number)]
    names = [f"B{chance.integers(10**12)}" for _ in range(number)]
    return pd.concat([members, like.assign(**{ID: names})])


def _change(members: pd.DataFrame, number: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return a register in which so many businesses have the answers of another one."""
    chosen = chance.choice(len(members), number, replace=False)
    others = members.iloc[chance.choice(len(members), number)]
    answers = [name for name in members.columns if name.startswith("q_")]
    changed = members.copy()
    changed.iloc[chosen, changed.columns.get_indexer(answers)] = others[answers].to_numpy()
    return changed


KINDS: dict[str, Correct] = {
    "merata": correct_mixed,
    "satu kelurahan": correct_clustered,
    "hanya tambahan": add_only,
}
TAKEN_BACK = "ditarik kembali"


def make_registers(members: pd.DataFrame, kind: str, number: int, seed: int) -> list[pd.DataFrame]:
    """Return five registers, each corrected once more; of ``TAKEN_BACK`` every other one takes the
    correction before it back."""
    chance, found = np.random.default_rng(seed), [members]
    for turn in range(RELEASES):
        if kind == TAKEN_BACK and turn % 2:
            found.append(found[-2])
        else:
            found.append(KINDS.get(kind, correct_mixed)(found[-1], number, chance))
    return found[1:]


def measure(start: Start, kind: str, number: int, seeds: Sequence[int]) -> list[Outcome]:
    """Return what sequences of a kind come to, one for each seed."""
    members = start.part.members
    return [release_in_turn(start, make_registers(members, kind, number, seed)) for seed in seeds]


def open_served() -> Start:
    """Return the newest period of the served cube."""
    folder = settings().publik
    name = Versions(folder).find_current()
    assert name is not None, "nothing is published: make build"
    cube = open_version(folder, name, PUBLISHED)
    store = open_version(settings().gudang, cube.record["gudang"], STORE)
    return read_start(store, cube, max(read_members(store)))


def main(arguments: list[str] | None = None) -> int:
    """Print one line for each kind and size; return 0 only when nobody was revealed."""
    parser = argparse.ArgumentParser(prog="python -m bench.revisions", description=__doc__)
    parser.add_argument("--ulang", type=int, default=3, help="sequences of each kind and size")
    parser.add_argument("--k", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--jenis", nargs="+", default=[*KINDS, TAKEN_BACK])
    given = parser.parse_args(arguments)
    start, safe = open_served(), True
    print(
        "jenis, k: terungkap, dirahasiakan lagi, kota terkini % (1, 5), kecamatan terkini % (1, 5)"
    )
    for kind in given.jenis:
        for number in given.k:
            found = measure(start, kind, number, range(given.ulang))
            safe &= not any(one.revealed or one.blanked for one in found)
            means = [
                round(float(np.mean([getattr(one, level)[turn] for one in found])))
                for level in ("city", "kecamatan")
                for turn in (0, 1)
            ]
            print(
                f"{kind}, {number}: {sum(one.revealed for one in found)}, "
                f"{sum(one.blanked for one in found)}, {means[0]}, {means[1]}, "
                f"{means[2]}, {means[3]}",
                flush=True,
            )
    return 0 if safe else 1


if __name__ == "__main__":
    sys.exit(main())
