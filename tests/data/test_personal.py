"""What identifies a person stays out of the main store, in whatever column somebody wrote it."""

from __future__ import annotations

import unicodedata
from itertools import product

import duckdb
import pytest

from data.build import steps
from data.build.plain_letters import PLAIN as READ_AS
from tests.data.rows import Row, Workspace, findings, ids, one, write_register
from tests.data.sent import Told, register, sends
from tests.data.test_identity import contents

HIDDEN = "(data pribadi, disembunyikan)"
PERSONAL = {
    "3673010203040005": "",
    "NIK 3673 0102 0304 0005": "NIK",
    "'3673.01.020304.0005": "'",
    "NIP. 19700101 200003 1 001": "NIP.",
    "081234500034": "",
    "WA 0812-3456-7890": "WA",
    "+62 812 3456 7890": "",
    "hub. 0812 34 56 78 90 ya": "hub. ya",
    "0812-3456-7890/0813-3456-7890": "",
    "zubayra@example.com": "",
    "IG @kedai_zubayra": "IG",
    "Jl. Melati No. 5 RT 01/02": "",
    "dekat JL.RAYA Cilegon": "dekat",
    "Gang Kenanga 7": "",
    "rt.03 rw.01": "",
}
PLAIN = [
    *["KS0031", "R-202109141437305413872", "08-12-2021 10:15", "24/06/2025", "1.250.000"],
    *["106.162812345678901", "12,34567890123456", "Baju @15.000", "Kaos@15000", "jalan kaki"],
    *["Rp62.812.345.678", "0220001234567", "9" * 25, "Serang / Cipare", "Martabak", "-6.12"],
    *["31/12/2024 - 01/01/2025", "2025-01-01 / 2025-12-31", "2025-06-24 08:15:30.12"],
    *["1234567.123456789", "-6.1234567, 106.1234567", "10.000.000 - 25.000.000", "Café ½ kg"],
    *["0220001234567 / 123", "36, 37, 38, 39, 40, 41, 42, 43", "Rp 12.500.000.000.000,00"],
    *["2024/2025, 2025/2026", "1.234.567,89", "0.1234567890123456", "1,2E+15", "Ｍａｒｔａｂａｋ"],
]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    steps.run(con, "pribadi")
    return con


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_content_is_seen_and_cut_out(con: duckdb.DuckDBPyConnection, text: str) -> None:
    seen, rest = con.execute("select tampak_pribadi($1), tanpa_pribadi($1)", [text]).fetchall()[0]
    assert seen and HIDDEN in rest
    assert rest.replace(HIDDEN, "").split() == PERSONAL[text].split()


