"""What the paper is set in, and how words of others come onto it.

A letter that the typeface lacks would stop the export, and a control character would vanish or
turn a line around, so every text is cleaned before it is set.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TYPEFACE = FOLDER / "huruf"
FAMILY = "Plus Jakarta Sans"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
"""The weights that are cut (``make_typeface``), by name."""
LETTERS = frozenset(
    "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100))))
    + "ıŒœ–—‘’‚“”„•…‹›€™−"
)
"""What may be set: all of it is in the typeface, which a test sets once."""
SPELLED = {
    "≥": "paling sedikit ",
    "≤": "paling banyak ",
    "→": "-",
    "½": "1/2",
    "\u2011": "-",
    "\u202f": "\u00a0",
}
UNKNOWN = "?"
ELLIPSIS = "…"
LONGEST_WORD = 18
"""Letters of a word that fit a column of words: "pertanggungjawaban" has as many."""
LONGEST = 180
"""Letters of a text of others: about three lines of its column."""


def clean_text(text: str) -> str:
    """Return a text of letters that the typeface has, on one line; what it lacks is a question
    mark, unless it can be spelled or is an accent on a letter that it has."""
    spelled = "".join(SPELLED.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(map(_clean_letter, spelled)).split(" ")).strip(" ")


def _clean_letter(letter: str) -> str:
    if letter in LETTERS:
        return letter
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in ("Cc", "Cf"):
        return ""
    bare = unicodedata.normalize("NFKD", letter)[0]
    return bare if bare in LETTERS else UNKNOWN


def clean_all(found: Any) -> Any:
    """Return lists, dictionaries and texts with every text cleaned; names of keys stay."""
    if isinstance(found, str):
        return clean_text(found)
    if isinstance(found, dict):
        return {key: clean_all(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return [clean_all(value) for value in found]
    return found


def shorten(text: str, most: int = LONGEST, word: int = LONGEST_WORD) -> str:
    """Return a text of others as it fits its cell: a word of more than ``word`` letters and what is
    beyond ``most`` end in an ellipsis, and the workbook has them whole."""
    words = [_cut(each, word) for each in clean_text(text).split()]
    return _cut(" ".join(words), most)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + ELLIPSIS
