"""The documented nginx file over a published folder: the same files, without the program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import httpx
import pytest
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import cli
from bench.client import Reader
from bench.nginx import BROTLI, NGINX, open_folder, serving
from commands import release
from data.settings import Settings
from public.files.catalogue import read_embeds
from public.files.published import PublishedTree, find_served
from tests.data.rows import Workspace
from tests.pages.conftest import Site
from tests.process import HOST, free_port, in_thread

FRAMES = ("https://contoh.go.id", "https://lain.go.id")
CACHE = """
proxy_cache_path FOLDER/tembolok keys_zone=tembolok:1m;
server {
    listen HOST:PORT;
    location / {
        proxy_pass BASE;
        proxy_http_version 1.1;
        proxy_cache tembolok;
        add_header X-Cache $upstream_cache_status;
    }
}
"""
"""A cache that many readers share, as a proxy of an office or a provider is one."""

pytestmark = pytest.mark.skipif(not NGINX.exists(), reason="nginx is not installed")


@pytest.fixture(scope="module")
def tree(demo: Workspace) -> PublishedTree:
    found = find_served(demo.settings)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def office(demo: Workspace) -> Iterator[Settings]:
    """The settings of the demo, its public files in a place that nginx's own account may enter."""
    with open_folder() as folder:
        target = folder / "terbitan"
        shutil.copytree(demo.settings.terbitan, target, copy_function=os.link, symlinks=True)
        yield replace(demo.settings, terbitan=target, bingkai=FRAMES)


@pytest.fixture(scope="module")
def nginx(office: Settings) -> Iterator[httpx.Client]:
    """The documented file over the demo's files; no program stands behind it."""
    nobody = f"http://{HOST}:{free_port()}"
    with (
        open_folder() as folder,
        serving(folder, office, nobody) as base,
        httpx.Client(base_url=base) as client,
    ):
        yield client


def test_every_embed_is_answered_at_its_address(nginx: httpx.Client, tree: PublishedTree) -> None:
    for embed in read_embeds(tree).values():
        for given in ([], [(name, values[-1]) for name, values in embed.parameter.items()]):
            chosen = embed.choose([*given, ("bahasa", "en")] if given else given)
            answer = nginx.get(chosen.address)
            assert (answer.status_code, answer.content) == (200, tree.read(chosen.file)), (
                chosen.address
            )
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert (
                answer.headers["content-security-policy"]
                == f"frame-ancestors {' '.join(FRAMES)} 'self'"
            )


@pytest.mark.parametrize("coding", ["gzip", *(["br"] if BROTLI.exists() else [])])
def test_the_copies_are_sent_as_they_lie(nginx: httpx.Client, coding: str) -> None:
    for path in ("/sematan/batang-berusaha-daring", "/publik", "/api/v1/data/ber_nib.csv"):
        plain = nginx.get(path, headers={"accept-encoding": "identity"})
        packed = nginx.get(path, headers={"accept-encoding": coding})
        assert packed.headers["content-encoding"] == coding
        assert packed.text == plain.text
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
        known = {"accept-encoding": coding, "if-none-match": packed.headers["etag"]}
        assert nginx.get(path, headers=known).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sematan/batang-berusaha-daring?kecamatan=serang", 400),
        ("/sematan/batang-berusaha-daring?skala=mikro&skala=mikro", 400),
        ("/sematan/batang-berusaha-daring?skala=mikro&", 400),
        ("/sematan/batang-berusaha-daring?periode=../../x", 400),
        ("/sematan/batang-berusaha-daring?periode=%2e%2e", 400),
        ("/sematan/batang-berusaha-daring?periode=2031-06", 404),
        ("/sematan/batang-berusaha-daring?wilayah=kasemen", 404),
        ("/sematan/tidak-ada", 404),
        ("/sematan/../versi.json", 502),
        ("/publik/tidak-ada", 404),
        ("/versi.json", 502),
        ("/daftar.json", 502),
    ],
)
def test_what_is_no_embed_is_not_looked_for(nginx: httpx.Client, path: str, status: int) -> None:
    """What is none of the public addresses is for the program, which is not there."""
    assert nginx.get(path).status_code == status


