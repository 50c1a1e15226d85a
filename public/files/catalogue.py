"""What can be embedded, choices of it, and the list of it that published files bring along."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from data.errors import DasborError
from public.files.published import PublishedTree

LISTED = "sematan/katalog.json"
LOOKS = {"bahasa": ("id", "en"), "tema": ("terang", "otomatis", "gelap")}
"""What every embed takes beside its own parameters, the default first."""
IN_THE_FILE = ("wilayah", "periode", "skala")
NOT_TAKEN = "-"
"""What stands in a file's name for a parameter that its embed does not take."""
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
"""Pixels of the picture of a view."""
SHOWN = 40
"""Characters of a wrong value that its refusal repeats."""


class NoChoice(DasborError):
    """An embed or a choice that is not on the list; says what there is."""


@dataclass(frozen=True)
class Embed:
    """One embed, by the names that it has in the list: ``judul`` is its title by language,
    ``parameter`` the closed list of each of its own parameters, the default first, as addresses
    write them, and ``tinggi`` its height in pixels in a narrow frame."""

    nama: str
    jenis: str
    indikator: str | None
    judul: dict[str, str]
    parameter: dict[str, tuple[str, ...]]
    tinggi: int

    @property
    def offered(self) -> dict[str, tuple[str, ...]]:
        """The closed list of every parameter, the default first."""
        return self.parameter | LOOKS

    def choose(self, given: Iterable[tuple[str, str]], versions: Sequence[str] = ()) -> Chosen:
        """Return a choice from URL parameters; ``versions`` are those that may be pinned.

        Raises NoChoice for a parameter or value that is not on the list, or that is given twice.
        """
        offered = self.offered | ({"versi": tuple(versions)} if versions else {})
        values: dict[str, str] = {}
        for name, value in given:
            if name not in offered:
                raise NoChoice(
                    f"Parameter '{name[:SHOWN]}' tidak dikenal. Yang ada: {', '.join(offered)}."
                )
            if name in values:
                raise NoChoice(f"Parameter '{name}' ditulis lebih dari sekali. Tulis sekali saja.")
            if value not in offered[name]:
                raise NoChoice(
                    f"Pilihan {name} '{value[:SHOWN]}' tidak dikenal. "
                    f"Yang ada: {', '.join(offered[name])}."
                )
            values[name] = value
        versi = values.pop("versi", "")
        return Chosen(self, values, versi)

    def yield_choices(self) -> Iterator[Chosen]:
        """Yield every choice that has a page of its own: all but that of the colours."""
        asked = self.parameter | {"bahasa": LOOKS["bahasa"]}
        for values in product(*asked.values()):
            yield Chosen(self, dict(zip(asked, values, strict=True)))


@dataclass(frozen=True)
class Chosen:
    """An embed with what was chosen for it; ``versi`` is the frozen version, '' for the newest."""

    embed: Embed
    values: dict[str, str]
    versi: str = ""

    def get(self, name: str) -> str:
        """Return what was chosen for a parameter that the embed takes, or its default."""
        return self.values.get(name, self.embed.offered[name][0])

    @property
    def file(self) -> str:
        """The path of its page in a published tree."""
        own = [self.get(n) if n in self.embed.parameter else NOT_TAKEN for n in IN_THE_FILE]
        return f"sematan/{self.embed.nama}/{'.'.join([*own, self.get('bahasa')])}.html"

    @property
    def title(self) -> str:
        """Its title in its language."""
        return self.embed.judul[self.get("bahasa")]

    @property
    def parameters(self) -> dict[str, str]:
        """Its URL parameters; what is the default is left out."""
        offered = self.embed.offered
        chosen = {name: self.values[name] for name in offered if name in self.values}
        kept = {name: value for name, value in chosen.items() if value != offered[name][0]}
        return kept | ({"versi": self.versi} if self.versi else {})

    @property
    def page(self) -> str:
        """Its address without parameters, from the root of the site."""
        return f"/sematan/{self.embed.nama}"

    @property
    def address(self) -> str:
        """Its address from the root of the site."""
        return f"{self.page}?{urlencode(self.parameters)}".removesuffix("?")

    @property
    def picture(self) -> str:
        """The address of its picture, which shows the default choice, from the root."""
        return f"/sematan/{self.embed.nama}.png"


def build_name(jenis: str, key: str) -> str:
    """Return the name of a kind's embed of an indicator or a statement."""
    return f"{jenis}-{key.replace('_', '-')}"


def read_embeds(tree: PublishedTree) -> dict[str, Embed]:
    """Return every embed of a published tree by its name, none where it was written without a
    list."""
    return _read_list(tree.folder) if LISTED in tree.files else {}


@lru_cache(maxsize=16)
def _read_list(folder: Path) -> dict[str, Embed]:
    listed = json.loads((folder / LISTED).read_text(encoding="utf-8"))["views"]
    found = [Embed(**view | {"parameter": _close_lists(view["parameter"])}) for view in listed]
    return {embed.nama: embed for embed in found}


def _close_lists(parameter: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in parameter.items()}