@pytest.mark.parametrize("text", PLAIN)
def test_other_content_is_left_alone(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert con.execute("select tampak_pribadi($1), tanpa_pribadi($1)", [text]).fetchall() == [
        (False, text)
    ]


NIK, WOMAN, NIP = "3673010203040005", "3673014707800042", "197001012000031001"
FULL_WIDTH = "３６７３０１０２０３０４０００５"


def write_digits(number: str) -> list[str]:
    """Return a number in the digits of every script that has all of them, plain ones first."""
    scripts: dict[str, dict[str, str]] = {}
    for other, digit in READ_AS.items():
        if digit.isdigit():
            kind = unicodedata.name(other).replace(unicodedata.name(digit)[6:], "")
            scripts.setdefault(kind, {})[digit] = other
    whole = [digits for digits in scripts.values() if len(digits) == 10]
    return [number, *("".join(digits[d] for d in number) for digits in whole)]


def group(number: str, sizes: tuple[int, ...], apart: str) -> str:
    """Return a number in groups of digits."""
    ends = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
    return apart.join(number[a:b] for a, b in zip(ends, ends[1:], strict=False))


GROUPS = [(6, 6, 4), (4, 4, 4, 4), (2,) * 8, (2, 2, 2, 6, 4), (1,) * 16]
APART = [
    *["", " ", ".", "-", "/", "_", ":", ";", ",", "'", " - ", " / ", ". ", "|", "\n", "\t", "\\"],
    *["\u00a0", "\u2009", "\u202f", "\u3000", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d"],
    *["\u2010", "\u2013", "\u2014", "\u2212", "\u00b7", "\u2044", "\ufe0f\u20e3", "／", "．"],
]
ENDS = ["", ".0", ",00"]


@pytest.mark.lambat
def test_a_number_of_a_person_is_seen_however_it_is_written(con: duckdb.DuckDBPyConnection) -> None:
    """Every script, mark between the digits and end that a spreadsheet gives a number."""
    written = [
        f"{before}{group(number, sizes, apart)}{end}"
        for number in (NIK, WOMAN)
        for sizes, apart, end, before in product(GROUPS, APART, ENDS, ("", "NIK."))
    ]
    in_scripts = [digits for number in (NIK, WOMAN, NIP) for digits in write_digits(number)]
    written += [f"{digits}{end}" for digits in in_scripts for end in ("", ".0")]
    written += [group(digits, GROUPS[0], "/") for digits in in_scripts if len(digits) == 16]
    written += [
        f"{number[:at]}{mark}{number[at:]}"
        for number in (NIK, WOMAN)
        for at in (6, 12)
        for mark in ".,"
    ]
    written += ["3,673010203040005E+15", "3.67301020304e15", "081234500034.0", "+6281234500034,0"]
    assert len(written) > 2_000 and len(write_digits(NIK)) > 50
    con.execute("create or replace temp table tulisan as select unnest(?) as sel", [written])
    passed = con.execute(
        "select sel from tulisan where not tampak_pribadi(sel) or not nomor_pribadi(sel) "
        "or regexp_matches(tertulis_biasa(tanpa_pribadi(sel)), '\\d{5}')"
    ).fetchall()
    assert passed == []


LEAKS: list[Row] = [
    {"skala": "Jl. Zubayra No. 5 RT 01/02"},
    {"kelurahan": "Jl. Zubayra 7 (rumah, 081234500034)"},
    {"kanal_pesan": "zubayra@example.com"},
    {"id_usaha": "3673010203040005"},
    {"id_usaha": "Zubayra Aminah 081234500033"},
    {"id_usaha": "Zubayra Aminah 12"},
    {"kbli": "081234500035"},
]


@sends(lambda cells: register(cells, {}))
@pytest.mark.parametrize("cells", LEAKS, ids=str)
def test_misplaced_cell_is_refused_and_what_it_said_is_hidden(told: Told, cells: Row) -> None:
    assert ids(told) == ["KS000002"]
    assert told.record["berkas"][0]["ditolak"] == 1
    said = told.query("from temuan").astype(str)
    assert (said == HIDDEN).any(axis=None), "it is said that something was hidden"


def test_misplaced_cells_reach_no_table_of_the_main_store(workspace: Workspace) -> None:
    rows = [{"id_usaha": f"A{number}"} | cells for number, cells in enumerate(LEAKS)]
    write_register(workspace.raw / "a.csv", [*rows, {"id_usaha": "A"}])
    store = workspace.build()
    assert ids(store) == ["A"]
    assert store.record["berkas"][0]["ditolak"] == len(LEAKS)
    _, values = contents(store)
    file = workspace.settings.gudang / store.version / "gudang.duckdb"
    for part in ("ubayra", "0812345000", "3673010203"):
        assert not [text for text in values if part in text]
        assert part.encode() not in file.read_bytes()
    assert HIDDEN in values, "it is said that something was hidden"


@sends(lambda number: register({"id_usaha": number}, {}))
@pytest.mark.parametrize(
    "number",
    [
        *["3673010203040005", "081234500033", "Ani Budiman 3"],
        *["3673010203040005.0", "3673/0102/0304/0005", FULL_WIDTH, "Ｓｉｔｉ Ａｍｉｎａｈ"],
        *["٣٦٧٣٠١٠٢٠٣٠٤٠٠٠٥", "3673\u200b010203\u200b040005", "3673 - 010203 - 040005"],
    ],
)
def test_number_of_a_person_as_that_of_a_business_is_refused_with_a_way_out(
    told: Told, number: str
) -> None:
    said = told.query(
        "select kunci, kolom, nilai, aturan, langkah from temuan where kolom = 'id_usaha'"
    )
    assert said["nilai"].tolist() == [HIDDEN] and said["aturan"].tolist() == ["data_pribadi"]
    assert said["kunci"].isna().all()
    assert "nomor register" in said["langkah"][0]


@sends(lambda number: register({"id_usaha": number}))
@pytest.mark.parametrize("number", ["KS 0012", "12/UMKM/2025", "No. 7", "3673-0001", "g1a2b3"])
def test_number_of_a_business_is_taken(told: Told, number: str) -> None:
    assert ids(told) == [number]


@sends(lambda number: register({"id_usaha": number}, {}))
@pytest.mark.parametrize("number", ["1,23E+12", "1.23E+12", "3E+8"])
def test_number_that_a_spreadsheet_cut_is_refused(told: Told, number: str) -> None:
    assert [found[3] for found in findings(told)] == ["nomor_utuh"]


@sends(
    lambda: (
        "Bulan;Platform;Nama Toko;Produk;Link\n"
        "2025-06;Shopee;Toko;Baju - hub 081299990000;https://toko.example/1\n"
    )
)
def test_phone_in_the_words_of_a_product_is_hidden_and_the_row_stays(told: Told) -> None:
    assert one(told, "select produk from lapak") == f"Baju - hub {HIDDEN}"
    assert findings(told) == [(2, "produk", HIDDEN, "data_pribadi", "peringatan")]


@sends(
    lambda: (
        "Nama Peserta;Nama Usaha;Tanggal;Kegiatan;ID Usaha\n"
        "Ani;Kedai;2025-06-24;QRIS;3673010203040005\n"
    )
)
def test_participant_with_a_number_of_a_person_for_an_id_stays_without_it(told: Told) -> None:
    assert one(told, "select count(*) - count(id_usaha) from pembinaan") == 1
    assert ("id_usaha", HIDDEN, "data_pribadi", "peringatan") in {f[1:] for f in findings(told)}


@sends(lambda column, cell: register({column: cell}))
@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("nik", "3673010203040005", True),
        ("nik", "'3673 0102 0304 0005", True),
        ("nik", "3673010203040005.0", True),
        ("nik", "-", True),
        ("nik", "3,67301E+15", False),
        ("nik", "3,6730102030400E+15", False),  # sixteen digits, of which the last two are none
        ("nik", "367301020304000", False),
        ("nik", "sama dengan di atas", False),
        ("telepon", "+62 812-3456-7890", True),
        ("telepon", "(0254) 200123", True),
        ("telepon", "0812 3456 7890 / 0813 3456 7890", True),
        ("telepon", "tidak punya", False),
        ("telepon", "8,12345678E+10", False),
    ],
)
def test_number_of_a_person_that_is_none_is_emptied_and_said(
    told: Told, column: str, cell: str, kept: bool
) -> None:
    assert ids(told) == ["KS000001"]
    rows = told.identity(f"select {column}, orang is not null from usaha")
    assert rows == [(cell if kept else None, column == "nik" and kept and cell != "-")]
    assert [found[1:] for found in findings(told)] == (
        [] if kept else [(column, None, "bentuk", "peringatan")]
    )


@sends(lambda cell: register({"omzet_rp": cell}, {}))
@pytest.mark.parametrize("cell", ["3673010203040005", "3673.0102.0304.0005", FULL_WIDTH])
def test_number_of_a_person_among_sums_is_refused_and_hidden(told: Told, cell: str) -> None:
    """A row that has slipped by a column would put it into every total."""
    assert ids(told) == ["KS000002"]
    said = {found[1:4] for found in findings(told)}
    assert ("omzet_rp", HIDDEN, "data_pribadi") in said
    assert {shown for _, shown, _ in said} == {HIDDEN}
