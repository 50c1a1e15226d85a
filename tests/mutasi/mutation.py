"""A fault: where it stands, what stands there, what is put in its place, who has to notice."""

from __future__ import annotations

import ast
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "daftar"
# What judges the program is not the program.
JUDGES = {"tests", "bench"}


class MutationError(Exception):
    """A fault that cannot be put in as it is written."""


@dataclass(frozen=True)
class Mutation:
    """One fault. ``kind`` is the name of its list, ``what`` says it in words.

    It stands in the named ``function`` (or class, or constant; ``Class.method``) wherever that is
    defined, or else in the ``file`` of that name wherever it lies. ``find`` occurs there once;
    ``put`` replaces it. ``tests`` are arguments to pytest.
    """

    name: str
    kind: str
    what: str
    find: str
    put: str
    tests: tuple[str, ...]
    function: str = ""
    file: str = ""

    @property
    def place(self) -> str:
        """Return where it stands, as it is written in the list."""
        return self.function or self.file


def read(folder: Path = LIST) -> list[Mutation]:
    """Return all faults of the lists in a folder, in their order."""
    return [
        _mutation(name, path.stem, given)
        for path in sorted(folder.glob("*.toml"))
        for name, given in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]


def _mutation(name: str, kind: str, given: dict[str, str]) -> Mutation:
    if ("fungsi" in given) == ("berkas" in given):
        raise MutationError(f"{name}: tulis fungsi atau berkas, salah satu saja")
    return Mutation(
        name,
        kind,
        given["apa"],
        given["cari"],
        given["ganti"],
        tuple(shlex.split(given["uji"])),
        given.get("fungsi", ""),
        given.get("berkas", ""),
    )


def changed(mutation: Mutation, root: Path, files: list[Path]) -> tuple[Path, str]:
    """Return the file that a fault changes, relative to the root, and its text with the fault.

    ``files`` are those of the tree, relative to the root. Raises MutationError unless the place
    and what stands there are found exactly once and the result can be compiled.
    """
    found = [
        (path, start, text)
        for path, start, text in _places(mutation, root, files)
        for _ in range(text.count(mutation.find))
    ]
    if len(found) != 1:
        raise MutationError(
            f"{mutation.name}: {mutation.find!r} di {mutation.place} ditemukan {len(found)} kali"
        )
    path, start, text = found[0]
    whole = (root / path).read_text(encoding="utf-8")
    with_fault = text.replace(mutation.find, mutation.put)
    return path, _sound(mutation, whole[:start] + with_fault + whole[start + len(text) :], whole)


def _sound(mutation: Mutation, text: str, before: str) -> str:
    """Return a text that is another one than before and, if a program, one that compiles."""
    if text == before:
        raise MutationError(f"{mutation.name}: tidak mengubah apa pun")
    if mutation.function:
        try:
            ast.parse(text)
        except SyntaxError as error:
            raise MutationError(f"{mutation.name}: bukan program lagi ({error})") from error
    return text


def _places(mutation: Mutation, root: Path, files: list[Path]) -> Iterator[tuple[Path, int, str]]:
    """Yield file, offset and text of everything that has the name of the fault's place."""
    for path in files:
        if path.parts[0] in JUDGES:
            continue
        if mutation.file and path.name == mutation.file:
            yield path, 0, (root / path).read_text(encoding="utf-8")
        elif mutation.function and path.suffix == ".py":
            yield from (
                (path, start, text)
                for name, start, text in _definitions(root / path)
                if name == mutation.function
            )


@cache
def _definitions(path: Path) -> list[tuple[str, int, str]]:
    """Return name, offset and lines of every function, class and constant of a module."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found = []
    for name, node in _named(ast.parse(source), ""):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) - 1
        text = "".join(lines[first : node.end_lineno])
        found.append((name, sum(map(len, lines[:first])), text))
    return found


def _named(node: ast.AST, above: str) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the statements below a node that define a name, with their qualified names."""
    for child in ast.iter_child_nodes(node):
        for name in _names(child):
            yield above + name, child
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _named(child, f"{above}{child.name}.")


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return [target.id for target in targets if isinstance(target, ast.Name)]
