"""Starts a server process on a free loopback port, and stops it whatever happens."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]

from data.settings import ROOT

HOST = "127.0.0.1"
HEALTH = "/_stcore/health"
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.01
LOG_SHOWN = 3000
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
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
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            program.command(port),
            cwd=program.folder,
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://{HOST}:{port}"
            if not _becomes_healthy(process, address):
                raise RuntimeError(f"the server of {program.script.name} did not start")
            yield Server(address, began, time.perf_counter(), psutil.Process(process.pid))
        except Exception as error:
            log.seek(0)
            said = COLOURS.sub("", log.read().decode(errors="replace"))[-LOG_SHOWN:]
            error.add_note(f"What the server of {program.script.name} said last:\n{said}")
            raise
        finally:
            _stop(process)


@contextmanager
def running() -> Iterator[str]:
    """Serve our program until the block ends; give its address, without a slash at the end."""
    with serve(OURS) as server:
        yield server.address


def _clean_environment() -> dict[str, str]:
    """Return the environment without any setting of Streamlit's, so that both start alike."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _becomes_healthy(process: subprocess.Popen[bytes], address: str) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    with httpx.Client(base_url=address, timeout=5, trust_env=False) as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                if client.get(HEALTH).status_code == 200:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(POLL_SECONDS)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
