"""From received files to one new version of the restricted store.

``read -> lay out -> resolve places -> check -> cast -> write``, in one DuckDB file that nobody
reads until it is finished. What identifies a business goes to a second file of the version.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data import check, layouts, readers, reference
from data.errors import InputError
from data.progress import say, step
from data.settings import ROOT, Settings
from data.tables import PLACE_CODE, PLACE_COLUMNS, TABLES, Table
from data.versions import Versions, write_record

STORE = "gudang.duckdb"
IDENTITY = "identitas.duckdb"
MADE_UP = "sintetis"
SQL = ROOT / "data" / "sql"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True)
class Counts:
    """What became of one file's rows: ``accepted + refused == read``, always."""

    berkas: str
    tabel: str
    layout: str
    sha256: str
    dibaca: int
    diterima: int
    ditolak: int


def raw_files(raw: Path) -> list[Path]:
    """Return the files to build from, in name order.

    Files under ``raw/sintetis`` count only as long as nothing else has been received: the first
    real file replaces the made-up ones.
    """
    known = sorted(p for p in raw.rglob("*") if p.suffix.lower() in readers.READERS)
    real = [p for p in known if p.relative_to(raw).parts[0] != MADE_UP]
    return real or known


def build(settings: Settings, today: date) -> str:
    """Build, name and serve the version that the received files make; return its name.

    When the same files under the same rules have a version already, that one is served again
    and nothing is built. Raises InputError when there is no file or one cannot be laid out.
    """
    files = raw_files(settings.raw)
    if not files:
        raise InputError(
            settings.raw, "belum ada berkas.", "Taruh berkas di sini, lalu ulangi perintahnya."
        )
    hashes = {path.relative_to(settings.raw).as_posix(): sha256(path) for path in files}
    fingerprint = _digest(*(f"{name}={value}" for name, value in hashes.items()), rules_digest())
    settings.gudang.mkdir(parents=True, exist_ok=True)
    settings.gudang.chmod(0o700)  # only the account that runs the program
    versions = Versions(settings.gudang)
    name = versions.with_fingerprint(fingerprint)
    if name is None:
        name = f"{today:%Y%m%d}-{fingerprint[:8]}"
        with versions.building(name) as folder:
            counts, made_up = _fill(folder, settings.raw, hashes)
            write_record(
                folder,
                {
                    "versi": name,
                    "tanggal": today.isoformat(),
                    "sidik": fingerprint,
                    "aturan": rules_digest(),
                    "berkas": [vars(c) for c in counts],
                    "sintetis": made_up,
                },
            )
        for c in counts:
            say(f"    {c.berkas}: {c.dibaca} baris, {c.diterima} diterima, {c.ditolak} ditolak")
    versions.serve(name)
    return name


def rules_digest() -> str:
    """Return a hash of everything that decides how a file becomes rows.

    A hash of the rules' own text, since a program that was unpacked from an archive has no git
    revision to name. Who may see the rows decides nothing about them.
    """
    rules = [p for p in (ROOT / "data").rglob("*") if p.suffix in {".py", ".sql", ".toml"}]
    rules = [p for p in rules if "access" not in p.relative_to(ROOT).parts]
    rules += [reference.path(name) for name in reference.NAMES]
    return _digest(*(sha256(path) for path in sorted(rules)))[:12]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _fill(folder: Path, raw: Path, hashes: dict[str, str]) -> tuple[list[Counts], bool]:
    """Write both files of a version. Return what became of each input file's rows, and whether
    all of it is made up."""
    with duckdb.connect(str(folder / STORE), config=CONFIG) as con:
        _load_reference(con)
        con.execute(check.REFUSALS)
        batches: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
        used: dict[str, tuple[str, str, str, int]] = {}
        for berkas in hashes:
            with step(f"membaca {berkas}"):
                for source, sheet in _sheets(raw, berkas):
                    batch = layouts.apply(source, sheet)
                    batches[batch.layout.table].append(batch.frame)
                    used[source] = (
                        batch.layout.table,
                        batch.layout.name,
                        hashes[berkas],
                        len(batch.frame),
                    )
        with step("memeriksa dan menulis tabel"):
            for name, frames in batches.items():
                _write_table(con, folder, TABLES[name], frames)
        counts = _count(con, used)
        made_up = all(berkas.startswith(f"{MADE_UP}/") for berkas in hashes) and _all_made_up(con)
        con.execute("checkpoint")
    return counts, made_up


def _all_made_up(con: duckdb.DuckDBPyConnection) -> bool:
    """Return whether every accepted row says so itself; of no row at all it cannot be said."""
    rows = " union all ".join(f"select coalesce(sintetis, false) as ya from {t}" for t in TABLES)
    found = con.execute(f"select coalesce(bool_and(ya), false) from ({rows})")
    row = found.fetchone()
    assert row is not None
    return bool(row[0])


