"""Whether an indicator's newest figure is older than the time in which a new one is due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.cells import find_nearest, read_cells, read_history
from analysis.words import theme
from data.store.store import Store


@dataclass(frozen=True)
class Freshness:
    """The newest period of an indicator, how many days it was old when it was published, and after
    how many months the period before was followed (None where there is only one period)."""

    newest: str
    days: int | None
    cycle: int | None

    @property
    def stale(self) -> bool:
        """Whether the next figure was already due when this one was published."""
        if self.days is None or self.cycle is None:
            return False
        end = _find_end(self.newest)
        return self.days > (_find_end(_add_months(self.newest, self.cycle)) - end).days

    @property
    def words(self) -> str:
        """Its age beside its cycle, in words."""
        return (
            f"data {theme.period(self.newest)} berumur {theme.number(self.days)} hari saat terbit; "
            f"biasanya diperbarui tiap {theme.number(self.cycle)} bulan"
        )


def read_freshness(store: Store, kode: str, selection: Selection) -> Freshness | None:
    """Return how fresh an indicator's newest figure is; None where it has none, or where another
    period is chosen, which is old because the reader wants it."""
    entry = translate_indicator(kode)
    periods = [
        cell["periode"] for cell in read_history(store, entry, find_nearest(entry, selection))
    ]
    if not periods or periods[-1] != selection.periode:
        return None
    months = [theme.count_months(period) for period in periods[-2:]]
    cycle = months[1] - months[0] if len(months) > 1 else None
    return Freshness(periods[-1], _read_age(store, periods[-1]), cycle)


def _read_age(store: Store, periode: str) -> int | None:
    """Return the published age of a period in days."""
    found = read_cells(
        store, "kesegaran", kode_wilayah=CITY, periode=periode, dimensi="", sumber="register"
    )
    return int(found[0]["nilai"]) if found and found[0]["nilai"] is not None else None


def _add_months(periode: str, months: int) -> str:
    whole = theme.count_months(periode) - 1 + months
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def _find_end(periode: str) -> date:
    """Return the last day of a month."""
    year, month = map(int, periode.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1])
