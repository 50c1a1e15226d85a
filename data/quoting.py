"""Quotes what cannot be a parameter of a statement."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z_][a-z0-9_]*")


def quote_literal(text: str) -> str:
    """Return a text as a SQL literal. Raises ValueError for a NUL, which would end it."""
    if "\0" in text:
        raise ValueError("a NUL byte in SQL text")
    return "'" + text.replace("'", "''") + "'"


def quote_name(text: str) -> str:
    """Return the name of a table or column as SQL. Raises ValueError for a text that is none.

    Our own names need no quotes, so that a part of one can be filled in: ``mentah_`` and a table's.
    """
    if not NAME.fullmatch(text):
        raise ValueError(f"no name of a table or column: {text!r}")
    return text
