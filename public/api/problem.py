"""What is wrong with a request, as RFC 9457 writes it: ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from starlette.responses import Response

from server.refusal import PROBLEM, Refusal

TITLES = {
    400: "Permintaan keliru",
    404: "Tidak ditemukan",
    405: "Metode tidak didukung",
    406: "Bentuk tidak tersedia",
    429: "Terlalu banyak permintaan",
    503: "Belum dapat dilayani",
}
LONGEST_ECHO = 40


def build_problem_answer(refusal: Refusal, headers: Mapping[str, str]) -> Response:
    """Return a refusal as a document. ``type`` says that the status alone tells what kind of
    problem it is."""
    document = {"type": "about:blank"} | refusal.build_document(TITLES[refusal.status])
    # A name from an address can hold half a character, which UTF-8 cannot write.
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", errors="replace")
    return Response(body, refusal.status, {**headers, **refusal.headers}, PROBLEM)


def echo(text: str) -> str:
    """Return what was asked for, short enough to be said again."""
    return f"'{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}'"


def list_all(names: Iterable[str]) -> str:
    """Return the sentence that names what exists."""
    return f"Yang ada: {', '.join(names)}."
