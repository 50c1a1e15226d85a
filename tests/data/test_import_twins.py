"""What SQL reads of dates, numbers and months is what a slow reading in Python makes of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from datetime import date, timedelta

import duckdb
import pytest

from data.build.steps import SQL
from tests.data.sent import OWN, Told, sends
from tests.pace import upto

MONTHS = {
    1: ["Januari", "Jan", "JANUARI"],
    2: ["Februari", "Feb", "Pebruari"],
    3: ["Maret", "Mar", "march"],
    4: ["April", "Apr"],
    5: ["Mei", "May"],
    6: ["Juni", "Jun", "JUNI"],
    7: ["Juli", "Jul"],
    8: ["Agustus", "Agt", "Ags", "Agu", "Aug"],
    9: ["September", "Sept", "Sep"],
    10: ["Oktober", "Okt", "October"],
    11: ["November", "Nopember", "Nop"],
    12: ["Desember", "Des", "Dec"],
}
NUMBER_OF = {word.lower(): number for number, words in MONTHS.items() for word in words}
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Jum'at", "Sabtu", "Minggu"]
TIMES = ["", "", "", " 10:15", "T08:00:00", " 7.05", " 10:15 WIB", " 01:02:03.456 AM"]
DAY_ZERO = date(1899, 12, 30)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute((SQL / "rapi.sql").read_text(encoding="utf-8"))
    return con


def read(
    con: duckdb.DuckDBPyConnection, macro: str, texts: Iterable[str], *more: str
) -> dict[str, str]:
    """Return what a macro makes of every text, all in one query."""
    given = sorted(set(texts))
    call = f"{macro}({', '.join(['sel', *(repr(one) for one in more)])})"
    rows = con.execute(
        f"select sel, {call} from (select unnest($1::varchar[]) as sel)", [given]
    ).fetchall()
    return dict(rows)


def written(rng: random.Random) -> str:
    """Return a date in a random writing, sometimes one that does not exist."""
    year, month, day = rng.randint(1901, 2049), rng.randint(1, 12), rng.randint(1, 31)
    if rng.random() < 0.05:
        year = rng.choice([1821, 1899, 2101])
    if rng.random() < 0.15:
        month, day = rng.randint(0, 15), rng.randint(0, 35)
    short = f"{year % 100:02}" if rng.random() < 0.2 else str(year)
    d, m = rng.choice([(str(day), str(month)), (f"{day:02}", f"{month:02}")])
    sign = rng.choice("-/.")
    word = rng.choice(MONTHS.get(month, ["Marketing", "Junior", "Desa", "Mayo"]))
    space = rng.choice([" ", "-", "/", "  "])
    form = rng.choice(
        [
            f"{d}{sign}{m}{sign}{short}",
            f"{d}/{m}-{year}",
            f"{m}/{d}/{year}",
            f"{year}{sign}{m}{sign}{d}",
            f"{year}{month:02}{day:02}",
            f"{d} {sign} {m} {sign}{year}",
            f"{d}{space}{word}{space}{short}",
            f"{d} {word}, {year}",
            f"{word} {d}, {year}",
            f"{word} {d} {year}",
            str(rng.randint(9_000, 61_000)),
            f"{rng.randint(30_000, 50_000)}.5",
        ]
    )
    named = f"{rng.choice(DAYS)}{rng.choice([', ', ' '])}{form}" if rng.random() < 0.2 else form
    return named + rng.choice(TIMES)


def read_date(text: str, month_first: bool = False) -> str:
    """Return a date as ISO, the slow way: cut off what is around it, then look at the parts."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text
    bare = text
    for name in DAYS:
        bare = bare.removeprefix(f"{name},").removeprefix(f"{name} ").lstrip()
    for clock in sorted(filter(None, TIMES), key=len, reverse=True):
        bare = bare.removesuffix(clock)
    words = [word for word in re.split("[ /.,-]", bare) if word]
    if len(bare) == 8 and bare.isdigit() and bare[:2] in ("19", "20"):
        words = [bare[:4], bare[4:6], bare[6:]]
    if len(words) == 3:
        year, month, day = _order(words, month_first)
        number = NUMBER_OF.get(month.lower()) or (int(month) if month.isdigit() else 0)
        try:
            return date(year if 1900 <= year <= 2100 else 0, number, int(day)).isoformat()
        except ValueError:
            return text
    days = bare.split(".")[0]
    if days.isdigit() and len(days) == 5 and 10_000 <= float(bare) <= 60_000:
        return (DAY_ZERO + timedelta(days=int(days))).isoformat()
    return text


