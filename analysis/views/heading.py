"""What a view is called: its subject, and the area, period and class that its numbers are of."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.selection import Selection
from analysis.words import theme


@dataclass(frozen=True)
class Heading:
    """The title of a view, made from the view's own choice.

    ``selection`` is what its numbers are of, which is not always what was asked; ``remark`` then
    says so. ``date`` are its periods in words.
    """

    subject: str
    selection: Selection
    date: str
    remark: str = ""

    @property
    def scope(self) -> str:
        """The area, period and class: the whole city, Juni 2025, semua skala."""
        parts = (self.selection.area_name, self.date, self.selection.class_words)
        return ", ".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """The subject with its area, period and class."""
        return f"{self.subject}, {self.scope}"

    @property
    def below(self) -> str:
        """The scope as it stands below the subject, with the remark."""
        return f"{self.scope}. {self.remark}" if self.remark else self.scope


def make_heading(subject: str, shown: Selection, asked: Selection) -> Heading:
    """Return the heading of numbers of one period; ``asked`` is what the reader has chosen."""
    return Heading(subject, shown, theme.period(shown.periode), shown.say_what_differs(asked))
