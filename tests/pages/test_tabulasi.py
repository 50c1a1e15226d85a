"""The section of Jelajah with tables of one's own choice, in the script that the program runs."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analysis.count.rounded import list_variables
from data.access import access_log
from data.settings import ROOT, settings
from pages.parts import downloads
from tests.data.rows import Workspace

SCRIPT = """
from pages.parts import tabulation
tabulation.show()
"""


@pytest.fixture
def page(served_demo: Workspace) -> AppTest:
    """The section alone, in demo mode."""
    assert served_demo.settings.publik == settings().publik
    return AppTest.from_string(SCRIPT, default_timeout=60)


def requests() -> list[str]:
    return [
        line.objek
        for line in access_log.read_lines(settings().audit, 1000)
        if "tabulasi" in line.objek
    ]


def texts(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.subheader, *page.get("html")]
    return " ".join(str(getattr(one, "value", None) or getattr(one, "body", "")) for one in shown)


def test_nothing_is_fetched_before_it_is_asked_for(page: AppTest) -> None:
    before = requests()
    page.run()
    assert not page.exception
    assert "Tabulasi silang untuk akademisi" in texts(page)
    assert "dibulatkan ke kelipatan 5" in texts(page)
    page.multiselect(key="tabulasi-variabel").select("kecamatan").run()
    assert requests() == before


def test_a_table_is_shown_with_its_words_and_its_download(page: AppTest) -> None:
    before = len(requests())
    page.run()
    page.multiselect(key="tabulasi-variabel").select("kecamatan").run()
    page.selectbox(key="tabulasi-saring").select("produk").run()
    page.multiselect(key="tabulasi-kategori-produk").select("tahu").select("tempe").run()
    page.button(key="tabulasi-buat").click().run()
    assert not page.exception
    said = texts(page)
    for words in (
        "Banyaknya UMKM menurut kecamatan, Kota Serang, Juni 2025; Klaster produk: Tahu, Tempe",
        "Data sintetis",
        "galat rata-rata",
    ):
        assert words in said, words
    assert len(requests()) == before + 1
    assert requests()[0] == "tabulasi: 2025-06 kecamatan produk=tahu,tempe"
    offered = list(downloads._offers.values())[-1]
    assert (offered.name, offered.arguments) == (
        "tabulasi",
        ("2025-06 kecamatan produk=tahu,tempe",),
    )


def test_a_fourth_variable_is_refused_in_words(page: AppTest) -> None:
    page.run()
    chosen = page.multiselect(key="tabulasi-variabel")
    for name in list(list_variables())[:3]:
        chosen.select(name)
    page.run()
    page.selectbox(key="tabulasi-saring").select("ber_nib").run()
    page.multiselect(key="tabulasi-kategori-ber_nib").select("ya").run()
    page.button(key="tabulasi-buat").click().run()
    assert [warning.value for warning in page.warning] == [
        "Tabel ini memakai 4 variabel; paling banyak 3, saringan ikut dihitung. Kurangi satu."
    ]


def test_the_section_stands_on_jelajah() -> None:
    assert "tabulation.show()" in (ROOT / "pages" / "jelajah.py").read_text(encoding="utf-8")
