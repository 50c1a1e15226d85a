"""Findings: what the checks have to say of the received files, and the one way to say it.

Every finding is a row of ``temuan``; its severity says what became of the row that it is about:

- ``galat``: the row is refused,
- ``peringatan``: the row stays and is flagged,
- ``ubahan``: the row stays, a cell was read otherwise than it was written,
- ``lipat``: the row is folded into another one, or is no row of data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import duckdb

from data.build import steps

Severity = Literal["galat", "peringatan", "ubahan", "lipat"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is the same in some findings, by the columns of ``temuan``; the rest is None.

    Which table, file and row it is about, what that row goes by, which column of it and what stands
    there; the rule and its severity, what was expected, and what a person does next.
    """

    tabel: str | None = None
    berkas: str | None = None
    baris: int | None = None
    kunci: str | None = None
    kolom: str | None = None
    nilai: str | None = None
    aturan: str | None = None
    tingkat: Severity | None = None
    seharusnya: str | None = None
    langkah: str | None = None


def add(
    con: duckdb.DuckDBPyConnection,
    finding: Finding,
    step: str | None = None,
    values: Mapping[str, object] | None = None,
    **about: object,
) -> int:
    """Add a finding for each row of a step that is a query, or else a single one; return how many.

    The query names what differs from row to row as ``temuan`` does, and may use further ``values``.
    Raises duckdb.BinderException for a column that is none of a finding's, or is said twice.
    """
    same = {name: value for name, value in vars(finding).items() if value is not None}
    rows = steps.read(step, **about) if step else None
    given = {**same, **(values or {})}
    return int(steps.read_first_row(con, "findings/add", given, same=list(same), rows=rows)[0])
