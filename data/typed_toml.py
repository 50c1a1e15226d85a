"""A TOML file that a person writes, as a record of its own type: settings, accounts, layouts.

A ``Part`` says what such a file may hold and msgspec checks it. What it finds is said
here in Indonesian: the file, the place in it, what stands there, what was expected, what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from data.errors import SettingsError

Record = TypeVar("Record")
Hook = Callable[[type, Any], Any]
FIX = "Perbaiki berkas ini."
EXPECTED = {
    "str": "teks di antara tanda kutip",
    "array": 'daftar di antara [ dan ], misalnya ["a", "b"]',
    "object": "bagian dengan nama dan isinya",
    "bool": "true atau false, tanpa tanda kutip",
    "int": "bilangan bulat mulai dari 1, tanpa tanda kutip",
}
"""What to write for a type, by msgspec's name of it."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a file, or a part of it, may hold: the fields of a subclass, and nothing else."""


@dataclass(frozen=True)
class Spot:
    """A place in a file: its type, what stands there, the names that lead to it, and in which of
    several alike it lies."""

    type: Any
    value: Any
    names: tuple[str, ...] = ()
    which: str = ""


def read_file(kind: type[Record], path: Path, advice: str, hook: Hook | None = None) -> Record:
    """Return what a file says, as a record of ``kind``. Raises as ``read_text``."""
    return read_text(kind, str(path), load_text(path, str(path), advice), advice, hook)


def load_text(path: Path, name: str, advice: str = FIX) -> str:
    """Return the text of a file, which goes by ``name`` in errors. Raises SettingsError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: tidak dapat dibaca ({error}). {advice}") from error


def read_text(
    kind: type[Record], name: str, text: str, advice: str = FIX, hook: Hook | None = None
) -> Record:
    """Return what the text of the file ``name`` says, as a record of ``kind``.

    ``hook`` makes the types that TOML has not, and raises ValueError for what it cannot take.
    Raises SettingsError, which ends with ``advice``, for what is no TOML, an unknown or missing
    name, or another type.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: tidak dapat dibaca ({error}). {advice}") from error
    try:
        return msgspec.convert(written, kind, dec_hook=hook)
    except msgspec.ValidationError as error:
        explained = _explain(str(error), Spot(kind, written), hook)
        raise SettingsError(f"{name}: {explained} {advice}") from None


def _explain(error: str, whole: Spot, hook: Hook | None) -> str:
    """Return what an error of msgspec's says: "Expected `str`, got `int` - at `$.a[0].b`"."""
    said, _, path = error.partition(" - at `$")
    steps = re.findall(r"\w+|\[.*?\]", path.removesuffix("`"))
    spot = next(spot for spot in _follow(whole, steps) if not _fits(spot, hook))
    word = re.findall("`(.*?)`", said)[0].split(" ")[0]
    if said.startswith("Object contains unknown field"):
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(spot.type))
        return f"{spot.which}'{word}' tidak dikenal. Yang ada: {known}."
    wrong = f"'{'.'.join(spot.names)}' salah bentuk: " if spot.names else ""
    if said.startswith("Object missing required field"):
        return f"{spot.which}{wrong}['{word}'] kurang atau belum diisi."
    return f"{spot.which}{wrong}tulis {EXPECTED[word]}, bukan {_show(spot.value)}."


def _follow(spot: Spot, steps: Sequence[str]) -> Iterator[Spot]:
    """Yield the places that a path of msgspec's may mean: of a table it does not say which name."""
    if not steps:
        yield spot
        return
    step, *rest = steps
    inside, value = get_args(spot.type), spot.value  # what a list, a table or an option is of
    if step == "[...]":
        spots = [Spot(inside[1], v, (*spot.names, name), spot.which) for name, v in value.items()]
    elif step.startswith("["):
        place = int(step[1:-1])
        which = spot.which or f"{spot.names[-1]} ke-{place + 1}: "
        spots = [Spot(inside[0], value[place], spot.names, which)]
    else:
        record = inside[0] if inside else spot.type
        kinds = {field.encode_name: field.type for field in msgspec.structs.fields(record)}
        spots = [Spot(kinds[step], value[step], (*spot.names, step), spot.which)]
    for found in spots:
        yield from _follow(found, rest)


def _fits(spot: Spot, hook: Hook | None) -> bool:
    try:
        msgspec.convert(spot.value, spot.type, dec_hook=hook)
    except msgspec.ValidationError:
        return False
    return True


def _show(value: object) -> str:
    """Return what stands there. Texts and what is made of them may be a person's: they are not."""
    kinds = {str: "teks", list: "daftar", dict: "bagian", bool: str(value).lower()}
    return kinds.get(type(value), str(value))
