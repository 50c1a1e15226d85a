"""A run of the benchmark is kept whole, as text and as figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import report
from bench.report import Part, keep, run_parts
from bench.table import Aim

PARTS = [
    Part("satu", {"detik": 1.5}, "| satu |", [Aim("detik satu", 1.5, 2, "s")]),
    Part("dua", [3], "| dua |", [Aim("detik dua", 3, 2, "s")]),
]


def test_a_run_says_all_tables_and_then_all_aims_met_or_not(tmp_path: Path) -> None:
    assert keep(PARTS, tmp_path / "hasil").split("\n\n") == [
        "| satu |",
        "| dua |",
        "Aims:",
        "- met: detik satu: 1.50 s, aim <= 2 s\n- not met: detik dua: 3 s, aim <= 2 s",
    ]


def test_a_run_is_kept_as_text_and_as_figures_by_part(tmp_path: Path) -> None:
    text_of_run = keep(PARTS, tmp_path)
    (text,) = tmp_path.glob("*.md")
    (figures,) = tmp_path.glob("*.json")
    assert text.read_text("utf-8") == f"{text_of_run}\n"
    assert json.loads(figures.read_text("utf-8")) == {"satu": {"detik": 1.5}, "dua": [3]}


def test_a_part_that_breaks_off_stops_none_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report.keep, "__defaults__", (tmp_path,))

    def broken() -> Part:
        raise OSError("tanpa jaringan")

    assert run_parts({"rusak": broken, "satu": lambda: PARTS[0]}) == 1
    (figures,) = tmp_path.glob("*.json")
    assert json.loads(figures.read_text("utf-8")) == {"satu": {"detik": 1.5}}
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "Broke off: rusak: OSError('tanpa jaringan')"
    assert run_parts({"satu": lambda: PARTS[0]}) == 0
