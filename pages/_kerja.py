"""Runs the long work of the command line for a page, in a process of its own.

Building and publishing take the memory and processor of a big program; in another process they
slow no reader down, and a page that is closed does not stop them half-way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from data.settings import ROOT


def run(command: list[str], tell: Callable[[str], object]) -> bool:
    """Run ``python -m COMMAND``, telling each line it prints; return whether it ended well."""
    module, *arguments = command
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip():
                tell(line.strip())
    return process.returncode == 0
