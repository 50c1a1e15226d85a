"""What is wrong with a request, as RFC 9457 writes it: ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

MEDIA = "application/problem+json"
TITLES = {
    400: "Permintaan keliru",
    404: "Tidak ditemukan",
    405: "Metode tidak didukung",
    406: "Bentuk tidak tersedia",
    429: "Terlalu banyak permintaan",
    503: "Belum dapat dilayani",
}
LONGEST_ECHO = 40


class Problem(Exception):
    """A request that gets no data. ``detail`` is a sentence that says what there is instead."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    @property
    def body(self) -> bytes:
        """The document. ``type`` says that the status alone tells what kind of problem it is."""
        document = {
            "type": "about:blank",
            "title": TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
        }
        # A name from an address can hold half a character, which UTF-8 cannot write.
        return json.dumps(document, ensure_ascii=False).encode("utf-8", errors="replace")


def echo(text: str) -> str:
    """Return what was asked for, short enough to be said again."""
    return f"'{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}'"


def listed(names: Iterable[str]) -> str:
    """Return the sentence that names what exists."""
    return f"Yang ada: {', '.join(names)}."
