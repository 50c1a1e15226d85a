"""What a view is called: its subject, and the area, period and class that its numbers are of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.definitions.selection import Selection
from analysis.words import theme
from analysis.words.language import kata

NEED_NOT_ADD_UP = "Tabel dengan tanggal berbeda tidak selalu berjumlah."


@dataclass(frozen=True)
class Heading:
    """The title of a view, made from the view's own choice.

    ``selection`` is what its numbers are of, which is not always what was asked; ``remark`` then
    says so. ``date`` are its periods in words. ``day`` (ISO) is that of its oldest number, where
    tables of a period are of different days because some waited when others took new numbers.
    """

    subject: str
    selection: Selection
    date: str
    remark: str = ""
    day: str = ""

    def add_days(self, days: Iterable[str]) -> Heading:
        """Return it with the oldest of the days of its numbers, those that matter."""
        return replace(self, day=min(filter(None, days), default=self.day))

    @property
    def day_words(self) -> str:
        """The day of its numbers in words, '' where all tables are of one."""
        return kata("angka per {hari}", hari=theme.day(self.day)) if self.day else ""

    @property
    def scope(self) -> str:
        """The area, period and class: the whole city, Juni 2025, semua skala."""
        parts = (
            self.selection.area_name,
            self.date,
            self.selection.class_words,
            self.day_words,
        )
        return ", ".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """The subject with its area, period and class."""
        return f"{self.subject}, {self.scope}"

    @property
    def below(self) -> str:
        """The scope as it stands below the subject, with the remark."""
        remarks = [self.remark, kata(NEED_NOT_ADD_UP) if self.day else ""]
        return ". ".join(filter(None, [self.scope, " ".join(filter(None, remarks))]))


def make_heading(subject: str, shown: Selection, asked: Selection) -> Heading:
    """Return the heading of numbers of one period; ``asked`` is what the reader has chosen."""
    return Heading(subject, shown, theme.period(shown.periode), shown.say_what_differs(asked))
