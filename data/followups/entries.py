"""What an entry says, and what it may say: offices and no persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from data import reference
from data.city import OUR_CITY
from data.errors import DasborError

Kind = Literal["komitmen", "catatan"]
STATES = {
    "belum": "Belum mulai",
    "berjalan": "Berjalan",
    "selesai": "Selesai",
    "batal": "Dibatalkan",
}
"""How a commitment stands, in words; that it is late is seen from its date."""
UNDER_WAY = ("belum", "berjalan")
SHORTEST, LONGEST, LONGEST_OFFICE = 10, 1000, 120
"""Letters of an action, of any text, and of an office's name."""
OFFICES = (
    "Asisten",
    "Badan",
    "Bagian",
    "Balai",
    "Bidang",
    "Dinas",
    "Inspektorat",
    "Kantor",
    "Kecamatan",
    "Kelurahan",
    "Klinik",
    "Perumda",
    "Satuan",
    "Sekretariat",
    "Sekretaris Daerah",
    "Seksi",
    "Tim",
    "UPT",
    "Wali Kota",
)
"""The words that an office's name begins with. A person's does not, and none belongs in here."""
LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,}")
"""Ten digits and more, however divided: the number of a person, a business or a telephone."""
YEARS_AHEAD = 10


class Commitment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who does what by when, for which indicator and area. ``due`` and ``made`` are ISO days."""

    indikator: str
    kode_wilayah: str
    action: str
    office: str
    due: str
    state: str
    made: str


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What helped, what hindered and what is planned for an indicator in a period."""

    indikator: str
    periode: str
    helped: str
    hindered: str
    planned: str


Content = Commitment | Note
KINDS: dict[Kind, type[Commitment] | type[Note]] = {"komitmen": Commitment, "catatan": Note}


@dataclass(frozen=True)
class Entry:
    """One version of an entry. ``content`` is None where it was withdrawn; ``time`` is ISO, UTC."""

    key: str
    version: int
    kind: Kind
    content: Content | None
    role: str
    time: str

    @property
    def number(self) -> str:
        """The number that a commitment goes by."""
        return self.key.rpartition("-")[2]


class FormError(DasborError):
    """A form cannot be taken as it is filled in; ``problems`` are sentences, one a field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class ChangedMeanwhile(DasborError):
    """Somebody else changed an entry since it was looked at: ``seen`` and ``now`` are both."""

    def __init__(self, seen: Entry | None, now: Entry) -> None:
        super().__init__(
            "Entri ini diubah orang lain sejak Anda membukanya. Isian Anda belum disimpan dan "
            "masih ada. Periksa yang berubah, lalu simpan lagi bila isian Anda yang berlaku."
        )
        self.seen, self.now = seen, now


def check(content: Content, today: date) -> None:
    """Return when an entry may be kept. Raises FormError with all that is wrong with it."""
    problems = (
        _list_problems(content, today)
        if isinstance(content, Commitment)
        else _list_note_problems(content)
    )
    if problems:
        raise FormError(problems)


def name_note(note: Note) -> str:
    """Return the key of the one note that an indicator has for a period."""
    return f"catatan-{note.indikator}-{note.periode}"


def _list_problems(found: Commitment, today: date) -> list[str]:
    checks = (
        (found.indikator.isidentifier(), "Pilih indikatornya."),
        (found.kode_wilayah in _list_areas(), "Pilih wilayahnya."),
        (
            SHORTEST <= len(found.action.strip()) <= LONGEST,
            f"Tulis tindakannya dalam {SHORTEST} sampai {LONGEST} huruf.",
        ),
        (
            _is_office(found.office),
            "Tulis kantor penanggung jawab, bukan nama orang: diawali Dinas, Badan, Bagian, "
            "Kecamatan atau sebutan kantor lain.",
        ),
        (_is_due(found, today), f"Pilih tenggat, paling lama {YEARS_AHEAD} tahun dari sekarang."),
        (found.state in STATES, "Pilih keadaannya."),
        (not LONG_NUMBER.search(f"{found.action}\n{found.office}"), _NO_NUMBERS),
    )
    return [sentence for holds, sentence in checks if not holds]


_NO_NUMBERS = "Hapus nomor orang, usaha atau telepon dari teks."


def _list_note_problems(note: Note) -> list[str]:
    texts = (note.helped, note.hindered, note.planned)
    checks = (
        (note.indikator.isidentifier(), "Pilih indikatornya."),
        (bool(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", note.periode)), "Pilih periodenya."),
        (any(text.strip() for text in texts), "Isi paling sedikit satu bagian."),
        (max(map(len, texts)) <= LONGEST, f"Tulis paling banyak {LONGEST} huruf tiap bagian."),
        (not any(map(LONG_NUMBER.search, texts)), _NO_NUMBERS),
    )
    return [sentence for holds, sentence in checks if not holds]


def _list_areas() -> set[str]:
    return {OUR_CITY.kode, *reference.list_kecamatan()}


def _is_office(name: str) -> bool:
    words = name.strip().casefold()
    starts = tuple(office.casefold() for office in OFFICES)
    return words.startswith(starts) and len(words) <= LONGEST_OFFICE


def _is_due(found: Commitment, today: date) -> bool:
    try:
        due, made = date.fromisoformat(found.due), date.fromisoformat(found.made)
    except ValueError:
        return False
    return made <= due and due.year <= today.year + YEARS_AHEAD
