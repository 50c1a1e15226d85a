"""Whether the chain of lines is whole, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from data.access.access_log.files import count_back, freezing, read_oldest_first, reading
from data.access.access_log.line import (
    CUT,
    RETENTION,
    START,
    TRUSTED_AFTER,
    Line,
    is_jump,
    parse,
    read_moment,
    seal,
)

SHOWN_PROBLEMS = 20
ADVICE = (
    "Catat sidik ini di tempat lain. Tanpa sidik yang dicatat, ekor log yang dipotong dan rantai "
    "yang ditulis ulang tidak dapat dikenali."
)
TOO_SOON = "dihapus karena jam melompat, bukan karena sudah waktunya"


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found: the whole lines, the hash of the last one, what is wrong, and what a
    reader of the record has to know though nothing is lost."""

    count: int
    head: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(folder: Path, head: str | None = None) -> Verdict:
    """Walk the chain over all kept files and return what is whole and what is wrong.

    ``head`` is the hash of a last line, as noted earlier at a place that those who can write to
    the folder cannot reach. Without it a chain proves only that it fits together: when lines were
    cut off its end, when it was emptied, or when somebody computed all of it anew from some line
    on, what is left is a chain as good as any. With it, all lines up to the noted one are held
    fast; what came after it is not. And nobody can tell from a chain whether a line that was
    properly appended tells the truth, a line of retention included.

    A chain may begin later than at its first line only where a line of retention records the
    removal of exactly what is not there, and a clock that had just jumped is no reason for one.
    Raises AuditError when a file cannot be read.
    """
    walk = _Walk(head.strip().lower() if head is not None else None)
    with reading(folder), freezing(folder) as files:
        for month, handle, size in files:
            for number, raw in enumerate(read_oldest_first(handle, size), start=1):
                walk.step(month, f"{month}.jsonl, baris {number}", raw)
    return walk.give_verdict()


def describe(verdict: Verdict) -> str:
    """Return a verdict as the words for an operator."""
    remarks = [f"- {remark}" for remark in verdict.remarks]
    if verdict.problems:
        said = [f"- {problem}" for problem in verdict.problems[:SHOWN_PROBLEMS]]
        if len(verdict.problems) > SHOWN_PROBLEMS:
            said.append(f"- dan {len(verdict.problems) - SHOWN_PROBLEMS} masalah lain")
        title = f"Log akses TIDAK utuh: {len(verdict.problems)} masalah, {verdict.count} baris."
        return "\n".join([title, *said, *remarks])
    if not verdict.count:
        return "Log akses masih kosong."
    return "\n".join(
        [
            f"Log akses utuh: {verdict.count} baris.",
            *remarks,
            f"Sidik terakhir: {verdict.head}",
            ADVICE,
        ]
    )


@dataclass(frozen=True)
class _Removal:
    """A file that was let go of: where and when that was recorded, which month, and until when it
    went on where that is not its own month's end."""

    place: str
    month: str
    until: str | None
    moment: datetime | None

    @property
    def end(self) -> datetime | None:
        """A moment at the end of what went, None for what is no time."""
        try:
            return datetime.fromisoformat(self.until or f"{self.month}-28T00:00:00+00:00")
        except ValueError:
            return None


