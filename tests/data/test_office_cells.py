"""Cells as offices write them: read as they are meant, asked about or refused, never as another.

Each kind makes files by chance and knows what they mean. One build reads all of them; what it took
must be what was meant, unless it has asked about that column.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data.build import questions
from data.store.store import Store
from tests.data.rows import Workspace
from tests.pace import SEED, upto

pytestmark = pytest.mark.lambat

ASKED = {*questions.RULES, "hanya_ya"}
FILES = upto(20, 8)  # of each kind; a zip holds 200
KELURAHAN = (("Serang", "Cipare"), ("Kasemen", "Banten"), ("Curug", "Tinggar"))
REGISTER = ("ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha")
TITLE = "KEADAAN JUNI 2025"
MONTHS = ("JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER",
          "OKTOBER", "NOVEMBER", "DESEMBER")  # fmt: skip
Rows = list[list[str]]


@dataclass(frozen=True)
class File:
    """One file: its ``rows``, and for each row (1-based) what the columns of ``table`` mean."""

    kind: str
    table: str
    rows: Rows
    meant: dict[int, dict[str, Any]]
    about: dict[str, Any] = field(default_factory=dict)


def write_amount(value: float, thousands: str, point: str) -> str:
    """Write a number with a mark between its thousands, and one before its decimals if any."""
    whole, _, part = f"{value:.6f}".rstrip("0").partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{grouped}{point}{part}" if part else grouped


def make_register(
    rng: random.Random, number: int, headings: Sequence[str], cells: Rows, unit: str = ""
) -> Rows:
    """Return a register with further columns, of a month of its own since one that does not ask a
    channel takes it from its whole period; a business for each of their rows."""
    title = f"KEADAAN {MONTHS[number % 12]} {1950 + number // 12} {unit}".strip()
    if "Pesan Instan" not in headings:  # by which the layout is known
        headings, cells = [*headings, "Pesan Instan"], [[*own, "Ya"] for own in cells]
    body = []
    for place, own in enumerate(cells):
        kecamatan, kelurahan = rng.choice(KELURAHAN)
        body.append([f"U{number:03}-{place:03}", kecamatan, kelurahan, "Mikro", *own])
    return [[title], [*REGISTER, *headings], *body]


def make_whole_numbers(rng: random.Random, number: int) -> File:
    """Amounts of whole rupiah, in one writing or in both."""
    marks = rng.choice([".", ",", ".,"])
    values = [rng.choice([0, rng.randrange(1000), rng.randrange(10**6), rng.randrange(10**9)])
              for _ in range(6)]  # fmt: skip
    cells = [[rng.choice(["", "Rp", "Rp "]) + write_amount(v, rng.choice(marks), "?"),
              write_amount(v % 9000, rng.choice(marks), "?")] for v in values]  # fmt: skip
    meant = {n: {"omzet_rp": v, "tenaga_kerja": v % 9000} for n, v in enumerate(values, start=3)}
    rows = make_register(rng, number, ["Omzet Setahun (Rp)", "Tenaga Kerja"], cells)
    return File("bulat", "usaha", rows, meant)


def make_decimals(rng: random.Random, number: int) -> File:
    """Targets with and without decimals, in Indonesian, in English, or as they come."""
    values = [rng.choice([rng.randrange(100) / 10, rng.randrange(9000), rng.randrange(10**6),
                          rng.randrange(10**7) / 1000]) for _ in range(6)]  # fmt: skip
    marks = [rng.choice([".,", ",."])] * 6
    if rng.random() < 0.3:
        # Two people wrote it, and each shows how in some cell.
        marks = [".,", ",.", *(rng.choice([".,", ",."]) for _ in range(4))]
        values[:2] = [rng.randrange(1000, 9999) + 0.5 for _ in range(2)]
    body = [[f"i{number}-{n}", "Kota Serang", "2026", write_amount(v, *mark), "Renja"]
            for n, (v, mark) in enumerate(zip(values, marks, strict=True))]  # fmt: skip
    head = ["Indikator", "Wilayah", "Tahun", "Target", "Dokumen"]
    meant = {n: {"nilai": float(v)} for n, v in enumerate(values, start=2)}
    return File("desimal", "target", [head, *body], meant)


YES, NO = ("Ya", "v", "V", "√", "✓", "1", "x", "X"), ("Tidak", "-", "", "x", "0", "T")
CHANNELS = {"Pesan Instan": "kanal_pesan", "Media Sosial": "kanal_medsos",
            "Punya NIB": "punya_nib"}  # fmt: skip


def make_marks(rng: random.Random, number: int) -> File:
    """Answers by a mark for yes and another, or a blank, for no."""
    signs = {}
    for heading in CHANNELS:
        yes, no = rng.choice(YES), rng.choice(NO)
        signs[heading] = (yes, no if no.lower() != yes.lower() else "Tidak")
    said = [[rng.random() < 0.6 for _ in CHANNELS] for _ in range(8)]
    cells = [[signs[h][0 if answer else 1] for h, answer in zip(CHANNELS, row, strict=True)]
             for row in said]  # fmt: skip
    meant = {n: dict(zip(CHANNELS.values(), row, strict=True)) for n, row in enumerate(said, 3)}
    return File("tanda", "usaha", make_register(rng, number, list(CHANNELS), cells), meant)


def make_dates(rng: random.Random, number: int) -> File:
    """Days of events, in a column that a spreadsheet has half turned or left alone."""
    turned, shape = rng.random() < 0.6, rng.randrange(3)
    days = [date(2025, 1, 1) + timedelta(rng.randrange(300)) for _ in range(10)]
    body = []
    for place, day in enumerate(days):
        written = f"{day:%d/%m/%Y}"
        if turned and day.day <= 12:
            swapped = date(day.year, day.day, day.month)
            number = (swapped - date(1899, 12, 30)).days
            written = [f"{swapped}", f"{swapped}T08:00:00", f"{number}"][shape]
        body.append([written, f"Acara {number}", f"Orang {place}", f"Usaha {number}-{place}"])
    head = ["Tanggal", "Kegiatan", "Nama Peserta", "Nama Usaha"]
    return File("tanggal", "pembinaan", [head, *body],
                {n: {"tanggal": day} for n, day in enumerate(days, start=2)})  # fmt: skip


def make_moments(rng: random.Random, number: int) -> File:
    """Days as a form on a phone keeps them: in UTC, or in the zone of the phone."""
    body, meant = [], {}
    for place in range(6):
        day, hour = date(2025, 6, rng.randrange(1, 29)), rng.randrange(24)
        zone = rng.choice(["Z", ".000Z", "+00:00", "+07:00", ".123+07:00"])
        away = 7 if "07" in zone else 0
        body.append([f"{day}T{hour:02}:30:00{zone}", f"Formulir {number}", f"Orang {place}",
                     f"Usaha {number}-{place}"])  # fmt: skip
        meant[place + 2] = {"tanggal": day + timedelta(days=(hour + 7 - away) // 24)}
    head = ["Tanggal", "Kegiatan", "Nama Peserta", "Nama Usaha"]
    return File("saat", "pembinaan", [head, *body], meant)


def make_nik(rng: random.Random, number: int) -> File:
    """NIK of people of few days and places, some columns cut to fifteen digits."""
    cut = rng.random() < 0.6
    nik = [f"367301{rng.randrange(1, 4):02}{number % 100:02}90{rng.randrange(1, 40):04}"
           for _ in range(12)]  # fmt: skip
    written = [one[:15] + "0" if cut else one for one in nik]
    rows = make_register(rng, number, ["NIK"], [[one] for one in written])
    meant = {n: {"nik": one} for n, one in enumerate(nik, start=3)}
    return File("nik", "usaha", rows, meant, {"cut": cut})


UNITS = {"": 1, "(ribu rupiah)": 1000, "(dalam ribuan)": 1000, "(juta Rp)": 10**6,
         "(dalam jutaan rupiah)": 10**6, "(miliar)": 10**9}  # fmt: skip


def make_units(rng: random.Random, number: int) -> File:
    """Sales in a unit that the heading or the title names."""
    unit = rng.choice(list(UNITS))
    in_title = rng.random() < 0.5
    heading = "Omzet Setahun" if in_title else f"Omzet Setahun {unit}".strip()
    values = [rng.randrange(1, 900) for _ in range(5)]
    rows = make_register(
        rng, number, [heading], [[str(v)] for v in values], unit if in_title else ""
    )
    meant = {n: {"omzet_rp": v * UNITS[unit]} for n, v in enumerate(values, start=3)}
    return File("satuan", "usaha", rows, meant)


KECAMATAN = {"Serang": "36.73.01", "Kasemen": "36.73.02", "Walantaka": "36.73.03",
             "Curug": "36.73.04", "Cipocok Jaya": "36.73.05", "Taktakan": "36.73.06"}  # fmt: skip


def make_table(rng: random.Random, number: int) -> File:
    """A table by kecamatan: some of the areas are blank, some rows have a comma too many, and some
    totals do not add up."""
    year = 1950 + number % 100
    rows: Rows = [[f"Jumlah UMKM di Kota Serang Tahun {year}"],
                  ["Kecamatan", "Mikro", "Kecil", "Menengah", "Jumlah"]]  # fmt: skip
    meant, bad = {}, {"slipped": [], "blank": [], "total": []}  # type: ignore[var-annotated]
    for place, name in enumerate(KECAMATAN, start=3):
        values = [rng.randrange(1, 900) for _ in range(3)]
        cells = [name, *map(str, values), str(sum(values))]
        fate = rng.choice(["", "", "slipped", "blank", "total"])
        if fate == "slipped":
            cells[1:2] = ["1", f"{values[0]:03}"]
        elif fate == "blank":
            cells[0] = ""
        elif fate == "total":
            cells[-1] = str(sum(values) + 1)
        if fate in ("", "total"):
            meant[place] = {"kode_wilayah": KECAMATAN[name], "nilai": sum(values)}
        if fate:
            bad[fate].append(place)
        rows.append(cells)
    return File("tabel", "agregat", rows, meant, bad)


def make_example(rng: random.Random, number: int) -> File:
    """A register whose first rows say that they are examples."""
    word = rng.choice(["Contoh", "CONTOH", "contoh:", "CONTOH-{n}", "(contoh)", "Contoh {n}"])
    rows = make_register(rng, number, ["Pesan Instan"], [["Ya"] for _ in range(5)])
    for n in range(rng.randrange(1, 3)):
        rows[2 + n][0] = word.format(n=n)
    kept = [n for n, row in enumerate(rows, start=1) if n > 2 and row[0].startswith("U")]
    return File("contoh", "usaha", rows, {n: {"kanal_pesan": True} for n in kept})


HIDDEN = ("", "\u200b", "\u200e", "\u200f", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u2009")


def make_labels(rng: random.Random, number: int) -> File:
    """Answers with the code of a form before them, and signs in them that nobody sees."""
    said = [rng.random() < 0.5 for _ in range(8)]
    cells = [[rng.choice(HIDDEN) + ("1. Ya" if yes else "2) Tidak") + rng.choice(HIDDEN)]
             for yes in said]  # fmt: skip
    rows = make_register(rng, number, ["Pesan Instan"], cells)
    return File("kode", "usaha", rows, {n: {"kanal_pesan": yes} for n, yes in enumerate(said, 3)})


MAKERS: tuple[Callable[[random.Random, int], File], ...] = (
    make_whole_numbers,
    make_decimals,
    make_marks,
    make_dates,
    make_moments,
    make_nik,
    make_units,
    make_table,
    make_example,
    make_labels,
)


@dataclass(frozen=True)
class Made:
    """The store of one build of all files, each file by its name."""

    store: Store
    files: dict[str, File]

    def of_kind(self, kind: str) -> Iterator[tuple[str, File]]:
        return ((name, file) for name, file in self.files.items() if file.kind == kind)

    def taken(self, name: str, columns: str) -> dict[int, dict[str, Any]]:
        """Return some columns of the rows that were accepted, by row."""
        rows = self.store.query_rows(
            f"select baris, {columns} from {self.files[name].table} where berkas = ?", [name]
        )
        return {row.pop("baris"): row for row in rows}

    def said(self, name: str) -> list[dict[str, Any]]:
        return self.store.query_rows("select * from temuan where berkas = ?", [name])

    def asked(self, name: str) -> set[str]:
        """Return the columns of a file about which somebody is asked."""
        return {found["kolom"] for found in self.said(name) if found["aturan"] in ASKED}


def write(file: File, number: int, as_book: bool) -> tuple[str, bytes]:
    """Return what the sheet of a file goes by in a zip, and the content: a workbook of texts, or a
    text."""
    if as_book:
        book = io.BytesIO()
        with xlsxwriter.Workbook(book) as made:
            page = made.add_worksheet("Data")
            for row, cells in enumerate(file.rows):
                for column, cell in enumerate(cells):
                    page.write_string(row, column, cell)
        return f"{file.kind}-{number}.xlsx [Data]", book.getvalue()
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(file.rows)
    return f"{file.kind}-{number}.csv", out.getvalue().encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What one build makes of some files of every kind."""
    rng, place = random.Random(SEED), Workspace(tmp_path_factory.mktemp("kantor"))
    files: dict[str, File] = {}
    with zipfile.ZipFile(place.raw / "kiriman.zip", "w") as packed:
        for maker in MAKERS:
            for _ in range(FILES):
                file = maker(rng, len(files))
                name, content = write(file, len(files), as_book=len(files) % 2 == 0)
                packed.writestr(name.split(" [")[0], content)
                files[f"kiriman.zip [{name}]"] = file
    return Made(place.build(), files)


