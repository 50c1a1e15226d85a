"""What every picture of a cube says at its foot."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.words.theme import day
from data.store.store import Store


@dataclass(frozen=True)
class Facts:
    """The day in words on which a cube was published, and its version."""

    published: str
    version: str

    def write_foot(self, *lines: str) -> tuple[str, ...]:
        """Return the foot: where the numbers come from, then when they were published."""
        return (*lines, f"Terbit {self.published}, versi {self.version}")


def read_facts(cube: Store) -> Facts:
    """Return the facts of a cube."""
    return Facts(day(cube.record["tanggal"]), cube.version)
