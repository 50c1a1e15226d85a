"""A row that breaks a rule is refused with the evidence; the others stay."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.store import Store
from data.tables import USAHA
from tests.data.rows import FIRST_ROW, HEADINGS, Workspace, ids, one, refusals, write_register

Build = Callable[..., Store]

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
        "kecamatan / kelurahan",
        "Serang / Cipari",
        "wilayah_dikenal",
        "dengan kecamatannya",
        "Samakan ejaannya",
    ),
    (
        {"kecamatan": "Curug"},  # Cipare is not in it
        "kecamatan / kelurahan",
        "Curug / Cipare",
        "wilayah_dikenal",
        "Kota Serang",
        "Samakan ejaannya",
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
        {"kab_kota": "Kabupaten Serang"},
        "kecamatan / kelurahan",
        "Serang / Cipare",
        "wilayah_lain",
        "di Kota Serang",
        "di luar Kota Serang",
    ),
    (
        {"id_usaha": "{first}", "produk": "lain dari yang pertama"},
        "id_usaha",
        "{first}",
        "kunci_tunggal",
        "periode",
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
    usaha_rows: Build, workspace: Workspace, column: str, cell: str, rule: str
) -> None:
    point = {"lintang": "-6.1201", "bujur": "106.1502"}
    store = usaha_rows(point | {column: cell})
    assert findings(store) == [(FIRST_ROW, column, None, rule, "peringatan")]
    assert ids(store) == ["KS000001"]
    with duckdb.connect(str(workspace.identity), read_only=True) as con:
        (kept,) = con.sql("select lintang, bujur from usaha").fetchall()
    expected = {name: None if name == column else float(text) for name, text in point.items()}
    assert kept == tuple(expected.values())


def test_rows_that_say_the_same_are_counted_once_and_leave_a_trace(usaha_rows: Build) -> None:
    same = {"id_usaha": "KS7", "produk": "Tempe"}
    store = usaha_rows(same, {}, same, same)
    assert ids(store) == ["KS000002", "KS7"]
    assert findings(store) == [
        (FIRST_ROW + 2, None, None, "baris_sama", "lipat"),
        (FIRST_ROW + 3, None, None, "baris_sama", "lipat"),
    ]
    (counts,) = store.record["berkas"]
    assert [counts[name] for name in COUNTS] == [4, 2, 0, 2]


def test_a_remark_below_the_rows_is_folded_and_a_blank_row_is_none(workspace: Workspace) -> None:
    path = write_register(workspace.raw / "a.csv", [{}])
    width = len(HEADINGS)
    with path.open("a", encoding="utf-8") as handle:
        handle.write(";" * width + "\n" + " ;" * width + "\n" + ";" * width + "Catatan: dikira\n")
    store = workspace.build()
    assert findings(store) == [(FIRST_ROW + 3, None, None, "baris_keterangan", "lipat")]
    (counts,) = store.record["berkas"]
    assert [counts[name] for name in COUNTS] == [2, 1, 0, 1]


def test_a_heading_that_stands_again_is_folded(usaha_rows: Build) -> None:
    store = usaha_rows({}, HEADINGS, {})
    assert findings(store) == [(FIRST_ROW + 1, None, None, "judul_berulang", "lipat")]
    assert ids(store) == ["KS000001", "KS000003"]


def test_a_row_that_breaks_two_rules_is_refused_once_and_told_both(usaha_rows: Build) -> None:
    store = usaha_rows({"kbli": "1", "skala": "Besar"}, {})
    assert [found[1] for found in refusals(store)] == ["kbli", "skala"]
    assert store.record["berkas"][0]["ditolak"] == 1


def test_a_kelurahan_that_is_the_only_one_of_its_name_needs_no_kecamatan(
    usaha_rows: Build,
) -> None:
    store = usaha_rows({"kecamatan": ""}, {"kecamatan": "Kota Serang", "kelurahan": "Kalodran"})
    assert findings(store) == [
        (FIRST_ROW, "kecamatan / kelurahan", " / Cipare", "kecamatan_dilengkapi", "ubahan"),
        (
            FIRST_ROW + 1,
            "kecamatan / kelurahan",
            "Kota Serang / Kalodran",
            "kecamatan_dilengkapi",
            "ubahan",
        ),
    ]
    codes = store.query("select kode_kelurahan from usaha order by id_usaha")["kode_kelurahan"]
    assert codes.tolist() == ["36.73.01.1002", "36.73.03.1006"]


def test_sukawana_is_told_apart_by_its_kecamatan(usaha_rows: Build) -> None:
    store = usaha_rows(
        {"kecamatan": "Serang", "kelurahan": "Sukawana"},
        {"kecamatan": "Curug", "kelurahan": "Sukawana"},
        {"kecamatan": "Kasemen", "kelurahan": "Sukawana"},
    )
    assert [found[2] for found in refusals(store)] == ["Kasemen / Sukawana"]
    codes = store.query("select kode_kelurahan from usaha order by id_usaha")["kode_kelurahan"]
    assert [code[:8] for code in codes] == ["36.73.01", "36.73.04"]


@pytest.mark.parametrize(
    ("kecamatan", "kelurahan", "code", "said"),
    [
        ("Serang", "Sumur Pecung", "36.73.01.1003", []),
        ("Serang", "Sumurpecung", "36.73.01.1003", []),  # BPS
        ("Kec. Serang", "KEL. KOTABARU", "36.73.01.1004", []),
        ("KECAMATAN SERANG", "Kelurahan Kota Baru", "36.73.01.1004", []),
        ("serang", "serang", "36.73.01.1001", []),
        ("Taktakan", "Cibendung", "36.73.06.1011", ["ejaan_wilayah"]),
    ],
)
def test_official_bps_and_longer_spellings_name_the_same_place(
    usaha_rows: Build, kecamatan: str, kelurahan: str, code: str, said: list[str]
) -> None:
    store = usaha_rows({"kecamatan": kecamatan, "kelurahan": kelurahan})
    assert [(rule, grade) for *_, rule, grade in findings(store)] == [
        (rule, "ubahan") for rule in said
    ]
    assert one(store, "select kode_kelurahan from usaha") == code


def test_exporter_whose_channels_are_unknown_is_not_refused(usaha_rows: Build) -> None:
    assert ids(usaha_rows({"ekspor_daring": "Ya"})) == ["KS000001"]


def test_unknown_answers_stay_unknown(usaha_rows: Build) -> None:
    store = usaha_rows(
        {"kanal_pesan": "Tidak", "kanal_medsos": "-"},
        {"kanal_pesan": "Tidak tahu", "kanal_medsos": "Y"},
        {name: "0" for name in HEADINGS if name.startswith("kanal_")},
    )
    frame = store.query("select kanal_medsos, berusaha_daring from usaha order by id_usaha")
    assert frame.astype(object).where(frame.notna(), None).values.tolist() == [
        [None, None],
        [True, True],
        [False, False],
    ]


def test_two_rows_without_an_id_are_told_that_it_is_missing_and_nothing_else(
    usaha_rows: Build,
) -> None:
    store = usaha_rows({"id_usaha": ""}, {"id_usaha": ""})
    assert [(row, rule) for row, _, _, rule, _, _ in refusals(store)] == [
        (FIRST_ROW, "wajib_isi"),
        (FIRST_ROW + 1, "wajib_isi"),
    ]


def test_the_same_id_in_another_period_is_another_row(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}], "KEADAAN JUNI 2024")
    write_register(workspace.raw / "b.csv", [{}], "KEADAAN JUNI 2025")
    store = workspace.build()
    assert ids(store) == ["KS000001", "KS000001"]
    assert refusals(store) == []


def test_weights_must_be_finite(workspace: Workspace) -> None:
    heading = "ID_RESP;PERIODE;KEC;SKALA;STRATA;N_STRATA;BOBOT"
    rows = [f"R{n};2025-06;Serang;Mikro;S;9;{weight}" for n, weight in enumerate(["1.5", "inf"])]
    (workspace.raw / "survei.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    assert [found[1:4] for found in refusals(workspace.build())] == [("bobot", "inf", "jenis")]


def test_sheets_of_a_workbook_are_counted_one_by_one(workspace: Workspace) -> None:
    import xlsxwriter

    heading = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan"]
    with xlsxwriter.Workbook(workspace.raw / "a.xlsx") as book:
        for name, skala in (("Serang", "Mikro"), ("Curug", "Besar")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["KEADAAN JUNI 2025"])
            page.write_row(1, 0, heading)
            page.write_row(2, 0, [f"KS-{name}", "Serang", "Cipare", skala, "Ya"])
        book.add_worksheet("Sheet3")
    store = workspace.build()
    assert ids(store) == ["KS-Serang"]
    assert [(f["berkas"], f["dibaca"], f["diterima"]) for f in store.record["berkas"]] == [
        ("a.xlsx [Serang]", 1, 1),
        ("a.xlsx [Curug]", 1, 0),
    ]


cell = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from(
        ["Ya", "Tidak", "Mikro", "Serang", "Cipare", "KS1", "2025", "1.234,5", "nan", "inf", "-",
         "1e999", "9" * 30, "10391", "'; drop table usaha; --", "\u00a0", "0", "\r", '"']
    ),
)  # fmt: skip


@given(st.lists(st.lists(cell, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=6))
@example([["\x00"] * len(HEADINGS)])
@settings(max_examples=12, deadline=None, derandomize=True)
def test_any_table_of_text_loses_no_row_and_raises_nothing_but_input_errors(
    rows: list[list[str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder))
        with (place.raw / "a.csv").open("w", encoding="utf-8", newline="") as handle:
            out = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL)
            out.writerows([["KEADAAN JUNI 2025"], list(HEADINGS.values()), *rows])
        try:
            store = place.build()
        except InputError as error:
            assert "a.csv" in str(error)
            return
        (counts,) = store.record["berkas"]
        filled = sum(any(text.replace("\u00a0", " ").strip() for text in row) for row in rows)
        assert counts["diterima"] + counts["ditolak"] == counts["dibaca"] == filled
        assert one(store, "select count(*) from usaha") == counts["diterima"]
