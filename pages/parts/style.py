"""The stylesheet of the tool's pages, which the server sends with the page itself."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.views import html
from analysis.words import theme

FILE = Path(__file__).with_suffix(".css")


def write() -> str:
    """Return the CSS of all pages, without its comments: the colours, what views look like
    everywhere, and the frame around them."""
    own = re.sub(r"/\*.*?\*/|\n", "", FILE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return f".stApp{{{theme.write_css_colours()}}}{html.build_tool_stylesheet()}{own}"
