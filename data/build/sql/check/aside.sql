-- One row per row of a sheet that is no row of data: a repeated heading, a total, a remark.
select distinct berkas, baris
from {{ staged }}
where jenis_baris = $aturan
