-- One row per row of a sheet in whose free words a person is named; the words are not repeated.
select distinct berkas, baris, disembunyikan() as nilai
from {{ staged }}
where jenis_baris is null and tampak_pribadi({{ column }})
