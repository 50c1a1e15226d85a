"""The made-up world agrees with everything published, and says that it is made up."""

from __future__ import annotations

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data import reference
from data.demo.assumptions import EXPORTER_TURNOVER, EXPORTERS_2022, SCALE_2022, YES_NO
from data.demo.surveys import CLUSTERS_DRAWN
from data.demo.world import PERIODS, Demo, generate_world
from data.settings import Settings
from tests.data.rows import Workspace, one

pytestmark = pytest.mark.lambat

SELLS = "kanal_pesan or kanal_medsos or kanal_marketplace or kanal_situs or kanal_email"
PUBLISHED_CHANNEL_TOLERANCE = 3.0  # percentage points


@pytest.fixture(scope="module")
def made() -> Demo:
    return generate_world()


def shares(demo: Workspace, by: str) -> pd.DataFrame:
    """Return the percentage selling online, a row per period and a column per ``by``."""
    frame = demo.gudang.query(f"""
        select periode, {by} as kelompok,
            100.0 * count(*) filter (where berusaha_daring) / count(berusaha_daring) as persen
        from usaha group by all
    """)
    return frame.pivot(index="periode", columns="kelompok", values="persen").sort_index()


def test_june_2022_has_the_published_number_of_businesses_by_class(demo: Workspace) -> None:
    frame = demo.gudang.query(
        "select skala, count(*) as n from usaha where periode = '2022-06' group by skala"
    )
    assert dict(frame.itertuples(index=False, name=None)) == {
        "mikro": 7975,
        "kecil": 3309,
        "menengah": 23,
    }
    assert frame["n"].sum() == 11_307


def test_june_2022_has_seven_exporters_all_selling_online_one_with_two_billion(
    demo: Workspace,
) -> None:
    frame = demo.gudang.query(
        f"select omzet_rp, {SELLS} as menjual from usaha "
        "where periode = '2022-06' and ekspor_daring"
    )
    assert len(frame) == 7
    assert frame["menjual"].all()
    assert (frame["omzet_rp"] == 2_000_000_000).sum() == 1


def test_product_clusters_lie_in_the_kecamatan_that_the_city_named(demo: Workspace) -> None:
    named = {
        (row.produk, code)
        for row in reference.read("kbli").dropna(subset=["kecamatan"]).itertuples()
        for code in row.kecamatan.split(";")
    }
    for periode in PERIODS:
        found = demo.gudang.query(
            "select distinct produk, left(kode_kelurahan, 8) as kecamatan from usaha "
            "where periode = $periode and produk <> 'lainnya'",
            {"periode": periode},
        )
        assert set(found.itertuples(index=False, name=None)) == named


def test_every_point_lies_in_the_polygon_of_its_kelurahan(
    demo: Workspace,
) -> None:
    shapes = gpd.read_file(Settings().batas_kelurahan).set_index("kode_kemendagri").geometry
    with duckdb.connect(str(demo.identity), read_only=True) as con:
        points = con.sql("select periode, id_usaha, lintang, bujur from usaha").df()
    places = demo.gudang.query("select periode, id_usaha, kode_kelurahan from usaha")
    found = places.merge(points, on=["periode", "id_usaha"], validate="one_to_one")
    assert len(found) == len(places) == len(points)
    assert set(found["kode_kelurahan"]) == set(shapes.index)
    for code, rows in found.groupby("kode_kelurahan"):
        assert shapely.contains_xy(shapes[code], rows["bujur"], rows["lintang"]).all(), code


def test_small_businesses_sell_online_more_often_than_micro_ones(demo: Workspace) -> None:
    found = shares(demo, "skala")
    assert (found["kecil"] > found["mikro"] + 5).all()


def test_selling_online_grows_from_each_period_to_the_next(demo: Workspace) -> None:
    found = shares(demo, "'kota'")["kota"]
    assert list(found.index) == list(PERIODS)
    assert (found.diff().dropna() > 0.5).all()


def test_selling_online_differs_between_kecamatan(demo: Workspace) -> None:
    found = shares(demo, "left(kode_kelurahan, 8)")
    assert found.shape == (4, 6)
    assert (found.max(axis=1) - found.min(axis=1) > 10).all()


