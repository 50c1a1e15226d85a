"""``/robots.txt``: what a search engine may read."""

from __future__ import annotations

from starlette.datastructures import URL
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.negotiation import is_read

# Media are files of a moment: their addresses die with the visitor's session.
RULES = "User-agent: *\nDisallow: /_stcore/\nDisallow: /media/\n"
SITEMAP = "Sitemap: {base}/sitemap.xml\n"


class Robots:
    """Middleware that answers ``/robots.txt``, for which Streamlit sends its page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_read(scope) and scope["path"] == "/robots.txt":
            # Only known hosts come this far, so an address made of the request's is ours.
            url = URL(scope=scope)
            rules = RULES + SITEMAP.format(base=f"{url.scheme}://{url.netloc}")
            answer = PlainTextResponse(rules, headers={"cache-control": "public, max-age=86400"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)
