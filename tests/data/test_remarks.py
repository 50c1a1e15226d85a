"""What a reader does not take up of a file is a warning in the list of findings."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data.errors import InputError
from data.sendback import workbook
from data.store.store import Store
from tests.data.reading import every
from tests.data.rows import HEADINGS, Workspace, findings, ids, one, usaha
from tests.data.samples import without_results

pytestmark = pytest.mark.lambat

TARGET = ["Indikator", "Wilayah", "Periode", "Target", "Dokumen"]


def write_book(path: Path, hidden: str = "") -> Path:
    """Write a register of two sheets, the turnover a formula that nobody has reckoned."""
    with xlsxwriter.Workbook(path) as book:
        for month in ("Mei", "Juni"):
            page = book.add_worksheet(month)
            page.write(0, 0, f"KEADAAN {month.upper()} 2025")
            page.write_row(1, 0, list(HEADINGS.values()))
            for number in range(1, 4):
                row = usaha(number, id_usaha=f"{month}{number}")
                page.write_row(1 + number, 0, [row.get(name) for name in HEADINGS])
                if month == "Juni":
                    page.write_formula(1 + number, OMZET, "=1000000*1")
            if month == hidden:
                page.hide()
        book.worksheets()[1].activate()
    without_results(path)
    return path


OMZET = list(HEADINGS).index("omzet_rp")


def said(store: Store) -> list[tuple[object, ...]]:
    """Return (berkas, baris, judul, posisi, tingkat, seharusnya) of everything that was said."""
    frame = store.query(
        "select berkas, baris, judul, posisi, tingkat, seharusnya from temuan order by all"
    )
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_hidden_sheets_are_left_out_and_named(workspace: Workspace) -> None:
    path = write_book(workspace.raw / "a.xlsx", hidden="Mei")
    store = workspace.build()
    assert ids(store) == ["Juni1", "Juni2", "Juni3"]
    assert [file["berkas"] for file in store.record["berkas"]] == ["a.xlsx"]
    hidden, formulas = sorted(said(store), key=lambda row: row[1] is not None)
    assert hidden == (
        "a.xlsx",
        None,
        None,
        None,
        "peringatan",
        "lembar yang tampak; yang tersembunyi tidak dibaca: 'Mei' (5 baris)",
    )
    letter = xlsxwriter.utility.xl_col_to_name(OMZET)
    assert formulas == (
        "a.xlsx",
        3,
        HEADINGS["omzet_rp"],
        OMZET + 1,
        "peringatan",
        f"hasil rumus yang tersimpan; 3 rumus di kolom {letter} tidak memilikinya, jadi dibaca "
        "kosong",
    )
    back = workspace.folder / "tanda.xlsx"
    back.write_bytes(workbook.make_workbook(path, "a.xlsx", store))
    assert list(every(back)) == ["Juni"]


def test_formulas_without_a_result_are_named_at_their_sheet(workspace: Workspace) -> None:
    write_book(workspace.raw / "a.xlsx")
    store = workspace.build()
    assert len(ids(store)) == 6
    assert [row[:2] for row in said(store)] == [("a.xlsx [Juni]", 3)]
    assert one(store, "select tabel from temuan") == "usaha"


def test_a_sheet_of_nothing_but_formulas_without_a_result_is_named(workspace: Workspace) -> None:
    path = workspace.raw / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, TARGET)
        page.write_row(1, 0, ["ber_nib", "Kota Serang", "2025-06", 45, "RPJMD"])
        book.add_worksheet("Salinan").write_formula(0, 0, "=Data!A1")
    without_results(path)
    store = workspace.build()
    assert [(row[0], row[1], row[4]) for row in said(store)] == [
        ("a.xlsx [Salinan]", 1, "peringatan")
    ]
    assert workbook.make_workbook(path, "a.xlsx", store)


def test_members_of_a_zip_that_no_reader_knows_are_named(workspace: Workspace) -> None:
    with zipfile.ZipFile(workspace.raw / "a.zip", "w") as packed:
        packed.writestr("target.csv", ";".join(TARGET) + "\nber_nib;Kota Serang;2025-06;45;RPJMD\n")
        for name in ("Fesyen.xlsb", "Kriya.xlsm", "Jasa.docx"):
            packed.writestr(name, b"PK")
    store = workspace.build()
    assert one(store, "select count(*) from target") == 1
    assert [(*row[:2], *row[4:]) for row in said(store)] == [
        (
            "a.zip",
            None,
            "peringatan",
            "berkas yang dapat dibaca; di dalam zip ini tidak dibaca: Fesyen.xlsb, Kriya.xlsm, "
            "Jasa.docx",
        )
    ]


def test_a_workbook_with_nothing_but_a_hidden_sheet_is_refused(workspace: Workspace) -> None:
    with xlsxwriter.Workbook(workspace.raw / "a.xlsx") as book:
        book.add_worksheet("Depan")
        page = book.add_worksheet("Data")
        page.write_row(0, 0, TARGET)
        page.hide()
    with pytest.raises(InputError, match=r"tersembunyi tidak dibaca: 'Data' \(1 baris\)"):
        workspace.build()


def test_a_target_is_what_its_cell_shows(workspace: Workspace) -> None:
    with xlsxwriter.Workbook(workspace.raw / "a.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, TARGET)
        percent = book.add_format({"num_format": "0.00%"})
        for row, share in enumerate((0.455, 0.45125, 1), start=1):
            page.write_row(row, 0, ["ber_nib", "Kota Serang", f"2025-0{row}", None, "RPJMD"])
            page.write_number(row, 3, share, percent)
    (workspace.raw / "b.csv").write_text(
        ";".join(TARGET) + "\nber_nib;Kota Serang;2026-01;45,5 %;RPJMD\n"
        "ber_nib;Kota Serang;2026-02;1.234,5 persen;RPJMD\n"
        "ber_nib;Kota Serang;2026-03;%;RPJMD\n",
        encoding="utf-8",
    )
    store = workspace.build()
    found = store.query("select periode, nilai from target order by periode")
    assert dict(found.itertuples(index=False)) == {
        "2025-01": 45.5,
        "2025-02": 45.125,
        "2025-03": 100,
        "2026-01": 45.5,
        "2026-02": 1234.5,
    }
    assert [row[:4] for row in findings(store)] == [(4, "nilai", "%", "jenis")]


def test_a_share_is_no_count(workspace: Workspace) -> None:
    with xlsxwriter.Workbook(workspace.raw / "Jumlah UMKM Bidang Kuliner 2023.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Kecamatan", "Mikro", "Kecil"])
        page.write_row(1, 0, ["Kasemen", 5, 1])
        page.write_row(2, 0, ["Curug"])
        page.write_row(2, 1, [0.5, 0.5], book.add_format({"num_format": "0%"}))
    store = workspace.build()
    assert one(store, "select sum(nilai) from agregat") == 6
    assert {row[3] for row in findings(store) if row[4] == "galat"} == {"jenis"}


def test_a_hidden_sheet_named_by_a_person_is_not_named(workspace: Workspace) -> None:
    path = workspace.raw / "a.xlsx"
    write_book(path, hidden="Mei")
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content.replace(b'name="Mei"', b'name="3673-010203040005"'))
    store = workspace.build()
    text = store.query("from temuan").astype(str).to_csv()
    assert "data pribadi" in text and "010203040005" not in text
