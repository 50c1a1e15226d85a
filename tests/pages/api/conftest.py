"""The public routes in a real process over the demo."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from bench.process import HOST, answering, free_port
from data.settings import ROOT
from tests.data.rows import Workspace
from tests.pages.conftest import Site


@pytest.fixture(scope="package")
def api(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The public program, for which few requests are no limit."""
    toml = demo.folder / "api.toml"
    text = demo.toml.read_text(encoding="utf-8")
    toml.write_text(f"{text}batas_api_per_menit = 1000000\n", encoding="utf-8")
    site = Site(f"http://{HOST}:{free_port()}")
    port = site.url.rpartition(":")[2]
    log = tmp_path_factory.mktemp("api") / "log.txt"
    with (
        site.client,
        answering(
            [sys.executable, "-m", "pages.publik", "--port", port],
            f"{site.url}/healthz",
            log,
            folder=ROOT,
            environment=os.environ | {"UMKM_PENGATURAN": str(toml)},
        ),
    ):
        yield site
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")
