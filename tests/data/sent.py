"""Many small files that one build reads, each seen as if it were the only one.

A test says by ``sends`` what its file holds, as a function of its parameters: lines of text, or
rows of cells. All files of a module are packed into one zip and built once; ``told`` is what was
made of the test's own. ``OWN`` stands in a file for a word that no other file has, and ``DIGITS``
for three digits, where numbers must not be those of another test; what is asked of ``told`` does
not show the word.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.store.store import Store
from data.tables import TABLES
from tests.data.rows import HEADINGS, Row, Workspace, usaha

OWN, DIGITS = "¤", "№"
PACKED = "kiriman.zip"
Cells = Sequence[str | None]


def register(*rows: Row, title: str = "KEADAAN JUNI 2025") -> list[Cells]:
    """Return the rows of a register; a number is given where a row has none."""
    given = [usaha(number) | {"id_usaha": f"KS{number:06d}{OWN}"} | dict(row)
             for number, row in enumerate(rows, start=1)]  # fmt: skip
    cells = [[str(row.get(name, "")) for name in HEADINGS] for row in given]
    return [[title], list(HEADINGS.values()), *cells]


def sends(
    make: Callable[..., str | Iterable[Cells]],
    first: Callable[[Workspace, str], object] = lambda place, own: None,
) -> pytest.MarkDecorator:
    """Mark a test with what its file holds; ``make`` names the test's parameters that it needs.

    ``first`` is done before the build, with the word that stands for ``OWN``.
    """
    return pytest.mark.kiriman.with_args(make, first)


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
        """Return the rows of a query of this file's part of the identity file."""
        with duckdb.connect(str(self.place.identity), read_only=True) as con:
            rows = con.execute(
                _narrowed(sql, "usaha", "dugaan_ganda"), {"b": self.berkas}
            ).fetchall()
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


@dataclass(frozen=True)
class _Sent:
    """The file of one test."""

    node: str
    number: int
    content: str
    first: Callable[[Workspace, str], object]

    @property
    def own(self) -> str:
        return f"-u{self.number:03}"

    def write(self, place: Workspace, packed: zipfile.ZipFile) -> None:
        self.first(place, self.own)
        text_ = self.content.replace(OWN, self.own).replace(DIGITS, f"{self.number:03}")
        packed.writestr(f"{self.own}.csv", text_)

    def told(self, store: Store, place: Workspace, *, alone: bool) -> Told:
        # A zip of one file has no parts to name.
        berkas = PACKED if alone else f"{PACKED} [{self.own}.csv]"
        return Told(store, place, berkas, self.own)


def _sent(items: Iterable[pytest.Item]) -> Iterator[_Sent]:
    """Yield the files of the tests that send one."""
    for number, item in enumerate(items):
        mark = item.get_closest_marker("kiriman")
        if mark is not None:
            make, first = mark.args
            params = item.callspec.params if hasattr(item, "callspec") else {}
            given = {name: params[name] for name in signature(make).parameters}
            yield _Sent(item.nodeid, number, text(make(**given)), first)


def build(items: Iterable[pytest.Item], folder: Path) -> dict[str, Told]:
    """Return what one build makes of the files of some tests, by the tests' ids."""
    place, files = Workspace(folder), list(_sent(items))
    with zipfile.ZipFile(place.raw / PACKED, "w") as packed:
        for file in files:
            file.write(place, packed)
    store = place.build()
    return {file.node: file.told(store, place, alone=len(files) == 1) for file in files}
