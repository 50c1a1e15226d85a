"""No test, and no process that a test starts, asks an outside host: it is closed, and who tried is
told at the end of the run.

Python's own sockets are watched in each process (``pagar/sitecustomize.py``). The browser, and
libraries that are not written in Python, have a proxy for all but this machine, which writes down
what it is asked for and gives nothing.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import tempfile
import threading
from pathlib import Path

from tests.pagar.sitecustomize import LOG, note, watch

FENCE = Path(__file__).parent / "pagar"
PROXY = "UMKM_UJI_PROKSI"
LONGEST_ASKED = 4096
NOTHING = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BROWSERS_OWN = re.compile(
    r" (http://)?("
    r"update|optimizationguide-pa|content-autofill|safebrowsing|safebrowsingohttpgateway"
    r")\.googleapis\.com[:/]"
    r"| (http://)?(clients2|android\.clients|mtalk)\.google\.com[:/]"
    r"| (http://)?(edgedl\.me|redirector)\.gvt1\.com[:/]"
)
"""What Chromium asks for itself, whatever it is told; no page knows these hosts."""
_begun: list[Path] = []


def begin() -> None:
    """Watch this process and all that it starts from now on; once."""
    if _begun:
        return
    handle, name = tempfile.mkstemp(prefix="keluar-")
    os.close(handle)
    _begun.append(Path(name))
    was_watched = bool(os.environ.get(LOG))  # by a process that started this one
    os.environ[LOG] = name
    if not was_watched:
        sys.addaudithook(watch)
    os.environ["PYTHONPATH"] = with_fence(os.environ.get("PYTHONPATH", ""))
    address = f"http://127.0.0.1:{_listen()}"
    os.environ[PROXY] = address
    for scheme in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        os.environ[scheme] = address
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"


def with_fence(path: str) -> str:
    """Return a ``PYTHONPATH`` with the watch before all else."""
    others = [part for part in path.split(os.pathsep) if part and part != str(FENCE)]
    return os.pathsep.join([str(FENCE), *others])


def read_asked() -> list[str]:
    """Return who has asked for what so far."""
    return _begun[0].read_text(encoding="utf-8").splitlines()


def forget_asked() -> None:
    """Forget what was asked on purpose."""
    _begun[0].write_text("", encoding="utf-8")


def _listen() -> int:
    """Answer as a proxy that has nothing, in a thread; return its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_refuse_all, args=(listening,), daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


def _refuse_all(listening: socket.socket) -> None:
    while True:
        line, _ = listening.accept()
        threading.Thread(target=_refuse, args=(line,), daemon=True).start()


def _refuse(line: socket.socket) -> None:
    with line:
        asked = line.recv(LONGEST_ASKED).split(b"\r\n")[0].decode("ascii", "replace")
        if asked and not BROWSERS_OWN.search(asked):
            note(f"proxy {asked}")
        line.sendall(NOTHING)
