"""Where tables of a period are of different days, whatever is drawn of them says the oldest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from analysis.definitions.selection import Selection
from analysis.views import courses, export, products
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.heading import NEED_NOT_ADD_UP, Heading
from analysis.views.matrix import make_matrix
from data.store.store import PUBLISHED, Store, open_store
from geo import modes
from public.api.jsonstat import make_jsonstat
from public.api.published_table import read_table
from tests.data.rows import Workspace

NEWEST, KASEMEN = Selection("2025-06"), Selection("2025-06", "36.73.02")
EARLIER, SAID = "2025-07-14", "angka per 14 Juli 2025"


@pytest.fixture(scope="module")
def mixed(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The made-up city's cube in which the kecamatan of the newest period kept an earlier day."""
    file: Path = tmp_path_factory.mktemp("hari") / PUBLISHED
    source = demo.settings.publik / demo.publik.version / PUBLISHED
    shutil.copy(source, file)
    with duckdb.connect(str(file)) as con:
        con.execute(
            "update sel set angka_per = ? where sumber = 'register' and periode = '2025-06' "
            "and tingkat = 'kecamatan'",
            [EARLIER],
        )
    return open_store(file, demo.publik.version, demo.publik.record)


def read_clusters(store: Store, level: str = "kecamatan") -> Heading:
    return make_clusters_heading(NEWEST, read_product_clusters(store, NEWEST, level))


def name_map(store: Store, mode: str) -> Heading:
    return modes.make_map_heading(store, NEWEST, mode, "kecamatan")


DRAWN: dict[str, Callable[[Store], Heading]] = {
    "tahap": lambda store: courses.read_ladder(store, NEWEST).heading,
    "kalimat tahap": lambda store: courses.write_ladder_headline(
        courses.read_ladder(store, KASEMEN), KASEMEN
    ),
    "tahap dari waktu ke waktu": lambda store: courses.read_ladder_story(store, KASEMEN).heading,
    "garis kecamatan": lambda store: courses.read_story(store, "berusaha_daring", KASEMEN).heading,
    "klaster": read_clusters,
    "kalimat klaster": lambda store: products.make_headline(
        read_product_clusters(store, NEWEST), NEWEST
    ),
    "peluang": lambda store: products.make_opportunity_heading(
        NEWEST, read_product_clusters(store, NEWEST)
    ),
    "lembar produk": lambda store: products.read_sheet(store, "tahu", NEWEST).heading,
    "peta klaster": lambda store: modes.make_map_heading(
        store, NEWEST, modes.CLUSTERS, "kecamatan"
    ),
    "peta pangsa": lambda store: modes.make_map_heading(store, NEWEST, modes.SHARE, "kecamatan"),
    "matriks": lambda store: make_matrix(store, NEWEST).heading,
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_of_tables_of_two_days_says_the_older(
    name: str, mixed: Store, demo: Workspace
) -> None:
    heading = DRAWN[name](mixed)
    assert SAID in heading.title
    assert heading.below.endswith(NEED_NOT_ADD_UP)
    assert "angka per" not in DRAWN[name](demo.publik).title


def test_what_is_of_the_newer_day_alone_says_that_one(mixed: Store) -> None:
    city = courses.read_story(mixed, "berusaha_daring", NEWEST).heading
    assert "angka per 23 November 2026" in city.title
    assert "angka per 23 November 2026" in read_clusters(mixed, "kelurahan").title


def test_a_download_says_the_day(mixed: Store) -> None:
    found = read_product_clusters(mixed, NEWEST)
    made = export.export_clusters(mixed, make_clusters_heading(NEWEST, found), found)
    assert ("Angka per", "14 Juli 2025") in made.about


def test_json_stat_has_the_day_of_every_cell(mixed: Store, demo: Workspace) -> None:
    table = read_table(mixed, "ber_nib")
    for dataset in make_jsonstat(table)["link"]["item"]:
        said, size = dataset["extension"], dataset["size"][-1]
        rows = table.rows[
            (table.rows["sumber"] == said["sumber"]) & (table.rows["dimensi"] == said["dimensi"])
        ]
        areas, periods, kinds = (
            list(dataset["dimension"].get(name, {"category": {"index": [""]}})["category"]["index"])
            for name in ("kode_wilayah", "periode", "kategori")
        )
        for row in rows.itertuples():
            cell = areas.index(row.kode_wilayah) * len(periods) + periods.index(row.periode)
            place = str((cell * len(kinds) + kinds.index(row.kategori)) * size)
            assert said["angka_per_lain"].get(place, said["angka_per"]) == row.angka_per
        mixes = rows["angka_per"].nunique() > 1
        assert (NEED_NOT_ADD_UP in dataset["note"]) == mixes
        assert dataset["updated"] == rows["angka_per"].max()
    one_day = make_jsonstat(read_table(demo.publik, "ber_nib"))["link"]["item"]
    assert not any(dataset["extension"]["angka_per_lain"] for dataset in one_day)
