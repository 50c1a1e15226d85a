"""What the columns of an unknown file probably are: a proposal for an officer to correct.

Two witnesses are heard for each pair of table column and heading: how alike the names are, and
what stands below the heading. The words that offices use are lists under ``data/reference``
(``padanan_judul``, ``padanan_kata``, ``padanan_isi``, ``padanan_bukan``): a new spelling is a line
there, not code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from data import reference
from data.layouts.recognition import Layout, Wide, key, layouts
from data.tables import PLACE_COLUMNS, PLACE_LABELS, TABLES, Column, Table

Row = list[str | None]

DEEPEST = 30  # rows in which a heading is sought
LOWEST = 50  # a pair that scores less is not proposed
MEMORY = 200  # rows of contents that are looked at
ALIKE = 86  # how alike (of 100) a misspelt word must be to pass for a known one
CHANCE = 66  # two names that are less alike (of 100) are not alike at all


@dataclass(frozen=True)
class Proposal:
    """The heading proposed for one table column; None when no heading is likely.

    ``position`` is the heading's column in the sheet, from 1; ``score`` runs from 0 to 100;
    ``why`` says in Indonesian what speaks for it, and what against.
    """

    column: str
    heading: str | None
    position: int | None
    score: int
    why: str


@dataclass(frozen=True)
class Word:
    """A written word of a closed column, how often it occurs, and what it probably means.

    ``meaning`` is one of the column's own words, "" for "not known", None when nobody can tell.
    """

    written: str
    count: int
    meaning: str | None


@dataclass(frozen=True)
class _Kind:
    """What a column's cells look like. ``weight`` (0 to 1): how much that alone proves.

    Where a column has words of its ``own``, bare numbers and ya or tidak may stand for them but
    prove nothing: any column of codes or answers would look like this one.
    """

    said: str
    weight: float
    fits: Callable[[str], bool]
    own: tuple[str, ...] = ()

    def proves(self, cell: str) -> bool:
        """Tell whether a cell that fits speaks for this column and no other."""
        text = cell.casefold()
        return not self.own or text in self.own or not (text.isdigit() or text in _answers())


def heading_row(rows: Sequence[Row]) -> int:
    """Return the index of the row that most likely holds the headings; 0 when none does."""
    width = max((_filled(row) for row in rows), default=0)
    if width == 0:
        return 0
    # A title above may be as text-like as a heading, but fills few cells; of equals the first.
    scores = [_heading_score(rows, i, width) for i in range(min(len(rows), DEEPEST))]
    return scores.index(max(scores))


def propose(
    rows: Sequence[Row], heading: int, table: Table, known: Iterable[Layout] | None = None
) -> list[Proposal]:
    """Return one proposal per column of the table, places included, in the table's order.

    ``heading`` is the index of the heading row. Headings that are values (see ``wide``) are no
    column's. Each other heading is used once. One that is written
    twice is offered once, and one without words never: a layout finds columns by name. ``known``
    are the layouts whose headings count as names, all layouts when left out.
    """
    columns = columns_of(table)
    spread = wide(rows, heading, table)
    classes = set(spread.headings) if spread else set()
    places = [place for place in _places(rows, heading) if rows[heading][place] not in classes]
    names = _names(table, layouts() if known is None else known)
    found = {
        (column.name, place): _pair(rows, heading, place, column, names[column.name])
        for column in columns
        for place in places
    }
    taken = _surest_first({pair: score for pair, (score, _) in found.items()})
    proposals = []
    for column in columns:
        at = taken.get(column.name)
        if at is None:
            proposals.append(Proposal(column.name, None, None, 0, "tidak ada judul yang cocok"))
            continue
        score, why = found[column.name, at]
        proposals.append(Proposal(column.name, rows[heading][at], at + 1, round(score), why))
    return proposals


def wide(rows: Sequence[Row], heading: int, table: Table) -> Wide | None:
    """Return which headings are values of a closed column, as Mikro and Kecil of a size class.

    Only a column that is part of the table's key can stand across a sheet, with the table's one
    number below it; None where fewer than two headings name different values.
    """
    numbers = (c for c in table.columns if c.required and c.type in ("bulat", "desimal"))
    number = next(numbers, None)
    for column in table.columns:
        if number is None or not column.allowed or column.name not in table.key:
            continue
        headings: dict[str, str] = {}
        for place in _places(rows, heading):
            own = meaning(rows[heading][place] or "", column)
            if own and own not in headings.values():
                headings[rows[heading][place] or ""] = own
        if len(headings) > 1:
            return Wide(column.name, number.name, headings)
    return None


def _surest_first(scores: dict[tuple[str, int], float]) -> dict[str, int]:
    """Return a place for each column, no place twice.

    The best sum of scores (an assignment by linear algebra) was tried: it proposed the same, is
    harder to explain, and can give up a certain pair for two doubtful ones.
    """
    taken: dict[str, int] = {}
    # Sorting is stable: of equals, the table's first column and the sheet's first heading win.
    for (column, place), score in sorted(scores.items(), key=lambda item: -item[1]):
        if score >= LOWEST and column not in taken and place not in taken.values():
            taken[column] = place
    return taken


def likeliest_table(
    rows: Sequence[Row],
    heading: int,
    tables: Iterable[Table] | None = None,
    known: Iterable[Layout] | None = None,
) -> Table:
    """Return the table that explains most headings and misses fewest of its required columns."""
    familiar = tuple(layouts() if known is None else known)
    headings = max(len(_places(rows, heading)), 1)

    def explained(table: Table) -> float:
        scores = {p.column: p.score / 100 for p in propose(rows, heading, table, familiar)}
        spread = wide(rows, heading, table)
        many = len(spread.headings) if spread else 0
        scores |= {spread.column: 1, spread.value: 1} if spread else {}
        # A period may stand in the title, and is in every table besides.
        needed = {c.name for c in table.columns if c.required} - {"periode"}
        needed |= {PLACE_COLUMNS[table.place][-1]} | ({*table.key} - {"periode"} & set(scores))
        met = sum(scores.get(name, 0) for name in needed) / len(needed)
        return (sum(scores.values()) + max(many - 2, 0)) / headings + met

    return max(TABLES.values() if tables is None else tables, key=explained)


def values(rows: Sequence[Row], heading: int, position: int, column: Column) -> list[Word]:
    """Return the words below a heading with their probable meanings, the most frequent first.

    ``position`` counts columns from 1. Only a closed column (ya/tidak, or with allowed words) has
    words to translate; any other gives none.
    """
    if not _closed(column):
        return []
    cells = _cells(rows, heading, position - 1, len(rows))
    first: dict[str, str] = {}
    for cell in cells:
        first.setdefault(cell.casefold(), cell)
    counts = Counter(cell.casefold() for cell in cells)
    return [Word(first[one], n, meaning(first[one], column)) for one, n in counts.most_common()]


def meaning(written: str, column: Column) -> str | None:
    """Return the closed column's own word for a written one, "" for "not known", else None."""
    known = _meanings(column)
    word = " ".join(written.casefold().split())
    if word in known:
        return known[word]
    # Exports write a code before the word: "01 Mikro", "2. Kecil".
    bare = re.sub(r"^\d+\s*[-.:)]?\s*", "", word)
    if bare in known:
        return known[bare]
    held = {word for word in column.allowed if word.casefold() in bare.split()}
    denied = {"tidak", "tdk", "non", "bukan", "belum", "kurang"} & set(bare.split())
    if len(held) == 1 and not denied:
        return held.pop()
    long = [word for word in known if len(word) > 3]
    near = process.extractOne(bare, long, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return None if near is None or len(bare) < 4 else known[near[0]]


def columns_of(table: Table) -> list[Column]:
    """Return the columns that a file can give a table: its own, and its places in words."""
    own = {column.name: column for column in table.columns}
    places = [
        Column(name, "teks", PLACE_LABELS[name])
        for name in PLACE_COLUMNS[table.place]
        if name not in own
    ]
    return [*own.values(), *places]


# Names


def _words(heading: str) -> str:
    """Return a heading as words, each abbreviation that offices use written out."""
    # A line break in a heading is a space; a capital inside a word begins a new one.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).casefold()
    words = re.findall(r"[a-z]+|\d+", spaced)
    return " ".join(_abbreviations().get(word, word) for word in words)


@cache
def _abbreviations() -> dict[str, str]:
    frame = reference.read("padanan_kata")
    return dict(zip(frame["kata"], frame["arti"], strict=True))


def _denied(heading: str, column: Column) -> bool:
    """Tell whether a heading has a word that no heading of the column has."""
    frame = reference.read("padanan_bukan")
    return not set(_words(heading).split()).isdisjoint(frame[frame["kolom"] == column.name]["kata"])


def _names(table: Table, known: Iterable[Layout]) -> dict[str, set[str]]:
    """Return every name that each column of the table goes by."""
    names = {c.name: {c.label, c.name.replace("_", " ")} for c in columns_of(table)}
    for layout in known:
        if layout.table == table.name:
            for name, aliases in layout.columns.items():
                names.get(name, set()).update(aliases)
    frame = reference.read("padanan_judul")
    for written, name, only in zip(frame["judul"], frame["kolom"], frame["tabel"], strict=True):
        if name in names and only in (None, table.name):
            names[name].add(written)
    return names


@cache
def _vocabulary() -> frozenset[str]:
    """Return the names of all columns of all tables, to know a heading row by."""
    familiar = layouts()
    return frozenset(
        _words(name)
        for table in TABLES.values()
        for names in _names(table, familiar).values()
        for name in names
    ) | frozenset(map(_words, reference.read("padanan_judul")["judul"]))


def _alike(heading: str, names: set[str]) -> float:
    """Return how alike a heading is to the nearest of some names, 0 to 100 (the same)."""
    if key(heading) in {key(name) for name in names}:
        return 100
    words = _words(heading)
    return max((_alike_words(words, _words(name)) for name in names), default=0)


def _alike_words(one: str, other: str) -> float:
    if one == other:
        return 98
    shared = set(one.split()) & set(other.split())
    inside = 0.0
    if any(len(word) > 3 for word in shared):
        # "Kecamatan Usaha" holds "Kecamatan"; a shared "usaha" alone says little.
        inside = 0.8 * fuzz.token_set_ratio(one, other)
    alike = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), inside)
    # Below that, letters agree by chance: "satuan tanah" and "data buatan" reach 61.
    return min(95, alike) if alike >= CHANCE else 0


