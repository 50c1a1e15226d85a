"""What one build made of the members of a zip: each is a file of its own to the program."""

from __future__ import annotations

from typing import Any

from data.store.store import Store


def taken(store: Store, name: str, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of the rows that were taken of a file, in its order."""
    rows = store.query_rows(
        f"select {columns} from {table} where contains(berkas, ?) order by baris",
        [f"[{name}"],
    )
    return [tuple(row.values()) for row in rows]


def said(store: Store, name: str) -> dict[str, list[int | None]]:
    """Return the rows of each rule that says something of a file."""
    rows = store.query_rows(
        "select aturan, list(baris order by baris) as baris from temuan "
        "where contains(berkas, ?) group by aturan", [f"[{name}"]
    )  # fmt: skip
    return {row["aturan"]: row["baris"] for row in rows}
