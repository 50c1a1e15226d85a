"""The reader without a browser against a small app, and the arithmetic of the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import asdict

from bench import table
from bench.client import PageError, Reader
from bench.server import Program, serve
from data.settings import read_settings
from tests.folder import READ, settings_file

APP = """
import streamlit as st

chosen = st.selectbox("Periode", ["2024", "2025"], key="periode", bind="query-params")
st.write("x" * (20_000 if chosen == "2025" else 1))
if st.query_params.get("periode") == "2025":
    st.write("alamat")
other = st.selectbox("Lain", ["baik", "gagal"])
if other == "gagal":
    raise ValueError("disengaja")
"""


@pytest.mark.lambat
def test_reader_runs_a_page_as_a_browser_does(tmp_path: Path) -> None:
    script = tmp_path / "kecil.py"
    script.write_text(APP, encoding="utf-8")
    options = ("--server.headless=true", "--browser.gatherUsageStats=false")
    with serve(Program(script, tmp_path, options=options)) as server:
        with Reader(server.address) as reader:
            first = reader.run()
            assert reader.filters["Periode"].options == ("2024", "2025")
            long = reader.run(Periode="2025")
            again = reader.run()
            assert long.elements == first.elements + 1, "the address does not follow the filter"
            assert long.wire >= long.payload > 20_000
            assert again.elements == long.elements, "the filter was forgotten"
            assert again.payload < 20_000, "a message that the reader still has was sent again"
            with pytest.raises(PageError, match="disengaja"):
                reader.run(Lain="gagal")
        assert server.cpu_seconds() > 0
        process = server._process
    assert not process.is_running()


def test_a_folder_of_its_own_keeps_everything_in_it(tmp_path: Path) -> None:
    found = asdict(read_settings(settings_file(tmp_path / "sendiri")))
    paths = {name: path for name, path in found.items() if isinstance(path, Path)}
    assert {n for n, p in paths.items() if not p.is_relative_to(tmp_path / "sendiri")} == READ
    assert len(set(paths.values())) == len(paths)


def test_better_is_more_for_rates_and_less_for_costs() -> None:
    assert table.compared("", 10, 40, "ms").better == "4.0×"
    assert table.compared("", 40, 10, "/s", more_is_better=True).better == "4.0×"
    assert table.compared("", 40, 10, "ms").better == "0.2×"
    assert table.compared("", 1_130_000, None, "bytes") == table.Row("", "1.13 MB")
    assert table.compared("", 2_420, None, "bytes").ours == "2.4 kB"


def test_aim_on_its_limit_is_met() -> None:
    assert table.Aim("", 40, 40, "ms").met
    assert not table.Aim("", 40.1, 40, "ms").met
    assert table.Aim("", 8, 8, "×", at_least=True).met
    assert str(table.Aim("beban", 3.9, 8, "×", at_least=True)).startswith("- not met: beban: 3.90")


def test_markdown_has_as_many_cells_in_every_line() -> None:
    rows = [table.ratio_only("waktu", 2, 5), table.Row("sendiri", "1")]
    lines = table.markdown({"Python": "3.11"}, rows).splitlines()
    assert {line.count("|") for line in lines} == {5}
    assert lines[3] == "| waktu | 1 | 2.50 | 2.5× |"
