"""What publishing the data in use would change, told before it is done: figures, periods, files.

Its words are Indonesian only: they stand on a page of the tool.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY
from analysis.views.cells import Cell, make_row, read_cells
from analysis.views.gaps import name_unit
from analysis.views.tiles import MAIN
from analysis.views.view import Row
from analysis.words import theme
from data.received.names import name_as_sent
from data.store.store import Store
from data.tables import TABLES

COUNT = "jumlah_umkm"
FIGURES = (COUNT, *MAIN[:5])
"""The city's figures that are held against each other."""
SHARE_OF = {"proporsi_nib": "ber_nib"}
"""Figures that are no count of their own, with the one that they follow from."""
REGISTER = "usaha"
WAITS = "tetap, karena barisnya menunggu"
SAME = "tetap"
OTHER_PERIOD = "periode lain"
NEW, GONE = "baru", "hilang"

File = Mapping[str, Any]
"""What a version's record says of a received file or a sheet of one."""
Figures = Mapping[str, Mapping[str, Row]]
"""The city's figures by period and indicator."""


@dataclass(frozen=True)
class Figure:
    """A figure now and afterwards, and what becomes of it, in words."""

    name: str
    before: str
    after: str
    word: str

    @property
    def moves(self) -> bool:
        """Whether a reader sees another figure."""
        return self.before != self.after


@dataclass(frozen=True)
class PeriodChange:
    """A period: its businesses now and afterwards, and what becomes of it, in words."""

    periode: str
    before: str
    after: str
    word: str

    @property
    def moves(self) -> bool:
        """Whether it comes, goes, or says anything else."""
        return self.word != SAME


@dataclass(frozen=True)
class FileRow:
    """A file of the data in use, or several of which nothing new is to be said."""

    name: str
    table: str
    rows: int
    made_up: bool
    word: str


