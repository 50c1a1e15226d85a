"""The one HTML page of the front end, in Indonesian and prepared once.

Streamlit sends the same ``index.html`` for every page, in English, without a description, and
also for addresses that are no page at all. What it would send is replaced here.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.city import OUR_CITY
from data.fingerprint import hash_source
from server.copies import Copies
from server.negotiation import is_read
from server.package import find_front_end

TITLE, DESCRIPTION = OUR_CITY.program, OUR_CITY.ringkasan

# Left alone, the front end takes the page's own address for the app's: on /peta it first asks
# /peta/_stcore/health, and the browser logs two errors. The folder of the page is what its
# static files are relative to, so it is the right answer under any prefix of a proxy too.
BASE_SCRIPT = 'window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href}'

STYLE = """
.memuat{position:fixed;inset:0;display:grid;place-content:center;gap:.5rem;text-align:center;
font:1rem/1.5 system-ui,sans-serif;color:#31333f;background:#fff}
.memuat p{margin:0}
@media (prefers-color-scheme:dark){.memuat{color:#fafafa;background:#0e1117}}
"""

# React empties the root when it first draws, so this stands exactly until then.
PLACEHOLDER = '<div class="memuat" role="status"><p><b>{title}</b></p><p>Sedang dimuat …</p></div>'

NOSCRIPT = (
    "<noscript><style>.memuat{display:none}</style><p>Dasbor ini membutuhkan JavaScript. Aktifkan "
    "JavaScript di peramban Anda, lalu muat ulang halaman ini.</p></noscript>"
)

NOT_FOUND = "Halaman tidak ditemukan."


@dataclass(frozen=True)
class Shell:
    """The prepared page, and the inline scripts it needs."""

    copies: Copies
    script_hashes: tuple[str, ...]


def prepare(
    title: str = TITLE,
    description: str = DESCRIPTION,
    *,
    preload_font: bool = True,
    style: str = "",
) -> Shell:
    """Return the page for this installation of Streamlit.

    ``preload_font=False`` drops the preload of Streamlit's own text face (170 KB), for an app
    whose theme names another. ``style`` is the app's own CSS, which then holds from the first
    moment.
    """
    original = (find_front_end() / "index.html").read_text(encoding="utf-8")
    page = translate(original, title, description, preload_font=preload_font)
    if style:
        # Behind the root: the front end adds its own styles to the head, and where both say
        # something as closely the later one holds.
        page = _replace_one(page, r"</body>", f"<style>{style}</style></body>")
    plain = page.encode()
    bodies = {
        "br": brotli.compress(plain, mode=brotli.MODE_TEXT),
        "gzip": gzip.compress(plain, mtime=0),
        "": plain,
    }
    copies = Copies.tag_each("text/html; charset=utf-8", bodies)
    return Shell(copies, hash_inline_scripts(page))


def translate(page: str, title: str, description: str, *, preload_font: bool = True) -> str:
    """Return Streamlit's page with our language, words and placeholder."""
    title, description = html.escape(title), html.escape(description)
    head = (
        f'<title>{title}</title>\n    <meta name="description" content="{description}" />\n'
        f"    <style>{STYLE}</style>\n    <script>{BASE_SCRIPT}</script>"
    )
    page = _replace_one(page, r'<html lang="en">', '<html lang="id">')
    page = _replace_one(page, r"<title>.*?</title>", head)
    # It points to an interface for programs that is closed here.
    page = _replace_one(page, r'(<!--((?!-->).)*-->\s*)?<link rel="service-desc"[^>]*>\s*', "")
    page = _replace_one(page, r"<noscript>.*?</noscript>", NOSCRIPT)
    root = f'<div id="root">{PLACEHOLDER.format(title=title)}</div>'
    page = _replace_one(page, r'<div id="root"></div>', root)
    if not preload_font:
        page = _replace_one(page, r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', "")
    return page


def _replace_one(page: str, pattern: str, new: str) -> str:
    """Replace the one place that matches; a Streamlit that has moved it must be noticed."""
    changed, count = re.subn(pattern, lambda _: new, page, flags=re.DOTALL)
    if count != 1:
        raise RuntimeError(f"Streamlit's index.html has changed: {pattern!r} matches {count} times")
    return changed


def hash_inline_scripts(page: str) -> tuple[str, ...]:
    """Return the Content-Security-Policy source of each inline script, in order."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(f"'{hash_source(script)}'" for script in scripts)


class IndonesianShell:
    """Middleware that sends the prepared page wherever Streamlit would send its own.

    Which addresses those are is left to Streamlit: its routes, and ours, answer first, and what
    its static files answer for a name they do not have is its page. Names that no page can have
    are refused there, so a mistyped or old asset is a 404 and not a page of HTML.

    ``refusal`` is asked before a page is sent, and may return what to send in its place. This is
    the one point at which it is known for sure that a page, and so a session, is wanted.
    """

    def __init__(
        self, app: ASGIApp, *, shell: Shell, refusal: Callable[[Scope], Response | None]
    ) -> None:
        self.app = app
        self.shell = shell
        self.refusal = refusal
        folder = find_front_end()
        self.folder = str(folder)
        files = (path for path in folder.rglob("*") if path.is_file())
        names = {f"/{path.relative_to(folder).as_posix()}" for path in files}
        self.files = names - {"/index.html"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_read(scope) or scope["path"] in self.files:
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_replaced(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and self._is_shell(scope, message):
                replaced = True
                await self._answer(scope)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, send_replaced)

    def _is_shell(self, scope: Scope, start: Message) -> bool:
        """Return whether this is Streamlit's own page, whole, in part or unchanged.

        The router leaves in the scope who answers. A redirect or an error stays what it is.
        """
        endpoint = scope.get("endpoint")
        return (
            isinstance(endpoint, StaticFiles)
            and str(endpoint.directory) == self.folder
            and start["status"] in {200, 206, 304, 416}
        )

    def _answer(self, scope: Scope) -> Response:
        """Return the page, or 404 for a path of several parts or with a file's ending.

        Streamlit refuses pages with a slash in their address, and its own files are relative to
        the page, so such an address could only load half.
        """
        name = scope["path"].removeprefix("/")
        if "/" in name or ("." in name and name != "index.html"):
            return PlainTextResponse(NOT_FOUND, status_code=404)
        return self.refusal(scope) or self.shell.copies.answer(
            Headers(scope=scope), {"cache-control": "no-cache"}
        )
