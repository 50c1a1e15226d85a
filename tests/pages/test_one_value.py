"""One agreed number: every published cell is the same on every surface, and what is withheld leaves
no trace on any."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import product

import pandas as pd
import pytest

from analysis.definitions.dimensions import UNKNOWN
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.release.publication import LEVELS
from analysis.views import chart_svg, charts, export, html, tiles, views
from analysis.views.area_panel import make_panel
from analysis.views.clusters import read_product_clusters
from analysis.views.links import write_area_name
from analysis.views.view import Row, View
from analysis.views.views import (
    view_by_area,
    view_by_category,
    view_by_kecamatan,
    view_by_period,
    view_cross,
)
from analysis.words import theme
from data import reference
from data.settings import settings
from data.store.store import Store, open_publik, remember_answers
from geo.deck import make_deck, write_deck
from geo.labelled_map import draw_map
from geo.modes import SHARE, offer_modes
from geo.ready import LEVELS as AREA_LEVELS
from public.api import api_files as api
from public.embeds import embed_files, kinds
from public.files import published
from public.files.catalogue import Embed
from public.page import page_files
from tests.analysis.thin import rows_of
from tests.data.rows import Workspace, write_register
from tests.pace import drawn
from tests.worlds import MadeOnce, Use

Key = tuple[str, str, str, str, str]
Said = tuple[str, str, str]
"""A value as a surface shows it: the number in words or the sign, above, below."""


def said(row: Row) -> Said:
    counts = row.counts.split(" dari ") if row.counts else ["–", "–"]
    return row.text, counts[0], counts[1]


def cube(store: Store) -> dict[Key, Said]:
    """Return what each published cell has to look like."""
    rows = store.query("select * from sel where sumber = 'register'").to_dict("records")
    key = ("indikator", "periode", "kode_wilayah", "dimensi", "kategori")
    return {
        tuple(row[name] for name in key): said(  # type: ignore[misc]
            views.make_row(INDICATORS[row["indikator"]], row, "")
        )
        for row in rows
    }


def choices(store: Store) -> Iterator[Selection]:
    offered = read_options(store)
    for periode in offered.periode.values():
        for area in offered.kecamatan.values():
            for skala in offered.skala.values():
                yield Selection(periode, area, skala)


def nearest_table(dimension: str, area: str) -> tuple[str, str]:
    """Return the area and breakdown of the table that is shown where one is asked for."""
    if area == CITY or "kecamatan" in LEVELS[dimension]:
        return area, dimension
    return (area, "skala_gabung") if dimension == "skala" else (CITY, dimension)


def all_views(store: Store) -> Iterator[tuple[View, list[Key]]]:
    """Yield every view of the cube that a page can ask for, with the cell behind each row."""
    for chosen in choices(store):
        by_class = ("skala_gabung", chosen.skala) if chosen.skala else ("", "")
        for kode, entry in INDICATORS.items():
            kind = by_class if "skala_gabung" in entry.rincian else ("", "")
            for level in ("kecamatan", "kelurahan"):
                if chosen.wilayah == CITY and level in entry.levels and not entry.labels:
                    here = kind if level == "kecamatan" else ("", "")
                    found = view_by_area(store, kode, level, chosen)
                    assert found.heading.selection == Selection(chosen.periode, CITY, here[1])
                    yield found, [(kode, chosen.periode, r.code, *here) for r in found.rows]
            if chosen.wilayah == CITY and "kecamatan" in entry.levels and not entry.labels:
                found = view_by_kecamatan(store, kode, chosen)
                assert found.heading.selection == Selection(chosen.periode, CITY, kind[1])
                yield found, [(kode, chosen.periode, r.code, *kind) for r in found.rows]
            if not entry.labels and chosen.periode == read_options(store).default().periode:
                found = view_by_period(store, kode, chosen)
                area = chosen.wilayah if "kecamatan" in entry.levels else CITY
                assert found.heading.selection == Selection(chosen.periode, area, kind[1])
                yield found, [(kode, r.code, area, *kind) for r in found.rows]
            breakdowns = [entry.answers] if entry.labels else [d for d in entry.rincian if d]
            for dimension in breakdowns:
                if not chosen.skala:
                    found = view_by_category(store, kode, dimension, chosen)
                    area, table = nearest_table(dimension, chosen.wilayah)
                    assert found.heading.selection == Selection(chosen.periode, area)
                    yield found, [(kode, chosen.periode, area, table, r.code) for r in found.rows]


def withholds(one: tuple[View, list[Key]]) -> bool:
    """Return whether a view has a row without a number."""
    return any(row.sign for row in one[0].rows)


def of_bars(view: View) -> list[Said]:
    """Return what a table with bars shows, row by row."""
    markup = html.render_bars(view).replace("<sup>", " <sup>")
    cells = re.findall(r'<td class="du-angka">(.*?)</td>', markup, re.S)
    found = []
    for cell in cells:
        small = re.search(r"<small>(.*?)</small>", cell)
        counts = small[1].split(" dari ") if small else ["–", "–"]
        found.append((re.sub(r"\s*<su?[pm].*", "", cell, flags=re.S), *counts))
    return found  # type: ignore[return-value]


def of_figure(view: View) -> list[Said]:
    (bar,) = charts.draw_bars(view, "light").data
    data = zip(reversed(bar.text), reversed(bar.customdata), reversed(bar.x), strict=True)
    found = []
    for text, counts, value in data:
        assert (value is None) == (text in {"x", "..", "F"})
        found.append((text, *(counts.split(" dari ") if counts else ["–", "–"])))
    return found  # type: ignore[return-value]


def of_file(view: View) -> list[tuple[str, float | None, float | None, float | None]]:
    """Return sign, value, above and below of the downloaded table."""
    text = export.write_csv(export.export_view(open_publik(), view)).decode("utf-8-sig")
    frame = pd.read_csv(
        io.StringIO(text), sep=";", decimal=",", comment="#", keep_default_na=False, na_values=[""]
    )
    columns = ["Tanda", f"Nilai ({view.indicator.satuan})", "Pembilang", "Penyebut"]
    rows = frame[columns].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def check_file(view: View) -> None:
    for row, (sign, value, above, below) in zip(view.rows, of_file(view), strict=True):
        assert (sign or "") == row.sign
        assert value == pytest.approx(row.value) if row.value is not None else value is None
        assert (above, below) == (row.above, row.below)


@pytest.fixture
def store(served_demo: Workspace) -> Store:
    return remember_answers(open_publik())


def test_every_published_cell_is_the_same_on_every_surface(store: Store) -> None:
    truth = cube(store)
    # Of what has no row a page says in words that there is nothing.
    walked = [(view, keys) for view, keys in all_views(store) if keys]
    met = {key for _, keys in walked for key in keys}
    for view, keys in drawn(walked, withholds):
        expected = [truth[key] for key in keys]
        assert [said(row) for row in view.rows] == expected, view.title
        assert of_bars(view) == expected, view.title
        assert of_figure(view) == expected, view.title
        check_file(view)
        bars = chart_svg.draw_bars(view)
        assert [bar.text for bar in bars.bars] == [text for text, *_ in expected]
    met |= set(of_cross_tables(store, truth)) | set(of_clusters(store, truth))
    # In the file alone: "not known" where it does not happen, and products below a cluster.
    never = [
        (kode, area, dimension, category)
        for kode, _, area, dimension, category in set(truth) - met
        if category != UNKNOWN and not (dimension == "produk" and len(area) > len("36.73.01"))
    ]
    assert never == []
    assert len(met) > 2000


def of_cross_tables(store: Store, truth: dict[Key, Said]) -> Iterator[Key]:
    """Check the tables of kecamatan by breakdown; yield the cells that were met."""
    codes = {name: code for name, code in read_options(store).kecamatan.items()}
    for periode in read_options(store).periode.values():
        for kode, entry in INDICATORS.items():
            dimensions = [entry.answers] if entry.labels else [d for d in entry.rincian if d]
            for dimension in dimensions:
                table = view_cross(store, kode, dimension, Selection(periode))
                if not table.rows:
                    continue
                shown = re.findall(
                    r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", html.render_cross(table)
                )
                for (name, row), (label, cells) in zip(table.rows, shown, strict=True):
                    assert label == str(write_area_name(name, codes[name], periode))
                    texts = re.findall(r'<td class="du-angka">(.*?)</td>', cells)
                    for cell, text in zip(row, texts, strict=True):
                        key = (kode, periode, codes[name], dimension, cell.code)
                        assert text == truth[key][0]
                        yield key


def of_clusters(store: Store, truth: dict[Key, Said]) -> Iterator[Key]:
    for periode in read_options(store).periode.values():
        for found in read_product_clusters(store, Selection(periode), "kelurahan"):
            place = (periode, found.code, "produk", found.key)
            assert truth["jumlah_umkm", *place][0].split("\u00a0")[0].replace(".", "") == str(
                found.n
            )
            assert truth["berusaha_daring", *place][0] == found.share
            yield ("jumlah_umkm", *place)
            yield ("berusaha_daring", *place)


def test_tiles_show_the_cubes_cell_or_the_citys_and_say_so(store: Store) -> None:
    truth = cube(store)
    for chosen in choices(store):
        for kode, entry in INDICATORS.items():
            if entry.labels:
                continue
            tile = tiles.make_tile(store, kode, chosen)
            area = CITY if "seluruh kota" in tile.note else chosen.wilayah
            by_class = bool(chosen.skala) and "semua skala" not in tile.note
            kind = ("skala_gabung", chosen.skala) if by_class else ("", "")
            # What is not counted in a period has a tile that says so.
            expected = truth.get((kode, chosen.periode, area, *kind), ("..", "–", "–"))
            assert said(tile.row) == expected
            markup = html.render_tiles([tile])
            if tile.row.value is None:
                assert f'<p class="du-nilai">{expected[0]}</p>' in markup
                assert "du-isi" not in markup
            elif tile.row.counts:
                assert f"{expected[1]} dari {expected[2]}" in markup


@pytest.mark.parametrize("level", AREA_LEVELS)
def test_the_map_has_the_cubes_cells_and_none_of_what_is_withheld(store: Store, level: str) -> None:
    truth = cube(store)
    for periode in read_options(store).periode.values():
        areas = [CITY] if level == "kecamatan" else list(reference.list_kecamatan())
        for area in areas:
            drawn = draw_map(store, Selection(periode, area), SHARE, "lebar", level)
            for shown in (one.shown for one in drawn.areas):
                text, above, below = truth["berusaha_daring", periode, shown.code, "", ""]
                assert shown.text == text
                if above == "–":
                    assert shown.colour == ""
                    assert not re.search(r"\d", shown.title)
                else:
                    assert f"{above} dari {below}" in shown.title


@pytest.mark.parametrize("level", AREA_LEVELS)
def test_a_mark_of_the_map_has_the_cubes_counts(store: Store, level: str) -> None:
    truth = cube(store)
    for periode in read_options(store).periode.values():
        for cluster in read_product_clusters(store, Selection(periode), level):
            key = (periode, cluster.code, "produk", cluster.key)
            text, above, below = truth["berusaha_daring", *key]
            assert cluster.share == text
            counts = (cluster.online, cluster.answered)
            shown = tuple("–" if count is None else theme.number(count) for count in counts)
            assert shown == (above, below)
            assert truth["jumlah_umkm", *key][0].split("\u00a0")[0] == theme.number(cluster.n)


def test_the_embed_has_the_cubes_cells(store: Store) -> None:
    truth, tree = cube(store), published.find_served(settings())
    assert tree is not None
    for chosen in choices(store):
        if chosen.wilayah != CITY:
            continue
        skala = chosen.skala.replace("_", "-") or "semua"
        path = f"sematan/batang-berusaha-daring/-.{chosen.periode}.{skala}.id.html"
        page = tree.read(path).decode()
        kind = ("skala_gabung", chosen.skala) if chosen.skala else ("", "")
        names = {name: code for name, code in read_options(store).kecamatan.items()}
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page)
        assert len(rows) == 6
        for name, cells in rows:
            text, counts = re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", cells)
            shown = (text, *(counts.split(" dari ") if " dari " in counts else ["–", "–"]))
            assert shown == truth["berusaha_daring", chosen.periode, names[name], *kind]


# What is withheld leaves no trace -----------------------------------------------------------------


def surfaces(store: Store) -> Iterable[tuple[str, bytes]]:
    """Yield everything that anybody can be sent, named; of what withholds nothing a part."""
    for view, _ in drawn(all_views(store), withholds):
        yield f"batang {view.title}", (html.render_bars(view) + html.render_about(view)).encode()
        yield f"grafik {view.title}", charts.draw_bars(view, "dark").to_json().encode()
        yield f"svg {view.title}", repr(chart_svg.draw_bars(view)).encode()
        yield f"csv {view.title}", export.write_csv(export.export_view(store, view))
    for chosen in drawn(choices(store), lambda chosen: chosen.wilayah == HIDDEN_IN):
        yield (
            "kartu",
            html.render_tiles(
                tiles.make_tile(store, kode, chosen)
                for kode, e in INDICATORS.items()
                if not e.labels
            ).encode(),
        )
        for level, mode in product(AREA_LEVELS, offer_modes(store, chosen)):
            if chosen.wilayah == CITY and level != "kecamatan":
                continue
            found = draw_map(store, chosen, mode, "lebar", level)
            yield "peta", write_deck(make_deck(found, "light")).encode()
            yield "gambar peta", html.render_map(found, "", {}).encode()
        yield "panel", html.render_panel(make_panel(store, chosen), ()).encode()
    yield from files_of(store)
    yield "daftar", repr(read_options(store)).encode()


def files_of(store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield the public files, of the embeds a part of the views and one of each kind."""
    # Pictures are drawn from the same views, and cost the most; what is packed holds the rows of
    # the other forms, and the version's name where it cannot be taken out.
    every = kinds.list_embeds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "list_embeds", lambda cube: drawn(every(cube), is_in_sample))
        for part in (embed_files.make_files, page_files.make_files, api.make_files):
            for file in part(store):
                if not file.path.endswith((".xlsx", ".parquet")):
                    yield f"berkas {file.path}", file.body


