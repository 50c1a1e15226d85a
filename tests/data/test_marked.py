"""A marked workbook holds the file as it was, and each fault explains itself in its own cell."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from data.errors import InputError
from data.sendback import marked as module
from data.sendback import sheet_findings
from data.sendback.marked import LOOKS, Row, add_blank_rows, write_marked_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADING: Row = ["ID Usaha", "NIK", "Skala Usaha", "Omzet"]
ROWS: list[Row] = [
    ["DATA UMKM KEADAAN JUNI 2025", None, None, None],
    [],
    HEADING,
    ["0001", "0000000000000012", "besar", "1.500"],
    ["0002", None, "mikro", "=1+1"],
]


def finding(**others: Any) -> dict[str, Any]:
    return {
        "lembar": "Data",
        "baris": 4,
        "posisi": 3,
        "judul_kolom": "Skala Usaha",
        "tingkat": "galat",
        "seharusnya": "salah satu dari mikro, kecil, menengah",
        "langkah": "Ganti dengan salah satu nilai itu.",
    } | others


def findings(*given_rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(given_rows), columns=list(finding()))


def cells(book: bytes, sheet: int | str = 0) -> list[list[Any]]:
    """Return a sheet's cells as the project reads them, an empty one as None."""
    opened = CalamineWorkbook.from_filelike(BytesIO(book))
    name = opened.sheet_names[sheet] if isinstance(sheet, int) else sheet
    read = opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[None if cell == "" else cell for cell in row] for row in read]


def same(read: list[list[Any]], rows: list[Row]) -> bool:
    """Tell whether cells are those of the rows, blank cells at a row's end apart."""
    width = max((len(row) for row in [*read, *rows]), default=0)

    def full(table: list[Any]) -> list[list[Any]]:
        padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in table]
        while padded and not any(padded[-1]):
            padded.pop()
        return padded

    return full(read) == full(rows)


def part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(book)) as packed:
        return packed.read(name).decode()


def notes(book: bytes, number: int = 1) -> dict[str, str]:
    """Return the notes of a sheet by cell."""
    root = ElementTree.fromstring(part(book, f"xl/comments{number}.xml"))
    return {
        note.attrib["ref"]: "".join(text.text or "" for text in note.iter(f"{MAIN}t"))
        for note in root.iter(f"{MAIN}comment")
    }


def look(book: bytes, cell: str) -> str | None:
    """Return the fill of a cell in the first sheet."""
    style = re.search(rf'<c r="{cell}" s="(\d+)"', part(book, "xl/worksheets/sheet1.xml"))
    if style is None:
        return None
    root = ElementTree.fromstring(part(book, "xl/styles.xml"))
    form = root.findall(f"{MAIN}cellXfs/{MAIN}xf")[int(style[1])]
    fills = root.findall(f"{MAIN}fills/{MAIN}fill")
    colour = fills[int(form.attrib["fillId"])].find(f"{MAIN}patternFill/{MAIN}fgColor")
    return None if colour is None else "#" + colour.attrib["rgb"][2:].lower()


def test_cells_stand_in_their_row_and_column_as_they_were() -> None:
    read = cells(write_marked_workbook([("Data", ROWS)], findings(finding())))
    assert same(read, ROWS)
    assert read[3] == ["0001", "0000000000000012", "besar", "1.500"], "codes keep their zeros"


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=8
)


@given(st.lists(st.lists(st.none() | texts, max_size=5), max_size=6))
def test_any_text_reads_back_the_same(rows: list[Row]) -> None:
    assert same(cells(write_marked_workbook([("Data", rows)], findings())), rows)


@pytest.mark.parametrize(
    "text", [" a ", "a\r\nb", "_x0041_", "\x0b", "=HYPERLINK(1)", "1e3", "https://a.example"]
)
def test_text_that_a_workbook_could_take_for_more_stays_text(text: str) -> None:
    book = write_marked_workbook([("Data", [["A"], [text]])], findings(finding(baris=2, posisi=1)))
    assert cells(book) == [["A"], [text]]
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")


