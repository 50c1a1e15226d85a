"""On which websites embeds stand, told by what browsers say of the page around a frame.

Kept are counts of (day, embed, host), and nothing that could be about a reader: no address, no
path, no query, no browser. Whoever asks can claim any host, so the hosts of a day are capped, and
the counts say where to look and not how many people did.
"""

from __future__ import annotations

import atexit
import json
import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from analysis.words import theme
from data.disk import hold_lock, write_whole
from data.settings import settings

UNKNOWN = "tidak diketahui"
LOCAL = "jaringan setempat"
OTHERS = "lainnya"
MOST_A_DAY = 200
"""Pairs of embed and host kept of a day; what comes on top is counted under ``OTHERS``."""
KEPT_DAYS = 92
WRITE_SECONDS = 60.0
LONGEST = 253
"""Characters of a host name, as DNS allows."""

_NAME = re.compile(r"(?=.*[a-z])[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)
_ADDRESS = re.compile(r"[0-9.]+|.*:.*", re.ASCII)

Key = tuple[str, str, str]
"""(day as ISO date, embed, host)."""


class Counts:
    """Counts of one process, and the file in which those of all processes come together."""

    def __init__(self) -> None:
        self._new: Counter[Key] = Counter()
        self._path: Path | None = None
        self._lock = threading.Lock()
        self._clock: threading.Timer | None = None

    def count(self, embed: str, referrer: str | None, own: str | None = None) -> None:
        """Count one request; it waits for nothing, writes nothing and never fails.

        ``own`` is the host that was asked, as in ``Host``: our own pages are no other website.
        """
        named = _read_host(referrer or "")
        if own and named == _read_host(f"//{own}"):
            return
        key = (date.today().isoformat(), embed, _choose_word(named))
        with self._lock:
            if key not in self._new and len(self._new) >= MOST_A_DAY:
                key = (*key[:2], OTHERS)
            self._new[key] += 1
            self._path = settings().perujuk
            self._start_clock()

    def write(self) -> None:
        """Add what is new to the file; what cannot be written is logged and forgotten."""
        with self._lock:
            new, self._new = self._new, Counter()
            path, self._clock = self._path, None
        if not new or path is None:
            return
        try:
            _add(path, new)
        except OSError as error:
            logging.getLogger("dasbor").warning("perujuk: %s", error)

    def _start_clock(self) -> None:
        """Have the counts written in a while, unless that is arranged already."""
        if self._clock is None:
            clock = threading.Timer(WRITE_SECONDS, self.write)
            clock.daemon = True
            with suppress(RuntimeError):  # no thread to be had: the next request tries again
                clock.start()
                self._clock = clock


def _read_host(address: str) -> str:
    """Return the host in an address, "" for none."""
    try:
        return (urlsplit(address[:2000]).hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _choose_word(host: str) -> str:
    """Return a host as it is kept: a word in its place where it is no public name."""
    if not host or len(host) > LONGEST:
        return UNKNOWN
    if _ADDRESS.fullmatch(host) or "." not in host:
        return LOCAL  # an IP address, or a name that means something inside one office only
    return host if _NAME.fullmatch(host) else UNKNOWN


def make_table() -> pd.DataFrame:
    """Return one row per embed and website, by embed, the websites that ask most first: when it
    was last asked for from there, and how often in all days kept."""
    _counts.write()
    last: dict[tuple[str, str], str] = {}
    total: Counter[tuple[str, str]] = Counter()
    for (day, embed, host), count in sorted(_read(settings().perujuk).items()):
        total[embed, host] += count
        last[embed, host] = day
    rows = [
        (embed, host, theme.day(last[embed, host]), number)
        for (embed, host), number in sorted(total.items(), key=lambda one: (one[0][0], -one[1]))
    ]
    return pd.DataFrame(rows, columns=["Sematan", "Situs", "Terakhir", "Permintaan"])


def _add(path: Path, new: Mapping[Key, int]) -> None:
    """Add counts to the file, one process after the other, and drop days that are too old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with hold_lock(path.with_name(f".{path.name}.kunci")):
        kept = _cap_counts(Counter(_read(path)), new)
        oldest = (date.today() - timedelta(days=KEPT_DAYS)).isoformat()
        days: dict[str, dict[str, dict[str, int]]] = {}
        for (day, embed, host), count in sorted(kept.items()):
            if day >= oldest:
                days.setdefault(day, {}).setdefault(embed, {})[host] = count
        write_whole(path, json.dumps(days, indent=0).encode())


def _cap_counts(kept: Counter[Key], new: Mapping[Key, int]) -> Counter[Key]:
    pairs = Counter(day for day, _, _ in kept)
    for (day, embed, host), count in new.items():
        key = (day, embed, host)
        if key not in kept:
            if pairs[day] >= MOST_A_DAY:
                key = (day, embed, OTHERS)
            pairs[day] += key not in kept
        kept[key] += count
    return kept


def _read(path: Path) -> dict[Key, int]:
    """Return what the file holds; nothing of one that is missing or was damaged."""
    try:
        days = json.loads(path.read_text(encoding="utf-8"))
        return {
            (day, embed, host): int(count)
            for day, embeds in days.items()
            for embed, hosts in embeds.items()
            for host, count in hosts.items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError):
        logging.getLogger("dasbor").warning("perujuk: %s tidak dapat dibaca, mulai baru", path)
        return {}


_counts = Counts()
count = _counts.count
atexit.register(_counts.write)
