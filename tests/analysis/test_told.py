"""The halves of withheld shares that the published made-up city tells, and tells again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from analysis.audit.releases import read_release
from analysis.definitions.selection import Selection
from analysis.disclosure.rule import PUBLIC, is_tight
from analysis.release import earlier, publication
from analysis.views.clusters import read_product_clusters
from analysis.words import theme
from analysis.words.language import speaking
from data.store.store import PUBLISHED, Store, has_bands, open_store
from public.api.published_table import read_table
from tests.analysis.judge import interval
from tests.analysis.test_publication import NAMED, sums_among
from tests.analysis.thin import published, truth_of
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")
Row = tuple[str, ...]
Told = set[tuple[Row, str]]


@pytest.fixture(scope="module")
def told(demo: Workspace) -> Told:
    """What the cube tells, as a reader of its table finds it."""
    rows = demo.publik.query("select * from sel where rentang <> ''")
    return set(zip(rows[publication.KEY].itertuples(index=False, name=None), rows["rentang"],
                   strict=True))  # fmt: skip


@pytest.fixture(scope="module")
def made_up(demo: Workspace) -> set[str]:
    return set(demo.publik.query("select distinct periode from sel")["periode"])


@pytest.fixture(scope="module")
def shown(demo: Workspace, made_up: set[str]) -> set[tuple[publication.Cell, int]]:
    return earlier.read_shown(demo.settings.publik, made_up)


def again(
    demo: Workspace, shown: set[tuple[publication.Cell, int]], told: Told
) -> publication.Tables:
    """Return what would be published of the same data for readers who know all this."""
    return publication.protect_tables(demo.gudang, publication.read_exempt(), shown, told=told)


def test_the_city_tells_the_half_of_some_clusters_and_what_it_tells_is_so(
    demo: Workspace, told: Told
) -> None:
    counts = truth_of(demo)
    assert len(told) > 20
    assert {half for _, half in told} == {theme.MOSTLY, theme.PARTLY}
    for row, half in told:
        yes, no = counts[(*row, "ya")], counts[(*row, "tidak")]  # type: ignore[index]
        assert (half == theme.MOSTLY) == (yes > no)


def test_a_half_stands_beside_a_shown_size_in_place_of_a_share(demo: Workspace) -> None:
    rows = demo.publik.query(
        "select s.*, j.n as usaha from sel as s left join sel as j "
        "on j.indikator = 'jumlah_umkm' and j.sumber = 'register' and j.periode = s.periode "
        "and j.kode_wilayah = s.kode_wilayah and j.dimensi = s.dimensi "
        "and j.kategori = s.kategori where s.rentang <> ''"
    )
    assert set(rows["tanda"]) == {"x"}
    assert rows[["nilai", "pembilang", "penyebut", "n", "bawah", "atas"]].isna().all(axis=None)
    assert set(rows["indikator"]) == {"berusaha_daring"} and set(rows["sumber"]) == {"register"}
    assert set(rows["kategori"]) <= NAMED
    assert set(rows["tingkat"]) == {"kelurahan", "kecamatan"}
    assert (rows["usaha"] >= PUBLIC).all()


def test_small_counts_behind_a_told_half_keep_their_values(demo: Workspace, told: Told) -> None:
    """By a judge that shares no code: each half is a sum with something that nobody knows."""
    counts, read = truth_of(demo), published(demo)
    sums = sums_among(set(counts))
    for row, half in told:
        pair = [(*row, "ya"), (*row, "tidak")]
        rest = [(*row, "sisa")]
        if half == theme.MOSTLY:
            read[(*row, "satu")] = 1  # type: ignore[index]
            rest.append((*row, "satu"))
        sums.append([*(pair if half == theme.MOSTLY else pair[::-1]), *rest])  # type: ignore[list-item]
    for row, _ in sorted(told):
        here = [one for one in sums if one[0][1] == row[1]]
        for cell in ((*row, "ya"), (*row, "tidak")):
            if counts[cell] < PUBLIC:  # type: ignore[index]
                assert not is_tight(*interval(here, read, cell), PUBLIC), cell  # type: ignore[arg-type]


def test_what_was_told_is_told_again(
    demo: Workspace, shown: set[tuple[publication.Cell, int]], told: Told, made_up: set[str]
) -> None:
    assert earlier.read_told(demo.settings.publik, made_up) == told
    found = again(demo, shown, told)
    assert found.list_told() == told
    assert found.silenced == []


def test_halves_of_made_up_businesses_say_nothing_of_real_ones(demo: Workspace) -> None:
    assert earlier.read_told(demo.settings.publik, set()) == set()


def test_a_half_that_was_told_wrongly_is_told_as_it_is_now(
    demo: Workspace, shown: set[tuple[publication.Cell, int]], told: Told
) -> None:
    other = {theme.MOSTLY: theme.PARTLY, theme.PARTLY: theme.MOSTLY}
    found = again(demo, shown, {(row, other[half]) for row, half in told})
    assert found.list_told() == told
    assert found.silenced == []


def test_a_half_that_can_no_longer_be_told_is_named_in_the_record(
    demo: Workspace, shown: set[tuple[publication.Cell, int]], told: Told
) -> None:
    """True or not: else the record would tell it."""
    rows = demo.publik.query(
        "select * from sel where sumber = 'register' and indikator = 'berusaha_daring' "
        "and dimensi = 'produk' and tingkat = 'kelurahan' and tanda = 'x' and rentang = ''"
        "and kategori not in ('lainnya', 'tidak_diketahui')"
    )
    counts = truth_of(demo)
    few = [
        row
        for row in rows[publication.KEY].itertuples(index=False, name=None)
        if 0 < counts[(*row, "n")] < 2 * PUBLIC  # type: ignore[index]
    ]
    assert few
    for half in (theme.MOSTLY, theme.PARTLY):
        found = again(demo, shown, told | {(few[0], half)})
        assert few[0] in found.silenced
        assert few[0] not in {row for row, _ in found.list_told()}


def test_the_served_record_names_none(demo: Workspace) -> None:
    assert demo.publik.record["perlindungan"]["rentang_dicabut"] == []


@pytest.fixture
def older(demo: Workspace, tmp_path: Path) -> Store:
    """The same cube as a version from before halves were told wrote it."""
    shutil.copy(demo.settings.publik / demo.publik.version / PUBLISHED, tmp_path)
    with duckdb.connect(str(tmp_path / PUBLISHED)) as con:
        con.execute("alter table sel drop column rentang")
    return open_store(tmp_path / PUBLISHED, demo.publik.version, demo.publik.record)


def test_a_version_from_before_halves_were_told_is_served_without_them(
    demo: Workspace, older: Store
) -> None:
    assert not has_bands(older) and has_bands(demo.publik)
    now, then = (read_product_clusters(s, NEWEST, "kelurahan") for s in (demo.publik, older))
    assert then == [replace(cluster, band="") for cluster in now] != now
    products = [replace(c, band="") for c in read_product_clusters(demo.publik, NEWEST)]
    assert read_product_clusters(older, NEWEST) == products
    table = read_table(older, "berusaha_daring")
    assert set(table.rows["rentang"]) == {""}
    assert list(table.rows) == list(read_table(demo.publik, "berusaha_daring").rows)


def test_the_auditor_reads_a_version_from_before(
    demo: Workspace, older: Store, tmp_path: Path
) -> None:
    release = read_release(tmp_path, demo.publik.version)
    assert set(release.cells["rentang"]) == {""}
    assert earlier.read_told(tmp_path.parent / "kosong", set()) == set()


def test_clusters_say_the_half_in_words(demo: Workspace, told: Told) -> None:
    found = read_product_clusters(demo.publik, NEWEST, "kelurahan")
    banded = [c for c in found if c.band]
    of_today = {(row[2], half) for row, half in told if row[1] == NEWEST.periode}
    assert sorted((c.code, c.band) for c in banded) == sorted(
        (code, theme.BAND_NAMES[half]) for code, half in of_today
    )
    for cluster in banded:
        assert (cluster.online, cluster.share) == (None, "x")
        assert cluster.band_words == f"{cluster.band} daring"
    with speaking("en"):
        assert {c.band_words for c in banded} == {"more than half online", "at most half online"}
    assert all(not c.band_words for c in found if not c.band)


def test_product_clusters_of_a_kecamatan_say_it_too(demo: Workspace, told: Told) -> None:
    of_kecamatan = {row: half for row, half in told if len(row[2]) == len("36.73.01")}
    assert of_kecamatan
    for row, half in of_kecamatan.items():
        found = read_product_clusters(demo.publik, Selection(row[1]))
        (cluster,) = [c for c in found if (c.code, c.key) == (row[2], row[4])]
        assert (cluster.share, cluster.online, cluster.band) == ("x", None, theme.BAND_NAMES[half])
