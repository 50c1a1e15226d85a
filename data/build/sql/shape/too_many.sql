-- One row per row that has slipped: in a text file every one with a cell too many, in a workbook one
-- that is full and goes on with a number.
select
    baris,
    tanpa_pribadi(array_to_string(isi, ' | ')) as nilai,
    $banyak || ' sel di bawah ' || $banyak || ' judul; baris ini punya ' || (terisi + len(isi))
    || ', yang kelebihan: ' || tanpa_pribadi(array_to_string(isi, ' | ')) as seharusnya
from kelebihan
where {{ strict }} or menyambung and terisi = $banyak and regexp_full_match(isi[1], '[\d.,]+')
