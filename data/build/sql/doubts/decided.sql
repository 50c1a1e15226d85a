-- One row per row whose kecamatan somebody has decided: how its place was written, and is read.
select
    berkas,
    baris,
    kunci,
    coalesce(kecamatan, '') || ' / ' || kelurahan as nilai,
    jawaban || ' / ' || kelurahan as seharusnya
from ditempatkan
