"""What a serving process has loaded after every page was opened: nothing of import, of choosing
what is withheld, or of publishing."""

from __future__ import annotations

import ast
import json
import os
import signal
import sys
import time

import pytest

from bench.client import Reader
from data.settings import ROOT
from tests.data.rows import Workspace
from tests.process import HEALTH, HOST, answering, free_port

STREAMLIT = {
    "PIL", "_plotly_utils", "anyio", "click", "google", "h11", "httptools", "itsdangerous",
    "narwhals", "numpy", "packaging", "pandas", "plotly", "pyarrow", "python_multipart",
    "starlette", "streamlit", "uvicorn", "uvloop", "websockets",
}  # fmt: skip
"""Streamlit itself, and what it loads to show a table and a chart."""
OURS = {
    "babel", "brotli", "duckdb", "jinja2", "markupsafe", "msgspec", "pydeck", "pythonjsonlogger",
    "rapidfuzz",
}  # fmt: skip
"""msgspec reads the settings; rapidfuzz is for the Data page: likeness of headings."""
SMALL = {
    "_brotli", "_cyutility", "_distutils_hack", "_duckdb", "cffi", "dateutil", "six",
    "typing_extensions",
}  # fmt: skip
PUBLISHING = {
    "analysis.audit", "analysis.disclosure.solver", "analysis.release",
    "data.sendback.marked", "data.sendback.marked_file", "data.sendback.notes",
    "data.sendback.sheet_findings", "geo.boundaries", "geo.fit", "geo.reading", "geo.map_svg",
    "public.brief.press", "public.brief.typesetter", "public.brief.workbook",
    "public.parts", "public.pictures",
}  # fmt: skip
"""Modules of our own that a serving process has no use for."""

PROGRAM = """
import json, signal, sys
from pathlib import Path
from streamlit.web.cli import main

told = Path(sys.argv.pop(1))

def tell(*_):
    aside = told.with_suffix(".baru")
    aside.write_text(json.dumps({n: getattr(m, "__file__", None) for n, m in sys.modules.items()}))
    aside.rename(told)

signal.signal(signal.SIGUSR1, tell)
sys.exit(main())
"""
"""``streamlit run`` in a process that can be asked which modules it has loaded."""


@pytest.fixture(scope="module")
def loaded(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """Every module of a real server after all pages were opened, with its file."""
    folder, port = tmp_path_factory.mktemp("muatan"), free_port()
    told, address = folder / "modul.json", f"http://{HOST}:{port}"
    run = ["run", str(ROOT / "dashboard.py"), f"--server.port={port}", f"--server.address={HOST}"]
    with answering(
        [sys.executable, "-c", PROGRAM, str(told), *run],
        address + HEALTH,
        folder / "log.txt",
        folder=ROOT,
        environment=os.environ | {"UMKM_PENGATURAN": str(demo.toml)},
    ) as process:
        for page in pages():
            with Reader(address, page) as reader:
                reader.run()
        os.kill(process.pid, signal.SIGUSR1)
        while not told.exists() and process.poll() is None:
            time.sleep(0.05)
    return json.loads(told.read_text())  # type: ignore[no-any-return]


def pages() -> list[str]:
    """Return the address of every page, as the frame lists them."""
    frame = ast.parse((ROOT / "pages" / "parts" / "frame.py").read_text(encoding="utf-8"))
    (listed,) = (
        node.value
        for node in frame.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    names = list(ast.literal_eval(listed))
    return ["" if name == "ringkasan" else name for name in names]


def test_every_page_was_opened(loaded: dict[str, str | None]) -> None:
    assert {
        "geo.deck",
        "analysis.views.kelurahan",
        "pages.parts.import_file",
        "pages.parts.embed_tool",
    } <= set(loaded)


def test_a_server_loads_only_the_packages_that_serving_needs(
    loaded: dict[str, str | None],
) -> None:
    installed = {
        name.partition(".")[0] for name, file in loaded.items() if file and "site-packages" in file
    }
    assert not installed - STREAMLIT - OURS - SMALL


def test_a_server_loads_none_of_our_modules_that_publish(loaded: dict[str, str | None]) -> None:
    assert not {name for name in loaded if any(f"{name}.".startswith(f"{p}.") for p in PUBLISHING)}
