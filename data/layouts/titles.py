"""What the words around a table say of all its rows: its period, its city, whatever a layout seeks.

Titles name more years than that of the data: of a law, of a decree, of the day of printing. Those
are taken out before a period is sought. Where two periods are left, none of them is taken: the
file is asked for its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from babel.dates import get_month_names

from data.city import OUR_CITY
from data.layouts.layout import Layout

Row = Sequence[str | None]
MONTHS = {name.casefold(): n for n, name in get_month_names("wide", locale="id").items()} | {
    "pebruari": 2,
    "nopember": 11,
}
"""Whole names. What is cut short is a month only beside a year: 'Des. Banjarsari' is none."""
SHORT = {name.casefold(): n for n, name in get_month_names("abbreviated", locale="id").items()} | {
    **{"peb": 2, "mrt": 3, "agt": 8, "ags": 8, "sept": 9, "nop": 11},
}
NUMBER = r"\b(?:nomor|nomer|nmr\.?|no\.?)\s*:?\s*[\w./-]*\d[\w./-]*"
OF_YEAR = r"(?:\s*,?\s*(?:tahun|thn\.?|th\.?|/)\s*\d{4})?"
OF_DAY = r"(?:\s*,?\s*(?:tanggal|tgl\.?)\s*:?\s*\d{1,2}[\s./-]+\w+[\s./-]+\d{4})?"
LAW = (
    r"\b(?:uu|pp|perp?pu|perpres|inpres|keppres|perda|perwali?|pergub|perbup|kepwali?|kepgub|"
    r"permen\w*|kepmen\w*|peraturan|undang[- ]undang|keputusan|instruksi|surat|sk)\b"
)
PLAN = (
    r"\b(?:kbli|rpjmd|rpjmn|rpjpd|rpd|renstra|renja|rkpd|apbd|apbn|dipa|dpa|iso|sensus\s+ekonomi|"
    r"se|susenas|podes|sakernas)"
)
MADE = (
    r"\b(?:dicetak|cetak|diunduh|diakses|dibuat|diperba[rh]\w*|diupdate|updated?|pembaruan|"
    r"ditetapkan|diundangkan|diterbitkan|ditandatangani)\b"
)
DAY = r"\d{1,2}[\s./-]+[a-z0-9]+[\s./-]+\d{4}"
NOT_OF_THE_DATA = re.compile(
    "|".join(
        (
            NUMBER + OF_YEAR + OF_DAY,
            LAW + r"[\w\s,.()]{0,60}?\d+\s*(?:/|tahun|thn\.?|th\.?)\s*\d{4}",
            LAW + r"[\w\s,.()]{0,40}?\b(?:tahun|thn\.?|tanggal|tgl\.?)\s*(?:" + DAY + r"|\d{4})",
            PLAN + r"\s*(?:tahun\s*)?\d{4}(?:\s*[-–/]\s*\d{4})?",
            MADE + r"[^\d]{0,30}(?:" + DAY + r"|\d{4}-\d\d-\d\d|[a-z]+\s+\d{4}|\d{4})",
        )
    ),
    re.IGNORECASE,
)
SIGNED = re.compile(r"\s*[a-z ]+,\s*(?:tanggal\s*)?\d{1,2}\s+[a-z]+\s+\d{4}\s*", re.IGNORECASE)
JOINED = r"\s*(?:dan|&|s/d|s\.?\s?d\.?|sampai(?:\s+dengan)?|hingga|ke|-|–|/|,)\s*"
AND_THEN = re.compile(JOINED + r"(?:bulan\s+)?(?:\d{1,2}\s+)?", re.IGNORECASE)
MORE_YEARS = re.compile(JOINED + r"(?:19|20)\d{2}\b", re.IGNORECASE)
YEAR = r"(?:19|20)\d{2}"
A_YEAR = re.compile(rf"(?<![\d.,/-]){YEAR}(?!\d|[.,]\d)")
A_MONTH = re.compile(
    rf"\b(?P<bulan>{'|'.join(MONTHS)})\b(?:[\s_.,-]+(?P<tahun>{YEAR})\b)?"
    rf"|\b(?P<singkat>{'|'.join(SHORT)})\b[\s_.'-]+(?P<tahun_singkat>{YEAR})\b"
    r"|(?<![\d-])(?P<tahun_angka>20\d\d)-(?P<angka>0[1-9]|1[0-2])(?![\d-])",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"\W*(?:kriteria|berdasarkan|menurut|sumber|catatan|keterangan|dinas|badan|pemerintah|bidang|"
    r"lampiran|data sintetis)\b",
    re.IGNORECASE,
)
"""How a row above a table begins that says nothing of what is counted."""
BROKEN_DOWN = re.compile(
    r"\b(?:menurut|berdasarkan|per|dinas|badan|sumber|kriteria)\b.*", re.IGNORECASE
)
BEHIND_A_CITY = re.compile(
    r"\s+\b(?:berdasarkan|menurut|tahun|pada|per|dan|semester|triwulan|hasil|keadaan|kondisi|bulan|"
    r"posisi|periode|dinas|yang|dalam|untuk|oleh|sampai|s\.d|prov(?:insi)?)\b.*",
    re.IGNORECASE,
)


PIECED = "bulan dan tahunnya disebut judul, nama lembar atau nama berkas"
KEPT_AS = r"^(?:\.calon-)?[0-9a-f]{12}-"
"""What this program writes before the name of a file that it keeps."""


@dataclass(frozen=True)
class Said:
    """What titles say: ``filled`` by column; ``unsure`` why they say no period though they name
    some, as a sentence; ``read`` what an officer should look at of a period that was pieced
    together, as sentences."""

    filled: Mapping[str, str]
    unsure: str = ""
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    """A month that a text names; ``year`` is None where none stands beside it, ``start`` and
    ``end`` are where it stands."""

    number: int
    year: str | None
    start: int
    end: int


@dataclass
class _Period:
    """The period as it is being found."""

    year: str | None = None
    month: int | None = None
    unsure: str = ""
    read: list[str] = field(default_factory=list)


def clean_title(text: str) -> str:
    """Return a title's text without the years of laws, plans and printing, blanks made one."""
    text = " ".join(text.split())  # any cell may stand here, one of nothing but spaces too
    if SIGNED.fullmatch(text):
        return ""
    return re.sub(r"[_\s\u00a0]+", " ", NOT_OF_THE_DATA.sub(" ", text.replace("_", " "))).strip()