# Contents


def _matches(pattern: str) -> Callable[[str], bool]:
    found = re.compile(pattern, re.IGNORECASE)
    return lambda cell: found.fullmatch(cell) is not None


def _digits(count: int) -> Callable[[str], bool]:
    return lambda cell: re.fullmatch(rf"\d{{{count}}}", re.sub(r"[\s.'-]", "", cell)) is not None


def _degrees(low: float, high: float) -> Callable[[str], bool]:
    """Tell a coordinate by its range and its many decimals: a count has none."""

    def fits(cell: str) -> bool:
        text = cell.replace(",", ".")
        return bool(re.fullmatch(r"-?\d{1,3}\.\d{4,}", text)) and low <= float(text) <= high

    return fits


def _place_name(text: str) -> str:
    """Return a place name as compared: letters only, without its rank."""
    bare = re.sub(r"^\s*(kecamatan|kelurahan|kec|kel|desa|kota)\b\.?", "", text.casefold())
    return re.sub(r"[^a-z]", "", bare)


@cache
def _place_names(level: str) -> frozenset[str]:
    frame = reference.read("wilayah")
    frame = frame[frame["tingkat"] == level]
    aliases = reference.read("alias_wilayah")
    aliases = aliases[aliases["kode_kemendagri"].isin(frame["kode_kemendagri"])]["alias"]
    return frozenset(map(_place_name, [*frame["nama"], *frame["nama_bps"], *aliases]))