def is_in_sample(view: Embed) -> bool:
    """Return whether an embed shows the share whose cells are withheld."""
    return view.nama.endswith("berusaha-daring")


def register(small: int) -> list[dict[str, object]]:
    """Return a register in which two kelurahan of Kasemen share ten businesses that sell online.

    How many are whose only their withheld rows would tell: everything else is the same for any.
    """
    first, second = "36.73.02.1001", "36.73.02.1002"
    others = {"36.73.01.1001": 67, "36.73.03.1001": 45}
    online = others | {first: small, second: 10 - small}
    rows = rows_of(online, kanal_pesan="Ya", sintetis="Ya")
    rows += rows_of(others | {first: 20, second: 20}, **NO_CHANNEL, sintetis="Ya")
    return rows + rows_of({first: 10 - small, second: small}, sintetis="Ya")


HIDDEN_IN = "36.73.02"
NO_CHANNEL: dict[str, object] = {
    f"kanal_{name}": "Tidak" for name in ("pesan", "medsos", "marketplace", "situs", "email")
}


def neutral(content: bytes, store: Store) -> bytes:
    """Return a surface without the version's own name, which is a hash of the data."""
    return content.replace(store.version.encode(), b"versi")


def write_five(place: Workspace) -> None:
    """Give a workspace the register in which five sell online in the first kelurahan."""
    write_register(place.raw / "sintetis" / "a.csv", register(5))


