"""The documented nginx file over a published folder: the same files, without the program."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bench.nginx import BROTLI, NGINX, serving
from public.files.catalogue import read_embeds
from public.files.published import LINK, PublishedTree, find_served
from tests.data.rows import Workspace
from tests.process import HOST, free_port

pytestmark = pytest.mark.skipif(not NGINX.exists(), reason="nginx is not installed")


@pytest.fixture(scope="module")
def tree(demo: Workspace) -> PublishedTree:
    found = find_served(demo.settings)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def nginx(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The documented file over the demo's files; no program stands behind it."""
    nobody = f"http://{HOST}:{free_port()}"
    published = demo.settings.terbitan / LINK
    with (
        serving(tmp_path_factory.mktemp("nginx"), published, nobody) as base,
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
            assert answer.headers["content-security-policy"] == "frame-ancestors *"


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
        ("/api/v1/indikator/ber_nib", "api/v1/indikator/ber_nib.json"),
        ("/api/v1/data/ber_nib.xlsx", "api/v1/data/ber_nib.xlsx"),
    ):
        answer = nginx.get(path)
        assert (answer.status_code, answer.content) == (200, tree.read(file)), path
    assert nginx.get("/publik").headers["content-security-policy"] == "frame-ancestors 'none'"
    assert nginx.get("/api/v1").headers["access-control-allow-origin"] == "*"
