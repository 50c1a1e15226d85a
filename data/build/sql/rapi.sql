-- Macros that read what people write. Each gives a text back: the project's own writing where
-- the cell can be read, the cell as it was where it cannot, so that a refusal can show it.

-- A cell without what cannot be seen: non-breaking and zero-width spaces, line ends, margins.
-- By their UTF-8 bytes, one constant: seven of chr() take three times as long to plan, in each cell.
-- Wide and thin blanks are blanks; joiners, marks of direction and soft hyphens are nothing.
-- Most cells have none of it, and that is seen in a quarter of the time.
create macro rapi(sel) as case
    when regexp_full_match(sel, '[!-~]([ -~]*[!-~])?') then sel
    else nullif(
        trim(translate(
            sel,
            url_decode(
                '%C2%A0%E2%80%AF%09%0A%0D%E2%80%82%E2%80%83%E2%80%87%E2%80%88%E2%80%89%E2%80%8A%E3%80%80'
                || '%E2%80%8B%EF%BB%BF%E2%80%8C%E2%80%8D%E2%80%8E%E2%80%8F%E2%81%A0%C2%AD%E2%80%AA'
                || '%E2%80%AC%E2%81%A6%E2%81%A9'
            ),
            '            '
        )), ''
    )
end;

-- "1. Ya" and "01 - Mikro" without the code that a form writes before a word.
create macro tanpa_kode(sel) as case
    when sel < ':' then regexp_replace(sel, '^\d{1,2}\s*[.):–-]\s*([A-Za-z])', '\1')
    else sel
end;

-- The answers of a cell with several of them, without blanks around them.
create macro jawaban_sel(sel, pemisah) as list_filter(
    list_transform(string_split(sel, pemisah), jawaban -> trim(jawaban)), jawaban -> jawaban <> ''
);

-- A number without the Rp before it and the ,- behind it.
create macro angka_saja(sel) as regexp_replace(sel, '(?i)^Rp\.?\s*|,-$', '', 'g');

-- 1.234,5 and Rp1.500.000,- as 1234.5 and 1500000, and 1,234.5 too. ``koma`` and ``titik`` say what
-- stands before three digits that are alone (12,000 and 12.000): 'ribuan', 'desimal', or that nobody
-- knows it yet; such a cell is no number. A spreadsheet's own 45.5 keeps its point.
create macro angka_baku(sel, koma, titik) as case
    when regexp_full_match(sel, '\d+') then sel
    when regexp_full_match(sel, '(?i)(Rp\.?\s*)?[+-]?[1-9]\d{0,2},\d{3}') then replace(
        angka_saja(sel), ',', case koma when 'ribuan' then '' when 'desimal' then '.' else '?' end
    )
    when regexp_full_match(sel, '(?i)(Rp\.?\s*)?[+-]?[1-9]\d{0,2}\.\d{3}') then replace(
        angka_saja(sel), '.', case titik when 'ribuan' then '' when 'desimal' then '.' else '?' end
    )
    when regexp_full_match(sel, '(?i)(Rp\.?\s*)?[+-]?[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})')
        then replace(angka_saja(sel), ',', '')
    when regexp_full_match(sel, '(?i)(Rp\.?\s*)?[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+|,-)?')
        then replace(replace(angka_saja(sel), '.', ''), ',', '.')
    else sel
end;

-- A number times its unit, exact; what is no number stays.
create macro kali_baku(sel, satuan) as coalesce(
    regexp_replace(
        regexp_replace(cast(try_cast(sel as decimal(24, 6)) * satuan as varchar), '(\.\d*[1-9])0+$', '\1'),
        '\.0+$', ''
    ),
    sel
);

-- The macros below stand within each other, and each copy of an argument is planned anew: an
-- argument that may be long is named as seldom as it can be.

-- A whole word for a month, Indonesian or English, in full or as it is usually cut: 'Marketing' is none.
create macro bulan_angka(kata) as map {
    'januari': 1, 'january': 1, 'jan': 1,
    'februari': 2, 'pebruari': 2, 'february': 2, 'feb': 2, 'peb': 2,
    'maret': 3, 'march': 3, 'mar': 3, 'mrt': 3,
    'april': 4, 'apr': 4,
    'mei': 5, 'may': 5,
    'juni': 6, 'june': 6, 'jun': 6,
    'juli': 7, 'july': 7, 'jul': 7,
    'agustus': 8, 'august': 8, 'agu': 8, 'ags': 8, 'agt': 8, 'agus': 8, 'agust': 8, 'aug': 8,
    'september': 9, 'sept': 9, 'sep': 9,
    'oktober': 10, 'october': 10, 'okt': 10, 'oct': 10,
    'november': 11, 'nopember': 11, 'nov': 11, 'nop': 11,
    'desember': 12, 'december': 12, 'des': 12, 'dec': 12
}[lower(kata)];