def _sheets(raw: Path, berkas: str) -> list[tuple[str, readers.Sheet]]:
    """Return a file's sheets with the name that their rows go by, blank ones left out.

    Row 5 of one sheet is not row 5 of the next, so where there are several the name says which.
    """
    sheets = readers.read(raw / berkas)
    filled = [sheet for sheet in sheets if any(map(any, sheet.rows))] or sheets[:1]
    if len(filled) == 1:
        return [(berkas, filled[0])]
    return [(f"{berkas} [{sheet.name}]", sheet) for sheet in filled]


def _load_reference(con: duckdb.DuckDBPyConnection) -> None:
    for name in reference.NAMES:
        frame = reference.read(name)
        con.register("sumber", frame)
        con.execute(f"create table ref_{name} as select * from sumber")
        con.unregister("sumber")
    con.execute((SQL / "wilayah.sql").read_text(encoding="utf-8"))


def _write_table(
    con: duckdb.DuckDBPyConnection, folder: Path, table: Table, frames: list[pd.DataFrame]
) -> None:
    """Check one table's rows, then write the accepted ones."""
    wanted = [column.name for column in table.columns]
    names = ["berkas", "baris", *wanted, *PLACE_COLUMNS[table.place]]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    rows = rows.reindex(columns=names).astype(object).where(lambda frame: frame.notna(), None)
    con.register("mentah_teks", rows)
    casts = ", ".join(f"cast({name} as varchar) as {name}" for name in names if name != "baris")
    con.execute(
        f"create temp table mentah as select cast(baris as bigint) as baris, {casts} "
        "from mentah_teks"
    )
    con.unregister("mentah_teks")
    con.execute(_with_place(table))
    check.refuse(con, table, "mentah_wilayah")
    con.execute(
        f"create temp view {table.name}_bersih as {check.accepted(table, 'mentah_wilayah')}"
    )
    con.execute((SQL / f"{table.name}.sql").read_text(encoding="utf-8"))
    if any(column.private for column in table.columns):
        _write_identity(con, folder, table)
    con.execute(f"drop view {table.name}_bersih; drop table mentah_wilayah; drop table mentah")


def _with_place(table: Table) -> str:
    """Return SQL that adds the area code that a row's words name, or null when there is none."""
    code = PLACE_CODE[table.place]
    if table.place == "kelurahan":
        found = (
            "left join nama_wilayah as kec on kec.tingkat = 'kecamatan' "
            "and kec.kunci = nama_baku(m.kecamatan) "
            "left join nama_wilayah as w on w.tingkat = 'kelurahan' "
            "and w.kode_induk = kec.kode_wilayah and w.kunci = nama_baku(m.kelurahan)"
        )
    elif table.place == "kecamatan":
        found = (
            "left join nama_wilayah as w on w.tingkat = 'kecamatan' "
            "and w.kunci = nama_baku(m.kecamatan)"
        )
    else:
        # 'Kota Serang' is the city, 'Serang' the kecamatan: the rank decides, where it is said.
        found = (
            "left join nama_wilayah as w on w.kunci = nama_baku(m.wilayah) and w.tingkat = "
            "case when regexp_matches(upper(m.wilayah), '^\\s*KOTA\\b') then 'kota' "
            "else 'kecamatan' end"
        )
    return (
        f"create temp table mentah_wilayah as select m.*, w.kode_wilayah as {code} "
        f"from mentah as m {found}"
    )


def _write_identity(con: duckdb.DuckDBPyConnection, folder: Path, table: Table) -> None:
    """Write what identifies a business to a file of its own: a reader of the main store has no
    path to it, whatever SQL it is talked into."""
    private = [column.name for column in table.columns if column.private]
    path = str(folder / IDENTITY).replace("'", "''")
    # Closed from its first byte: a build that is killed leaves the file behind for a while.
    usual = os.umask(0o077)
    try:
        con.execute(f"attach '{path}' as identitas")
    finally:
        os.umask(usual)
    con.execute(
        f"create table identitas.{table.name} as "
        f"select {', '.join([*table.key, *private])} from {table.name}_bersih"
    )
    con.execute("checkpoint identitas")
    con.execute("detach identitas")


def _count(
    con: duckdb.DuckDBPyConnection, used: dict[str, tuple[str, str, str, int]]
) -> list[Counts]:
    """Return the fate of each file's rows, and hold that none was lost on the way."""
    counts = []
    for berkas, (table, layout, digest, read) in used.items():
        accepted = _one(con, f"select count(*) from {table} where berkas = ?", berkas)
        refused = _one(con, "select count(distinct baris) from penolakan where berkas = ?", berkas)
        assert accepted + refused == read, f"{berkas}: {accepted} + {refused} != {read}"
        counts.append(Counts(berkas, table, layout, digest, read, accepted, refused))
    return counts


def _one(con: duckdb.DuckDBPyConnection, sql: str, berkas: str) -> int:
    row = con.execute(sql, [berkas]).fetchone()
    assert row is not None
    return int(row[0])