def join_titles(rows: Sequence[Row]) -> str:
    """Return the cells of rows as one text, each without what is not of the data."""
    return " ".join(filter(None, (clean_title(cell) for row in rows for cell in row if cell)))


def read_titles(layout: Layout, rows: Sequence[Row], sheet: str, berkas: str) -> Said:
    """Return what a layout's patterns find in the rows above a heading, the sheet's name and the
    file's, the first one that has it winning. Of a period, all of them are heard."""
    title = join_titles(rows)
    raw = " ".join(cell for row in rows for cell in row if cell)
    plain = [re.sub(r"[_\s\u00a0]+", " ", text) for text in (raw, sheet, berkas)]
    filled = dict(layout.constants)
    for pattern in layout.patterns:
        if _is_of_period(pattern):
            continue
        match = next(filter(None, (re.search(pattern, t, re.IGNORECASE) for t in plain)), None)
        if match:
            filled |= {n: t.strip() for n, t in match.groupdict().items() if t and n not in filled}
    if "kab_kota" in filled and "kab_kota" not in layout.constants:
        filled["kab_kota"] = trim_city(filled["kab_kota"])
    found = _find_period(layout, title, sheet, berkas)
    if found.year and not found.unsure and "periode" not in filled:
        filled["periode"] = found.year if not found.month else f"{found.year}-{found.month:02d}"
    return Said(filled, found.unsure, tuple(found.read))


