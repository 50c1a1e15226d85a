"""The paper: what it says is of the cube, and its files are whole, accessible and always alike."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image, ImageFont
from python_calamine import CalamineWorkbook

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views.names import name_column
from data.errors import DasborError
from data.settings import ROOT
from data.store.store import Store
from public.brief import paper, typesetter
from public.brief.brief import COURSES, FollowUp, make_brief
from public.brief.paper import LETTERS, TYPEFACE, WEIGHTS, clean_text, shorten
from public.brief.press import WRITERS
from public.brief.typesetter import PAGES, draw_card, draw_pages, set_memo
from public.brief.workbook import write_workbook
from tests.data.rows import Workspace
from tests.pace import SEED, upto
from tests.pages.briefs import (
    CHANGES,
    HOSTILE,
    MANY,
    Known,
    change_cube,
    find_numbers,
    list_choices,
    list_texts,
)

NEWEST = Selection("2025-06")
KASEMEN = Selection("2025-06", "36.73.02")
MOST_BYTES, MOST_PICTURE = 300_000, 200_000
SAID_ELSEWHERE = (
    "definitions", "definition", "sheets", "svg", "stamp", "digest", "version", "name", "year",
    "follow_ups", "document", "documents", "sources", "score_note", "universe", "source",
)  # fmt: skip
"""What holds no number of the cube's, or is looked at by a test of its own."""
ROSE_OR_FELL = re.compile(r"\b(naik|turun|meningkat|menurun|bertambah|berkurang)\b", re.I)
Cubes = Callable[[str], Store]


