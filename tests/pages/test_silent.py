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
    first = {code[:8]: code for code in reversed(reference.kelurahan())}
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


def test_nothing_of_a_kecamatan_is_published(silent: Store) -> None:
    rows = silent.query(
        "select * from sel where tingkat <> 'kota' and sumber = 'register' and nilai is not null"
    )
    assert rows.empty


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
        said = re.search(r"</h1>\s*(?:<p[^>]*>|<blockquote[^>]*>)([^<]+)", markup)
        assert said and len(said[1].split()) > 3, file.path
        assert not said[1].rstrip().endswith((", .", ": .", ":")), said[1]


def test_the_picture_of_clusters_is_a_map_of_signs(silent: Store) -> None:
    chosen = read_options(silent).default()
    picture = make_picture(silent, chosen, read_facts(silent))
    assert (picture.number, picture.map.marks) == ("x", ())
    assert theme.SIGNS["x"] in picture.below
    check_layout(picture)
    assert draw_map_png(picture)
