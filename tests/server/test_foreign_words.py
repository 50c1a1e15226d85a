"""Foreign words are shown by the front end letter for letter, whatever its Markdown would make of
them."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Locator, expect

from pages.parts.plain import write_plain
from tests.server.conftest import Server

FOREIGN = "jahat.example"
HOSTILE = (
    f"[Masuk](https://{FOREIGN})",
    f"![gambar](https://{FOREIGN}/a.png)",
    f"https://{FOREIGN} www.{FOREIGN} WWW.{FOREIGN} http://{FOREIGN}/a?b=c&d",
    f"<https://{FOREIGN}> mailto:a@{FOREIGN} a.b@{FOREIGN}",
    f"[a]: https://{FOREIGN}",
    "[a][b] [a][] [^1] [x](javascript:alert(1))",
    f"<a href='https://{FOREIGN}'>x</a> <img src=x onerror=alert(1)> <!-- x --> <b>y</b>",
    "&lt;b&gt; &amp; &copy; &#58; &colon;",
    ":red[merah] :blue-background[biru] :small[kecil] :help[x] :rainbow[x] :green-badge[x]",
    ":color[x]{foreground='red'} :shimmer[x] :tak_dikenal[x] ::nama[x] :::nama",
    ":material/home: :material_home: :streamlit: :smile: :+1: :a:b:c:",
    "$x^2$ $$y$$ \\(z\\) $5 dan $6",
    "**tebal** __tebal__ *miring* _miring_ ~~coret~~ ~satu~ a*b*c a_b_c",
    "`kode` ``kode`` `",
    "```python",
    "~~~",
    "# judul",
    "###### judul",
    "> kutipan",
    "- butir",
    "+ butir",
    "* butir",
    "1. butir",
    "12) butir",
    "---",
    "***",
    "===",
    "| a | b | --- |",
    "[ ] tugas [x] tugas",
    "a -> b <- c <-> d -- e >= f <= g ~= h --> i <-- j ==> k",
    "-> awal",
    "akhir --",
    "\\ \\\\ \\* \\[a\\](b) akhir\\",
    "Data_UMKM (2025) 'Juni', 50 %; a/b.xlsx = 1+1!",
)
HIDDEN = ("a\u202etxt.exe", "a\u200bb", "a\x00b", "a\u2028b", "a\u2066b")
"""Letters that nobody sees, or that turn the order of the others."""
PAGE = """
import json
from pathlib import Path
import streamlit as st
from pages.parts.plain import write_plain
words = json.loads(Path("kata.json").read_text())
for number, one in enumerate(words):
    with st.container(key=f"isi-{number}"):
        st.markdown(write_plain(one))
    with st.container(key=f"dalam-{number}"):
        st.warning(f"Pilihan '{write_plain(one)}' tidak ada.")
    with st.container(key=f"label-{number}"):
        st.checkbox(write_plain(one), key=f"kotak-{number}")
st.caption("sudah semua")
"""
LIVE = (
    "a, img, svg, em, strong, code, pre, del, h1, h2, h3, h6, ul, ol, blockquote, table, hr, .katex"
)
"""What Markdown makes of words."""


def live_in(place: Locator) -> list[str]:
    """Return the markup that stands in the words of a place; an icon or a box of ours is none."""
    found = place.locator("[data-testid=stMarkdownContainer]").locator(LIVE)
    return [str(one) for one in found.evaluate_all("all => all.map(one => one.outerHTML)")]


def test_the_front_end_shows_each_hostile_text_letter_for_letter(
    server: Server, browser: Browser
) -> None:
    (server.folder / "kata.py").write_text(PAGE, encoding="utf-8")
    (server.folder / "kata.json").write_text(json.dumps(HOSTILE), encoding="utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.url}/kata")
        page.get_by_text("sudah semua").wait_for()
        for number, words in enumerate(HOSTILE):
            alone, inside, label = (
                page.locator(f".st-key-{kind}-{number}") for kind in ("isi", "dalam", "label")
            )
            expect(alone).not_to_be_empty()
            expect(label).not_to_be_empty()
            assert alone.inner_text() == words
            assert inside.inner_text() == f"Pilihan '{words}' tidak ada."
            assert label.inner_text() == words
            for place in (alone, inside, label):
                assert live_in(place) == [], words
                assert place.locator("[class*=Colored], [class*=Badge], [role=img]").count() == 0


def test_a_letter_that_nobody_sees_is_shown_as_one_that_is_none() -> None:
    for words in HIDDEN:
        assert write_plain(words).count("�") == 1, ascii(words)
    assert write_plain("12\u00a0%") == "12\u00a0%"
    assert write_plain(" a\n\n# b\t ") == "a \\# b"