@pytest.mark.parametrize(
    "kind", ["bulat", "desimal", "tanda", "tanggal", "saat", "satuan", "contoh", "kode"]
)
def test_what_is_taken_is_what_was_meant_unless_it_is_asked_about(made: Made, kind: str) -> None:
    told = read = 0
    for name, file in made.of_kind(kind):
        columns = list(next(iter(file.meant.values())))
        asked = made.asked(name)
        for row, cells in made.taken(name, ", ".join(columns)).items():
            assert row in file.meant, (file.rows[row - 1], "is no row of data")
            for column, value in cells.items():
                value = value.date() if hasattr(value, "date") else value
                truth = file.meant[row][column]
                read += value == truth
                told += value != truth
                assert value == truth or column in asked, (name, file.rows[1:], row, column, value)
                # What is asked about is not guessed meanwhile, but for blanks (decision 0033).
                assert value == truth or value is None or kind == "tanda", (name, row, value)
    assert read > told


def test_kinds_that_can_always_be_read_are_not_asked_about(made: Made) -> None:
    for kind in ("saat", "contoh", "kode"):
        for name, file in made.of_kind(kind):
            assert not made.asked(name) - {"kanal_pesan"}, file.rows
            assert set(made.taken(name, "1 as ada")) == set(file.meant), (
                file.rows,
                made.said(name),
            )