@pytest.fixture(scope="module")
def cubes(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Cubes:
    """The demo's cube as it is and changed, each copy opened once."""
    return cache(lambda change: change_cube(demo, tmp_path_factory.mktemp("kubus"), change))


@pytest.fixture(scope="module")
def said(demo: Workspace) -> dict[str, Any]:
    return make_brief(demo.publik, NEWEST, HOSTILE[:1])


@pytest.fixture(scope="module")
def memo(said: dict[str, Any]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(set_memo(said))) as pdf:
        yield pdf


def draw_tried() -> list[tuple[str, int, tuple[FollowUp, ...]]]:
    """Return what is tried: every change of the cube at least once, with a choice by its number and
    some follow-ups; 12 of them usually and 200 at night."""
    every = list(product(CHANGES, range(28), ((), MANY)))
    drawn = random.Random(SEED).sample(every, len(every))
    first = [next(one for one in drawn if one[0] == change) for change in CHANGES]
    return (first + [one for one in drawn if one not in first])[: upto(200, 12)]


@pytest.mark.parametrize(
    "tried", draw_tried(), ids=lambda one: f"{one[0]}-{one[1]}-{len(one[2])}".replace(" ", "-")
)
def test_every_choice_of_every_cube_makes_a_paper_of_two_pages_with_numbers_of_the_cube(
    cubes: Cubes, tried: tuple[str, int, tuple[FollowUp, ...]]
) -> None:
    change, number, follow_ups = tried
    store = cubes(change)
    chosen = list_choices(store)[number % len(list_choices(store))]
    found = make_brief(store, chosen, follow_ups)
    expect_only_known_numbers(store, chosen, found)
    expect_verdicts_alone(store, chosen, found)
    made = set_memo(found)
    assert len(made) <= MOST_BYTES
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == PAGES
        assert standards(pdf) == ("3", "A", "1")
        for figure in find_elements(pdf, "/Figure"):
            assert re.search(r"\d|x|belum", str(figure.Alt))
    picture = draw_card(found)
    assert len(picture) <= MOST_PICTURE
    assert Image.open(io.BytesIO(picture)).size == (1080, 1350)


def expect_only_known_numbers(store: Store, chosen: Selection, found: dict[str, Any]) -> None:
    assert list_unknown(store, chosen, found) == {}


def list_unknown(store: Store, chosen: Selection, found: dict[str, Any]) -> dict[str, str]:
    """Return the numbers of a document that the cube does not give, with the text they stand in."""
    known = Known(store, chosen).written
    parts = {"targets": found["score"], "rest": found}
    assert parts["targets"]
    texts = [*list_texts(found, SAID_ELSEWHERE), *found["sources"][1:-1]]
    return {
        number: text
        for text in texts
        for number in find_numbers(text)
        if number not in known and not is_fixed(number, text, found)
    }


def is_fixed(number: str, text: str, found: dict[str, Any]) -> bool:
    """Return whether a number of a text is none of the cube's: the year of a target, how many
    months a cycle has, the number of a kecamatan's place."""
    return (
        (number == found["year"] and "target" in text)
        or re.search(rf"tiap {number} bulan|ke-{number}\b|dari {number} klaster", text) is not None
        or (number == found["year"] and text == found["subject"])
    )


def expect_verdicts_alone(store: Store, chosen: Selection, found: dict[str, Any]) -> None:
    """Raise AssertionError where anything but a test's own word says that a number rose or fell."""
    tested = store.query_rows(
        "select indikator, kata from beda_survei where dimensi = '' and kategori = '' "
        "and periode = ? and kode_wilayah = ?",
        [chosen.periode, chosen.wilayah],
    )
    words = {row["indikator"]: row["kata"] for row in tested}
    names = {entry.pendek: kode for kode, entry in INDICATORS.items()}
    for row in found["score"]:
        kode = names.get(row["name"], "proporsi_nib")
        for word in ROSE_OR_FELL.findall(row["verdict"]):
            assert word == words[kode] and row["change"] != "–"
    main = words.get("berusaha_daring")
    for text in list_texts(found, (*SAID_ELSEWHERE, "score", "made_up")):
        for word in ROSE_OR_FELL.findall(re.sub(r"[Nn]aik kelas", "", text)):
            assert word == main and f": {main}" in text, text


def test_a_number_that_is_not_the_cubes_is_noticed(cubes: Cubes) -> None:
    store = cubes("as it is")
    found = make_brief(store, NEWEST)
    assert list_unknown(store, NEWEST, found) == {}
    known = Known(store, NEWEST).written
    wrong = [f"{n // 10},{n % 10}" for n in range(400, 500) if f"{n // 10},{n % 10}" not in known]
    assert len(wrong) > 30
    first, *others = found["summary"]
    for number in wrong:
        found["summary"] = [first.replace("45,6", number), *others]
        assert list(list_unknown(store, NEWEST, found)) == [number]


def test_the_texts_of_the_pdf_are_those_of_the_document(
    said: dict[str, Any], memo: pikepdf.Pdf
) -> None:
    inside = "".join(read_text(memo).split())
    for text in (said["headline"], *said["summary"], *(row["value"] for row in said["score"])):
        assert "".join(text.split()) in inside
    assert "".join(["#import", '"@preview/x":', "*"]) in inside
    assert "".join(said["digest"].split())[:32] in inside


def test_a_paper_of_an_earlier_period_knows_nothing_of_later_ones(cubes: Cubes) -> None:
    store = cubes("as it is")
    found = make_brief(store, Selection("2023-06"))
    for text in list_texts(found, ("version", "published", "stamp", "digest", "sources")):
        assert not re.search(r"(Juni |-)202[45]\b|\b202[45]-06", text), text
    assert "2024" not in found["bars"]["svg"] + found["courses"]["svg"]
    assert "2023" in found["courses"]["svg"]


def test_states_are_said_in_words(cubes: Cubes) -> None:
    whole, hidden = make_brief(cubes("as it is"), NEWEST), make_brief(cubes("all withheld"), NEWEST)
    assert all(row["value"] in ("x", "..") for row in hidden["score"])
    assert "dirahasiakan" in hidden["summary"][0]
    assert hidden["courses"]["svg"] == hidden["bars"]["svg"] == ""
    assert {row["achieved"] for row in hidden["score"]} == {"tidak dapat dinilai", "tanpa target"}
    none = make_brief(cubes("no targets"), NEWEST)
    assert "belum punya target" in none["summary"][1]
    assert {row["status"] for row in none["score"]} == {""}
    assert any(line.startswith("Basi: ") for line in whole["score_note"])
    earlier = make_brief(cubes("as it is"), Selection("2023-06"))
    assert not any(line.startswith("Basi: ") for line in earlier["score_note"])
    empty = make_brief(cubes("only counts of businesses"), KASEMEN)
    assert empty["decisions"] == [] and empty["courses"]["svg"] == ""


def standards(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return part and conformance of PDF/A and part of PDF/UA, as the metadata say them."""
    with pdf.open_metadata() as about:
        names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
        return tuple(str(about.get(name)) for name in names)


def walk(element: Any) -> Iterator[Any]:
    """Give an element of the structure and all below it, in reading order."""
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from walk(one)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        if "/K" in element:
            yield from walk(element.K)


def find_elements(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    found = walk(pdf.Root.StructTreeRoot.K)
    return [element for element in found if str(element.S) in kinds]


def test_the_memo_is_archival_and_accessible_and_says_what_it_is(
    demo: Workspace, said: dict[str, Any], memo: pikepdf.Pdf
) -> None:
    assert standards(memo) == ("3", "A", "1")
    assert str(memo.Root.Lang) == "id-ID"
    assert memo.Root.MarkInfo.Marked and memo.Root.ViewerPreferences.DisplayDocTitle
    with memo.open_metadata() as about:
        assert about["dc:title"] == said["title"]
        assert about["xmp:CreateDate"].startswith(demo.publik.record["tanggal"])
    for page in memo.pages:
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]


def test_headings_tables_and_figures_are_there_for_a_screen_reader(
    said: dict[str, Any], memo: pikepdf.Pdf
) -> None:
    heads = find_elements(memo, "/H1", "/H2", "/H3", "/Title")
    levels = [str(head.S) for head in heads]
    assert levels.count("/Title") + levels.count("/H1") >= 8
    assert "/H3" not in levels
    tables = find_elements(memo, "/Table")
    assert len(tables) == (4 if said["decisions"] else 3)
    for table in tables:
        rows = [one for one in walk(table) if str(one.S) == "/TR"]
        counts = [
            [str(cell.S) for cell in walk(row) if str(cell.S) in ("/TH", "/TD")] for row in rows
        ]
        assert set(counts[0]) == {"/TH"} and all(set(row) == {"/TD"} for row in counts[1:])
        assert len({len(row) for row in counts}) == 1, "no cell is missing"
    figures = [str(figure.Alt) for figure in find_elements(memo, "/Figure")]
    assert len(figures) == 3
    assert figures[0] == said["map"]["alt"] and "Kasemen 32,2 %" in figures[0].replace("\xa0", " ")


def test_the_workbook_lies_in_the_memo_and_every_typeface_too(
    said: dict[str, Any], memo: pikepdf.Pdf
) -> None:
    (name,) = memo.attachments
    assert name == f"nilai-{said['name']}.xlsx"
    inside = memo.attachments[name].get_file()
    assert inside.read_bytes() == write_workbook(said)
    assert inside.mime_type.endswith("spreadsheetml.sheet")
    assert str(memo.Root.AF[0].AFRelationship) == "/Data"
    for page in memo.pages:
        for font in page.Resources.get("/Font", {}).values():
            (below,) = font.DescendantFonts
            assert "/FontFile2" in below.FontDescriptor or "/FontFile3" in below.FontDescriptor
            assert "PlusJakartaSans" in str(below.BaseFont)


AGAIN = """
import hashlib, json, sys
from public.brief.press import WRITERS
said = json.load(sys.stdin)
print(*(hashlib.sha256(write(said)).hexdigest() for write in WRITERS.values()))
"""


def test_another_process_elsewhere_in_the_world_makes_the_same_bytes(said: dict[str, Any]) -> None:
    here = [hashlib.sha256(write(said)).hexdigest() for write in WRITERS.values()]
    there = subprocess.run(
        [sys.executable, "-c", AGAIN],
        cwd=ROOT,
        env=os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LANG": "C"},
        input=json.dumps(said).encode(),
        capture_output=True,
        check=True,
    )
    assert there.stdout.decode().split() == here


def test_the_same_cube_and_choice_give_the_same_document(
    demo: Workspace, said: dict[str, Any], cubes: Cubes
) -> None:
    again = make_brief(cubes("as it is"), NEWEST, HOSTILE[:1])
    assert again == said
    assert make_brief(demo.publik, KASEMEN)["digest"] != said["digest"]


def test_the_workbook_has_numbers_as_numbers_and_a_table_on_each_sheet(
    demo: Workspace,
) -> None:
    said = make_brief(demo.publik, NEWEST, HOSTILE)
    content = write_workbook(said)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[:2] == ["Sampul", "Daftar isi"]
    assert book.sheet_names[2:] == [table["name"] for table in said["sheets"]]
    for table in said["sheets"]:
        rows = book.get_sheet_by_name(table["name"]).to_python(skip_empty_area=False)
        assert rows[0][0] == table["title"] and rows[2] == table["columns"]
        assert len(set(table["columns"])) == len(table["columns"]), "or a spreadsheet mends it"
        for row, wanted in zip(rows[3:], table["rows"], strict=False):
            for cell, value in zip(row, wanted, strict=True):
                if isinstance(value, (int, float)):
                    assert cell == pytest.approx(value, rel=1e-14), table["name"]
                else:
                    assert cell == (value or ""), table["name"]
        assert len(rows) >= 3 + len(table["rows"])
    score = {row[1]: row for row in said["sheets"][0]["rows"]}
    cell = demo.publik.query_rows(
        "select nilai from sel where indikator = 'berusaha_daring' and periode = '2025-06' "
        "and kode_wilayah = '36.73' and dimensi = '' and sumber = 'register'"
    )[0]
    assert score["Berjualan daring"][5] == cell["nilai"]


def test_the_workbooks_chart_has_words_and_no_cell_is_a_formula(demo: Workspace) -> None:
    said = make_brief(demo.publik, NEWEST, HOSTILE)
    with zipfile.ZipFile(io.BytesIO(write_workbook(said))) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist() if "xml" in name}
        dates = {one.date_time for one in packed.infolist()}
    (drawing,) = [text for name, text in parts.items() if re.match("xl/drawings/drawing", name)]
    assert "Garis menurut periode" in drawing
    assert len([name for name in parts if name.startswith("xl/charts/chart")]) == 1
    tables = [text for name, text in parts.items() if name.startswith("xl/tables/")]
    assert len(tables) == len(said["sheets"])
    assert all(ElementTree.fromstring(text).get("name") for text in tables)
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in text for text in sheets)
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_warning_stops_the_press(
    said: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its typeface typst only warns, and nearly all words are gone."""
    monkeypatch.setattr(typesetter, "TYPEFACE", tmp_path)
    with pytest.raises((RuntimeError, DasborError), match="font"):
        draw_card(said)


def test_what_takes_three_pages_is_refused_in_a_sentence(said: dict[str, Any]) -> None:
    many = said | {"decisions": said["decisions"] * 30}
    with pytest.raises(DasborError, match="dua halaman"):
        set_memo(many)
    with pytest.raises(DasborError, match="dua halaman"):
        draw_pages(many, 10.0)
    with pytest.raises(DasborError, match="satu gambar"):
        draw_card(said | {"headline": "kata " * 999})


def test_long_names_stay_on_two_pages(said: dict[str, Any]) -> None:
    long = "Pemberdayaan Ekonomi Kerakyatan Berkelanjutan Kabupaten Kepulauan"
    more = {
        "name": long[:44],
        "remark": "seluruh kota, angka terbit",
        "document": shorten(long, 45),
    }
    score = [row | more for row in said["score"]]
    matrix = said["matrix"] | {
        "rows": [row | {"name": long[:30]} for row in said["matrix"]["rows"]],
        "columns": [column | {"name": long[:20]} for column in said["matrix"]["columns"]],
    }
    whole = said | {"score": score, "matrix": matrix, "headline": long * 2, "area": long}
    with pikepdf.open(io.BytesIO(set_memo(whole))) as pdf:
        assert len(pdf.pages) == PAGES
    assert Image.open(io.BytesIO(draw_card(whole))).size == (1080, 1350)


def test_a_published_number_among_made_up_ones_says_so(demo: Workspace) -> None:
    rows = {row["name"]: row for row in make_brief(demo.publik, Selection("2022-06"))["score"]}
    assert rows["UMKM tercatat"]["remark"] == "angka terbit"
    assert rows["Berjualan daring"]["remark"] == ""


def test_every_letter_that_is_let_through_can_be_set(said: dict[str, Any]) -> None:
    letters = " ".join("".join(sorted(LETTERS))).strip()
    whole = said | {"nothing_decided": clean_text(letters), "decisions": []}
    with pikepdf.open(io.BytesIO(set_memo(whole))) as pdf:
        assert len(pdf.pages) == PAGES


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("▲ naik", "? naik"),
        ("≥ 15 %", "paling sedikit 15 %"),
        ("Ma\u202erk\x00et\u00adplace", "Marketplace"),
        ("Ān  Šurabāja\t表", "An Surabaja ?"),
        ("12\u00a0%", "12\u00a0%"),
        ("a\ud800b", "a?b"),
    ],
)
def test_text_of_others_is_cleaned(given: str, left: str) -> None:
    assert re.sub(r" +", " ", clean_text(given)) == left


