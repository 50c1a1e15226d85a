"""One content in the codings in which it is kept, and what a client is answered of it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response

from server.negotiation import accepts, has_current_copy

FOREVER = "public, max-age=31536000, immutable"
"""How long a copy may be kept of what has another name when its content changes."""


@dataclass(frozen=True)
class Copies:
    """``bodies`` are by content coding, the best first, and '' is the content as it is; ``tags``
    are the entity tags by the same names. ``media`` is the content type as sent."""

    media: str
    bodies: Mapping[str, bytes]
    tags: Mapping[str, str]

    @classmethod
    def tag_by_plain(cls, media: str, bodies: Mapping[str, bytes], digest: str = "") -> Copies:
        """Return copies whose tags are made of the plain one's hash, which may be known already."""
        digest = digest or hash_content(bodies[""])
        tags = {coding: f'"{digest}{coding and "-" + coding}"' for coding in bodies}
        return cls(media, bodies, tags)

    @classmethod
    def tag_each(cls, media: str, bodies: Mapping[str, bytes]) -> Copies:
        """Return copies with a tag of each one's own content: as they were compressed elsewhere,
        another compressor makes another copy of the same content."""
        return cls(
            media, bodies, {name: f'"{hash_content(body)}"' for name, body in bodies.items()}
        )

    def answer(self, request: Headers, headers: Mapping[str, str]) -> Response:
        """Return the first copy that the client takes, or 304 to who has it already."""
        coding = next((name for name in self.bodies if name and accepts(request, name)), "")
        sent = {**headers, "vary": "Accept-Encoding", "etag": self.tags[coding]}
        if has_current_copy(request, sent["etag"]):
            return Response(status_code=304, headers=sent)
        if coding:
            sent["content-encoding"] = coding
        return Response(self.bodies[coding], media_type=self.media, headers=sent)


def hash_content(body: bytes) -> str:
    """Return the hash by which a content is known again."""
    return hashlib.sha256(body).hexdigest()[:32]


def compress(body: bytes, quality: int) -> dict[str, bytes]:
    """Return brotli (of a quality) and gzip copies, by the name of the coding."""
    # A window that a small file does not fill costs only memory, and most of the time.
    window = 16 if len(body) < 1 << 16 else 22
    return {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality, lgwin=window),
        "gzip": gzip.compress(body, 9, mtime=0),
    }
