-- Macros that read what people write. Each gives a text back: the project's own writing where
-- the cell can be read, the cell as it was where it cannot, so that a refusal can show it.

-- A cell without what cannot be seen: non-breaking and zero-width spaces, line ends, margins.
create macro rapi(sel) as nullif(
    trim(translate(sel, chr(160) || chr(8239) || chr(9) || chr(10) || chr(13) || chr(8203) || chr(65279), '     ')),
    ''
);

-- 1.234,5 and Rp1.500.000,- as 1234.5 and 1500000. A spreadsheet's own 45.5 keeps its point.
create macro angka_baku(sel) as case
    when regexp_full_match(sel, '\d+') then sel
    when regexp_full_match(sel, '(?i)(Rp\.?\s*)?-?(\d{1,3}(\.\d{3})+|\d+)(,\d+|,-)?')
        then replace(replace(regexp_replace(sel, '(?i)^Rp\.?\s*|,-$', '', 'g'), '.', ''), ',', '.')
    else sel
end;

-- -6,139 as -6.139, for a column that is not declared as Indonesian: a point is left alone there.
create macro koma_desimal(sel) as case
    when regexp_full_match(sel, '[+-]?\d+,\d+') then replace(sel, ',', '.')
    else sel
end;

-- A whole word for a month, Indonesian or English, in full or as it is usually cut: 'Marketing' is none.
create macro bulan_angka(kata) as case
    when lower(kata) in ('januari', 'january', 'jan') then 1
    when lower(kata) in ('februari', 'pebruari', 'february', 'feb', 'peb') then 2
    when lower(kata) in ('maret', 'march', 'mar', 'mrt') then 3
    when lower(kata) in ('april', 'apr') then 4
    when lower(kata) in ('mei', 'may') then 5
    when lower(kata) in ('juni', 'june', 'jun') then 6
    when lower(kata) in ('juli', 'july', 'jul') then 7
    when lower(kata) in ('agustus', 'august', 'agu', 'ags', 'agt', 'agus', 'agust', 'aug') then 8
    when lower(kata) in ('september', 'sept', 'sep') then 9
    when lower(kata) in ('oktober', 'october', 'okt', 'oct') then 10
    when lower(kata) in ('november', 'nopember', 'nov', 'nop') then 11
    when lower(kata) in ('desember', 'december', 'des', 'dec') then 12
end;

-- Two figures are of this century up to 50, of the last one above.
create macro tahun_penuh(tahun) as case
    when length(tahun) = 4 then tahun
    when try_cast(tahun as integer) <= 50 then '20' || tahun
    else '19' || tahun
end;

-- No record of a business is older than 1900: 1821 is a slip of the pen.
create macro tanggal_dari(tahun, bulan, hari) as case
    when tahun_penuh(tahun) between '1900' and '2100' then cast(
        try_cast(
            tahun_penuh(tahun) || '-' || lpad(cast(bulan as varchar), 2, '0') || '-' || lpad(hari, 2, '0')
            as date
        ) as varchar
    )
end;

-- Without the day of the week before it and the time after it, and with nothing around its signs.
create macro tanggal_saja(sel) as regexp_replace(
    regexp_replace(
        regexp_replace(
            sel,
            '^([A-Za-z'']+\s*,|(?i:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b[\s,]*)\s*',
            ''
        ),
        '[T ]+\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?( ?(AM|PM|WIB))?$', ''
    ),
    '\s*([-/.])\s*', '\1', 'g'
);

-- Which part of 08/09/2021 is the month, where the cell alone can tell: 'hari' stands first in
-- 31/12/2021, 'bulan' in 12/31/2021. Null where both could be.
create macro urutan_tanggal(sel) as case
    when not regexp_full_match(tanggal_saja(sel), '\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})') then null
    when try_cast(regexp_extract(tanggal_saja(sel), '^(\d+)', 1) as integer) between 13 and 31
        and try_cast(regexp_extract(tanggal_saja(sel), '^\d+\D(\d+)', 1) as integer) between 1 and 12
        then 'hari'
    when try_cast(regexp_extract(tanggal_saja(sel), '^(\d+)', 1) as integer) between 1 and 12
        and try_cast(regexp_extract(tanggal_saja(sel), '^\d+\D(\d+)', 1) as integer) between 13 and 31
        then 'bulan'
end;

create macro tanggal_terbaca(sel, depan) as case
    when regexp_full_match(sel, '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}') then tanggal_dari(
        regexp_extract(sel, '^(\d{4})', 1),
        regexp_extract(sel, '^\d{4}\D(\d{1,2})', 1),
        regexp_extract(sel, '(\d{1,2})$', 1)
    )
    when regexp_full_match(sel, '(19|20)\d{6}')
        then tanggal_dari(left(sel, 4), substr(sel, 5, 2), right(sel, 2))
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})') then tanggal_dari(
        regexp_extract(sel, '(\d+)$', 1),
        regexp_extract(sel, if(depan = 'bulan', '^(\d+)', '^\d+\D(\d+)'), 1),
        regexp_extract(sel, if(depan = 'bulan', '^\d+\D(\d+)', '^(\d+)'), 1)
    )
    when regexp_full_match(sel, '\d{1,2}[-/. ]+[A-Za-z]+[-/., ]+(\d{4}|\d{2})') then tanggal_dari(
        regexp_extract(sel, '(\d+)$', 1),
        bulan_angka(regexp_extract(sel, '([A-Za-z]+)', 1)),
        regexp_extract(sel, '^(\d+)', 1)
    )
    when regexp_full_match(sel, '[A-Za-z]+ \d{1,2},? \d{4}') then tanggal_dari(
        regexp_extract(sel, '(\d{4})$', 1),
        bulan_angka(regexp_extract(sel, '^([A-Za-z]+)', 1)),
        regexp_extract(sel, ' (\d{1,2})', 1)
    )
    -- A spreadsheet's day number: days since 30 December 1899.
    when regexp_full_match(sel, '\d{5}(\.\d+)?') and try_cast(sel as double) between 10000 and 60000
        then cast(date '1899-12-30' + cast(floor(try_cast(sel as double)) as integer) as varchar)
end;

-- A date as 2025-06-24. ``depan`` says what stands first in 08/09/2021: 'hari', as Indonesia
-- writes it, or 'bulan'; it is decided for a whole column, so that no column is read both ways.
create macro tanggal_baku(sel, depan) as case
    when sel is null or regexp_full_match(sel, '\d{4}-\d{2}-\d{2}') then sel
    else coalesce(tanggal_terbaca(tanggal_saja(sel), depan), sel)
end;

-- A month as 2025-06, whether written in words, as 06/2025 or as a whole date.
create macro periode_baku(sel, depan) as case
    when sel is null or regexp_full_match(sel, '\d{4}(-\d{2})?') then sel
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{4}')
        then right(sel, 4) || '-' || lpad(regexp_extract(sel, '^(\d+)', 1), 2, '0')
    when regexp_full_match(sel, '[A-Za-z]+[ -]+\d{4}')
        and bulan_angka(regexp_extract(sel, '^([A-Za-z]+)', 1)) is not null
        then right(sel, 4) || '-'
        || lpad(cast(bulan_angka(regexp_extract(sel, '^([A-Za-z]+)', 1)) as varchar), 2, '0')
    else coalesce(left(tanggal_terbaca(tanggal_saja(sel), depan), 7), sel)
end;
