"""Whether the chain of lines is whole, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.access.access_log.files import count_back, freezing, read_oldest_first, reading
from data.access.access_log.line import CUT, RETENTION, START, Line, parse, seal

SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found: the whole lines, the hash of the last one, and what is wrong."""

    count: int
    head: str
    problems: tuple[str, ...]

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
    removal of exactly what is not there. Raises AuditError when a file cannot be read.
    """
    walk = _Walk(head.strip().lower() if head is not None else None)
    with reading(folder), freezing(folder) as files:
        for month, handle, size in files:
            for number, raw in enumerate(read_oldest_first(handle, size), start=1):
                walk.step(month, f"{month}.jsonl, baris {number}", raw)
    return walk.verdict()


def describe(verdict: Verdict) -> str:
    """Return a verdict as the words for an operator."""
    if verdict.problems:
        said = [f"- {problem}" for problem in verdict.problems[:SHOWN_PROBLEMS]]
        if len(verdict.problems) > SHOWN_PROBLEMS:
            said.append(f"- dan {len(verdict.problems) - SHOWN_PROBLEMS} masalah lain")
        title = f"Log akses TIDAK utuh: {len(verdict.problems)} masalah, {verdict.count} baris."
        return "\n".join([title, *said])
    if not verdict.count:
        return "Log akses masih kosong."
    return (
        f"Log akses utuh: {verdict.count} baris.\n"
        f"Sidik terakhir: {verdict.head}\n"
        "Catat sidik ini di tempat lain. Tanpa sidik yang dicatat, ekor log yang dipotong dan "
        "rantai yang ditulis ulang tidak dapat dikenali."
    )


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
    # Number and hash of what a chain may begin after: nothing at all, or a recorded removal.
    beginnings: set[tuple[int, str]] = field(default_factory=lambda: {(0, START)})

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
        cut = CUT.fullmatch(line.objek)
        if not wrong and line.tindakan == RETENTION and cut:
            self.beginnings.add((int(cut[1]), cut[2]))
        self.first = self.first or (place, line)
        self.noted_seen |= line.sidik == self.noted
        self.previous, self.month = line, month
        self.count += 1

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

    def verdict(self) -> Verdict:
        """Return the verdict at the end of the walk."""
        problems = list(self.problems)
        if self.first:
            place, line = self.first
            if (line.nomor - 1, line.sebelum) not in self.beginnings:
                problems.insert(
                    0,
                    f"{place}: awal rantai hilang. Log mulai pada nomor {line.nomor}, dan tidak "
                    "ada baris retensi yang mencatat penghapusan sebelumnya.",
                )
        if self.noted is not None and not self._holds_noted():
            problems.append(
                f"Sidik yang dicatat ({self.noted}) tidak ada lagi di rantai: ekor log dipotong "
                "atau rantai ditulis ulang, kecuali sidik itu lebih tua daripada berkas tertua "
                "yang disimpan."
            )
        head = self.previous.sidik if self.previous else START
        return Verdict(self.count, head, tuple(problems))

    def _holds_noted(self) -> bool:
        """Whether the noted hash is in the chain, or is what the chain as a whole follows.

        That a line of retention names it is not enough: one could be added to a chain made anew.
        """
        follows = {START, self.first[1].sebelum} if self.first else {START}
        return self.noted_seen or self.noted in follows


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
