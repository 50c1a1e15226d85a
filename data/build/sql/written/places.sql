-- One row per column of a sheet of which a single cell is to be shown as it was written.
select distinct posisi
from temuan
where berkas = $berkas
    and posisi is not null
    and kolom not like '% / %'
    and kolom not in (
        {%- for name in private %}{{ name | literal }}{% if not loop.last %}, {% endif %}{% endfor %})
order by posisi;
