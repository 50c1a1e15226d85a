"""Colours, and how numbers, dates and periods are written. Nothing else decides either.

Formats come from the Unicode locale data through Babel, for the language that is spoken: 1.234,5
and 24 Juni 2022 in Indonesian.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from analysis.words.language import get_language, kata

NO_VALUE = "–"
UNDECIDED = "belum dapat disimpulkan"
"""What is said of a difference that no test supports."""

# Teal sells online, ochre does not yet, on every surface. The pair stays apart in the three
# common kinds of colour blindness and in grey print, where ochre is the lighter one.
ONLINE = {"light": "#00756f", "dark": "#45c4b8"}
OFFLINE = {"light": "#b3781c", "dark": "#d9a94f"}
NEUTRAL = {"light": "#5f757d", "dark": "#8fa3a9"}
INK = {"light": "#18272d", "dark": "#e8eeee"}
MUTED = {"light": "#55666c", "dark": "#a3b3b6"}
LINE = {"light": "#d5dedd", "dark": "#33444a"}
PAPER = {"light": "#ffffff", "dark": "#11191c"}
SHADE = {"light": "#f2f6f5", "dark": "#1a2529"}
PALE = 0.5
"""How opaque an estimate's bar is, so that its limits are seen on it and beside it."""

# Small words beside a mark: the mark's colour, dark enough to be read.
OFFLINE_WORDS = {"light": "#855510", "dark": "#e3b65f"}
LAND = {"light": "#ffffff", "dark": "#1f2c31"}
SEA = {"light": "#eef2f1", "dark": "#151f23"}

# Five steps of one hue for shares, light to dark; one grey for "no value".
STEPS = ("#d7ecea", "#a3d3cf", "#67b3ad", "#2b8f88", "#00605b")
NOTHING = "#c9cfce"
ON_COLOUR = "#000000"
"""Words on ochre or on any step but the last: the ink of the page is too pale there."""

# How far a value lies from a larger area's: far worse, worse, alike, better, far better.
GAPS = {
    "light": {"m2": "#e8b868", "m1": "#f8e8cc", "p0": "#ffffff", "p1": "#d3eae7", "p2": "#86c5be"},
    "dark": {"m2": "#7a5717", "m1": "#3b2f16", "p0": "#11191c", "p1": "#173735", "p2": "#1f635d"},
}

SIGNS = {
    "": "",
    "x": "dirahasiakan agar tidak ada usaha yang dikenali",
    "E": "gunakan dengan hati-hati (galat baku relatif 25 sampai 50 %)",
    "F": "terlalu tidak pasti untuk ditampilkan",
    "..": "tidak tersedia",
}
MOSTLY, PARTLY = "sebagian_besar", "sebagian_kecil"
BANDS = {
    "": "",
    MOSTLY: "lebih dari separuh yang menjawab; pangsanya sendiri dirahasiakan",
    PARTLY: "paling banyak separuh yang menjawab; pangsanya sendiri dirahasiakan",
}
"""In which half a share lies that is withheld itself: what stands in the cube, and its meaning."""
BAND_NAMES = {"": "", MOSTLY: "sebagian besar", PARTLY: "sebagian kecil"}
ORIGINS = {
    "terbit": "Angka terbit",
    "sintetis": "Data sintetis",
    "register": "Register",
}


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number as 1.234,5, or a dash when there is none."""
    if value is None or math.isnan(value):
        return NO_VALUE
    return _write_number(round(value, decimals), decimals, get_language())


@lru_cache(maxsize=8192)
def _write_number(value: float, decimals: int, spoken: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=spoken)


def amount(value: float | None, unit: str) -> str:
    """Return a value as exact as its unit is written, without the unit: 34,1 or 11.307."""
    return number(value, decimals(unit))


def decimals(unit: str) -> int:
    """Return how many digits a value of this unit is shown with behind the comma."""
    return 1 if unit in {"persen", "poin persen", "poin"} else 0


def quantity(value: float | None, unit: str) -> str:
    """Return a value with its unit as read aloud: 34,1 %, 11.307 usaha, 17 bulan."""
    text = amount(value, unit)
    if text == NO_VALUE:
        return text
    # A line must not break between a number and its unit.
    return f"{text}\u00a0%" if unit == "persen" else f"{text}\u00a0{kata(unit)}"


def tick(value: float) -> str:
    """Return a round number at an axis with the decimals it has, at most two: 40 or 0,75."""
    return number(value, next((n for n in (0, 1) if math.isclose(value, round(value, n))), 2))


def signed(value: float | None, unit: str) -> str:
    """Return a change with its sign: +3,2 poin persen, −120 usaha."""
    if value is None or math.isnan(value):
        return NO_VALUE
    return _sign(value) + quantity(abs(value), unit)


def span(low: float, high: float) -> str:
    """Return between which limits a change in percentage points lies: −0,4 sampai +7,2."""
    signs = (_sign(limit) + number(abs(limit), 1) for limit in (low, high))
    return kata("{rendah} sampai {tinggi}", **dict(zip(("rendah", "tinggi"), signs, strict=True)))


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: first letter small, UMKM left as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def day(value: date | str) -> str:
    """Return a date as 24 Juni 2022; a bare year or month as far as it is known."""
    if isinstance(value, str):
        if len(value) < len("2022-06-24"):
            return period(value) if "-" in value else value
        value = date.fromisoformat(value)
    return _write_date(value, "d MMMM y", get_language())


def period(value: str) -> str:
    """Return a period ``2022-06`` as Juni 2022."""
    return _write_date(date.fromisoformat(f"{value}-01"), "MMMM y", get_language())


def count_months(period: str) -> int:
    """Return a period ``2022-06`` as months since the year 0, so that gaps keep their length."""
    year, month = period.split("-")
    return 12 * int(year) + int(month)


@lru_cache(maxsize=1024)
def _write_date(value: date, pattern: str, spoken: str) -> str:
    return format_date(value, pattern, locale=spoken)


def moment(value: str) -> str:
    """Return an ISO time in UTC as 24 Nov 2026, 08.30 WIB, the city's own time."""
    local = datetime.fromisoformat(value).astimezone(ZoneInfo("Asia/Jakarta"))
    return format_datetime(local, "d MMM y, HH.mm", locale=get_language()) + " WIB"


def _sign(value: float) -> str:
    return "+" if value >= 0 else "−"


def write_css_colours(scheme: str = "") -> str:
    """Return the colours as CSS custom properties, for a scheme or following the reader's."""
    pairs = {
        "daring": ONLINE,
        "netral": NEUTRAL,
        "luring": OFFLINE,
        "tinta": INK,
        "redup": MUTED,
        "garis": LINE,
        "kertas": PAPER,
        "bayang": SHADE,
        "tanah": LAND,
        "laut": SEA,
        "luring-kata": OFFLINE_WORDS,
    }
    return "".join(
        f"--{name}:{pair[scheme]};"
        if scheme
        else f"--{name}:light-dark({pair['light']},{pair['dark']});"
        for name, pair in pairs.items()
    )


def write_css_gaps() -> str:
    """Return the shades of ``GAPS`` as CSS custom properties, following the reader's scheme."""
    light, dark = GAPS["light"], GAPS["dark"]
    return "".join(f"--{step}:light-dark({light[step]},{dark[step]});" for step in light)
