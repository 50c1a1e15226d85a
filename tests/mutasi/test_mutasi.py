"""The list of faults fits the program, and the command that tries them tells the truth."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from data.settings import ROOT
from tests.mutasi.mutation import Mutation, MutationError, changed, read
from tests.mutasi.tree import files_of
from tests.mutasi.trial import Trials, Verdict, table

PROGRAM = '''"""A program of two functions."""

LIMIT = 10


class Door:
    def is_open(self, count: int) -> bool:
        """Return whether one more may come in."""
        return count < LIMIT


def twice(number: int) -> int:
    return 2 * number  # it has to be 2 * number
'''
TESTS = """
from rumah.pintu import Door, twice

def test_the_door_closes():
    assert Door().is_open(9) and not Door().is_open(10)

def test_twice():
    assert twice(3)

def test_that_fails():
    assert twice(3) == 7
"""
CLOSES, TWICE, FAILS = (f"tests/test_pintu.py -k {word}" for word in ("closes", "twice", "fails"))


@pytest.mark.lambat
def test_every_fault_of_the_list_can_be_put_in() -> None:
    files, wrong = files_of(ROOT), []
    for mutation in read():
        try:
            changed(mutation, ROOT, files)
        except MutationError as error:
            wrong.append(str(error))
    assert not wrong, "\n".join(wrong)


def test_the_list_is_long_and_names_tests_that_there_are() -> None:
    found = read()
    assert len({mutation.name for mutation in found}) == len(found) >= 60
    assert min(Counter(mutation.kind for mutation in found).values()) >= 5
    paths = {part for mutation in found for part in mutation.tests if part.startswith("tests/")}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def fault(name: str, function: str, find: str, put: str, tests: str) -> Mutation:
    return Mutation(name, "pintu", "salah", find, put, tuple(tests.split()), function)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small program with tests, as a working tree."""
    root = tmp_path_factory.mktemp("rumah")
    for path, text in {"rumah/pintu.py": PROGRAM, "tests/test_pintu.py": TESTS}.items():
        (root / path).parent.mkdir()
        (root / path).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", root], check=True)
    return root


@pytest.fixture(scope="module")
def verdicts(house: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """What becomes of one fault of each kind, by its name."""
    faults = [
        fault("melihat", "Door.is_open", "count < LIMIT", "True", CLOSES),
        fault("buta", "twice", "return 2 * number", "return 3 * number", TWICE),
        fault("pindah", "thrice", "return 2 * number", "return 3 * number", TWICE),
        fault("dua-kali", "twice", "2 * number", "3 * number", TWICE),
        fault("tetap", "twice", "return 2 * number", "return 2 * number", TWICE),
        fault("rusak", "twice", "return 2", "return (2", TWICE),
        fault("tanpa-nama", "twice", "return 2 * number", "return dua * number", TWICE),
        fault("tidak-terbaca", "LIMIT", "10", "lain", CLOSES),
        fault("gagal-juga", "twice", "return 2 * number", "return 3 * number", FAILS),
        fault("tanpa-uji", "twice", "return 2 * number", "return 3 * number", CLOSES + "_not"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        # The little house needs none of the many plugins, which take seconds to load.
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        patch.setenv("PYTEST_PLUGINS", "xdist.plugin")
        found = Trials(house, tmp_path_factory.mktemp("uji")).of(faults)
    return {verdict.mutation.name: verdict for verdict in found}


@pytest.mark.lambat
@pytest.mark.parametrize(
    ("name", "good", "words"),
    [
        ("melihat", True, "test_the_door_closes"),
        ("buta", False, "semua 1 uji lulus"),
        ("pindah", False, "di thrice ditemukan 0 kali"),
        ("dua-kali", False, "di twice ditemukan 2 kali"),
        ("tetap", False, "tidak mengubah apa pun"),
        ("rusak", False, "bukan program lagi"),
        ("tanpa-nama", False, "tidak ada uji yang gagal"),
        ("tidak-terbaca", False, "tidak ada uji yang gagal"),
        ("gagal-juga", False, "ujinya gagal juga tanpa mutasi"),
        ("tanpa-uji", False, "ujinya gagal juga tanpa mutasi"),
    ],
)
def test_a_fault_is_good_only_when_a_test_of_a_sound_program_fails(
    verdicts: dict[str, Verdict], name: str, good: bool, words: str
) -> None:
    assert (verdicts[name].good, words in verdicts[name].words) == (good, True), verdicts[name]


def test_the_tree_itself_stays_as_it_is(house: Path, verdicts: dict[str, Verdict]) -> None:
    assert verdicts
    assert (house / "rumah/pintu.py").read_text(encoding="utf-8") == PROGRAM


def test_the_table_says_of_each_fault_who_noticed(verdicts: dict[str, Verdict]) -> None:
    rows = table(list(verdicts.values())).splitlines()
    assert len(rows) == 2 + len(verdicts)
    assert "| melihat | salah | tests.test_pintu::test_the_door_closes |" in rows[2]
    assert "| **tidak**: semua 1 uji lulus |" in rows[3]
