"""A place is found by its names within its parent, as a slow reading in Python finds it."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from data import reference
from data.build import imports, places
from data.build.blank import load_reference
from data.received import uploads
from data.tables import PLACE_COLUMNS, TABLES
from tests.data.rows import HEADINGS, TODAY, Workspace, ids, one, write_register
from tests.data.sent import Told, register, sends
from tests.pace import upto

Words = tuple[str | None, ...]
RANKS = ["KECAMATAN", "KELURAHAN", "KEC", "KEL", "DESA", "DS", "KOTA"]
HERE = {"SERANG", "SERANGKOTA"}
CITIES = [
    *[None, None, None, "Kota Serang", "KOTA SERANG", "Serang", "Serang, Banten", "-", "36.73"],
    *["Kab. Serang", "KABUPATEN SERANG", "Kota Cilegon", "Kota Tangerang", "Lebak", "kab serang"],
    *["3673", "3604", "36.04", "Kota Serang, Prov. Banten", "SERANG (PROVINSI BANTEN)", "Banten"],
]
ODD = [None, None, "Kota Serang", "Kab. Serang", "Kota Cilegon", "Entah", "-", "12", "Kec."]
ODD += ["Ciruas", "Kec. KRAMATWATU", "Pulo Ampel", "3604", "3673", "36.73.02", "3673040"]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        load_reference(con)
        yield con


def resolved(con: duckdb.DuckDBPyConnection, name: str, ways: set[Words]) -> dict[Words, Any]:
    """Return (code, rule) of every way of naming a place, found all at once."""
    table = TABLES[name]
    columns = ", ".join(f"{word} varchar" for word in PLACE_COLUMNS[table.place])
    con.execute(f"create or replace temp table baris (jenis_baris varchar, {columns})")
    marks = ", ".join("?" for _ in PLACE_COLUMNS[table.place])
    con.executemany(f"insert into baris values (null, {marks})", [list(way) for way in ways])
    con.execute(f"drop table if exists tempat_{name}")
    places.resolve(con, table, "baris")
    words = ", ".join(PLACE_COLUMNS[table.place])
    rows = con.execute(f"select {words}, kode, aturan from tempat_{name}").fetchall()
    assert len(rows) == len(ways), "one answer for each way"
    return {row[:-2]: row[-2:] for row in rows}


# --- the twin -------------------------------------------------------------------------------------


def plain(name: str) -> str:
    """Return letters only, without the rank before them."""
    upper = name.upper().strip()
    first = re.match("[A-Z0-9_]*", upper)
    rank = first[0] if first else ""
    if rank in RANKS:
        upper = upper[len(rank) :]
    return "".join(letter for letter in upper if "A" <= letter <= "Z")


class Twin:
    def __init__(self) -> None:
        self.areas = {row["kode_kemendagri"]: row for row in _rows("wilayah")}
        self.names: dict[str, set[str]] = {
            code: {plain(row["nama"]), plain(row["nama_bps"])} for code, row in self.areas.items()
        }
        for row in _rows("alias_wilayah"):
            self.names[row["kode_kemendagri"]].add(plain(row["alias"]))
        self.neighbours = {plain(row["nama"]) for row in _rows("tetangga")}

    def called(self, level: str, name: str) -> list[str]:
        return [
            code
            for code, row in self.areas.items()
            if row["tingkat"] == level and plain(name) in self.names[code]
        ]

    def official(self, code: str, name: str) -> bool:
        return plain(self.areas[code]["nama"]) == plain(name)

    def kelurahan(self, city: str | None, kec: str | None, kel: str | None) -> Words:
        if elsewhere(city) or names_other(kec):
            return None, "wilayah_lain"
        here = [] if kel is None else self.called("kelurahan", kel)
        if kec is not None and not kec.upper().startswith("KOTA SERANG"):
            for parent in self.called("kecamatan", kec):
                for code in here:
                    if self.areas[code]["kode_induk"] == parent:
                        same = self.official(code, kel or "") and self.official(parent, kec)
                        return code, None if same else "ejaan_wilayah"
            return self.missed(city, kec)
        if len(here) == 1:
            return here[0], "kecamatan_dilengkapi"
        return None, "wilayah_mendua" if here else "wilayah_dikenal"

    def missed(self, city: str | None, kec: str) -> Words:
        """Return the rule for a kecamatan that the city has not."""
        beside = plain(kec) in self.neighbours and not says_city(city)
        return None, "wilayah_lain" if beside else "wilayah_dikenal"

    def kecamatan(self, city: str | None, kec: str | None) -> Words:
        if elsewhere(city) or names_other(kec):
            return None, "wilayah_lain"
        if kec is None:
            return None, None
        found = self.called("kecamatan", kec)
        if not found:
            return self.missed(city, kec)
        return found[0], None if self.official(found[0], kec or "") else "ejaan_wilayah"

    def wilayah(self, city: str | None, area: str | None) -> Words:
        if elsewhere(city) or names_other(area):
            return None, "wilayah_lain"
        if area is None:
            if city and says_city(city):
                return "36.73", None
            here = city is not None and not elsewhere(city) and plain(city).startswith("SERANG")
            return None, "kota_atau_kabupaten" if here else "wilayah_dikenal"
        if code(area):
            if not code(area).startswith("3673"):
                return None, "wilayah_lain"
            whole = [c for c, row in self.areas.items() if code(area) in codes(row)]
            return (whole[0], None) if whole else (None, "wilayah_dikenal")
        level = "kota" if re.match("KOTA([^A-Z0-9_]|$)", area.upper()) else "kecamatan"
        found = self.called(level, area)
        if not found:
            return self.missed(city, area)
        return found[0], None if self.official(found[0], area) else "ejaan_wilayah"


def _rows(name: str) -> list[dict[str, str]]:
    with reference.find_path(name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def code(text: str) -> str:
    """Return the digits of an area's own code, without points; nothing of another number."""
    digits = text.strip().replace(".", "")
    return digits if digits.isdigit() and len(digits) in (4, 6, 7) else ""


