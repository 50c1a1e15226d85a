"""The register of states: what each business was counted as whenever numbers were published.

A state is one period of one version of the data. Beside its businesses it keeps which rows of the
published tables were shown of it, by every release that showed any. It says who moved between two
releases, so it outlives the versions themselves: it is neither deleted, nor rolled back, nor
withdrawn. It holds micro data and is never published.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.disk import replacing, to_disk, write_whole
from data.errors import StoreError
from data.quoting import quote_literal
from data.store.memory import working_in_memory

MEMBERS, RECORD, SHOWN = "usaha.parquet", "keadaan.json", "tampak-"
OFFICIALS = "pejabat-"
RELEASES, LOST = "terbitan", "hilang"
ID, PLACE = "id_usaha", "kode_kelurahan"
ROW = ["indikator", "tingkat", "kode_wilayah", "dimensi", "kategori"]
"""What names a row of a published table within a period."""
TABLE = ["indikator", "tingkat", "dimensi"]
"""What names a table within a period."""
DAMAGED = (
    "Daftar keadaan terbit di {folder} rusak ({error}). Pulihkan dari cadangan: tanpa daftar ini "
    "perubahan kecil dapat terbaca."
)


@dataclass(frozen=True)
class State:
    """One period of the data as it was when something was published of it.

    ``made_up`` says that its businesses are invented, ``day`` (ISO) when it was first let in, and
    ``number`` in which place.
    """

    folder: Path
    periode: str
    made_up: bool
    day: str
    number: int

    @property
    def name(self) -> str:
        """What records call it: the period and a hash of its businesses."""
        return self.folder.name

    @cached_property
    def members(self) -> pd.DataFrame:
        """One row a business: ``ID``, ``PLACE``, and what it counts as; nobody may change it."""
        return _read(self.folder, [self.folder / MEMBERS])

    @property
    def has_members(self) -> bool:
        """Whether it is known who its businesses are. Of releases from before this register was
        kept, whose data are gone, only what they showed is."""
        return (self.folder / MEMBERS).exists()

    @cached_property
    def shown(self) -> pd.DataFrame:
        """Every row (``ROW``) of a table that a release took from it, with ``tampak`` (whether its
        numbers stood there); a row that any release showed is shown."""
        files = sorted(self.folder.glob(f"{SHOWN}*.parquet"))
        if not files:
            return pd.DataFrame(columns=[*ROW, "tampak"])
        return _read(self.folder, files).groupby(ROW, as_index=False)["tampak"].any()

    @cached_property
    def shown_to_officials(self) -> pd.DataFrame:
        """The same rows of the officials' own tables."""
        files = sorted(self.folder.glob(f"{OFFICIALS}*.parquet"))
        if not files:
            return pd.DataFrame(columns=[*ROW, "tampak"])
        return _read(self.folder, files).groupby(ROW, as_index=False)["tampak"].any()

    @cached_property
    def tables(self) -> set[tuple[str, str, str]]:
        """The tables (``TABLE``) that a release took from it."""
        return list_tables(self.shown)


