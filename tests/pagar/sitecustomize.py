"""Found by every Python process that a test starts: no outside host is asked, and who tries is
written down in the file that ``UMKM_UJI_KELUAR`` names. See ``tests.egress``."""

import os
import sys
from typing import Any

LOG = "UMKM_UJI_KELUAR"
NAMED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
HERE = {"localhost", "ip6-localhost", "::1", "::", "0.0.0.0", ""}
HERE_TOO = ("127.", "::ffff:127.")


def watch(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what leads to another machine. Python calls this for much that it does."""
    if event[:7] != "socket.":
        return
    if event in NAMED:
        host = args[0]
    elif event in SENDING and len(args) > 1 and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return  # a socket that stays on this machine has no tuple for an address
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in HERE or name.startswith(HERE_TOO):
        return
    note(f"{event} {name} {' '.join(sys.argv)[:200]}")
    raise OSError(f"a test may ask no outside host: {name}")


def note(line: str) -> None:
    """Write a line into the log of the test run, in one step."""
    handle = os.open(os.environ[LOG], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{line}\n".encode())
    finally:
        os.close(handle)


def run_the_next() -> None:
    """Run the file of this name that stands behind this one on the path, as if this were none."""
    own = os.path.dirname(os.path.abspath(__file__))
    for folder in sys.path:
        path = os.path.join(folder, "sitecustomize.py")
        if os.path.abspath(folder) != own and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                exec(compile(file.read(), path, "exec"), {"__name__": "sitecustomize"})
            return


if os.environ.get(LOG):
    sys.addaudithook(watch)
if __name__ == "sitecustomize":
    run_the_next()
