-- which channels the definition of a period has
definisi_kanal as (
    select
        periode,
        bool_or(ditanya and kolom = 'kanal_pesan') as pesan,
        bool_or(ditanya and kolom = 'kanal_medsos') as medsos,
        bool_or(ditanya and kolom = 'kanal_marketplace') as marketplace,
        bool_or(ditanya and kolom = 'kanal_situs') as situs,
        bool_or(ditanya and kolom = 'kanal_email') as surel,
        bool_or(ditanya) as ada
    from kanal_ditanya
    where tabel = {{ tabel | literal }}
    group by periode
),
