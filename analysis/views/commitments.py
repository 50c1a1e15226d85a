"""What a meeting decided, beside what became of it: each commitment with the published value of its
indicator when it was made and when it was due. Its words stand on pages of the tool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.definitions.indicators import INDICATORS, translate_indicator
from analysis.definitions.selection import CITY, Selection
from analysis.views.cells import find_nearest
from analysis.views.names import name_inside, name_row
from analysis.views.scorecard import read_rows
from analysis.views.view import Row
from analysis.words import theme
from data.followups.entries import STATES, UNDER_WAY, Commitment, Content, Entry, Note
from data.store.store import Store

LATE = "Terlambat"
LOOKS = {
    LATE: ("▼", "buruk"),
    STATES["belum"]: ("○", "sedang"),
    STATES["berjalan"]: ("●", "netral"),
    STATES["selesai"]: ("▲", "baik"),
    STATES["batal"]: ("–", "netral"),
}
"""The sign and the colour's name of each state; the word always stands beside them."""
FIELDS = {
    "indikator": "Indikator",
    "kode_wilayah": "Wilayah",
    "action": "Tindakan",
    "office": "Kantor",
    "due": "Tenggat",
    "state": "Keadaan",
    "made": "Rapat",
    "periode": "Periode",
    "helped": "Faktor pendukung",
    "hindered": "Faktor penghambat",
    "planned": "Rencana tindak lanjut",
}
"""What the parts of an entry are called."""


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment in words. ``before`` and ``then`` are the indicator's published values when it
    was made and when it was due, ``remark`` says of which moment or area they are."""

    key: str
    number: str
    content: Commitment
    indicator: str
    place: str
    due: str
    state: str
    before: str
    then: str
    remark: str

    @property
    def sign(self) -> str:
        """The sign of its state."""
        return LOOKS[self.state][0]

    @property
    def tone(self) -> str:
        """The colour's name of its state."""
        return LOOKS[self.state][1]

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self.content.state not in UNDER_WAY


@dataclass(frozen=True)
class Agenda:
    """The commitments that a meeting opens with: ``rows`` are those of the last meeting and all
    that are under way, late ones first; ``closed`` what earlier meetings finished. ``notes`` are
    the entries of the period by indicator."""

    sentence: str
    rows: tuple[CommitmentRow, ...]
    closed: tuple[CommitmentRow, ...]
    notes: dict[str, Note]

    def list_of(self, kode: str) -> tuple[CommitmentRow, ...]:
        """Return the commitments of an indicator."""
        return tuple(r for r in (*self.rows, *self.closed) if r.content.indikator == kode)


def make_agenda(
    store: Store, entries: Iterable[Entry], selection: Selection, today: date
) -> Agenda:
    """Return the agenda of a choice: of a kecamatan its own commitments and the whole city's."""
    kept = list(entries)
    rows = [
        _make_row(store, entry, found, today)
        for entry in kept
        if isinstance(found := entry.content, Commitment)
        and (
            CITY in (selection.wilayah, found.kode_wilayah)
            or found.kode_wilayah == selection.wilayah
        )
    ]
    last = max((row.content.made for row in rows), default="")
    now = [row for row in rows if not row.closed or row.content.made == last]
    return Agenda(
        _say_agenda(now, last),
        tuple(sorted(now, key=_order)),
        tuple(sorted((row for row in rows if row not in now), key=_order, reverse=True)),
        {
            e.content.indikator: e.content
            for e in kept
            if isinstance(e.content, Note) and e.content.periode == selection.periode
        },
    )


def _order(row: CommitmentRow) -> tuple[int, str, int]:
    """Return the place of a commitment: by its state, late first, then by its date."""
    return list(LOOKS).index(row.state), row.content.due, int(row.number)