def test_pages_pictures_and_the_api_are_the_published_files(
    nginx: httpx.Client, tree: PublishedTree
) -> None:
    for path, file in (
        ("/publik", "publik/index.html"),
        ("/publik/kasemen", "publik/kasemen.html"),
        ("/sematan/klaster.png", "sematan/klaster.png"),
        ("/api/v1", "api/v1/index.json"),
        ("/api/v1/catatan", "api/v1/catatan.json"),
        ("/api/v1/koreksi", "api/v1/koreksi.json"),
        ("/api/v1/indikator/ber_nib", "api/v1/indikator/ber_nib.json"),
        ("/api/v1/data/ber_nib.xlsx", "api/v1/data/ber_nib.xlsx"),
    ):
        answer = nginx.get(path)
        assert (answer.status_code, answer.content) == (200, tree.read(file)), path
    assert nginx.get("/publik").headers["content-security-policy"] == "frame-ancestors 'none'"
    assert nginx.get("/api/v1").headers["access-control-allow-origin"] == "*"


def test_its_account_is_its_own_and_reads_what_is_published_and_no_more(
    office: Settings, demo: Workspace
) -> None:
    """Checked on the modes, which hold for every account; the tests above have read as it."""
    for path in (office.terbitan, *office.terbitan.rglob("*")):
        mode = path.stat().st_mode
        assert mode & 0o022 == 0, f"{path} may be written by others"
        if path.name != ".kunci":
            assert mode & 0o004 and (not path.is_dir() or mode & 0o001), path
    assert demo.settings.gudang.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("first", ["identity", "gzip", "br"])
def test_a_shared_cache_gives_no_reader_the_coding_of_another(
    office: Settings, tree: PublishedTree, first: str
) -> None:
    port = free_port()
    with open_folder() as folder:
        more = CACHE.replace("FOLDER", str(folder)).replace("HOST", HOST).replace("PORT", str(port))
        nobody = f"http://{HOST}:{free_port()}"
        with (
            serving(folder, office, nobody, more),
            httpx.Client(base_url=f"http://{HOST}:{port}") as client,
        ):
            plain = tree.read("publik/index.html").decode()
            states = []
            for coding in (first, "identity", "gzip", "br", first):
                answer = client.get("/publik", headers={"accept-encoding": coding})
                states.append(answer.headers["x-cache"])
                sent = answer.headers.get("content-encoding", "identity")
                assert sent == coding or (coding == "br" and not BROTLI.exists())
                assert answer.text == plain
            assert states[0] == "MISS" and states[-1] == "HIT", "the cache is one"


def test_an_upload_passes_and_a_page_runs_through_it(office: Settings, site: Site) -> None:
    async def count(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    routes = [Route("/{rest:path}", count, methods=["PUT", "POST"])]
    upload, megabyte = "/_stcore/upload_file/sesi/berkas", 1024 * 1024
    with (
        in_thread(Starlette(routes=routes)) as port,
        open_folder() as folder,
        serving(folder, office, f"http://{HOST}:{port}") as base,
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        assert client.put(upload, content=bytes(3 * megabyte)).text == str(3 * megabyte)
        assert client.put(upload, content=bytes(52 * megabyte)).status_code == 413
        assert client.post("/auth/login", content=bytes(3 * megabyte)).status_code == 413
    with open_folder() as folder, serving(folder, office, site.url) as base, Reader(base) as reader:
        assert reader.run().elements


def test_the_command_writes_the_places_of_the_settings(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "settings", lambda: demo.settings)
    assert cli.main(["nginx", "--program", "http://10.0.0.7:8501"]) == 0
    written = capsys.readouterr().out
    assert f'root "{demo.settings.terbitan}/.tayang";' in written
    assert "set $program http://10.0.0.7:8501;" in written
