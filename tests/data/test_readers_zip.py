"""A zip is read member by member, and opens nothing that it should not."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from data.readers import read_sheets
from data.readers.limits import MAX_SHEETS, MAX_UNPACKED_MB
from tests.data.reading import FILES, every, refusal, remarks
from tests.data.samples import samples

pytestmark = pytest.mark.proses_pembaca

CSV = b"A;B\n1;2\n"
ROWS = [["A", "B"], ["1", "2"]]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_members_are_read_as_if_they_had_come_alone(tmp_path: Path) -> None:
    book = (FILES / "register.xls").read_bytes()
    path = zipped(
        tmp_path / "a.zip",
        {
            "folder/": b"",
            "folder/Data.CSV": CSV,
            "buku.xls": book,
            "baca.pdf": b"%PDF",
            "__MACOSX/folder/._Data.csv": CSV,
            "folder/Fesyen.xlsb": b"PK",
            "tanpa akhiran": b"x",
            ".DS_Store": b"x",
            "folder/Thumbs.db": b"x",
            "~$buku.xls": b"x",
            ".~lock.buku.ods#": b"x",
        },
    )
    found = every(path)
    assert list(found) == ["folder/Data.CSV", "buku.xls [Data]"]
    assert found["folder/Data.CSV"] == ROWS
    hidden, unread = remarks(path)
    assert (hidden.aturan, unread.aturan) == ("lembar_tersembunyi", "isi_zip_tak_terbaca")
    assert hidden.seharusnya.endswith("'Sembunyi' (1 baris), di buku.xls")
    assert unread.seharusnya == (
        "berkas yang dapat dibaca; di dalam zip ini tidak dibaca: "
        "baca.pdf, folder/Fesyen.xlsb, tanpa akhiran"
    )
    assert "simpan sebagai .xlsx atau .csv" in unread.langkah


def test_a_remark_about_a_sheet_of_a_member_names_the_sheet_as_the_zip_has_it(
    tmp_path: Path,
) -> None:
    path = zipped(tmp_path / "a.zip", {"sub/a.XLSX": samples()[".xlsx"]})
    assert list(every(path)) == ["sub/a.XLSX [Data]"]
    assert {one.aturan: one.lembar for one in remarks(path)} == {
        "rumus_tanpa_hasil": "sub/a.XLSX [Data]",
        "lembar_tersembunyi": None,
    }
    assert remarks(zipped(tmp_path / "b.zip", {"a.csv": CSV})) == []


def test_names_that_climb_write_nothing_outside_the_folder(tmp_path: Path) -> None:
    names = ["../../x.csv", "/etc/cron.d/y.csv", "C:\\z.csv", "a\x01\n.csv", "n" * 300 + ".csv"]
    path = zipped(tmp_path / "a.zip", dict.fromkeys(names, CSV))
    found = read_sheets(path, tmp_path / "lembar")
    assert [sheet.name for sheet in found][:2] == names[:2]
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "lembar"]
    folders = sorted(one.name for one in (tmp_path / "lembar").iterdir())
    assert folders == [sheet.folder.name for sheet in found] == [f"000{n}" for n in range(5)]


def test_a_zip_that_must_not_be_opened_says_why(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("a.csv", CSV)
    nested = zipped(tmp_path / "dalam.zip", {"b.csv": CSV, "isi.zip": inner.getvalue()})
    many = zipped(tmp_path / "banyak.zip", {f"{n}.csv": CSV for n in range(MAX_SHEETS + 1)})
    nothing = zipped(tmp_path / "lain.zip", {"baca.pdf": b"x"})
    plain = zipped(tmp_path / "kunci.zip", {"a.csv": CSV}).read_bytes()
    place = plain.index(b"PK\x01\x02") + 8
    (tmp_path / "kunci.zip").write_bytes(plain[:place] + b"\x01" + plain[place + 1 :])
    assert "ada zip lagi di dalamnya (isi.zip)" in refusal(nested)
    assert f"lebih dari {MAX_SHEETS} berkas" in refusal(many)
    assert "tidak ada berkas di dalamnya yang dapat dibaca" in refusal(nothing)
    assert "dikunci dengan kata sandi. Buka zip itu" in refusal(tmp_path / "kunci.zip")


def test_what_is_wrong_in_a_member_names_it(tmp_path: Path) -> None:
    good = {"baik.csv": CSV}
    assert refusal(zipped(tmp_path / "a.zip", good | {"b.csv": b'A;B\n"'})).startswith(
        "a.zip, baris 2: b.csv di dalamnya: tanda kutip"
    )
    assert "b.xls di dalamnya: isinya bukan .xls" in refusal(
        zipped(tmp_path / "a.zip", good | {"b.xls": CSV})
    )
    assert "b.sav di dalamnya rusak" in refusal(
        zipped(tmp_path / "a.zip", good | {"b.sav": b"$FL2" + bytes(50)})
    )
    whole = zipped(tmp_path / "a.zip", {"b.csv": CSV * 100})
    content = bytearray(whole.read_bytes())
    content[40] ^= 255
    whole.write_bytes(content)
    assert "b.csv di dalamnya rusak" in refusal(whole)


def test_members_that_unpack_to_too_much_together_are_refused(tmp_path: Path) -> None:
    """The sizes are declared as they are, and each member alone would do."""
    half = MAX_UNPACKED_MB * 1024**2 // 2 + 1
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in ("a.csv", "b.csv"):
            with packed.open(name, "w") as member:
                for _ in range(half // 1024**2 + 1):
                    member.write(b"A;B\n" * 2**18)
    assert "isinya bukan .zip" in refusal(path)


@pytest.mark.parametrize("other", ["register.xls", "register.ods"])
def test_a_workbook_is_no_zip(tmp_path: Path, other: str) -> None:
    path = shutil.copy(FILES / other, tmp_path / "a.zip")
    assert "isinya bukan .zip" in refusal(path)
