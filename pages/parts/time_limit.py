"""A bound on how long one run of a page may take."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(BaseException):
    """A page ran for longer than it may. No ``except Exception`` on the way swallows it."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block when it takes longer.

    Python code stops at its next instruction. A call into a library stops when it returns, and a
    query by itself (see ``data.store.store``), so all of them end.
    """
    lock = threading.Lock()
    running = True
    thread = threading.get_ident()

    def stop() -> None:
        with lock:
            if running:
                _send(thread, ctypes.py_object(TooLong))

    clock = threading.Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        with lock:
            running = False
        clock.cancel()
        # What was sent and has not arrived would strike after the block.
        _send(thread, None)


def _send(thread: int, error: object) -> None:
    """Have an exception raised in a thread, or take back one that was not raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
