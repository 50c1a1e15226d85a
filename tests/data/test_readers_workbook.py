"""Workbooks give what their cells show, as text, in the row where it stands."""

from __future__ import annotations

import re
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from data.readers import limits
from data.readers.remark import Remark
from tests.data.reading import FILES, every, only, refusal, remarks
from tests.data.samples import without_results

pytestmark = pytest.mark.proses_pembaca


def write_everything(path: Path) -> None:
    """Write one workbook with all kinds of cells and sheets."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        formats = {
            name: book.add_format({"num_format": name})
            for name in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm:ss")
        }
        page.write_row(1, 1, ["0101", 10391, 3673010101010001, 2.5, True, "  ", 1e300, -0.0])
        page.write_datetime(2, 1, date(2025, 6, 24), formats["yyyy-mm-dd"])
        page.write_datetime(2, 2, datetime(2025, 6, 24, 8, 30), formats["yyyy-mm-dd hh:mm"])
        page.write_datetime(2, 3, time(8, 30), formats["hh:mm"])
        page.write_number(2, 4, 1.5, formats["[h]:mm:ss"])
        page.write_formula(3, 1, "=1+1", None, 2)
        page.write_formula(3, 2, '="x"', None, "x")
        page.write_formula(3, 3, "=1/0", None, "#DIV/0!")
        page.write_formula(3, 4, "=NA()", None, "#N/A")
        page.merge_range("C6:D7", "gabung")
        book.add_worksheet("Kosong")
        strange = book.add_worksheet("Lain & <aneh>")
        strange.write_formula(4, 2, "=Data!#REF!", None, "#REF!")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$C$2:$D$2"})
        book.add_chartsheet("Bagan").set_chart(chart)


def test_xlsx_cells_are_text_as_people_read_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_everything(path)

    found = every(path)

    assert list(found) == ["Data", "Kosong", "Lain & <aneh>"], "no charts"
    assert remarks(path) == []
    none = [None] * 9
    assert found["Data"] == [
        none,
        [None, "0101", "10391", "3673010101010001", "2.5", "ya", "  ", "1e+300", "0"],
        [None, "2025-06-24", "2025-06-24T08:30:00", "08:30:00", "36:00:00", *[None] * 4],
        [None, "2", "x", "#DIV/0!", "#N/A", *[None] * 4],
        none,
        [None, None, "gabung", *[None] * 6],
    ]
    assert found["Kosong"] == []
    assert found["Lain & <aneh>"] == [[None] * 3] * 4 + [[None, None, "#REF!"]]


def test_xls_cells_are_text_as_people_read_them() -> None:
    assert only(FILES / "register.xls") == [
        ["ID", "Café", None, None],
        ["0101", "10391", "2.5", "ya"],
        ["2025-06-24", "#N/A", "#REF!", None],
    ]


def test_ods_cells_are_text_as_people_read_them() -> None:
    found = every(FILES / "register.ods")
    none = [None] * 10
    values = ["0101", "10391", "2.5", "ya", "2025-06-24", "2025-06-24T08:30:00", "08:30:00"]
    assert found["Data"] == [
        ["ID", "Café", *none[2:]],
        none,
        none,
        [*values, "25%", "5", "#N/A"],
    ]
    assert found["Kosong"] == []


def test_a_hidden_sheet_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Juni").write(0, 0, "A")
        for name, rows in {"Mei (arsip)": 2, "Kosong": 0, "Acuan": 1}.items():
            page = book.add_worksheet(name)
            page.very_hidden() if name == "Acuan" else page.hide()
            for row in range(rows):
                page.write(2 * row, 0, "x")
    assert every(path) == {"Juni": [["A"]]}
    (said,) = remarks(path)
    assert said.aturan == "lembar_tersembunyi"
    assert said.seharusnya == (
        "lembar yang tampak; yang tersembunyi tidak dibaca: 'Mei (arsip)' (2 baris), "
        "'Acuan' (1 baris)"
    )
    assert "Unhide" in said.langkah
    assert "'Sembunyi' (1 baris)" in remarks(FILES / "register.xls")[0].seharusnya


def test_a_workbook_with_nothing_in_sight_says_what_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Depan")
        page = book.add_worksheet("Data")
        page.write(0, 0, "A")
        page.hide()
    assert "tidak ada baris yang terbaca." in refusal(path)
    assert "'Data' (1 baris). Bila isinya data: tampilkan lembarnya" in refusal(path)


def test_formulas_without_a_saved_result_are_counted_by_column(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        page.write(0, 0, "A")
        for row in range(1, 4):
            page.write_formula(row, 1, "=1000000*1")
        page.write_formula(2, 27, '=A1&"x"')
        page.write_formula(2, 3, '=""', None, "teks")
        page.write_formula(2, 4, "=1+1", None, 2)
        page.write_formula(2, 5, "=NA()", None, "#N/A")
        other = book.add_worksheet("Lain")
        other.write_formula(0, 0, "=1+1", None, 2)
    without_results(path, "teks")  # an empty text is a result
    assert every(path)["Data"][2] == [None] * 4 + ["2", "#N/A"]
    save = "Buka di Excel atau LibreOffice, simpan, lalu unggah lagi."
    assert remarks(path) == [
        Remark(
            "rumus_tanpa_hasil",
            f"hasil rumus yang tersimpan; {count} rumus di kolom {column} tidak memilikinya, "
            "jadi dibaca kosong",
            save,
            "Data",
            first,
            place,
        )
        for column, place, count, first in [("B", 2, 3, 2), ("AB", 28, 1, 3)]
    ]


WRITTEN = [b"<v></v>", b"<v/>", b"<v />", b""]


@pytest.mark.parametrize("value", WRITTEN)
@pytest.mark.parametrize("formula", [b"<f>1+1</f>", b'<f t="shared" si="0"/>'])
@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_a_missing_result_is_seen_however_it_is_written(
    tmp_path: Path, value: bytes, formula: bytes, prefix: bytes
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        page.write(0, 0, 1)
        page.write_formula(1, 0, "=1+1")
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    before = members[sheet]
    members[sheet] = before.replace(b"<f>1+1</f><v>0</v>", formula + value)
    assert members[sheet] != before
    if prefix:
        members[sheet] = re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1x:", members[sheet])
        members[sheet] = members[sheet].replace(b" xmlns=", b" xmlns:x=")
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    assert [said.baris for said in remarks(path)] == [2]


def test_formulas_of_an_ods_without_a_result_are_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(FILES / "register.ods") as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    cell = b'<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>'
    end = members["content.xml"].index(b"</table:table>")
    content = members["content.xml"]
    members["content.xml"] = content[:end] + cell + content[end:]
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in members.items():
            packed.writestr(name, part)
    (said,) = remarks(path)
    assert (said.aturan, said.lembar, said.posisi) == ("rumus_tanpa_hasil", "Data", 1)
    assert remarks(FILES / "register.ods") == []


def test_a_share_shown_in_percent_is_read_as_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shares = {"0%": 0.5, "0.00%": 0.455, "#,##0.000%;-0%": 0.45125, '0" %"': 45.5, r"0\%": 3}
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 1, list(shares))
        for column, (code, share) in enumerate(shares.items(), start=1):
            page.write_number(1, column, share, book.add_format({"num_format": code}))
        percent = book.add_format({"num_format": "0%"})
        page.write_string(2, 1, "belum", percent)
        page.write_blank(2, 2, None, percent)
        page.write_formula(2, 3, "=1/4", percent, 0.25)
        page.write_number(2, 4, 1e-7, percent)
    assert only(path)[1:] == [
        [None, "50%", "45.5%", "45.1250%", "45.5", "3"],
        [None, "belum", None, "25%", "0.00001%", None],
    ]


def test_a_share_in_an_older_workbook_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """Of the one with 2.5 in it, every style is made the format 0.00%."""
    content, place = bytearray((FILES / "register.xls").read_bytes()), 512
    kind = None
    while kind != 0x0A:  # the end of what is common to all sheets
        kind, size = struct.unpack_from("<HH", content, place)
        if kind == 0xE0:
            content[place + 6 : place + 8] = b"\x0a\x00"
        place += 4 + size
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert only(path)[1] == ["0101", "1039100%", "250%", "ya"]


def test_a_lost_cell_far_away_is_refused_with_what_to_do(tmp_path: Path) -> None:
    corner, right = tmp_path / "pojok.xlsx", tmp_path / "kanan.xlsx"
    with xlsxwriter.Workbook(corner) as book:
        page = book.add_worksheet()
        page.write(0, 0, "A")
        page.write(1_048_575, 16_383, "x")
    with xlsxwriter.Workbook(right) as book:
        book.add_worksheet().write(7, 16_383, "x")
    assert "pojok.xlsx: terlalu besar" in refusal(corner)
    assert "hapus sel isian yang jauh di bawah atau di kanan" in refusal(corner)
    assert "kanan.xlsx, baris 8: isi sampai kolom ke-16384" in refusal(right)


def test_a_lost_cell_far_below_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "bawah.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(0, 0, "A")
        page.write(200_000, 2, "x")
    rows = only(path)
    assert (len(rows), rows[0], rows[-1]) == (200_001, ["A", None, None], [None, None, "x"])


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    old = (FILES / "register.xls").read_bytes()
    stream = 512  # the first record, of 16 bytes with its head, begins the workbook's stream
    assert old[stream : stream + 4] == b"\x09\x08\x10\x00"
    closed = old[: stream + 20] + b"\x2f\x00" + old[stream + 22 :]
    (tmp_path / "kunci.xls").write_bytes(closed)
    name = "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "kunci.xlsx").write_bytes(old[:8] + bytes(2000) + name + bytes(2000))
    with zipfile.ZipFile(tmp_path / "kunci.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        packed.writestr("content.xml", b"\x00\x01")
    for name in ("kunci.xls", "kunci.xlsx", "kunci.ods"):
        assert "dikunci dengan kata sandi. Buka di programnya" in refusal(tmp_path / name)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """Declared sizes are small; what comes out is not."""
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(50 * 1024**2))
    content = path.read_bytes()
    true, told = (size.to_bytes(4, "little") for size in (50 * 1024**2, 1000))
    assert content.count(true) == 2
    path.write_bytes(content.replace(true, told))
    assert "bom.xlsx: rusak atau tidak lengkap" in refusal(path)


def test_cell_merged_across_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        for place in ("B1:D1", "B3:B5", "D3:D4", "B7:B9"):
            page.merge_range(place, "")
        for row, cells in enumerate(
            [["JUDUL"], ["Kecamatan", "Pemilik", "Jumlah"], ["Serang", "L", 5], [None, "P"],
             [None, "L+P", 9], [None], ["Curug", "L", 2], [None], [None, "P", 3]]
        ):  # fmt: skip
            for column, cell in enumerate(cells, start=1):
                if cell is not None:
                    page.write(row, column, cell)
    # A number beside two rows is one for both, and a row that holds nothing stays blank.
    assert only(path) == [
        [None, "JUDUL", None, None],
        [None, "Kecamatan", "Pemilik", "Jumlah"],
        [None, "Serang", "L", "5"],
        [None, "Serang", "P", None],
        [None, "Serang", "L+P", "9"],
        [None, None, None, None],
        [None, "Curug", "L", "2"],
        [None, None, None, None],
        [None, "Curug", "P", "3"],
    ]


@pytest.mark.parametrize("rows", [(1048574, 1048575), (1048575,)], ids=["across", "alone"])
def test_cells_in_the_far_corner_are_not_reached_by_way_of_every_blank_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: tuple[int, ...]
) -> None:
    """A kilobyte that would keep a reader busy until its time is up."""
    monkeypatch.setattr(limits, "SECONDS", 30)
    path = tmp_path / "jauh.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_string(rows[0], 0 if rows[1:] else 16383, "a")
        page.write_string(rows[-1], 16383, "z")
    assert "terlalu besar untuk dibaca" in refusal(path)


def test_cells_in_the_last_row_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bawah.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(1048575, 0, ["a", "b"])
    assert only(path)[-1] == ["a", "b"]
