"""The picture of each embed: its size, its numbers, and that no text is cut."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from analysis.definitions.selection import read_options
from analysis.views import views
from analysis.views.export import Mark
from analysis.words import typeface
from data.settings import ROOT
from public.files import published
from public.files.catalogue import read_embeds
from public.pictures import drawing, embed_pictures
from public.pictures.picture import Picture
from tests.data.rows import Workspace
from tests.pace import drawn

NO_BREAK = "\u00a0"


@pytest.fixture(scope="module")
def pictures(demo: Workspace) -> list[Picture]:
    """What every different picture of the demo's cube says."""
    said: list[Picture] = []

    def kept(picture: Picture) -> bytes:
        said.append(picture)
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embed_pictures, "draw_png", kept)
        assert list(embed_pictures.make_files(demo.publik))
    return said


def words(picture: Picture) -> str:
    """Return every text of a picture as it is drawn, one after the other."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)", drawing.draw_svg(picture)))


def test_every_view_has_a_picture_of_the_size_that_previews_ask_for(demo: Workspace) -> None:
    tree = published.find_served(demo.settings)
    assert tree is not None
    found = {path for path in tree.files if path.startswith("sematan/") and path.endswith(".png")}
    assert found == {chosen.choose([]).picture[1:] for chosen in read_embeds(tree).values()}
    for path in found:
        body = tree.read(path)
        assert tree.files[path].media == "image/png"
        with Image.open(io.BytesIO(body)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        assert 5_000 < len(body) < 200_000


def test_a_published_picture_is_drawn_of_what_it_says(
    pictures: list[Picture], demo: Workspace
) -> None:
    tree = published.find_served(demo.settings)
    assert tree is not None
    bodies = {tree.read(path) for path in tree.files if path.endswith(".png")}
    for picture in drawn(pictures):
        assert drawing.draw_png(picture) in bodies, picture.title


def test_the_picture_shows_the_cubes_values(pictures: list[Picture], demo: Workspace) -> None:
    view = views.view_by_kecamatan(demo.publik, "ber_nib", read_options(demo.publik).default())
    picture = next(p for p in pictures if p.title == view.indicator.judul)
    text = words(picture)
    for row in view.rows:
        assert f"{row.label} {row.text}" in text
    for said in (view.sentence, view.indicator.semesta, view.source, view.date, "Data sintetis"):
        assert said.replace(NO_BREAK, " ") in text.replace(NO_BREAK, " ")
    assert demo.publik.version in text


def test_every_text_is_whole_and_inside_the_picture(pictures: list[Picture]) -> None:
    for picture in pictures:
        markup = drawing.draw_svg(picture)
        assert typeface.ELLIPSIS not in markup, picture.title
        for line in re.findall(r"<text ([^>]*)>([^<]*)", markup):
            place = dict(re.findall(r'([\w-]+)="([^"]*)"', line[0]))
            size, bold = float(place["font-size"]), place["font-weight"] == "700"
            text = line[1].replace("&amp;", "&").replace("&#34;", '"')
            wide = typeface.measure_width(text, size, bold)
            left = (
                float(place["x"])
                - wide * {"start": 0, "middle": 0.5, "end": 1}[place["text-anchor"]]
            )
            assert left >= 20, text
            assert left + wide <= drawing.WIDTH - 20, text
            assert size <= float(place["y"]) <= drawing.HEIGHT - 0.2 * size, text


def test_a_number_is_whole_where_only_the_central_square_is_shown(pictures: list[Picture]) -> None:
    numbers = 0
    for picture in pictures:
        if not picture.number:
            continue
        text = re.search(
            rf'<text x="([\d.]+)"[^>]* font-size="(\d+)"[^>]*>{picture.number}<',
            drawing.draw_svg(picture),
        )
        assert text, picture.title
        left = float(text[1])
        right = left + typeface.measure_width(picture.number, float(text[2]), bold=True)
        middle, half = drawing.WIDTH / 2, drawing.HEIGHT / 2
        assert middle - half < left < right < middle + half, picture.title
        numbers += 1
    assert numbers > 10


def test_pictures_of_made_up_numbers_say_so_and_shares_name_their_denominator(
    pictures: list[Picture],
) -> None:
    shares = 0
    for picture in pictures:
        assert picture.origins, picture.title
        if picture.number.endswith("%"):
            assert re.match(r"[\d.]+ dari [\d.]+\. Penyebut: ", picture.below), picture.title
            shares += 1
    assert shares > 10


def test_a_withheld_value_has_a_sign_and_nothing_drawn(pictures: list[Picture]) -> None:
    withheld = [p for p in pictures if any(mark.value is None for mark in p.marks)]
    assert withheld
    for picture in withheld:
        empty = [mark for mark in picture.marks if mark.value is None]
        assert {mark.text for mark in empty} == {"x"}
        assert "x = dirahasiakan agar tidak ada usaha yang dikenali" in words(picture)
        shown = len([mark for mark in picture.marks if mark.value is not None])
        markup = drawing.draw_svg(picture)
        if picture.line:
            assert markup.count("<circle") == shown
        else:
            assert markup.count('<rect x="') == 1 + len(picture.origins) + shown * (
                2 if picture.full else 1
            )


def test_a_long_title_is_broken_and_a_far_too_long_one_says_that_it_goes_on() -> None:
    bars = (Mark("Serang", 1.0, "1"),)
    title = " ".join(["Usaha mikro kecil dan menengah"] * 3)
    markup = drawing.draw_svg(Picture(title, "Kalimat.", (), marks=bars))
    lines = re.findall(r'font-size="36" font-weight="700"[^>]*>([^<]*)', markup)
    assert len(lines) == 2
    assert " ".join(lines) == title
    endless = Picture("Usaha " * 80, "Kalimat.", ("Kaki",), marks=bars)
    assert typeface.ELLIPSIS in words(endless)


def test_a_number_too_wide_for_its_place_has_its_unit_below() -> None:
    bars = (Mark("Serang", 1.0, "1"),)
    number = f"1.234.567.890.123{NO_BREAK}usaha"
    picture = Picture("Judul", "Kalimat.", (), number=number, marks=bars)
    assert number.replace(NO_BREAK, " ") in words(picture)
    assert number not in words(picture)


def test_hostile_text_stays_text() -> None:
    hostile = Picture("<script>&\"'", "]]>", ("</text>",))
    assert "<script" not in drawing.draw_svg(hostile)
    assert drawing.draw_png(hostile).startswith(b"\x89PNG")


def test_the_same_picture_is_the_same_bytes_in_another_process_without_fonts(
    pictures: list[Picture], tmp_path: Path
) -> None:
    picture = pictures[0]
    code = (
        "import sys; from public.pictures.drawing import Mark, Picture, draw_png;"
        "sys.stdout.buffer.write(draw_png(eval(sys.argv[1])))"
    )
    empty = {"HOME": str(tmp_path), "FONTCONFIG_FILE": "/dev/null", "XDG_DATA_DIRS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, repr(picture)],
        cwd=ROOT,
        env=os.environ | empty,
        capture_output=True,
        check=True,
    )
    assert done.stdout == drawing.draw_png(picture)


@pytest.mark.parametrize("weigh", [typeface.REGULAR, typeface.BOLD])
def test_the_typeface_is_shipped_with_every_letter_that_pictures_use(weigh: Path) -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(weigh, 40)
    missing = font.getmask("\uffff").getbbox()
    shape: Callable[[str], bytes] = lambda letter: bytes(font.getmask(letter))  # noqa: E731
    nothing = shape("\uffff")
    assert missing is not None
    letters = "aZ09%.,;:()/–—−·…’“”é"
    assert [letter for letter in letters if shape(letter) == nothing] == []
