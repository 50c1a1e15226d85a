"""A store of a whole made-up province: the city's businesses over again, in other places.

Only the tables that publication counts, and the codes of areas that no province has. The same
number of businesses always gives the same rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.build.steps import SQL

PROVINCE = "36"
DISTRICTS = 8
SUBDISTRICTS = 60
VILLAGES = 660
SKEW = 1.7
"""Villages differ in size as registers' do: the place of a business is drawn as u ** SKEW."""
REACH = 25
"""How many villages from its home a named product is made on average, the further the fewer."""


def write_province(path: Path, city: Path, businesses: int) -> Path:
    """Write a store with so many businesses, each a copy of one in the city's newest period."""
    with duckdb.connect(str(path)) as con:
        con.execute("set threads = 1")
        con.execute(f"attach '{city}' as kota (read_only)")
        con.execute(PLACES)
        con.execute(AREAS)
        con.execute(
            BUSINESSES,
            {"businesses": businesses, "skew": SKEW, "reach": REACH, "villages": VILLAGES},
        )
        # One period has no history, but its tables are there.
        con.execute("create table pembinaan as from kota.pembinaan limit 0")
        con.execute((SQL / "riwayat.sql").read_text(encoding="utf-8"))
        con.execute("detach kota")
    return path


PLACES = f"""
    create table tempat as
    select
        desa,
        '{PROVINCE}.' || lpad(cast(1 + camat * {DISTRICTS} // {SUBDISTRICTS} as varchar), 2, '0')
            as kode_kota,
        kode_kota || '.' || lpad(cast(1 + camat as varchar), 2, '0') as kode_kecamatan,
        kode_kecamatan || '.' || cast(2001 + desa as varchar) as kode_kelurahan
    from (
        select range as desa, range * {SUBDISTRICTS} // {VILLAGES} as camat
        from range({VILLAGES})
    )
"""
AREAS = f"""
    create table cakupan as
    select kode_kelurahan, 'provinsi' as tingkat, '{PROVINCE}' as kode_wilayah from tempat
    union all select kode_kelurahan, 'kota', kode_kota from tempat
    union all select kode_kelurahan, 'kecamatan', kode_kecamatan from tempat
    union all select kode_kelurahan, 'kelurahan', kode_kelurahan from tempat;
    create table wilayah as select distinct tingkat, kode_wilayah from cakupan;
"""
BUSINESSES = """
    create table usaha as
    with satu as (
        select *, row_number() over (order by id_usaha) - 1 as nomor, count(*) over () as banyak
        from kota.usaha
        where periode = (select max(periode) from kota.usaha)
    ),
    salinan as (
        select
            satu.*,
            (1 + hash(nomor, k.range) % 1000003) / 1000003.0 as undian
        from satu
        join range(cast(ceil($businesses / (select max(banyak) from satu)) as bigint)) as k
            on k.range * banyak + nomor < $businesses
    )
    select
        salinan.* exclude (nomor, banyak, undian) replace (tempat.kode_kelurahan as kode_kelurahan)
    from salinan
    join tempat on tempat.desa = (
        case
            when produk is null or produk = 'lainnya'
                then cast(floor($villages * power(undian, $skew)) as bigint)
            else cast(hash(produk) % $villages as bigint)
                + cast(floor(-ln(undian) * $reach) as bigint)
        end
    ) % $villages
"""
