"""A public file: what the program, or any web server, answers for one address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "application/xml",
                "application/geo+json", "application/ld+json", "application/csvm+json",
                "image/svg+xml")  # fmt: skip


@dataclass(frozen=True)
class File:
    """``path`` is where it lies below the folder, without a leading slash; ``media`` is its content
    type as sent; ``also`` are further names under which a plain web server finds it."""

    path: str
    media: str
    body: bytes
    also: tuple[str, ...] = ()

    @property
    def compressible(self) -> bool:
        """Whether a compressed copy is worth keeping; pictures, XLSX and Parquet are packed."""
        return self.media.startswith(COMPRESSIBLE)


def encode_json(document: Any) -> bytes:
    """Return a document as JSON; what is not a number must not be in it."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()
