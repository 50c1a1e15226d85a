"""Compressed copies: made once, whole, and sent to those who take them."""

import os
import subprocess
import sys
import threading
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import anyio
import brotli
import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.settings import ROOT
from server import compressed
from server.package import find_front_end
from server.words import translate
from tests.server.conftest import Server


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A front end of three files, one of them not worth compressing."""
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "besar.js").write_text("let a = 1;\n" * 1000)
    (folder / "gaya.css").write_text("p { margin: 0 }\n" * 100)
    (folder / "huruf.woff2").write_bytes(b"huruf")
    return folder


def make(static: Path, folder: Path) -> list[str]:
    """Make what is missing and return the names made."""
    _, missing = compressed.split_by_copy(compressed.list_sources(static, folder))
    return sorted(source.name for source, _ in compressed.make_copies(missing))


def test_only_text_is_compressed_and_only_once(static: Path, tmp_path: Path) -> None:
    assert make(static, tmp_path / "padat") == ["gaya.css", "js/besar.js"]
    assert make(static, tmp_path / "padat") == []


@pytest.mark.parametrize(
    "spoilt", [b"", b"not brotli", brotli.compress(b"another file")], ids=["empty", "not", "other"]
)
def test_a_copy_that_does_not_give_back_its_file_is_made_again(
    static: Path, tmp_path: Path, spoilt: bytes
) -> None:
    make(static, tmp_path / "padat")
    (tmp_path / "padat" / "gaya.css.br").write_bytes(spoilt)
    assert make(static, tmp_path / "padat") == ["gaya.css"]


def test_a_copy_cut_short_is_made_again(static: Path, tmp_path: Path) -> None:
    make(static, tmp_path / "padat")
    copy = tmp_path / "padat" / "js" / "besar.js.br"
    copy.write_bytes(copy.read_bytes()[:-3])
    assert make(static, tmp_path / "padat") == ["js/besar.js"]


def test_a_killed_run_leaves_only_whole_copies(tmp_path: Path) -> None:
    static, folder = tmp_path / "static", tmp_path / "padat"
    static.mkdir()
    for number in range(200):
        (static / f"{number}.js").write_bytes(os.urandom(20_000).hex().encode())
    program = (
        "import sys; from pathlib import Path; from server.compressed import *\n"
        "found = list_sources(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "for _ in make_copies(found): print('made', flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(static), str(folder)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
        process.kill()
    process.wait()
    made = list(folder.rglob("*.br"))
    assert made
    for copy in made:
        assert brotli.decompress(copy.read_bytes()) == (static / copy.stem).read_bytes()


def test_a_folder_that_cannot_be_written_does_not_stop_the_copies(
    static: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "padat").write_text("a file where the folder should be")
    assert make(static, tmp_path / "padat") == ["gaya.css", "js/besar.js"]
    assert "tidak dapat disimpan" in capsys.readouterr().err


def test_the_command_does_nothing_when_all_is_there(
    static: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(compressed, "find_front_end", lambda: static.parent)
    monkeypatch.setattr(compressed, "find_copies_folder", lambda: tmp_path / "padat")
    compressed.main()
    assert "2 berkas padat (0.0 MB), 2 baru" in capsys.readouterr().out
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "padat").rglob("*.br")}
    compressed.main()
    assert "2 berkas padat (0.0 MB), 0 baru" in capsys.readouterr().out
    assert written == {path: path.stat().st_mtime_ns for path in written}


def test_progress_is_told_only_when_it_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 2.5, 2.5, 3.0])
    report = compressed.start_report(9, clock=lambda: next(times))
    report(1)
    report(2)
    report(3)
    assert capsys.readouterr().err == "Memadatkan berkas Streamlit: 2 dari 9\n"


def test_what_is_missing_at_the_start_is_made_while_the_server_runs(
    static: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "padat"
    started = compressed.CompressedStatic(streamlit, static=static, folder=folder)
    wait_for_copies()
    assert sorted(started.assets) == ["/static/gaya.css", "/static/js/besar.js"]
    again = compressed.CompressedStatic(streamlit, static=static, folder=folder)
    assert get(again, "/static/gaya.css") == "p { margin: 0 }\n" * 100
    assert get(again, "/static/js/besar.js") == "let a = 1;\n" * 1000
    assert again.assets == started.assets


def test_nothing_is_held_before_it_is_asked_for_and_what_is_spoilt_is_made_again(
    static: Path, tmp_path: Path
) -> None:
    make(static, tmp_path / "padat")
    copy = tmp_path / "padat" / "gaya.css.br"
    copy.write_bytes(copy.read_bytes()[:-3])
    served = compressed.CompressedStatic(streamlit, static=static, folder=tmp_path / "padat")
    assert not served.assets
    assert get(served, "/static/gaya.css") == "as Streamlit sends it"
    assert get(served, "/static/js/besar.js") == "let a = 1;\n" * 1000
    wait_for_copies()
    assert get(served, "/static/gaya.css") == "p { margin: 0 }\n" * 100
    assert brotli.decompress(copy.read_bytes()) == (static / "gaya.css").read_bytes()


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand in for the app behind."""
    await PlainTextResponse("as Streamlit sends it")(scope, receive, send)


