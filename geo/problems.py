"""What can be wrong with a boundary file, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError

MAX_SHOWN = 12


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a boundary file.

    ``baris`` is the number of the feature, from 1; ``bukti`` a sentence about it alone, left out
    of the comparison when the same problem in many rows is told once.
    """

    masalah: str
    langkah: str
    baris: int | None = None
    kolom: str | None = None
    nilai: object = None
    bukti: str = ""


class BoundaryError(InputError):
    """A boundary file cannot be used. ``problems`` holds all that was found, the message the
    first ones, those of the same kind taken together."""

    def __init__(self, berkas: Path, problems: Sequence[Problem]) -> None:
        assert problems, "an error without a problem"
        self.problems = tuple(problems)
        groups = _group_same_kind(problems)
        if len(groups) == 1:
            first = groups[0][0]
            super().__init__(
                berkas.name,
                _describe_group(groups[0]),
                first.langkah,
                baris=first.baris,
                kolom=first.kolom,
                nilai=first.nilai,
            )
            return
        lines = [f"\n- {_write_line(group)}" for group in groups[:MAX_SHOWN]]
        if len(groups) > MAX_SHOWN:
            lines.append(f"\n- dan {len(groups) - MAX_SHOWN} hal lain.")
        super().__init__(
            berkas.name,
            f"ada {len(groups)} hal yang perlu diperbaiki.",
            f"Perbaiki semuanya, lalu muat ulang.{''.join(lines)}",
        )


def shorten_list(items: Iterable[str]) -> str:
    """Return the first items, and how many more there are."""
    listed = list(items)
    more = f", dan {len(listed) - MAX_SHOWN} lagi" if len(listed) > MAX_SHOWN else ""
    return ", ".join(listed[:MAX_SHOWN]) + more


def number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def place(lon: float, lat: float) -> str:
    # A decimal point, unlike elsewhere, so that the place can be pasted into a map program.
    return f"bujur {lon:.5f}, lintang {lat:.5f}"


def _group_same_kind(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return the problems in groups that say the same, in the order of their first."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        # Without a row there is only the evidence to tell two of them apart.
        evidence = problem.bukti if problem.baris is None else ""
        groups.setdefault((problem.masalah, problem.langkah, evidence), []).append(problem)
    return list(groups.values())


def _describe_group(group: Sequence[Problem]) -> str:
    first, others = group[0], group[1:]
    sentence = " ".join(filter(None, (first.masalah, first.bukti)))
    if not others:
        return sentence
    rows = shorten_list(
        str(p.baris) if p.nilai is None else f"{p.baris} ('{p.nilai}')" for p in others
    )
    return f"{sentence} Hal yang sama pada {len(others)} baris lain: {rows}."


def _write_line(group: Sequence[Problem]) -> str:
    first = group[0]
    lead = [f"baris {first.baris}"] if first.baris is not None else []
    lead += [f"kolom {first.kolom}"] if first.kolom is not None else []
    lead += [f"nilai '{first.nilai}'"] if first.nilai is not None else []
    start = f"{', '.join(lead)}: " if lead else ""
    return f"{start}{_describe_group(group)} {first.langkah}"
