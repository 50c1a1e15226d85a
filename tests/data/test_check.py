"""A row that breaks a rule is refused with the evidence; the others stay."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.store import Store
from data.tables import USAHA
from tests.data.rows import (
    FIRST_ROW,
    HEADINGS,
    Row,
    Workspace,
    findings,
    ids,
    one,
    refusals,
    write_register,
)
from tests.data.sent import Told, register, sends

# The cells of a row; the column, written value and rule of its refusal; a word of what was
# expected, and a word of the next step.
BROKEN = [
    ({"id_usaha": ""}, "id_usaha", None, "wajib_isi", "tidak kosong", "Isi"),
    ({"skala": ""}, "skala", None, "wajib_isi", "tidak kosong", "Isi"),
    ({"kbli": "1039"}, "kbli", "1039", "bentuk", "lima angka", "Perbaiki"),
    ({"kbli": "10.391"}, "kbli", "10.391", "bentuk", "lima angka", "Perbaiki"),
    ({"kbli_versi": "2019"}, "kbli_versi", "2019", "nilai_dikenal", "2020", "Ganti"),
    ({"skala": "Besar"}, "skala", "Besar", "nilai_dikenal", "mikro, kecil", "Ganti"),
    ({"status_aktif": "tutup"}, "status_aktif", "tutup", "nilai_dikenal", "tidak aktif", "Ganti"),
    ({"omzet_rp": "banyak"}, "omzet_rp", "banyak", "jenis", "bilangan bulat", "Tulis ulang"),
    ({"omzet_rp": "2,5 juta"}, "omzet_rp", "2,5 juta", "jenis", "bilangan bulat", "kosongkan"),
    ({"omzet_rp": "-5"}, "omzet_rp", "-5", "batas", "paling kecil 0", "Periksa"),
    ({"tenaga_kerja": "2.5"}, "tenaga_kerja", "2.5", "jenis", "bilangan bulat", "Tulis ulang"),
    ({"tenaga_kerja": "1e3"}, "tenaga_kerja", "1e3", "jenis", "bilangan bulat", "Tulis ulang"),
    ({"tenaga_kerja": "10001"}, "tenaga_kerja", "10001", "batas", "paling besar", "Periksa"),
    ({"punya_nib": "Mungkin"}, "punya_nib", "Mungkin", "jenis", "ya atau tidak", "Tulis ulang"),
    (
        {"kelurahan": "Cipari"},
        "kelurahan",
        "Cipari",
        "wilayah_dikenal",
        "mungkin Cipare",
        "Samakan ejaannya",
    ),
    (
        {"kecamatan": "Curug"},  # Cipare is not in it
        "kelurahan",
        "Cipare",
        "wilayah_dikenal",
        "Cipare ada di Kecamatan Serang",
        "Ejaannya sudah benar",
    ),
    (
        {"tahun_mulai": "2026"},
        "tahun_mulai",
        "2026",
        "mulai_sebelum_periode",
        "tidak sesudah tahun periode",
        "Periksa tahun",
    ),
    (
        {
            "ekspor_daring": "Ya",
            **dict.fromkeys([c for c in HEADINGS if c.startswith("kanal_")], "Tidak"),
        },
        "ekspor_daring",
        "Ya",
        "eksportir_berjualan_daring",
        "paling sedikit satu kanal",
        "Lengkapi kanal",
    ),
    (
        {"kecamatan": "", "kelurahan": "Sukawana"},  # one in Serang and one in Curug
        "kecamatan / kelurahan",
        " / Sukawana",
        "wilayah_mendua",
        "dengan kecamatannya",
        "Isi kecamatannya",
    ),
    (
        {"kecamatan": "Kab. Serang"},
        "kecamatan",
        "Kab. Serang",
        "wilayah_lain",
        "di Kota Serang",
        "di luar Kota Serang",
    ),
    (
        {"id_usaha": "{first}", "produk": "lain dari yang pertama"},
        "id_usaha",
        "{first}",
        "kunci_tunggal",
        "Periode + ID usaha",
        "ganda",
    ),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One file; for every case a good row, the broken one, a good row."""
    place = Workspace(tmp_path_factory.mktemp("rusak"))
    written: list[Row] = []
    for number, (cells, *_) in enumerate(BROKEN):
        rows = [{"id_usaha": f"{number}-{row}"} for row in range(3)]
        broken = {name: value.format(first=f"{number}-0") for name, value in cells.items()}
        written += [rows[0], rows[1] | broken, rows[2]]
    write_register(place.raw / "a.csv", written)
    return place.build()