-- The date of 'tahun-bulan-hari', or null when there is none. Two figures are a year of this
-- century up to 50, of the last one above. No record of a business is older than 1900: 1821 is a
-- slip of the pen.
create macro tanggal_dari(bagian) as cast(
    try_cast(
        regexp_extract(
            regexp_replace(regexp_replace(bagian, '^([0-4]\d|50)-', '20\1-'), '^(\d\d)-', '19\1-'),
            '^(19\d\d|20\d\d|2100)-\d{1,2}-\d{1,2}$'
        ) as date
    ) as varchar
);

-- A moment with the zone it is told in, as the day it is in the west of Indonesia (UTC+7): forms sent
-- from a phone are kept as UTC, and the last seven hours of a day are the next day here.
create macro hari_di_sini(sel) as case
    when regexp_full_match(sel, '\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})')
        then coalesce(
            cast(cast(
                try_cast(regexp_extract(sel, '^[\d-]+[T ][\d:.]+') as timestamp)
                - to_minutes(coalesce(
                    (60 * try_cast(regexp_extract(sel, '[+-](\d{2}):?\d{2}$', 1) as integer)
                    + try_cast(regexp_extract(sel, '[+-]\d{2}:?(\d{2})$', 1) as integer))
                    * if(regexp_matches(sel, '-\d{2}:?\d{2}$'), -1, 1),
                    0
                ))
                + to_hours(7) as date) as varchar
            ),
            sel
        )
    else sel
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
    when regexp_full_match(sel, '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}')
        then tanggal_dari(regexp_replace(sel, '[/.]', '-', 'g'))
    when regexp_full_match(sel, '(19|20)\d{6}')
        then tanggal_dari(regexp_replace(sel, '(....)(..)(..)', '\1-\2-\3'))
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})') then tanggal_dari(
        regexp_replace(sel, '(\d+)\D(\d+)\D(\d+)', if(depan = 'bulan', '\3-\1-\2', '\3-\2-\1'))
    )
    when regexp_full_match(sel, '\d{1,2}[-/. ]+[A-Za-z]+[-/., ]+(\d{4}|\d{2})') then tanggal_dari(
        regexp_extract(sel, '\d+$') || '-' || bulan_angka(regexp_extract(sel, '[A-Za-z]+'))
        || '-' || regexp_extract(sel, '^\d+')
    )
    when regexp_full_match(sel, '[A-Za-z]+ \d{1,2},? \d{4}') then tanggal_dari(
        right(sel, 4) || '-' || bulan_angka(regexp_extract(sel, '^[A-Za-z]+'))
        || '-' || regexp_extract(sel, '\d+')
    )
    -- A spreadsheet's day number: days since 30 December 1899.
    when regexp_full_match(sel, '\d{5}(\.\d+)?') and try_cast(sel as double) between 10000 and 60000
        then cast(date '1899-12-30' + cast(floor(try_cast(sel as double)) as integer) as varchar)
end;

-- A date as 2025-06-24. ``depan`` says what stands first in 08/09/2021: 'hari', as Indonesia
-- writes it, or 'bulan'; it is decided for a whole column, so that no column is read both ways. Behind
-- it may stand what is known of the whole dates of a column that a spreadsheet has half turned:
-- '/tukar', or '/tanya' as long as nobody has said.
create macro tanggal_baku(sel, depan) as case
    when sel is null then sel
    when contains(depan, '/') and regexp_full_match(sel, '\d{4}-\d{2}-\d{2}([T ].*)?|\d{5}(\.\d+)?')
        then case split_part(depan, '/', 2)
            when 'tukar' then regexp_replace(
                coalesce(tanggal_terbaca(tanggal_saja(hari_di_sini(sel)), 'hari'), sel),
                '-(\d{2})-(\d{2})', '-\2-\1'
            )
            else '?' || sel
        end
    when regexp_full_match(sel, '\d{4}-\d{2}-\d{2}') then sel
    else coalesce(tanggal_terbaca(tanggal_saja(hari_di_sini(sel)), split_part(depan, '/', 1)), sel)
end;

-- A month as 2025-06, whether written in words, as 06/2025 or as a whole date.
create macro periode_baku(sel, depan) as case
    when sel is null or regexp_full_match(sel, '\d{4}(-\d{2})?') then sel
    when regexp_full_match(sel, '\d{1,2}[-/.]\d{4}')
        then right(sel, 4) || '-' || lpad(regexp_extract(sel, '^(\d+)', 1), 2, '0')
    when regexp_full_match(sel, '[A-Za-z]+[ -]+\d{4}')
        then coalesce(
            right(sel, 4) || '-'
            || lpad(cast(bulan_angka(regexp_extract(sel, '^[A-Za-z]+')) as varchar), 2, '0'),
            sel
        )
    else coalesce(
        left(tanggal_terbaca(tanggal_saja(hari_di_sini(sel)), split_part(depan, '/', 1)), 7), sel
    )
end;