def test_city_share_of_2022_is_near_the_national_one(demo: Workspace) -> None:
    acuan = reference.read("acuan").set_index("kunci")["nilai"].astype(str)
    found = shares(demo, "'kota'").loc["2022-06", "kota"]
    assert found == pytest.approx(float(acuan["ecommerce_pangsa_2022"]), abs=4)


@pytest.mark.parametrize("channel", ["pesan", "medsos", "marketplace", "situs", "email"])
def test_channel_shares_are_near_the_published_ones(demo: Workspace, channel: str) -> None:
    acuan = reference.read("acuan").set_index("kunci")["nilai"]
    found = one(
        demo.gudang,
        f"select 100.0 * count(*) filter (where kanal_{channel}) / count(*) from usaha "
        "where berusaha_daring and periode = '2022-06'",
    )
    published = float(acuan[f"kanal_{channel}_2021"])
    assert found == pytest.approx(published, abs=PUBLISHED_CHANNEL_TOLERANCE)


@pytest.mark.parametrize("answer", YES_NO)
def test_missing_answers_arrive_as_null_and_never_as_no(
    demo: Workspace, made: Demo, answer: str
) -> None:
    for periode, frame in made.registers.items():
        found = demo.gudang.query(
            f"select count(*) filter (where {answer}) as ya, "
            f"count(*) filter (where not {answer}) as tidak, "
            f"count(*) filter (where {answer} is null) as kosong from usaha where periode = ?",
            [periode],
        )
        written = frame[answer]
        assert found.iloc[0].tolist() == [
            (written == True).sum(),  # noqa: E712
            (written == False).sum(),  # noqa: E712
            written.isna().sum(),
        ]
        if answer != "ekspor_daring":
            assert found["kosong"].iloc[0] > 0


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    def written(world: Demo) -> str:
        frames = [*world.registers.values(), *world.surveys.values(), world.targets, world.coaching]
        return "\n".join(frame.to_csv() for frame in frames)

    first = written(generate_world(11))
    assert first == written(generate_world(11))
    assert first != written(generate_world(12))


def test_every_row_says_that_it_is_made_up(demo: Workspace) -> None:
    for table in ("usaha", "survei", "target", "pembinaan"):
        assert one(demo.gudang, f"select bool_and(sintetis) and count(*) > 0 from {table}")


def test_every_row_that_was_read_is_accepted_or_refused(demo: Workspace) -> None:
    files = demo.gudang.record["berkas"]
    assert len(files) == len(list((demo.raw / "sintetis").iterdir()))
    for file in files:
        assert file["diterima"] + file["ditolak"] == file["dibaca"] > 0
        assert file["ditolak"] == 0
    accepted = sum(
        one(demo.gudang, f"select count(*) from {t}") for t in ("usaha", "survei", "pembinaan")
    )
    assert accepted == sum(f["diterima"] for f in files if f["tabel"] != "target")


def test_survey_weights_add_up_to_the_population_of_each_stratum(demo: Workspace) -> None:
    strata = demo.gudang.query(
        "select strata, sum(bobot) as bobot, min(populasi_strata) as kecil, "
        "max(populasi_strata) as besar, any_value(kode_kecamatan || '-' || skala) as isi "
        "from survei where periode = '2025-06' group by strata"
    )
    true = demo.gudang.query(
        "select left(kode_kelurahan, 8) || '-' || skala as strata, count(*) as n from usaha "
        "where periode = '2025-06' group by 1"
    ).set_index("strata")["n"]
    assert len(strata) == len(true) > 12
    assert (strata["strata"] == strata["isi"]).all()
    assert strata["bobot"].to_numpy() == pytest.approx(strata["besar"].to_numpy(float))
    assert strata["kecil"].tolist() == strata["besar"].tolist()
    assert strata["besar"].tolist() == true[strata["strata"]].tolist()


