-- One row per row of which every part was replaced.
select berkas, baris, kunci, 'baris yang lebih baru: ' || oleh as seharusnya
from utuh