def _say_agenda(rows: Sequence[CommitmentRow], last: str) -> str:
    """Return how many commitments stand how, and of which meeting they are."""
    if not rows:
        return "Belum ada tindak lanjut yang dicatat."
    states = [row.state for row in rows]
    counts = [f"{states.count(s)} {s.lower()}" for s in LOOKS if s in states]
    return f"{', '.join(counts)}. Rapat terakhir {theme.day(last)}."


def find_state(content: Commitment, today: date) -> str:
    """Return how a commitment stands, in words: late where it is under way after its date."""
    late = content.state in UNDER_WAY and content.due < today.isoformat()
    return LATE if late else STATES[content.state]


def _make_row(store: Store, entry: Entry, found: Commitment, today: date) -> CommitmentRow:
    before, then, remark = _find_values(store, found, today)
    return CommitmentRow(
        entry.key,
        entry.number,
        found,
        name_indicator(found.indikator),
        name_place(found.kode_wilayah),
        theme.day(found.due),
        find_state(found, today),
        before,
        then,
        remark,
    )


def name_indicator(kode: str) -> str:
    """Return an indicator's name; the code of one that the program no longer has."""
    return name_row(kode) if kode in INDICATORS else kode


def name_place(code: str) -> str:
    """Return an area's name: Kecamatan Kasemen."""
    return Selection("", code).area_name


def _find_values(store: Store, found: Commitment, today: date) -> tuple[str, str, str]:
    """Return the published values at the making and at the due date, and what is to be said of
    them: a value is of the last period that had ended by then."""
    if found.indikator not in INDICATORS:
        return theme.NO_VALUE, theme.NO_VALUE, "Indikator ini tidak ada lagi."
    entry = translate_indicator(found.indikator)
    asked = Selection("", found.kode_wilayah)
    shown = find_nearest(entry, asked)
    rows = read_rows(store, entry, shown)
    before = _find_last(rows, found.made)
    due = min(found.due, today.isoformat())
    then = _find_last(rows, due)
    remarks = [
        "" if found.due <= today.isoformat() else "belum jatuh tempo",
        "belum ada angka sesudah rapat" if then and before and then.code == before.code else "",
        "angka seluruh kota" if shown.wilayah != found.kode_wilayah else "",
    ]
    return _write(before), _write(then), "; ".join(filter(None, remarks))


def _find_last(rows: Sequence[Row], day: str) -> Row | None:
    """Return the row of the last period that is not after a day's month."""
    return next((row for row in reversed(rows) if row.code <= day[:7]), None)


def _write(row: Row | None) -> str:
    return f"{row.text} ({row.label})" if row else theme.NO_VALUE


def list_changes(old: Content | None, new: Content | None) -> list[tuple[str, str, str]]:
    """Return what differs between two versions: (what, before, after), in words; of a withdrawn one
    all parts are a dash."""
    first, second = _write_parts(old), _write_parts(new)
    return [
        (FIELDS[name], first.get(name, theme.NO_VALUE), second.get(name, theme.NO_VALUE))
        for name in FIELDS
        if first.get(name) != second.get(name)
    ]


def _write_parts(content: Content | None) -> dict[str, str]:
    """Return the parts of an entry as a reader sees them."""
    if content is None:
        return {}
    parts = {name: str(getattr(content, name)) for name in content.__struct_fields__}
    parts["indikator"] = name_indicator(content.indikator)
    if isinstance(content, Commitment):
        parts["kode_wilayah"] = name_place(content.kode_wilayah)
        parts["state"] = STATES[content.state]
        parts |= {name: theme.day(parts[name]) for name in ("due", "made")}
    else:
        parts["periode"] = theme.period(content.periode)
    return parts


def name_entry(entry: Entry) -> str:
    """Return what an entry is called in a list of choices, without a word that somebody wrote."""
    content = entry.content
    if isinstance(content, Commitment):
        about = name_inside(content.indikator) if content.indikator in INDICATORS else "indikator"
        return f"Nomor {entry.number}: {about}, {name_place(content.kode_wilayah)}"
    return f"Nomor {entry.number} (dicabut)"
