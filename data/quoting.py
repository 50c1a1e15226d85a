"""Quotes what cannot be a parameter of a statement."""

from __future__ import annotations


def literal(text: str) -> str:
    """Return a text as a SQL literal. Raises ValueError for a NUL, which would end it."""
    if "\0" in text:
        raise ValueError("a NUL byte in SQL text")
    return "'" + text.replace("'", "''") + "'"
