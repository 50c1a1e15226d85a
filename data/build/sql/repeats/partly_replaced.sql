-- One row per replaced part of a row of which others still count.
select
    berkas,
    baris,
    bagian as kolom,
    'angka yang lebih baru: ' || oleh_berkas || ', baris ' || oleh_baris as seharusnya
from diganti_{{ table.name }}
anti join utuh using (berkas, baris)
