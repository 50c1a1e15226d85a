"""A value of any format as the text that a person reads."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

Row = list[str | None]
LIKE_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")
WHOLE_BELOW = 1e16  # from here on digits would be made up; repr writes a power instead


def to_text(value: object) -> str | None:
    """Return a value as text, exact, or None when it is empty.

    Whole floats have no decimal, other floats are about as short as tells them apart, dates are ISO
    (with the time unless it is midnight), a bool is ya or tidak. Blanks around text stay.
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return None
    return _format_moment(value)


@lru_cache(maxsize=10_000)  # most columns of numbers are codes, few and often
def format_number(value: float) -> str | None:
    """Return a float as text; not-a-number is how programs write that there is none."""
    if value.is_integer() and -WHOLE_BELOW < value < WHOLE_BELOW:
        return str(int(value))
    if math.isnan(value):
        return None
    text = repr(value)
    # 45.125 must not pass for the Indonesian 45 thousand: one more digit says the same.
    return f"{text}0" if LIKE_THOUSANDS.fullmatch(text) else text


def format_percent(value: float) -> str | None:
    """Return a number that is shown in percent as such, exact: 0.455 as 45.5%."""
    if not math.isfinite(value):
        return format_number(value)
    text = format(Decimal(repr(value)).scaleb(2).normalize(), "f")
    return f"{text}0%" if LIKE_THOUSANDS.fullmatch(text) else f"{text}%"


def _format_moment(value: object) -> str | None:
    """Return a date, time or duration as text; whatever else there may be by its own words."""
    if isinstance(value, datetime):
        is_day = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value) or None


def turn_into_rows(columns: Iterable[tuple[str, list[object]]]) -> Iterator[Row]:
    """Return rows of text from named columns of equal length."""
    yield from map(list, zip(*(map(to_text, values) for _, values in columns), strict=True))


def name_cell(place: int) -> str:
    """Return the name of a sheet's column among its cells on disk: k1, k2, ... for 0, 1, ..."""
    return f"k{place + 1}"


def spell_column(column: int) -> str:
    """Return what a spreadsheet calls a column: A, B, ... AA for 0, 1, ... 26."""
    more, last = divmod(column, 26)
    return (spell_column(more - 1) if more else "") + chr(65 + last)
