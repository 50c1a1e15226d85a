-- Empties the NIK that were cut, and what they would link.
update mentah_{{ table.name }}
set
    nik = null{% for column in table.columns if column.name == 'nik' and column.linked_as %},
    {{ column.linked_as }} = null{% endfor %}

where berkas = $berkas and baris in (select baris from terpotong);
