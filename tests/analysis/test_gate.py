"""An unsafe release is not served: publishing stops, says why, and leaves what was served."""

from __future__ import annotations

import shutil
from datetime import date

import duckdb
import pytest

from analysis.audit.__main__ import main
from analysis.release import publish as module
from analysis.release.publish import publish
from data.errors import DasborError
from data.store.store import PUBLISHED, ROUNDED
from data.store.versions import Versions
from tests.analysis.conftest import make_thin
from tests.analysis.mutants import served, shown, small
from tests.data.rows import TODAY, Workspace
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat


@pytest.fixture
def place(made_once: MadeOnce, use: Use) -> Workspace:
    """A safe release of a register with many small cells."""
    return use(make_thin(made_once, "plain"))


def keep_one_that_showed_more(place: Workspace) -> str:
    """Put an earlier version beside the served one, in which no complement was withheld."""
    versions = Versions(place.settings.publik)
    now = versions.find_current()
    assert now is not None
    name = "20250101-lama"
    shutil.copytree(versions.folder / now, versions.folder / name)
    cells = shown(place, served(place), lambda rows: ~small(rows)).cells
    cells = cells.astype(
        {"nilai": "Float64"} | dict.fromkeys(("pembilang", "penyebut", "n"), "Int64")
    )
    with duckdb.connect(str(versions.folder / name / PUBLISHED)) as con:
        con.register("baru", cells)
        con.execute("create or replace table sel as select * from baru")
    return name


def test_a_safe_release_is_served_with_its_verdict(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    versions = Versions(place.settings.publik)
    name = versions.find_current()
    assert name is not None
    assert versions.record(name)["audit"].startswith("Aman. Tabel dibaca: ")
    assert (versions.folder / name / ROUNDED).exists()

    before = {p: p.stat().st_mtime_ns for p in versions.folder.rglob("*")}
    capsys.readouterr()
    assert main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == versions.record(name)["audit"]
    assert {p: p.stat().st_mtime_ns for p in versions.folder.rglob("*")} == before


def test_what_an_earlier_release_showed_stops_the_next_one(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    versions = Versions(place.settings.publik)
    now, kept = versions.find_current(), keep_one_that_showed_more(place)
    monkeypatch.setattr(module, "_fingerprint", lambda version: "lain" * 16)

    with pytest.raises(DasborError) as told:
        publish(place.settings, date.fromisoformat(TODAY))

    said = str(told.value)
    assert "Yang terbit tetap versi sebelumnya" in said
    assert "Sel terungkap: " in said and "oleh umum, dari: " in said and "Tidak aman: " in said
    assert versions.find_current() == now
    assert sorted(versions.list_names()) == sorted([str(now), kept])
    assert not list(versions.folder.glob(".[sc]*-*")), "the draft is still there"

    capsys.readouterr()
    assert main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("Tidak aman: ")
