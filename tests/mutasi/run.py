"""Running a part of the suite over a copy of the program, and what it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 900
TESTS_FAILED = 1  # pytest's exit code; others say that the tests could not be run
# A program that cannot be loaded is noticed by anybody; it says nothing of the tests.
# Schemathesis takes a second to load, and only the attacks on the API need it.
WITHOUT = ("-p", "no:cacheprovider", "-p", "no:schemathesis")
PREPARING = 'failed on setup with "'
BROKEN_PROGRAM = ("ImportError", "ModuleNotFoundError", "NameError", "SyntaxError")


@dataclass(frozen=True)
class Run:
    """How a part of the suite ended: pytest's code, the tests run and those that failed.

    ``seconds`` are of the processor, with all processes that the tests have started.
    """

    code: int
    tests: int
    failed: tuple[str, ...]
    seconds: float
    said: str

    @property
    def passed(self) -> bool:
        """Return whether there were tests and all of them passed."""
        return self.code == 0 and self.tests > 0

    @property
    def noticed(self) -> bool:
        """Return whether a test failed, or what a test is prepared with; not the loading of the
        program."""
        return self.code == TESTS_FAILED and bool(self.failed)


def run(folder: Path, tests: tuple[str, ...], work: Path) -> Run:
    """Return what a part of the suite says of the program in a folder.

    It ends at the first fault. ``work`` is a new folder outside of the program for whatever the
    tests write.
    """
    work.mkdir()
    junit, said = work / "hasil.xml", work / "keluaran.txt"
    command = [sys.executable, "-m", "pytest", "-x", "-n0", *WITHOUT]
    command += [f"--basetemp={work / 'uji'}", f"--junitxml={junit}", *tests]
    with said.open("w", encoding="utf-8") as out:
        code, seconds = _finish(
            subprocess.Popen(
                command,
                cwd=folder,
                env=_environment(work),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        )
    number, failed = _judge(junit)
    return Run(code, number, failed, seconds, said.read_text(encoding="utf-8")[-3000:])


def _environment(work: Path) -> dict[str, str]:
    """Return the caller's environment without what would lead out of the copy, in which no test
    that is named is left out by the draw."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("UMKM_")}
    own.pop("PYTHONPATH", None)
    return own | {"TMPDIR": str(work), "UJI_SEJENIS": "semua"}


def _finish(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait for a process, and return its exit code and its processor seconds."""
    end = threading.Timer(PATIENCE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    end.start()
    try:
        _, status, used = os.wait4(process.pid, 0)
    finally:
        end.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime


def _judge(junit: Path) -> tuple[int, tuple[str, ...]]:
    """Return how many tests ran, and the names of those that failed."""
    if not junit.exists():
        return 0, ()
    cases = list(ET.parse(junit).getroot().iter("testcase"))
    failed = [case for case in cases if any(map(_is_of_a_test, case))]
    return len(cases), tuple(f"{c.get('classname')}::{c.get('name')}" for c in failed)


def _is_of_a_test(outcome: ET.Element) -> bool:
    """Return whether an outcome is that of a test which failed, or could not be prepared, while
    the program could be loaded."""
    message = outcome.get("message") or ""
    is_prepared = outcome.tag == "error" and message.startswith(PREPARING)
    message = message.removeprefix(PREPARING)
    return (outcome.tag == "failure" or is_prepared) and not message.startswith(BROKEN_PROGRAM)
