"""Foreign words as text: what a reader typed into the address, a file's name, its sheets, headings
and cells, and every sentence of an error, which may quote any of them.

Streamlit takes each text of a page, labels too, for Markdown with additions of its own: links,
pictures, colours, signs, icons, formulas, arrows. So a foreign word could be a link to anywhere.
"""

from __future__ import annotations

import re
import unicodedata

SEAM = ":small[]"
"""An element of Streamlit's Markdown with nothing in it. Some of its signs are looked for in the
finished text, where an escape is gone; none of them is found across the edge of an element."""

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_MARKS = re.compile(r"[\\`*_{}\[\]<>#$|~!&]|:(?! )")
_LIST = re.compile(r"^(\d*)([-+=.)])")
_SEAMS = re.compile(r"(?<=:)(?! )|(?<=@)|(?<=[wW]{3})(?=\.)|(?<=[-<>~])(?=\\?[-=>])")


def write_plain(text: object) -> str:
    """Return Markdown that shows a text as it is, letter for letter, on one line.

    Letters that nobody sees, or that turn the order of others, become ``�``.
    """
    line = _SPACES.sub(" ", str(text)).strip(" ")
    line = "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else "�" for c in line)
    escaped = _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))
    return _SEAMS.sub(SEAM, escaped)
