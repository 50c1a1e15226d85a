"""Which period the words around a table say, and the pattern that finds it in the next file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import get_month_names

from data.layouts.recognition import Row
from data.layouts.titles import clean_title, join_titles, list_months, list_ranges, list_years
from data.tables import Table

LEAD = r"(?:keadaan|kondisi|posisi|periode|per|bulan|sampai|s\.d\.)"


@dataclass(frozen=True)
class Period:
    """A period found around the rows: ``value`` is "2025-06" or "2025", ``where`` is Indonesian.

    ``pattern`` finds it in the next file too; None when it is written in a way that no layout
    can read (an abbreviated or a numbered month), so that it can only be settled as a constant.
    """

    value: str
    where: str
    pattern: str | None


def find_period(
    rows: Sequence[Row], heading: int, sheet: str, berkas: str, table: Table
) -> Period | None:
    """Return the period that the title, sheet name or file name says, sought in that order.

    A year without a month is taken only where the table's own periods may be years. Where a text
    names several periods, none is proposed.
    """
    column = next((column for column in table.columns if column.name == "periode"), None)
    if column is None:
        return None
    yearly = column.pattern is None or re.fullmatch(column.pattern, "2023") is not None
    title = join_titles(rows[:heading])
    places = {
        "baris judul": title,
        "nama lembar": clean_title(sheet),
        "nama berkas": clean_title(berkas),
    }
    for find in (_find_named_month, _find_numbered_month, *([_find_year] if yearly else [])):
        for where, text in places.items():
            value_and_pattern = find(text)
            if value_and_pattern is not None and _names_several(text):
                return None
            if value_and_pattern is not None:
                return Period(value_and_pattern[0], where, value_and_pattern[1])
    return None


def _names_several(text: str) -> bool:
    """Tell whether a text names months or years between which nobody can choose."""
    months = {(month.number, month.year) for month in list_months(text)}
    years = list_years(text)
    lead = re.findall(rf"\b{LEAD}\b", text, re.IGNORECASE)
    return len(years) > 1 or (len(months) > 1 and len(lead) != 1) or bool(list_ranges(text))


def _find_named_month(text: str) -> tuple[str, str | None] | None:
    wide = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()}
    short = {name.casefold(): n for n, name in get_month_names("abbreviated", locale="id").items()}
    gap, year = r"[\s_.,-]+", r"(?P<tahun>(?:19|20)\d{2})"
    after = rf"(?:\d{{1,2}}{gap})?(?P<bulan>{'|'.join(wide)}){gap}{year}(?!\d)"
    # "Dicetak 3 Juli 2025" may stand beside "keadaan Juni 2025".
    for pattern in (rf"\b{LEAD}{gap}{after}", after):
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            return f"{match['tahun']}-{wide[match['bulan'].casefold()]:02d}", pattern
    # Offices also write Agt and Ags for August.
    short |= {"agt": 8, "ags": 8}
    pattern = rf"(?<![a-z])(?P<bulan>{'|'.join(short)}){gap}{year}(?!\d)"
    match = re.search(pattern, text, re.IGNORECASE)
    return match and (f"{match['tahun']}-{short[match['bulan'].casefold()]:02d}", None)


def _find_numbered_month(text: str) -> tuple[str, str | None] | None:
    match = re.search(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)", text)
    return match and (f"{match[1]}-{match[2]}", None)


def _find_year(text: str) -> tuple[str, str | None] | None:
    for pattern in (r"tahun[\s_.,-]+(?P<tahun>20\d{2})(?!\d)", r"(?<!\d)(?P<tahun>20\d{2})(?!\d)"):
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            return match["tahun"], pattern
    return None