def test_english_thousands_of_whole_numbers_are_read_and_reported(made: Made) -> None:
    seen = 0
    for name, file in made.of_kind("bulat"):
        if any("," in cell for row in file.rows[2:] for cell in row):
            seen += 1
            rules = {found["aturan"] for found in made.said(name)}
            assert rules & {"tulisan_angka", "angka_ditanyakan"} or not any(
                cell.count(",") == 1 for row in file.rows[2:] for cell in row
            ), file.rows
    assert seen


def test_no_two_people_are_one_by_a_cut_number(made: Made) -> None:
    cut = 0
    for name, file in made.of_kind("nik"):
        rows = made.store.query_rows(
            "select baris, orang from usaha where berkas = ? and orang is not null", [name]
        )
        by_link: dict[str, set[str]] = {}
        for row in rows:
            by_link.setdefault(row["orang"], set()).add(file.meant[row["baris"]]["nik"])
        assert all(len(people) == 1 for people in by_link.values()), file.rows
        flagged = {f["baris"] for f in made.said(name) if f["aturan"] == "nomor_terpotong"}
        assert flagged == set(file.meant) if file.about["cut"] else len(flagged) < 6
        assert file.about["cut"] or len(rows) > 6
        cut += file.about["cut"]
    assert cut


def test_rows_of_a_table_are_those_of_their_kecamatan_or_none(made: Made) -> None:
    for name, file in made.of_kind("tabel"):
        found: dict[int, tuple[str, int]] = {}
        for row in made.store.query_rows(
            "select baris, any_value(kode_wilayah) as kode, sum(nilai)::bigint as jumlah "
            "from agregat where berkas = ? group by baris", [name]):  # fmt: skip
            found[row["baris"]] = (row["kode"], row["jumlah"])
        meant = {n: (cells["kode_wilayah"], cells["nilai"]) for n, cells in file.meant.items()}
        assert found == meant, file.rows
        said: dict[str, list[int]] = {}
        for one in made.said(name):
            if one["baris"] is not None:
                said.setdefault(one["aturan"], []).append(int(one["baris"]))
        for rule, fate in (("sel_kelebihan", "slipped"), ("jumlah_baris", "total"),
                           ("wilayah_dikenal", "blank")):  # fmt: skip
            assert sorted(set(said.get(rule, []))) == file.about[fate], (rule, file.rows)