def test_what_no_xml_can_hold_becomes_a_replacement_sign() -> None:
    assert cells(write_marked_workbook([("Data", [["a\uffff\ud800b"]])], findings())) == [
        ["a\ufffd\ufffdb"]
    ]


def test_faulty_cell_is_coloured_framed_and_says_what_is_wrong_expected_and_to_do() -> None:
    book = write_marked_workbook([("Data", ROWS)], findings(finding()))
    assert look(book, "C4") == LOOKS["galat"]["bg_color"]
    assert look(book, "C5") is None
    assert notes(book) == {
        "C4": "Galat: baris ini belum diterima.\n"
        "Kolom: Skala Usaha\n"
        "Tertulis: besar\n"
        "Seharusnya: salah satu dari mikro, kecil, menengah\n"
        "Langkah: Ganti dengan salah satu nilai itu."
    }


def test_kinds_of_finding_differ_in_frame_as_well_as_in_colour() -> None:
    assert len({look["border"] for look in LOOKS.values()}) == len(LOOKS)
    assert len({look["bg_color"] for look in LOOKS.values()}) == len(LOOKS)
    rows = [finding(tingkat=level, baris=n) for n, level in enumerate(LOOKS, start=4)]
    book = write_marked_workbook([("Data", ROWS)], findings(*rows))
    assert [look(book, f"C{n}") for n in (4, 5, 6, 7)] == [x["bg_color"] for x in LOOKS.values()]
    assert len(set(notes(book).values())) == 4


def test_findings_on_one_cell_share_a_note_the_most_serious_first_and_giving_the_colour() -> None:
    mild = finding(tingkat="peringatan", seharusnya="lain")
    book = write_marked_workbook([("Data", ROWS)], findings(mild, finding(), finding()))
    (note,) = notes(book).values()
    assert look(book, "C4") == LOOKS["galat"]["bg_color"]
    assert [block.split(":")[0] for block in note.split("\n\n")] == ["Galat", "Peringatan"]


def test_finding_without_a_position_is_noted_at_the_first_cell_of_its_row() -> None:
    missing = finding(posisi=None, judul_kolom=None, seharusnya="kolom NIK ada")
    book = write_marked_workbook([("Data", ROWS)], findings(missing))
    assert notes(book) == {
        "A4": "Galat: baris ini belum diterima.\nSeharusnya: kolom NIK ada\n"
        "Langkah: Ganti dengan salah satu nilai itu."
    }
    assert cells(book)[3][0] == "0001"


def test_finding_without_a_row_is_noted_at_the_heading() -> None:
    book = write_marked_workbook(
        [("Data", ROWS)], findings(finding(baris=None, posisi=None, lembar=None))
    )
    assert list(notes(book)) == ["A3"]


def test_empty_cell_can_be_faulty_and_still_reads_as_empty() -> None:
    book = write_marked_workbook([("Data", ROWS)], findings(finding(baris=5, posisi=2)))
    assert "Tertulis: (kosong)" in notes(book)["B5"]
    assert look(book, "B5") == LOOKS["galat"]["bg_color"]
    assert same(cells(book), ROWS)


def test_finding_below_the_last_row_or_in_a_blank_one_is_still_said() -> None:
    rows = [finding(baris=2, posisi=1), finding(baris=9, posisi=2)]
    book = write_marked_workbook([("Data", ROWS)], findings(*rows))
    assert set(notes(book)) == {"A2", "B9"}
    assert same(cells(book), ROWS)


