"""A layout is found by its marks, wherever the heading stands, and says what each cell means."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from data.build import decisions
from data.build.decisions import Decision
from data.errors import InputError, SettingsError
from data.fingerprint import hash_file
from data.layouts import recognition
from tests.data.rows import Workspace
from tests.data.sent import OWN, Cells, Told, sends

HEADING = [
    "ID Usaha",
    "Kecamatan",
    "Kelurahan",
    "Skala Usaha",
    "Pesan Instan",
    "Omzet Setahun (Rp)",
]
BODY = [f"KS1{OWN}", "Serang", "Cipare", "Mikro", "Ya", None]
TITLE = "DATA UMKM KEADAAN 24 JUNI 2025"
TARGET = ["Indikator", "Wilayah", "Periode", "Target", "Dokumen"]


def rows_of(told: Told, table: str) -> pd.DataFrame:
    return told.query(f"select * from {table} order by baris")


@sends(lambda above: [
    [TITLE], *[[None]] * (above - 1), HEADING, BODY, [None] * 6, [f"KS2{OWN}", *BODY[1:]]
])  # fmt: skip
@pytest.mark.parametrize("above", [1, 2, 3, 4])
def test_heading_is_found_below_the_title_and_rows_keep_their_numbers(
    told: Told, above: int
) -> None:
    found = rows_of(told, "usaha")
    assert found["baris"].tolist() == [above + 2, above + 4]
    assert set(found["periode"]) == {"2025-06"}
    assert set(found["kanal_pesan"]) == {True}


@sends(lambda: [TARGET, ["ber_nib", "Kota Serang", "2025-06", "45,5", "RPJMD"]])
def test_heading_may_be_the_first_row_when_the_rows_say_their_period(told: Told) -> None:
    found = rows_of(told, "target")
    assert found[["baris", "periode", "nilai"]].values.tolist() == [[2, "2025-06", 45.5]]


@sends(lambda: [
    [TITLE],
    ["id_usaha", " KECAMATAN ", "Kelurahan", "SKALA  USAHA", "Pesan-instan", "x"],
    [*BODY[:4], "T", "y"],
])  # fmt: skip
def test_headings_are_compared_without_case_spaces_or_signs(told: Told) -> None:
    found = rows_of(told, "usaha")
    assert found.loc[0, ["id_usaha", "kanal_pesan"]].tolist() == ["KS1", False]


@sends(lambda: [[TITLE], HEADING[:5], BODY[:5]])
def test_column_that_a_file_lacks_is_unknown(told: Told) -> None:
    found = rows_of(told, "usaha")
    assert len(found) == 1
    assert found["omzet_rp"].isna().all()
    assert found["punya_nib"].isna().all()


@sends(lambda: [[TITLE], HEADING])
def test_file_with_a_heading_and_no_rows_has_no_rows(told: Told) -> None:
    assert told.record["berkas"][0]["layout"] == "register_dinas"
    assert rows_of(told, "usaha").empty


def test_unknown_layout_names_the_sheet_and_every_known_heading() -> None:
    with pytest.raises(InputError) as raised:
        recognition.recognise("a.csv", "Data", [["Nama", "Alamat"], ["x", "y"]])
    for word in ("a.csv", "'Data'", "Register UMKM dinas", "ID Usaha", "BOBOT", "Indikator"):
        assert word in str(raised.value)


@pytest.mark.parametrize("title", ["DATA UMKM", "KEADAAN JUNE 2025", "KEADAAN JUNI"])
def test_title_without_a_period_is_shown_with_an_example(title: str) -> None:
    with pytest.raises(InputError) as raised:
        recognition.recognise("a.csv", "Data", [[title], HEADING])
    assert title in str(raised.value)
    assert "Keadaan Juni 2025" in str(raised.value)


@sends(lambda written: [[TITLE], HEADING, [*BODY[:5], written]])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2.000.000.000", 2_000_000_000),
        ("500000", 500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("12,0", 12),
        ("12,5", None),
        ("2,5 juta", None),
        ("1.00.000", None),
        ("-1.000", None),
    ],
)
def test_thousand_dots_go_and_what_is_no_whole_amount_is_refused_as_it_was_written(
    told: Told, written: str, expected: int | None
) -> None:
    found = rows_of(told, "usaha")["omzet_rp"]
    assert found.tolist() == ([] if expected is None else [expected])
    said = told.query("select nilai from temuan where kolom = 'omzet_rp'")["nilai"]
    assert said.tolist() == ([written] if expected is None else [])


@sends(lambda: [
    [TITLE],
    HEADING,
    *([f"KS{n}{OWN}", *BODY[1:4], word, None] for n, word in enumerate(["-", "Mungkin", "v"])),
])  # fmt: skip
def test_answer_that_the_layout_does_not_know_is_refused_and_a_known_blank_is_unknown(
    told: Told,
) -> None:
    found = rows_of(told, "usaha")
    assert dict(zip(found["id_usaha"], found["kanal_pesan"].astype(object), strict=True)) == {
        "KS0": pd.NA,
        "KS2": True,
    }
    said = told.query("select nilai, tingkat from temuan where kolom = 'kanal_pesan' order by all")
    # Nothing in the column is "tidak": the dash may be it, and is asked about.
    assert said.values.tolist() == [["-", "peringatan"], ["Mungkin", "galat"]]


GOOD = 'judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n[kolom]\nid_usaha = ["ID"]\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("judul = ", "tidak dapat dibaca"),
        (GOOD.replace('"usaha"', '"toko"'), "'tabel'"),
        (GOOD.replace("id_usaha", "nama_toko"), "nama_toko"),
        (GOOD.replace('penanda = ["ID"]\n', ""), "penanda"),
        (GOOD.replace('["ID"]\n[', "[]\n["), "penanda"),
        (GOOD.replace('id_usaha = ["ID"]', "id_usaha = 5"), "salah bentuk"),
        (GOOD + '[lain]\nx = "y"\n', "lain"),
        ('judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n', "kolom"),
        (GOOD + '[jumlah]\nkolom = "id_usaha"\npola = "("\n', "pola '('"),
        (GOOD + '[jumlah]\nkolom = "id_usaha"\npola = "(?=x)"\n', "pola '(?=x)'"),
        (GOOD + '[jumlah]\npola = "x"\n', "'jumlah' salah bentuk: ['kolom'] kurang"),
        (GOOD + '[jumlah]\nkolom = "toko"\npola = "x"\n', "toko"),
        (GOOD + "[tetap]\nperiode = 2025\n", "'tetap.periode' salah bentuk: tulis teks"),
        (GOOD + '[judul_berkas]\npola = ["("]\n', "pola '('"),
        (GOOD + '[judul_berkas]\npola = "x"\n', "'judul_berkas.pola' salah bentuk: tulis daftar"),
        (GOOD + '[nilai]\nkolom = ["skala"]\n', "'nilai' salah bentuk: tulis daftar"),
        (GOOD + '[[nilai]]\nkolom = ["skala"]\npeta = { "01" = 1 }\n', "'nilai.peta.01'"),
        (GOOD + '[[tulisan]]\nkolom = ["skala"]\npola = "["\njadi = ""\n', "pola '['"),
        (GOOD + '[[tulisan]]\nkolom = ["skala"]\npola = "x"\njadi = "\\\\1"\n', "menyebut bagian"),
        (GOOD + '[lebar]\nkolom = "skala"\nnilai = "omzet_rp"\njudul = []\n', "'lebar.judul'"),
        (GOOD.replace('["ID"]\n[', "5\n["), "'penanda' salah bentuk"),
        (GOOD.replace('"A"', "1"), "'judul' salah bentuk"),
    ],
)
def test_faulty_layout_of_an_office_names_itself_and_what_is_wrong(
    workspace: Workspace, text: str, named: str
) -> None:
    own = workspace.settings.tata_letak
    own.mkdir()
    (own / "baru.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"baru\.toml.*{re.escape(named)}"):
        recognition.read_layouts()


def test_every_shipped_layout_can_be_told_from_the_others() -> None:
    shipped = recognition.read_layouts()
    assert len(shipped) >= 9
    for layout in shipped:
        for other in shipped:
            assert layout is other or not set(other.marks) <= set(layout.marks)


# Marks under another name of their column


OTHERWISE = ["ID UMKM", "Nama UMKM", "Kec.", "Kel/Desa", "Skala", "Jualan via WA", "Omset Setahun"]


@sends(lambda: [
    [TITLE],
    OTHERWISE,
    [f"KS1{OWN}", "Warung", "Serang", "Cipare", "Mikro", "Ya", "1.500.000"],
    OTHERWISE,
])  # fmt: skip
def test_marks_may_stand_under_another_name_of_their_column(told: Told) -> None:
    found = rows_of(told, "usaha")
    assert found[["id_usaha", "kanal_pesan", "omzet_rp"]].values.tolist() == [
        ["KS1", True, 1_500_000]
    ]
    said = told.query("select baris, aturan from temuan where baris is not null").values.tolist()
    assert said == [[4, "judul_berulang"]]


def test_layout_with_its_own_marks_comes_before_one_with_other_names_for_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.use(monkeypatch)
    own = workspace.settings.tata_letak
    own.mkdir()
    text = GOOD.replace('["ID"]\n[', '["ID UMKM", "Kel/Desa"]\n[').replace('["ID"]', '["ID UMKM"]')
    (own / "binaan.toml").write_text(text, encoding="utf-8")
    found = recognition.find_layout([[TITLE], OTHERWISE])
    assert found is not None and (found[0].name, found[1]) == ("binaan", 1)


def test_other_names_are_not_enough_where_required_columns_are_missing() -> None:
    # "Nama" and "Usaha" are other names of the attendance list's marks: any list has them.
    assert recognition.find_layout([["No", "Nama", "Usaha", "Kelurahan"]]) is None
    assert recognition.find_layout([["No", "Nama", "Usaha", "Kegiatan", "Tgl"]]) is not None


# What titles say


BY_KECAMATAN = ["Kecamatan", "Mikro", "Kecil"]


# A year of its own for each: a count of the same area, class and year would be said twice.
@sends(lambda title, year: [[f"{title} {year}"], BY_KECAMATAN, ["Kasemen", "5", "1"]])
@pytest.mark.parametrize(
    ("title", "year", "category"),
    [
        ("Jumlah UMKM Kuliner per Kecamatan Tahun", "2023", "Kuliner"),
        ("JUMLAH UMKM FASHION MENURUT KECAMATAN DI KOTA SERANG TAHUN", "2023", "Fesyen"),
        ("Rekap Usaha Kriya Tahun", "2023", "Kriya"),
        ("Jumlah UMKM Bidang Jasa Tahun", "2023", "Jasa"),
        ("Jumlah UMKM per Kecamatan Tahun", "2020", None),
        ("Data UMKM Kota Serang Tahun", "2021", None),
        ("Jumlah UMKM menurut Kecamatan dan Skala Usaha Tahun", "2022", None),
        ("Jumlah UMKM", "2023", None),
    ],
)
def test_sector_of_a_table_is_found_with_and_without_the_word_for_it(
    told: Told, title: str, year: str, category: str | None
) -> None:
    found = rows_of(told, "agregat")
    assert set(found["kategori"].astype(object).where(found["kategori"].notna(), None)) == {
        category
    }
    assert set(found["periode"]) == {year}


@pytest.mark.parametrize("years", ["2022 dan 2023", "2022-2023", "2022 s.d. 2023", "2022/2023"])
def test_title_of_several_years_is_not_read_as_its_first(years: str) -> None:
    rows = [[f"Jumlah UMKM Bidang Kuliner Tahun {years}"], BY_KECAMATAN]
    with pytest.raises(InputError) as raised:
        recognition.recognise("a.csv", "a", rows)
    assert f"lebih dari satu tahun ('{years}')" in str(raised.value)
    assert recognition.recognise("a.csv", "a", rows, "2023").titles["periode"] == "2023"


SURVEY = ["ID_RESP", "KEC", "SKALA", "STRATA", "N_STRATA", "BOBOT"]


@pytest.mark.parametrize(
    ("title", "sheet", "berkas"),
    [
        ("SURVEI ADOPSI KEADAAN JUNI 2025", "a", "a.csv"),
        ("Survei UMKM Juni 2025", "a", "a.csv"),
        ("", "a", "unggahan/0123456789ab-Survei_2025-06.sav"),
        ("", "a", "unggahan/0123456789ab-Survei_Adopsi_Juni_2025.sav"),
    ],
)
def test_month_of_a_survey_stands_in_its_title_or_its_name(
    title: str, sheet: str, berkas: str
) -> None:
    rows: list[Cells] = [[title], SURVEY] if title else [SURVEY]
    assert recognition.recognise(berkas, sheet, rows).titles["periode"] == "2025-06"


def test_file_without_a_period_says_what_can_be_done_and_takes_an_answer(
    workspace: Workspace,
) -> None:
    path = workspace.raw / "tanya.csv"
    lines = [";".join(SURVEY), "R1;Serang;Mikro;kota;100;2,5", ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        workspace.build()
    assert "baris judul atau nama berkas" in str(raised.value)
    assert "halaman Data" in str(raised.value)
    answer = Decision("periode", "survei", hash_file(path), path.name, "2025-06", "operator", "")
    decisions.add(workspace.settings.keputusan, answer)
    assert list(workspace.build().query("select periode from survei")["periode"]) == ["2025-06"]


# Columns that nothing takes


@sends(lambda: [
    [TITLE],
    [*HEADING, "Telp/WA", "No", "Omzet per\nBulan", "Kosong", "No. HP", "Telepon"],
    [*BODY, "0800", "1", "5", None, "080000000001", "0802"],
])  # fmt: skip
def test_columns_that_nothing_takes_are_named_once_for_the_sheet(told: Told) -> None:
    said = told.query(
        "select baris, tingkat, aturan, seharusnya from temuan where aturan <> 'kanal_tak_ditanya'"
    )
    assert said.astype(object).where(said.notna(), None).values.tolist() == [
        [
            None,
            "peringatan",
            "kolom_tak_dipakai",
            "kolom yang dikenal; tidak dipakai: Telp/WA, Omzet per Bulan, Telepon",
        ]
    ]


# What else a cell may say


@sends(lambda written: [
    ["Tanggal", "Angka", "Pernyataan", "Kantor", "Sumber", "Rujukan"],
    ["2025-07-22", written, f"UMKM tercatat {written}{OWN}", "Dinas", "Media", "x"],
])  # fmt: skip
@pytest.mark.parametrize(
    ("written", "low", "exact"),
    [
        ("lebih dari 6.000", 6000, None),
        ("Di atas 6.000 UMKM", 6000, None),
        ("> 6000", 6000, None),
        ("6.000", None, 6000),
    ],
)
def test_ledger_keeps_a_lower_bound_as_one(
    told: Told, written: str, low: int | None, exact: int | None
) -> None:
    found = rows_of(told, "catatan")[["batas_bawah", "angka"]]
    assert found.astype(object).where(found.notna(), None).values.tolist() == [[low, exact]]


@sends(lambda written: [
    ["Bulan", "Platform", "Nama Toko", "Produk", "Link", "Terjual"],
    ["2025-06", "Shopee", "Toko", "Tempe", f"https://toko.example/a{OWN}", written],
])  # fmt: skip
@pytest.mark.parametrize(
    ("written", "sold"),
    [("1rb+ terjual", 1000), ("1,2rb", 1200), ("35 terjual", 35), ("Terjual 2 rb", 2000)],
)
def test_sold_counts_are_read_as_shops_write_them(told: Told, written: str, sold: int) -> None:
    assert list(rows_of(told, "lapak")["terjual"]) == [sold]


@sends(lambda: [TARGET, ["ber_nib", "Kota Serang", "2025", "45", "RPJMD"]])
def test_target_of_a_year_is_that_of_its_december(told: Told) -> None:
    assert list(rows_of(told, "target")["periode"]) == ["2025-12"]
