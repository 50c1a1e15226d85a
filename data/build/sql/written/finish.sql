-- temuan: one row per thing that is said of a file, sheet, row or cell, in file order. The parts of a
-- wide row all say what is wrong with the cells that they share.
update temuan
set kolom = split_part(kolom, ' [', 1)
where contains(kolom, ' [');

create table main.temuan as
select distinct * replace (
    -- Pages show lists of them; the cell itself is in the file.
    if(length(nilai) > 500, left(nilai, 500) || '…', nilai) as nilai
)
from temp.temuan
order by berkas, baris, posisi, aturan;

drop table temp.temuan;
