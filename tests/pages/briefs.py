"""Papers to try: the demo's cube with cells withheld, gone or without targets, and the numbers that
a paper of a cube may say, worked out without the code under test."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.words import theme
from data import reference
from data.store.store import PUBLISHED, Store, open_store
from public.brief.brief import FollowUp
from tests.data.rows import Workspace

LONG = "Pemberdayaanmasyarakatpesisirberkelanjutan" * 8
HOSTILE = (
    FollowUp("=1+1", "@Kasemen", '#import "@preview/x": *', "$ sum $ [a]", "2025-09-30", "\\"),
    FollowUp(
        "Berjualan daring",
        "Kecamatan \u8868 \u0627\u0644\u0639",
        "\u202eterbalik\u202c \x00 \t \u25b2 \U0001f600 \ufdfd",
        LONG,
        "x" * 99,
        "a\ud800b",
    ),
    FollowUp("", "", "", "", "", ""),
    FollowUp("<script>1</script>", "e\u0302\u0301", "kata " * 99, "</svg>", "2025-13", "-- //"),
)
MANY = HOSTILE * 5
CHANGES = {
    "as it is": "select 1",
    "a third withheld": """update sel set nilai = null, pembilang = null, penyebut = null, n = null,
        tanda = 'x' where hash(indikator, kode_wilayah, periode, kategori) % 3 = 0""",
    "all withheld": """update sel set nilai = null, pembilang = null, penyebut = null, n = null,
        tanda = 'x'""",
    "a half gone": "delete from sel where hash(indikator, kode_wilayah, periode) % 2 = 0 "
    "and indikator <> 'jumlah_umkm'",
    "only counts of businesses": "delete from sel where indikator <> 'jumlah_umkm'",
    "no targets": "delete from target",
    "zero and far targets": """update target set nilai = case indikator when 'ekspor_daring' then 0
        when 'jumlah_umkm' then 987654321 else 0.001 end""",
    "targets everywhere, of a hostile document": """insert into target select distinct indikator,
        kode_wilayah, periode, 50, '#eval("1") ' || repeat('Rencanapembangunan', 20), '212', false
        from sel where sumber = 'register' and dimensi = '' and tingkat <> 'kelurahan'
        and (indikator, kode_wilayah, periode) not in
        (select (indikator, kode_wilayah, periode) from target)""",
}  # fmt: skip
"""How a copy of the cube is changed, by what it is then."""


def change_cube(demo: Workspace, folder: Path, change: str) -> Store:
    """Return an open copy of the demo's cube, changed."""
    cube = demo.publik
    (path,) = demo.settings.publik.glob(f"{cube.version}/{PUBLISHED}")
    copy = folder / PUBLISHED
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as writing:
        writing.execute(CHANGES[change])
    return open_store(copy, cube.version, dict(cube.record))


def list_choices(store: Store) -> list[Selection]:
    """Return every period with every area."""
    offered = read_options(store)
    return [
        Selection(*one) for one in product(offered.periode.values(), offered.kecamatan.values())
    ]


