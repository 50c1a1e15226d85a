"""What the address of an embed may ask for: a closed list of parameters, each with a closed list of
values. Anything else is a sentence that says what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

THEMES = ("otomatis", "terang", "gelap")
LANGUAGES = ("id", "en")
IN_THE_FILE = ("wilayah", "periode", "skala")
PARAMETERS = (*IN_THE_FILE, "tema", "bahasa", "versi")
NOT_TAKEN = "-"
"""What stands in a file's name for a parameter that its view does not take."""
SHOWN = 40
"""Characters of a wrong value that its refusal repeats."""


class WrongAddress(Exception):
    """An address with a parameter or value that does not exist; its text is said to the reader."""


@dataclass(frozen=True)
class Choice:
    """One embed as it is asked for: the file's path, the theme, and the pinned version or ''."""

    path: str
    tema: str
    versi: str


def read(
    items: Iterable[tuple[str, str]], view: Mapping[str, Any], versions: Sequence[str]
) -> Choice:
    """Return what an address asks of a view (an entry of ``katalog.json``).

    ``versions`` are those that may be pinned. Raises WrongAddress for a parameter that is unknown
    or repeated, and for a value that is not in its list.
    """
    given = list(items)
    counted = Counter(name for name, _ in given)
    closed = {name: view["parameter"].get(name) for name in IN_THE_FILE}
    closed |= {"tema": THEMES, "bahasa": LANGUAGES, "versi": versions}
    taken = [name for name in PARAMETERS if closed[name] is not None]
    for name, times in counted.items():
        if name not in taken:
            raise WrongAddress(
                f"Parameter '{name[:SHOWN]}' tidak dikenal sematan ini. Yang ada: "
                f"{', '.join(taken)}."
            )
        if times > 1:
            raise WrongAddress(f"Parameter '{name}' ditulis lebih dari sekali. Tulis sekali saja.")
    for name, value in given:
        if value not in closed[name]:
            raise WrongAddress(
                f"Nilai '{value[:SHOWN]}' tidak ada untuk '{name}'. Yang ada: "
                f"{', '.join(closed[name]) or 'belum ada'}."
            )
    asked = dict(given)
    chosen = [asked.get(n) or (closed[n][0] if closed[n] else NOT_TAKEN) for n in IN_THE_FILE]
    language = asked.get("bahasa", LANGUAGES[0])
    return Choice(
        f"sematan/{view['nama']}/{'.'.join([*chosen, language])}.html",
        asked.get("tema", THEMES[0]),
        asked.get("versi", ""),
    )
