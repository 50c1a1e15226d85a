"""The picture of clusters for link previews: the embed's own map, whole also where it is cut."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import html
from analysis.views.clusters import write_clusters_headline
from analysis.views.tiles import make_tile
from analysis.views.views import view_by_kecamatan
from analysis.words import theme, typeface
from data import reference
from data.settings import settings
from data.store.store import Store
from geo.labelled_map import draw_map
from public.page import page_files
from public.pictures import embed_pictures, map_picture
from public.pictures.drawing import HEIGHT, WIDTH
from public.pictures.facts import read_facts
from public.pictures.map_picture import MapPicture, draw_map_svg, make_picture
from tests.analysis.conftest import make_thin
from tests.data.rows import Workspace
from tests.worlds import MadeOnce, Use

LEFT, RIGHT = (WIDTH - HEIGHT) / 2, (WIDTH + HEIGHT) / 2
AREAS = (CITY, *reference.list_kecamatan())
Rectangle = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"


def picture_of(cube: Store, area: str) -> MapPicture:
    chosen = Selection(read_options(cube).default().periode, area)
    return make_picture(cube, chosen, read_facts(cube))


def own_words(svg: str) -> Iterator[tuple[str, Rectangle]]:
    """Yield each line outside of the map with its rectangle."""
    for text in ElementTree.fromstring(svg).findall(f"{SVG}text"):
        said, size = text.text or "", float(text.attrib["font-size"])
        wide = typeface.measure_width(said, size, text.attrib["font-weight"] == "700")
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        assert text.attrib["text-anchor"] == "start"
        yield said, (x, y - 0.75 * size, x + wide, y + 0.22 * size)


def map_words(svg: str) -> Iterator[tuple[str, Rectangle]]:
    """Yield each word of the map with its rectangle on the picture."""
    (group,) = (g for g in ElementTree.fromstring(svg).findall(f"{SVG}g") if g.find(f"{SVG}svg"))
    numbers = [float(n) for n in re.findall(r"[-\d.]+", group.attrib["transform"])]
    dx, dy, scale = numbers
    (drawn,) = group.findall(f"{SVG}svg")
    assert dx >= LEFT and dx + float(drawn.attrib["width"]) * scale <= RIGHT
    assert dy >= 0 and dy + float(drawn.attrib["height"]) * scale <= HEIGHT
    sizes = {"name": 12.0, "word": 10.5}
    for text in drawn.iter(f"{SVG}text"):
        said = "".join(text.itertext())
        size = sizes["name"] if text.find(f"{SVG}tspan") is not None else sizes["word"]
        wide = typeface.measure_width(said, size, bold=True) * scale
        x, y = dx + float(text.attrib["x"]) * scale, dy + float(text.attrib["y"]) * scale
        start = {"du-kata-ya": 1.0, "du-kata-belum": 0.0}.get(text.attrib["class"], 0.5)
        left = x - wide * start
        yield said, (left, y - 0.75 * size * scale, left + wide, y + 0.22 * size * scale)


def meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check_layout(picture: MapPicture) -> None:
    """Check that every word is whole and clear of the others, and the number in the square."""
    svg = draw_map_svg(picture)
    assert "var(" not in svg and "@" not in svg
    own, on_map = dict(own_words(svg)), list(map_words(svg))
    for said, (left, top, right, bottom) in own.items():
        assert left >= 20 and right <= WIDTH - 20, said
        assert top >= 14 and bottom <= HEIGHT, said
    whole = picture.number in own
    for line in [picture.number] if whole else picture.number.split("\u00a0"):
        left, _, right, _ = own[line]
        assert LEFT < left < right < RIGHT
    for said, box in own.items():
        assert not [word for word, other in on_map if meet(box, other)], said
        assert not [word for word, other in own.items() if word != said and meet(box, other)], said


@pytest.mark.parametrize("area", AREAS)
def test_the_number_stands_in_the_square_and_covers_no_word(demo: Workspace, area: str) -> None:
    picture = picture_of(demo.publik, area)
    check_layout(picture)
    svg = draw_map_svg(picture)
    assert typeface.ELLIPSIS not in svg
    chosen = Selection(read_options(demo.publik).default().periode, area)
    tile = make_tile(demo.publik, "berusaha_daring", chosen)
    said = squeeze(" ".join(text for text, _ in own_words(svg)))
    assert picture.number == tile.row.text
    for words in (
        tile.heading.selection.area_name,
        tile.date,
        tile.row.counts,
        tile.indicator.penyebut,
        tile.indicator.semesta,
        "Data sintetis",
        demo.publik.version,
        write_clusters_headline(demo.publik, chosen),
    ):
        assert squeeze(words) in said


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_the_map_is_the_embeds_own(demo: Workspace) -> None:
    chosen = read_options(demo.publik).default()
    drawn = draw_map(demo.publik, chosen, "klaster", map_picture.SIZE)
    template = html.make_environment().get_template("peta.html")
    markup = template.module.gambar(drawn, "", None)  # type: ignore[attr-defined]
    svg = draw_map_svg(picture_of(demo.publik, CITY))
    shapes = re.findall(r'<path class="du-(?:ya|belum)" d="[^"]+"/>', str(markup))
    assert len(shapes) == 2 * len(drawn.marks) > 10
    assert [shape for shape in shapes if shape not in svg] == []
    assert "".join(re.findall(r"<text.*</text>", str(markup))) in squeeze_lines(svg)


def squeeze_lines(svg: str) -> str:
    return "".join(re.findall(r"<text.*</text>", svg))


def test_the_halves_have_their_colours(demo: Workspace) -> None:
    drawn = map_picture.draw_map_png(picture_of(demo.publik, CITY))
    assert 20_000 < len(drawn) < 200_000
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size == (WIDTH, HEIGHT)
        square = image.convert("RGB").crop((int(LEFT), 0, int(RIGHT), HEIGHT))
        counted = {colour: n for n, colour in square.getcolors(HEIGHT * HEIGHT) or []}
    for colour in (theme.ONLINE, theme.OFFLINE, theme.LAND, theme.SEA):
        red, green, blue = (int(colour["light"][at : at + 2], 16) for at in (1, 3, 5))
        assert counted.get((red, green, blue), 0) > 2_000


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("kind", ["plain", "detailed"])
def test_where_little_is_published_the_picture_says_so(
    made_once: MadeOnce, use: Use, kind: str, area: str
) -> None:
    cube = use(make_thin(made_once, kind)).publik
    picture = picture_of(cube, area)
    check_layout(picture)
    chosen = Selection(read_options(cube).default().periode, area)
    row = make_tile(cube, "berusaha_daring", chosen).row
    said = unescape(" ".join(text for text, _ in own_words(draw_map_svg(picture))))
    if row.value is None:
        assert squeeze(theme.SIGNS[row.sign]) in squeeze(picture.below)
        assert "%" not in picture.number
    if not [mark for mark in picture.map.marks if mark.cluster.code.startswith(area)]:
        assert squeeze("belum ada klaster produk yang terbit") in squeeze(said)
    hidden = any(a.shown.value is None for a in picture.map.areas)
    hidden = hidden or any(mark.halves.whole for mark in picture.map.marks)
    assert (squeeze(f"x = {theme.SIGNS['x']}") in squeeze(said)) == hidden


def test_long_names_are_broken_or_say_that_they_go_on(demo: Workspace) -> None:
    picture = picture_of(demo.publik, CITY)
    long = replace(
        picture,
        title="Klaster produk, Kecamatan Taktakan Utara Hilir, Juni 2025, kecil dan menengah",
        sentence=" ".join([picture.sentence] * 4),
        below="UMKM yang berjualan daring, Kecamatan Taktakan Utara Hilir Sebelah Barat, Juni 2025",
        number="123.456.789.012\u00a0usaha",
    )
    check_layout(long)
    assert typeface.ELLIPSIS in draw_map_svg(long)


def test_where_no_corner_is_free_the_number_stands_above_the_map(demo: Workspace) -> None:
    picture = picture_of(demo.publik, CITY)
    sheet, area = picture.map.sheet, picture.map.areas[0]
    corners = tuple(
        replace(area, name="Sudut", x=x, y=y, width=80.0)
        for x in (40.0, sheet.width - 40.0)
        for y in (12.0, sheet.height - 12.0)
    )
    crowded = replace(picture, map=replace(picture.map, areas=corners, marks=()))
    check_layout(crowded)

    def find_top(one: MapPicture) -> float:
        return min(top for _, (_, top, _, _) in map_words(draw_map_svg(one)))

    assert find_top(crowded) > find_top(picture) + 100


def test_public_pages_show_their_own_picture_where_the_site_has_a_name(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> tuple[dict[str, bytes], dict[str, bytes]]:
        pages = {f.path: f.body for f in page_files.make_files(demo.publik)}
        return pages, {f.path: f.body for f in embed_pictures.make_files(demo.publik)}

    pages, drawn = write()
    assert not [path for path in drawn if path.startswith("publik/")]
    assert not [page for page in pages.values() if b"og:image" in page]
    toml = demo.folder / "bernama.toml"
    text = demo.toml.read_text(encoding="utf-8")
    toml.write_text(f'{text}host = ["umkm.serangkota.go.id"]\n', encoding="utf-8")
    monkeypatch.setenv("UMKM_PENGATURAN", str(toml))
    settings.cache_clear()
    pages, drawn = write()
    settings.cache_clear()
    shown = {
        re.findall(r'og:image" content="https://umkm.serangkota.go.id/([^"]+)"', body.decode())[0]
        for path, body in pages.items()
        if path.endswith(".html")
    }
    assert shown == {path for path in drawn if path.startswith("publik/")}
    assert len({drawn[path] for path in shown}) == len(shown) == len(AREAS)
    assert drawn["publik/gambar.png"] == drawn["sematan/klaster.png"]


def test_selling_online_by_kecamatan_is_shown_on_the_map_with_its_own_sentence(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[MapPicture] = []
    monkeypatch.setattr(embed_pictures, "draw_map_png", lambda one: said.append(one) or b"peta")
    monkeypatch.setattr(embed_pictures, "draw_png", lambda one: b"batang")
    drawn = {file.path: file.body for file in embed_pictures.make_files(demo.publik)}
    on_map = {path for path, body in drawn.items() if body == b"peta"}
    kinds = ("kartu", "batang", "tabel", "peta")
    shown = {f"sematan/{kind}-berusaha-daring.png" for kind in kinds}
    assert on_map == {*shown, "sematan/klaster.png"}
    view = view_by_kecamatan(demo.publik, "berusaha_daring", read_options(demo.publik).default())
    (picture,) = (one for one in said if one.sentence == view.sentence)
    check_layout(picture)
    assert typeface.ELLIPSIS not in draw_map_svg(picture)
    assert {(a.name, a.shown.text) for a in picture.map.areas} == {
        (row.label, row.text) for row in view.rows
    }
