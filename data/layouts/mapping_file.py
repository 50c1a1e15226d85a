"""A settled layout as the text of a file like those under ``data/layouts``, and back.

What is written is read back before anybody relies on it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

import msgspec

from data.errors import SettingsError
from data.layouts.layout import (
    Columns,
    LayoutFile,
    Patterns,
    SettledLayout,
    Words,
    read_settled,
)


def make_toml(settled: SettledLayout) -> str:
    """Return the text of a layout file that says the same. Raises SettingsError when none does."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, words in settled.values.items():
        groups.setdefault(tuple(words.items()), []).append(name)
    file = LayoutFile(
        judul=settled.title,
        tabel=settled.table,
        penanda=settled.marks,
        kolom=dict(settled.columns),
        judul_berkas=Patterns(settled.patterns) if settled.patterns else None,
        bukan_judul=Patterns(settled.strangers) if settled.strangers else None,
        tetap=dict(settled.constants),
        gabung=dict(settled.derived),
        angka=Columns(settled.numbers) if settled.numbers else None,
        nilai=tuple(Words(tuple(names), dict(words)) for words, names in groups.items()),
        tulisan=settled.rewrites,
        abaikan=settled.skipped,
        lebar=settled.wide,
        jumlah=settled.totals,
        kanal_kosong=settled.blanks,
        pilihan=settled.choices,
        salah_satu=dict(settled.any_of),
        baris_judul=settled.depth,
        satu_sel=settled.one_cell,
    )
    text = msgspec.toml.encode(file).decode()
    if read_settled(settled.title, text) != settled:
        raise SettingsError(f"Tata letak '{settled.title}' tidak dapat ditulis dengan utuh.")
    return text


def choose_file_name(title: str, taken: Collection[str] = ()) -> str:
    """Return a name for the layout's file, of a to z, digits and underscores, not yet taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_") or "tata_letak"
    name, count = f"{slug}.toml", 1
    while name in taken:
        count += 1
        name = f"{slug}_{count}.toml"
    return name