def find_stranger(layout: Layout, rows: Sequence[Row]) -> str:
    """Return the words of a title that say that a table counts something else; empty without any.

    What a title says after "menurut" or as its source is no measure.
    """
    cells = (cell for row in rows for cell in row if cell and not BESIDE.match(cell))
    texts = [BROKEN_DOWN.sub(" ", re.sub(r"[_\s\u00a0]+", " ", cell)) for cell in cells]
    matches = (re.search(p, text, re.IGNORECASE) for p in layout.strangers for text in texts)
    return next((match[0].strip() for match in matches if match), "")


def trim_city(words: str) -> str:
    """Return the name of a city without the words of a title that follow it."""
    ours = re.match(r"\s+".join(OUR_CITY.nama.split()) + r"\b", words, re.IGNORECASE)
    longer = (f"kota {name}".casefold() for name in OUR_CITY.kota_lain)
    if ours and not any(words.casefold().startswith(name) for name in longer):
        return ours[0]
    return BEHIND_A_CITY.sub("", words)


def _is_of_period(pattern: str) -> bool:
    return any(f"(?P<{name}>" in pattern for name in ("tahun", "bulan", "periode"))


def _find_period(layout: Layout, title: str, sheet: str, berkas: str) -> _Period:
    patterns = [pattern for pattern in layout.patterns if _is_of_period(pattern)]
    texts = {"judul": title}
    if not _is_name_of_file(sheet, berkas):
        texts["nama lembar"] = clean_title(sheet)
    texts["nama berkas"] = clean_title(re.sub(KEPT_AS, "", PurePath(berkas).name))
    if _is_name_of_file(sheet, berkas):
        texts["nama lembar "] = clean_title(sheet)
    for pattern in patterns:
        for where, text in texts.items():
            found = _judge_matches(pattern, text)
            if found:
                return _compare_with_others(found, where, texts, _has_months(patterns))
    if _has_months(patterns):
        return _join_apart(texts)
    return _Period()


def _has_months(patterns: Sequence[str]) -> bool:
    return any("(?P<bulan>" in pattern for pattern in patterns)


def _is_name_of_file(sheet: str, berkas: str) -> bool:
    """Tell whether a sheet goes by a file's name: it has none of its own, or came in a zip."""
    return sheet in berkas or re.search(r"\.[a-z]{2,7}$", sheet.casefold()) is not None


def _judge_matches(pattern: str, text: str) -> _Period | None:
    """Return the period that a pattern finds in a text, or why it is none; None without a match."""
    found: dict[tuple[str | None, int | None], re.Match[str]] = {}
    for match in re.finditer(pattern, text, re.IGNORECASE):
        parts = match.groupdict()
        if parts.get("periode"):
            year, _, month = str(parts["periode"]).partition("-")
            found[year, int(month) if month else None] = match
        elif not parts.get("bulan"):
            found[parts.get("tahun"), None] = match
        elif (number := find_month(str(parts["bulan"]))) is not None:
            found[parts.get("tahun"), number] = match
    if not found:
        return None
    (one, number), match = next(iter(found.items()))
    if len(found) > 1:
        several = "' dan '".join(_write(*each) for each in found)
        return _Period(unsure=f"judulnya menyebut lebih dari satu periode ('{several}').")
    span = _find_range(match, text, number)
    if span:
        kind = "tahun" if number is None else "bulan"
        return _Period(unsure=f"judulnya menyebut lebih dari satu {kind} ('{span}').")
    return _Period(one, number)


def _find_range(match: re.Match[str], text: str, month: int | None) -> str:
    """Return the words of several periods of which a match is one; empty where it stands alone."""
    if month is None:
        more = MORE_YEARS.match(text, match.end("tahun")) if "tahun" in match.groupdict() else None
        return match["tahun"] + more[0] if more else ""
    spans = (s for s in list_ranges(text) if s[0] < match.end() and s[1] > match.start())
    return next((text[start:end] for start, end in spans), "")


def list_ranges(text: str) -> list[tuple[int, int]]:
    """Return where a text names two months joined to each other: 'Januari s.d. Juni 2025'."""
    beside = list_months(text)
    return [
        (one.start, other.end)
        for one, other in zip(beside, beside[1:], strict=False)
        if AND_THEN.fullmatch(text[one.end : other.start])
        and (one.number, one.year) != (other.number, other.year)
    ]


