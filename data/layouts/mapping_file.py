"""A settled layout as the text of a file like those under ``data/layouts``, and back.

What is written is read back before anybody relies on it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection
from typing import Any

import tomli_w

from data.errors import SettingsError
from data.layouts.layout import BLANKS
from data.layouts.mapping import SettledLayout
from data.layouts.recognition import Rewrite, Totals, Wide


def make_toml(settled: SettledLayout) -> str:
    """Return the text of a layout file that says the same. Raises SettingsError when none does."""
    wide, totals = settled.wide, settled.totals
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, words in settled.values.items():
        groups.setdefault(tuple(words.items()), []).append(name)
    parts_of_file: dict[str, Any] = {
        "judul": settled.title,
        "tabel": settled.table,
        "penanda": list(settled.marks),
        "kolom": {name: list(names) for name, names in settled.columns.items()},
        "judul_berkas": {"pola": list(settled.patterns)},
        "tetap": settled.constants,
        "gabung": {name: list(parts) for name, parts in settled.derived.items()},
        "angka": {"kolom": list(settled.numbers)},
        "nilai": [{"kolom": names, "peta": dict(words)} for words, names in groups.items()],
        "tulisan": [
            {"kolom": list(rewrite.columns), "pola": rewrite.pattern, "jadi": rewrite.text}
            for rewrite in settled.rewrites
        ],
        "abaikan": list(settled.skipped),
        "kanal_kosong": settled.blanks,
        "lebar": (
            {"kolom": wide.column, "nilai": wide.value, "judul": dict(wide.headings)}
            if wide
            else {}
        ),
        "jumlah": {"kolom": totals.column, "pola": totals.pattern} if totals else {},
    }
    empty = [name for name, part in parts_of_file.items() if part == {}]
    empty += [name for name in ("tulisan", "abaikan") if not parts_of_file[name]]
    empty += ["kanal_kosong"] if settled.blanks == BLANKS[0] else []
    for name, inner in (("judul_berkas", "pola"), ("angka", "kolom")):
        if not parts_of_file[name][inner]:
            empty.append(name)
    text = tomli_w.dumps({name: part for name, part in parts_of_file.items() if name not in empty})
    if read_toml(text) != settled:
        raise SettingsError(f"Tata letak '{settled.title}' tidak dapat ditulis dengan utuh.")
    return text


def read_toml(text: str) -> SettledLayout:
    """Return the layout that a text in the form of ``make_toml`` says."""
    parts_of_file = tomllib.loads(text)
    wide, totals = parts_of_file.get("lebar"), parts_of_file.get("jumlah")
    return SettledLayout(
        title=parts_of_file["judul"],
        table=parts_of_file["tabel"],
        marks=tuple(parts_of_file["penanda"]),
        columns={name: tuple(names) for name, names in parts_of_file.get("kolom", {}).items()},
        patterns=tuple(parts_of_file.get("judul_berkas", {}).get("pola", ())),
        constants=parts_of_file.get("tetap", {}),
        derived={name: tuple(parts) for name, parts in parts_of_file.get("gabung", {}).items()},
        numbers=tuple(parts_of_file.get("angka", {}).get("kolom", ())),
        values={
            name: group["peta"]
            for group in parts_of_file.get("nilai", [])
            for name in group["kolom"]
        },
        wide=Wide(wide["kolom"], wide["nilai"], wide["judul"]) if wide else None,
        totals=Totals(totals["kolom"], totals["pola"]) if totals else None,
        rewrites=tuple(
            Rewrite(tuple(rewrite["kolom"]), rewrite["pola"], rewrite["jadi"])
            for rewrite in parts_of_file.get("tulisan", [])
        ),
        skipped=tuple(parts_of_file.get("abaikan", ())),
        blanks=parts_of_file.get("kanal_kosong", BLANKS[0]),
    )


def choose_file_name(title: str, taken: Collection[str] = ()) -> str:
    """Return a name for the layout's file, of a to z, digits and underscores, not yet taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_") or "tata_letak"
    name, count = f"{slug}.toml", 1
    while name in taken:
        count += 1
        name = f"{slug}_{count}.toml"
    return name
