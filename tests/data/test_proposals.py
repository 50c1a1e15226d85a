"""An unknown file gets a proposal that a person has little to correct in."""

from __future__ import annotations

import pytest

from data import reference
from data.layouts.cell_words import Word, find_meaning, list_words
from data.layouts.column_names import list_columns
from data.layouts.headings import find_heading_row
from data.layouts.layout import simplify_heading
from data.layouts.proposals import find_likeliest_table, find_wide, propose
from data.tables import TABLES, Column, Table
from tests.data.unknown_files import Unknown, messy, oss

pytestmark = pytest.mark.lambat

STATUS = Column("status_aktif", "teks", "Status", allowed=("aktif", "tidak aktif"))
SKALA = Column("skala", "teks", "Skala usaha", allowed=("mikro", "kecil", "menengah"))
ANSWER = Column("punya_nib", "ya_tidak", "Punya NIB")
TEXTS = (
    "id_proyek nib nama_perusahaan nama_pemilik nik npwp telepon email alamat lintang bujur "
    "tanggal_terbit tanggal_pengajuan jenis_perusahaan risiko kbli jumlah_investasi_rp tki kab_kota"
)
NIB = TABLES.get("nib") or Table(
    name="nib",
    grain="satu baris per proyek",
    key=("id_proyek",),
    place="kelurahan",
    columns=(
        *(Column(name, "teks", name.replace("_", " ")) for name in TEXTS.split()),
        Column("skala", "teks", "Skala", allowed=("mikro", "kecil", "menengah", "besar")),
        Column("status_modal", "teks", "Status modal", allowed=("PMA", "PMDN")),
        Column("sintetis", "ya_tidak", "Data sintetis"),
    ),
)
USAHA = TABLES["usaha"]


def chosen(file: Unknown, table: Table) -> dict[str, str]:
    """Return the proposed heading by table column, as far as there is one."""
    found = propose(file.rows, file.heading, table)
    return {p.column: p.heading for p in found if p.heading is not None}


def one(heading: str, *cells: str, table: Table = USAHA) -> dict[str, tuple[int, str]]:
    """Return what is proposed for a file of one column: score and reason by table column."""
    rows = [[heading], *([cell] for cell in cells)]
    return {p.column: (p.score, p.why) for p in propose(rows, 0, table) if p.heading}


# The heading row


@pytest.mark.parametrize("file", [oss(), messy(), oss(1), messy(1)])
def test_heading_is_found_below_titles_and_fillers(file: Unknown) -> None:
    assert find_heading_row(file.rows) == file.heading


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([], 0),
        ([[None, " "], []], 0),
        ([["Jumlah UMKM Bidang Kuliner Tahun 2023", None, None], ["", "", ""],
          ["Kecamatan", "Mikro", "Kecil"], ["Serang", "1.200", "300"]], 2),
        # A name for each column, then its number: the names are the heading.
        ([["No", "Nama", "Kecamatan"], ["(1)", "(2)", "(3)"], ["1", "Usaha Contoh", "Curug"]], 0),
        # The heading is printed again on every page of a report.
        ([["Nama", "Skala"], ["Usaha 1", "Mikro"], ["Nama", "Skala"], ["Usaha 2", "Mikro"]], 0),
    ],
)  # fmt: skip
def test_heading_row_of_a_shape_seen_in_offices(rows: list[list[str | None]], index: int) -> None:
    assert find_heading_row(rows) == index


def test_two_line_heading_gives_one_of_its_lines_and_a_proposal() -> None:
    rows = [
        ["No", "Nama Usaha", "Wilayah", None, "Skala", None],
        [None, None, "Kecamatan", "Kelurahan", "Mikro", "Kecil"],
        ["1", "Usaha Contoh 1", "Serang", "Cipare", "v", None],
        ["2", "Usaha Contoh 2", "Curug", "Tinggar", None, "v"],
    ]
    heading = find_heading_row(rows)
    assert heading in (0, 1)
    assert len(propose(rows, heading, USAHA)) == len(list_columns(USAHA))


# Proposals


def test_every_heading_of_an_oss_export_finds_its_column() -> None:
    assert chosen(oss(), NIB) == oss().right


def test_every_heading_of_a_register_kept_by_hand_finds_its_column() -> None:
    assert chosen(messy(), USAHA) == messy().right


def test_headings_alone_are_enough_where_there_are_no_rows() -> None:
    file = oss(0)
    assert chosen(file, NIB) == file.right
    assert all(p.score >= 50 and p.why for p in propose(file.rows, 0, NIB) if p.heading)