def test_weights_of_the_cluster_survey_raise_each_kelurahan_to_its_businesses(
    demo: Workspace,
) -> None:
    clusters = demo.gudang.query(
        "select kode_kecamatan, kode_kelurahan, min(klaster) as klaster, max(strata) as strata, "
        "min(populasi_strata) as kelurahan, max(populasi_klaster) as usaha, sum(bobot) as bobot "
        "from survei where periode = '2023-06' group by 1, 2"
    )
    true = demo.gudang.query(
        "select kode_kelurahan, count(*) as usaha, "
        "count(distinct kode_kelurahan) over (partition by left(kode_kelurahan, 8)) as kelurahan "
        "from usaha where periode = '2023-06' group by 1"
    ).set_index("kode_kelurahan")
    assert (clusters["klaster"] == clusters["kode_kelurahan"]).all()
    assert (clusters["strata"] == clusters["kode_kecamatan"]).all()
    assert clusters.groupby("strata").size().tolist() == [CLUSTERS_DRAWN] * 6
    assert clusters["usaha"].tolist() == true["usaha"][clusters["klaster"]].tolist()
    assert clusters["kelurahan"].tolist() == true["kelurahan"][clusters["klaster"]].tolist()
    raised = clusters["usaha"] * clusters["kelurahan"] / CLUSTERS_DRAWN
    assert clusters["bobot"].to_numpy() == pytest.approx(raised.to_numpy(float))


def test_respondents_lie_in_a_kelurahan_of_their_kecamatan(demo: Workspace) -> None:
    assert one(
        demo.gudang,
        "select bool_and(starts_with(kode_kelurahan, kode_kecamatan || '.')) from survei",
    )


def test_published_facts_equal_the_constants_of_the_generator() -> None:
    facts = reference.read("fakta").set_index("kunci")["nilai"].dropna().astype(float)
    assert facts["jumlah_umkm"] == sum(SCALE_2022.values())
    for skala, number in SCALE_2022.items():
        assert facts[f"jumlah_umkm_{skala}"] == number
    assert facts["ekspor_daring"] == EXPORTERS_2022
    assert facts["omzet_satu_eksportir"] == EXPORTER_TURNOVER


def test_a_class_agrees_with_the_turnover_by_the_criterion_that_is_named(demo: Workspace) -> None:
    wrong = demo.gudang.query(
        "select u.id_usaha, u.periode from usaha as u join ref_skala as r "
        "on r.kriteria = u.kriteria_skala and r.skala = u.skala and r.dasar = 'omzet tahunan' "
        "where u.periode = '2022-06' and (u.omzet_rp > cast(r.batas_atas as bigint) "
        "or u.omzet_rp < cast(r.batas_bawah as bigint))"
    )
    assert len(wrong) == 0


def test_some_businesses_rise_in_class_each_year_and_fewer_fall(demo: Workspace) -> None:
    moved = demo.gudang.query(
        "select n.periode, "
        "count(*) filter (where b.skala = 'mikro' and n.skala = 'kecil') as naik, "
        "count(*) filter (where b.skala = 'kecil' and n.skala = 'mikro') as turun "
        "from usaha as n join usaha as b on b.id_usaha = n.id_usaha "
        "and cast(left(b.periode, 4) as integer) = cast(left(n.periode, 4) as integer) - 1 "
        "group by n.periode"
    )
    assert len(moved) == 3
    assert ((moved["naik"] > moved["turun"]) & (moved["turun"] > 0)).all()


def test_a_status_is_known_of_most_businesses_and_some_have_closed(demo: Workspace) -> None:
    found = demo.gudang.query(
        "select periode, 100.0 * count(status_aktif) / count(*) as diketahui, "
        "100.0 * count(*) filter (where status_aktif = 'tidak aktif') / count(status_aktif) "
        "as tutup from usaha group by periode order by periode"
    )
    assert found["diketahui"].is_monotonic_increasing
    assert found["diketahui"].between(70, 95).all()
    assert found["tutup"].between(3, 15).all()


def test_everyone_who_was_coached_is_in_the_register_before(demo: Workspace) -> None:
    strangers = demo.gudang.query(
        "select p.id_usaha from pembinaan as p where not exists (select 1 from usaha as u "
        "where u.id_usaha = p.id_usaha and u.periode < strftime(p.tanggal, '%Y-%m'))"
    )
    assert len(strangers) == 0
