-- Macros that see by its content what identifies a person, wherever it stands: a shifted row puts
-- an address under Skala, and a number that nobody has fills the column of the business's own.

-- A text with its digits and signs as a keyboard has them; nearly all texts are so already.
create macro tertulis_biasa(sel) as case
    when strlen(sel) = length(sel) then sel
    when regexp_matches(sel, '[' || {{ letters.OTHERS | literal }} || ']')
        then translate(sel, {{ letters.OTHERS | literal }}, {{ letters.READ_AS | literal }})
    else sel
end;

-- Sixteen digits or eighteen, whatever they mean, in the usual groups. A point or comma before them
-- is the end of a word, and not of a whole number.
create macro pola_nomor_orang() as
    '(^|[^\d.,]|[^\d][.,])\d([ .-]?\d){15}(([ .-]?\d){2})?([^\d]|$)';
-- A NIK by what it says, so that it is known with anything between its digits: province, regency and
-- district; day (a woman's plus 40), month and year of birth; a number.
create macro pola_nik() as replace(
    '(^|[^\d])[1-9]_\d_\d_\d_\d_\d_(0_[1-9]|[1256]_\d|3_[01]|4_[1-9]|7_[01])_(0_[1-9]|1_[0-2])'
    '_\d_\d_\d_\d_\d_\d([^\d]|$)',
    '_', '[^0-9A-Za-z]{0,3}'
);
-- A NIP likewise: the day of birth, the month of appointment, a man's or a woman's, a number.
create macro pola_nip() as replace(
    '(^|[^\d])(1_9|2_0)_\d_\d_(0_[1-9]|1_[0-2])_(0_[1-9]|[12]_\d|3_[01])_(1_9|2_0)_\d_\d_'
    '(0_[1-9]|1_[0-2])_[12]_\d_\d_\d([^\d]|$)',
    '_', '[^0-9A-Za-z]{0,3}'
);
-- Such a number as a spreadsheet shortens it: most of its digits are still there.
create macro pola_nomor_dipendekkan() as '(^|[^\d])\d[.,]\d{9,}[eE]\+?1[57]([^\d]|$)';
create macro pola_telepon() as '(^|[^\d.,])(\+?62[ -]?|0)8(\d[ .-]?){6,10}\d([^\d]|$)';
create macro pola_surel() as '[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}|(^|[^\w])@[A-Za-z_][\w.]{2,}';
-- "Jalan" only before a name: it is also the word for how things go.
create macro pola_alamat() as
    '\b([Jj]l|[Jj]ln|JL|JLN)\b\.?\s*\S.*|\b([Jj]alan|JALAN|[Gg]ang|GANG|[Gg]g|GG)\b\.?\s+[A-Z0-9].*'
    '|\b(RT|Rt|rt|RW|Rw|rw)\b[ .:]*\d.*';

create macro disembunyikan() as '(data pribadi, disembunyikan)';

-- A span of days has sixteen digits too: "31/12/2024 - 01/01/2025".
create macro tanpa_hari(sel) as regexp_replace(regexp_replace(
    sel,
    '(^|[^\d/.-])(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](19|20)\d\d([^\d]|$)', '\1hari\5', 'g'),
    '(^|[^\d/.-])(19|20)\d\d[/.-](0?[1-9]|1[0-2])[/.-](0?[1-9]|[12]\d|3[01])([^\d]|$)', '\1hari\5', 'g'
);

-- Each of these takes a text as "tertulis_biasa" writes it.
create macro tampak_nik(teks) as (
    length(teks) >= 16 and (
        regexp_matches(tanpa_hari(teks), pola_nik() || '|' || pola_nip())
        or regexp_matches(teks, pola_nomor_dipendekkan())
    )
);

-- What is measured is none of it, however many places it has; a number of a person with a decimal
-- that some program gave it is.
create macro tampak_bilangan(teks) as (
    regexp_full_match(teks, '[+-]?\d{0,15}[.,]\d+')
    and not regexp_full_match(teks, '\+?(62|0)8\d{7,11}[.,]0+')
    and not (regexp_matches(teks, '^\d{6}') and tampak_nik(teks))
);

create macro pola_pasti() as concat_ws(
    '|', pola_nomor_orang(), pola_telepon(), pola_surel(), pola_alamat()
);
create macro pola_mungkin() as concat_ws(
    '|', pola_pasti(), pola_nik(), pola_nip(), pola_nomor_dipendekkan()
);

-- One look sorts out nearly all texts; only of the others it is asked what they are.
create macro biasa_pribadi(teks) as case
    when regexp_matches(teks, pola_mungkin()) then
        (regexp_matches(teks, pola_pasti()) or tampak_nik(teks)) and not tampak_bilangan(teks)
    else false
end;

-- A NIK or NIP, a phone, an e-mail address or account, an address.
create macro tampak_pribadi(sel) as
    coalesce(biasa_pribadi(tertulis_biasa(sel)), false);

-- Whether a cell of numbers is a person's: more cannot be told of a sum.
create macro angka_pribadi(sel) as case
    when tampak_pribadi(sel) then coalesce(tampak_nik(tertulis_biasa(sel)), false)
    else false
end;

create macro pribadi_diganti(teks) as trim(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(
        teks,
        pola_surel(), '\2' || disembunyikan(), 'g'),
        pola_alamat(), disembunyikan(), 'g'),
        pola_nomor_orang(), '\1' || disembunyikan() || '\5', 'g'),
        pola_nik(), '\1' || disembunyikan() || '\4', 'g'),
        pola_nip(), '\1' || disembunyikan() || '\7', 'g'),
        pola_nomor_dipendekkan(), '\1' || disembunyikan() || '\2', 'g'),
        pola_telepon(), '\1' || disembunyikan() || '\4', 'g')
);

-- The rest of a text without it; nothing of it where some could not be cut out.
create macro tanpa_pribadi(sel) as case
    when not tampak_pribadi(sel) then sel
    when biasa_pribadi(pribadi_diganti(tertulis_biasa(sel))) then disembunyikan()
    else pribadi_diganti(tertulis_biasa(sel))
end;

-- Words as a name has them in what should be a number or code: "Siti Aminah 12", not "KS 0012".
create macro tampak_nama(sel) as coalesce(
    regexp_matches(tertulis_biasa(sel), '[A-Za-z'']{3,}[ .,]+[A-Za-z'']{3,}'), false
);

-- Whether a number or code of a business is a person's.
create macro nomor_pribadi(sel) as (tampak_pribadi(sel) or tampak_nama(sel));

-- 1,23E+12: a spreadsheet's short form of a number of which the end is lost.
create macro angka_terpotong(sel) as coalesce(
    regexp_full_match(tertulis_biasa(sel), '\d([.,]\d+)?[eE]\+?\d+'), false
);
