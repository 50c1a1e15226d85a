"""Small files after those that offices sent and that were once taken wrongly, with what is right.

Their content is invented. Each is a file of its own for an officer, who may have to answer before
it is read; those that can be read are built together, as the members of one zip.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from cli import main
from data.build import imports
from data.errors import InputError
from data.received import uploads
from data.store.store import Store
from tests.data.members import said, taken
from tests.data.rows import TODAY, Workspace

pytestmark = pytest.mark.lambat

PLACES = [("Serang", "Cipare"), ("Kasemen", "Banten"), ("Walantaka", "Kalodran"),
          ("Curug", "Tinggar")]  # fmt: skip
COUNTS = {
    "Serang": (1240, 310, 2),
    "Kasemen": (655, 120, 0),
    "Walantaka": (480, 95, 1),
    "Curug": (402, 61, 0),
    "Cipocok Jaya": (1813, 204, 3),
    "Taktakan": (530, 110, 0),
}
HEAD = ["No", "ID Usaha", "Nama Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Omzet Setahun",
        "Pesan Instan"]  # fmt: skip
Cell = str | int | float | date | None


def table(*titles: str, marks: str = ";") -> str:
    """Return a table by kecamatan below some titles."""
    rows = [f"{name}{marks}{marks.join(map(str, counts))}" for name, counts in COUNTS.items()]
    return "\n".join([*titles, marks.join(["Kecamatan", "Mikro", "Kecil", "Menengah"]), *rows])


def book(*sheets: tuple[str, Sequence[Sequence[Cell]]], merged: Sequence[str] = ()) -> bytes:
    """Return a workbook; ``merged`` are ranges of the first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as made:
        for number, (name, rows) in enumerate(sheets):
            page = made.add_worksheet(name)
            for place in () if number else merged:
                page.merge_range(place, "")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        page.write(row, column, cell)
    return out.getvalue()


def register(title: str, *more: str, omzet: int = 45) -> list[list[Cell]]:
    """Return a register of four businesses below a title."""
    body: list[list[Cell]] = [[n, f"KS-{n:04}", f"Usaha Uji {n}", *place, "Mikro", omzet, "Ya"]
                              for n, place in enumerate(PLACES, start=1)]  # fmt: skip
    return [[title], *([line] for line in more), HEAD, *body]