def test_there_is_one_proposal_per_column_in_the_order_of_the_table_and_each_heading_is_used_once():
    found = propose(messy().rows, messy().heading, USAHA)
    assert [p.column for p in found] == [column.name for column in list_columns(USAHA)]
    positions = [p.position for p in found if p.position is not None]
    assert len(positions) == len(set(positions))
    for p in found:
        assert p.position is None or messy().rows[3][p.position - 1] == p.heading


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("nik", "0000000000000012", "16 angka"),
        ("telepon", "0800 0000 0012", "nomor telepon"),
        ("kelurahan", "Kel. Sumurpecung", "nama kelurahan"),
        ("kecamatan", "CIPOCOK JAYA", "nama kecamatan"),
        ("lintang", "-6,12345", "lintang"),
        ("bujur", "106.15432", "bujur"),
        ("kbli", "56101", "lima angka"),
        ("skala", "Usaha Mikro", "mikro, kecil, menengah"),
    ],
)
def test_contents_propose_a_column_whose_heading_says_nothing(
    column: str, cell: str, said: str
) -> None:
    found = one("Kolom 7", *[cell] * 3)
    score, why = found.pop(column)
    assert (found, score < 100) == ({}, True)
    assert why.startswith(f"isi berupa {said}")


def test_names_of_kecamatan_do_not_pass_for_kelurahan_though_each_has_one_of_its_name() -> None:
    assert set(one("X", "Serang", "Kasemen", "Curug", "Taktakan")) == {"kecamatan"}
    assert set(one("X", "Serang", "Cipare", "Banten", "Tinggar")) == {"kelurahan"}


def test_good_name_with_other_contents_is_proposed_with_a_doubt() -> None:
    score, why = one("NIK", "Usaha Contoh", "Usaha Lain")["nik"]
    assert 50 <= score < 80
    assert why == "judul sama; tetapi isinya bukan 16 angka"


@pytest.mark.parametrize("heading", ["Nama", "Pemilik", "Nama Lengkap"])
def test_names_of_businesses_are_no_owners_whatever_stands_above_them(heading: str) -> None:
    rows = [[heading, "Nama Orang"], ["Warung Uji", "Orang A"], ["CV Uji", "Orang B"],
            ["Toko Uji 3", "Orang C"]]  # fmt: skip
    found = {p.column: p for p in propose(rows, 0, USAHA) if p.heading == heading}
    assert set(found) <= {"nama_usaha", "nama_pemilik"}
    for column, proposal in found.items():
        assert column == "nama_usaha" or "tetapi isinya bukan nama orang" in proposal.why


def test_running_number_is_no_telephone_and_a_count_is_no_coordinate() -> None:
    assert one("No", "1", "2", "3") == {}
    assert one("Banyak", "1.500", "2.250") == {}


def test_yes_and_no_alone_propose_nothing() -> None:
    assert one("Lain-lain", "Ya", "Tidak") == {}


def test_heading_written_twice_is_offered_once_since_layouts_find_columns_by_name() -> None:
    rows = [["NIK", "nik ", None, "!"], ["0000000000000012"] * 4]
    found = [p for p in propose(rows, 0, USAHA) if p.heading]
    assert [(p.column, p.position) for p in found] == [("nik", 1)]


@pytest.mark.parametrize("rows", [[[]], [[None, None]], [["Nama Usaha"], [], ["x", "y", "z"]]])
def test_ragged_and_blank_rows_do_no_harm(rows: list[list[str | None]]) -> None:
    assert len(propose(rows, 0, USAHA)) == len(list_columns(USAHA))
    assert find_likeliest_table(rows, 0) in TABLES.values()


# The table


def test_likeliest_table_of_a_file() -> None:
    tables = [*TABLES.values(), NIB]
    assert find_likeliest_table(messy().rows, 3, tables).name == "usaha"
    assert find_likeliest_table(oss().rows, 0, tables).name == "nib"
    target = [["Indikator Kinerja", "Wilayah", "Tahun", "Target", "Dokumen", "Hlm"]]
    assert find_likeliest_table(target, 0, tables).name == "target"
    survey = [["NUS", "Penimbang", "Strata", "N Strata", "Kecamatan", "Skala", "R301A"]]
    assert find_likeliest_table(survey, 0, tables).name == "survei"


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        ("Kecamatan;Kategori Usaha;Jumlah UMKM;Satuan;Tahun", "agregat"),
        ("nama_kabupaten_kota;kategori_usaha;proyeksi_jumlah_umkm;satuan;tahun", "agregat"),
        ("No;Tgl Kegiatan;Nama Pelatihan;Nama Peserta;NIK;Nama Usaha;Kelurahan", "pembinaan"),
        ("Marketplace;Nama Toko;Link Toko;Nama Barang;Harga;Jml Terjual", "lapak"),
        ("Tanggal;Jumlah UMKM;Usaha Mikro;Usaha Kecil;Kutipan;Dinas;Sumber Berita", "catatan"),
    ],
)
def test_likeliest_table_by_its_headings(headings: str, name: str) -> None:
    if name not in TABLES:
        pytest.skip("this table is not there yet")
    assert find_likeliest_table([headings.split(";")], 0).name == name


