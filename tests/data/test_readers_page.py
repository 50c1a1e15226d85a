"""Web pages that programs export as .xls: their tables, as a person sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.reading import every, only, refusal
from tests.data.rows import Workspace

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={letters}"><title>Ekspor</title>
<style>td {{ mso-number-format: "0" }}</style></head><body>{body}</body></html>"""
TABLE = """<table border=1>
<tr><th colspan=4>JUMLAH UMKM MENURUT KECAMATAN TAHUN 2024</th></tr>
<tr><td rowspan=2>Kecamatan</td><td colspan="3">Skala</td></tr>
<tr><td>Mikro</td><td>Kecil</td><td>Menengah</td></tr>
<tr><td>Serang</td><td x:num="1240">1,240.00</td><td x:num>310<td>2</td></tr>
<tr><td>Curug &amp;<br>lain</td><td>402</td><td>61</td><td>&nbsp;</td></tr>
</table><script>var jahat = "<td>99</td>"</script>"""
ROWS = [
    ["JUMLAH UMKM MENURUT KECAMATAN TAHUN 2024", None, None, None],
    ["Kecamatan", "Skala", None, None],
    ["Kecamatan", "Mikro", "Kecil", "Menengah"],
    ["Serang", "1240", "310", "2"],
    ["Curug & lain", "402", "61", None],
]


@pytest.mark.parametrize("letters", ["utf-8", "windows-1252", "utf-16", "tidak-ada"])
def test_table_of_a_page_is_read_as_it_is_shown(tmp_path: Path, letters: str) -> None:
    path = tmp_path / "a.xls"
    text = PAGE.format(letters=letters, body=TABLE.replace("Serang", "Kafé"))
    path.write_bytes(text.encode("cp1252" if letters == "tidak-ada" else letters))
    assert only(path) == [[("Kafé" if cell == "Serang" else cell) for cell in row] for row in ROWS]


def test_each_table_is_a_sheet_and_a_table_inside_a_cell_its_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<table><tr><td>A<td><table><tr><td>B</td></tr></table></table>"
                    "<table></table><table><tr><td>C</table>", encoding="utf-8")  # fmt: skip
    assert every(path) == {"Tabel 1": [["A", "B"]], "Tabel 2": [["C"]]}


def test_words_beside_several_rows_hold_for_them_and_numbers_do_not(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<table><tr><td rowspan=3>Serang<td>L<td rowspan=2>5<tr><td>P"
                    "<tr><td>L+P<td>9</table>", encoding="utf-8")  # fmt: skip
    assert only(path) == [["Serang", "L", "5"], ["Serang", "P", None], ["Serang", "L+P", "9"]]


@pytest.mark.parametrize(
    ("body", "words"),
    [("<p>Tidak ada data</p>", "tidak ada tabel"), ("<table></table>", "tidak ada tabel"),
     (f"<table><tr><td>{'a' * 40_000}</table>", "lebih panjang")],
)  # fmt: skip
def test_page_without_a_table_or_with_an_endless_cell_is_refused(
    tmp_path: Path, body: str, words: str
) -> None:
    path = tmp_path / "a.xls"
    path.write_text(PAGE.format(letters="utf-8", body=body), encoding="utf-8")
    assert words in refusal(path)


def test_page_is_taken_in_like_any_workbook(workspace: Workspace) -> None:
    body = TABLE.replace("Curug &amp;<br>lain", "Curug")
    path = workspace.raw / "Rekap UMKM.xls"
    path.write_text(PAGE.format(letters="utf-8", body=body), encoding="utf-8")
    found = workspace.build().query_rows("select nilai from agregat order by baris, skala")
    assert [row["nilai"] for row in found] == [310, 2, 1240, 61, 402]
