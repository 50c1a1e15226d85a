"""Many small files that one build reads, each seen as if it were the only one.

A test says by ``sends`` what its file holds, as a function of its parameters: lines of text, or
rows of cells. All files of a module are packed into one zip and built once; ``told`` is
what was made of the test's own. ``OWN`` stands in a file for a word that no other file has, where
numbers must not be those of another test; what is asked of ``told`` does not show it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.store import Store
from data.tables import TABLES
from tests.data.rows import HEADINGS, Row, Workspace, usaha

OWN = "¤"
PACKED = "kiriman.zip"
Cells = Sequence[str | None]


def register(*rows: Row, title: str = "KEADAAN JUNI 2025") -> list[Cells]:
    """Return the rows of a register; a number is given where a row has none."""
    given = [usaha(number) | {"id_usaha": f"KS{number:06d}{OWN}"} | dict(row)
             for number, row in enumerate(rows, start=1)]  # fmt: skip
    cells = [[str(row.get(name, "")) for name in HEADINGS] for row in given]
    return [[title], list(HEADINGS.values()), *cells]


def sends(make: Callable[..., str | Iterable[Cells]]) -> pytest.MarkDecorator:
    """Mark a test with what its file holds; ``make`` names the test's parameters that it needs."""
    return pytest.mark.kiriman.with_args(make)


@dataclass(frozen=True)
class Told:
    """What a build made of one file; it answers as a store would that holds nothing else."""

    store: Store
    place: Workspace
    berkas: str
    own: str

    @property
    def record(self) -> dict[str, Any]:
        """Return the record of the version with this file only."""
        files = [file for file in self.store.record["berkas"] if file["berkas"] == self.berkas]
        return self.store.record | {"berkas": files}

    def query(self, sql: str) -> pd.DataFrame:
        """Return the rows of a query in which every table is this file's part of it."""
        frame = self.store.query(_narrowed(sql, *TABLES, "temuan"), {"b": self.berkas})
        return frame.map(self._without)

    def identity(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query of this file's businesses in the identity file."""
        with duckdb.connect(str(self.place.identity), read_only=True) as con:
            rows = con.execute(_narrowed(sql, "usaha"), {"b": self.berkas}).fetchall()
        return [tuple(map(self._without, row)) for row in rows]

    def _without(self, cell: Any) -> Any:
        """Return a cell without the word of this file."""
        return cell.replace(self.own, "") if isinstance(cell, str) else cell


def _narrowed(sql: str, *tables: str) -> str:
    """Return a query in which each of the tables is the part of it that came with file ``$b``."""
    parts = [f"{name} as (select * from main.{name} where berkas = $b)" for name in tables]
    return f"with {', '.join(parts)} {sql}"


def text(content: str | Iterable[Cells]) -> str:
    """Return the text of a file from its lines or its rows of cells."""
    if isinstance(content, str):
        return content
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(content)
    return out.getvalue()


def _content(item: pytest.Item) -> str | None:
    """Return what a test's file holds; None for a test without one."""
    mark = item.get_closest_marker("kiriman")
    if mark is None:
        return None
    make: Callable[..., str | Iterable[Cells]] = mark.args[0]
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return text(make(**{name: given[name] for name in signature(make).parameters}))


def build(items: Iterable[pytest.Item], folder: Path) -> dict[str, Told]:
    """Return what one build makes of the files of some tests, by the tests' ids."""
    place = Workspace(folder)
    sent = [(item.nodeid, content) for item in items if (content := _content(item)) is not None]
    names = {node: f"-u{number:03}" for number, (node, _) in enumerate(sent)}
    with zipfile.ZipFile(place.raw / PACKED, "w") as packed:
        for node, content in sent:
            packed.writestr(f"{names[node]}.csv", content.replace(OWN, names[node]))
    store = place.build()
    return {
        node: Told(store, place, f"{PACKED} [{own}.csv]", own) for node, own in names.items()
    }
