"""What moved between two versions of the data, by how much, and which rows did it.

Both versions are counted under the definitions of today, so that what moves here moved in the
data. Where a definition changed since, that is said beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from analysis.count import compute
from analysis.definitions.dimensions import DIMENSIONS
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY
from analysis.tracing.row_states import REGISTER, STATE, SURVEY, Source
from data.access.restricted import read_versions
from data.access.viewer import Viewer
from data.errors import StoreError
from data.settings import Settings, settings
from data.store.store import Store
from data.store.versions import Versions

CAUSES = ("baru", "hilang", "berubah")
"""A row whose key (period and id) only the new version has, only the old one, or both."""
CELL = ["periode", "tingkat", "kode_wilayah", "kategori"]
COUNTS = ["n", "ya", "tidak", "tak_tahu"]
PARTS = ("pembilang", "penyebut")
COLUMNS = (
    "sumber",
    "indikator",
    "tingkat",
    "kode_wilayah",
    "periode",
    "dimensi",
    "kategori",
    *(f"{name}_{when}" for name in ("nilai", *PARTS, "n") for when in ("lama", "baru")),
    *(f"baris_{cause}" for cause in CAUSES),
    *(f"{part}_dari_baris_{cause}" for part in PARTS for cause in CAUSES),
    "bergerak",
    "definisi_berubah",
)
ADDED, REMOVED, CONTENT = "ditambahkan", "dihapus", "berubah isi"


@dataclass(frozen=True)
class Changes:
    """The difference between two versions of the data.

    ``cells`` has one row (``COLUMNS``) per cell in which any row of the data is another. Its
    contributions of new, vanished and changed rows add up to the movement of ``pembilang`` and of
    ``penyebut`` exactly, a missing period counting as nothing; a survey's are weighted sums.
    ``bergerak`` leaves out cells in which the rows outweigh each other. Every survey is looked at,
    also those that a newer one has replaced in what is published.

    ``files`` has one row per file that is not the same in both: berkas, perubahan (``ditambahkan``,
    ``dihapus``, ``berubah isi``), diterima_lama, diterima_baru. ``rules`` says whether the rules
    that make rows of files changed; ``definitions`` names the indicators defined otherwise, None
    where that is not on record; ``incomparable`` has (indicator, sumber) of what a version has no
    columns for.
    """

    old: str
    new: str
    cells: pd.DataFrame
    files: pd.DataFrame
    rules: bool
    definitions: tuple[str, ...] | None
    incomparable: tuple[tuple[str, str], ...]

    @property
    def moved(self) -> pd.DataFrame:
        """The cells whose value, or what stands above or below its line, is another."""
        return self.cells[self.cells["bergerak"]].reset_index(drop=True)


def find_changes(
    old: Store,
    new: Store,
    dimensi: str = "",
    old_definitions: Mapping[str, str] | None = None,
    new_definitions: Mapping[str, str] | None = None,
) -> Changes:
    """Return what is different in ``new``, for the city and its kecamatan and every period.

    ``dimensi`` is a breakdown, for the indicators that have it. The definitions are hashes by
    indicator, as publishing records them. What is derived from other indicators is not looked at:
    it moves with them, or with the days. Raises StoreError for an unknown breakdown.
    """
    if dimensi not in DIMENSIONS:
        raise StoreError(
            f"Rincian '{dimensi}' tidak dikenal. Yang ada: {', '.join(filter(None, DIMENSIONS))}."
        )
    redefined = _find_redefined(old_definitions, new_definitions)
    parts, incomparable = [], []
    for entry in INDICATORS.values():
        if not entry.counted or dimensi not in entry.rincian:
            continue
        for source in (REGISTER, SURVEY) if entry.survey else (REGISTER,):
            if not source.list_levels(entry, dimensi):
                continue
            try:
                parts.append(_compare_cells(source, entry, dimensi, (old, new)))
            except (duckdb.BinderException, duckdb.CatalogException):
                # An older program built it, without a column or a table that is asked for today.
                incomparable.append((entry.kode, source.name))
    filled = [part for part in parts if not part.empty]
    cells = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS))
    return Changes(
        old.version,
        new.version,
        cells.assign(
            definisi_berubah=cells["indikator"].isin(redefined or ()),
            bergerak=cells["bergerak"].astype(bool),
        )[list(COLUMNS)],
        _compare_files(old.record["berkas"], new.record["berkas"]),
        old.record.get("aturan") != new.record.get("aturan"),
        redefined,
        tuple(incomparable),
    )


def compare_versions(
    viewer: Viewer, old: str, new: str, dimensi: str = "", *, only_seen: bool = False
) -> Changes:
    """Return ``find_changes`` of two kept versions by name, if the viewer may have them;
    ``only_seen`` says that they are shown and not downloaded.

    Raises what ``data.access.restricted.read_versions`` raises.
    """
    published = [read_definitions(settings(), name) for name in (old, new)]
    return read_versions(
        viewer,
        "unduhan",
        "perbedaan",
        (old, new),
        lambda stores: find_changes(stores[0], stores[1], dimensi, *published),
        detail=dimensi,
        only_seen=only_seen,
    )


def read_definitions(settings: Settings, gudang: str) -> dict[str, str] | None:
    """Return the definitions under which a data version was last published, None if it was not, or
    before they were recorded."""
    versions = Versions(settings.publik)
    records = [versions.record(name) for name in versions.list_names()]
    definitions = [r["definisi"] for r in records if r.get("gudang") == gudang and "definisi" in r]
    return definitions[-1] if definitions else None


def tabulate(difference: Changes) -> pd.DataFrame:
    """Return ``COLUMNS`` of what moved, as a download writes them: whole numbers as such."""
    moved = difference.moved
    whole = {
        name: "Int64"
        for name in moved.columns
        if moved[name].dtype == "Float64" and (moved[name].dropna() % 1 == 0).all()
    }
    return moved.astype(whole)


def _compare_cells(
    source: Source, entry: Indicator, dimension: str, stores: Sequence[Store]
) -> pd.DataFrame:
    """Return one row per cell in which a row is another; see ``Changes``."""
    states = [source.read_states(store, entry, dimension) for store in stores]
    keys = [source.read_keys(store) for store in stores]
    levels = source.list_levels(entry, dimension)
    effects = _add_up_effects(states, keys, levels)
    place = effects[CELL].drop_duplicates().sort_values(CELL, key=_sort_key)
    index = pd.MultiIndex.from_frame(place)
    compared = place.reset_index(drop=True)
    for when, state, keys_of_version in zip(("lama", "baru"), states, keys, strict=True):
        totals = _spread_by_area(_add_counts(state), levels).groupby(CELL)[COUNTS].sum()
        counts = totals.reindex(index, fill_value=0).reset_index()
        shown = compute.derive_values(entry, counts.assign(indikator=entry.kode, dimensi=""))
        there = compared["periode"].isin(keys_of_version.get_level_values("periode"))
        for name in ("nilai", *PARTS, "n"):
            compared[f"{name}_{when}"] = shown[name].astype("Float64").where(there, pd.NA)
    for cause in CAUSES:
        mine = effects[effects["sebab"] == cause].groupby(CELL)[["baris", *COUNTS]].sum()
        mine = mine.reindex(index, fill_value=0).reset_index(drop=True)
        compared[f"baris_{cause}"] = mine["baris"]
        for name, part in zip(PARTS, compute.split_fraction(entry, mine), strict=True):
            part = pd.Series(pd.NA, mine.index) if part is None else part
            compared[f"{name}_dari_baris_{cause}"] = part.astype("Float64")
    return compared.assign(
        sumber=source.name,
        indikator=entry.kode,
        dimensi=entry.answers if entry.by_answer else dimension,
        bergerak=_find_moved(compared),
    )


def _add_up_effects(
    states: Sequence[pd.DataFrame], keys: Sequence[pd.MultiIndex], levels: Sequence[str]
) -> pd.DataFrame:
    """Return, per cell and cause (``sebab``), how many rows are another there, and what they add
    to each count.

    What a row adds to a cell is what it says there now less what it said there before. So the
    contributions add up to the movement whatever a row did: appear, vanish, answer otherwise,
    enter or leave the universe, or move to another place or category.
    """
    before, after = states
    both = pd.concat([before.assign(arah=-1), after.assign(arah=1)], ignore_index=True)
    both = both[~both.duplicated(STATE, keep=False)]
    signed = _add_counts(both)
    signed[COUNTS] = signed[COUNTS].mul(both["arah"], axis=0)
    rows = _spread_by_area(signed, levels).groupby([*CELL, "id"], as_index=False)[COUNTS].sum()
    # In the whole city a move between two kecamatan is none.
    rows = rows[(rows[COUNTS] != 0).any(axis=1)]
    key = pd.MultiIndex.from_frame(rows[["periode", "id"]])
    in_old, in_new = (key.isin(keys_of_version) for keys_of_version in keys)
    cause = np.select([~in_old, ~in_new], CAUSES[:2], CAUSES[2])
    rows = rows.assign(sebab=cause, baris=1)
    return rows.groupby([*CELL, "sebab"], as_index=False)[["baris", *COUNTS]].sum()


def _add_counts(states: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what each adds to every count: itself to n, its weight to an answer."""
    answer, weight = states["jawaban"].astype("boolean"), states["bobot"]
    return states.assign(
        n=1,
        ya=weight.where(answer.fillna(False), 0),
        tidak=weight.where(~answer.fillna(True), 0),
        tak_tahu=weight.where(answer.isna(), 0),
    )


