"""A run of the benchmark is kept whole, as text and as figures."""

from __future__ import annotations

import json
from pathlib import Path

from bench.report import Part, keep
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
    report = keep(PARTS, tmp_path)
    (text,) = tmp_path.glob("*.md")
    (figures,) = tmp_path.glob("*.json")
    assert text.read_text("utf-8") == f"{report}\n"
    assert json.loads(figures.read_text("utf-8")) == {"satu": {"detik": 1.5}, "dua": [3]}
