"""Runs the long work of the command line for a page, in processes of their own.

Building and publishing take the memory and processor of a big program; in other processes they
slow no reader down. The page only watches: when it is closed or run again, the work goes on to
its end, and what has to be undone after a failure is undone all the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from data.settings import ROOT

POLL_SECONDS = 0.2


def run(
    commands: Sequence[Sequence[str]],
    tell: Callable[[str], object],
    undo: Callable[[], object] = bool,
    begun: Callable[[Work], object] = bool,
    beat: Callable[[], object] = bool,
) -> int:
    """Run each ``python -m COMMAND`` in turn until one fails, telling each line they print.

    Returns how many ended well; ``undo`` is called when none did. ``begun`` is given the work, by
    which it can be stopped; ``beat`` is called as long as it lasts.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        work = Work(commands, log, undo)
        begun(work)
        work.start()
        with Path(log.name).open(encoding="utf-8", errors="replace") as reader:
            while True:
                over = not work.is_alive()
                for line in reader.read().splitlines():
                    if line.strip():
                        tell(line.strip())
                if over:
                    return work.done
                beat()
                time.sleep(POLL_SECONDS)


class Work(threading.Thread):
    """The work itself, which nobody has to wait for."""

    def __init__(
        self, commands: Sequence[Sequence[str]], log: IO[str], undo: Callable[[], object]
    ) -> None:
        super().__init__(name="kerja")
        self.done = 0
        self._commands = commands
        # Its own handle: a page that is run again closes the other one before the work is over.
        self._log = os.fdopen(os.dup(log.fileno()), "w")
        self._undo = undo
        self._lock = threading.Lock()
        self._stopped = False
        self._first: subprocess.Popen[bytes] | None = None

    def stop(self) -> bool:
        """Ask the first command to end, and wait for it; return whether nothing came of it.

        A command that has gone too far to be stopped (``data.stopping``) ends well, and what comes
        after it is done as well.
        """
        with self._lock:
            self._stopped = True
        if self._first is None:
            return True
        self._first.terminate()
        return self._first.wait() != 0

    def run(self) -> None:
        """Run the commands in turn until one fails."""
        with self._log:
            for command in self._commands:
                process = self._start(command)
                if process is None or process.wait():
                    break
                self.done += 1
        if not self.done:
            self._undo()

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes] | None:
        """Start a command; None when the work was stopped before its first one."""
        with self._lock:
            if self._stopped and self._first is None:
                return None
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=subprocess.STDOUT,
            )
            self._first = self._first or process
            return process
