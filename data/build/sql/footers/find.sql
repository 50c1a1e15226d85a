-- luar_data: one row per row of a sheet outside of its data, and what it is.
create or replace temp table luar_data (baris bigint, jenis varchar);

-- awal_baris: one row per row that begins as a total, or as a note or signature, does. Most sheets
-- have none, so that their million rows are looked at once and no further.
create or replace temp table awal_baris as
with kata_pertama as (
    select baris, coalesce({{ source.texts }}) as awal
    from {{ source.below }}
),

dikenal as (
    select
        baris,
        regexp_full_match(awal, {{ totals | literal }}) as jumlah,
        regexp_full_match(awal, {{ remarks | literal }}) as keterangan
    from kata_pertama
    -- no total or note begins with a figure; most rows of data do
    where not awal between '0' and '9~'
)

from dikenal where jumlah or keterangan;

-- Whether there may be a total, and the first row that may be a note.
select bool_or(jumlah), min(baris) filter (keterangan) from awal_baris;
