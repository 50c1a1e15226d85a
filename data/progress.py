"""Lines on the terminal for anything that takes longer than a blink."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Print one line to the error stream, so that a command's own output stays clean."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is being done and, when it is done, how long it took."""
    print(f"  {text} ...", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(" gagal", file=sys.stderr, flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} detik".replace(".", ","), file=sys.stderr, flush=True)
