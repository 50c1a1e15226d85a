"""The HTML page: ours wherever Streamlit would send its own, and nowhere else."""

import pytest

from server import shell
from server.package import find_front_end
from tests.server.conftest import Server


@pytest.mark.parametrize("path", ["/", "/peta", "/peta?tahun=2022", "/index.html", "/apa_saja"])
@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_every_page_address_gets_the_indonesian_page(
    server: Server, path: str, coding: str
) -> None:
    answer = server.get(path, accept_encoding=coding)
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding", "identity") == coding
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers.get_list("etag") == [answer.headers["etag"]]
    assert '<html lang="id">' in answer.text
    assert f"<title>{shell.TITLE}</title>" in answer.text
    assert '<meta name="description"' in answer.text
    assert "Aktifkan JavaScript" in answer.text
    assert "Sedang dimuat" in answer.text
    assert "./favicon.png" in answer.text


def test_the_interface_for_programs_is_not_named(server: Server) -> None:
    text = server.get("/").text
    assert "agent" not in text
    assert "service-desc" not in text
    assert "You need to enable" not in text


def test_the_page_is_small(server: Server) -> None:
    assert int(server.get("/", accept_encoding="br").headers["content-length"]) < 4000


def test_head_has_the_length_and_no_body(server: Server) -> None:
    answer = server.head("/peta", accept_encoding="br")
    assert answer.status_code == 200
    assert answer.content == b""
    length = server.get("/peta", accept_encoding="br").headers["content-length"]
    assert answer.headers["content-length"] == length


@pytest.mark.parametrize("path", ["/", "/peta"])
@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_a_reader_who_has_the_page_gets_304(server: Server, path: str, coding: str) -> None:
    etag = server.get(path, accept_encoding=coding).headers["etag"]
    answer = server.get(path, accept_encoding=coding, if_none_match=etag)
    assert answer.status_code == 304
    assert answer.headers["etag"] == etag
    assert answer.content == b""


def test_each_coding_has_its_own_tag(server: Server) -> None:
    tags = {server.get("/", accept_encoding=c).headers["etag"] for c in ("br", "gzip", "identity")}
    assert len(tags) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-9"},
        {"range": "bytes=99999999-"},
        {"if_modified_since": "Fri, 31 Dec 2100 00:00:00 GMT"},
    ],
)
def test_a_part_of_streamlits_page_is_never_sent(server: Server, headers: dict[str, str]) -> None:
    answer = server.get("/", **headers)
    assert answer.status_code == 200
    assert '<html lang="id">' in answer.text


@pytest.mark.parametrize(
    "path", ["/peta/lama", "/static/js/index.lama.js", "/static", "/wp-login.php", "/.env"]
)
def test_what_cannot_be_a_page_is_not_found(server: Server, path: str) -> None:
    if path == "/static":  # Streamlit takes the folder for a page and sends the reader to it
        assert server.get(path).status_code in {200, 307}
        return
    answer = server.get(path)
    assert answer.status_code == 404
    assert answer.text == "Halaman tidak ditemukan."


def test_real_files_and_our_own_routes_are_left_alone(server: Server) -> None:
    assert server.get("/favicon.png").headers["content-type"] == "image/png"
    assert server.get("/manifest.json").status_code == 200
    assert server.get("/sematan/satu").text == "<p>milik sendiri"


def test_a_slash_too_many_leads_to_the_page(server: Server) -> None:
    answer = server.get("/peta/")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/peta"


def test_the_font_is_preloaded_unless_the_app_has_its_own() -> None:
    original = (find_front_end() / "index.html").read_text(encoding="utf-8")
    assert 'as="font"' in shell.translate(original, "Judul", "Uraian")
    assert 'as="font"' not in shell.translate(original, "Judul", "Uraian", preload_font=False)


def test_words_are_escaped() -> None:
    original = (find_front_end() / "index.html").read_text(encoding="utf-8")
    page = shell.translate(original, "<b>Judul\\1", 'Ini "uraian"')
    assert "<title>&lt;b&gt;Judul\\1</title>" in page
    assert 'content="Ini &quot;uraian&quot;"' in page


def test_a_page_that_streamlit_has_changed_is_refused() -> None:
    with pytest.raises(RuntimeError, match="has changed"):
        shell.translate("<html><title>Streamlit</title></html>", "Judul", "Uraian")
