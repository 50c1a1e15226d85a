"""The published file says where each number comes from, and disagrees with no published one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.disclosure import solver
from analysis.release import publish as module
from analysis.release.publish import publish
from data import reference
from data.errors import DasborError
from data.store.store import PUBLISHED, STORE
from data.store.versions import Versions
from tests.conftest import make_twelve
from tests.data.rows import TODAY, Workspace, one, write_register
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat

CITY = ("36.73", "2022-06")


def cell(demo: Workspace, indikator: str, periode: str, kategori: str = "") -> pd.Series:
    """Return the city's cell of an indicator."""
    frame = demo.publik.query(
        "select * from sel where indikator = ? and periode = ? and kode_wilayah = '36.73' "
        "and sumber = 'register' and kategori = ? and dimensi in ('', 'skala')",
        [indikator, periode, kategori],
    )
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize(
    ("indikator", "kategori", "value"),
    [
        ("jumlah_umkm", "", 11_307),
        ("jumlah_umkm", "mikro", 7975),
        ("jumlah_umkm", "kecil", 3309),
        ("jumlah_umkm", "menengah", 23),
        ("ekspor_daring", "", 7),
    ],
)
def test_published_figures_are_marked_with_their_source(
    demo: Workspace, indikator: str, kategori: str, value: int
) -> None:
    found = cell(demo, indikator, "2022-06", kategori)
    assert (found["nilai"], found["asal"], found["tanda"]) == (value, "terbit", "")
    assert str(found["rujukan"]).startswith("https://")


def test_only_the_published_figures_are_marked_so(demo: Workspace) -> None:
    facts = reference.read("fakta").dropna(subset=["indikator", "nilai"])
    assert one(demo.publik, "select count(*) from sel where asal = 'terbit'") == len(facts) == 5
    rest = demo.publik.query("select distinct asal, rujukan from sel where asal <> 'terbit'")
    assert rest["asal"].tolist() == ["sintetis"]
    assert rest["rujukan"].isna().all()


def test_small_count_of_another_year_is_withheld(demo: Workspace) -> None:
    found = cell(demo, "ekspor_daring", "2023-06")
    assert found["tanda"] == "x"
    assert found[["nilai", "pembilang", "n"]].isna().all()


def test_figure_that_disagrees_stops_the_release_and_is_named(
    served_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Versions(served_demo.settings.publik).find_current()
    usual = reference.read
    facts = usual("fakta").copy()
    facts.loc[facts["kunci"] == "jumlah_umkm_kecil", "nilai"] = "3310"
    monkeypatch.setattr(reference, "read", lambda name: facts if name == "fakta" else usual(name))
    monkeypatch.setattr(module, "_fingerprint", lambda version: "lain" * 16)
    monkeypatch.setattr(module.survey, "estimate", lambda *_: pytest.fail("too late"))

    with pytest.raises(DasborError, match=r"jumlah_umkm_kecil: terbit 3310, data contoh .*3309"):
        publish(served_demo.settings, date.fromisoformat(TODAY))

    assert Versions(served_demo.settings.publik).find_current() == before


def test_same_data_under_the_same_rules_are_published_once(served_demo: Workspace) -> None:
    name = Versions(served_demo.settings.publik).find_current()
    assert publish(served_demo.settings, date(2027, 1, 1)) == name
    assert Versions(served_demo.settings.publik).list_names() == [name]


def test_other_data_are_another_version_and_the_record_says_what_it_holds(
    made_once: MadeOnce, use: Use
) -> None:
    place = use(make_twelve(made_once))
    first = place.open(place.settings.publik, PUBLISHED)
    assert first.record["gudang"] == place.open(place.settings.gudang, STORE).version
    write_register(place.raw / "register.csv", [{}] * 13)
    gudang = place.build().version
    name = publish(place.settings, date.fromisoformat(TODAY))
    store = place.publik
    assert store.record["gudang"] == gudang != first.record["gudang"]
    assert first.version != name == store.version
    assert Versions(place.settings.publik).list_names() == sorted([first.version, name])
    assert store.record["sel"] == one(store, "select count(*) from sel")
    assert store.record["ditahan"] == one(store, "select count(*) from sel where tanda = 'x'")


def test_cube_has_one_value_a_cell_and_knows_every_indicator_and_area(demo: Workspace) -> None:
    key = ", ".join([*module.KEY, "sumber"])
    assert one(demo.publik, f"select count(*) - count(distinct ({key})) from sel") == 0
    for column, table, name in (
        ("indikator", "indikator", "kode"),
        ("kode_wilayah", "wilayah", "kode_wilayah"),
    ):
        orphans = f"select count(*) from sel where {column} not in (select {name} from {table})"
        assert one(demo.publik, orphans) == 0


def test_hardly_more_of_the_city_is_withheld_than_any_safe_choice_withholds(
    demo: Workspace,
) -> None:
    said = demo.publik.record["perlindungan"]
    assert 0 < said["hilang"] < 0.03 * said["informasi"]
    assert 0 <= said["celah"] <= solver.GAP
