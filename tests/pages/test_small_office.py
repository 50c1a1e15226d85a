"""The pages of an office with few businesses: each opens, and says which tables are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.analysis.small_city import make_small_city
from tests.pages.conftest import Site, running
from tests.session import Session
from tests.worlds import MadeOnce

WHY = re.compile(r"Register Juni 2025 memuat 200 usaha, terlalu sedikit untuk \d+ tabel rinci")


@pytest.fixture(scope="module")
def site(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard over a small register."""
    small = make_small_city(made_once)
    with running(small.toml, tmp_path_factory.mktemp("sedikit") / "log.txt") as started:
        yield started


@pytest.mark.parametrize("page", ["/", "/wilayah?kecamatan=Kasemen", "/metode"])
def test_a_page_says_why_tables_are_left_out(visit: Callable[..., Session], page: str) -> None:
    assert WHY.search(visit(page).drawn)


@pytest.mark.parametrize(
    "page",
    [
        "/peta",
        "/peta?tingkat=Kelurahan",
        "/adopsi",
        "/klaster",
        "/klaster?kecamatan=Kasemen",
        "/survei",
        "/jelajah",
        "/jelajah?indikator=UMKM+yang+memiliki+NIB&menurut=Sektor+(KBLI)&kecamatan=Kasemen",
        "/sematkan",
        "/rincian?kecamatan=Kasemen",
        "/data",
    ],
)
def test_every_page_opens_without_the_finer_tables(
    visit: Callable[..., Session], page: str
) -> None:
    assert visit(page).drawn  # it fails where a page shows an exception


def test_a_table_that_is_left_out_says_so(visit: Callable[..., Session]) -> None:
    drawn = visit("/jelajah?indikator=UMKM+yang+memiliki+NIB&menurut=Sektor+(KBLI)").drawn
    assert WHY.search(drawn)


@pytest.mark.parametrize("path", ["/publik", "/sematan/batang-berusaha-daring", "/sematan/klaster"])
def test_what_the_public_sees_says_so_too(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert WHY.search(answer.text.replace("\u00a0", " "))
