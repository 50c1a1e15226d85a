"""Titles as offices write them: the period and the city are those of the data, or are asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.layouts import recognition
from data.layouts.periods import find_period
from data.layouts.recognition import PlacedLayout
from data.layouts.titles import trim_city
from data.tables import TABLES
from tests.data.sent import Cells
from tests.pace import examples

TABLE = ["Kecamatan", "Mikro", "Kecil", "Menengah"]
REGISTER = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan"]
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
LAWS = (
    "Berdasarkan kriteria PP Nomor 7 Tahun {year}",
    "Kriteria menurut PP 7/{year}",
    "Lampiran Keputusan Wali Kota Nomor 518 Tahun {year}",
    "Lampiran SK Kepala Dinas No. 500/12-DKUKM/{year}",
    "UU No. 20 Tahun {year} tentang UMKM",
    "Peraturan Daerah Kota Nomor 3 Tahun {year}",
    "Keputusan Nomor 12 tanggal 5 Maret {year}",
    "Dicetak 3 Juli {year}",
    "Serang, 4 Februari {year}",
    "Klasifikasi KBLI {year}",
    "Dokumen RPJMD {year}-2029",
    "Sumber: Sensus Ekonomi {year}",
)
JOINS = (" dan ", " s.d. ", " s/d ", " - ", "-", " sampai dengan ", " hingga ", " & ")
TABLE_TITLES = (
    "Jumlah UMKM Menurut Kecamatan di Kota Serang Tahun {year}",
    "JUMLAH UMKM DI KOTA SERANG TAHUN {year}",
    "Jumlah UMKM Bidang Fesyen Menurut Kecamatan, {year}",
    "Data UMKM Kota Serang {year}",
    "UMKM per Kecamatan {year}",
    "Jumlah UMKM di Kota Serang Berdasarkan Kecamatan Tahun {year}",
    "Jumlah UMKM Menurut Kecamatan di Kota Serang pada Tahun {year}",
    "Jumlah UMKM di Kota Serang Semester I Tahun {year}",
    "Jumlah UMKM Kota Serang Hasil Pendataan {year}",
    "Jumlah UMKM Th {year}",
    "Jumlah UMKM Kecil dan Menengah {year}",
)
REGISTER_TITLES = (
    "DATA UMKM KEADAAN {month} {year}",
    "Data UMKM per {month} {year}",
    "Posisi 30 {month} {year}",
    "Periode: {month} {year}",
    "Bulan {month} {year}",
)


@dataclass(frozen=True)
class Title:
    """Rows above a heading, the names of sheet and file, and the period that is true; None where
    nobody could tell it."""

    rows: list[list[str]]
    period: str | None
    sheet: str = "Sheet1"
    berkas: str = "berkas.xlsx"


def make_titles(rng: random.Random) -> Iterator[tuple[list[str], Title]]:
    """Yield headings with titles of each kind."""
    year, month = rng.randrange(2019, 2026), rng.randrange(1, 13)
    other = rng.choice([y for y in range(2015, 2026) if y != year])
    later = rng.choice([m for m in range(1, 13) if m != month])
    name, then = MONTHS[month - 1], MONTHS[later - 1]
    law = [rng.choice(LAWS).format(year=other)]
    plain = [rng.choice(TABLE_TITLES).format(year=year)]
    dated = [rng.choice(REGISTER_TITLES).format(month=name, year=year)]
    whole, monthly = str(year), f"{year}-{month:02d}"
    yield TABLE, Title(rng.sample([law, plain], 2), whole)
    yield TABLE, Title([], whole, berkas=f"UMKM per Kecamatan {year}.xlsx")
    yield TABLE, Title([["UMKM MENURUT KECAMATAN"], law, [f"Kota Serang, {year}"]], whole)
    yield TABLE, Title([[f"Jumlah UMKM Tahun {year}{rng.choice(JOINS)}{other}"]], None)
    yield TABLE, Title([[f"Jumlah UMKM Tahun {year}"], [f"(angka {other})"]], None)
    yield TABLE, Title([[f"Jumlah UMKM {name}{rng.choice(JOINS)}{then} {year}"]], None)
    yield TABLE, Title([[f"Jumlah UMKM Tahun {year}"]], monthly, sheet=name)
    yield TABLE, Title([["Jumlah UMKM"], [f"Bulan {name}"], [f"Tahun {year}"]], monthly)
    yield TABLE, Title([[f"Jumlah UMKM Tahun {year}"]], None, sheet=str(other))
    yield REGISTER, Title(rng.sample([law, dated], 2), monthly)
    yield REGISTER, Title([["DATA UMKM"], [f"Bulan : {name}"], [f"Tahun : {year}"]], monthly)
    yield REGISTER, Title([[f"DATA UMKM TAHUN {year}"]], monthly, sheet=name)
    yield REGISTER, Title([dated], None, sheet=then)
    yield REGISTER, Title([[f"Periode {name} {year}{rng.choice(JOINS)}{then} {year}"]], None)
    yield REGISTER, Title([[f"KEADAAN {name} {year}{rng.choice(JOINS)}{then} {other}"]], None)
    yield REGISTER, Title([[f"KEADAAN {name}{rng.choice(JOINS)}{then} {year}"]], None)
    yield REGISTER, Title([law], None)


def read(heading: list[str], title: Title) -> PlacedLayout:
    rows: list[Cells] = [*title.rows, heading]
    return recognition.recognise(title.berkas, title.sheet, rows)


@examples(300, 40)
@given(st.integers(0, 2**32))
def test_period_is_that_of_the_data_or_is_asked_for(seed: int) -> None:
    for heading, title in make_titles(random.Random(seed)):
        try:
            found = read(heading, title).titles["periode"]
        except InputError as error:
            assert title.period is None, (title, str(error))
            assert "periode" in str(error) and "halaman Data" in str(error), str(error)
        else:
            assert found == title.period, title
            assert read(heading, title).titles.get("kategori") in (None, "Fesyen"), title


@examples(100, 20)
@given(st.integers(0, 2**32))
def test_period_that_is_proposed_for_an_unknown_file_is_no_other(seed: int) -> None:
    for heading, title in make_titles(random.Random(seed)):
        table = TABLES["agregat" if heading is TABLE else "usaha"]
        rows: list[Cells] = [*title.rows, heading]
        found = find_period(rows, len(rows) - 1, title.sheet, title.berkas, table)
        year = (title.period or "")[:4]
        if title.period is None:
            assert found is None or title.sheet != "Sheet1", title
        elif found is not None:
            assert found.value in (title.period, year), title


def test_period_that_was_pieced_together_or_that_the_file_name_doubts_is_reported() -> None:
    apart = read(REGISTER, Title([["BULAN JUNI"], ["TAHUN 2025"]], "2025-06"))
    assert apart.read == (
        "periode Juni 2025: bulan dan tahunnya disebut judul, nama lembar atau nama berkas",
    )
    other = read(REGISTER, Title([["KEADAAN JUNI 2025"]], None, "a", "Data Mei 2025.csv"))
    assert other.titles["periode"] == "2025-06"
    assert "nama berkas menyebut Mei 2025" in other.read[0]
    assert read(REGISTER, Title([["KEADAAN JUNI 2025"]], None)).read == ()


BEHIND = ("", " Berdasarkan Kecamatan", " pada Tahun 2024", " Semester I", " Hasil Pendataan",
          " DINAS KOPERASI UKM", " dan Skala Usaha", " Provinsi Banten", "\nTAHUN 2024",
          " Dalam Angka", ", 2024", " (sementara)")  # fmt: skip


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("city", ["Kota Serang", "KOTA SERANG", "kota  serang"])
def test_our_own_city_is_ours_whatever_follows_its_name(city: str, behind: str) -> None:
    assert trim_city(f"{city}{behind}") == city


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize(
    "city", ["Kota Tangerang Selatan", "Kabupaten Serang", "Kab. Serang", "Kota Serangan"]
)
def test_another_city_stays_another(city: str, behind: str) -> None:
    assert trim_city(f"{city}{behind}").startswith(city)
    assert "Berdasarkan" not in trim_city(f"{city}{behind}")


MEASURES = (
    "Jumlah Tenaga Kerja UMKM Menurut Kecamatan Tahun 2024",
    "Persentase UMKM Menurut Skala Tahun 2024",
    "Omzet UMKM Menurut Kecamatan Tahun 2024",
    "Jumlah UMKM Binaan Menurut Kecamatan Tahun 2024",
    "Jumlah UMKM yang Memiliki NIB Tahun 2024",
    "Jumlah Penerima KUR Menurut Kecamatan Tahun 2024",
    "Realisasi Kredit UMKM 2024 (juta rupiah)",
    "Jumlah Koperasi Menurut Kecamatan Tahun 2024",
    "Nilai Investasi 2024",
    "Data UMKM 2024, satuan: orang",
    "Jumlah UMKM 2024 (persen)",
)


@pytest.mark.parametrize("title", MEASURES)
@pytest.mark.parametrize("where", ["judul", "nama berkas"])
def test_table_that_counts_something_else_is_no_count_of_businesses(title: str, where: str) -> None:
    rows: list[Cells] = [[title], TABLE] if where == "judul" else [TABLE]
    with pytest.raises(InputError) as raised:
        recognition.recognise("a.csv" if where == "judul" else f"{title}.csv", "a", rows)
    assert "menghitung yang lain" in str(raised.value)


@pytest.mark.parametrize(
    "row",
    [
        "Dinas Koperasi, UKM dan Tenaga Kerja",
        "Kriteria menurut omzet, PP 7/2021",
        "Sumber: Dinas Penanaman Modal",
        "Menurut Kecamatan",
    ],
)
def test_office_criterion_and_source_are_no_measure(row: str) -> None:
    rows: list[Cells] = [["Jumlah UMKM Menurut Kecamatan Tahun 2024"], [row], TABLE]
    assert recognition.recognise("a.csv", "a", rows).titles["periode"] == "2024"
