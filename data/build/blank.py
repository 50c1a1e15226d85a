"""The store before any file: code lists, macros, and every table without a row.

It is the same for every version under the same rules, so it is made once and copied. Its name is
a hash of all that makes it: the statements, the code lists and DuckDB itself.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from data import reference
from data.build import check, decisions, links, steps
from data.build.arrange import STAGED
from data.disk import closing_files, hold_lock, to_disk
from data.quoting import quote_literal
from data.settings import ROOT
from data.store.store import IDENTITY, STORE
from data.tables import TABLES, USAHA, Table

CACHE = ROOT / ".cache"
KEPT = "gudang-kosong-{}"
FEW = 3
NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS}
MACROS = ("rapi", "pribadi", "jawaban", "wilayah")
CLEAN = "{}_bersih"


def copy(folder: Path) -> None:
    """Put both files of a store without a row into ``folder``, closed to other accounts."""
    try:
        with _keeping() as kept:
            for name in (STORE, IDENTITY):
                _copy_closed(kept / name, folder / name)
    except OSError as error:
        if error.errno not in NOT_OURS:
            raise
        _make(folder)  # nothing can be kept there: it is made anew each time


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    """Make the code lists as tables, and the macros that read and compare words."""
    for name in reference.NAMES:
        con.register("sumber", reference.read(name))
        con.execute(f"create table ref_{name} as select * from sumber")
        con.unregister("sumber")
    for name in MACROS:
        steps.run(con, name)


def keep(table: Table) -> Iterator[str]:
    """Yield what makes a table, and what identifies its businesses, of the rows that were
    accepted."""
    yield steps.read(table.name)
    if table.private:
        key = [column for column in table.key if column not in table.private]
        columns = ", ".join([*key, *table.private, *links.list_names(table)])
        yield (
            f"create or replace table identitas.{table.name} as "
            f"select {columns}, berkas, baris from {CLEAN.format(table.name)}"
        )
    if table is USAHA:
        yield "create or replace table identitas.dugaan_ganda as from dugaan_ganda"


@contextmanager
def _keeping() -> Iterator[Path]:
    """Return the folder of the store without a row, made first where there is none.

    One process at a time: a second one waits until it is whole. What a killed one has left goes
    when a new one is made, and what older rules have made, but for the last few: a program that
    was started before an update still uses its own.
    """
    CACHE.mkdir(exist_ok=True)
    kept = CACHE / KEPT.format(_digest())
    with hold_lock(CACHE / ".gudang-kosong.kunci"):
        if not kept.exists():
            _sweep()
            made = Path(tempfile.mkdtemp(dir=CACHE, prefix=KEPT.format(".")))
            _make(made)
            made.rename(kept)
        yield kept


def _sweep() -> None:
    """Remove what a killed process has left, and all but the newest few that are whole."""
    found = sorted(CACHE.glob(KEPT.format("*")), key=lambda path: path.stat().st_mtime_ns)
    whole = [path for path in found if not path.name.startswith(KEPT.format("."))]
    for old in {*found} - {*whole[-FEW:]}:
        shutil.rmtree(old)


def _make(folder: Path) -> None:
    """Make both files, with every table in them and no row."""
    with closing_files(), duckdb.connect(str(folder / STORE)) as con:
        attach(con, folder)
        load_reference(con)
        for statement in _list_statements():
            con.execute(statement)
        con.execute("checkpoint identitas")
        con.execute("checkpoint")
    for path in folder.iterdir():
        to_disk(path)


def attach(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Open a file of its own for what identifies a business: a reader of the main store has no
    path to it, whatever SQL it is talked into."""
    con.execute(f"attach {quote_literal(str(folder / IDENTITY))} as identitas")


def _copy_closed(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as kept, os.fdopen(handle, "wb") as made:
        shutil.copyfileobj(kept, made)


@cache
def _list_statements() -> tuple[str, ...]:
    """Return what makes every table without a row, once there are code lists."""
    once = ("findings/make", "repeats/replacements", "doubts/sheets", "asked/make")
    made = [decisions.NONE, *map(steps.read, once)]
    for table in TABLES.values():
        staged, clean = STAGED.format(table.name), CLEAN.format(table.name)
        empty = ("arrange/staging", "places/unresolved", "repeats/unsettled")
        made += (steps.read(name, table=table) for name in empty)
        made.append(check.show_accepted(table, staged, clean))
        if table is USAHA:
            made.append(steps.read("doubts/find_suspected", view=clean))
        made += keep(table)
    return (*made, steps.read("riwayat"))


@cache
def _digest() -> str:
    """Return a hash of all that makes a store without a row."""
    parts = [duckdb.__version__.encode()]
    parts += [reference.find_path(name).read_bytes() for name in reference.NAMES]
    parts += [text.encode() for text in (*map(steps.read, MACROS), *_list_statements())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