def _is_kecamatan(cell: str) -> bool:
    return _place_name(cell) in _place_names("kecamatan")


def _is_kelurahan(cell: str) -> bool:
    # Every kecamatan has a kelurahan of its own name: only the other names prove a kelurahan.
    return _place_name(cell) in _place_names("kelurahan") - _place_names("kecamatan")


def _is_wilayah(cell: str) -> bool:
    return _is_kecamatan(cell) or _place_name(cell) in _place_names("kota")


MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|jan|feb|mar|apr|jun|jul|agu|agt|sep|okt|nov|des"
)
DATE = rf"\d{{4}}-\d\d?-\d\d?([ T].*)?|\d\d?[-/. ](\d\d?|{MONTHS})[-/. ]\d{{2,4}}( .*)?"
PERIOD = rf"\d{{4}}-(0[1-9]|1[0-2])|({MONTHS})[ -]\d{{4}}|20\d\d"
PHONE = r"\(?(\+?62|0)[\d\s().-]{7,16}|8\d{8,11}"
STREET = r".*\b(jl|jln|jalan|kp|kampung|rt|rw|link|lingk|lingkungan|perum|komp|komplek|blok)\b.*"
NUMBER = r"(rp\.?\s*)?-?\d[\d.,\s]*"

KINDS = {
    "nik": _Kind("16 angka", 0.8, _digits(16)),
    "nib": _Kind("13 angka", 0.75, _digits(13)),
    "npwp": _Kind("15 angka", 0.6, _digits(15)),
    "kbli": _Kind("lima angka", 0.6, _digits(5)),
    "telepon": _Kind("nomor telepon", 0.75, _matches(PHONE)),
    "email": _Kind("alamat surel", 0.85, _matches(r"[^@\s]+@[^@\s]+\.[a-z]+")),
    "tautan": _Kind("alamat web", 0.75, _matches(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)+/\S*")),
    "alamat": _Kind("alamat", 0.6, _matches(STREET)),
    "lintang": _Kind("lintang di Indonesia", 0.85, _degrees(-11, 6)),
    "bujur": _Kind("bujur di Indonesia", 0.85, _degrees(95, 141)),
    "kab_kota": _Kind("nama kota atau kabupaten", 0.8, _matches(r"(kota|kab|kabupaten)\b.*")),
    "kecamatan": _Kind("nama kecamatan", 0.8, _is_kecamatan),
    "kelurahan": _Kind("nama kelurahan", 0.85, _is_kelurahan),
    "wilayah": _Kind("nama kecamatan atau kota", 0.8, _is_wilayah),
    "periode": _Kind("tahun atau bulan", 0.3, _matches(PERIOD)),
    "tahun_mulai": _Kind("tahun", 0.3, _matches(r"(19|20)\d\d")),
}
PROSE = _Kind("tulisan", 0, lambda cell: re.search("[a-zA-Z]", cell) is not None)
COUNT = _Kind("bilangan", 0.1, _matches(NUMBER))
# A missing address word or an odd code proves nothing against a good name.
LENIENT = {"alamat", "npwp", "periode"}


def _kind(column: Column) -> _Kind | None:
    if column.name in KINDS:
        return KINDS[column.name]
    if _is_date(column):
        return _Kind("tanggal", 0.4, _matches(DATE))
    if _closed(column):
        listed = "ya dan tidak" if column.type == "ya_tidak" else ", ".join(column.allowed)
        # Many columns hold ya and tidak: which one it is, only its name can tell.
        weight = 0.15 if column.type == "ya_tidak" else 0.75
        return _Kind(listed, weight, lambda cell: meaning(cell, column) is not None, column.allowed)
    if column.type in ("bulat", "desimal"):
        return COUNT
    if column.name.startswith("id_") or column.pattern:
        return None
    return PROSE


def _is_date(column: Column) -> bool:
    return str(column.type) == "tanggal" or column.name.startswith("tanggal")


def _closed(column: Column) -> bool:
    return column.type == "ya_tidak" or bool(column.allowed)


@cache
def _meanings(column: Column) -> dict[str, str]:
    """Return what each known word means in a closed column, by the word in lower case."""
    own = ("ya", "tidak") if column.type == "ya_tidak" else column.allowed
    frame = reference.read("padanan_isi")
    found: dict[str, str] = {}
    for written, only, word in zip(frame["isi"], frame["kolom"], frame["arti"], strict=True):
        word = word or ""
        if only in (None, column.name) and (not word or word in own):
            found[written] = word
    return found | {word.casefold(): word for word in own}


@cache
def _answers() -> frozenset[str]:
    """Return the words for ya, tidak and "not known" in any column."""
    frame = reference.read("padanan_isi")
    return frozenset(frame[frame["kolom"].isna()]["isi"])


# Both together


def _pair(
    rows: Sequence[Row], heading: int, place: int, column: Column, names: set[str]
) -> tuple[float, str]:
    """Return the score of a heading for a column, 0 to 100, and why."""
    title = rows[heading][place] or ""
    name = 0.0 if _denied(title, column) else _alike(title, names)
    kind = _kind(column)
    cells = _cells(rows, heading, place, MEMORY)
    why = ["judul sama" if name >= 98 else "judul mirip"] if name >= LOWEST else []
    if kind is None or not cells:
        return name, "; ".join(why)
    share = sum(kind.fits(cell) for cell in cells) / len(cells)
    if share >= 0.5:
        proof = sum(kind.fits(cell) and kind.proves(cell) for cell in cells) / len(cells)
        if kind.weight and proof:
            why.append(f"isi berupa {kind.said}")
        return 100 - (100 - name) * (1 - kind.weight * proof), "; ".join(why)
    if column.name in LENIENT or (column.name == "kelurahan" and _all_kecamatan(cells)):
        return name, "; ".join(why)
    # The officer sees a good name even so: the contents may be faulty, or another city's.
    why.append(f"tetapi isinya bukan {kind.said}")
    least = 60 if name >= 98 else 0
    return max(least, name * (0.4 + 0.6 * share)), "; ".join(why)


def _all_kecamatan(cells: Sequence[str]) -> bool:
    return all(_is_kecamatan(cell) for cell in cells)


def _places(rows: Sequence[Row], heading: int) -> list[int]:
    """Return the indexes of the cells that name a column, each name once."""
    first: dict[str, int] = {}
    for place, cell in enumerate(rows[heading] if heading < len(rows) else []):
        if key(cell):
            first.setdefault(key(cell), place)
    return list(first.values())


def _cells(rows: Sequence[Row], heading: int, place: int, most: int) -> list[str]:
    """Return the cells below a heading that hold something, trimmed."""
    below = rows[heading + 1 : heading + 1 + most]
    texts = ((row[place] or "") for row in below if place < len(row))
    return [text for text in (" ".join(text.split()) for text in texts) if text]


# The heading row


def _filled(row: Row) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def _heading_score(rows: Sequence[Row], number: int, width: int) -> float:
    cells = [(place, cell.strip()) for place, cell in enumerate(rows[number]) if cell]
    cells = [(place, cell) for place, cell in cells if cell]
    if not cells:
        return 0
    texts = [cell for _, cell in cells]
    wordy = sum(bool(re.search("[a-zA-Z]", text)) and len(text) <= 60 for text in texts)
    fill = len(cells) / width
    text_like = wordy / len(texts)
    distinct = len({key(text) for text in texts}) / len(texts)
    familiar = sum(_words(text) in _vocabulary() for text in texts) / len(texts)
    changed = sum(_changes(rows, number, place) for place, _ in cells) / len(texts)
    return fill * text_like * distinct * (1 + changed + 2 * familiar)


def _changes(rows: Sequence[Row], number: int, place: int) -> bool:
    """Tell whether the cells below a cell are of another shape: numbers, or repeated words."""
    head = (rows[number][place] or "").strip().casefold()
    cells = [cell.casefold() for cell in _cells(rows, number, place, 20)]
    if not cells:
        return False
    numbers = sum(not re.search("[a-z]{2}", cell) for cell in cells) / len(cells)
    if numbers > 0.5:
        return bool(re.search("[a-z]{2}", head))
    return head not in cells and len(set(cells)) < len(cells)
