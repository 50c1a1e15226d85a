"""Whether a sheet has the columns without which none of its rows can be taken."""

from __future__ import annotations

from data.errors import InputError
from data.layouts.recognition import PlacedLayout
from data.tables import PLACE_COLUMNS, PLACE_LABELS, TABLES


def complete(berkas: str, found: PlacedLayout) -> None:
    """Return when every column that must be filled stands in the sheet, or is said for all of it.

    Raises InputError naming the missing ones: said row by row, it would look like a fault of
    every row.
    """
    layout, table = found.layout, TABLES[found.layout.table]
    there = found.filled
    missing = {c.name: c.label for c in table.columns if c.required and c.name not in there}
    places = PLACE_COLUMNS[table.place]
    if table.placed and not there & set(places):
        missing[places[-1]] = PLACE_LABELS[places[-1]]
    if not missing:
        return
    said = "; ".join(
        _write_column(label, layout.columns.get(name, ())) for name, label in missing.items()
    )
    above = [
        f"'{layout.columns.get(name, (label,))[0]}: ...'"
        for name, label in missing.items()
        if any(f"(?P<{name}>" in pattern for pattern in layout.patterns)
    ]
    step = "Tambahkan kolom itu, atau samakan judulnya."
    if above:
        step = f"Tambahkan kolom itu, atau tulis {' dan '.join(above)} di atas judul kolom."
    raise InputError(berkas, f"tidak ada kolom {said}.", step)


def _write_column(label: str, headings: tuple[str, ...]) -> str:
    names = ", ".join(f"'{heading}'" for heading in headings[:4])
    return f"{label} (judul {names})" if names else label