def test_every_question_names_its_column_its_cells_and_the_next_step(made: Made) -> None:
    seen = set()
    for name in made.files:
        for found in made.said(name):
            if found["aturan"] in questions.RULES:
                seen.add(found["aturan"])
                assert found["kolom"] and "sel" in found["seharusnya"]
                assert "halaman Data" in found["langkah"] and "--jawab" in found["langkah"]
    assert seen == {"tanda_ditanyakan", "angka_ditanyakan", "tanggal_ditanyakan"}


# What is answered


def answered(folder: Path, make: File, answers: dict[str, str]) -> Store:
    """Return the store of a file after some answers, given as the command line takes them."""
    from data.build.decisions import Decision, add
    from data.fingerprint import hash_file

    place = Workspace(folder)
    path = place.raw / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(make.rows)
    for key, said in answers.items():
        kind, _, about = key.partition("|")
        add(place.settings.keputusan,
            Decision(kind, make.table, hash_file(path), about, said, "operator", ""))  # type: ignore[arg-type]  # fmt: skip
    return place.build()


TARGETS = [["Indikator", "Wilayah", "Tahun", "Target", "Dokumen"],
           ["a", "Kota Serang", "2026", "12,000", "R"], ["b", "Kota Serang", "2026", "45,5", "R"],
           ["c", "Kota Serang", "2026", "45.5%", "R"]]  # fmt: skip
