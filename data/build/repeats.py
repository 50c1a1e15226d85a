"""Rows about the same thing: said twice, said otherwise in one file, said anew by a later file.

What says the same in every cell is folded. Within one file a second row of a key is refused: only
its sender knows which one is right. Between files the one received last counts, and the earlier
row is folded with a trace that names it.

A row of a wide sheet has several parts (``bagian``), one for each heading that is a value. It is
folded when all of its parts are; a part of it may be replaced alone.
"""

from __future__ import annotations

import duckdb

from data.build.places import RESOLVED
from data.quoting import literal
from data.tables import PLACE_CODE, PLACE_COLUMNS, Table

REPLACED = """
    create table penggantian
        (tabel varchar, berkas varchar, baris bigint, oleh_berkas varchar, oleh_baris bigint)
"""
SAME = ("sama dengan baris lain", "Tidak perlu diubah: yang sama dihitung sekali.")
NEWER = ("baris yang lebih baru", "Tidak perlu diubah: yang diterima terakhir yang berlaku.")
PART_NEWER = (
    "angka yang lebih baru",
    "Tidak perlu diubah: sel ini memakai yang diterima terakhir, sel lain di barisnya tetap.",
)
OUT = "diganti_{}"
SAID_AGAIN = """
    create temp table sama_{} (
        berkas varchar, baris bigint, bagian varchar,
        di struct(urut integer, berkas varchar, baris bigint)
    )
"""


