"""What kept versions of the published cube say of the same cell, one after the other.

Nothing is told of a cell that one of the two withholds: that a number was withdrawn, or may be
shown by now, points at exactly the cell that is to be protected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.settings import Settings
from data.store.store import PUBLISHED, has_dates, open_version
from data.store.versions import Versions

KEY = ("indikator", "tingkat", "kode_wilayah", "periode", "dimensi", "kategori", "sumber")
TABLE = ("indikator", "tingkat", "periode", "dimensi", "sumber")
"""What names a table of a version."""
FRACTIONS = ("nilai", "bawah", "atas")
COUNTS = ("pembilang", "penyebut", "n")
SAID = (*FRACTIONS, *COUNTS, "tanda", "asal")
"""What a version says of a cell."""
CELLS = f"select {', '.join((*KEY, *SAID))} from sel"
SAID_OTHERWISE = " or ".join(
    [f"{name}_lama is distinct from {name}_baru" for name in (*COUNTS, "tanda")]
    + [
        f"({name}_lama is null) <> ({name}_baru is null) "
        f"or abs({name}_lama - {name}_baru) > 1e-9 * greatest(1, abs({name}_lama))"
        for name in FRACTIONS
    ]
)
"""The SQL condition on a row with both sides that they say other numbers. Fractions that differ in
their last digits alone were computed by another machine."""
NOT_WITHHELD = "'x' not in (coalesce(tanda_lama, ''), coalesce(tanda_baru, ''))"


def list_in_order(settings: Settings) -> list[str]:
    """Return the kept versions of the cube that are open to readers, the one published first
    first."""
    versions = Versions(settings.publik)
    withdrawn = versions.list_withdrawn()
    return [name for name in versions.list_by_age() if name not in withdrawn]


def list_until_served(settings: Settings) -> list[str]:
    """Return the kept versions in order up to the served one; what was gone back from is not in
    force."""
    names, served = list_in_order(settings), Versions(settings.publik).find_current()
    return names[: names.index(served) + 1] if served in names else []


def find_differences(folder: Path, old: str, new: str) -> list[dict[str, Any]]:
    """Return one entry for each cell of which two kept versions publish something else.

    Keys are ``KEY``, ``perubahan`` (``baru``, ``hilang``, ``berubah``) and ``lama`` and ``baru``
    with ``SAID``, None on the side that does not have the cell. Ordered by key. Raises StoreError
    for a version that is not kept.
    """
    frames = {
        "lama": open_version(folder, old, PUBLISHED).query(CELLS),
        "baru": open_version(folder, new, PUBLISHED).query(CELLS),
    }
    pairs = ", ".join(f"{side}.{name} as {name}_{side}" for side in frames for name in SAID)
    found = ask(
        f"""
        with pasangan as (
            select {", ".join(KEY)}, {pairs}
            from lama
            full join baru using ({", ".join(KEY)})
        )
        select *,
            case when tanda_lama is null then 'baru'
                when tanda_baru is null then 'hilang'
                else 'berubah' end as perubahan
        from pasangan
        where ({SAID_OTHERWISE}) and {NOT_WITHHELD}
        order by {", ".join(KEY)}
        """,
        frames,
    )
    return [
        {name: row[name] for name in (*KEY, "perubahan")}
        | {
            "lama": None if row["perubahan"] == "baru" else read_side(row, "lama"),
            "baru": None if row["perubahan"] == "hilang" else read_side(row, "baru"),
        }
        for row in found
    ]


def sum_up_tables(
    folder: Path, old: str, new: str, found: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return one entry for each table of the cells (as ``find_differences`` gives them): ``TABLE``,
    how many of its cells (``jumlah``), and the day (ISO) of its numbers on either side
    (``angka_per``), None where one does not have it. In the order of the cells."""
    days = {"lama": read_days(folder, old), "baru": read_days(folder, new)}
    cells = Counter(tuple(cell[name] for name in TABLE) for cell in found)
    return [
        dict(zip(TABLE, table, strict=True))
        | {
            "jumlah": number,
            "angka_per": {side: by_table.get(table) for side, by_table in days.items()},
        }
        for table, number in cells.items()
    ]


def read_days(folder: Path, name: str) -> dict[tuple[str, ...], str]:
    """Return the day (ISO) of the numbers of each table of a kept version. What is derived mixes
    tables, and is as old as the oldest."""
    cube = open_version(folder, name, PUBLISHED)
    day = "min(angka_per)" if has_dates(cube) else "$terbit"
    rows = cube.query_rows(
        f"select {', '.join(TABLE)}, {day} as per from sel group by {', '.join(TABLE)}",
        {} if has_dates(cube) else {"terbit": cube.record["tanggal"]},
    )
    return {tuple(row[name] for name in TABLE): row["per"] for row in rows}


def read_side(row: dict[str, Any], side: str) -> dict[str, Any]:
    """Return what one side of a row says: ``SAID``."""
    return {name: row[f"{name}_{side}"] for name in SAID}


def ask(sql: str, frames: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Return the rows of a query over tables that were read from published cubes."""
    with duckdb.connect(config={"enable_external_access": "false", "threads": "1"}) as con:
        for name, frame in frames.items():
            con.register(name, frame)
        cursor = con.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
