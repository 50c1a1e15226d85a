-- One row: what became of the rows of a sheet. They are counted in the file itself, so that a row
-- which was never laid out is missed here; a row that is refused and folded was refused.
with nasib as (
    select
        baris,
        bool_or(tingkat = 'galat') as ditolak,
        bool_or(tingkat = 'lipat') as dilipat,
        bool_or(aturan = 'wilayah_lain') as di_tempat_lain
    from temuan
    where berkas = $berkas and baris is not null
    group by baris
)

select
    (select count(*) from ({{ source.filled }})) as dibaca,
    (select count(distinct baris) from {{ source.table.name }} where berkas = $berkas) as diterima,
    count(*) filter (ditolak) as ditolak,
    count(*) filter (dilipat and not ditolak) as dilipat,
    count(*) filter (di_tempat_lain) as di_tempat_lain
from nasib;