@dataclass
class _Walk:
    """What was seen along the chain so far."""

    noted: str | None
    first: tuple[str, Line] | None = None
    previous: Line | None = None
    month: str = ""
    count: int = 0
    noted_seen: bool = False
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    jumped: datetime | None = None
    # Number and hash of what a chain may begin after: nothing at all, or a recorded removal.
    beginnings: dict[tuple[int, str], _Removal | None] = field(
        default_factory=lambda: {(0, START): None}
    )

    def step(self, month: str, place: str, raw: bytes) -> None:
        """Look at the next line of a file."""
        line = parse(raw.removesuffix(b"\n"))
        if line is None:
            self.problems.append(f"{place}: tidak utuh, terpotong saat ditulis atau dirusak.")
            return
        wrong = list(self._link_wrong(line, month))
        if line.sidik != seal(line):
            wrong.insert(0, "diubah, sidiknya tidak cocok dengan isinya.")
        self.problems += [f"{place}: {text}" for text in wrong]
        self._note_jump(place, line)
        if not wrong and line.tindakan == RETENTION:
            self._note_removal(place, line)
        self.first = self.first or (place, line)
        self.noted_seen |= line.sidik == self.noted
        self.previous, self.month = line, month
        self.count += 1

    def _note_jump(self, place: str, line: Line) -> None:
        """Remember where the clock jumped."""
        before = read_moment(self.previous) if self.previous else None
        if is_jump(before, read_moment(line)):
            self.jumped = read_moment(line)
            self.remarks.append(f"{place}: jam server melompat ke {line.waktu}.")

    def _note_removal(self, place: str, line: Line) -> None:
        """Remember what a removal excuses; soon after a jump of the clock it excuses nothing."""
        cut, moment = CUT.fullmatch(line.objek), read_moment(line)
        if _is_soon(self.jumped, moment):
            self.problems.append(f"{place}: {line.objek.partition(',')[0]} {TOO_SOON}.")
        elif cut:
            self.beginnings[int(cut[2]), cut[3]] = _Removal(place, cut[1], cut[4], moment)

    def _link_wrong(self, line: Line, month: str) -> Iterator[str]:
        """Yield what is wrong between a line and the one before it."""
        if self.previous is None:
            return
        expected = self.previous.nomor + 1
        if line.nomor > expected:
            lost = f"nomor {expected}"
            if line.nomor - 1 > expected:
                lost += f" s.d. {line.nomor - 1}"
            yield f"baris {lost} hilang sebelum baris ini{_name_absent(self.month, month)}."
        elif line.nomor < expected:
            yield (
                f"nomor {line.nomor} sesudah nomor {self.previous.nomor}: urutannya salah, baris "
                "dipindah atau disisipkan."
            )
        elif line.sebelum != self.previous.sidik:
            yield ("tidak menyambung ke baris sebelumnya: baris itu diganti, atau baris ini palsu.")

    def give_verdict(self) -> Verdict:
        """Return the verdict at the end of the walk."""
        problems = list(self.problems)
        if self.first:
            problems[:0] = self._explain_beginning(*self.first)
        if self.noted is not None and not self._holds_noted():
            problems.append(
                f"Sidik yang dicatat ({self.noted}) tidak ada lagi di rantai: ekor log dipotong "
                "atau rantai ditulis ulang, kecuali sidik itu lebih tua daripada berkas tertua "
                "yang disimpan."
            )
        head = self.previous.sidik if self.previous else START
        return Verdict(self.count, head, tuple(problems), tuple(self.remarks))

    def _explain_beginning(self, place: str, line: Line) -> Iterator[str]:
        """Yield what is wrong with the first line that is kept."""
        if (line.nomor - 1, line.sebelum) not in self.beginnings:
            yield (
                f"{place}: awal rantai hilang. Log mulai pada nomor {line.nomor}, dan tidak ada "
                "baris retensi yang mencatat penghapusan sebelumnya."
            )
            return
        removal, begins = self.beginnings[line.nomor - 1, line.sebelum], read_moment(line)
        # What the clock did between the last file that went and the first line that is kept.
        if removal and is_jump(removal.end, begins) and _is_soon(begins, removal.moment):
            yield f"{removal.place}: {removal.month}.jsonl dan yang sebelumnya {TOO_SOON}."

    def _holds_noted(self) -> bool:
        """Whether the noted hash is in the chain, or is what the chain as a whole follows.

        That a line of retention names it is not enough: one could be added to a chain made anew.
        """
        follows = {START, self.first[1].sebelum} if self.first else {START}
        return self.noted_seen or self.noted in follows


def _is_soon(jumped: datetime | None, moment: datetime | None) -> bool:
    """Return whether a time follows so soon on a jump of the clock that it proves nothing."""
    return jumped is not None and (moment is None or moment - jumped < TRUSTED_AFTER)


def _name_absent(earlier: str, later: str) -> str:
    """Return the words for the months without a file between two that have one."""
    absent = []
    month = count_back(later, 1)
    while month > earlier:
        absent.append(f"{month}.jsonl")
        month = count_back(month, 1)
    if not absent:
        return ""
    if len(absent) == 1:
        return f"; berkas {absent[0]} tidak ada"
    return f"; berkas {absent[-1]} s.d. {absent[0]} tidak ada"
