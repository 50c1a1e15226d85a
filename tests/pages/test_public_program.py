"""The public routes in a process of their own, under an account that can read nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data.settings import ROOT
from tests.data.rows import Workspace
from tests.pages.conftest import running_public

SOMEBODY_ELSE = 65534
NO_PRIVILEGE = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")
OPEN_MICRO_DATA = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True)"


@pytest.fixture(scope="module")
def published(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published cube, and with micro data that are somebody else's."""
    if os.geteuid() != 0 or not shutil.which(NO_PRIVILEGE[0]):
        pytest.skip("only the superuser can give a file away, and then give up reading it")
    folder = tmp_path_factory.mktemp("terbit")
    shutil.copytree(demo.settings.publik, folder / "publik")
    shutil.copytree(demo.settings.terbitan, folder / "terbitan", symlinks=True)
    shutil.copytree(demo.settings.gudang, folder / "gudang")
    shutil.copy(demo.toml, folder / "dasbor.toml")
    (folder / "gudang").chmod(0o700)
    os.chown(folder / "gudang", SOMEBODY_ELSE, SOMEBODY_ELSE)
    return folder


def test_an_account_that_reads_only_what_is_published_serves_all_public_routes(
    published: Path, tmp_path: Path
) -> None:
    with running_public(published / "dasbor.toml", tmp_path / "log.txt", NO_PRIVILEGE) as site:
        embed = site.get("/sematan/batang-berusaha-daring")
        health = site.get("/healthz")
        other = site.get("/rincian")

    assert (embed.status_code, health.status_code, other.status_code) == (200, 200, 404)
    assert "Cipocok Jaya" in embed.text
    assert health.json()["status"] == "ok"
    for answer in (embed, health, other):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]


def test_that_account_cannot_open_the_micro_data(published: Path) -> None:
    file = next((published / "gudang").glob("*/gudang.duckdb"))
    duckdb.connect(str(file), read_only=True).close()  # the file itself is whole
    tried = subprocess.run(
        [*NO_PRIVILEGE, sys.executable, "-c", OPEN_MICRO_DATA, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode != 0
    assert "ermission denied" in tried.stderr


@pytest.mark.lambat
def test_the_public_program_loads_no_streamlit_and_no_door_to_the_micro_data() -> None:
    code = (
        "import sys, public.__main__ as program; program.make_program();print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert (
        loaded & {"streamlit", "data.access.restricted", "data.build.build", "data.access.viewer"}
        == set()
    )
    assert "data.store.store" in loaded
