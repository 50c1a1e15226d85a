-- One row per row of a sheet that is no row of data: a repeated heading, a total, a remark.
with arti (aturan, seharusnya, langkah) as (
    values
    ('judul_berulang', 'baris judul kolom', 'Tidak perlu diubah.'),
    ('baris_nomor', 'baris nomor kolom', 'Tidak perlu diubah.'),
    ('baris_jumlah', 'baris jumlah dari baris lain', 'Tidak perlu diubah.'),
    ('baris_rekap', 'baris jumlah dari baris lain', 'Tidak perlu diubah.'),
    ('tak_hadir', 'tanda hadir di salah satu hari', 'Tidak perlu diubah.'),
    (
        'baris_contoh',
        'baris data; ini contoh pengisian',
        'Tidak perlu diubah, kecuali bila baris ini memang data.'
    ),
    (
        'baris_keterangan',
        'baris yang mengisi kolom data',
        'Tidak perlu diubah, kecuali bila baris ini memang data.'
    )
)

select distinct s.berkas, s.baris, a.aturan, a.seharusnya, a.langkah
from {{ staged }} as s
join arti as a on a.aturan = s.jenis_baris