@pytest.mark.parametrize(
    "number",
    range(len(BROKEN)),
    ids=[f"{rule}-{column}-{value}" for _, column, value, rule, _, _ in BROKEN],
)
def test_broken_row_is_refused_with_its_evidence_and_the_others_stay(
    broken: Store, number: int
) -> None:
    _, column, value, rule, expected, step = BROKEN[number]
    first = FIRST_ROW + 3 * number
    (found,) = broken.query(
        "select * from temuan where baris between $first and $first + 2", {"first": first}
    ).itertuples()
    assert (found.tabel, found.berkas, found.baris, found.kolom, found.aturan, found.tingkat) == (
        "usaha",
        "a.csv",
        first + 1,
        column,
        rule,
        "galat",
    )
    assert (None if pd.isna(found.nilai) else found.nilai) == (
        value and value.format(first=f"{number}-0")
    )
    assert expected in found.seharusnya
    assert step in found.langkah
    stayed = broken.query(
        "select baris from usaha where baris between $first and $first + 2", {"first": first}
    )
    assert sorted(stayed["baris"]) == [first, first + 2]


def test_every_rule_of_the_register_has_a_broken_row_here() -> None:
    tried = {rule for _, _, _, rule, _, _ in BROKEN}
    assert {rule.name for rule in USAHA.rules} <= tried
    assert {"wajib_isi", "jenis", "nilai_dikenal", "bentuk", "batas"} <= tried
    assert {"wilayah_dikenal", "wilayah_mendua", "wilayah_lain", "kunci_tunggal"} <= tried


def test_a_finding_shows_its_heading_its_place_and_the_id_of_its_row(broken: Store) -> None:
    places = {heading: place for place, heading in enumerate(HEADINGS.values(), start=1)}
    found = broken.query("select kunci, kolom, judul, posisi from temuan where kunci is not null")
    assert len(found) > len(BROKEN) - 3
    for row in found.itertuples():
        column = row.kolom.split(" / ")[-1]
        assert (row.judul, row.posisi) == (HEADINGS[column], places[HEADINGS[column]])
        number, _ = row.kunci.split("-")
        assert row.kunci == f"{number}-{0 if BROKEN[int(number)][3] == 'kunci_tunggal' else 1}"


POINT = {"lintang": "-6.1201", "bujur": "106.1502"}


@sends(lambda column, cell: register(POINT | {column: cell}))
@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("lintang", "6 derajat", "jenis"),
        ("lintang", "106.15", "batas"),
        ("bujur", "-6.1", "batas"),
        ("bujur", "nan", "jenis"),
    ],
)
def test_a_wrong_point_empties_the_cell_and_the_row_stays(
    told: Told, column: str, cell: str, rule: str
) -> None:
    assert findings(told) == [(FIRST_ROW, column, None, rule, "peringatan")]
    assert ids(told) == ["KS000001"]
    (kept,) = told.identity("select lintang, bujur from usaha")
    expected = {name: None if name == column else float(text) for name, text in POINT.items()}
    assert kept == tuple(expected.values())


@sends(lambda: register({"kbli": "1", "skala": "Besar"}, {}))
def test_a_row_that_breaks_two_rules_is_refused_once_and_told_both(told: Told) -> None:
    assert [found[1] for found in refusals(told)] == ["kbli", "skala"]
    assert told.record["berkas"][0]["ditolak"] == 1


@sends(lambda: register({"kecamatan": ""}, {"kecamatan": "Kota Serang", "kelurahan": "Kalodran"}))
def test_a_kelurahan_that_is_the_only_one_of_its_name_needs_no_kecamatan(told: Told) -> None:
    assert findings(told) == [
        (FIRST_ROW, "kecamatan / kelurahan", " / Cipare", "kecamatan_dilengkapi", "ubahan"),
        (
            FIRST_ROW + 1,
            "kecamatan / kelurahan",
            "Kota Serang / Kalodran",
            "kecamatan_dilengkapi",
            "ubahan",
        ),
    ]
    codes = told.query("select kode_kelurahan from usaha order by id_usaha")["kode_kelurahan"]
    assert codes.tolist() == ["36.73.01.1002", "36.73.03.1008"]


