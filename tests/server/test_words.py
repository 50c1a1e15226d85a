"""Streamlit's own words: each phrase is found, replaced, and sent in every coding."""

import re
import threading
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.responses import PlainTextResponse

from server import compressed, words
from server.package import find_front_end
from tests.server.conftest import Server

SCRIPTS = sorted((find_front_end() / "static" / "js").glob("*.js"))
TRANSLATED = [path for path in SCRIPTS if words.find_phrases(path.name)]


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


@pytest.mark.parametrize("coding", ["br", "identity"])
@pytest.mark.parametrize("script", TRANSLATED, ids=lambda path: path.name)
def test_a_translated_script_is_asked_about_again_and_sent_once(
    server: Server, script: Path, coding: str
) -> None:
    path = f"/static/js/{script.name}"
    first = server.get(path, accept_encoding=coding)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    tag = first.headers["etag"]
    again = server.get(path, accept_encoding=coding, if_none_match=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "no-cache"


def test_a_script_in_streamlits_own_words_is_kept_for_ever(server: Server) -> None:
    (script,) = (path for path in SCRIPTS if path.name.startswith("PlotlyChart."))
    answer = server.get(f"/static/js/{script.name}", accept_encoding="br")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def ask(served: compressed.CompressedStatic, **headers: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=served)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get("/static/js/Toolbar.abc.js", headers=sent)

    return anyio.run(asked)


@pytest.fixture
def front_end(tmp_path: Path) -> Path:
    """A front end of one script."""
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "Toolbar.abc.js").write_text("label:`Fullscreen`;\n" * 50, encoding="utf-8")
    return folder


def start(static: Path, wait: bool = True) -> compressed.CompressedStatic:
    streamlit = PlainTextResponse("label:`Fullscreen`", headers={"cache-control": "immutable"})
    served = compressed.CompressedStatic(streamlit, static=static, folder=static.parent / "padat")
    for thread in threading.enumerate():
        if wait and thread.name == "brotli":
            thread.join(60)
    return served


@pytest.mark.parametrize("coding", ["br", "identity"])
def test_a_phrase_that_changes_is_seen_by_who_has_the_script(
    front_end: Path, monkeypatch: pytest.MonkeyPatch, coding: str
) -> None:
    before = ask(start(front_end), accept_encoding=coding)
    assert "Layar penuh" in before.text
    monkeypatch.setitem(words.PHRASES, "Toolbar", {"label:`Fullscreen`": "label:`Perbesar`"})
    after = ask(start(front_end), accept_encoding=coding, if_none_match=before.headers["etag"])
    assert (after.status_code, "Perbesar" in after.text) == (200, True)
    assert after.headers["cache-control"] == "no-cache"


def test_before_its_copy_is_made_a_script_is_indonesian_all_the_same(
    front_end: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = threading.Event()
    monkeypatch.setattr(compressed.Source, "make_copy", lambda _: made.wait(60) and b"")
    served = start(front_end, wait=False)
    try:
        early = ask(served, accept_encoding="br")
    finally:
        made.set()
    assert ("Layar penuh" in early.text, "content-encoding" in early.headers) == (True, False)
    assert early.headers["cache-control"] == "no-cache"
