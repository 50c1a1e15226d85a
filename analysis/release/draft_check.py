"""What a draft passes before it may be served: its rounded cube, and the audit of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.audit import judge, readers, releases
from analysis.audit.history import History, Shown, read_seen
from analysis.audit.judge import Evidence
from analysis.audit.readers import Period
from analysis.audit.releases import Release
from analysis.audit.verdict import Verdict
from analysis.release import controlled, officials
from analysis.release.revision import Part
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


def let_through(
    folder: Path, name: str, store: Store, settings: Settings, parts: Sequence[Part]
) -> Verdict:
    """Write the academics' cube beside a draft's published file; return the verdict on both: can
    anybody tell a small count, or whoever changed, from them and what was published before?"""
    draft, earlier = (
        releases.read_release(folder, name),
        releases.read_earlier(settings.publik, name),
    )
    history = gather_history(draft, States(settings.keadaan), parts)
    with step("memeriksa apakah angka kecil dapat dihitung"):
        evidence = judge.gather(store, draft, earlier, history)
        verdict = judge.audit(draft, evidence, history)
    if verdict.safe:
        with step("membulatkan tabulasi untuk akademisi, dan memeriksa semuanya"):
            kept = _keep_rounded(settings, draft, earlier, parts)
            new = [part.periode for part in parts if not part.revised]
            cells = controlled.select_offered(store, links.key(settings.kunci_tautan), new)
            periods = _gather_knowledge(store, cells, draft, earlier, evidence)
            made = controlled.make_cube(store, cells, periods)
            controlled.write(folder, pd.concat([made, *kept], ignore_index=True))
            draft = releases.read_release(folder, name)
            verdict = audit(store, draft, earlier, evidence, periods, verdict)
    return verdict


def gather_history(draft: Release, states: States, parts: Sequence[Part]) -> History:
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
    )


def _list_rows_of(rows: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return the rows of a draft that are of a part's own state, with ``tampak``."""
    tables = rows[["indikator", "tingkat", "dimensi"]].itertuples(index=False, name=None)
    mine = rows[[part.states.get(table) == part.name for table in tables]]
    return mine.assign(tampak=mine["tanda"] != "x")[[*ROW, "tampak"]]


def _keep_rounded(
    settings: Settings, draft: Release, earlier: Sequence[Release], parts: Sequence[Part]
) -> list[pd.DataFrame]:
    """Return the rounded cells of periods that had some: they stay as they were first published,
    since two roundings of nearly the same businesses would bound whoever changed."""
    versions = Versions(settings.publik)
    withdrawn, served = versions.withdrawn(), versions.current()
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
    store: Store,
    cells: pd.DataFrame,
    draft: Release,
    earlier: Sequence[Release],
    evidence: Mapping[str, Evidence],
) -> dict[str, Period]:
    """Return what is known beside the rounded cells, by period; nothing is looked for where no
    period is offered."""
    if cells.empty:
        return {}
    offered = {periode: evidence[periode] for periode in cells["periode"].unique()}
    officials_cells = officials.make_cells(store, draft.list_withheld(), draft.list_told())
    return readers.gather_periods(cells, officials_cells, draft, earlier, offered)
