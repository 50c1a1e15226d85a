"""How often one address may ask: a bucket of tokens for each.

The limiter that is at hand (pyrate-limiter) keeps a list of moments per key, a thread to empty
them, and every key for ever. One number and one moment per address is all that a bucket needs.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

REMEMBERED = 10_000
NETWORK_BITS = 64
"""Of an IPv6 address: a reader has all that follow, so they count as one."""


class Limiter:
    """Buckets of ``per_minute`` tokens that fill again within a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, per_minute: int) -> int:
        """Take a token and return 0, or return the whole seconds until there is one."""
        who, rate = _name_reader(address), per_minute / 60
        with self._lock:
            now = self._clock()
            left, before = self._left.pop(who, (float(per_minute), now))
            left = min(per_minute, left + (now - before) * rate)
            taken = left >= 1
            self._left[who] = (left - taken, now)
            if len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
            return 0 if taken else ceil((1 - left) / rate)


def _name_reader(address: str) -> str:
    """Return what stands for the reader behind an address."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket of the same machine
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{found.compressed.split('%')[0]}/{NETWORK_BITS}", strict=False))
    return address