def two_rows_of_headings() -> bytes:
    body: list[list[Cell]] = [
        [n, name, *counts, sum(counts)] for n, (name, counts) in enumerate(COUNTS.items(), start=1)
    ]
    total = [sum(counts[n] for counts in COUNTS.values()) for n in range(3)]
    rows: list[list[Cell]] = [
        ["JUMLAH UMKM MENURUT KECAMATAN DAN SKALA USAHA DI KOTA SERANG TAHUN 2016"],
        [],
        ["No", "Kecamatan", "Skala Usaha", None, None, "Jumlah"],
        [None, None, "Mikro", "Kecil", "Menengah"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        *body,
        [None, "Jumlah", *total, sum(total)],
    ]
    return book(("Tabel 4.1", rows), merged=["A3:A4", "B3:B4", "C3:E3", "F3:F4"])


def example_sheet() -> bytes:
    shown = register("CONTOH PENGISIAN (jangan dihapus)", "KEADAAN JULI 2025", omzet=999)
    return book(
        ("PETUNJUK", [["1. Isi lembar DATA"], ["2. Jangan mengubah judul kolom"]]),
        ("CONTOH", shown),
        ("DATA", register("DATA UMKM KOTA SERANG KEADAAN JULI 2025")),
    )


def home_and_business() -> bytes:
    body: list[list[Cell]] = [
        [n, f"KR-{n:04}", *PLACES[n + 1][::-1], *place[::-1], "Mikro", "Ya"]
        for n, place in enumerate(PLACES[:3])
    ]
    head = ["No", "ID Usaha", *["Kelurahan", "Kecamatan"] * 2, "Skala Usaha", "Pesan Instan"]
    rows: list[list[Cell]] = [
        ["DATA UMKM KOTA SERANG KEADAAN AGUSTUS 2025"],
        [],
        [None, None, "Alamat KTP", None, "Alamat Usaha"],
        head,
        *body,
    ]
    return book(("Data", rows))


def half_turned() -> bytes:
    days: list[Cell] = [date(2025, 3, 6), date(2025, 5, 6), date(2025, 10, 6), "13/06/2025",
                        "17/06/2025", "24/06/2025"]  # fmt: skip
    body: list[list[Cell]] = [[n, day, "Pelatihan Uji", f"Orang Uji {n}", f"Usaha Uji {n}"]
                              for n, day in enumerate(days, start=1)]  # fmt: skip
    head: list[Cell] = ["No", "Tanggal", "Nama Kegiatan", "Nama Peserta", "Nama Usaha"]
    return book(("Rekap", [["REKAP PESERTA PEMBINAAN UMKM TAHUN 2025"], [], head, *body]))


def men_and_women() -> bytes:
    rows: list[list[Cell]] = [
        ["JUMLAH UMKM MENURUT KECAMATAN DAN JENIS KELAMIN PEMILIK TAHUN 2024"],
        [],
        ["Kecamatan", "Pemilik", "Mikro", "Kecil", "Menengah"],
    ]
    merged = []
    for name, counts in COUNTS.items():
        merged.append(f"A{len(rows) + 1}:A{len(rows) + 2}")
        rows += [[name, "Laki-laki", *counts], [None, "Perempuan", *counts]]
    return book(("Tabel", rows), merged=merged)


def crosses() -> bytes:
    head: list[Cell] = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan",
                        "Media Sosial"]  # fmt: skip
    body: list[list[Cell]] = [[f"KS-{n:04}", *PLACES[n % 4], "Mikro", "X" if n % 2 else None,
                               "X" if n % 3 else None] for n in range(6)]  # fmt: skip
    rows: list[list[Cell]] = [["DATA IKM KEADAAN MARET 2025"], ["(beri tanda silang X)"], head]
    return book(("IKM", [*rows, *body]))


