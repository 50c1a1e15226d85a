-- Takes out of all findings what a person can be known by, whatever column it stood in.
update temuan
set
    nilai = case
        when nilai is null or aturan <> $aturan and not tampak_pribadi(nilai) then nilai
        else disembunyikan()
    end,
    kunci = case when not nomor_pribadi(kunci) then kunci end
where
    not (nilai is null or aturan <> $aturan and not tampak_pribadi(nilai))
    or nomor_pribadi(kunci);
