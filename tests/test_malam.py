"""The night runs every part to its end, and says at the end what failed in all of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests import malam
from tests.malam import Part, list_failed_tests, list_parts, run_all
from tests.mutasi.mutation import read
from tests.mutasi.trial import Verdict, list_unnoticed, table

LEAVE = "import sys; sys.exit(int(sys.argv[1]))"
JUNIT = """<testsuites><testsuite><testcase classname="tests.a" name="good"/>
<testcase classname="tests.a" name="bad"><failure message="x"/></testcase>
<testcase classname="tests.b" name="unprepared"><error message="x"/></testcase>
<testcase classname="tests.b" name="left_out"><skipped message="x"/></testcase>
</testsuite></testsuites>"""


def leaving(name: str, code: int) -> Part:
    """Return a part that ends with an exit code."""
    return Part(name, [sys.executable, "-c", LEAVE, str(code)])


def writing(name: str, text: str, code: int, read: object = list_failed_tests) -> Part:
    """Return a part that writes its results and ends with an exit code."""
    script = f"import pathlib, sys; pathlib.Path(sys.argv[1]).write_text({text!r}); exit({code})"
    return Part(name, [sys.executable, "-c", script], read)  # type: ignore[arg-type]


def test_a_part_that_fails_stops_none_after_it_and_all_failures_stand_in_one_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = [writing("uji", JUNIT, 1), leaving("bench", 3), leaving("terakhir", 0)]
    assert run_all(parts) == 1
    _, _, summary = capsys.readouterr().out.partition("== terakhir: lulus")
    assert summary.splitlines()[1:] == [
        "Malam: 3 bagian, 3 gagal:",
        "uji: tests.a::bad",
        "uji: tests.b::unprepared",
        "bench: berakhir dengan kode 3",
    ]


def test_a_night_in_which_all_is_well_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_all([leaving("uji", 0)]) == 0
    assert capsys.readouterr().out.endswith("Malam: 1 bagian, semuanya lulus.\n")


def test_a_run_of_tests_that_broke_off_is_a_failure_although_no_test_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    passed = JUNIT.partition('<testcase classname="tests.a" name="bad"')[0]
    whole = passed + "</testsuite></testsuites>"
    assert run_all([writing("uji", whole, 2)]) == 1
    assert "uji: berakhir dengan kode 2" in capsys.readouterr().out


def test_a_part_runs_at_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UJI", raising=False)
    asked = "import os, sys; sys.exit(os.environ.get('UJI') != 'semua')"
    full = Part("uji", [sys.executable, "-c", asked], pace="semua")
    assert (run_all([full]), run_all([replace(full, pace="")])) == (0, 1)


def test_faults_that_nobody_notices_are_read_from_their_table(tmp_path: Path) -> None:
    first, second, *_ = read()
    verdicts = [Verdict(first, True, "tests.a::b"), Verdict(second, False, "semua 3 uji | lulus")]
    results = tmp_path / "hasil.md"
    results.write_text(table(verdicts), encoding="utf-8")
    assert list_unnoticed(results) == [f"{second.kind}/{second.name}"]


def test_the_night_has_the_tests_the_faults_and_both_benches() -> None:
    parts = list_parts(["pytest"])
    assert [part.name for part in parts] == [
        "uji",
        "mutasi",
        "koreksi berturut-turut",
        "bench",
        "bench-besar",
    ]
    assert [part.pace for part in parts] == ["semua", "", "", "", ""], "a fault is tried as usual"
    modules = [part.command[2] for part in parts[1:]]
    root = malam.ROOT
    for name in modules:
        path = root.joinpath(*name.split("."))
        assert (path / "__main__.py").exists() or path.with_suffix(".py").exists(), name
