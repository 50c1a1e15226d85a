"""What a draft passes before it may be served: its rounded cube, and the audit of all of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.audit import judge, readers, releases
from analysis.audit.judge import Evidence
from analysis.audit.readers import Period
from analysis.audit.releases import Release
from analysis.audit.verdict import Verdict
from analysis.release import controlled, officials
from analysis.release.whole_audit import audit
from data.build import links
from data.errors import DasborError
from data.progress import step
from data.settings import Settings
from data.store.store import Store

UNSAFE = (
    "Terbitan ini tidak dipakai, karena dari semua yang terbit orang dapat menghitung angka kecil. "
    "Yang terbit tetap versi sebelumnya. Gabungkan kategori atau wilayah pada tabel yang disebut, "
    "lalu terbitkan lagi."
)


def let_through(folder: Path, name: str, store: Store, settings: Settings) -> Verdict:
    """Write the academics' cube beside a draft's published file; return the verdict on both.

    Raises DasborError, and removes the draft, when somebody could tell a small count from them and
    from what was published before. The message names the cells and the tables that betray them.
    """
    draft, earlier = (
        releases.read_release(folder, name),
        releases.read_earlier(settings.publik, name),
    )
    with step("memeriksa apakah angka kecil dapat dihitung"):
        evidence = judge.gather(store, draft, earlier)
        verdict = judge.audit(draft, evidence)
    if verdict.safe:
        with step("membulatkan tabulasi untuk akademisi, dan memeriksa semuanya"):
            cells = controlled.select_offered(store, links.read_key(settings.kunci_tautan))
            periods = _gather_knowledge(store, cells, draft, earlier, evidence)
            controlled.write(folder, controlled.make_cube(store, cells, periods))
            draft = releases.read_release(folder, name)
            verdict = audit(store, draft, earlier, evidence, periods, verdict)
    if not verdict.safe:
        shutil.rmtree(folder)
        raise DasborError(" ".join([UNSAFE, *verdict.lines()]))
    return verdict


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