def test_each_sheet_gets_its_own_findings_and_a_name_that_a_workbook_allows() -> None:
    long = "rekap [kecamatan] " + "x" * 40
    sheets = [("Data", ROWS), (long, ROWS), ("data", ROWS), ("//", ROWS)]
    book = write_marked_workbook(sheets, findings(finding(), finding(lembar=long, posisi=1)))
    shown = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    assert shown == ["Data", "rekap  kecamatan  xxxxxxxxxxxxx", "data (2)", "Lembar"]
    assert (list(notes(book, 1)), list(notes(book, 2))) == (["C4"], ["A4"])
    assert all(same(cells(book, name), ROWS) for name in shown)


@pytest.mark.parametrize("frame", [findings(), findings().astype({"baris": "Int64"})])
def test_file_without_findings_has_no_notes(frame: pd.DataFrame) -> None:
    book = write_marked_workbook([("Data", ROWS)], frame)
    assert not [n for n in zipfile.ZipFile(BytesIO(book)).namelist() if "comments" in n]


def test_heading_stays_in_sight_without_a_filter_and_cells_are_text_cells() -> None:
    sheet = part(write_marked_workbook([("Data", ROWS)], findings()), "xl/worksheets/sheet1.xml")
    assert 'ySplit="3"' in sheet and "autoFilter" not in sheet
    assert 'numberStoredAsText="1"' in sheet
    given_row = write_marked_workbook([("Data", ROWS)], findings(), headings={"Data": 4})
    assert 'ySplit="4"' in part(given_row, "xl/worksheets/sheet1.xml")


def test_rows_may_come_from_a_generator_with_row_numbers_left_out() -> None:
    numbered = ((number, row) for number, row in enumerate(ROWS, start=1) if row)
    book = write_marked_workbook([("Data", add_blank_rows(numbered))], findings(finding()))
    assert same(cells(book), ROWS)
    assert list(notes(book)) == ["C4"]


# Limits


def test_beyond_the_limit_cells_keep_their_colour_and_one_note_says_how_many_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_findings, "NOTES", 3)
    rows = [*ROWS, *[["x", None, "besar", None] for _ in range(4)]]
    found = [finding(baris=n) for n in range(4, 9)] + [finding(baris=8, seharusnya="lain")]
    book = write_marked_workbook([("Data", rows)], findings(*found, finding(baris=3, posisi=1)))
    said = notes(book)
    assert list(said) == ["A3", "C4", "C5"]
    assert said["A3"].startswith("Masih ada 4 temuan lagi di lembar ini")
    assert "Galat: " in said["A3"]
    assert look(book, "C8") == LOOKS["galat"]["bg_color"]


def test_more_findings_than_a_note_can_hold_are_counted_at_its_end() -> None:
    found = [finding(seharusnya=f"{n} " + "x" * 400) for n in range(200)]
    (note,) = notes(write_marked_workbook([("Data", ROWS)], findings(*found))).values()
    kept = note.count("Galat: ")
    assert len(note) <= 32_767
    assert note.endswith(f"... dan {200 - kept} temuan lagi pada sel ini.")


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_one_finding_longer_than_a_note_is_cut(letter: str) -> None:
    (note,) = notes(
        write_marked_workbook([("Data", ROWS)], findings(finding(langkah=letter * 40_000)))
    ).values()
    assert note.endswith(" ...")


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    rows = [["A", "B"], ["x" * 40_000, "y"]]
    book = write_marked_workbook([("Data", rows)], findings())
    assert len(cells(book)[1][0]) == 32_767
    assert "dipotong: aslinya 40000 karakter" in notes(book)["A2"]


@pytest.mark.parametrize(("limit", "rows"), [("ROWS", ROWS), ("COLUMNS", ROWS)])
def test_file_too_large_for_a_worksheet_is_refused_with_a_next_step(
    monkeypatch: pytest.MonkeyPatch, limit: str, rows: list[Row]
) -> None:
    monkeypatch.setattr(module, limit, 3)
    with pytest.raises(InputError, match=r"lembar 'Data': terlalu besar .* Pecah berkasnya"):
        write_marked_workbook([("Data", rows)], findings())
