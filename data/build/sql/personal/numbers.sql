-- One row per row of a sheet whose own number cannot be one; a person's is not repeated.
select distinct
    berkas,
    baris,
    {% if broken == "nomor_pribadi" %}
    disembunyikan() as nilai
    {% else %}
    case when nomor_pribadi({{ column }}) then disembunyikan() else {{ column }} end as nilai
    {% endif %}
from {{ staged }}
where jenis_baris is null and {{ broken }}({{ column }})
