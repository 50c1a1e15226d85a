"""Digits and signs that are written otherwise and read the same: full-width ones, those of other
scripts, raised and circled ones."""

from __future__ import annotations

import sys
import unicodedata

ASCII = range(0x21, 0x7F)
FULL_WIDTH = 0xFEE0
"""How far a full-width sign stands from the plain one."""

PLAIN = {chr(code + FULL_WIDTH): chr(code) for code in ASCII} | {
    other: str(unicodedata.digit(other))
    for other in map(chr, range(0x80, sys.maxunicode + 1))
    if unicodedata.digit(other, None) is not None
}
"""What each of them reads as."""
OTHERS, READ_AS = "".join(PLAIN), "".join(PLAIN.values())