def _order(words: list[str], month_first: bool) -> tuple[int, str, str]:
    """Return year, month and day of three words: day first, unless a year or a name is."""
    if len(words[0]) == 4 and words[0].isdigit():
        return int(words[0]), words[1], words[2]
    year = int(words[2])
    if len(words[2]) == 2:
        year += 2000 if year <= 50 else 1900
    if words[0][0].isalpha() or (month_first and words[1].isdigit()):
        return year, words[0], words[1]
    return year, words[1], words[0]


@pytest.mark.parametrize("first", ["hari", "bulan"])
def test_dates_are_read_as_a_patient_reader_would(
    con: duckdb.DuckDBPyConnection, first: str
) -> None:
    rng = random.Random(1)
    found = read(con, "tanggal_baku", (written(rng) for _ in range(upto(40_000, 4_000))), first)
    wrong = {text: got for text, got in found.items() if got != read_date(text, first == "bulan")}
    assert wrong == {}
    assert sum(got != text for text, got in found.items()) > len(found) / 2


def test_cell_tells_what_stands_first_where_only_one_reading_is_a_date(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rng = random.Random(6)
    found = read(con, "urutan_tanggal", (written(rng) for _ in range(upto(10_000, 1_500))))
    assert set(found.values()) == {"hari", "bulan", None}
    for text, told in found.items():
        ways = {
            way: read_date(re.sub("[12][0-9]{3}(?=[^0-9]|$)", "2000", text), way == "bulan")
            for way in ("hari", "bulan")
        }
        readable = [way for way, read_as in ways.items() if _is_date(read_as)]
        if told is not None:
            assert readable in ([told], []), text
        elif len(set(ways.values())) == 2:
            assert len(readable) == 2, text


COACHED = "Nama Peserta;Nama Usaha;Kegiatan;Tanggal"


@sends(
    lambda written_so: "\n".join(
        [COACHED, *(f"P{n};U{n};Bimtek{OWN};{day}" for n, day in enumerate(written_so)), ""]
    )
)
@pytest.mark.parametrize(
    ("written_so", "expected"),
    [
        (["12/31/2021", "08/09/2021"], ["2021-12-31", "2021-08-09"]),
        (["31/12/2021", "08/09/2021"], ["2021-12-31", "2021-09-08"]),
        (["08/09/2021", "07/08/2021"], ["2021-09-08", "2021-08-07"]),
        (["31/12/2021", "12/31/2021", "08/09/2021"], ["2021-12-31", "2021-09-08"]),
        (["9 Marketing 2021", "1821-05-05", "infinity", "9 / 8 / 2021"], ["2021-08-09"]),
        (["20210809", "Jumat 09 Agustus 2021"], ["2021-08-09", "2021-08-09"]),
    ],
)
def test_column_of_dates_is_read_one_way(
    told: Told, written_so: list[str], expected: list[str]
) -> None:
    found = told.query("select cast(tanggal as varchar) as t from pembinaan order by baris")
    assert list(found["t"]) == expected
    refused = told.query("select nilai from temuan where tingkat = 'galat' order by baris")
    assert len(refused) == len(written_so) - len(expected)


def test_months_are_read_from_dates_and_from_their_own_writings(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rng = random.Random(2)
    months: dict[str, str] = {"2025": "2025", "2025-06": "2025-06", "Entah 2025": "Entah 2025"}
    for _ in range(2_000):
        year, month = rng.randint(1950, 2049), rng.randint(1, 12)
        word, number = rng.choice(MONTHS[month]), rng.choice([f"{month:02}", str(month)])
        form = rng.choice(
            [f"{word} {year}", f"{word}-{year}", f"{number}/{year}", f"{number}.{year}"]
        )
        months[form] = f"{year}-{month:02}"
    assert read(con, "periode_baku", months, "hari") == months

    found = read(con, "periode_baku", (written(rng) for _ in range(upto(10_000, 1_500))), "hari")
    wrong = {
        text: got
        for text, got in found.items()
        if got != (read_date(text)[:7] if _is_date(read_date(text)) else text)
    }
    assert wrong == {}


def _is_date(text: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(text).year <= 2100
    except ValueError:
        return False


def amount(rng: random.Random) -> str:
    """Return a number as people write it, or nearly so."""
    whole = rng.choice(
        [
            rng.randint(0, 9),
            rng.randint(10, 999_999),
            rng.randint(1000, 9999),
            rng.randint(0, 10**12),
        ]
    )
    english = f"{whole:,}"
    dotted = english.replace(",", ".")
    body = rng.choice([str(whole), dotted, dotted, english, f"{whole}.{rng.randint(0, 99):02}"])
    body = rng.choice([body, body, f"{english}.{rng.randint(0, 999)}", f"0.{rng.randint(0, 9999)}"])
    tail = rng.choice(["", "", "", ",-", ",00", f",{rng.randint(0, 999)}", ".-", " rb", ",", "%"])
    lead = rng.choice(["", "", "", "-", "Rp", "Rp ", "Rp. ", "RP.", "rp -", "+", "IDR "])
    return lead + body + tail


def read_number(text: str, comma: str, point: str) -> str:
    """Return a number with a decimal point, the slow way; what is none stays, and one of which
    nobody knows what its mark means is none."""
    if text.isdigit():
        return text
    rest = text
    if rest.lower().startswith("rp"):
        rest = rest[2:].removeprefix(".").lstrip()
    sign, rest = (rest[0], rest[1:]) if rest[:1] in ("-", "+") else ("", rest)
    for mark, meaning in ((",", comma), (".", point)):
        parts = rest.split(mark)
        if len(parts) == 2 and has_thousands(parts):
            return sign + {"ribuan": "", "desimal": "."}.get(meaning, "?").join(parts)
    whole, dot, part = rest.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and has_thousands(groups) and (part.isdigit() if dot else len(groups) > 2):
        return sign + "".join(groups) + (f".{part}" if dot else "")
    whole, mark, part = rest.partition(",")
    groups = whole.split(".")
    is_whole = whole.isdigit() if len(groups) == 1 else has_thousands(groups)
    if not is_whole or (mark and part != "-" and not part.isdigit()):
        return text
    return sign + "".join(groups) + (f".{part}" if part.isdigit() else "")


def has_thousands(groups: list[str]) -> bool:
    """Tell whether figures between marks are a number's thousands: none begins with a zero."""
    first, *rest = groups
    is_first = first.isdigit() and len(first) <= 3 and first[0] != "0"
    return is_first and all(len(group) == 3 and group.isdigit() for group in rest)


@pytest.mark.parametrize(
    ("comma", "point"),
    [("ribuan", "ribuan"), ("desimal", "ribuan"), ("ribuan", "desimal"), ("tanya", "tanya")],
)
def test_numbers_are_read_as_a_patient_reader_would(
    con: duckdb.DuckDBPyConnection, comma: str, point: str
) -> None:
    rng = random.Random(3)
    texts = [amount(rng) for _ in range(upto(20_000, 2_000))]
    found = read(con, "angka_baku", texts, comma, point)
    wrong = {text: got for text, got in found.items() if got != read_number(text, comma, point)}
    assert wrong == {}
    assert sum(got != text for text, got in found.items()) > len(found) / 5


def test_number_in_a_unit_is_multiplied_exactly(con: duckdb.DuckDBPyConnection) -> None:
    times = {"45": "45000000", "1.25": "1250000", "0.000001": "1", "-3": "-3000000", "x": "x",
             "12?000": "12?000"}  # fmt: skip
    found = con.execute(
        "select sel, kali_baku(sel, 1000000) from (select unnest($1::varchar[]) as sel)",
        [list(times)],
    ).fetchall()
    assert dict(found) == times


def test_what_cannot_be_seen_is_no_content(con: duckdb.DuckDBPyConnection) -> None:
    blanks = "\u00a0\u202f\t\n\r \u2002\u2003\u2007\u2008\u2009\u200a\u3000"
    nothing = "\u200b\ufeff\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202c\u2066\u2069"
    rng = random.Random(5)
    texts = ["".join(rng.choice(blanks + nothing + "ab") for _ in range(8)) for _ in range(500)]
    for text, got in read(con, "rapi", texts).items():
        plain = "".join(" " if sign in blanks else sign for sign in text if sign not in nothing)
        assert got == (plain.strip() or None)
