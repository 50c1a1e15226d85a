"""Corrections: numbers that were published and that a later version publishes otherwise."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.definitions.indicators import INDICATORS
from data import reference
from data.errors import InputError
from data.settings import Settings
from data.store.store import PUBLISHED, open_version
from data.store.versions import Versions
from public.corrections.across_versions import (
    CELLS,
    KEY,
    NOT_WITHHELD,
    SAID,
    SAID_OTHERWISE,
    TABLE,
    ask,
    list_until_served,
    read_side,
)
from public.files.catalogue import build_name

BEFORE = ", ".join(f"lag({name}) over w as {name}_lama" for name in (*SAID, "urutan"))
FOLLOWS = f"""
    with runtut as (
        select {", ".join(KEY)}, urutan, {", ".join(f"{name} as {name}_baru" for name in SAID)},
            {BEFORE}
        from semua
        window w as (partition by {", ".join(KEY)} order by urutan)
    )
    select *
    from runtut
    where urutan_lama is not null
        and {NOT_WITHHELD}
        -- That real businesses replace made-up ones corrects nothing.
        and (asal_baru = 'sintetis') = (asal_lama = 'sintetis')
        and ({SAID_OTHERWISE})
    order by urutan desc, {", ".join(KEY)}
"""
"""Each cell of a version beside the last version before it that had the cell."""
AGEING = tuple(kode for kode, entry in INDICATORS.items() if entry.way == "umur")
"""Indicators that are another number every day, which corrects nothing."""
REASONS = ("versi", "indikator", "alasan")
EMBEDDED = ("kota", "kecamatan")
"""The levels of area that embeds other than the cluster map show."""
CLUSTERED = ("jumlah_umkm", "berusaha_daring")
FACT = ("indikator", "periode", "kode_wilayah", "dimensi", "kategori")


@dataclass(frozen=True)
class Correction:
    """One cell (``KEY``) of which ``versi_baru`` says something else than ``versi_lama`` did.

    ``lama`` and ``baru`` hold nilai, pembilang, penyebut, n, bawah, atas, tanda and asal; days are
    ISO. ``alasan`` is '' where the office has written none down.
    """

    indikator: str
    tingkat: str
    kode_wilayah: str
    periode: str
    dimensi: str
    kategori: str
    sumber: str
    lama: Mapping[str, Any]
    baru: Mapping[str, Any]
    versi_lama: str
    tanggal_lama: str
    versi_baru: str
    tanggal_baru: str
    alasan: str


def find_corrections(settings: Settings) -> list[Correction]:
    """Return every correction up to the served version, the newest version's first.

    A cell is held against the version before that had it. One that either of the two withholds is
    left out, and so is a number that ages with the day. Raises StoreError when a version cannot
    be opened.
    """
    names = tuple(list_until_served(settings))
    reasons = read_reasons(settings.koreksi)
    return [
        replace(found, alasan=_find_reason(reasons, found))
        for found in _find_changed(settings.publik, names)
    ]


@lru_cache(maxsize=4)
def _find_changed(folder: Path, names: tuple[str, ...]) -> tuple[Correction, ...]:
    if len(names) < 2:
        return ()
    days = {name: Versions(folder).record(name)["tanggal"] for name in names}
    cells = [
        open_version(folder, name, PUBLISHED).query(CELLS).assign(urutan=number)
        for number, name in enumerate(names)
    ]
    rows = ask(FOLLOWS, {"semua": pd.concat(cells, ignore_index=True)})
    return tuple(
        Correction(
            **{name: row[name] for name in KEY},
            lama=read_side(row, "lama"),
            baru=read_side(row, "baru"),
            versi_lama=(old := names[row["urutan_lama"]]),
            tanggal_lama=days[old],
            versi_baru=(new := names[row["urutan"]]),
            tanggal_baru=days[new],
            alasan="",
        )
        for row in rows
        if row["indikator"] not in AGEING
    )


def count_by_table(found: Iterable[Correction]) -> list[dict[str, Any]]:
    """Return one entry for each table that a version corrected: ``versi_baru``, ``tanggal_baru``,
    ``TABLE`` and how many of its cells (``jumlah``). In the order of the corrections."""
    names = ("versi_baru", "tanggal_baru", *TABLE)
    cells = Counter(tuple(getattr(one, name) for name in names) for one in found)
    return [
        dict(zip(names, table, strict=True)) | {"jumlah": number} for table, number in cells.items()
    ]


def read_reasons(path: Path) -> list[dict[str, str]]:
    """Return what the office has written of its corrections: ``REASONS``, none without a file.

    One line holds for what ``versi`` changed of ``indikator``, or of all when that is empty. An
    Indonesian spreadsheet writes ``;`` between cells. Raises InputError for a file that lacks a
    column.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        head = handle.readline()
        handle.seek(0)
        lines = csv.DictReader(handle, delimiter=";" if ";" in head else ",")
        missing = [name for name in REASONS if name not in (lines.fieldnames or ())]
        if missing:
            raise InputError(
                path, f"kolom {', '.join(missing)} tidak ada.", f"Tulis {','.join(REASONS)}."
            )
        return [{name: (line[name] or "").strip() for name in REASONS} for line in lines]


def _find_reason(reasons: list[dict[str, str]], found: Correction) -> str:
    """Return the line for the indicator, else the one for the whole version, else nothing."""
    for kode in (found.indikator, ""):
        for line in reasons:
            if (line["versi"], line["indikator"]) == (found.versi_baru, kode):
                return line["alasan"]
    return ""


def find_carriers(found: Correction, catalogue: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of the embed views that show a corrected cell.

    ``catalogue`` is the list of views in ``sematan/katalog.json``. Embeds show the register.
    """
    if found.sumber != "register":
        return []
    return [view["nama"] for view in catalogue if _shows(view, found)]


def _shows(view: Mapping[str, Any], found: Correction) -> bool:
    kind = view["jenis"]
    if kind == "fakta":
        return view["nama"] in _find_facts(found)
    if kind == "klaster":
        return found.dimensi == "produk" and found.indikator in CLUSTERED
    entry = INDICATORS[found.indikator]
    breakdowns = (entry.answers,) if entry.labels else ("", "skala_gabung")
    return (
        view["indikator"] == found.indikator
        and found.tingkat in EMBEDDED
        and found.dimensi in breakdowns
    )


def _find_facts(found: Correction) -> set[str]:
    """Return the names of the fact sentences that say this cell."""
    return _list_facts().get(tuple(getattr(found, name) for name in FACT), set())


@cache
def _list_facts() -> dict[tuple[str, ...], set[str]]:
    """Return the embeds of fact sentences by the cell (``FACT``) that they say."""
    facts: dict[tuple[str, ...], set[str]] = {}
    for row in reference.read("fakta").fillna("").to_dict("records"):
        cell = tuple(row[name] for name in FACT)
        facts.setdefault(cell, set()).add(build_name("fakta", row["kunci"]))
    return facts