@sends(
    lambda: register(
        {"kecamatan": "Serang", "kelurahan": "Sukawana"},
        {"kecamatan": "Curug", "kelurahan": "Sukawana"},
        {"kecamatan": "Kasemen", "kelurahan": "Sukawana"},
    )
)
def test_sukawana_is_told_apart_by_its_kecamatan(told: Told) -> None:
    assert [found[2] for found in refusals(told)] == ["Sukawana"]
    codes = told.query("select kode_kelurahan from usaha order by id_usaha")["kode_kelurahan"]
    assert [code[:8] for code in codes] == ["36.73.01", "36.73.04"]


@sends(lambda kecamatan, kelurahan: register({"kecamatan": kecamatan, "kelurahan": kelurahan}))
@pytest.mark.parametrize(
    ("kecamatan", "kelurahan", "code"),
    [
        ("Serang", "Sumur Pecung", "36.73.01.1003"),
        ("Serang", "Sumurpecung", "36.73.01.1003"),  # BPS
        ("Kec. Serang", "KEL. KOTABARU", "36.73.01.1004"),
        ("KECAMATAN SERANG", "Kelurahan Kota Baru", "36.73.01.1004"),
        ("serang", "serang", "36.73.01.1001"),
    ],
)
def test_official_bps_and_longer_spellings_name_the_same_place(
    told: Told, kecamatan: str, kelurahan: str, code: str
) -> None:
    assert one(told, "select kode_kelurahan from usaha") == code


@sends(lambda: register({"kecamatan": "Walantaka", "kelurahan": "Kepuren"}))
def test_a_place_that_is_read_by_another_spelling_says_so(told: Told) -> None:
    (found,) = told.query("select kolom, nilai, aturan, tingkat, seharusnya from temuan").values
    assert found.tolist() == [
        "kecamatan / kelurahan",
        "Walantaka / Kepuren",
        "ejaan_wilayah",
        "ubahan",
        "Kapuren",
    ]
    assert one(told, "select kode_kelurahan from usaha") == "36.73.03.1009"


@sends(lambda: register({"ekspor_daring": "Ya"}))
def test_exporter_whose_channels_are_unknown_is_not_refused(told: Told) -> None:
    assert ids(told) == ["KS000001"]


@sends(
    lambda: register(
        {"kanal_pesan": "Tidak", "kanal_medsos": "-"},
        {"kanal_pesan": "Tidak tahu", "kanal_medsos": "Y"},
        {name: "0" for name in HEADINGS if name.startswith("kanal_")},
    )
)
def test_unknown_answers_stay_unknown(told: Told) -> None:
    frame = told.query("select kanal_medsos, berusaha_daring from usaha order by id_usaha")
    assert frame.astype(object).where(frame.notna(), None).values.tolist() == [
        [None, None],
        [True, True],
        [False, False],
    ]


@sends(lambda: register({"id_usaha": "", "produk": "Kopi"}, {"id_usaha": "", "produk": "Teh"}))
def test_two_rows_without_an_id_are_told_that_it_is_missing_and_nothing_else(told: Told) -> None:
    assert [(row, rule) for row, _, _, rule, _, _ in refusals(told)] == [
        (FIRST_ROW, "wajib_isi"),
        (FIRST_ROW + 1, "wajib_isi"),
    ]


def test_the_same_id_in_another_period_is_another_row(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}], "KEADAAN JUNI 2024")
    write_register(workspace.raw / "b.csv", [{}], "KEADAAN JUNI 2025")
    store = workspace.build()
    assert ids(store) == ["KS000001", "KS000001"]
    assert refusals(store) == []


@sends(lambda: register({"skala": "x" * 30_000}))
def test_a_finding_shows_the_beginning_of_a_long_cell(told: Told) -> None:
    """Lists of findings are pages; a small file can fill each with the longest of cells."""
    assert one(told, "select max(length(nilai)) from temuan") == 501
