"""The page that a visitor gets while the server has no place left."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from data.fingerprint import hash_source
from server.gate import RETRY_SECONDS, Sessions

STYLE = """
:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.6 system-ui,sans-serif;color:#18272d;background:#fff}
main{max-width:34rem;margin:0 auto;padding:3rem 1.25rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
p{margin:0 0 1rem}
a{display:inline-block;padding:.6rem 1.1rem;border-radius:.4rem;color:#fff;background:#00756f;
text-decoration:none}
a:focus-visible{outline:3px solid currentColor;outline-offset:3px}
@media (prefers-color-scheme:dark){
body{color:#e8eeee;background:#11191c}
a{color:#11191c;background:#45c4b8}
}
"""

# The link has an empty address: the same one again, with the reader's choices.
PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Dasbor sedang penuh</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Dasbor sedang penuh</h1>
<p>Saat ini {limit} sesi sedang terbuka, dan itu batas yang dapat dilayani server ini sekaligus.</p>
<p>Silakan coba lagi setengah menit lagi. Tidak ada yang hilang: alamat halaman ini menyimpan
pilihan Anda.</p>
<p><a href="">Coba lagi</a></p>
</main>
</body>
</html>
"""


class FullHouse:
    """Decides for each page that is about to be sent whether there is a place behind it."""

    def __init__(self, sessions: Sessions, frame_ancestors: Sequence[str]) -> None:
        self.sessions = sessions
        self.body = PAGE.format(style=STYLE, limit=sessions.limit).encode()
        self.headers = {
            "cache-control": "no-store",
            "retry-after": str(RETRY_SECONDS),
            "content-security-policy": (
                f"default-src 'none'; style-src '{hash_source(STYLE)}'; base-uri 'none'; "
                f"form-action 'none'; frame-ancestors {' '.join(frame_ancestors)}"
            ),
        }

    def refuse_page(self, scope: Scope) -> Response | None:
        """Return the page to send in place of the app's, or None when there is a place.

        A GET holds that place for its websocket. A HEAD is followed by none.
        """
        if not self.sessions.has_place():
            return HTMLResponse(self.body, 503, self.headers)
        if scope["method"] == "GET":
            self.sessions.hold()
        return None
