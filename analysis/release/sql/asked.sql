-- Which channels the definition of a period has, by source.
select
    if(tabel = 'usaha', 'register', 'survei') as sumber,
    periode,
    replace(kolom, 'kanal_', '') as kategori,
    ditanya
from kanal_ditanya
order by all