@dataclass(frozen=True)
class NextRelease:
    """What publishing would change. ``now`` and ``then`` are the newest periods ('' where nothing
    is published or nothing can be), of which ``figures`` are; ``warnings`` are whole sentences."""

    now: str
    then: str
    now_made_up: bool
    then_made_up: bool
    warnings: tuple[str, ...]
    figures: tuple[Figure, ...]
    periods: tuple[PeriodChange, ...]
    files: tuple[FileRow, ...]

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that stand in place of figures."""
        texts = {text for figure in self.figures for text in (figure.before, figure.after)}
        return tuple(sign for sign in theme.SIGNS if sign in texts)


def make_next_release(
    cube: Store | None,
    counted: Iterable[Cell],
    files: Sequence[File],
    stays: Mapping[str, Collection[str]],
    made_up: str,
) -> NextRelease:
    """Return what is published (``cube``, None where nothing is) beside what would be: the
    ``counted`` cells of the data in use, made of ``files``.

    ``stays`` are by period the indicators whose figure of the city keeps its published value,
    since what changes in it waits. ``made_up`` is how names of invented files begin.
    """
    stays = {periode: _list_staying(bases) for periode, bases in stays.items()}
    before, after = _read_published(cube), _arrange(counted)
    after = {
        periode: _keep(before.get(periode, {}), rows, stays.get(periode, ()))
        for periode, rows in after.items()
    }
    now, then = max(before, default=""), max(after, default="")
    known = [*cube.query_rows("select * from berkas")] if cube else []
    return NextRelease(
        now,
        then,
        _has_made_up(before.get(now, {})),
        _has_made_up(after.get(then, {})),
        tuple(_list_warnings(before, after, known, files)),
        tuple(
            _list_figures(
                before.get(now, {}), after.get(then, {}), now == then, stays.get(then, ())
            )
        ),
        tuple(
            _describe_period(
                periode, before.get(periode), after.get(periode), stays.get(periode, ())
            )
            for periode in sorted(before.keys() | after.keys(), reverse=True)
        ),
        tuple(_list_files(known, files, made_up)),
    )


def _list_staying(bases: Collection[str]) -> set[str]:
    """Return the figures that stay, those that follow from what stays among them."""
    return {kode for kode in FIGURES if SHARE_OF.get(kode, kode) in bases}


def _read_published(cube: Store | None) -> Figures:
    if cube is None:
        return {}
    every = (
        read_cells(cube, kode, dimensi="", sumber="register", kode_wilayah=CITY) for kode in FIGURES
    )
    return _arrange(cell for cells in every for cell in cells)


def _arrange(cells: Iterable[Cell]) -> Figures:
    """Return cells as rows by period and indicator; a period without businesses is none."""
    found: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for cell in cells:
        entry = translate_indicator(cell["indikator"])
        found[cell["periode"]][entry.kode] = make_row(entry, cell, entry.pendek)
    return {periode: rows for periode, rows in found.items() if _has_businesses(rows)}


def _has_businesses(rows: Mapping[str, Row]) -> bool:
    return COUNT in rows and rows[COUNT].value != 0


def _keep(
    before: Mapping[str, Row], after: Mapping[str, Row], stays: Collection[str]
) -> dict[str, Row]:
    """Return the figures of a period as they will be read: those that wait as they are published,
    and those that are withheld now as well, since a period keeps what was chosen for it."""
    same_kind = _has_made_up(before) == _has_made_up(after)
    withheld = {kode for kode, row in before.items() if row.sign == "x" and same_kind}
    return {
        kode: before.get(kode, row) if kode in withheld or kode in stays else row
        for kode, row in after.items()
    }


def _has_made_up(rows: Mapping[str, Row]) -> bool:
    return any(row.origin == "sintetis" for row in rows.values())


def _list_figures(
    before: Mapping[str, Row], after: Mapping[str, Row], same_period: bool, stays: Collection[str]
) -> Iterator[Figure]:
    for kode in FIGURES:
        old, new = before.get(kode), after.get(kode)
        if old is None and new is None:
            continue
        word = WAITS if same_period and kode in stays else _say_move(kode, old, new)
        if not same_period and old and new:
            word = OTHER_PERIOD
        name = translate_indicator(kode).pendek
        yield Figure(name, _write(old), _write(new), word)


def _write(row: Row | None) -> str:
    return theme.NO_VALUE if row is None else row.text


def _say_move(kode: str, old: Row | None, new: Row | None) -> str:
    """Return what becomes of a figure of one period."""
    if old is None or new is None:
        return NEW if old is None else GONE
    if old.value is None or new.value is None:
        return SAME if old.text == new.text else "berubah"
    if old.value != new.value:
        return theme.signed(new.value - old.value, name_unit(translate_indicator(kode)))
    return SAME if (old.above, old.below) == (new.above, new.below) else "dasarnya berubah"


def _describe_period(
    periode: str,
    before: Mapping[str, Row] | None,
    after: Mapping[str, Row] | None,
    stays: Collection[str],
) -> PeriodChange:
    old, new = (rows[COUNT].text if rows else theme.NO_VALUE for rows in (before, after))
    if before is None or after is None:
        return PeriodChange(periode, old, new, NEW if before is None else GONE)
    both = [kode for kode in FIGURES if kode in before or kode in after]
    moved = sum(_say_move(kode, before.get(kode), after.get(kode)) != SAME for kode in both)
    waits = sum(kode in stays for kode in both)
    parts = [
        "data nyata menggantikan yang sintetis"
        if _has_made_up(before) and not _has_made_up(after)
        else "",
        f"{moved} dari {len(both)} angka utama berubah" if moved else "",
        f"{waits} angka utama menunggu" if waits else "",
    ]
    return PeriodChange(periode, old, new, "; ".join(filter(None, parts)) or SAME)


def _list_warnings(
    before: Figures, after: Figures, known: Sequence[File], files: Sequence[File]
) -> Iterator[str]:
    if any(map(_has_made_up, before.values())) and not any(map(_has_made_up, after.values())):
        mine = [file for file in files if file["tabel"] == REGISTER]
        yield (
            f"{theme.number(_sum_rows(mine))} baris usaha dari "
            f"{theme.number(len(_list_sent(mine)))} berkas menggantikan "
            f"{theme.number(_sum_rows(f for f in known if f['tabel'] == REGISTER))} baris usaha "
            "sintetis."
        )
    if lost := sorted(before.keys() - after.keys()):
        whole = (
            "Seluruh periode yang kini terbit hilang"
            if len(lost) == len(before)
            else (
                "Seluruh periode lain hilang"
                if len(lost) > 1 and len(lost) == len(before) - 1
                else "Periode yang hilang dari terbitan"
            )
        )
        yield f"{whole}: {', '.join(map(theme.period, lost))}."
    if gone := _list_lost_tables(known, files):
        yield f"Tidak ada lagi berkas untuk: {', '.join(gone)}."
    for periode in sorted(before.keys() & after.keys()):
        old, new = before[periode][COUNT], after[periode][COUNT]
        if old.value and (new.value or 0) * 2 < old.value:
            yield f"{theme.period(periode)}: dari {old.text} menjadi {new.text}."


def _list_lost_tables(known: Sequence[File], files: Sequence[File]) -> list[str]:
    left = {file["tabel"] for file in files}
    gone = dict.fromkeys(file["tabel"] for file in known if file["tabel"] not in left)
    return [theme.inside(TABLES[name].label) for name in gone if name in TABLES]


def _sum_rows(files: Iterable[File]) -> int:
    return sum(int(file["diterima"]) for file in files)


def _list_sent(files: Iterable[File]) -> set[str]:
    """Return the contents (hashes) of files: each sheet of one has that of its file."""
    return {file["sha256"] for file in files}


def _list_files(known: Sequence[File], files: Sequence[File], made_up: str) -> Iterator[FileRow]:
    """Yield the files that are new one by one, the others together by table."""
    had, has = _list_sent(known), _list_sent(files)
    for file in files:
        if file["sha256"] not in had:
            name = name_as_sent(file["berkas"])
            mine = file["berkas"].startswith(made_up)
            yield FileRow(name, _name_table(file), int(file["diterima"]), mine, NEW)
    yield from _fold([f for f in files if f["sha256"] in had], made_up, "sudah terbit")
    yield from _fold([f for f in known if f["sha256"] not in has], made_up, "tidak dipakai lagi")


def _fold(files: Sequence[File], made_up: str, word: str) -> Iterator[FileRow]:
    kinds = dict.fromkeys((_name_table(file), file["berkas"].startswith(made_up)) for file in files)
    for table, invented in kinds:
        same = [
            f
            for f in files
            if (_name_table(f), f["berkas"].startswith(made_up)) == (table, invented)
        ]
        name = f"{theme.number(len(_list_sent(same)))} berkas"
        yield FileRow(name, table, _sum_rows(same), invented, word)


def _name_table(file: File) -> str:
    table = TABLES.get(file["tabel"])
    return table.label if table else file["tabel"]