def _spread_by_area(rows: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Return each row once for every level of area that it lies in."""
    codes = {"kota": CITY, "kecamatan": rows["kode_kecamatan"]}
    return pd.concat(
        [rows.assign(tingkat=level, kode_wilayah=codes[level]) for level in levels],
        ignore_index=True,
    )


def _find_moved(compared: pd.DataFrame) -> pd.Series:
    """Return which cells have another value, or other sums above or below the line."""
    moved = pd.Series(False, compared.index)
    for name in ("nilai", *PARTS):
        old, new = (compared[f"{name}_{when}"] for when in ("lama", "baru"))
        if name != "nilai":
            old, new = old.fillna(0), new.fillna(0)
        # Weighted sums are not exact: the same weights in another order are no movement.
        near = ((old - new).abs() <= 1e-9 * new.abs().clip(lower=1)).fillna(False)
        moved |= ~(near | (old.isna() & new.isna())).astype(bool)
    return moved


def _sort_key(column: pd.Series) -> pd.Series:
    """Return what a column is sorted by: the city stands before its parts."""
    return column.map({"kota": 0, "kecamatan": 1}) if column.name == "tingkat" else column


def _find_redefined(
    old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> tuple[str, ...] | None:
    """Return the indicators that both know and define otherwise, None where one is unknown."""
    if old is None or new is None:
        return None
    both = [kode for kode in INDICATORS if kode in old and kode in new]
    return tuple(kode for kode in both if old[kode] != new[kode])


def _compare_files(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> pd.DataFrame:
    """Return one row per file, or sheet of one, that only one version has or that has another
    content."""
    before, after = ({file["berkas"]: file for file in files} for files in (old, new))
    rows = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was and now and was["sha256"] == now["sha256"]:
            continue
        what = CONTENT if was and now else ADDED if now else REMOVED
        accepted = [file["diterima"] if file else None for file in (was, now)]
        rows.append((name, what, *accepted))
    columns = ["berkas", "perubahan", "diterima_lama", "diterima_baru"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({name: "Int64" for name in columns[2:]})