def _compare_with_others(
    found: _Period, where: str, texts: Mapping[str, str], takes_months: bool
) -> _Period:
    """Return a period once the other texts have been heard: they may name its month, or another
    period."""
    if not found.unsure and found.month is None:
        _complete_year(found, where, texts, takes_months)
    if found.unsure:
        return found
    own = _write(found.year, found.month)
    for other, text in texts.items():
        otherwise = _list_otherwise(found, text) if other != where else []
        words = (
            f"{where.strip()} menyebut {own}, {other.strip()} menyebut {' dan '.join(otherwise)}"
        )
        if otherwise and "nama lembar" in (other, where):
            found.unsure = f"{words}."
        elif otherwise:
            found.read.append(f"periode {own} dari {where.strip()}; {words}")
    return found


def _list_otherwise(found: _Period, text: str) -> list[str]:
    """Return the periods that a text names if the one that was found is not among them."""
    months = list_months(text) if found.month else []
    if months:
        is_said = any(
            month.number == found.month and month.year in (None, found.year) for month in months
        )
        return [] if is_said else [_write(month.year, month.number) for month in months]
    years = list_years(text)
    return [] if found.year in years else years


def _complete_year(
    found: _Period, where: str, texts: Mapping[str, str], takes_months: bool
) -> None:
    """Give a year the month that stands apart from it, where just one does; doubt it where the same
    text names other years, or several months."""
    years = list_years(texts[where])
    if len(years) > 1:
        several = "' dan '".join(years)
        found.unsure = f"judulnya menyebut lebih dari satu tahun ('{several}')."
        return
    elsewhere = [place for place in ("judul", "nama lembar") if place in texts]
    months = {
        month.number: place
        for place in dict.fromkeys([where, *elsewhere])
        for month in list_months(texts[place])
        if month.year in (None, found.year)
    }
    if len(months) > 1:
        several = "' dan '".join(_write(None, number) for number in months)
        found.unsure = f"judulnya menyebut lebih dari satu bulan ('{several}')."
    elif months and takes_months:
        ((found.month, place),) = months.items()
        found.read.append(
            f"periode {_write(found.year, found.month)}: bulan dari {place.strip()}, tahun dari "
            f"{where.strip()}"
        )


def _join_apart(texts: Mapping[str, str]) -> _Period:
    """Return the period of titles in which month and year stand apart, each named just once."""
    months = {month.number for text in texts.values() for month in list_months(text)}
    years = {year for text in texts.values() for year in list_years(text)}
    if len(months) != 1 or len(years) != 1:
        if len(months) > 1:
            several = "' dan '".join(_write(None, number) for number in sorted(months))
            return _Period(unsure=f"judulnya menyebut lebih dari satu bulan ('{several}').")
        return _Period()
    ((month,), (year,)) = months, years
    return _Period(year, month, read=[f"periode {_write(year, month)}: {PIECED}"])


def list_years(text: str) -> list[str]:
    """Return the years that a text names, each once, the second one of '2022-2023' too."""
    found = []
    for match in A_YEAR.finditer(text):
        more = MORE_YEARS.match(text, match.end())
        found += [match[0], *([more[0][-4:]] if more else [])]
    return list(dict.fromkeys(found))


def list_months(text: str) -> list[Month]:
    """Return the months that a text names, in its order, each with the year beside it."""
    return list(_read_months(text))


def _read_months(text: str) -> Iterator[Month]:
    for match in A_MONTH.finditer(text):
        named = find_month(match["bulan"] or match["singkat"] or "")
        year = match["tahun"] or match["tahun_singkat"] or match["tahun_angka"]
        yield Month(named or int(match["angka"]), year, match.start(), match.end())


def find_month(word: str) -> int | None:
    """Return the number of a month by its Indonesian name, whole or cut short; None for others."""
    return MONTHS.get(word.casefold(), SHORT.get(word.casefold()))


def _write(year: str | None, month: int | None) -> str:
    """Return a period in words."""
    named = get_month_names("wide", locale="id")[month] if month else ""
    return f"{named} {year or ''}".strip()
