"""Headings that go by one column's names more than once: which of them is meant, or that nobody can
tell.

Certain is that columns which say the same in every row are one, and that an empty one is none. What
names the business's own place beside its owner's home is probable, and reported. Of the rest the
file is refused: the first one would be wrong as often as not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from data.build import steps
from data.build.findings import Finding, add
from data.build.steps import Sql
from data.errors import InputError
from data.layouts.layout import simplify_heading
from data.layouts.recognition import PlacedLayout
from data.readers.cell import name_cell
from data.received.names import name_as_sent
from data.tables import PLACE_LABELS, TABLES

CHOSEN = "judul_ganda"
"""The rule's name in ``temuan``."""
OF_BUSINESS = re.compile(r"\b(usaha|toko|tempat usaha|lokasi|proyek|perusahaan)\b", re.IGNORECASE)
OF_HOME = re.compile(
    r"\b(rumah|ktp|domisili|tinggal|pemilik|penanggung|pengurus|pribadi|asal)\b", re.IGNORECASE
)
OF_ALL = re.compile(r"(jumlah|total|keseluruhan|semua|l\s*\+\s*p)\b.* / ", re.IGNORECASE)
"""The group that is the sum of the others: men, women, and "Jumlah"."""
ALIKE_ENOUGH = {"telepon", "email", "npwp", "alamat", "nama_pemilik", "nama_perusahaan"}
ALIKE_ENOUGH |= {"nama_usaha", "nama_peserta"}
"""What nobody is counted or linked by, so that another word for it may stand beside it."""
SAMPLES = 3


def settle(
    con: duckdb.DuckDBPyConnection, berkas: str, found: PlacedLayout, below: Sql
) -> PlacedLayout:
    """Return where a sheet's columns stand once each has one place, and say which were chosen.

    ``below`` is SQL of the cells below the heading. Raises InputError naming the headings between
    which nobody can choose, with samples of what stands below them.
    """
    open_: dict[str, Sequence[int]] = {}
    for name, places in found.doubled.items():
        filled = _list_filled(con, below, places)
        chosen = _choose(con, berkas, found, name, filled, below) if len(filled) > 1 else filled
        if chosen is None:
            open_[name] = filled
        found = _place(found, name, (chosen or places)[0], places)
    if open_:
        raise InputError(name_as_sent(berkas), *_explain(con, found, open_, below))
    return replace(found, doubled={})


def _choose(
    con: duckdb.DuckDBPyConnection,
    berkas: str,
    found: PlacedLayout,
    name: str,
    places: Sequence[int],
    below: Sql,
) -> Sequence[int] | None:
    """Return one of the filled places of a column, None where nobody can choose."""
    if _say_the_same(con, below, places):
        return places[:1]
    headings = [found.headings[place] for place in places]
    likely = [
        place
        for place, heading in zip(places, headings, strict=True)
        if OF_BUSINESS.search(heading) and not OF_HOME.search(heading)
    ]
    is_place = name in PLACE_LABELS or name == "alamat"
    if is_place and len(likely) == 1:
        _report(con, berkas, found, name, likely[0], places)
        return likely
    whole = [p for p, h in zip(places, headings, strict=True) if OF_ALL.match(h)]
    if (
        name in found.wide
        and len(whole) == 1
        and not any(re.search(r"\d.* / ", h) for h in headings)
    ):
        _report(con, berkas, found, name, whole[0], places)
        return whole
    differ = len(set(map(simplify_heading, headings))) == len(headings)
    if name in ALIKE_ENOUGH and differ:
        return places[:1]  # the others are named among the columns that nothing takes
    return None


def _place(found: PlacedLayout, name: str, chosen: int, places: Sequence[int]) -> PlacedLayout:
    is_wide = name in found.wide
    kept = found.wide if is_wide else found.places
    moved = {**kept, name: chosen}
    others = set(places) - {*found.places.values(), *found.wide.values(), chosen}
    unused = tuple(sorted({*found.unused, *others}))
    return replace(found, **{"wide" if is_wide else "places": moved}, unused=unused)  # type: ignore[arg-type]


def _list_filled(
    con: duckdb.DuckDBPyConnection, below: Sql, places: Sequence[int]
) -> tuple[int, ...]:
    """Return the places below which something stands."""
    row = steps.read_first_row(con, "doubled/filled", below=below, cells=_name_cells(places))
    return tuple(place for place, filled in zip(places, row, strict=True) if filled)


def _say_the_same(con: duckdb.DuckDBPyConnection, below: Sql, places: Sequence[int]) -> bool:
    cells = _name_cells(places)
    return bool(steps.read_first_row(con, "doubled/same", below=below, cells=cells)[0])


def _name_cells(places: Sequence[int]) -> list[str]:
    return [name_cell(place) for place in places]


def _report(
    con: duckdb.DuckDBPyConnection,
    berkas: str,
    found: PlacedLayout,
    name: str,
    chosen: int,
    places: Sequence[int],
) -> None:
    others = [found.describe_column(place) for place in places if place != chosen]
    add(
        con,
        Finding(
            tabel=found.layout.table,
            berkas=berkas,
            kolom=name,
            aturan=CHOSEN,
            tingkat="peringatan",
            seharusnya=f"satu kolom {_find_label(found, name)}; dipakai "
            f"{found.describe_column(chosen)}, tidak dipakai {' dan '.join(others)}",
            langkah="Periksa pilihan ini. Bila salah, hapus atau ganti judul kolom yang tidak "
            "dimaksud, lalu kirim ulang.",
        ),
    )


def _explain(
    con: duckdb.DuckDBPyConnection,
    found: PlacedLayout,
    open_: Mapping[str, Sequence[int]],
    below: Sql,
) -> tuple[str, str]:
    """Return what is wrong with headings that stand more than once, and the next step."""
    told = []
    for name, places in open_.items():
        samples = _read_samples(con, found, name, places, below)
        columns = "; ".join(
            f"{found.describe_column(place)} ({samples[place]})" for place in places
        )
        told.append(f"{len(places)} kolom dapat berarti {_find_label(found, name)}: {columns}")
    return (
        f"baris {found.heading + 1}: {'. '.join(told)}. Seharusnya satu.",
        "Pilih kolom yang dimaksud di halaman Data atau dengan: python -m data map BERKAS --ulang. "
        "Atau beri judul yang lain pada kolom yang tidak dimaksud, lalu kirim ulang. Tabel yang "
        "berdampingan dipindahkan ke bawah, atau ke lembar sendiri.",
    )


def _read_samples(
    con: duckdb.DuckDBPyConnection,
    found: PlacedLayout,
    name: str,
    places: Sequence[int],
    below: Sql,
) -> Mapping[int, str]:
    """Return the first values below each heading as text; of what identifies a person none."""
    if name in TABLES[found.layout.table].private:
        return dict.fromkeys(places, "isinya data pribadi, tidak ditampilkan")
    cells = _name_cells(places)
    row = steps.read_first_row(
        con, "doubled/samples", {"banyak": SAMPLES}, below=below, cells=cells
    )
    return dict(zip(places, row, strict=True))


def _find_label(found: PlacedLayout, name: str) -> str:
    labels = {c.name: c.label for c in TABLES[found.layout.table].columns} | PLACE_LABELS
    return f"'{labels.get(name, name)}'"