def codes(row: dict[str, str]) -> set[str]:
    """Return both codes of a city or kecamatan."""
    if row["tingkat"] == "kelurahan":
        return set()
    return {code(row["kode_kemendagri"]), row["kode_bps"]}


def says_city(city: str | None) -> bool:
    text = (city or "").upper()
    return "KOTA" in re.split("[^A-Z0-9_]", text) or code(text).startswith("3673")


def elsewhere(city: str | None) -> bool:
    if city is None:
        return False
    if code(city):
        return not code(city).startswith("3673")
    if not re.search("[A-Z]", city.upper()):
        return False
    words = [word for word in re.split("[^A-Z0-9_]", city.upper()) if word]
    if {"KAB", "KABUPATEN"} & set(words):
        return True
    if words[-1] == "BANTEN":
        words = words[:-2] if words[-2:-1] in (["PROV"], ["PROVINSI"]) else words[:-1]
    return plain(" ".join(words)) not in HERE


def names_other(area: str | None) -> bool:
    words = [word for word in re.split("[^A-Z0-9_]", (area or "").upper()) if word]
    return words[:1] in (["KAB"], ["KABUPATEN"]) or (
        words[:1] == ["KOTA"] and (words[1:2] or [""])[0].startswith(("TANGERANG", "CILEGON"))
    )


def spelt(rng: random.Random, name: str, ranks: list[str]) -> str:
    """Return a name in one of the writings that offices use, or nearly it."""
    name = rng.choice([name, name, name.upper(), name.replace(" ", ""), name.lower()])
    if rng.random() < 0.05:
        name = name[:-1]
    return rng.choice(["", "", *ranks]) + name + rng.choice(["", "", "", ".", "  "])


def ways(rng: random.Random, twin: Twin, level: str, count: int) -> set[Words]:
    """Return random ways of naming a place."""
    every = [row for row in twin.areas.values() if row["tingkat"] == "kelurahan"]
    found: set[Words] = set()
    while len(found) < count:
        row = rng.choice(every)
        parent = twin.areas[row["kode_induk"]]["nama"]
        kec: str | None = spelt(rng, parent, ["Kec. ", "KECAMATAN ", "Kec "])
        kel: str | None = spelt(rng, rng.choice([row["nama"], row["nama_bps"]]), ["Kel. ", "Ds. "])
        if rng.random() < 0.4:
            kec = rng.choice([*ODD, rng.choice(every)["kecamatan"]])
        if rng.random() < 0.1:
            kel = rng.choice(ODD)
        city = rng.choice(CITIES)
        found.add((city, kec, kel) if level == "kelurahan" else (city, kec))
    return found


