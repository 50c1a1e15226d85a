"""One command run to its end, with what it and the processes that it starts use of the machine."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

EVERY_SECONDS = 0.02
SHOWN = 4000


@dataclass(frozen=True)
class Spent:
    """What a command took: processor seconds (user and system) and bytes over its whole tree.

    ``peak`` adds up what its processes held at one moment, as often as looked; memory that two of
    them share counts twice. ``said`` is its error stream.
    """

    cpu: float
    wall: float
    peak: int
    said: str


def run(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path
) -> Spent:
    """Run a command to its end. Raises RuntimeError, with its last words, when it fails."""
    began = time.perf_counter()
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    over = threading.Event()
    peaks: list[int] = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, over, peaks), daemon=True)
    watcher.start()
    try:
        # The kernel's own count, which holds every child that was waited for, however short.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        over.set()
        watcher.join()
        if process.returncode is None:
            process.kill()
            process.wait()
    wall = time.perf_counter() - began
    said = log.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-SHOWN:]}")
    # A peak between two looks is in the kernel's count too, though of the largest process alone.
    return Spent(used.ru_utime + used.ru_stime, wall, max(peaks[0], used.ru_maxrss * 1024), said)


def _watch(pid: int, over: threading.Event, peaks: list[int]) -> None:
    """Keep the largest sum of what a process and its descendants hold."""
    try:
        root = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return
    while not over.wait(EVERY_SECONDS):
        peaks[0] = max(peaks[0], _held(root))


def _held(root: psutil.Process) -> int:
    try:
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(map(_resident, tree))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # it ended between two looks
        return 0
