"""The two programs that are measured, each served in a process of its own."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from data.settings import ROOT
from tests.process import HEALTH, HOST, answering, free_port

PLAIN_SCRIPT = Path(__file__).parent / "polos.py"


@dataclass(frozen=True)
class Program:
    """What ``streamlit run`` is given, and the folder whose configuration it reads."""

    script: Path
    folder: Path
    arguments: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def command(self, port: int) -> list[str]:
        """Return the command that serves the program on a port of this machine only."""
        where = [f"--server.port={port}", f"--server.address={HOST}"]
        run = [sys.executable, "-m", "streamlit", "run", str(self.script), *where, *self.options]
        return [*run, "--", *self.arguments] if self.arguments else run


OURS = Program(ROOT / "dashboard.py", ROOT)


def plain(folder: Path, cube: Path) -> Program:
    """Return the plain page over a published cube, with Streamlit's own defaults.

    It starts in ``folder``, which holds no configuration. What is set is what nobody can do
    without here: it opens no browser and sends no usage counts.
    """
    options = ("--server.headless=true", "--browser.gatherUsageStats=false")
    return Program(PLAIN_SCRIPT, folder, (str(cube),), options)


@dataclass(frozen=True)
class Server:
    """A server that answers. ``began`` is when its process began, ``ready`` when it was healthy;
    both by ``time.perf_counter``."""

    address: str
    began: float
    ready: float
    _process: psutil.Process = field(repr=False)

    def cpu_seconds(self) -> float:
        """Return the processor time the server has used so far, its children included."""
        times = [p.cpu_times() for p in (self._process, *self._process.children(recursive=True))]
        return float(sum(time.user + time.system for time in times))


@contextmanager
def serve(program: Program) -> Iterator[Server]:
    """Serve a program until the block ends. Raises RuntimeError when it does not start."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    command, environment = program.command(port), _clean_environment()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        began = time.perf_counter()
        with answering(
            command, address + HEALTH, log, folder=program.folder, environment=environment
        ) as process:
            ready = time.perf_counter()
            yield Server(address, began, ready, psutil.Process(process.pid))


@contextmanager
def running() -> Iterator[str]:
    """Serve our program until the block ends; give its address, without a slash at the end."""
    with serve(OURS) as server:
        yield server.address


def _clean_environment() -> dict[str, str]:
    """Return the environment without any setting of Streamlit's, so that both start alike."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