def write_seven(place: Workspace) -> None:
    """Give a workspace the register in which seven do."""
    write_register(place.raw / "sintetis" / "a.csv", register(7))


@pytest.fixture(scope="module")
def alike(made_once: MadeOnce) -> list[Workspace]:
    """The two registers, published: what is shown of them is the same."""
    return [made_once("lima", write_five), made_once("tujuh", write_seven)]


def test_what_is_withheld_changes_no_byte_of_any_surface(alike: list[Workspace], use: Use) -> None:
    """Order, axes, shades, keys, words for screen readers and sizes follow what is published."""
    seen, cubes = [], []
    for place in alike:
        store = remember_answers(use(place).publik)
        rows = store.query("select * from sel where tanda = 'x'")
        hidden = set(zip(rows["indikator"], rows["kode_wilayah"], strict=True))
        assert {("berusaha_daring", f"36.73.02.100{n}") for n in (1, 2)} <= hidden
        cubes.append(cube(store))
        seen.append([(name, neutral(content, store)) for name, content in surfaces(store)])
    assert cubes[0] == cubes[1], "the published pattern is not the same, so nothing is compared"
    assert len(seen[0]) == len(seen[1]) > 200
    for (name, one), (other_name, other) in zip(*seen, strict=True):
        assert name == other_name
        assert one == other, name
