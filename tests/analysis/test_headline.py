"""The sentence that opens Ringkasan and the page of a kecamatan."""

from __future__ import annotations

import re

from analysis.definitions.selection import CITY, Selection
from analysis.views import summary_html
from analysis.views.headline import make_headline
from analysis.words import theme
from tests.analysis.summary_cells import KASEMEN, NEWEST, NO_BREAK, choices, words
from tests.data.rows import Workspace


def test_every_choice_gives_a_sentence_that_names_what_is_chosen(demo: Workspace) -> None:
    for chosen in choices(demo.publik):
        found = make_headline(demo.publik, chosen)
        said = words(summary_html.render_headline(found))
        for name in (chosen.area_name, theme.period(chosen.periode), chosen.class_words):
            assert name in said, (chosen, said)
        assert chosen.wilayah == CITY or chosen.area_name in found.first
        assert not chosen.skala or chosen.class_words in found.first
        assert not re.search(r"\b(naik|turun)\b", found.first)


def test_the_sentence_of_the_city_names_the_targets_that_are_not_reached(demo: Workspace) -> None:
    found = make_headline(demo.publik, Selection(NEWEST))
    assert found.first.replace(NO_BREAK, " ") == (
        "45,6 % UMKM berjualan daring. Dua dari empat target belum tercapai: ekspor dan NIB."
    )
    assert [part.replace(NO_BREAK, " ") for part in found.more] == [
        "5.253 dari 11.514 UMKM yang jawabannya diketahui",
        "+4,0 poin dari Juni 2024",
        "tertinggi Cipocok Jaya 55,6 %, terendah Kasemen 32,2 %",
    ]


def test_a_target_of_the_whole_city_is_not_counted_for_a_kecamatan_or_a_class(
    demo: Workspace,
) -> None:
    here = make_headline(demo.publik, KASEMEN).first.replace(NO_BREAK, " ")
    assert "target" not in here
    assert here.endswith("13,5 poin di bawah kota, terendah dari enam kecamatan.")
    of_class = make_headline(demo.publik, Selection(NEWEST, skala="mikro")).first
    assert "target" not in of_class and "di bawah angka semua skala" in of_class
