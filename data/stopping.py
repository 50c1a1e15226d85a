"""How work in a process of its own is asked to end (SIGTERM), and until when it heeds that.

It ends as by an error, so that what it was making is put away. Once what it made is served it goes
on to its end: what is served has its record and its files.
"""

from __future__ import annotations

import signal
import threading

STOPPED = 143
"""The exit code of a process that was asked to end, as a shell would say it."""
_served = threading.Event()


def allow_stop() -> None:
    """Let this process end as by an error when it is asked to; called in its main thread."""
    signal.signal(signal.SIGTERM, _stop)


def ignore_stop() -> None:
    """Say that what this process makes is about to be served: from now on it goes to its end."""
    _served.set()


def _stop(*_: object) -> None:
    if not _served.is_set():
        raise SystemExit(STOPPED)
