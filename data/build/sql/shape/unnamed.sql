-- One row where a workbook holds something beside its table that nothing takes.
select
    'kolom dengan judul; ' || count(*) || ' baris berisi sesuatu di kanan tabel, mulai kolom '
    || $kolom || ', yang pertama baris ' || min(baris) as seharusnya
from kelebihan
where not {{ strict }} and not (menyambung and terisi = $banyak and regexp_full_match(isi[1], '[\d.,]+'))
having count(*) > 0