# The word lists


def test_every_listed_heading_is_of_a_column_that_its_table_has() -> None:
    names = {name: {column.name for column in list_columns(t)} for name, t in TABLES.items()}
    if len(names) < 8:
        pytest.skip("not all tables are there yet")
    frame = reference.read("padanan_judul")
    for heading, column, table in zip(frame["judul"], frame["kolom"], frame["tabel"], strict=True):
        assert simplify_heading(heading), heading
        assert any(column in names[name] for name in ([table] if table else names)), heading


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("padanan_judul", ["judul", "kolom", "tabel"]),
        ("padanan_kata", ["kata"]),
        ("padanan_isi", ["isi", "kolom"]),
    ],
)
def test_no_word_is_listed_twice(name: str, columns: list[str]) -> None:
    assert not reference.read(name).duplicated(columns).any()


def test_every_listed_word_means_something_its_column_can_hold() -> None:
    allowed = {c.name: set(c.allowed) for table in TABLES.values() for c in table.columns}
    allowed |= {c.name: set(c.allowed) for c in NIB.columns}
    frame = reference.read("padanan_isi")
    for written, column, word in zip(frame["isi"], frame["kolom"], frame["arti"], strict=True):
        assert written == " ".join(written.casefold().split())
        assert word is None or word in (allowed[column] if column else {"ya", "tidak"}), written


# Words


def test_words_of_a_closed_column_come_with_their_meaning_the_most_frequent_first() -> None:
    rows = [["Skala"], ["01 Mikro"], ["01 MIKRO"], ["UMI"], ["Kelas A"], [None], [" - "], []]
    assert list_words(rows, 0, 1, SKALA) == [
        Word("01 Mikro", 2, "mikro"),
        Word("UMI", 1, "mikro"),
        Word("Kelas A", 1, None),
        Word("-", 1, ""),
    ]
    assert list_words(rows, 0, 1, Column("produk", "teks", "Produk")) == []


@pytest.mark.parametrize(
    ("column", "written", "expected"),
    [
        (ANSWER, "YA", "ya"),
        (ANSWER, "Sudah", "ya"),
        (ANSWER, "Tidak  ada", "tidak"),
        (ANSWER, "Belum punya", "tidak"),
        (ANSWER, "Tidak tahu", ""),
        (ANSWER, "Mungkin", None),
        (ANSWER, "1", "ya"),
        (SKALA, "1", "mikro"),
        (SKALA, "Menegah", "menengah"),
        (SKALA, "Usaha Kecil (Perorangan)", "kecil"),
        (SKALA, "Mikro Kecil", None),
        (SKALA, "Besar", None),
        (STATUS, "Tidak Aktif", "tidak aktif"),
        (STATUS, "Kurang aktif", None),
        (STATUS, "Tutup", "tidak aktif"),
        (STATUS, "", None),
    ],
)
def test_meaning_of_a_written_word(column: Column, written: str, expected: str | None) -> None:
    assert find_meaning(written, column) == expected


# Headings that are values, and words that deny a column


SPREAD = [
    ["Nama Kecamatan", "Usaha Mikro", "Usaha Kecil", "Usaha Menengah"],
    ["Serang", "1.200", "30", "2"],
    ["Kasemen", "800", "12", "0"],
]


def test_table_with_a_column_for_each_class_is_a_table_of_counts() -> None:
    assert find_likeliest_table(SPREAD, 0).name == "agregat"
    found = find_wide(SPREAD, 0, TABLES["agregat"])
    assert found is not None and (found.column, found.value) == ("skala", "nilai")
    assert found.headings == {
        "Usaha Mikro": "mikro",
        "Usaha Kecil": "kecil",
        "Usaha Menengah": "menengah",
    }
    proposed = {p.column: p.heading for p in propose(SPREAD, 0, TABLES["agregat"]) if p.heading}
    assert proposed == {"wilayah": "Nama Kecamatan"}


@pytest.mark.parametrize("heading", [["Kecamatan", "Skala"], ["Kecamatan", "Mikro", "Jumlah"]])
def test_one_heading_that_is_a_value_does_not_make_a_table_wide(heading: list[str | None]) -> None:
    assert find_wide([heading], 0, TABLES["agregat"]) is None
    assert find_wide(SPREAD, 0, USAHA) is None


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [
        ("JENIS USAHA", "Kuliner", "id_usaha"),
        ("Bidang Usaha", "Kuliner", "id_usaha"),
        ("OMSET/BULAN", "3.500.000", "omzet_rp"),
        ("Omzet per Hari", "100.000", "omzet_rp"),
    ],
)
def test_heading_that_names_something_else_is_not_proposed(
    heading: str, cell: str, column: str
) -> None:
    assert column not in one(heading, cell)