def get(app: ASGIApp, path: str) -> str:
    """Return what a browser reads at a path."""

    async def asked() -> str:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get(path, headers={"accept-encoding": "br"})).text

    return anyio.run(asked)


def wait_for_copies() -> None:
    for thread in threading.enumerate():
        if thread.name == "brotli":
            thread.join(60)


SCRIPT = next((find_front_end() / "static" / "js").glob("index.*.js"))
PATH = f"/static/js/{SCRIPT.name}"


@pytest.mark.parametrize("accept", ["br", "gzip, deflate, br", "BR;q=0.5", "gzip;q=1, br ; q=0.1"])
def test_a_client_that_takes_brotli_gets_it(server: Server, accept: str) -> None:
    answer = server.get(PATH, accept_encoding=accept)
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < SCRIPT.stat().st_size / 3
    assert answer.content == translate(SCRIPT.name, SCRIPT.read_bytes())


@pytest.mark.parametrize("accept", ["identity", "gzip", "br;q=0", "br;q=0.000", "*", "brotli"])
def test_another_client_gets_it_as_it_is(server: Server, accept: str) -> None:
    answer = server.get(PATH, accept_encoding=accept)
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.content == translate(SCRIPT.name, SCRIPT.read_bytes())


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    get, head = server.get(PATH, accept_encoding="br"), server.head(PATH, accept_encoding="br")
    own = {"date", "server", "x-request-id"}
    assert {k: v for k, v in get.headers.items() if k not in own} == {
        k: v for k, v in head.headers.items() if k not in own
    }
    assert head.content == b""


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_client_that_has_the_file_gets_304(server: Server, form: str) -> None:
    etag = server.get(PATH, accept_encoding="br").headers["etag"]
    answer = server.get(PATH, accept_encoding="br", if_none_match=form.format(etag))
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag
    assert "content-encoding" not in answer.headers


def test_a_client_with_another_file_gets_it_all(server: Server) -> None:
    answer = server.get(PATH, accept_encoding="br", if_none_match='"other"')
    assert answer.status_code == 200


def test_fonts_are_left_to_streamlit(server: Server) -> None:
    font = next((find_front_end() / "static" / "media").glob("*.woff2"))
    answer = server.get(f"/static/media/{font.name}", accept_encoding="br")
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


def test_a_file_is_not_changed_by_posting(server: Server) -> None:
    assert server.client.post(PATH).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../index.html",
        "/static/js/../../../../app.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static/..%2f..%2fconfig.py",
        "/static//etc/passwd",
        "/static/%2Fetc%2Fpasswd",
        "/static/js/..%5c..%5cconfig.py",
        f"/static/./js/{SCRIPT.name}.br",
        "/static/.cache",
    ],
)
def test_no_path_leads_out_of_the_folder(server: Server, path: str) -> None:
    # The request line goes out as written: most clients would tidy the path first.
    connection = HTTPConnection(server.host, timeout=60)
    with closing(connection):
        connection.putrequest("GET", path)
        connection.putheader("accept-encoding", "br")
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status in {400, 404}
        assert b"import" not in (body := answer.read()) and b"root:" not in body
