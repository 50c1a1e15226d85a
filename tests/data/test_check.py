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
        {"kecamatan": ""},
        "kecamatan / kelurahan",
        " / Cipare",
        "wilayah_dikenal",
        "Kota Serang",
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
        "ya",
        "eksportir_berjualan_daring",
        "paling sedikit satu kanal",
        "Lengkapi kanal",
    ),
    ({"id_usaha": "{first}"}, "id_usaha", "{first}", "kunci_tunggal", "periode", "ganda"),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One file per case: a good row, the broken one, a good row."""
    place = Workspace(tmp_path_factory.mktemp("rusak"))
    for number, (cells, *_) in enumerate(BROKEN):
        rows = [{"id_usaha": f"{number}-{row}"} for row in range(3)]
        written = {name: value.format(first=f"{number}-0") for name, value in cells.items()}
        write_register(place.raw / f"{number}.csv", [rows[0], rows[1] | written, rows[2]])
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
    (found,) = broken.query(
        "select * from penolakan where berkas = ?", [f"{number}.csv"]
    ).itertuples()
    assert (found.tabel, found.baris, found.kolom, found.aturan) == (
        "usaha",
        FIRST_ROW + 1,
        column,
        rule,
    )
    assert (None if pd.isna(found.nilai) else found.nilai) == (
        value and value.format(first=f"{number}-0")
    )
    assert expected in found.seharusnya
    assert step in found.langkah
    stayed = broken.query("select id_usaha from usaha where berkas = ?", [f"{number}.csv"])
    assert sorted(stayed["id_usaha"]) == [f"{number}-0", f"{number}-2"]


def test_every_rule_of_the_register_has_a_broken_row_here() -> None:
    tried = {rule for _, _, _, rule, _, _ in BROKEN}
    assert {rule.name for rule in USAHA.rules} <= tried
    assert {"wajib_isi", "jenis", "nilai_dikenal", "bentuk", "batas"} <= tried
    assert {"wilayah_dikenal", "kunci_tunggal"} <= tried


def test_a_row_that_breaks_two_rules_is_refused_once_and_told_both(usaha_rows: Build) -> None:
    store = usaha_rows({"kbli": "1", "skala": "Besar"}, {})
    assert [found[1] for found in refusals(store)] == ["kbli", "skala"]
    assert store.record["berkas"][0]["ditolak"] == 1


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
    usaha_rows: Build, kecamatan: str, kelurahan: str, code: str
) -> None:
    store = usaha_rows({"kecamatan": kecamatan, "kelurahan": kelurahan})
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
