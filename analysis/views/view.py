"""What a view is made of: rows with their words, tiles, clusters. No query and no drawing."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.definitions.indicator import Indicator
from analysis.views.heading import Heading
from analysis.words import theme
from analysis.words.language import kata
from data import reference


@dataclass(frozen=True)
class Row:
    """One value with its name. ``value`` is None when the sign says why.

    ``band`` says in which half a withheld share lies (``theme.BANDS``), '' where that is not told.
    """

    code: str
    label: str
    value: float | None
    text: str
    above: int | None = None
    below: int | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    sign: str = ""
    band: str = ""
    origin: str = ""
    reference: str = ""
    unknown: float | None = None
    """Of a share: the percentage of its universe whose answer is not known."""
    basis: str = ""
    """The channels that its definition lacks, since its period did not ask them."""
    day: str = ""
    """The day (ISO) of its number, where tables of its period are of different days."""

    @property
    def mark(self) -> str:
        """The sign as it stands small beside the value; '' where the value's text has it."""
        return "" if self.value is None or self.text.endswith(self.sign) else self.sign

    @property
    def silence(self) -> str:
        """The share of unknown answers in words, or nothing where every answer is known."""
        if not self.unknown:
            return ""
        return kata("{pangsa} tidak diketahui", pangsa=theme.quantity(self.unknown, "persen"))

    @property
    def counts(self) -> str:
        """The counts behind a share: ``5.253 dari 11.514``."""
        if self.above is None or self.below is None:
            return ""
        return kata(
            "{bagian} dari {semua}",
            bagian=theme.number(self.above),
            semua=theme.number(self.below),
        )

    @property
    def interval(self) -> str:
        """The 95 % interval in words, or nothing for a full count."""
        if self.low is None or self.high is None:
            return ""
        return f"{theme.number(self.low, 1)} – {theme.number(self.high, 1)} %"


class Headed:
    """Anything under a heading, which says what it is called and of when."""

    heading: Heading

    @property
    def title(self) -> str:
        """What it shows, and of which area, period and class."""
        return self.heading.title

    @property
    def date(self) -> str:
        """Its periods in words."""
        return self.heading.date