def fold_same(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    """Fold rows that say the same in every cell; the first of them stays.

    A hash finds the candidates, the cells themselves decide. The temporary table ``sama_TABLE``
    keeps where each was last said, if by a later file: it counts as said then.
    """
    names = ", ".join(table.names)
    con.execute(SAID_AGAIN.format(table.name))
    con.execute(
        f"create or replace temp table sidik as select hash({names}) as sidik from {staged} "
        "where jenis_baris is null group by 1 having count(*) > 1"
    )
    if con.execute("select 1 from sidik limit 1").fetchone():
        _fold_same(con, table, staged)


def _fold_same(con: duckdb.DuckDBPyConnection, table: Table, staged: str) -> None:
    names = ", ".join(table.names)
    con.execute(
        "create temp table kembar as select berkas, baris, urut, row_number() over w as ke, "
        "first_value({'berkas': berkas, 'baris': baris, 'bagian': bagian, 'urut': urut}) over w "
        "as pertama "
        f"from {staged} as m join sidik on hash({names}) = sidik.sidik "
        "where m.jenis_baris is null "
        f"window w as (partition by {names} order by urut, berkas, baris, bagian)"
    )
    con.execute(
        "create temp table terlipat as select berkas, baris, any_value(m.kunci) as kunci, "
        "any_value(pertama.berkas) || ', baris ' || any_value(pertama.baris) as pertama "
        f"from kembar join (select berkas, baris, any_value({shown_key(table)}) as kunci, "
        f"count(*) as bagiannya from {staged} semi join kembar using (berkas, baris) group by all) "
        "as m using (berkas, baris) where ke > 1 group by berkas, baris "
        "having count(*) = any_value(bagiannya)"
    )
    con.execute(
        "insert into temuan select ?, berkas, baris, kunci, null, null, 'baris_sama', 'lipat', "
        "? || ': ' || pertama, ? from terlipat",
        [table.name, *SAME],
    )
    con.execute(
        f"insert into sama_{table.name} select pertama.berkas as berkas, "
        "pertama.baris as baris, pertama.bagian as bagian, "
        "max({'urut': urut, 'berkas': berkas, 'baris': baris}) as di "
        "from kembar semi join terlipat using (berkas, baris) "
        "where ke > 1 and urut > pertama.urut group by all"
    )
    con.execute("drop table terlipat")
    con.execute("drop table kembar")


def settle_keys(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Leave one row of every key: refuse the further ones of a file, fold those of earlier files.

    What a later file replaces of a row is in the temporary table ``diganti_TABLE``. A row that was
    refused replaces nothing: better an old answer than none.
    """
    con.execute(unsettled(table))
    _keyed(con, table, rows)
    if con.execute("select 1 from berkunci limit 1").fetchone():
        _settle(con, table, rows)
    con.execute("drop table berkunci")


def _settle(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    last = table.key[-1]
    con.execute(
        f"insert into temuan select distinct ?, berkas, baris, {shown_key(table)}, ?, "
        f"{'null' if last in table.private else f'cast({last} as varchar)'}, 'kunci_tunggal', "
        "'galat', ?, 'Hapus baris yang ganda.' from ("
        f"select *, row_number() over (partition by urut, {', '.join(table.key)} "
        "order by berkas, baris, bagian) as ke from berkunci) where ke > 1",
        [
            table.name,
            last,
            f"satu baris untuk tiap {' + '.join(map(table.get_label, table.key))}",
        ],
    )
    _replace(con, table)
    _tell(con, table, rows)


def unsettled(table: Table) -> str:
    """Return a statement that makes ``diganti_TABLE`` of a staging table without rows."""
    return (
        f"create temp table {OUT.format(table.name)} (berkas varchar, baris bigint, "
        "bagian varchar, oleh_berkas varchar, oleh_baris bigint)"
    )


def _keyed(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Make ``berkunci``: the rows whose key occurs more than once. The others, most of a million,
    are not put in order."""
    words, code = PLACE_COLUMNS[table.place], PLACE_CODE[table.place]
    whole = f"{table.key[-1]} is not null"
    if code in table.key:
        same = " and ".join(f"m.{word} is not distinct from t.{word}" for word in words)
        rows = (
            f"(select m.*, t.kode as {code} from {rows} as m "
            f"join {RESOLVED.format(table.name)} as t on {same})"
        )
        whole += f" and {code} is not null"
    keys = ", ".join(table.key)
    con.execute(
        f"create temp table berkunci as select berkas, baris, bagian, urut, {keys} from {rows} "
        f"where {whole} and hash({keys}) in "
        f"(select hash({keys}) from {rows} where {whole} group by 1 having count(*) > 1)"
    )


def _replace(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    keys = ", ".join(table.key)
    con.execute(
        f"insert into {OUT.format(table.name)} with calon as ("
        f"select b.berkas, b.baris, b.bagian, {', '.join(f'b.{name}' for name in table.key)}, "
        "coalesce(s.di, {'urut': b.urut, 'berkas': b.berkas, 'baris': b.baris}) as di "
        f"from berkunci as b left join sama_{table.name} as s on s.berkas = b.berkas "
        "and s.baris = b.baris and s.bagian is not distinct from b.bagian "
        f"anti join (select berkas, baris from temuan where tabel = {literal(table.name)} "
        "and tingkat = 'galat') as g on g.berkas = b.berkas and g.baris = b.baris) "
        "select berkas, baris, bagian, oleh.berkas as oleh_berkas, oleh.baris as oleh_baris from ("
        "select *, row_number() over w as ke, "
        "first_value(di) over w as oleh from calon "
        f"window w as (partition by {keys} order by di.urut desc, di)) where ke > 1"
    )


def _tell(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Fold the rows of which every part was replaced, and flag the parts of the others."""
    gone = OUT.format(table.name)
    con.execute(
        f"insert into penggantian select distinct ?, berkas, baris, oleh_berkas, oleh_baris "
        f"from {gone}",
        [table.name],
    )
    con.execute(
        "create temp table utuh as select berkas, baris, any_value(kunci) as kunci, "
        f"any_value(oleh_berkas || ', baris ' || oleh_baris) as oleh from {gone} join "
        f"(select berkas, baris, any_value({shown_key(table)}) as kunci, count(*) as bagiannya "
        f"from {rows} semi join {gone} using (berkas, baris) group by all) using (berkas, baris) "
        "group by berkas, baris having count(*) = any_value(bagiannya)"
    )
    con.execute(
        "insert into temuan select ?, berkas, baris, kunci, null, null, 'digantikan', 'lipat', "
        "? || ': ' || oleh, ? from utuh",
        [table.name, *NEWER],
    )
    con.execute(
        "insert into temuan select ?, berkas, baris, null, bagian, null, 'sebagian_digantikan', "
        "'peringatan', ? || ': ' || oleh_berkas || ', baris ' || oleh_baris, ? "
        f"from {gone} anti join utuh using (berkas, baris)",
        [table.name, *PART_NEWER],
    )
    con.execute("drop table utuh")


def shown_key(table: Table) -> str:
    """Return SQL of what a row goes by in a list of findings: its own number, if any."""
    column = next((c for c in table.columns if c.name == table.key[-1]), None)
    return table.key[-1] if column and column.type == "teks" and not column.private else "null"
