-- Takes out of all findings what a person can be known by, whatever column it stood in.
update temuan
set
    nilai = case
        when nilai is null or aturan <> $aturan and not tampak_pribadi(nilai) then nilai
        else disembunyikan()
    end,
    kunci = case when not nomor_pribadi(kunci) then kunci end,
    judul = case when tampak_pribadi(judul) then disembunyikan() else judul end,
    seharusnya = case when tampak_pribadi(seharusnya) then disembunyikan() else seharusnya end
where
    not (nilai is null or aturan <> $aturan and not tampak_pribadi(nilai))
    or nomor_pribadi(kunci)
    or tampak_pribadi(judul)
    or tampak_pribadi(seharusnya);