@dataclass(frozen=True)
class View(Headed):
    """Rows under one heading, with the words that every surface owes its reader."""

    indicator: Indicator
    heading: Heading
    sentence: str
    rows: tuple[Row, ...]
    source: str
    highlighted: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", self.heading.add_days(row.day for row in self.rows))

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the rows' values come from, each once."""
        return tuple(dict.fromkeys(row.origin for row in self.rows if row.origin))

    @property
    def synthetic(self) -> bool:
        """Whether any value in it is made up."""
        return "sintetis" in self.origins

    @property
    def full_bar(self) -> float:
        """The value that a bar of full length stands for, on every surface."""
        if self.indicator.out_of_hundred:
            return 100.0
        return max((row.value for row in self.rows if row.value is not None), default=1.0) or 1.0

    @property
    def silence(self) -> str:
        """How many answers are unknown in its rows, as a sentence; nothing where none is."""
        shares = [row.unknown for row in self.rows if row.unknown is not None]
        if not any(shares):
            return ""
        low, high = (theme.quantity(share, "persen") for share in (min(shares), max(shares)))
        both = low if low == high else kata("{rendah} sampai {tinggi}", rendah=low, tinggi=high)
        return kata("Jawaban tidak diketahui: {pangsa}.", pangsa=both)

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that occur, for the key under a table."""
        return tuple(dict.fromkeys(row.sign for row in self.rows if row.sign))


@dataclass(frozen=True)
class CrossTable:
    """One indicator by kecamatan (rows) and a breakdown (columns), from the protected cube."""

    indicator: Indicator
    heading: Heading
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Row, ...]], ...]
    totals: tuple[Row, ...] = ()
    """What each row's kecamatan has as a whole; empty where the columns are answers."""
    foot: tuple[Row, ...] = ()
    """What the city has of each column, and then as a whole; empty where that is not published."""
    note: str = ""

    def __post_init__(self) -> None:
        days = (row.day for _, rows in self.rows for row in (*rows, *self.totals, *self.foot))
        object.__setattr__(self, "heading", self.heading.add_days(days))

    @property
    def title(self) -> str:
        """What it shows, and of which area, period and class."""
        return self.heading.title

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its cells' values come from, each once."""
        marks = (row.origin for _, rows in self.rows for row in rows if row.origin)
        return tuple(dict.fromkeys(marks))

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that occur in it."""
        return tuple(dict.fromkeys(row.sign for _, rows in self.rows for row in rows if row.sign))


@dataclass(frozen=True)
class Tile:
    """One number to be read aloud, with its change, target and benchmark where there are any."""

    indicator: Indicator
    heading: Heading
    row: Row
    change: str = ""
    target: str = ""
    benchmark: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", self.heading.add_days([self.row.day]))

    @property
    def scope(self) -> str:
        """The area, period and class that its number is of."""
        return self.heading.scope

    @property
    def place(self) -> str:
        """The area and class that its number is of."""
        return self.heading.selection.place

    @property
    def date(self) -> str:
        """The period that its number is of, and its day where that matters."""
        return ", ".join(filter(None, (self.heading.date, self.heading.day_words)))


@dataclass(frozen=True)
class RankBand:
    """Between which ranks a kecamatan lies, whichever weights within bounds are chosen."""

    code: str
    label: str
    score: str
    best: int | None
    worst: int | None
    among: int
    origin: str

    @property
    def text(self) -> str:
        """The band in words; a band of one rank says that no choice of weights moves it."""
        if self.best is None or self.worst is None:
            return "tidak dapat diperingkat"
        if self.best == self.worst:
            return f"selalu ke-{self.best} dari {self.among}"
        return f"ke-{self.best} sampai ke-{self.worst} dari {self.among}"


@dataclass(frozen=True)
class ProductCluster:
    """A product in a kecamatan or kelurahan: how many make it, and who of them sells online.

    ``online`` and ``answered`` are None where the answer is withheld; ``share`` is then its sign,
    and ``band`` "sebagian besar" or "sebagian kecil" where that much is told. ``day`` (ISO) is that
    of the older of its two numbers, '' where all tables of the period are of one.
    """

    code: str
    area: str
    key: str
    product: str
    n: int
    online: int | None
    answered: int | None
    share: str
    origin: str = ""
    band: str = ""
    day: str = ""

    @property
    def kecamatan(self) -> str:
        """The kecamatan that it is or lies in."""
        return reference.list_kecamatan().get(reference.cut_kecamatan_code(self.code), self.area)

    @property
    def band_words(self) -> str:
        """The half in words, as it stands in a sentence or beside a mark; '' where none is told."""
        if not self.band:
            return ""
        mostly = self.band == theme.BAND_NAMES[theme.MOSTLY]
        return kata("sebagian besar daring") if mostly else kata("sebagian kecil daring")

    @property
    def offline(self) -> int | None:
        """How many answered that they do not sell online."""
        if self.online is None or self.answered is None:
            return None
        return self.answered - self.online

    @property
    def unknown(self) -> int | None:
        """How many gave no answer; None where that is withheld, and where size and answers are of
        different days so that they do not add up."""
        return None if self.answered is None or self.n < self.answered else self.n - self.answered

    @property
    def value(self) -> float | None:
        """The percentage online of those who answered; None where withheld or nobody answered."""
        if self.online is None or not self.answered:
            return None
        return 100 * self.online / self.answered


@dataclass(frozen=True)
class Difference:
    """Two estimates side by side, and what a test allows to be said of them.

    ``text`` and ``interval`` are '' where one of the two is not shown; ``old`` and ``new`` are the
    estimates themselves, None where they are not.
    """

    code: str
    label: str
    first: str
    second: str
    text: str
    interval: str
    word: str
    origin: str
    old: float | None = None
    new: float | None = None

    @property
    def told(self) -> bool:
        """Whether the word is more than that nobody can tell."""
        return self.word != theme.UNDECIDED


@dataclass(frozen=True)
class Differences(Headed):
    """Differences of one table, with what its two columns of estimates are called."""

    indicator: Indicator
    heading: Heading
    first: str
    second: str
    sentence: str
    rows: tuple[Difference, ...]
    source: str
