"""What a public page says when it has nothing to show: a sentence, never an empty frame."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import HTMLResponse, Response

from analysis.views import html

NOT_YET = "Data belum diterbitkan. Coba lagi nanti."


def refused(template: str, sentence: str, status: int, framed_by: Iterable[str]) -> Response:
    """Return a page of a template with a sentence, which nobody keeps; ``framed_by`` are sources
    of the Content-Security-Policy."""
    page = html.make_environment().get_template(template)
    policy = f"default-src 'none'; style-src '{html.stylesheet_hash()}'; base-uri 'none'"
    headers = {
        "cache-control": "no-store",
        "content-security-policy": f"{policy}; form-action 'none'; "
        f"frame-ancestors {' '.join(framed_by)}",
    }
    body = page.render(sentence=sentence, css=html.stylesheet())
    return HTMLResponse(body, status, headers)
