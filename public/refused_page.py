"""What a public page says when it has nothing to show: a sentence, never an empty frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.responses import HTMLResponse, Response

from analysis.views import html
from analysis.words import theme
from server.refusal import Refusal

NOT_YET = "Data belum diterbitkan. Coba lagi nanti."
WITHDRAWN = (
    "Versi {versi} ditarik pada {hari} dan tidak dapat dibuka lagi. Alasan: {alasan} "
    "Pakai alamat tanpa versi untuk angka yang berlaku."
)


def say_withdrawn(versi: str, about: Mapping[str, str]) -> str:
    """Return the sentence that stands in the place of a version that was withdrawn."""
    reason = about["alasan"].rstrip(".") + "."
    return WITHDRAWN.format(versi=versi, hari=theme.day(about["tanggal"]), alasan=reason)


def build_refusal_page(refusal: Refusal, template: str, framed_by: Iterable[str]) -> Response:
    """Return a page of a template with the sentence; ``framed_by`` are sources of the
    Content-Security-Policy."""
    page = html.make_environment().get_template(template)
    policy = f"default-src 'none'; style-src '{html.hash_stylesheet()}'; base-uri 'none'"
    headers = refusal.headers | {
        "content-security-policy": f"{policy}; form-action 'none'; "
        f"frame-ancestors {' '.join(framed_by)}"
    }
    body = page.render(sentence=str(refusal), css=html.build_stylesheet())
    return HTMLResponse(body, refusal.status, headers)
