"""What the columns of an unknown file probably are: a proposal for an officer to correct.

Two witnesses are heard for each pair of table column and heading: how alike the names are
(``column_names``), and what stands below the heading (``cell_kinds``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from data.layouts.cell_kinds import find_kind, is_kecamatan
from data.layouts.column_names import (
    collect_names,
    drop_form_group,
    has_excluding_word,
    list_columns,
    rate_likeness,
)
from data.layouts.heading_names import flatten
from data.layouts.headings import Row, list_named_places, read_cells_below
from data.layouts.layout import Layout, Wide
from data.layouts.recognition import list_spread, read_layouts
from data.layouts.spread import find_spread, is_spread
from data.tables import PLACE_COLUMNS, TABLES, Column, Table

LOWEST = 50  # a pair that scores less is not proposed
MEMORY = 200  # rows of contents that are looked at
# A missing address word, an odd code or a business called as its owner prove nothing against a good
# name.
LENIENT = {"alamat", "npwp", "periode", "nama_usaha"}


@dataclass(frozen=True)
class Proposal:
    """The heading proposed for one table column; None when no heading is likely.

    ``position`` is the heading's column in the sheet, from 1; ``score`` runs from 0 to 100;
    ``why`` says in Indonesian what speaks for it, and what against.
    """

    column: str
    heading: str | None
    position: int | None
    score: int
    why: str


def propose(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    known: Iterable[Layout] | None = None,
    *,
    wide: Wide | None = None,
    without: Collection[str] = (),
) -> list[Proposal]:
    """Return one proposal per column of the table, places included, in the table's order.

    ``heading`` is the index of the heading row. Headings that are values (see ``find_wide``) are no
    column's. Each other heading is used once. One that is written twice is offered once, and one
    without words never: a layout finds columns by name. ``known`` are the layouts whose headings
    count as names, all layouts when left out; ``wide`` the headings that are values, the likeliest
    when left out. Headings ``without`` which the proposal is to be made are no column's either.
    """
    columns = list_columns(table)
    wide = wide or find_wide(rows, heading, table)
    places = [
        place
        for place in list_named_places(rows, heading)
        if not is_spread(wide, rows[heading][place] or "") and rows[heading][place] not in without
    ]
    names = collect_names(table, read_layouts() if known is None else known)
    rated = {
        (column.name, place): _rate_pair(rows, heading, place, column, names[column.name])
        for column in columns
        for place in places
    }
    taken = _assign_surest_first({pair: score for pair, (score, _) in rated.items()})
    proposals = []
    for column in columns:
        place_taken = taken.get(column.name)
        if place_taken is None:
            proposals.append(Proposal(column.name, None, None, 0, "tidak ada judul yang cocok"))
            continue
        score, why = rated[column.name, place_taken]
        proposals.append(
            Proposal(column.name, rows[heading][place_taken], place_taken + 1, round(score), why)
        )
    return proposals


def find_wide(rows: Sequence[Row], heading: int, table: Table, depth: int = 0) -> Wide | None:
    """Return which headings are values of a column, as Mikro and Kecil of a size class; None where
    there are none. The likeliest of ``spread.find_spread``."""
    found = find_spread(rows, heading, table, depth)
    return found[0].wide if found else None


def find_likeliest_table(
    rows: Sequence[Row],
    heading: int,
    tables: Iterable[Table] | None = None,
    known: Iterable[Layout] | None = None,
    depth: int = 0,
) -> Table:
    """Return the table that explains most headings and misses fewest of its required columns."""
    known_layouts = tuple(read_layouts() if known is None else known)
    flat = flatten(rows, heading, depth)
    headings = max(len(list_named_places(flat, heading)), 1)

    def rate_table(table: Table) -> float:
        spread = next(iter(find_spread(rows, heading, table, depth)), None)
        wide = spread.wide if spread else None
        proposed = propose(flat, heading, table, known_layouts, wide=wide)
        scores = {p.column: p.score / 100 for p in proposed}
        classes = len(spread.headings) if spread else 0
        scores |= dict.fromkeys(list_spread(wide), 1)
        # A period may stand in the title, and is in every table besides.
        needed = {c.name for c in table.columns if c.required} - {"periode"}
        needed |= {PLACE_COLUMNS[table.place][-1]} | ({*table.key} - {"periode"} & set(scores))
        share_of_needed = sum(scores.get(name, 0) for name in needed) / len(needed)
        return (sum(scores.values()) + max(classes - 2, 0)) / headings + share_of_needed

    return max(TABLES.values() if tables is None else tables, key=rate_table)


def _assign_surest_first(scores: dict[tuple[str, int], float]) -> dict[str, int]:
    """Return a place for each column, no place twice.

    The best sum of scores (an assignment by linear algebra) was tried: it proposed the same, is
    harder to explain, and can give up a certain pair for two doubtful ones.
    """
    taken: dict[str, int] = {}
    # Sorting is stable: of equals, the table's first column and the sheet's first heading win.
    for (column, place), score in sorted(scores.items(), key=lambda item: -item[1]):
        if score >= LOWEST and column not in taken and place not in taken.values():
            taken[column] = place
    return taken


def _rate_pair(
    rows: Sequence[Row], heading: int, place: int, column: Column, names: set[str]
) -> tuple[float, str]:
    """Return the score of a heading for a column, 0 to 100, and why."""
    # The name leads, and what stands below it corrects. Cells of the right kind close a part of the
    # gap to 100, as much as the kind alone proves: 16 digits close most of it and a bare number
    # nearly nothing, so that a badly named NIK is found and a well named turnover stays where it
    # was. Cells of another kind take away up to 60 percent. The mean of both scores would be
    # simpler, but it punishes every column whose contents prove nothing, as most do.
    title = drop_form_group(rows[heading][place] or "")
    name_score = 0.0 if has_excluding_word(title, column) else rate_likeness(title, names)
    kind = find_kind(column)
    cells = read_cells_below(rows, heading, place, MEMORY)
    why = ["judul sama" if name_score >= 98 else "judul mirip"] if name_score >= LOWEST else []
    if kind is None or not cells:
        return name_score, "; ".join(why)
    share_that_fits = sum(kind.fits(cell) for cell in cells) / len(cells)
    if share_that_fits >= 0.5:
        proving = sum(kind.fits(cell) and kind.proves(cell) for cell in cells)
        proof = kind.weight * (proving / len(cells))
        if proof:
            why.append(f"isi berupa {kind.words}")
        return 100 - (100 - name_score) * (1 - proof), "; ".join(why)
    if column.name in LENIENT or (column.name == "kelurahan" and _are_all_kecamatan(cells)):
        return name_score, "; ".join(why)
    # The officer sees a good name even so: the contents may be faulty, or another city's.
    why.append(f"tetapi isinya bukan {kind.words}")
    least = 60 if name_score >= 98 else 0
    return max(least, name_score * (0.4 + 0.6 * share_that_fits)), "; ".join(why)


def _are_all_kecamatan(cells: Sequence[str]) -> bool:
    return all(is_kecamatan(cell) for cell in cells)
