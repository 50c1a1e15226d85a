-- One row per row that says the same as an earlier one.
select berkas, baris, kunci, 'sama dengan baris lain: ' || pertama as seharusnya
from terlipat
