"""The table of who may what is complete, and what it does not name is closed to everybody."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from data.access import policy
from data.access.policy import Kind, Role, allows, read_rules

KINDS: tuple[Kind, ...] = get_args(Kind)
LADDER = list(Role)


def rows() -> list[dict[str, str]]:
    with policy.TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the table that a test may spoil."""
    copy = tmp_path / "policy.csv"
    copy.write_text(policy.TABLE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(policy, "TABLE", copy)
    read_rules.cache_clear()
    yield copy
    read_rules.cache_clear()


def test_every_cell_says_yes_or_no_and_every_row_what_it_is_for() -> None:
    for row in rows():
        assert None not in row and None not in row.values(), row
        assert {row[name] for name in [*LADDER, "demo"]} <= {"ya", "tidak"}, row
        assert row["jenis"] in KINDS, row
        assert row["data"] in {"publik", "akademisi", "gudang", "audit", "rapat", "tidak ada"}, row
        assert row["nama"] and row["keterangan"], row


def test_the_rules_are_the_rows_of_the_table() -> None:
    assert len(read_rules()) == len(rows())
    for row in rows():
        rule = read_rules()[row["jenis"], row["nama"]]
        assert rule.roles == {role for role in Role if row[role] == "ya"}
        assert (rule.kind, rule.name, rule.data) == (row["jenis"], row["nama"], row["data"])
        assert (rule.demo, rule.note) == (row["demo"] == "ya", row["keterangan"])


def test_a_role_may_what_its_cell_says_and_nothing_else() -> None:
    for row in rows():
        for role in Role:
            assert allows(role, row["jenis"], row["nama"]) == (row[role] == "ya")  # type: ignore[arg-type]


def test_demo_mode_adds_what_its_column_says_and_takes_nothing() -> None:
    for row in rows():
        for role in Role:
            said = "ya" in (row[role], row["demo"])
            assert allows(role, row["jenis"], row["nama"], demo=True) == said  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("demo", [False, True])
def test_what_the_table_does_not_name_is_refused_to_everybody(role: Role, demo: bool) -> None:
    for kind in KINDS:
        for name in ("", "tidak_ada", "Rincian", "rincian ", "*", "/"):
            assert not allows(role, kind, name, demo=demo)
    assert not allows(role, "izin", "rincian", demo=demo)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_a_name_is_allowed_under_its_own_kind_only(role: Role) -> None:
    for row in rows():
        for kind in KINDS:
            if (kind, row["nama"]) not in read_rules():
                assert not allows(role, kind, row["nama"], demo=True)


def test_each_role_may_at_least_what_the_one_before_it_may() -> None:
    for lower, higher in zip(LADDER, LADDER[1:], strict=False):
        for rule in read_rules().values():
            assert lower not in rule.roles or higher in rule.roles, rule


def test_what_reads_restricted_data_or_changes_any_is_closed_and_the_rest_is_not() -> None:
    for rule in read_rules().values():
        closed = rule.data in {"akademisi", "gudang", "audit", "rapat"} or rule.kind == "tindakan"
        assert rule.restricted == closed, rule
        assert rule.restricted == (Role.PUBLIK not in rule.roles), rule


def test_only_the_data_officer_changes_data_officials_what_they_decided_and_demo_nothing() -> None:
    changes = [rule for rule in read_rules().values() if rule.kind == "tindakan"]
    names = {"unggah", "terbitkan", "kembalikan", "putuskan", "tata_letak", "tindak_lanjut"}
    assert {rule.name for rule in changes} == names
    for rule in changes:
        decided = {Role.PEJABAT} if rule.name == "tindak_lanjut" else set()
        assert rule.roles == {Role.PENGELOLA} | decided and not rule.demo
        assert (rule.data == "rapat") == bool(decided)


def test_of_what_is_restricted_each_role_below_the_data_officer_reads_its_one_table() -> None:
    """Officials see no business and no record of access: their own table, where embeds are, and
    what their meetings decided."""
    read = {
        role: {(rule.kind, rule.name) for rule in read_rules().values() if role in rule.roles}
        & {key for key, rule in read_rules().items() if rule.restricted}
        for role in (Role.AKADEMISI, Role.PEJABAT)
    }
    assert read[Role.AKADEMISI] == {("unduhan", "tabulasi")}
    assert read[Role.PEJABAT] - read[Role.AKADEMISI] == {
        ("halaman", "kinerja"),
        ("tindakan", "tindak_lanjut"),
        ("halaman", "rincian"),
        ("unduhan", "rincian"),
        ("unduhan", "perujuk"),
        ("unduhan", "nota_rapat"),
    }


def test_demo_mode_opens_every_page_and_download() -> None:
    assert all(rule.demo for rule in read_rules().values() if rule.kind in {"halaman", "unduhan"})


def test_a_thing_with_two_rules_is_refused(table: Path) -> None:
    with table.open("a", encoding="utf-8") as handle:
        handle.write("halaman,data,gudang,ya,ya,ya,ya,ya,Sekali lagi\n")
    with pytest.raises(ValueError, match=r"policy\.csv: a thing has two rules"):
        read_rules()


@pytest.mark.parametrize("cell", ["", "Ya", "y", "1", "true", " ya"])
def test_a_cell_that_says_neither_yes_nor_no_is_refused(table: Path, cell: str) -> None:
    with table.open("a", encoding="utf-8") as handle:
        handle.write(f"halaman,baru,gudang,{cell},tidak,tidak,ya,tidak,Baru\n")
    with pytest.raises(ValueError, match=r"policy\.csv"):
        read_rules()
    with pytest.raises(ValueError, match=r"policy\.csv"):
        allows(Role.PENGELOLA, "halaman", "ringkasan")
