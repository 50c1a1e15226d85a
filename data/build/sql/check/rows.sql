-- TABLE_baris: one row per part of a staged row that was not folded.
create temp view {{ table.name }}_baris as
with terlipat as (
    select distinct berkas, baris
    from temuan
    where tabel = {{ table.name | literal }} and tingkat = 'lipat'
)

select m.*
from {{ staged }} as m
anti join terlipat using (berkas, baris);
