"""Work for which a serving process asks another: it needs libraries that serving does not.

``run`` starts ``python -m MODULE`` and gives back what it prints; the module's last lines hand its
work to ``answer``. Libraries that publishing and importing need weigh more than all of serving
together, and a process that has loaded one keeps it for good.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from data.errors import DasborError
from data.settings import ROOT, settings

REFUSED = 3
"""The exit code of a process that prints a sentence for a person in place of its answer."""
TOO_LONG = "Pekerjaan ini dihentikan karena berjalan lebih dari {seconds} detik. Coba lagi nanti."


def run(module: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what ``python -m module`` prints, with ``given`` on its input.

    Raises DasborError with the sentence of a process that refuses, or when it takes longer than a
    page may; RuntimeError, with what it said, when it breaks.
    """
    seconds = settings().batas_halaman_detik
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DasborError(TOO_LONG.format(seconds=seconds)) from None
    if done.returncode == REFUSED:
        raise DasborError(done.stdout.decode())
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def answer(work: Callable[[], bytes]) -> int:
    """Print what ``work`` returns, or the sentence with which it refuses; return the exit code.

    What libraries print meanwhile goes to the other stream, and not into the answer.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with out:
        try:
            out.write(work())
        except DasborError as error:
            out.write(str(error).encode())
            return REFUSED
    return 0