@pytest.mark.parametrize("name", ["usaha", "lapak", "target"])
def test_places_are_found_as_a_patient_reader_would(
    name: str, con: duckdb.DuckDBPyConnection
) -> None:
    twin, level = Twin(), TABLES[name].place
    rng = random.Random(name)
    found = resolved(con, name, ways(rng, twin, level, upto(6_000, 600)))
    find = {"kelurahan": twin.kelurahan, "kecamatan": twin.kecamatan, "wilayah": twin.wilayah}
    wrong = {
        way: (got, find[level](*way)) for way, got in found.items() if got != find[level](*way)
    }
    assert wrong == {}
    assert len({rule for _, rule in found.values()}) >= 3


def test_every_kelurahan_is_found_by_both_its_official_names(
    con: duckdb.DuckDBPyConnection,
) -> None:
    twin = Twin()
    named = {
        (None, twin.areas[row["kode_induk"]]["nama"], row[name]): code
        for code, row in twin.areas.items()
        if row["tingkat"] == "kelurahan"
        for name in ("nama", "nama_bps")
    }
    assert {way: code for way, (code, _) in resolved(con, "usaha", set(named)).items()} == named
    assert len(set(named.values())) == 67


@sends(lambda kecamatan, kelurahan: register({}, {"kecamatan": kecamatan, "kelurahan": kelurahan}))
@pytest.mark.parametrize(
    ("kecamatan", "kelurahan", "found", "rule"),
    [
        ("Curug", "Sukawana", "36.73.04.1007", None),
        ("Serang", "Sukawana", "36.73.01.1008", None),
        ("", "Sukawana", None, "wilayah_mendua"),
        ("Kota Serang", "Lialang", "36.73.06.1011", "kecamatan_dilengkapi"),
        ("Curug", "Lopang", None, "wilayah_dikenal"),
        ("Walantaka", "Kepuren", "36.73.03.1009", "ejaan_wilayah"),
        ("Kab. Serang", "Lialang", None, "wilayah_lain"),
    ],
)
def test_place_of_a_row_decides_its_fate(
    told: Told, kecamatan: str, kelurahan: str, found: str | None, rule: str | None
) -> None:
    said = told.query("select aturan, tingkat from temuan").values.tolist()
    refused = "galat" if found is None else "ubahan"
    assert said == ([] if rule is None else [[rule, refused]])
    assert ids(told) == (["KS000001"] if found is None else ["KS000001", "KS000002"])
    if found:
        assert one(told, "select kode_kelurahan from usaha where baris = 4") == found


