"""``python -m tests.malam``: the parts of the night one after another, and what failed in one list.

A part that fails stops none of those after it: who looks in the morning finds all there is.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from data.settings import ROOT
from tests.mutasi.trial import list_unnoticed

MOST_SHOWN = 200


@dataclass(frozen=True)
class Part:
    """One part: its command, to which the path of the file with its results is added where
    ``read`` is given, which returns from that file what failed, one line each; ``pace`` is how much
    its tests try, where it is not the usual."""

    name: str
    command: Sequence[str]
    read: Callable[[Path], list[str]] | None = None
    pace: str = ""


def list_failed_tests(junit: Path) -> list[str]:
    """Return the tests that failed or could not be prepared."""
    cases = ET.parse(junit).getroot().iter("testcase")
    failed = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
    return [f"{case.get('classname')}::{case.get('name')}" for case in failed]


def list_parts(pytest: Sequence[str]) -> list[Part]:
    """Return the parts of the night; ``pytest`` is the command that runs all tests."""
    python = (sys.executable, "-m")
    return [
        Part("uji", [*pytest, "--junitxml"], list_failed_tests, pace="semua"),
        Part("mutasi", [*python, "tests.mutasi", "--hasil"], list_unnoticed),
        Part("koreksi berturut-turut", [*python, "bench.revisions"]),
        Part("bench", [*python, "bench"]),
        Part("bench-besar", [*python, "bench.besar"]),
    ]


def run_all(parts: Sequence[Part]) -> int:
    """Run every part to its end and print what failed in all of them; return the exit code."""
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="malam-") as folder:
        for part in parts:
            print(f"== {part.name}", flush=True)
            began = time.monotonic()
            found = _run(part, Path(folder) / part.name)
            words = f"{len(found)} gagal" if found else "lulus"
            print(f"== {part.name}: {words}, {time.monotonic() - began:.0f} detik", flush=True)
            failed += [f"{part.name}: {line}" for line in found]
    print("\n".join(_summarise(parts, failed)), flush=True)
    return 1 if failed else 0


def _run(part: Part, results: Path) -> list[str]:
    """Run a part, and return what failed in it: at least its exit code where that is not 0."""
    command = [*part.command, *([str(results)] if part.read else [])]
    environment = os.environ | ({"UJI": part.pace} if part.pace else {})
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    found = part.read(results) if part.read and results.exists() else []
    return found if found or code == 0 else [f"berakhir dengan kode {code}"]


def _summarise(parts: Sequence[Part], failed: Sequence[str]) -> list[str]:
    if not failed:
        return [f"Malam: {len(parts)} bagian, semuanya lulus."]
    more = len(failed) - MOST_SHOWN
    return [
        f"Malam: {len(parts)} bagian, {len(failed)} gagal:",
        *failed[:MOST_SHOWN],
        *([f"... dan {more} lagi"] if more > 0 else []),
    ]


def _leave(signal_number: int, frame: FrameType | None) -> None:
    """Leave by way of every ``finally``."""
    raise SystemExit(128 + signal_number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(run_all(list_parts(sys.argv[1:])))
