-- Takes out of all findings what a person can be known by, whatever column it stood in. Each cell is
-- judged once: to plan these judgements takes longer than to make them.
with dinilai as materialized (
    select
        rowid as nomor,
        nilai is not null and (aturan = $aturan or tampak_pribadi(nilai)) as nilai_tampak,
        coalesce(nomor_pribadi(kunci), false) as kunci_tampak,
        coalesce(tampak_pribadi(judul), false) as judul_tampak,
        coalesce(tampak_pribadi(seharusnya), false) as seharusnya_tampak
    from temuan
)

update temuan
set
    nilai = case when nilai_tampak then disembunyikan() else nilai end,
    kunci = case when not kunci_tampak then kunci end,
    judul = case when judul_tampak then disembunyikan() else judul end,
    seharusnya = case when seharusnya_tampak then disembunyikan() else seharusnya end
from dinilai
where
    temuan.rowid = nomor
    and (nilai_tampak or kunci_tampak or judul_tampak or seharusnya_tampak);
