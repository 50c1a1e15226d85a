"""Workbooks give what their cells show, as text, in the row where it stands."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from tests.data.reading import FILES, every, only, refusal


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
        hidden = book.add_worksheet("Sembunyi & <aneh>")
        hidden.hide()
        hidden.write_formula(4, 2, "=Data!#REF!", None, "#REF!")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$C$2:$D$2"})
        book.add_chartsheet("Bagan").set_chart(chart)


def test_xlsx_cells_are_text_as_people_read_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_everything(path)

    found = every(path)

    assert list(found) == ["Data", "Kosong", "Sembunyi & <aneh>"], "hidden sheets, no charts"
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
    assert found["Sembunyi & <aneh>"] == [[None] * 3] * 4 + [[None, None, "#REF!"]]


def test_xls_cells_are_text_as_people_read_them() -> None:
    found = every(FILES / "register.xls")
    assert found["Data"] == [
        ["ID", "Café", None, None],
        ["0101", "10391", "2.5", "ya"],
        ["2025-06-24", "#N/A", "#REF!", None],
    ]
    assert found["Sembunyi"] == [[None, None]] * 4 + [[None, "x"]]


def test_ods_cells_are_text_as_people_read_them() -> None:
    found = every(FILES / "register.ods")
    none = [None] * 10
    values = ["0101", "10391", "2.5", "ya", "2025-06-24", "2025-06-24T08:30:00", "08:30:00"]
    assert found["Data"] == [
        ["ID", "Café", *none[2:]],
        none,
        none,
        [*values, "0.25", "5", "#N/A"],
    ]
    assert found["Kosong"] == []


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
