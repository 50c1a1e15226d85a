-- Macros that see by its content what identifies a person, wherever it stands: a shifted row puts
-- an address under Skala, and a number that nobody has fills the column of the business's own.

create macro pola_nomor_orang() as '(^|[^\d.,])\d([ .-]?\d){15}(([ .-]?\d){2})?([^\d]|$)';
create macro pola_telepon() as '(^|[^\d.,])(\+?62[ -]?|0)8(\d[ .-]?){6,10}\d([^\d]|$)';
create macro pola_surel() as '[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}|(^|[^\w])@[A-Za-z_][\w.]{2,}';
-- "Jalan" only before a name: it is also the word for how things go.
create macro pola_alamat() as
    '\b([Jj]l|[Jj]ln|JL|JLN)\b\.?\s*\S.*|\b([Jj]alan|JALAN|[Gg]ang|GANG|[Gg]g|GG)\b\.?\s+[A-Z0-9].*'
    '|\b(RT|Rt|rt|RW|Rw|rw)\b[ .:]*\d.*';

create macro disembunyikan() as '(data pribadi, disembunyikan)';

-- A NIK or NIP, a phone, an e-mail address or account, an address. A plain decimal is none of it.
create macro tampak_pribadi(sel) as coalesce(
    not regexp_full_match(sel, '[+-]?\d*[.,]\d+')
    and (
        regexp_matches(sel, pola_nomor_orang()) or regexp_matches(sel, pola_telepon())
        or regexp_matches(sel, pola_surel()) or regexp_matches(sel, pola_alamat())
    ),
    false
);

create macro pribadi_diganti(sel) as trim(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        sel,
        pola_surel(), '\2' || disembunyikan(), 'g'),
        pola_alamat(), disembunyikan(), 'g'),
        pola_nomor_orang(), '\1' || disembunyikan() || '\5', 'g'),
        pola_telepon(), '\1' || disembunyikan() || '\4', 'g')
);

-- The rest of a text without it; nothing of it where some could not be cut out.
create macro tanpa_pribadi(sel) as case
    when not tampak_pribadi(sel) then sel
    when tampak_pribadi(pribadi_diganti(sel)) then disembunyikan()
    else pribadi_diganti(sel)
end;

-- Words as a name has them in what should be a number or code: "Siti Aminah 12", not "KS 0012".
create macro tampak_nama(sel) as coalesce(
    regexp_matches(sel, '[A-Za-z'']{3,}[ .,]+[A-Za-z'']{3,}'), false
);

-- Whether a number or code of a business is a person's.
create macro nomor_pribadi(sel) as (tampak_pribadi(sel) or tampak_nama(sel));

-- 1,23E+12: a spreadsheet's short form of a number of which the end is lost.
create macro angka_terpotong(sel) as coalesce(
    regexp_full_match(sel, '\d([.,]\d+)?[eE]\+?\d+'), false
);
