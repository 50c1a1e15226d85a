"""Foreign text on its way into a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_AT_A_START = re.compile(r"""(^|[,;|\t\r\n])((?:[^\S\t\r\n]|")*)(?=[=+\-@＝＋－＠])""")
"""Where a formula may begin: in the cell, or behind what another spreadsheet takes for the end of
one, quotation marks passed over. What is passed over ends no cell itself, so each letter is looked
at once and a cell of nothing but line breaks takes no longer than another. East Asian editions read
the wide signs like the narrow ones."""


def disarm_formula(cell: object) -> object:
    """Return a cell that every spreadsheet takes for text, whoever wrote it: an apostrophe stands
    before each place at which a formula could begin. Source: OWASP, CSV Injection."""
    return _AT_A_START.sub(r"\1\2'", cell) if isinstance(cell, str) else cell


def write_disposition(name: str) -> str:
    """Return the header that names a download, in any script. Source: RFC 6266, section 4.3."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w.-]+", "-", plain)
    said = f'attachment; filename="{plain}"'
    return said if plain == name else f"{said}; filename*=UTF-8''{quote(name, safe='')}"