def list_texts(said: Any, without: tuple[str, ...] = ()) -> Iterator[str]:
    """Give every text of a document, but for what stands under these names."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for name, part in said.items():
            if name not in without:
                yield from list_texts(part, without)
    elif isinstance(said, list):
        for part in said:
            yield from list_texts(part, without)


NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def find_numbers(text: str) -> set[str]:
    """Return the numbers of a text as they are written, dates and versions left out."""
    text = re.sub(r"\d{8}-[0-9a-f]{8}|\b\d{4}-\d\d(-\d\d)?\b|survei \d{4}–\d{4}", " ", text)
    text = re.sub(r"\b(\d\d? )?(Januari|Juni|September|November) \d{4}", " ", text)
    return set(NUMBER.findall(text))


def find_digits(kode: str) -> int:
    """Return how many digits an indicator is written with behind the comma."""
    return 1 if INDICATORS[kode].satuan in ("persen", "poin") else 0


class Known:
    """The numbers that a paper of a choice may say."""

    def __init__(self, store: Store, chosen: Selection) -> None:
        self.written: set[str] = set()
        areas = [CITY, *reference.list_kecamatan()]
        cells = store.query_rows(
            "select * from sel where sumber = 'register' and tingkat <> 'kelurahan' "
            "and periode <= ?",
            [chosen.periode],
        )
        plain = {
            (c["indikator"], c["kode_wilayah"], c["periode"]): c for c in cells if not c["dimensi"]
        }
        for cell in cells:
            now = cell["periode"] == chosen.periode and cell["indikator"] == "berusaha_daring"
            if not cell["dimensi"] or (now and cell["dimensi"] == "produk"):
                self._add_value(cell)
        self._add_targets(store, plain, chosen)
        for code in areas:
            self._add_gaps(plain, chosen, code)
        for (kode, code, periode), cell in plain.items():
            self._add_change(plain, kode, code, periode, cell["nilai"])
            if cell["tanda"] == "" and None not in (cell["penyebut"], cell["pembilang"]):
                self._add(cell["penyebut"] - cell["pembilang"], digits=0)
            if cell["nilai"] is not None and cell["n"] and cell["penyebut"]:
                self._add(100 - 100 * cell["penyebut"] / cell["n"], digits=1)

    def _add(self, *values: float | None, digits: int) -> None:
        shown = [abs(value) for value in values if value is not None]
        self.written |= {theme.number(value, digits) for value in shown}
        # What is not nothing is not written as nothing.
        small = [value for value in shown if 0 < value < 0.1 and digits]
        self.written |= {theme.number(value, more) for value in small for more in (2, 3)}

    def _add_value(self, cell: Any) -> None:
        self._add(cell["nilai"], digits=find_digits(cell["indikator"]))
        self._add(cell["pembilang"], cell["penyebut"], digits=0)

    def _add_targets(self, store: Store, plain: dict[Any, Any], chosen: Selection) -> None:
        for target in store.query_rows("from target where periode = ?", [chosen.periode]):
            goal, kode = target["nilai"], target["indikator"]
            digits = find_digits(kode)
            self._add(goal, digits=digits)
            cell = plain.get((kode, target["kode_wilayah"], chosen.periode))
            if cell is None or cell["nilai"] is None:
                continue
            apart = goal - cell["nilai"]
            self._add(apart, digits=digits)
            self._add(math.ceil(apart), digits=0)
            share = 100 * cell["nilai"] / goal if goal else 0.0
            for more in (1, 2, 3):
                self._add(share, 200 - share, digits=more)
            for (other, _, periode), part in plain.items():
                if (other, periode) == (kode, chosen.periode):
                    self._add_lacking(goal, part)

    def _add_lacking(self, goal: float, cell: Any) -> None:
        if cell["pembilang"] is not None and cell["penyebut"] is not None:
            lacking = goal * cell["penyebut"] / 100 - cell["pembilang"]
            self._add(math.ceil(lacking - 1e-9), digits=0)

    def _add_gaps(self, plain: dict[Any, Any], chosen: Selection, code: str) -> None:
        """Add how far an area lies from the city in each share, and where the shades change."""
        for (kode, area, periode), city in plain.items():
            cell = plain.get((kode, code, periode))
            if (area, periode) != (CITY, chosen.periode) or city["nilai"] is None or cell is None:
                continue
            if cell["nilai"] is not None:
                self._add(cell["nilai"] - city["nilai"], digits=1)
                self._add_lacking(city["nilai"], cell)
            if kode == "berusaha_daring":
                near, far = (round(part * city["nilai"], 1) for part in (0.03, 0.15))
                self.written |= {theme.tick(near), theme.tick(far)}

    def _add_change(
        self, plain: dict[Any, Any], kode: str, code: str, periode: str, value: float | None
    ) -> None:
        before = [p for k, c, p in plain if (k, c) == (kode, code) and p < periode]
        if before and value is not None:
            old = plain[kode, code, max(before)]["nilai"]
            self._add(None if old is None else value - old, digits=find_digits(kode))