def list_tables(rows: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Return the tables that rows with ``TABLE`` belong to."""
    return set(rows[TABLE].drop_duplicates().itertuples(index=False, name=None))


def name_state(periode: str, made_up: bool, members: pd.DataFrame) -> str:
    """Return the name of a period's state: two of the same businesses have the same name."""
    ordered = members.sort_values(ID)
    digest = hashlib.sha256(f"{made_up} {' '.join(ordered.columns)}\n".encode())
    digest.update(pd.util.hash_pandas_object(ordered, index=False).to_numpy().tobytes())
    return f"{periode}-{digest.hexdigest()[:16]}"


@dataclass(frozen=True)
class States:
    """All states in one folder."""

    folder: Path

    def list_all(self) -> list[State]:
        """Return every state, the first let in first."""
        found = [_read_state(path.parent) for path in self.folder.glob(f"*/{RECORD}")]
        return sorted(found, key=lambda state: (state.number, state.name))

    def list_shown_to_officials(self) -> list[State]:
        """Return every state of which officials saw a table of their own, with that as what was
        shown of it."""
        found = [replace(state) for state in self.list_all()]
        for state in found:
            vars(state)["shown"] = state.shown_to_officials
        return [state for state in found if not state.shown.empty]

    def find(self, name: str) -> State | None:
        """Return a state by name, or None."""
        folder = self.folder / name
        return _read_state(folder) if (folder / RECORD).exists() else None

    def keep(self, periode: str, made_up: bool, day: str, members: pd.DataFrame | None) -> State:
        """Keep a period's businesses, once; return their state. One process at a time does.

        Without businesses it is the state of which only is known that it was shown.
        """
        name = f"{periode}-{LOST}-{made_up}".lower()
        if members is not None:
            name = name_state(periode, made_up, members)
        folder = self.folder / name
        if not (folder / RECORD).exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            if members is not None:
                _write(folder / MEMBERS, members.sort_values(ID))
            number = max((state.number for state in self.list_all()), default=0) + 1
            said = {"periode": periode, "sintetis": made_up, "tanggal": day, "ke": number}
            # Last, so that a folder that a crash left half filled is no state.
            text = json.dumps(said).encode("ascii")
            write_whole(folder / RECORD, text, mode=0o600, synced=True)
            to_disk(self.folder)
        return _read_state(folder)

    def read_release(self, release: str) -> dict[str, Any] | None:
        """Return what was noted of a release by period, or None where nothing was."""
        try:
            text = (self.folder / RELEASES / f"{release}.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        said: dict[str, Any] = json.loads(text)
        return said

    def list_releases(self) -> list[str]:
        """Return the names of the releases of which anything was noted."""
        return sorted(path.stem for path in (self.folder / RELEASES).glob("*.json"))

    def note_release(self, release: str, said: Mapping[str, Any]) -> None:
        """Write of which state each table of a release is, by period."""
        folder = self._make_releases()
        text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(folder / f"{release}.json", text.encode(), mode=0o600, synced=True)
        to_disk(folder)

    def _make_releases(self) -> Path:
        folder = self.folder / RELEASES
        for path in (self.folder, folder):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def note_shown(
        self, name: str, release: str, rows: pd.DataFrame, *, to_officials: bool = False
    ) -> None:
        """Write which rows (``ROW`` and ``tampak``) a release takes from a state."""
        kind = OFFICIALS if to_officials else SHOWN
        _write(self.folder / name / f"{kind}{release}.parquet", rows[[*ROW, "tampak"]])

    def note_officials(self, release: str, cells: pd.DataFrame) -> None:
        """Keep the officials' own cells of a release."""
        _write(self._make_releases() / f"{OFFICIALS}{release}.parquet", cells)

    def read_officials(self, release: str) -> pd.DataFrame | None:
        """Return the officials' own cells of a release, None where none are kept."""
        file = self.folder / RELEASES / f"{OFFICIALS}{release}.parquet"
        return _read(file.parent, [file]) if file.exists() else None


def _read_state(folder: Path) -> State:
    try:
        said = json.loads((folder / RECORD).read_text(encoding="ascii"))
        return State(folder, said["periode"], said["sintetis"], said["tanggal"], said["ke"])
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(DAMAGED.format(folder=folder, error=error)) from error


def _read(folder: Path, files: list[Path]) -> pd.DataFrame:
    try:
        with working_in_memory() as con:
            return con.execute("from read_parquet($files)", {"files": [*map(str, files)]}).df()
    except duckdb.Error as error:
        raise StoreError(DAMAGED.format(folder=folder, error=error)) from error


def _write(path: Path, frame: pd.DataFrame) -> None:
    """Write a table as a file that only this account reads, whole or not at all."""
    with replacing(path) as aside, working_in_memory() as con:
        con.register("sumber", frame)
        con.execute(f"copy sumber to {quote_literal(str(aside))} (format parquet)")
        aside.chmod(0o600)
        to_disk(aside)
