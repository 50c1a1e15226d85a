"""Cross-tables of an academic's choice, from the rounded cube: cells of it, and sums of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.count.rounded import BASE, MOST_VARIABLES, WHOLE, list_variables
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY_NAME
from analysis.words import theme
from data.access.restricted import read_rounded
from data.access.viewer import Viewer
from data.errors import StoreError
from data.store.store import Store

MARK = f"dibulatkan ke kelipatan {BASE}"
MEAN_ERROR = sum(2 * rest * (BASE - rest) / BASE for rest in range(BASE)) / BASE
"""Mean of |value - count| of a cell whose last digit may be any: 1.6. The errors of cells are
independent, so that of a sum of m cells grows with the root of m."""

VALUE_HEADING, CELLS_SUMMED_HEADING = f"Banyaknya usaha ({MARK})", "Sel yang dijumlahkan"


@dataclass(frozen=True)
class Request:
    """A table: the variables it shows, and for some variables the categories that are kept.

    A variable that is only kept and not shown is added up over its kept categories.
    """

    periode: str
    shown: tuple[str, ...]
    kept: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        kept = (f"{name}={','.join(categories)}" for name, categories in self.kept)
        return " ".join((self.periode, *self.shown, *kept))

    @classmethod
    def parse(cls, text: str) -> Request:
        """Return the request that was written as text."""
        periode, *words = text.split()
        kept = tuple(tuple(word.split("=", 1)) for word in words if "=" in word)
        return cls(
            periode,
            tuple(word for word in words if "=" not in word),
            tuple((name, tuple(categories.split(","))) for name, categories in kept),
        )

    @property
    def used(self) -> tuple[str, ...]:
        """The variables of the released table that the answer comes from, each once."""
        return tuple(dict.fromkeys((*self.shown, *(name for name, _ in self.kept))))


@dataclass(frozen=True)
class Table:
    """An answer: a row a combination of categories, with the words it must not be shown without."""

    title: str
    note: str
    rows: pd.DataFrame
    origin: str


def make_crosstab(viewer: Viewer, request: Request, *, only_seen: bool = False) -> Table:
    """Return a table of the served rounded cube, if the viewer may have it; the request is on
    record, with ``only_seen`` as one that is shown and not downloaded.

    Raises StoreError for a request that the cube does not answer, and what ``read_rounded`` raises.
    """
    _check(request)
    return read_rounded(
        viewer,
        "unduhan",
        "tabulasi",
        lambda store: _make_table(store, request),
        detail=str(request),
        only_seen=only_seen,
    )


def download(viewer: Viewer, text: str) -> pd.DataFrame:
    """Return the table of a written request as its file: the words stand in every row."""
    table = make_crosstab(viewer, Request.parse(text))
    return table.rows.assign(
        Tabel=table.title,
        Asal=theme.ORIGINS[table.origin],
        Keterangan=table.note,
    )


def _check(request: Request) -> None:
    variables = list_variables()
    strange = [name for name in request.used if name not in variables]
    strange += [
        category
        for name, categories in request.kept
        for category in categories
        if name in variables and category not in variables[name].categories
    ]
    if strange:
        raise StoreError(
            f"Pilihan '{strange[0][:40]}' tidak ada. Yang ada: {', '.join(variables)}."
        )
    if len(request.used) > MOST_VARIABLES:
        raise StoreError(
            f"Tabel ini memakai {len(request.used)} variabel; paling banyak {MOST_VARIABLES}, "
            "saringan ikut dihitung. Kurangi satu."
        )


def _make_table(store: Store, request: Request) -> Table:
    variables, kept = list_variables(), dict(request.kept)
    # To keep every category is no filter. The table without that variable has a rounding of its
    # own, which is nearer to the truth than a sum of rounded cells.
    kept = {n: c for n, c in kept.items() if set(c) != set(variables[n].categories)}
    used = [name for name in request.used if name in request.shown or name in kept]
    conditions = [f"{name} {'<>' if name in used else '='} '{WHOLE}'" for name in variables]
    cells = store.query(
        f"select * from sel where periode = $periode and {' and '.join(conditions)}",
        {"periode": request.periode},
    )
    if cells.empty:
        raise StoreError(
            f"Tidak ada tabulasi untuk periode '{request.periode[:40]}': belum terbit, atau sel "
            "kecilnya terlalu banyak untuk dibulatkan dengan aman. Pilih periode lain, atau pakai "
            "tabel terbit di atas."
        )
    for name, categories in kept.items():
        cells = cells[cells[name].isin(categories)]
    rows = _sum_cells(cells, request.shown)
    labels = " menurut " + ", ".join(variables[name].label.lower() for name in request.shown)
    limits = [f"{variables[n].label}: {_name_categories(n, c)}" for n, c in kept.items()]
    where = f"{CITY_NAME}, {theme.period(request.periode)}"
    title = f"Banyaknya UMKM{labels if request.shown else ''}, {where}"
    return Table("; ".join([title, *limits]), _write_note(rows), rows, str(cells["asal"].iloc[0]))


def _sum_cells(cells: pd.DataFrame, shown: tuple[str, ...]) -> pd.DataFrame:
    """Return sums of released cells by the shown variables, with their labels, in their order."""
    variables = list_variables()
    if shown:
        sums = cells.groupby(list(shown), as_index=False)["nilai"].agg(["sum", "size"])
    else:
        sums = pd.DataFrame({"sum": [cells["nilai"].sum()], "size": [len(cells)]})
    for name in reversed(shown):
        place = {category: n for n, category in enumerate(variables[name].categories)}
        sums = sums.sort_values(
            name, key=lambda column, place=place: column.map(place), kind="stable"
        )
        sums[name] = sums[name].map(variables[name].categories)
    names = {name: variables[name].label for name in shown} | {
        "sum": VALUE_HEADING,
        "size": CELLS_SUMMED_HEADING,
    }
    return sums.rename(columns=names).reset_index(drop=True)


def _write_note(rows: pd.DataFrame) -> str:
    """Return what keeps the numbers from being read as exact ones."""
    most = int(rows[CELLS_SUMMED_HEADING].max()) if len(rows) else 1
    entry = INDICATORS["jumlah_umkm"]
    sums = (
        f" Setiap angka di sini jumlah {most} sel: galat rata-rata sekitar "
        f"{theme.number(MEAN_ERROR * most**0.5, 1)}."
        if most > 1
        else ""
    )
    return (
        f"Setiap sel {MARK}: galat rata-rata {theme.number(MEAN_ERROR, 1)} usaha, paling banyak "
        f"{BASE - 1}.{sums} Jumlah baris dapat berbeda dari totalnya. Nol berarti 0 sampai "
        f"{BASE - 1}. Semesta: {entry.semesta}. Sumber: {entry.sumber}."
    )


def _name_categories(name: str, categories: Iterable[str]) -> str:
    return ", ".join(list_variables()[name].categories[category] for category in categories)
