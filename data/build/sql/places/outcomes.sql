-- A step of resolve.sql, one row per outcome of a search that has something to say: the rule, what
-- was expected and the next step. {nama} is the area that was found, {induk} where it was sought,
-- {tempat} where what is written does lie, {mirip} the nearest known name, which is only shown.
arti as (
    select
        *,
        case
            when hasil in ('alias', 'tanpa_kecamatan') then 'ubahan'
            else {{ ('galat' if table.placed else 'peringatan') | literal }}
        end as tingkat
    from (
        values
        ('kosong', 'wilayah_dikenal', {{ ('nama wilayah ' ~ city.nama) | literal }}, 'Isi nama wilayahnya.'),
        (
            'wilayah',
            'wilayah_dikenal',
            {{ ('nama wilayah ' ~ city.nama ~ '{mirip}') | literal }},
            'Samakan ejaannya dengan daftar wilayah di halaman Metode.'
        ),
        (
            'kecamatan',
            'wilayah_dikenal',
            {{ ('nama kecamatan di ' ~ city.nama ~ '{mirip}') | literal }},
            'Samakan ejaannya dengan daftar wilayah di halaman Metode.'
        ),
        (
            'kelurahan',
            'wilayah_dikenal',
            'nama kelurahan di {induk}{mirip}',
            'Samakan ejaannya dengan daftar wilayah di halaman Metode.'
        ),
        ('tanpa_kelurahan', 'wilayah_dikenal', 'nama kelurahan di {induk}', 'Isi kelurahannya.'),
        (
            'kecamatan_lain',
            'wilayah_dikenal',
            'kelurahan di {induk}; {tempat}',
            'Ejaannya sudah benar. Perbaiki kecamatannya, atau kelurahannya.'
        ),
        (
            'bertentangan',
            'wilayah_dikenal',
            {{ ('kecamatan di ' ~ city.nama ~ '; {tempat}') | literal }},
            'Perbaiki kecamatannya, atau kabupaten/kotanya.'
        ),
        (
            'kota_atau_kabupaten',
            'kota_atau_kabupaten',
            {{ city.mendua | literal }},
            'Tulis Kota atau Kabupaten di depan namanya.'
        ),
        (
            'lain',
            'wilayah_lain',
            {{ ('wilayah di ' ~ city.nama) | literal }},
            {{ ('Hapus baris ini bila usahanya memang di luar ' ~ city.nama ~ '.') | literal }}
        ),
        (
            'tetangga',
            'wilayah_lain',
            {{ ('wilayah di ' ~ city.nama ~ '; {tempat}') | literal }},
            {{ ('Hapus baris ini bila usahanya memang di luar ' ~ city.nama ~ '.') | literal }}
        ),
        ('mendua', 'wilayah_mendua', 'nama kelurahan dengan kecamatannya', 'Isi kecamatannya.'),
        ('alias', 'ejaan_wilayah', '{nama}', 'Tidak perlu diubah.'),
        (
            'tanpa_kecamatan',
            'kecamatan_dilengkapi',
            '{nama}, satu-satunya yang bernama itu',
            'Isi kecamatannya bila ini salah.'
        )
    ) as a (hasil, aturan, seharusnya, langkah)
    {% if not table.placed %}
    -- a row of this table may go without a place
    where hasil <> 'kosong'
    {% endif %}
)
