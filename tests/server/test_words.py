"""Streamlit's own words: each phrase is found, replaced, and sent in every coding."""

import re

import httpx
import pytest

from server import words
from server.package import find_front_end
from tests.server.conftest import Server

SCRIPTS = sorted((find_front_end() / "static" / "js").glob("*.js"))


@pytest.mark.parametrize(
    ("script", "phrase"), [(name, one) for name, found in words.PHRASES.items() for one in found]
)
def test_a_phrase_stands_in_this_version_of_streamlit(script: str, phrase: str) -> None:
    texts = [path.read_text("utf-8") for path in SCRIPTS if path.name.startswith(f"{script}.")]
    assert any(phrase in text for text in texts)


def test_only_words_change() -> None:
    """What is between the phrases stays, so a translated script has the same code."""
    for path in SCRIPTS:
        before = path.read_text("utf-8")
        after = words.translate(f"js/{path.name}", before.encode()).decode()
        for english, indonesian in words.find_phrases(path.name).items():
            before = before.replace(english, "")
            after = after.replace(indonesian, "")
            # Whatever a phrase takes from its script, its translation takes too.
            names = r"\$\{|\}|\?|`"
            assert re.findall(names, english) == re.findall(names, indonesian)
        assert before == after


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_a_script_is_sent_in_indonesian_whatever_coding_a_browser_takes(
    server: Server, coding: str
) -> None:
    (script,) = (path for path in SCRIPTS if path.name.startswith("Multiselect."))
    answer: httpx.Response = server.get(f"/static/js/{script.name}", accept_encoding=coding)
    assert answer.status_code == 200
    assert "Pilih semua" in answer.text
    assert "Select all" not in answer.text
