"""Trying faults out: each in a copy of its own, against the part of the suite that it names."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from tests.mutasi.mutation import Mutation, MutationError, changed
from tests.mutasi.run import Run, run
from tests.mutasi.tree import copy_tree, copy_with, files_of


@dataclass(frozen=True)
class Verdict:
    """What became of one fault: whether it was noticed, by which test or why not.

    ``seconds`` are processor seconds of the run with the fault in.
    """

    mutation: Mutation
    good: bool
    words: str
    seconds: float = 0.0
    said: str = ""


class Trials:
    """A copy of a tree, and trials over it, so many at once."""

    def __init__(self, root: Path, folder: Path, at_once: int = 2) -> None:
        self.base, self.folder, self.at_once = folder / "asal", folder, at_once
        self.files = files_of(root)
        copy_tree(root, self.files, self.base)

    def of(self, mutations: list[Mutation]) -> list[Verdict]:
        """Return the verdicts on some faults, in their order; each is printed when it is known."""
        with ThreadPoolExecutor(self.at_once) as pool:
            selections = list(dict.fromkeys(m.tests for m in mutations))
            # All of them before the first fault: nothing may be written while the tree is copied.
            runs = pool.map(self._whole, range(len(selections)), selections)
            wholes = dict(zip(selections, runs, strict=True))
            trials = [pool.submit(self._shown, m, wholes[m.tests]) for m in mutations]
            return [trial.result() for trial in trials]

    def _whole(self, number: int, tests: tuple[str, ...]) -> Run:
        """Return what some tests say without a fault."""
        work = self.folder / f"utuh-{number}"
        found = run(self.base, tests, work)
        rmtree(work, ignore_errors=True)
        print(
            f"{'utuh' if found.passed else 'GAGAL':9} {' '.join(tests)} ({found.seconds:.0f} s)",
            flush=True,
        )
        return found

    def _shown(self, mutation: Mutation, whole: Run) -> Verdict:
        verdict = self._try(mutation, whole)
        sign = "diketahui" if verdict.good else "TIDAK"
        line = f"{sign:9} {mutation.kind}/{mutation.name}: {verdict.words}"
        print(
            f"{line} ({verdict.seconds:.0f} s)", *filter(None, [verdict.said]), sep="\n", flush=True
        )
        return verdict

    def _try(self, mutation: Mutation, whole: Run) -> Verdict:
        """Return the verdict on one fault, given what its tests say without it."""
        if not whole.passed:
            return Verdict(mutation, False, "ujinya gagal juga tanpa mutasi", 0, whole.said)
        try:
            path, text = changed(mutation, self.base, self.files)
        except MutationError as error:
            return Verdict(mutation, False, f"tidak dapat dipasang: {error}")
        copy, work = (self.folder / f"{mutation.name}{end}" for end in ("", "-uji"))
        copy_with(self.base, copy, path, text)
        found = run(copy, mutation.tests, work)
        for used in (copy, work):
            rmtree(used, ignore_errors=True)
        if found.noticed:
            return Verdict(mutation, True, found.failed[0], found.seconds)
        return Verdict(mutation, False, _unnoticed(found), found.seconds, found.said)


def _unnoticed(found: Run) -> str:
    if found.code == 0:
        return f"semua {found.tests} uji lulus"
    return f"tidak ada uji yang gagal; pytest berakhir dengan kode {found.code}"


UNNOTICED = "**tidak**: "
"""How the table marks a fault that no test has noticed."""


def list_unnoticed(results: Path) -> list[str]:
    """Return the faults that no test noticed, from a file with their table."""
    rows = results.read_text(encoding="utf-8").splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if f"| {UNNOTICED}" in row]
    return [f"{kind}/{name}" for kind, name, *_ in cells]


def table(verdicts: list[Verdict]) -> str:
    """Return the verdicts as a table in Markdown."""
    rows = [
        f"| {v.mutation.kind} | {v.mutation.name} | {v.mutation.what} | "
        f"{'' if v.good else UNNOTICED}{v.words.replace('|', '/')} | {v.seconds:.1f} |"
        for v in verdicts
    ]
    heading = [
        "| jenis | mutasi | apa | diketahui oleh | detik prosesor |",
        "|---|---|---|---|--:|",
    ]
    return "\n".join([*heading, *rows]) + "\n"
