"""Who may see and do what: one small table, ``policy.csv``, and the one function that reads it.

A row is a page (``halaman``), a download (``unduhan``), an action (``tindakan``) or a route
(``rute``). What has no row is refused to everybody.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).parent / "policy.csv"

Kind = Literal["halaman", "unduhan", "tindakan", "rute"]


class Role(StrEnum):
    """The roles, the one that may least first."""

    PUBLIK = "publik"
    AKADEMISI = "akademisi"
    PEJABAT = "pejabat"
    PENGELOLA = "pengelola"


@dataclass(frozen=True)
class Rule:
    """One row of the table. ``data`` is what the thing reads: publik, akademisi (the rounded cube),
    gudang, audit, rapat (what meetings decided) or nothing.

    ``demo`` says whether it is open to everybody while all data are made up and no sign-in is
    set up.
    """

    kind: str
    name: str
    data: str
    roles: frozenset[Role]
    demo: bool
    note: str

    @property
    def restricted(self) -> bool:
        """Whether somebody who is not signed in is refused."""
        return Role.PUBLIK not in self.roles


@cache
def read_rules() -> dict[tuple[str, str], Rule]:
    """Return every rule by (kind, name). Raises ValueError for a cell that says neither."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        found = [_read_rule(row) for row in csv.DictReader(handle)]
    by_name = {(rule.kind, rule.name): rule for rule in found}
    if len(by_name) != len(found):
        raise ValueError(f"{TABLE.name}: a thing has two rules")
    return by_name


def allows(role: Role, kind: Kind, name: str, *, demo: bool = False) -> bool:
    """Return whether a role may; ``demo`` is whether the program is in demo mode."""
    rule = read_rules().get((kind, name))
    if rule is None:
        return False
    return role in rule.roles or (demo and rule.demo)


def _read_rule(row: dict[str, str]) -> Rule:
    return Rule(
        row["jenis"],
        row["nama"],
        row["data"],
        frozenset(role for role in Role if _is_yes(row[role.value])),
        _is_yes(row["demo"]),
        row["keterangan"],
    )


def _is_yes(cell: str) -> bool:
    if cell not in ("ya", "tidak"):
        raise ValueError(f"{TABLE.name}: '{cell}' is neither ya nor tidak")
    return cell == "ya"
