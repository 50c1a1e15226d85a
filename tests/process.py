"""A server on a loopback port: started, waited for, and stopped whatever happens."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"
HEALTH = "/_stcore/health"
PATIENCE_SECONDS = 90.0
POLL_SECONDS = 0.01
STOP_SECONDS = 10
LOG_SHOWN = 4000
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def free_port() -> int:
    """Return a port that nobody has just now; a server is told it before it starts."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def answering(
    command: Sequence[str],
    health: str,
    log: Path,
    *,
    folder: Path,
    environment: Mapping[str, str],
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; give its process once the address ``health`` answers.

    What it says goes to ``log``. Raises RuntimeError when it does not start. Whatever leaves the
    block as an error carries the end of the log as a note.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        if not _becomes_healthy(process, health):
            raise RuntimeError(f"the server did not start: {shlex.join(command)}")
        yield process
    except Exception as error:
        said = COLOURS.sub("", log.read_text(encoding="utf-8", errors="replace"))[-LOG_SHOWN:]
        error.add_note(f"What {shlex.join(command)} said last:\n{said}")
        raise
    finally:
        _stop(process)


@contextmanager
def in_thread(program: ASGIApp, **options: Any) -> Iterator[int]:
    """Serve a small program from this process until the block ends; give its port.

    ``options`` are uvicorn's own.
    """
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(program, HOST, port, log_level="error", **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(POLL_SECONDS)
        yield port
    finally:
        server.should_exit = True
        thread.join()


def _becomes_healthy(process: subprocess.Popen[bytes], health: str) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    with httpx.Client(timeout=5, trust_env=False) as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                if client.get(health).status_code == 200:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(POLL_SECONDS)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
