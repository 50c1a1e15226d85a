"""``python -m bench.tour``: pictures of every page, light, dark, narrow and printed, and of an
embed in the frame of another site; the pages themselves may stand in none."""

from __future__ import annotations

import http.server
import socketserver
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from bench.server import running
from data.settings import ROOT
from public.embeds.kinds import KINDS
from tests.browser import Witness, launch

PAGES = {
    "ringkasan": "",
    "kinerja": "kinerja",
    "peta": "peta",
    "adopsi": "adopsi",
    "klaster": "klaster",
    "wilayah": "wilayah?kecamatan=Kasemen",
    "survei": "survei",
    "jelajah": "jelajah",
    "metode": "metode",
}
EMBED = "sematan/batang-berusaha-daring"


@dataclass(frozen=True)
class Look:
    """How a page is looked at: pixels of width, light or dark, on a screen or on paper."""

    width: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"


LOOKS = {
    "terang": Look(1280),
    "gelap": Look(1280, scheme="dark"),
    "ponsel": Look(390),
    "cetak": Look(794, media="print"),
}
HOST_PAGE = """<!doctype html><html lang="id"><title>Situs kota</title>
<body style="font-family:Georgia,serif;max-width:46rem;margin:2rem auto;background:#f7f4ec">
<h1>Situs Kota Serang (contoh)</h1><p>Sebuah halaman lain yang memuat dasbor dalam bingkai.</p>
<iframe title="Dasbor UMKM" src="{address}" style="width:100%;height:{height}px;border:0"
loading="lazy"></iframe><p>Teks sesudah bingkai.</p></body></html>"""


def main(folder: Path) -> int:
    """Write the pictures into ``folder``; return 1 when a page logged an error."""
    folder.mkdir(parents=True, exist_ok=True)
    faults = 0
    with running() as address, launch() as browser:
        for kind, look in LOOKS.items():
            for name, path in {**PAGES, "sematan": EMBED}.items():
                target = folder / f"{name}-{kind}.png"
                faults += _picture(browser, f"{address}/{path}", target, look)
        with _framing(f"{address}/{EMBED}", KINDS["batang"].height) as host:
            faults += _picture(browser, host, folder / "sematan-bingkai.png", LOOKS["terang"])
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {faults} console errors")
    return 1 if faults else 0


def _picture(browser: Browser, url: str, target: Path, look: Look) -> int:
    """Take one picture and return how many errors the page logged."""
    context = browser.new_context(
        locale="id-ID", color_scheme=look.scheme, viewport={"width": look.width, "height": 900}
    )
    page = context.new_page()
    witness = Witness(page)
    page.goto(url)
    settle(page)
    page.emulate_media(media=look.media)
    # The page scrolls inside itself, so the window is made as tall as what it holds.
    tall = page.evaluate(
        "() => Math.max(document.documentElement.scrollHeight,"
        " ...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))"
    )
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": min(int(tall) + 20, 6000)})
    page.wait_for_timeout(1500)
    page.screenshot(path=str(target))
    context.close()
    for error in witness.errors:
        print(f"{target.name}: {error}", file=sys.stderr)
    return len(witness.errors)


def settle(page: Page) -> None:
    """Wait until a page, Streamlit's or not, has drawn what it will draw."""
    page.wait_for_load_state("load")
    if page.locator("#root").count():
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(2500)
    else:
        page.wait_for_timeout(4000 if page.frames[1:] else 1500)


class _framing:
    """Serves one page of another origin that holds ``address`` in a frame."""

    def __init__(self, address: str, height: int) -> None:
        page = HOST_PAGE.format(address=address, height=height).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path == "/"
                self.send_response(200 if found else 204)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                if found:
                    self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


if __name__ == "__main__":
    sys.exit(main(ROOT / "tour"))
