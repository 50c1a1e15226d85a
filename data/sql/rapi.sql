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

-- 45,5 % and 45.5% as the number before the sign, for a column whose shares are in percent.
create macro tanpa_persen(sel) as regexp_replace(sel, '(?i)\s*(%|persen)$', '');

-- -6,139 as -6.139, for a column that is not declared as Indonesian: a point is left alone there.
create macro koma_desimal(sel) as case
    when regexp_full_match(sel, '[+-]?\d+,\d+') then replace(sel, ',', '.')
    else sel
end;

create macro bulan_angka(kata) as case left(lower(kata), 3)
    when 'jan' then 1
    when 'feb' then 2
    when 'peb' then 2
    when 'mar' then 3
    when 'apr' then 4
    when 'mei' then 5
    when 'may' then 5
    when 'jun' then 6
    when 'jul' then 7
    when 'agu' then 8
    when 'ags' then 8
    when 'agt' then 8
    when 'aug' then 8
    when 'sep' then 9
    when 'okt' then 10
    when 'oct' then 10
    when 'nov' then 11
    when 'nop' then 11
    when 'des' then 12
    when 'dec' then 12
end;

-- Two figures are of this century up to 50, of the last one above.
create macro tahun_penuh(tahun) as case
    when length(tahun) = 4 then tahun
    when try_cast(tahun as integer) <= 50 then '20' || tahun
    else '19' || tahun
end;

create macro tanggal_dari(tahun, bulan, hari) as cast(
    try_cast(
        tahun_penuh(tahun) || '-' || lpad(cast(bulan as varchar), 2, '0') || '-' || lpad(hari, 2, '0')
        as date
    ) as varchar
);

-- Without the day of the week before it and the time after it.
create macro tanggal_saja(sel) as regexp_replace(
    regexp_replace(sel, '^[A-Za-z'']+\s*,\s*', ''),
    '[T ]+\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?( ?(AM|PM|WIB))?$', ''
);

create macro tanggal_terbaca(sel) as case
    when regexp_full_match(sel, '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}') then tanggal_dari(
        regexp_extract(sel, '^(\d{4})', 1),
        regexp_extract(sel, '^\d{4}\D(\d{1,2})', 1),
        regexp_extract(sel, '(\d{1,2})$', 1)
    )
    -- Day first, as Indonesia writes it; the other way round only where it cannot be read so.
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})') then coalesce(
        tanggal_dari(
            regexp_extract(sel, '(\d+)$', 1),
            regexp_extract(sel, '^\d+\D(\d+)', 1),
            regexp_extract(sel, '^(\d+)', 1)
        ),
        tanggal_dari(
            regexp_extract(sel, '(\d+)$', 1),
            regexp_extract(sel, '^(\d+)', 1),
            regexp_extract(sel, '^\d+\D(\d+)', 1)
        )
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

create macro tanggal_baku(sel) as case
    when sel is null or regexp_full_match(sel, '\d{4}-\d{2}-\d{2}') then sel
    else coalesce(tanggal_terbaca(tanggal_saja(sel)), sel)
end;

-- A month as 2025-06, whether written in words, as 06/2025 or as a whole date.
create macro periode_baku(sel) as case
    when sel is null or regexp_full_match(sel, '\d{4}(-\d{2})?') then sel
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{4}')
        then right(sel, 4) || '-' || lpad(regexp_extract(sel, '^(\d+)', 1), 2, '0')
    when regexp_full_match(sel, '[A-Za-z]+[ -]+\d{4}')
        and bulan_angka(regexp_extract(sel, '^([A-Za-z]+)', 1)) is not null
        then right(sel, 4) || '-'
        || lpad(cast(bulan_angka(regexp_extract(sel, '^([A-Za-z]+)', 1)) as varchar), 2, '0')
    else coalesce(left(tanggal_terbaca(tanggal_saja(sel)), 7), sel)
end;
