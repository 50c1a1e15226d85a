"""Lines on the terminal for anything that takes longer than a blink."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

COUNTED = re.compile(r"^\[(\d+)/(\d+)\] ")


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


class Progress:
    """Steps that say which of how many they are; a page draws its bar from these lines."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._begun = 0

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Say what is being done, as ``[2/9] text``, and how long it took."""
        self._begun += 1
        with step(f"[{self._begun}/{self._total}] {text}"):
            yield


def share(line: str) -> float | None:
    """Return how far a printed line says that the work has come, 0 to 1, or None."""
    found = COUNTED.match(line.strip())
    return int(found[1]) / int(found[2]) if found else None
