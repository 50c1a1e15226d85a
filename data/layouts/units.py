"""In which unit numbers are written: full, or in thousands, millions or billions."""

from __future__ import annotations

import re

WORDS = (
    r"(?P<ribu>ribu(?:an)?|rb|0{3})|(?P<juta>juta(?:an)?|jt|0{6})|"
    r"(?P<miliar>mil[iy]?[ay]r(?:d|an)?)"
)
FACTORS = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}
IN_A_HEADING = re.compile(
    rf"(?<!\s)\s*+(?:[(\[]\s*+)?(?:dalam\s++|x\s*+1?\.?)?(?:rp\.?\s*+)?"
    rf"(?<!\d)(?<!\d\s)(?:{WORDS})\b(?:\s*+(?:rupiah|rp\.?|usaha|unit|umkm))?\s*+[)\]]?\s*+$",
    re.IGNORECASE,
)
"""Spaces are taken all at once and from their first on: any cell of a file is held against this,
and one of thirty thousand spaces must not stop the program, which has no other turn meanwhile."""
IN_A_TITLE = re.compile(rf"(?<![\d.,])(?<!\d\s)\b(?:{WORDS})\b", re.IGNORECASE)
"""'beromzet di bawah 300 juta' names an amount and no unit."""


def drop_unit(heading: str) -> str:
    """Return a heading without the thousands or millions that it ends in."""
    return IN_A_HEADING.sub("", heading)


def find_heading_factor(heading: str) -> int:
    """Return what the numbers below a heading are to be multiplied by; 1 where it says nothing."""
    return _read_factor(IN_A_HEADING.search(heading))


def find_title_factor(title: str) -> int:
    """Return what a title says that numbers are written in; 1 where it says nothing."""
    return _read_factor(IN_A_TITLE.search(title))


def _read_factor(match: re.Match[str] | None) -> int:
    if match is None:
        return 1
    return next(FACTORS[name] for name, word in match.groupdict().items() if word)
