"""A city of six businesses, of which nothing may be told: sentences stand where pictures would."""

from __future__ import annotations

import re

import pytest

from analysis.definitions.selection import read_options
from analysis.words import theme
from data import reference
from data.store.store import Store
from public.embeds import embed_files
from public.page import page_files
from public.pictures.facts import read_facts
from public.pictures.map_picture import draw_map_png, make_picture
from tests.analysis.thin import rows_of
from tests.data.rows import Workspace, write_register
from tests.pages.test_map_picture import check_layout
from tests.worlds import MadeOnce, Use


def fill_silent(place: Workspace) -> None:
    """Give a workspace one business in each kecamatan."""
    first = {code[:8]: code for code in reversed(reference.list_kelurahan())}
    rows = rows_of(dict.fromkeys(first.values(), 1), kanal_medsos="Ya", produk="Tempe")
    write_register(place.raw / "sintetis" / "a.csv", [row | {"sintetis": "Ya"} for row in rows])


@pytest.fixture(scope="module")
def place(made_once: MadeOnce) -> Workspace:
    return made_once("hening", fill_silent)


@pytest.fixture
def silent(place: Workspace, use: Use) -> Store:
    """The published cube of six businesses."""
    return use(place).publik


def bodies(table: str) -> list[str]:
    return re.findall(r"<tbody>(.*?)</tbody>", table, re.DOTALL)


def test_of_no_kecamatan_more_is_published_than_that_nobody_makes_a_product(
    silent: Store,
) -> None:
    rows = silent.query(
        "select * from sel where tingkat <> 'kota' and sumber = 'register' and nilai is not null"
    )
    assert set(rows["nilai"]) <= {0} and set(rows["dimensi"]) <= {"produk"}


def test_the_public_pages_are_sentences_and_no_empty_frames(silent: Store) -> None:
    pages = [f for f in page_files.make_files(silent) if f.path.endswith(".html")]
    assert len(pages) == 7
    for page in pages:
        markup = page.body.decode()
        body = markup[markup.index("<body") :]
        assert "du-matriks" not in body
        assert "Belum ada nilai yang dapat diterbitkan menurut kecamatan" in body
        assert "belum ada klaster produk yang terbit" in body
        assert "Belum ada nilai yang terbit." in body
        lead = re.search(r'id="utama">([^<]*)', body)
        assert lead and theme.SIGNS["x"] in lead[1]
        assert all(one.strip() for one in bodies(body))
        assert 'class="du-ya"' not in body


def test_every_embed_has_a_sentence_that_says_why(silent: Store) -> None:
    for file in embed_files.make_files(silent):
        if not file.path.endswith(".html"):
            continue
        markup = file.body.decode()
        lines = re.findall(r"<p[^>]*>([^<]+)</p>", markup[: markup.index("<footer")])
        told = [line for line in lines if len(line.split()) > 3]
        assert told or re.search(r'class="nilai">\d', markup), file.path
        assert not [line for line in told if line.rstrip().endswith((", .", ": .", ":"))], told
        span = re.search(r"<h1>.*?</h1>", markup, re.DOTALL)
        assert span and "Juni 2025 sampai" not in span[0]


def test_the_picture_of_clusters_is_a_map_of_signs(silent: Store) -> None:
    chosen = read_options(silent).default()
    picture = make_picture(silent, chosen, read_facts(silent))
    assert (picture.number, picture.map.marks) == ("x", ())
    assert theme.SIGNS["x"] in picture.below
    check_layout(picture)
    assert draw_map_png(picture)