CROSSES = [
    [TITLE],
    [*REGISTER, "Pesan Instan"],
    ["A1", "Serang", "Cipare", "Mikro", "X"],
    ["A2", "Serang", "Cipare", "Mikro", "x"],
    ["A3", "Serang", "Cipare", "Mikro", "-"],
]
TURNED = [["Tanggal", "Kegiatan", "Nama Peserta", "Nama Usaha"],
          ["2025-03-06", "A", "Orang 1", "U1"], ["13/06/2025", "A", "Orang 2", "U2"]]  # fmt: skip
UNIT = [[f"{TITLE} (juta rupiah)"], [*REGISTER, "Pesan Instan", "Omzet Setahun"],
        ["A1", "Serang", "Cipare", "Mikro", "Ya", "45000000"]]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "rows", "shown", "answers", "expected"),
    [
        ("target", TARGETS, "nilai", {}, [45.5, 45.5]),
        ("target", TARGETS, "nilai", {"angka|nilai:,": "ribuan"}, [12000, 45.5, 45.5]),
        ("target", TARGETS, "nilai", {"angka|nilai:,": "desimal"}, [12, 45.5, 45.5]),
        ("usaha", CROSSES, "kanal_pesan", {}, [None]),
        ("usaha", CROSSES, "kanal_pesan",
         {"tanda|kanal_pesan:x": "ya", "tanda|kanal_pesan:-": "tidak"}, [True, True, False]),
        ("usaha", CROSSES, "kanal_pesan", {"tanda|kanal_pesan:x": "tidak"}, [False, False, None]),
        ("pembinaan", TURNED, "tanggal::date::varchar", {}, ["2025-06-13"]),
        ("pembinaan", TURNED, "tanggal::date::varchar", {"tanggal|tanggal": "tukar"},
         ["2025-06-03", "2025-06-13"]),
        ("pembinaan", TURNED, "tanggal::date::varchar", {"tanggal|tanggal": "benar"},
         ["2025-03-06", "2025-06-13"]),
        ("usaha", UNIT, "omzet_rp", {}, [None]),
        ("usaha", UNIT, "omzet_rp", {"satuan|omzet_rp": "1"}, [45_000_000]),
        ("usaha", UNIT, "omzet_rp", {"satuan|omzet_rp": "1000"}, [45_000_000_000]),
    ],
)  # fmt: skip
def test_answer_decides_how_the_cells_of_a_column_are_read(
    tmp_path: Path, table: str, rows: Rows, shown: str, answers: dict[str, str], expected: list[Any]
) -> None:
    store = answered(tmp_path, File("", table, rows, {}), answers)
    found = store.query_rows(f"select {shown} as isi from {table} order by baris")
    assert [row["isi"] for row in found] == expected
    open_ = {r["aturan"] for r in store.query_rows("select aturan from temuan")} & ASKED
    assert bool(open_) == (not answers)