def test_a_word_without_end_is_cut_and_says_so() -> None:
    assert shorten("x" * 300) == "x" * (paper.LONGEST_WORD - 1) + "…"
    assert len(shorten("kata " * 300)) <= paper.LONGEST


@pytest.mark.parametrize("weight", WEIGHTS.values())
def test_the_digits_of_the_typeface_are_all_as_wide(weight: int) -> None:
    font = ImageFont.truetype(
        TYPEFACE / f"plus-jakarta-sans-{weight}.ttf", 100, layout_engine=ImageFont.Layout.BASIC
    )
    assert len({font.getlength(digit) for digit in "0123456789"}) == 1
    assert font.getname()[0] == paper.FAMILY


def test_the_lines_are_of_shares(demo: Workspace) -> None:
    assert {INDICATORS[kode].satuan for kode in COURSES} == {"persen"}
    svg = make_brief(demo.publik, NEWEST)["courses"]["svg"]
    assert all(name_column(kode) in svg for kode in COURSES)


def read_text(pdf: pikepdf.Pdf) -> str:
    """Return the words of a PDF in the order of its pages, by the fonts' own tables."""
    return "".join(_read_page(page) for page in pdf.pages)


def _read_page(page: pikepdf.Page) -> str:
    maps = {name: _read_letters(font) for name, font in page.Resources.Font.items()}
    letters: dict[int, str] = {}
    found: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    codes = (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))
                    found += [letters.get(code, "") for code in codes]
    return "".join(found)


def _read_letters(font: Any) -> dict[int, str]:
    """Return what each glyph of a font stands for, from its ToUnicode table."""
    text = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = int.from_bytes(bytes.fromhex(letter))
            for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code] = chr(first + step)
    return found
