"""The marked workbook is the received file, cell by cell, with every finding at its cell."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from data.errors import DasborError, InputError
from data.readers import Row
from data.sendback import marked_file, workbook
from data.sendback.workbook import read_findings
from data.store.store import Store
from tests.data.reading import every
from tests.data.rows import Workspace

pytestmark = pytest.mark.lambat

FILES = Path(__file__).parents[1] / "files"
REGISTER = "register_dinas/Data UMKM Juni 2025.xlsx"
SENT = [
    REGISTER,
    "register_dinas/umkm_serang_2024_akhir.csv",
    "oss_nib/proyek_oss_2025-06.xlsx",
    "tabel_kecamatan/UMKM per kecamatan.xlsx",
    "survei_sav/survei_adopsi_2025.sav",
    "lapak/lapak_serang_2025-06.csv",
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LEVELS = {"galat": "Galat", "peringatan": "Peringatan", "ubahan": "Ubahan", "lipat": "Lipat"}
Cell = tuple[int, int]


@pytest.fixture(scope="module")
def place(fence: None, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("kiriman"))
    for name in SENT:
        (made.raw / name).parent.mkdir(exist_ok=True)
        shutil.copy(FILES / name, made.raw / name)
    made.build()
    return made


def marked(place: Workspace, name: str, to: Path) -> Path:
    """Return the marked workbook of a file that was built, written to disk."""
    path = to / f"{Path(name).stem}.xlsx"
    found = read_findings(name, place.gudang)
    path.write_bytes(marked_file.mark_file(place.raw / name, found))
    return path


def trimmed(rows: list[Row]) -> list[Row]:
    """Return rows without the empty cells and rows at their ends, which say nothing."""
    found = [row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)] for row in rows]
    while found and not found[-1]:
        found.pop()
    return found


def notes(path: Path) -> list[dict[Cell, str]]:
    """Return the notes of every sheet by row and column, both from 1."""
    found = []
    with zipfile.ZipFile(path) as book:
        sheets = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        for sheet in sheets:
            beside = f"xl/worksheets/_rels/{Path(sheet).name}.rels"
            links = book.read(beside).decode() if beside in book.namelist() else ""
            part = re.search(r"\.\./(comments\d+\.xml)", links)
            found.append(_notes(book.read(f"xl/{part[1]}")) if part else {})
    return found


def _notes(content: bytes) -> dict[Cell, str]:
    found = {}
    for note in ElementTree.fromstring(content).iter(f"{MAIN}comment"):
        letters, row = re.fullmatch("([A-Z]+)([0-9]+)", note.attrib["ref"]).groups()  # type: ignore[union-attr]
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        found[int(row), column] = "".join(text.text or "" for text in note.iter(f"{MAIN}t"))
    return found


def told(store: Store, berkas: str) -> dict[Cell, list[dict[str, object]]]:
    """Return the findings of a sheet by the cell that they are about."""
    found: dict[Cell, list[dict[str, object]]] = {}
    rows = store.query(
        "select baris, coalesce(posisi, 1) as posisi, tingkat, seharusnya, langkah from temuan "
        "where berkas = $berkas",
        {"berkas": berkas},
    )
    for finding in rows.to_dict("records"):
        found.setdefault((finding["baris"], finding["posisi"]), []).append(finding)
    return found


@pytest.mark.parametrize("name", SENT)
def test_marked_workbook_reads_back_as_the_file(
    name: str, place: Workspace, tmp_path: Path
) -> None:
    before = every(place.raw / name)
    after = every(marked(place, name, tmp_path))
    assert [trimmed(rows) for rows in after.values()] == [trimmed(rows) for rows in before.values()]
    if name.endswith(".xlsx"):
        assert list(after) == list(before)


@pytest.mark.parametrize("name", SENT)
def test_every_finding_stands_at_its_cell(name: str, place: Workspace, tmp_path: Path) -> None:
    sheets = [
        file["berkas"] for file in place.gudang.record["berkas"] if file["berkas"].startswith(name)
    ]
    found = notes(marked(place, name, tmp_path))
    assert len(found) == len(sheets)
    for berkas, here in zip(sheets, found, strict=True):
        wanted = told(place.gudang, berkas)
        assert set(here) == set(wanted)
        for cell, findings in wanted.items():
            for finding in findings:
                assert LEVELS[str(finding["tingkat"])] in here[cell]
                assert f"Seharusnya: {finding['seharusnya']}" in here[cell]
                assert f"Langkah: {finding['langkah']}" in here[cell]


def test_note_names_the_heading_and_what_is_written(place: Workspace, tmp_path: Path) -> None:
    (found,) = notes(marked(place, REGISTER, tmp_path))
    heading = every(place.raw / REGISTER)["Data"][3]
    said = found[25, heading.index("Tenaga Kerja") + 1]
    assert "Galat: baris ini belum diterima." in said
    assert "Kolom: Tenaga Kerja" in said
    assert "Tertulis: dua" in said
    assert "Seharusnya: bilangan bulat" in said


def test_corrected_workbook_can_be_sent_as_it_is(
    place: Workspace, workspace: Workspace, tmp_path: Path
) -> None:
    shutil.copy(marked(place, REGISTER, tmp_path), workspace.raw / "kembali.xlsx")
    (again,) = workspace.build().record["berkas"]
    first = next(file for file in place.gudang.record["berkas"] if file["berkas"] == REGISTER)
    fates = ["layout", "dibaca", "diterima", "dilipat", "ditolak"]
    assert [again[fate] for fate in fates] == [first[fate] for fate in fates]


def test_another_process_makes_the_same_workbook(place: Workspace) -> None:
    path = place.raw / REGISTER
    made = marked_file.mark_file(path, read_findings(REGISTER, place.gudang))
    printed = workbook.make_workbook(path, REGISTER, place.gudang)
    assert cells_of(printed) == cells_of(made)


def cells_of(book: bytes) -> dict[str, bytes]:
    """Return the sheets and notes of a workbook, without the moment of its writing."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name.startswith("xl/")}


def test_file_that_is_gone_is_said_in_words_and_leaves_nothing(place: Workspace) -> None:
    gone, found = place.raw / "register_dinas" / "tiada.xlsx", read_findings(REGISTER, place.gudang)
    with pytest.raises(InputError) as refused:
        marked_file.mark_file(gone, found)
    with pytest.raises(DasborError, match=re.escape(str(refused.value))):
        workbook.make_workbook(gone, REGISTER, place.gudang)
    assert sorted(path.name for path in (place.raw / "register_dinas").iterdir()) == [
        "Data UMKM Juni 2025.xlsx",
        "umkm_serang_2024_akhir.csv",
    ]
