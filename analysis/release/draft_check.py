"""What a draft passes before it may be served: its rounded cube, and the audit of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.audit import judge, readers, releases
from analysis.audit.history import History, Shown, read_labels, read_seen
from analysis.audit.judge import Evidence
from analysis.audit.readers import Period
from analysis.audit.releases import SeenRelease
from analysis.audit.verdict import Verdict
from analysis.release import controlled
from analysis.release.officials_history import gather_officials_history
from analysis.release.officials_in_turn import make_in_turn
from analysis.release.revision import Part, read_areas
from analysis.release.whole_audit import audit
from data.build import links
from data.progress import step
from data.settings import Settings
from data.store.states import ROW, States
from data.store.store import Store
from data.store.versions import Versions

UNSAFE = (
    "Terbitan ini tidak dipakai, karena dari semua yang terbit orang dapat menghitung angka kecil. "
    "Yang terbit tetap versi sebelumnya. Gabungkan kategori atau wilayah pada tabel yang disebut, "
    "lalu terbitkan lagi."
)


@dataclass(frozen=True)
class Checked:
    """The verdict on a draft, and the officials' own cells (``officials_in_turn.CELLS``)."""

    verdict: Verdict
    officials: pd.DataFrame


def let_through(
    folder: Path,
    name: str,
    store: Store,
    settings: Settings,
    parts: Sequence[Part],
    day: str,
) -> Checked:
    """Write the academics' cube beside a draft's published file, and make the officials' table;
    return the verdict on all: can anybody tell a small count, or whoever changed, from them and
    what was published before? ``day`` is today (ISO)."""
    draft, earlier = (
        releases.read_release(folder, name),
        releases.read_earlier(settings.publik, name),
    )
    states = States(settings.keadaan)
    history = gather_history(draft, states, parts)
    with step("memeriksa apakah angka kecil dapat dihitung"):
        evidence = judge.gather(store, draft, earlier, history)
        verdict = judge.audit(draft, evidence, history)
    if not verdict.safe:
        return Checked(verdict, pd.DataFrame())
    with step("membulatkan tabulasi untuk akademisi, dan memeriksa semuanya"):
        make_own = partial(
            make_in_turn,
            store,
            settings,
            parts,
            read_areas(store),
            day,
            public=draft.select_register(),
        )
        own = make_own()
        kept = _keep_rounded(settings, draft, earlier, parts)
        new = [part.periode for part in parts if not part.revised]
        key, least = links.read_key(settings.kunci_tautan), settings.usaha_per_sel
        cells = controlled.select_offered(store, key, new, least)
        periods = _gather_knowledge(cells, own, draft, earlier, evidence)
        made = controlled.make_cube(store, cells, periods)
        controlled.write(folder, pd.concat([made, *kept], ignore_index=True))
        draft = releases.read_release(folder, name)
        verdict = audit(store, draft, earlier, evidence, periods, verdict)
        # Where there is a rounded cube, officials were judged with it.
        again = {p: known for p, known in evidence.items() if p not in set(made["periode"])}
        of_officials = _audit_officials(draft, own, again, states, parts, history)
        if not of_officials.safe:
            own = make_own(held=True)
            of_officials = _audit_officials(draft, own, again, states, parts, history)
    return Checked(Verdict.combine([verdict, of_officials]), own)


def _audit_officials(
    draft: SeenRelease,
    own: pd.DataFrame,
    evidence: Mapping[str, Evidence],
    states: States,
    parts: Sequence[Part],
    history: History,
) -> Verdict:
    """Return what officials can tell from their own table beside everything public."""
    seen = gather_officials_history(own, states, parts, history)
    return readers.audit_own(draft, own, evidence, seen)


def gather_history(draft: SeenRelease, states: States, parts: Sequence[Part]) -> History:
    """Return what was seen of whom once a draft is served."""
    seen = {state.name: state for state in read_seen(states)}
    shown = draft.select_register()
    for part in parts:
        if part.name in part.states.values():
            rows = _list_rows_of(shown[shown["periode"] == part.periode], part)
            before = seen.pop(part.name, None)  # the newest last
            rows = rows if before is None else pd.concat([before.rows, rows], ignore_index=True)
            rows = rows.groupby(ROW, as_index=False)["tampak"].any()
            seen[part.name] = Shown(part.name, part.periode, part.made_up, part.members, rows)
    return History(
        tuple(seen.values()),
        {part.periode: part.states for part in parts},
        frozenset(part.name for part in parts),
        frozenset(part.name for part in parts if part.of_data),
        read_labels(states),
    )


def _list_rows_of(rows: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return the rows of a draft that are of a part's own state, with ``tampak``."""
    tables = rows[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None)
    mine = rows[[part.states.get(table) == part.name for table in tables]]
    return mine.assign(tampak=mine["tanda"] != "x")[[*ROW, "tampak"]]


def _keep_rounded(
    settings: Settings, draft: SeenRelease, earlier: Sequence[SeenRelease], parts: Sequence[Part]
) -> list[pd.DataFrame]:
    """Return the rounded cells of periods that had some: they stay as they were first published,
    since two roundings of nearly the same businesses would bound whoever changed."""
    versions = Versions(settings.publik)
    withdrawn, served = versions.list_withdrawn(), versions.find_current()
    open_ = [release for release in earlier if release.name not in withdrawn]
    open_.sort(key=lambda release: release.name != served)
    found = []
    for part in parts:
        for release in open_ if part.revised else []:
            if release.rounded is None or release.is_made_up(part.periode) != part.made_up:
                continue
            cells = release.rounded[release.rounded["periode"] == part.periode]
            if len(cells):
                found.append(cells)
                break
    return found


def _gather_knowledge(
    cells: pd.DataFrame,
    own: pd.DataFrame,
    draft: SeenRelease,
    earlier: Sequence[SeenRelease],
    evidence: Mapping[str, Evidence],
) -> dict[str, Period]:
    """Return what is known beside the rounded cells, by period; nothing is looked for where no
    period is offered. ``own`` are the officials' cells."""
    if cells.empty:
        return {}
    offered = {periode: evidence[periode] for periode in cells["periode"].unique()}
    return readers.gather_periods(cells, own, draft, earlier, offered)
