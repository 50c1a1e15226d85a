"""The import benchmark on few rows: what it finds has its shape. No time is judged."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest

from bench import imports
from bench.imports import GUESSED, OURS, TEXT, Imported, Step
from bench.registers import HEADING_ROW, write_register
from bench.tree import run
from data.demo.files import REGISTER_HEADINGS
from tests.pace import upto

pytestmark = pytest.mark.lambat

ROWS = 2_000
MANY = upto(12_000, 1_000)
HOLDS = "held = bytearray(100_000_000); import time; time.sleep(0.3)"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for _ in range(HEADING_ROW - 1):
            next(handle)
        return list(csv.DictReader(handle, delimiter=";"))


def test_a_register_has_the_office_s_columns_and_says_that_it_is_made_up(tmp_path: Path) -> None:
    rows = read(write_register(tmp_path / "a.csv", ROWS))
    assert list(rows[0]) == ["No", *REGISTER_HEADINGS.values()]
    assert [row["No"] for row in rows] == [str(n) for n in range(1, ROWS + 1)]
    assert {row["Data Sintetis"] for row in rows} == {"Ya"}
    assert all(row["NIK"].startswith("0000") and len(row["NIK"]) == 16 for row in rows)
    assert all(row["No. HP"].startswith("0800") for row in rows)
    assert any(row["Omzet Setahun (Rp)"].count(".") == 2 for row in rows)


def test_a_register_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = write_register(tmp_path / "a.csv", 500).read_bytes()
    assert write_register(tmp_path / "b.csv", 500).read_bytes() == first


@pytest.mark.semua
def test_every_way_of_loading_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(imports.ROWS_VARIABLE, str(MANY))
    found = imports.measure(imports.wanted_rows(), turns=1)
    assert found.rows == MANY
    ways = {OURS, GUESSED, TEXT}
    assert found.cpu.keys() == found.wall.keys() == found.peak.keys() == ways
    assert all(value > 0 for value in [*found.cpu.values(), *found.wall.values()])
    assert all(peak > 10_000_000 for peak in found.peak.values())
    names = [step.name for step in found.steps]
    assert {"membaca register.csv", "memeriksa Register usaha", "menulis kubus terbit"} <= {*names}
    seconds = [step.seconds for step in found.steps]
    assert seconds == sorted(seconds, reverse=True)
    assert {aim.unit for aim in imports.aims(found)} == {"×", "GB"}


def test_steps_are_read_as_the_program_writes_them() -> None:
    said = (
        "  [1/9] membaca unggahan/0657658e0414-a.csv ... 17,3 detik\n"
        "    unggahan/0657658e0414-a.csv: 10 baris, 9 diterima, 1 ditolak\n"
        "  menulis kubus terbit ... 20,0 detik\nTerbit: versi 20261124-842cd4a7\n"
    )
    assert imports.steps(said) == [
        Step("menulis kubus terbit", 20.0),
        Step("membaca a.csv", 17.3),
    ]


def test_markdown_names_the_three_longest_steps() -> None:
    ways = (OURS, GUESSED, TEXT)
    steps = [Step(f"langkah {number}", 9.0 - number) for number in range(5)]
    found = Imported(
        10, dict.fromkeys(ways, 2.0), dict.fromkeys(ways, 18.0), dict.fromkeys(ways, 5), steps
    )
    text = imports.markdown(found)
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- langkah 0: 9.0 s, 50 % of the elapsed time",
        "- langkah 1: 8.0 s, 44 % of the elapsed time",
        "- langkah 2: 7.0 s, 39 % of the elapsed time",
    ]
    assert {line.count("|") for line in text.splitlines() if line.startswith("|")} == {6}


def test_memory_of_children_counts_and_a_failure_carries_the_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    child = f"import subprocess, sys; {HOLDS}; subprocess.run([sys.executable, '-c', {HOLDS!r}])"
    spent = run([sys.executable, "-c", child], folder=tmp_path, environment=os.environ, log=log)
    assert spent.peak > 200_000_000
    assert spent.cpu > 0
    with pytest.raises(RuntimeError, match="disengaja"):
        run(
            [sys.executable, "-c", "raise SystemExit('disengaja')"],
            folder=tmp_path,
            environment=os.environ,
            log=log,
        )