TARGETS = """Indikator,Wilayah,Tahun,Target,Dokumen,Halaman
jumlah_umkm,Kota Serang,2026,"12,000",Renja 2026 (contoh),14
ber_nib,Kota Serang,2026,45.5%,Renja 2026 (contoh),15
berusaha_daring,Kota Serang,2026,"45,5",Renja 2026 (contoh),15
jumlah_umkm,Kecamatan Serang,2026,"3,500",Renja 2026 (contoh),16
"""
LEDGER = """Tanggal,Angka,Pernyataan,Kantor,Sumber,Rujukan
24/06/2025,"12,000",Ada 12 ribu UMKM (uji),Dinas uji,Media uji,https://berita.example/1
25/06/2025,"lebih dari 12,000",Ada lebih (uji),Dinas uji,Media uji,https://berita.example/2
"""
SLIPPED = """Jumlah UMKM Bidang Fesyen Menurut Kecamatan di Kota Serang Tahun 2015
Kecamatan,Mikro,Kecil,Menengah
Serang,1,240,310,2
Kasemen,655,120,0
Cipocok Jaya,1,813,204,3
"""
TITLES = {
    "berdasarkan": ["Jumlah UMKM di Kota Serang Berdasarkan Kecamatan Tahun 2001"],
    "hasil": ["Jumlah UMKM Menurut Kecamatan dan Skala di Kota Serang Hasil Pendataan 2002"],
    "pada": ["Jumlah UMKM Menurut Kecamatan di Kota Serang pada Tahun 2003"],
    "semester": ["Jumlah UMKM Menurut Kecamatan di Kota Serang Semester I Tahun 2004"],
    "dinas": ["JUMLAH UMKM DI KOTA SERANG", "DINAS KOPERASI UKM PERINDUSTRIAN", "TAHUN 2005"],
    "lampiran": ["Lampiran Keputusan Wali Kota Nomor 518 Tahun 2022", "Jumlah UMKM Tahun 2006"],
    "pp": ["Jumlah UMKM Menurut Kecamatan", "Berdasarkan kriteria PP Nomor 7 Tahun 2021",
           "Kota Serang, 2007"],
    "peraturan": ["JUMLAH USAHA MIKRO, KECIL DAN MENENGAH DI KOTA SERANG",
                  "Kriteria berdasarkan Peraturan Pemerintah Nomor 7 Tahun 2021", "Tahun 2008"],
}  # fmt: skip
READ: dict[str, str | bytes] = {
    **{f"{name}.csv": table(*titles) for name, titles in TITLES.items()},
    "target.csv": TARGETS,
    "catatan.csv": LEDGER,
    "koma.csv": SLIPPED,
    "judul.xlsx": two_rows_of_headings(),
    "contoh.xlsx": example_sheet(),
    "alamat.xlsx": home_and_business(),
    "tanggal.xlsx": half_turned(),
    "satuan.xlsx": book(
        ("Data", register("DATA UMKM KEADAAN JUNI 2025", "(omzet dalam juta rupiah)"))
    ),
    "silang.xlsx": crosses(),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What one build makes of all files that can be read."""
    place = Workspace(tmp_path_factory.mktemp("kasus"))
    with zipfile.ZipFile(place.raw / "kasus.zip", "w") as packed:
        for name, content in READ.items():
            packed.writestr(name, content)
    return place.build()


WHOLE = [counts[place] for counts in COUNTS.values() for place in (1, 2, 0)]


@pytest.mark.parametrize("name", TITLES)
def test_title_of_our_own_table_gives_its_own_year(store: Store, name: str) -> None:
    year = str(2001 + list(TITLES).index(name))
    found = store.query_rows(
        "select distinct periode, kategori from agregat where contains(berkas, ?)", [f"[{name}.csv"]
    )
    assert found == [{"periode": year, "kategori": None}]
    rows = store.query_rows("select nilai from agregat where contains(berkas, ?) "
                            "order by baris, skala", [f"[{name}.csv"])  # fmt: skip
    assert [row["nilai"] for row in rows] == WHOLE


def test_heading_of_two_rows_is_read_together_and_its_total_folded(store: Store) -> None:
    rows = store.query_rows("select nilai from agregat where contains(berkas, '[judul.xlsx') "
                            "order by baris, skala")  # fmt: skip
    assert [row["nilai"] for row in rows] == WHOLE
    assert said(store, "judul.xlsx") == {"baris_nomor": [5], "baris_jumlah": [12]}


def test_target_with_a_comma_before_three_digits_is_asked_about(store: Store) -> None:
    found = taken(store, "target.csv", "target", "indikator, nilai")
    assert found == [("ber_nib", 45.5), ("berusaha_daring", 45.5)]
    assert said(store, "target.csv") == {"jenis": [2, 5], "angka_ditanyakan": [None]}


def test_ledger_of_whole_numbers_reads_english_thousands(store: Store) -> None:
    assert taken(store, "catatan.csv", "catatan", "angka, batas_bawah") == [
        (12000, None), (None, 12000)]  # fmt: skip


def test_rows_with_a_cell_too_many_are_refused_by_name(store: Store) -> None:
    assert said(store, "koma.csv") == {"sel_kelebihan": [3, 5]}
    assert {kode for (kode,) in taken(store, "koma.csv", "agregat", "kode_wilayah")} == {"36.73.02"}
    (first, _) = store.query_rows(
        "select seharusnya, nilai from temuan where aturan = 'sel_kelebihan' order by baris"
    )
    assert "5" in first["seharusnya"] and "4 judul" in first["seharusnya"]


def test_sheet_of_examples_is_set_aside(store: Store) -> None:
    assert taken(store, "contoh.xlsx", "usaha", "id_usaha, omzet_rp") == [
        (f"KS-{n:04}", 45) for n in range(1, 5)]  # fmt: skip
    assert said(store, "contoh.xlsx")["lembar_contoh"] == [None]


def test_place_of_the_business_is_taken_and_reported(store: Store) -> None:
    found = taken(store, "alamat.xlsx", "usaha", "kode_kelurahan[:8]")
    assert [code for (code,) in found] == ["36.73.01", "36.73.02", "36.73.03"]
    assert len(said(store, "alamat.xlsx")["judul_ganda"]) == 2


def test_half_turned_dates_are_asked_about_and_not_taken(store: Store) -> None:
    found = taken(store, "tanggal.xlsx", "pembinaan", "tanggal")
    assert [str(day)[:10] for (day,) in found] == ["2025-06-13", "2025-06-17", "2025-06-24"]
    assert said(store, "tanggal.xlsx")["tanggal_ditanyakan"] == [None]
    assert said(store, "tanggal.xlsx")["jenis"] == [4, 5, 6]


def test_unit_above_the_table_is_read_and_reported(store: Store) -> None:
    assert taken(store, "satuan.xlsx", "usaha", "omzet_rp") == [(45_000_000,)] * 4
    assert said(store, "satuan.xlsx")["satuan_dibaca"] == [None]


def test_crosses_are_asked_about_by_column_with_their_counts(store: Store) -> None:
    asked = store.query_rows(
        "select kolom, seharusnya from temuan where aturan = 'tanda_ditanyakan' "
        "and contains(berkas, '[silang') order by kolom"
    )
    assert [one["kolom"] for one in asked] == ["kanal_medsos", "kanal_pesan"]
    assert "'x' 4, kosong 2" in asked[0]["seharusnya"] and "'x' 3" in asked[1]["seharusnya"]
    assert taken(store, "silang.xlsx", "usaha", "kanal_pesan, kanal_medsos") == [(None, None)]


ACROSS = "\n".join([
    "REKAPITULASI DATA UMKM KOTA SERANG", "TAHUN 2024",
    "No;Sektor Usaha;Satuan;Serang;Kasemen;Walantaka;Curug;Cipocok Jaya;Taktakan;Jumlah",
    "1;Industri Pengolahan;Usaha;117;47;44;63;51;81;403",
])  # fmt: skip
ONE_CELL = "\n".join(f'"{line}"' for line in table(marks=",").splitlines())
REFUSED: dict[str, tuple[Callable[[], str | bytes], list[str]]] = {
    "digabung.xlsx": (men_and_women, ["kolom B 'Pemilik'", "Laki-laki, Perempuan", "baris 5"]),
    "melintang 2024.csv": (lambda: ACROSS, ["baris 3", "kecamatan ada di judul", "Putar tabelnya"]),
    "sesel 2024.csv": (lambda: ONE_CELL, ["semua isi ada di satu kolom", "koma"]),
    "sesel 2024.xlsx": (
        lambda: book(("Sheet1", [[line] for line in table(marks=",").splitlines()])),
        ["semua isi ada di satu kolom", "baris 1"],
    ),
    "contoh saja.xlsx": (
        lambda: book(("CONTOH", register("KEADAAN JUNI 2025")), ("PETUNJUK", [["Isi"]])),
        ["contoh pengisian", "tidak ada lembar lain"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_cannot_be_read_is_refused_with_what_to_do(
    workspace: Workspace, name: str
) -> None:
    make, words = REFUSED[name]
    content = make()
    (workspace.raw / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as raised:
        workspace.build()
    for word in (*words, "Seharusnya" if "contoh" not in name else "Isi lembar datanya"):
        assert word in str(raised.value)


def test_officer_answers_on_the_command_line_and_once(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.use(pytest.MonkeyPatch())
    path = tmp_path / "target.csv"
    path.write_text(TARGETS, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert "Perlu dijawab: --jawab nilai:,=(ribuan|desimal)" in capsys.readouterr().out
    assert main(["check", str(path), "--jawab", "nilai:,=banyak"]) == 1
    assert "'banyak' bukan jawaban" in capsys.readouterr().err
    assert main(["import", str(path), "--jawab", "nilai:,=ribuan"]) == 0
    with path.open("rb") as handle:
        again = imports.examine(workspace.settings, date.fromisoformat(TODAY),
                                uploads.receive(workspace.raw, "b.csv", handle))  # fmt: skip
    assert again.already and not again.questions
    found = workspace.gudang.query_rows("select nilai from target order by baris")
    assert [row["nilai"] for row in found] == [12000, 45.5, 45.5, 3500]
