"""A column that is missing is said of the file, by its headings, and not of every row."""

from __future__ import annotations

import pytest

from data.errors import InputError
from tests.data.rows import Workspace, findings, one
from tests.data.sent import Told, sends

CASES = {
    "hadir.csv": (
        "Nama Peserta;Nama Usaha\nAni;Kedai\n",
        [
            "Tanggal kegiatan (judul 'Tanggal', 'Tgl'",
            "Kegiatan (judul 'Kegiatan'",
            "'Tanggal: ...' dan",
        ],
    ),
    "survei 2025-06.csv": (
        "ID_RESP;BOBOT;STRATA;PERIODE;KEC;SKALA\n1;2;a;2025-06;Serang;Mikro\n",
        ["Populasi strata (judul 'N_STRATA')", "samakan judulnya"],
    ),
    "survei.csv": (
        "ID_RESP;BOBOT;STRATA;PERIODE;N_STRATA;SKALA\n1;2;a;2025-06;9;Mikro\n",
        ["Kecamatan (judul 'KEC', 'KECAMATAN')"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_missing_column_is_named_once_with_its_headings(workspace: Workspace, name: str) -> None:
    text, words = CASES[name]
    (workspace.raw / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        workspace.build()
    for word in [name, "tidak ada kolom", *words]:
        assert word in str(caught.value)


def test_step_that_is_shown_for_a_missing_column_mends_it(workspace: Workspace) -> None:
    above = "Kegiatan: QRIS\nTanggal: 24 Juni 2025\n"
    (workspace.raw / "hadir.csv").write_text(above + CASES["hadir.csv"][0], encoding="utf-8")
    assert one(workspace.build(), "select kegiatan from pembinaan") == "QRIS"


def wide(year: int) -> str:
    """Return the title and heading of a table with a column for each class."""
    title = f"Jumlah UMKM Bidang Kuliner di Kota Serang Tahun {year}"
    return f"{title}\nKecamatan;Mikro;Kecil;Menengah\n"


# A year of its own for each: a count of the same area, class and year would be said twice.
@sends(lambda cell, year: f"{wide(year)}Walantaka;5;1;{cell}\nCurug;;;\nKasemen;1;2;3\n")
@pytest.mark.parametrize(("cell", "year"), [("", 2021), ("-", 2022), ("–", 2023)])
def test_empty_cell_of_a_wide_row_is_said_and_the_others_count(
    told: Told, cell: str, year: int
) -> None:
    rows = told.query("select baris, skala, nilai from agregat order by all").values.tolist()
    assert rows[:2] == [[3, "kecil", 1], [3, "mikro", 5]]
    assert len(rows) == 5
    said = told.query("select baris, judul, posisi, aturan from temuan order by all")
    assert said.values.tolist()[0] == [3, "Menengah", 4, "sel_kosong"]
    assert told.record["berkas"][0]["ditolak"] == 1, "of Curug nothing is known"


@sends(lambda cell, year: f"{wide(year)}Walantaka;5;1;{cell}\n")
@pytest.mark.parametrize(("cell", "year"), [("1.25", 2018), ("1,23", 2019), ("dua", 2020)])
def test_count_that_is_no_whole_number_is_refused_at_its_own_cell(
    told: Told, cell: str, year: int
) -> None:
    said = told.query("select kolom, judul, posisi, nilai, seharusnya, langkah from temuan")
    assert said.values.tolist() == [
        ["nilai", "Menengah", 4, cell, "bilangan bulat", "Tulis ulang nilainya."]
    ]


@sends(
    lambda: (
        "KEADAAN JUNI 2025\nID Usaha;Kecamatan;Kelurahan;Skala Usaha;Pesan Instan\n"
        "A;Cipocok Jya;Dalung;Mikro;Ya\nB;Kasemen;Cipare;Mikro;Ya\n"
    )
)
def test_kecamatan_that_there_is_not_is_the_cell_at_fault(told: Told) -> None:
    assert [found[:4] for found in findings(told)] == [
        (3, "kecamatan", "Cipocok Jya", "wilayah_dikenal"),
        (4, "kelurahan", "Cipare", "wilayah_dikenal"),
    ]


def projects() -> str:
    """Return a list whose investments add up to more than a column can hold."""
    heading = "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha;jumlah_investasi\n"
    amounts = ["9000000000000000000"] * 2 + ["1000000000000000"] * 2
    rows = "".join(
        f"P{n};{1:013};Usaha Mikro;Serang;Cipare;{amount}\n" for n, amount in enumerate(amounts)
    )
    return heading + rows


@sends(projects)
def test_sum_of_a_number_beyond_all_bounds_raises_nothing(told: Told) -> None:
    assert one(told, "select jumlah_investasi_rp from nib") == 2 * 10**15


@sends(
    lambda: (
        "Tanggal;Angka;Mikro;Kecil;Menengah;Pernyataan;Kantor;Sumber;Rujukan\n"
        f"2025-06-24;5;{9 * 10**18};{9 * 10**18};{9 * 10**18};x;a;b;\n"
    )
)
def test_sum_of_parts_beyond_all_bounds_raises_nothing(told: Told) -> None:
    assert "rincian_sama_dengan_jumlah" in set(told.query("select aturan from temuan")["aturan"])
