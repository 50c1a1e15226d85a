"""What the cells of a column look like: the second witness for a proposal, beside its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from data import reference
from data.layouts.cell_words import find_meaning, is_closed, is_mark, read_answers
from data.tables import Column


@dataclass(frozen=True)
class Kind:
    """What a column's cells look like. ``weight`` (0 to 1): how much that alone proves.

    Where a column has words of its ``own``, bare numbers and ya or tidak may stand for them but
    prove nothing: any column of codes or answers would look like this one.
    """

    words: str
    weight: float
    fits: Callable[[str], bool]
    own: tuple[str, ...] = ()

    def proves(self, cell: str) -> bool:
        """Tell whether a cell that fits speaks for this column and no other."""
        text = cell.casefold()
        return not self.own or text in self.own or not (text.isdigit() or text in read_answers())


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda cell: compiled.fullmatch(cell) is not None


def _has_digits(count: int) -> Callable[[str], bool]:
    return lambda cell: re.fullmatch(rf"\d{{{count}}}", re.sub(r"[\s.'-]", "", cell)) is not None


def _lies_between(low: float, high: float) -> Callable[[str], bool]:
    """Tell a coordinate by its range and its many decimals: a count has none."""

    def fits(cell: str) -> bool:
        text = cell.replace(",", ".")
        return bool(re.fullmatch(r"-?\d{1,3}\.\d{4,}", text)) and low <= float(text) <= high

    return fits


def _simplify_place_name(text: str) -> str:
    """Return a place name as compared: letters only, without its rank."""
    bare = re.sub(r"^\s*(kecamatan|kelurahan|kec|kel|desa|kota)\b\.?", "", text.casefold())
    return re.sub(r"[^a-z]", "", bare)


@cache
def _read_place_names(level: str) -> frozenset[str]:
    frame = reference.read("wilayah")
    frame = frame[frame["tingkat"] == level]
    aliases = reference.read("alias_wilayah")
    aliases = aliases[aliases["kode_kemendagri"].isin(frame["kode_kemendagri"])]["alias"]
    return frozenset(map(_simplify_place_name, [*frame["nama"], *frame["nama_bps"], *aliases]))


def is_kecamatan(cell: str) -> bool:
    return _simplify_place_name(cell) in _read_place_names("kecamatan")


def _is_kelurahan(cell: str) -> bool:
    # Every kecamatan has a kelurahan of its own name: only the other names prove a kelurahan.
    return _simplify_place_name(cell) in _read_place_names("kelurahan") - _read_place_names(
        "kecamatan"
    )


def _is_wilayah(cell: str) -> bool:
    return is_kecamatan(cell) or _simplify_place_name(cell) in _read_place_names("kota")


MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|jan|feb|mar|apr|jun|jul|agu|agt|sep|okt|nov|des"
)
DATE = rf"\d{{4}}-\d\d?-\d\d?([ T].*)?|\d\d?[-/. ](\d\d?|{MONTHS})[-/. ]\d{{2,4}}( .*)?"
PERIOD = rf"\d{{4}}-(0[1-9]|1[0-2])|({MONTHS})[ -]\d{{4}}|20\d\d"
PHONE = r"\(?(\+?62|0)[\d\s().-]{7,16}|8\d{8,11}"
STREET = r".*\b(jl|jln|jalan|kp|kampung|rt|rw|link|lingk|lingkungan|perum|komp|komplek|blok)\b.*"
BUSINESS = (
    r"(warung|warteg|toko|kedai|kios|rumah makan|rm|dapur|katering|catering|kantin|depot|bengkel|"
    r"salon|laundry|butik|konveksi|pt|cv|ud|pd|koperasi|poklahsar)\b.*"
)
"""How names of businesses begin that no person is called by."""
NUMBER = r"(rp\.?\s*)?-?\d[\d.,\s]*"
_is_business = _matches(BUSINESS)


def _is_person(cell: str) -> bool:
    return re.search("[a-zA-Z]", cell) is not None and not _is_business(cell)


KINDS = {
    "nama_usaha": Kind("nama usaha", 0.75, _is_business),
    "nama_pemilik": Kind("nama orang", 0, _is_person),
    "nama_peserta": Kind("nama orang", 0, _is_person),
    "nik": Kind("16 angka", 0.8, _has_digits(16)),
    "nib": Kind("13 angka", 0.75, _has_digits(13)),
    "npwp": Kind("15 angka", 0.6, _has_digits(15)),
    "kbli": Kind("lima angka", 0.6, _has_digits(5)),
    "telepon": Kind("nomor telepon", 0.75, _matches(PHONE)),
    "email": Kind("alamat surel", 0.85, _matches(r"[^@\s]+@[^@\s]+\.[a-z]+")),
    "tautan": Kind("alamat web", 0.75, _matches(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)+/\S*")),
    "alamat": Kind("alamat", 0.6, _matches(STREET)),
    "lintang": Kind("lintang di Indonesia", 0.85, _lies_between(-11, 6)),
    "bujur": Kind("bujur di Indonesia", 0.85, _lies_between(95, 141)),
    "kab_kota": Kind("nama kota atau kabupaten", 0.8, _matches(r"(kota|kab|kabupaten)\b.*")),
    "kecamatan": Kind("nama kecamatan", 0.8, is_kecamatan),
    "kelurahan": Kind("nama kelurahan", 0.85, _is_kelurahan),
    "wilayah": Kind("nama kecamatan atau kota", 0.8, _is_wilayah),
    "periode": Kind("tahun atau bulan", 0.3, _matches(PERIOD)),
    "tahun_mulai": Kind("tahun", 0.3, _matches(r"(19|20)\d\d")),
}
PROSE = Kind("tulisan", 0, lambda cell: re.search("[a-zA-Z]", cell) is not None)
COUNT = Kind("bilangan", 0.1, _matches(NUMBER))


def find_kind(column: Column) -> Kind | None:
    if column.name in KINDS:
        return KINDS[column.name]
    if _is_date(column):
        return Kind("tanggal", 0.4, _matches(DATE))
    if is_closed(column):
        listed = "ya dan tidak" if column.type == "ya_tidak" else ", ".join(column.allowed)
        # Many columns hold ya and tidak: which one it is, only its name can tell.
        weight = 0.15 if column.type == "ya_tidak" else 0.75
        return Kind(
            listed,
            weight,
            lambda cell: (
                find_meaning(cell, column) is not None
                or (column.type == "ya_tidak" and is_mark(cell))
            ),
            column.allowed,
        )
    if column.type in ("bulat", "desimal"):
        return COUNT
    if column.name.startswith("id_") or column.pattern:
        return None
    return PROSE


def _is_date(column: Column) -> bool:
    return str(column.type) == "tanggal" or column.name.startswith("tanggal")
