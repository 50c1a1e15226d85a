"""What is said in another language is said in it whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.definitions.dimensions import ANSWERS, DIMENSIONS
from analysis.definitions.indicators import INDICATORS, TEXTS, translate_indicator
from analysis.definitions.selection import Selection, read_options
from analysis.views.html import FOLDER
from analysis.words import theme
from analysis.words.language import (
    LANGUAGES,
    OWN,
    Untranslated,
    get_language,
    kata,
    kutipan,
    read_catalogue,
    speaking,
)
from data.settings import ROOT
from data.store.store import PUBLISHED
from tests.data.rows import Workspace

PLACES = re.compile(r"{\w*}")
SPOKEN = [p for f in ("analysis", "geo", "public") for p in (ROOT / f).rglob("*.py")]
OTHERS = [name for name in LANGUAGES if name != OWN]


def literals(path: Path) -> Iterator[str]:
    """Return the texts that a module gives to ``kata`` as they stand in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.func.id == "kata" and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def in_templates() -> Iterator[str]:
    for path in FOLDER.glob("*.html"):
        yield from re.findall(r'kata\("([^"]+)"', path.read_text(encoding="utf-8"))


def labels() -> Iterator[str]:
    for dimension in DIMENSIONS.values():
        yield from (dimension.label, *dimension.categories.values())
    for entry in INDICATORS.values():
        yield from (entry.labels or {}).values()
        yield from (getattr(entry, name) for name in TEXTS)
        yield entry.satuan
    yield from ANSWERS.values()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_a_translation_that_names_the_same_places(language: str) -> None:
    texts = read_catalogue(language)
    said = {text for path in SPOKEN for text in literals(path)}
    said |= {*in_templates(), *labels(), *theme.SIGNS.values(), *theme.BANDS.values()}
    said = (said | {*theme.ORIGINS.values()}) - {""}
    assert len(said) > 200
    assert sorted(said - set(texts)) == []
    assert [
        text
        for text, other in texts.items()
        if set(PLACES.findall(text)) != set(PLACES.findall(other))
    ] == []


def test_indonesian_is_said_unless_a_block_speaks_another_language() -> None:
    assert kata("Jawaban tidak diketahui: {pangsa}.", pangsa="5 %") == (
        "Jawaban tidak diketahui: 5 %."
    )
    with speaking("en"):
        assert kata("Jawaban tidak diketahui: {pangsa}.", pangsa="5 %") == "Answers unknown: 5 %."
    assert get_language() == "id"


def test_a_text_without_a_translation_is_an_error_and_not_a_mixture() -> None:
    assert kata("Kalimat yang baru.") == "Kalimat yang baru."
    with speaking("en"), pytest.raises(Untranslated, match="Kalimat yang baru"):
        kata("Kalimat yang baru.")


def test_a_quotation_without_a_translation_stands_in_its_own_words() -> None:
    printed = "7.975 di antaranya usaha mikro."
    with speaking("en"):
        assert kutipan(printed) not in ("", printed)
        assert kutipan("Pernyataan kantor yang baru.") == "Pernyataan kantor yang baru."
    assert kutipan(printed) == printed


def test_what_is_put_in_its_place_is_not_read_as_a_place_itself() -> None:
    assert kata("Satuan: {satuan}.", satuan="{satuan}") == "Satuan: {satuan}."


def test_numbers_and_dates_follow_the_language() -> None:
    with speaking("en"):
        said = (theme.quantity(45.62, "persen"), theme.quantity(11307, "usaha"))
        assert [text.replace("\u00a0", " ") for text in said] == ["45.6 %", "11,307 businesses"]
        assert (theme.period("2025-06"), theme.day("2022-06-24")) == ("June 2025", "24 June 2022")
        assert theme.span(-0.4, 7.2) == "−0.4 to +7.2"
    assert theme.period("2025-06") == "Juni 2025"


def test_an_entry_is_the_same_but_for_its_texts() -> None:
    with speaking("en"):
        entry = translate_indicator("berusaha_daring")
    assert entry.judul == "MSMEs that sell online"
    assert (entry.satuan, entry.hits) == ("persen", INDICATORS["berusaha_daring"].hits)
    assert translate_indicator("berusaha_daring") == INDICATORS["berusaha_daring"]


def test_addresses_are_indonesian_whichever_language_asked_first(demo: Workspace) -> None:
    unasked = demo.open(demo.settings.publik, PUBLISHED)
    with speaking("en"):
        offered = read_options(unasked)
        assert offered.write(Selection("2024-06", "36.73.02", "mikro")) == {
            "periode": "Juni 2024",
            "kecamatan": "Kasemen",
            "skala": "Mikro",
        }