@sends(lambda kecamatan, kelurahan: register({"kecamatan": kecamatan, "kelurahan": kelurahan}, {}))
@pytest.mark.parametrize(
    ("kecamatan", "kelurahan", "cell", "shown", "expected"),
    [
        ("Cipocok Jya", "Dalung", "kecamatan", "Cipocok Jya",
         "nama kecamatan di Kota Serang; mungkin Cipocok Jaya"),
        ("Cipocok Jaya", "Penancangan", "kelurahan", "Penancangan",
         "nama kelurahan di Kecamatan Cipocok Jaya; mungkin Panancangan"),
        ("Serang", "Trondol", "kelurahan", "Trondol",
         "nama kelurahan di Kecamatan Serang; mungkin Terondol"),
        ("Kasemen", "Masjid Priyayi", "kelurahan", "Masjid Priyayi",
         "nama kelurahan di Kecamatan Kasemen; mungkin Mesjid Priyayi"),
        ("", "Trondol", "kelurahan", "Trondol",
         "nama kelurahan di Kota Serang; mungkin Terondol (Kecamatan Serang)"),
        ("Kasemen", "Cipare", "kelurahan", "Cipare",
         "kelurahan di Kecamatan Kasemen; Cipare ada di Kecamatan Serang"),
        ("Kasemen", "Sukawana", "kelurahan", "Sukawana",
         "kelurahan di Kecamatan Kasemen; Sukawana ada di Kecamatan Curug dan Serang"),
        ("Kasemen", "Xyz", "kelurahan", "Xyz", "nama kelurahan di Kecamatan Kasemen"),
        ("Kasemen", "", "kelurahan", None, "nama kelurahan di Kecamatan Kasemen"),
        ("Ciruas", "Ranjeng", "kecamatan", "Ciruas",
         "wilayah di Kota Serang; Ciruas ada di Kabupaten Serang"),
        ("Kab. Serang", "Ranjeng", "kecamatan", "Kab. Serang", "wilayah di Kota Serang"),
    ],
)  # fmt: skip
def test_place_that_is_not_known_marks_its_cell_and_shows_the_nearest_name(
    told: Told, kecamatan: str, kelurahan: str, cell: str, shown: str | None, expected: str
) -> None:
    said = told.query("select kolom, nilai, posisi, seharusnya, langkah from temuan")
    (one_,) = said.astype(object).where(said.notna(), None).to_dict("records")
    assert (one_["kolom"], one_["nilai"], one_["seharusnya"]) == (cell, shown, expected)
    assert one_["posisi"] == list(HEADINGS).index(cell) + 1
    assert ("Ejaannya sudah benar" in one_["langkah"]) == (" ada di Kecamatan" in expected)


def test_rows_of_the_regency_are_another_area_though_nothing_names_the_regency(
    workspace: Workspace,
) -> None:
    rows = [{}] * 40 + [{"kecamatan": "Ciruas", "kelurahan": "Ranjeng"}] * 15
    path = write_register(workspace.folder / "campuran.csv", rows)
    with path.open("rb") as file:
        candidate = uploads.receive(workspace.raw, path.name, file)
    report = imports.examine(workspace.settings, date.fromisoformat(TODAY), candidate)
    assert report.refusal is None
    assert [(s.diterima, s.ditolak) for s in report.sheets] == [(40, 15)]


def test_neighbours_have_no_kecamatan_of_a_name_that_the_city_has() -> None:
    names = [plain(row["nama"]) for row in _rows("tetangga")]
    assert len(set(names)) == 29
    assert not set(names) & {
        plain(r["nama"]) for r in _rows("wilayah") if r["tingkat"] != "kelurahan"
    }


PROVINCE = "kode_kabupaten_kota,nama_kabupaten_kota,kategori_usaha,proyeksi_jumlah_umkm,tahun"


# A sector of its own for each: a count of the same area, sector and year would be said twice.
@sends(
    lambda code_cell, name, sector: "\n".join(
        [PROVINCE, f"{code_cell},{name},{sector},12,2023", f"3673,KOTA SERANG,{sector},10,2022", ""]
    )
)
@pytest.mark.parametrize(
    ("code_cell", "name", "sector", "found", "rule"),
    [
        ("3673", "KOTA SERANG", "KULINER", "36.73", None),
        ("3673", "SERANG", "FASHION", "36.73", None),
        ("36.73", "SERANG", "KRIYA", "36.73", None),
        ("3604", "SERANG", "JASA", None, "wilayah_lain"),
        ("3604", "KAB. SERANG", "AGRIBISNIS", None, "wilayah_lain"),
        ("", "KOTA SERANG", "PERDAGANGAN", "36.73", None),
        ("", "SERANG", "OTOMOTIF", None, "kota_atau_kabupaten"),
        ("3672", "KOTA CILEGON", "KERAJINAN", None, "wilayah_lain"),
    ],
)
def test_row_of_the_province_is_the_city_or_the_regency_and_never_a_kecamatan(
    told: Told, code_cell: str, name: str, sector: str, found: str | None, rule: str | None
) -> None:
    said = told.query("select aturan from temuan")["aturan"].tolist()
    assert said == ([rule] if rule else [])
    area = told.query("select kode_wilayah from agregat where periode = '2023'")["kode_wilayah"]
    assert list(area) == ([found] if found else [])
