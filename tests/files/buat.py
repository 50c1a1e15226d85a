"""Writes the sample files of this folder: small, dirty, made up, the same bytes every time.

``python tests/files/buat.py`` writes them anew. Each row stands here on a line of its own and the
comment beside it says what is wrong with it; ``harapan.toml`` says what an import must make of it.
Nobody in these files exists: names, numbers and addresses are placeholders.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import xlsxwriter

HERE = Path(__file__).resolve().parent
MADE = datetime(2025, 6, 30)  # what the files say of when they were written
NBSP = "\u00a0"
Cells = list[Any]

# A point inside each kelurahan used below: latitude, longitude.
POINTS = {
    "Cipare": (-6.1255, 106.16246),
    "Sumur Pecung": (-6.12575, 106.17878),
    "Kota Baru": (-6.11395, 106.15298),
    "Lopang": (-6.10355, 106.15705),
    "Cimuncang": (-6.11165, 106.16339),
    "Unyur": (-6.09655, 106.16356),
    "Sukawana Serang": (-6.1045, 106.19311),
    "Lontarbaru": (-6.1149, 106.14306),
    "Kaligandu": (-6.09975, 106.17576),
    "Terondol": (-6.10045, 106.18349),
    "Kagungan": (-6.10325, 106.14751),
    "Mesjid Priyayi": (-6.08725, 106.19323),
    "Terumbu": (-6.07105, 106.20666),
    "Warung Jaud": (-6.07885, 106.17568),
    "Bendung": (-6.09295, 106.21006),
    "Banten": (-6.03245, 106.16789),
    "Sawah Luhur": (-6.04095, 106.2072),
    "Kilasah": (-6.06645, 106.1849),
    "Kasunyatan": (-6.04965, 106.1536),
    "Margaluyu": (-6.05005, 106.17324),
    "Walantaka": (-6.155, 106.22701),
    "Nyapah": (-6.193, 106.21775),
    "Pangampelan": (-6.14585, 106.24306),
    "Kiara": (-6.1337, 106.22965),
    "Pager Agung": (-6.1418, 106.21464),
    "Kapuren": (-6.11525, 106.22094),
    "Pipitan": (-6.1437, 106.22995),
    "Tinggar": (-6.2071, 106.18385),
    "Kemanisan": (-6.18985, 106.14711),
    "Cipete": (-6.1861, 106.20201),
    "Cilaku": (-6.1593, 106.17364),
    "Sukawana Curug": (-6.18735, 106.16567),
    "Sukalaksana": (-6.1918, 106.1823),
    "Curug Manis": (-6.17205, 106.19997),
    "Sukajaya": (-6.1674, 106.1629),
    "Karundang": (-6.1519, 106.16258),
    "Panancangan": (-6.11205, 106.19795),
    "Banjar Agung": (-6.1319, 106.1953),
    "Banjarsari": (-6.15425, 106.19001),
    "Tembong": (-6.1552, 106.15118),
    "Dalung": (-6.1409, 106.14903),
    "Gelam": (-6.1552, 106.13229),
    "Sayar": (-6.1615, 106.09788),
    "Pancur": (-6.13915, 106.10513),
    "Kuranji": (-6.12815, 106.12391),
    "Kalanganyar": (-6.1212, 106.1067),
    "Cilowong": (-6.1342, 106.08564),
    "Drangong": (-6.0991, 106.13463),
    "Sepang": (-6.1427, 106.12446),
    "Lialang": (-6.1035, 106.11633),
    "Taman Baru": (-6.0858, 106.12633),
    "Cibendung": (-6.16685, 106.07176),
}
NOWHERE = (None, None)


def write_xlsx(name: str, sheets: dict[str, list[Cells]]) -> None:
    """Write a workbook; a date becomes a real Excel date, a number stays a number."""
    with xlsxwriter.Workbook(_path(name), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": MADE, "title": "Data sintetis"})
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, datetime(*cell.timetuple()[:3]))
                    elif isinstance(cell, str):
                        page.write_string(number, place, cell)
                    elif cell is not None:
                        page.write(number, place, cell)


def write_csv(name: str, rows: list[Cells], delimiter: str, encoding: str = "utf-8") -> None:
    """Write delimited text with the line ends of the offices' programs."""
    with _path(name).open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle, delimiter=delimiter, lineterminator="\r\n").writerows(rows)


def _path(name: str) -> Path:
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def rupiah(value: int) -> str:
    """Return 1.234.000."""
    return f"{value:,}".replace(",", ".")


def headings(text: str, between: str = "|") -> Cells:
    """Return heading cells written in one text."""
    return list(text.split(between))


# --- OSS ------------------------------------------------------------------------------------------

OSS = headings(
    "id_proyek uraian_jenis_proyek nib nama_perusahaan tanggal_terbit_oss "
    "uraian_status_penanaman_modal uraian_jenis_perusahaan uraian_risiko_proyek nama_proyek "
    "uraian_skala_usaha alamat_usaha kab_kota_usaha kecamatan_usaha kelurahan_usaha longitude "
    "latitude day_of_tanggal_pengajuan_proyek kbli judul_kbli kl_sektor_pembina nama_user "
    "nomor_identitas_user email nomor_telp jumlah_investasi tki data_sintetis",
    " ",
)
# The same columns as another download of the same system calls them.
OSS_SPOKEN = [
    "Id Proyek",
    "Uraian Jenis Proyek",
    "NIB",
    "Nama Perusahaan",
    f"Tanggal{NBSP}Terbit OSS",
    "Uraian Status Penanaman Modal",
    "Uraian Jenis Perusahaan",
    "Uraian Risiko Proyek",
    "Nama Proyek",
    "Uraian Skala Usaha",
    "Alamat Usaha",
    "Kab/Kota Usaha",
    "Kecamatan Usaha ",
    "Kelurahan Usaha",
    "Longitude",
    "Latitude",
    "Day of Tanggal Pengajuan Proyek",
    "KBLI",
    "Judul KBLI",
    "KL/Sektor Pembina",
    "Nama User",
    "Nomor Identitas User",
    "Email",
    "Nomor Telp",
    "Jumlah Investasi",
    "TKI",
    "Data Sintetis",
]


def project(
    number: int,
    nib: int | None,
    kecamatan: str | None,
    kelurahan: str,
    submitted: Any,
    *,
    at: str | tuple[float | None, float | None] | None = None,
    city: str = "Kota Serang",
    scale: str = "Usaha Mikro",
    kbli: str = "10391",
    money: Any = 5_000_000,
    workers: Any = 2,
    issued: Any = "02/06/2025",
    kind: str = "Perorangan",
    capital: str = "PMDN",
    risk: str = "Rendah",
    name: str | None = None,
) -> Cells:
    """Return one project; ``at`` names the kelurahan whose point it has, or gives the point."""
    lintang, bujur = at if isinstance(at, tuple) else POINTS[at or kelurahan]
    who = nib or 0
    return [
        f"P-20250600{number:04}",
        "Utama",
        f"{nib:013}" if nib else None,
        name or f"Usaha Contoh {who}",
        issued,
        capital,
        kind,
        risk,
        f"Proyek Contoh {number}",
        scale,
        f"Jl. Contoh No. {who}",
        city,
        kecamatan,
        kelurahan,
        bujur,
        lintang,
        submitted,
        kbli,
        "Judul contoh",
        "Kementerian Perindustrian",
        f"Pemilik Contoh {who}",
        f"36730000000000{who:02}",
        f"pemilik{who}@example.com",
        f"08000000{who:04}",
        money,
        workers,
        "Ya",
    ]


def oss() -> None:
    """Two downloads: a workbook with its heading on row 3, and a later csv that repeats some."""
    first = project(1, 1, "Serang", "Lopang", 45832, issued=date(2025, 6, 20))  # Excel's own day
    eighth = project(8, 6, "Taktakan", "Kalang Anyar", "24.06.2025", at="Kalanganyar")
    rows = [
        ["DATA PROYEK OSS RBA KOTA SERANG (DATA SINTETIS)"],
        [f"Diunduh:{NBSP}1 Juli 2025"],
        OSS_SPOKEN,
        first,  # row 4
        project(2, 1, "Serang", "Lopang", "25 Juni 2025"),  # 5: second project of NIB 1
        project(3, 1, "Serang", "Lopang", "Kamis, 26 Juni 2025"),  # 6: third
        project(4, 2, "Kec. CIPOCOKJAYA", "Dalung", "24/06/2025"),  # 7
        project(5, 3, "Kasemen", "Banten", "2025-06-24", money=25_000_000),  # 8
        project(6, 4, "Walantaka", "Pengampelan", "24-Jun-25", at="Pangampelan"),  # 9: BPS
        project(7, 5, "Curug", "Kamanisan", "24 Jun 2025", at="Kemanisan"),  # 10: BPS
        eighth,  # 11: BPS
        project(9, 7, "Serang", "Sukawana", "2025/06/24", at="Sukawana Serang"),  # 12
        project(10, 8, "Curug", "Sukawana", "24/06/2025 10:15", at="Sukawana Curug"),  # 13
        project(11, 9, None, "Sukawana", "Selasa, 24 Juni 2025", at=NOWHERE),  # 14: which one?
        project(12, 10, None, "Lialang", date(2025, 6, 24)),  # 15: only one Lialang
        first,  # 16: row 4 again
        eighth,  # 17: row 11 again
        project(5, 3, "Kasemen", "Banten", "2025-06-24", money=30_000_000),  # 18: not as in row 8
        project(13, 11, "Kramatwatu", "Harjatani", "2 Juni 2025", at=NOWHERE, city="KAB. SERANG"),
        project(14, 12, "Ciruas", "Citerep", "2 Januari 2025", at=NOWHERE, city="Kabupaten Serang"),
        project(15, 12, "Serang", "Cipare", "3 Maret 2025"),  # 21: NIB 12 inside the city
        project(16, 13, "Serang", "Kelurahan Contoh", "3 Maret 2025", at=NOWHERE),  # 22: unknown
        project(17, 14, "Cipocok Jaya", "Banjar Agung", "4 Maret 2025", at=(106.1953, -6.1319)),
        project(18, 15, "Kasemen", "Sawah Luhur", "4 Maret 2025", at="Tinggar"),  # 24: far away
        project(  # 25: non-breaking spaces as a web table leaves them
            19,
            16,
            f"Taktakan{NBSP}",
            f"{NBSP}Drangong",
            f"5{NBSP}Maret{NBSP}2025",
            at="Drangong",
            name=f"Usaha{NBSP}Contoh 16",
        ),
        project(20, None, "Serang", "Cipare", "6 Maret 2025"),  # 26: no NIB
        project(21, 17, "Serang", "Cipare", "6 Maret 2025", kbli="1039"),  # 27: four digits
        project(22, 18, "Serang", "Cipare", "30 Februari 2025"),  # 28: no such day
        project(  # 29
            23,
            19,
            "Walantaka",
            "Kiara",
            "7 Maret 2025",
            scale="Usaha Besar",
            capital="PMA",
            kind="PT",
            risk="Menengah Tinggi",
            money=12_500_000_000,
            workers=85,
        ),
        project(24, 20, "Curug", "Cilaku", "5 Nopember 2024"),  # 30: later than row 31
        project(25, 20, "Curug", "Cilaku", "17 Agt 2024"),  # 31: the earliest of NIB 20
        project(26, 21, "Cipocok Jaya", "Tembong", "10 Maret 2025"),  # 32
        project(27, 21, "Cipocok Jaya", "Tembong", "10 Maret 2025"),  # 33: same day, later id
        [],  # 34
        project(28, 22, "Serang", "Unyur", "11 Maret 2025", scale="01"),  # 35
        project(29, 23, "Kasemen", "Kasunyatan", "11 Maret 2025", money="Rp 12.500.000"),  # 36
        project(30, 24, "Taktakan", "Sepang", "11 Maret 2025", scale="MIKRO", kind="CV"),  # 37
        project(31, 25, "Serang", "Kotabaru", "12 Maret 2025", at="Kota Baru"),  # 38: BPS
        project(32, 26, "Walantaka", "Kepuren", "12 Maret 2025", at="Kapuren"),  # 39: BPS
        project(33, 26, "Walantaka", "Kepuren", "12 April 2025", at="Kapuren"),  # 40
        project(34, 27, "Cipocok Jaya", "Gelam", "13 Maret 2025", scale="Usaha Menengah"),  # 41
        project(35, 28, "Curug", "Sukajaya", "13 Maret 2025", issued=None),  # 42
        project(36, 29, "Curug", "Cipete", "14 Maret 2025", scale="Sangat Kecil"),  # 43: unknown
        project(37, 30, "Serang", "Kagungan", "14 Maret 2025", at=(0, 0)),  # 44: off Africa
    ]
    write_xlsx("oss_nib/proyek_oss_2025-06.xlsx", {"Sheet1": rows})
    again = project(110, 37, "Walantaka", "Pageragung", "12/11/2025", at="Pager Agung")
    later = [
        OSS,
        project(5, 3, "Kasemen", "Banten", "24 Juni 2025", money="25.000.000"),  # 2: same project
        project(28, 22, "Serang", "Unyur", "11 Maret 2025", scale="01", money="9.000.000"),  # 3
        project(101, 2, "Cipocok Jaya", "Dalung", "3 November 2025"),  # 4: NIB 2 once more
        project(102, 4, "Walantaka", "Pangampelan", "1 Februari 2024"),  # 5: earlier than before
        project(103, 31, "Serang", "Kaligandu", "03/11/2025"),  # 6
        project(104, 32, "Kasemen", "Terumbu", "04/11/2025"),  # 7
        project(105, 33, "Curug", "Curugmanis", "05/11/2025", at="Curug Manis"),  # 8: BPS
        project(106, 34, "Cipocok Jaya", "Karundang", "06/11/2025", money="1.250.000.000"),  # 9
        project(107, 34, "Cipocok Jaya", "Karundang", "07/11/2025", money="3.500.000,00"),  # 10
        project(108, 35, "Cibeber", "Kalitimbang", "08/11/2025", at=NOWHERE, city="Kota Cilegon"),
        project(109, 36, "Taktakan", "Cibendung", "11/11/2025"),  # 12
        again,  # 13: BPS
        again,  # 14: row 13 again
        project(111, 38, "Serang", "Terondol", "13/11/2025", scale="02"),  # 15
        project(112, 39, "Kasemen", "Bendung", "14/11/2025"),  # 16
    ]
    write_csv("oss_nib/proyek_oss_2025-12.csv", later, ",")


# --- Register of the office -----------------------------------------------------------------------

REGISTER = [
    "No",
    "ID Usaha",
    "Nama Usaha",
    "Nama Pemilik",
    "NIK",
    "No. HP",
    "Alamat",
    "Kecamatan",
    "Kelurahan",
    "Lintang",
    "Bujur",
    "KBLI",
    "Versi KBLI",
    "Produk",
    "Skala Usaha",
    "Kriteria Skala",
    "Omzet Setahun (Rp)",
    "Tenaga Kerja",
    "Tahun Mulai",
    "Status",
    "Punya NIB",
    "Pesan Instan",
    "Media Sosial",
    "Marketplace",
    "Situs Web",
    "Surel",
    "Marketplace Kota",
    "Pembayaran Digital",
    "Kirim Luar Provinsi",
    "Ekspor Daring",
    "Ikut Pelatihan",
    "Data Sintetis",
]
# NIB, messages, social media, marketplace, website, e-mail, the city's marketplace, digital
# payment, other provinces, export, training.
SOME = ["Ya", "Ya", "Tidak", "Tidak", "Tidak", "Tidak", "Tidak", "Ya", "Tidak", "Tidak", "Tidak"]
NONE = ["Tidak"] * 11
EXPORTER = ["Ya", "Tidak", "Tidak", "Tidak", "Tidak", "Tidak", "Ya", "Ya", "Ya", "Ya", "Ya"]


def business(
    line: int,
    number: int | None,
    kecamatan: str | None,
    kelurahan: str,
    *,
    at: str | tuple[float | None, float | None] | None = None,
    answers: list[str] = SOME,
    money: Any = 45_000_000,
    workers: Any = 2,
    started: int = 2015,
    kbli: str = "10391",
    scale: str = "Mikro",
    basis: str = "UU 20/2008",
    status: str = "Aktif",
    name: str | None = None,
    phone: str | None = None,
    street: str | None = None,
) -> Cells:
    """Return one business of the register; ``line`` is the running number at the left."""
    lintang, bujur = at if isinstance(at, tuple) else POINTS[at or kelurahan]
    who = number or 0
    return [
        line,
        f"KS-{number:04}" if number else None,
        name or f"Usaha Contoh {who}",
        f"Pemilik Contoh {who}",
        f"36730000000000{who:02}",
        phone or f"08000000{who:04}",
        street or f"Kp. Contoh RT 01/{who:02}",
        kecamatan,
        kelurahan,
        lintang,
        bujur,
        kbli,
        "2020",
        "Tempe",
        scale,
        basis,
        money,
        workers,
        started,
        status,
        *answers,
        "Ya",
    ]


def in_city(row: Cells, city: str = "Kota Serang") -> Cells:
    """Return a register row with the column Kab/Kota, which only one of the files has."""
    return [*row[:7], city, *row[7:]]


def register() -> None:
    """A workbook of June 2025, and an older csv in cp1252 with decimal commas."""
    heading = in_city(REGISTER, "Kab/Kota")
    ticks = ["√", "v", "Ada", "Belum", "-", "Tidak tahu", "N", "Sudah", "0", "T", "1"]
    crosses = [*SOME[:2], "x", *SOME[3:]]
    twin: dict[str, Any] = {
        "name": "Warung Contoh Melati",
        "phone": "080000000777",
        "street": "Kp. Contoh Lor",
    }
    seventh = in_city(business(7, 7, "Kec. CIPOCOKJAYA", "Panancangan"))
    rows = [
        ["DATA UMKM KOTA SERANG KEADAAN JUNI 2025 - DATA SINTETIS"],
        ["Dinas Koperasi, UKM, Perindustrian dan Perdagangan (contoh)"],
        [],
        heading,
        in_city(business(1, 1, "Serang", "Cimuncang", kbli="14111")),  # row 5
        in_city(business(2, 2, "Serang", "Sumurpecung", at="Sumur Pecung")),  # 6: BPS
        in_city(business(3, 3, "Kasemen", "Kilasah")),  # 7
        in_city(business(4, 4, "Kasemen", "Mesjid Priyayi", scale="Usaha Kecil")),  # 8
        in_city(business(5, 5, "Walantaka", "Walantaka")),  # 9
        [],  # 10
        in_city(business(6, 6, "Walantaka", "Pangampelan")),  # 11
        seventh,  # 12
        [8, *seventh[1:]],  # 13: row 12 again under another running number
        in_city(business(9, 3, "Kasemen", "Kilasah", workers=9)),  # 14: not as in row 7
        in_city(business(10, 8, "Curug", "Tinggar", started=2026)),  # 15: after June 2025
        in_city(business(11, 9, "Curug", "Sukalaksana", answers=EXPORTER)),  # 16: sells nowhere
        heading,  # 17: the next printed page
        in_city(business(12, 10, "Taktakan", "Pancur")),  # 18
        in_city(business(13, 11, "Taktakan", "Kuranji", **twin)),  # 19: these two are
        in_city(business(14, 12, "Taktakan", "Kuranji", **twin)),  # 20: perhaps one
        in_city(business(15, 13, None, "Sukawana", at=NOWHERE)),  # 21: which one?
        in_city(business(16, 14, None, "Lontarbaru")),  # 22: only one Lontarbaru
        in_city(business(17, 15, "Ciruas", "Citerep", at=NOWHERE), "Kab. Serang"),  # 23
        in_city(business(18, 16, "Curug", "Lopang", at=NOWHERE)),  # 24: Lopang is not in Curug
        in_city(business(19, 17, "Serang", "Kagungan", workers="dua")),  # 25
        in_city(business(20, 18, "Serang", "Unyur", answers=ticks)),  # 26
        in_city(business(21, 19, "Serang", "Unyur", answers=crosses)),  # 27: yes or no?
        [NBSP, None, NBSP],  # 28: looks blank
        in_city(business(22, 20, "Serang", "Terondol", money="Rp 125.000.000")),  # 29
        in_city(business(23, 21, "Serang", "Terondol", scale="Besar")),  # 30: not an UMKM
        in_city(business(24, None, "Serang", "Cipare")),  # 31: no id
        in_city(business(25, 22, "Cipocok Jaya", "Banjarsari", at=(106.19001, -6.15425))),  # 32
        in_city(business(26, 23, "Kasemen", "Terumbu", at="Sayar")),  # 33: far away
        in_city(business(27, 24, "Cipocok Jaya", "Karundang", kbli="tempe", money=-5)),  # 34
        in_city(business(28, 25, "Cipocok Jaya", "Dalung")),  # 35
        in_city(business(29, 26, "Cipocok Jaya", "Gelam")),  # 36
        in_city(business(30, 27, "Curug", "Sukawana", at="Sukawana Curug")),  # 37
        in_city(business(31, 28, "Serang", "Sukawana", at="Sukawana Serang")),  # 38
        in_city(business(32, 29, "Curug", "Cilaku", answers=NONE)),  # 39
        in_city(business(33, 30, "Taktakan", "Tamanbaru", at="Taman Baru")),  # 40: BPS
        in_city(business(34, 31, "Taktakan", "Lialang", status="Non Aktif")),  # 41
        in_city(business(35, 32, "Walantaka", "Nyapah")),  # 42
        in_city(business(36, 33, "Walantaka", "Pipitan", money=None, workers=None)),  # 43
        in_city(business(37, 34, "Kasemen", "Margaluyu", at=NOWHERE)),  # 44: no point given
        in_city(business(38, 35, "Kasemen", "Warung Jaud"), "KOTA SERANG"),  # 45
        in_city(business(39, 36, "Serang", "Kaligandu", scale="02")),  # 46
        in_city(business(40, 37, "Serang", "Kota Baru")),  # 47
        in_city(business(41, 38, "Curug", "Cipete")),  # 48
    ]
    write_xlsx("register_dinas/Data UMKM Juni 2025.xlsx", {"Data": rows})
    fifth = business(5, 5, "Curug", "Cipete")
    older = [
        business(1, 1, "Serang", "Cimuncang", name="Kafé Contoh 1"),  # row 4
        business(2, 2, "Serang", "Cipare"),  # 5
        business(3, 3, "Kasemen", "Kilasah"),  # 6
        business(4, 4, "Kasemen", "Banten", money="45.500.000,00"),  # 7
        [None] * len(REGISTER),  # 8
        REGISTER,  # 9
        fifth,  # 10
        [6, *fifth[1:]],  # 11: row 10 again
        business(7, 6, "Curug", "Cilaku"),  # 12
        business(8, 6, "Curug", "Cilaku", scale="Kecil"),  # 13: not as in row 12
        business(9, 7, "Walantaka", "Kiara", started=2025),  # 14: after December 2024
        business(10, 8, "Walantaka", "Kiara", answers=EXPORTER),  # 15: sells nowhere
        business(11, 9, "Taktakan", "Sepang", **twin),  # 16: these two are
        business(12, 10, "Taktakan", "Sepang", **twin),  # 17: perhaps one
        business(13, 11, "Cipocok Jaya", "Banjaragung", at="Banjar Agung"),  # 18: BPS
        business(14, 12, "KEC. SERANG", "Kel. Cipare", at="Cipare"),  # 19
        business(15, 13, None, "Cilowong"),  # 20: only one Cilowong
        business(16, 14, "Serang", "Unyur", status="Non Aktif"),  # 21
        business(17, 15, "Serang", "Lopang", answers=[*SOME[:7], "Belum", *SOME[8:]]),  # 22
        business(18, 16, "Serang", "Lopang", scale="Usaha Kecil", basis="PP No. 7 Tahun 2021"),
        business(19, 17, "Kasemen", "Sawah Luhur"),  # 24
        business(20, 18, "Kasemen", "Terumbu", money=1_234_000),  # 25
        business(21, 19, "Cipocok Jaya", "Tembong"),  # 26
        business(22, 20, "Taktakan", "Drangong"),  # 27
    ]
    title = "Data UMKM Kota Serang Keadaan 31 Desember 2024 – DATA SINTETIS"
    filler = [""] * (len(REGISTER) - 1)
    rows = [[title, *filler], ["", *filler], REGISTER, *map(_with_commas, older)]
    write_csv("register_dinas/umkm_serang_2024_akhir.csv", rows, ";", "cp1252")


def _with_commas(row: Cells) -> Cells:
    """Return a row as a program set to Indonesian writes it."""
    return [
        str(cell).replace(".", ",")
        if isinstance(cell, float)
        else rupiah(cell)
        if isinstance(cell, int) and cell > 10_000
        else cell
        for cell in row
    ]


# --- Tables of counts -----------------------------------------------------------------------------


def tables() -> None:
    """Wide tables of the city as csv and as a workbook, and one of another city."""
    _wide(
        "tabel_kecamatan/Kuliner.csv",
        "Jumlah UMKM Bidang Kuliner Menurut Kecamatan di Kota Serang Tahun 2024",
        [
            ["Serang", "1.240", "310", "2"],
            ["Kasemen", "655", "120", "0"],
            ["Walantaka", "480", "95", "1"],
            ["Curug", "402", "61", "0"],
            ["Kec. CIPOCOKJAYA", "813", "204", "3"],
            ["Taktakan", "530", "110", "0"],
            ["", "", "", ""],
            ["Jumlah", "4.120", "900", "6"],  # 1.240+655+480+402+813+530; 310+120+95+61+204+110; 6
        ],
    )
    _wide(
        "tabel_kecamatan/Fesyen.csv",
        "Jumlah UMKM Bidang Fesyen Menurut Kecamatan di Kota Serang Tahun 2024",
        [
            ["Serang", "410", "150", "1"],
            ["Kasemen", "95", "20", "0"],
            ["Walantaka", "120", "31", "0"],
            ["Curug", "88", "17", "0"],
            ["Cipocok Jaya", "260", "74", "1"],
            ["Taktakan", "127", "28", "0"],
            ["TOTAL", "1.110", "320", "2"],  # mikro is 1.100; the others are 320 and 2
        ],
    )
    _wide(
        "tabel_kecamatan/Ekspedisi Tangsel.csv",
        "Jumlah UMKM Bidang Ekspedisi Menurut Kecamatan di Kota Tangerang Selatan Tahun 2023",
        [
            ["Serpong", "12", "5", "0"],
            ["Serpong Utara", "4", "2", "0"],
            ["Pondok Aren", "6", "3", "0"],
            ["Ciputat", "5", "2", "0"],
            ["Ciputat Timur", "7", "1", "0"],
            ["Pamulang", "8", "4", "0"],
            ["Setu", "1", "3", "0"],
        ],
    )
    heading = ["No.", "Kecamatan", "Mikro", "Kecil", "Menengah", "Data Sintetis"]
    title = "JUMLAH UMKM MENURUT KECAMATAN DI KOTA SERANG KEADAAN DESEMBER 2023"
    book: dict[str, list[Cells]] = {
        "Bidang Jasa": [
            [title],
            ["Data sintetis"],
            [],
            heading,
            [1, "Kec. Serang", 320, 45, 1, "Ya"],  # row 5
            [2, "Kec. Kasemen", 110, 12, 0, "Ya"],
            [3, "Kec. Walantaka", 98, 10, 0, "Ya"],
            [4, "Kec. Curug", 75, 8, 0, "Ya"],
            [5, "Kec. Cipocok Jaya", 205, 33, 1, "Ya"],
            [6, "Kec. Taktakan", 140, 15, 0, "Ya"],
            [None, "Jumlah", 948, 123, 2, "Ya"],  # 11: agrees
        ],
        "Bidang Kriya": [
            [title],
            ["Data sintetis"],
            [],
            heading,
            [1, "SERANG", 41, 6, 0, "Ya"],  # row 5
            [2, "KASEMEN", 22, 3, 0, "Ya"],
            [3, "WALANTAKA", "dua puluh", 9, 0, "Ya"],  # 7: a number in words
            [4, "CURUG", 18, 2, 0, "Ya"],
            [5, "CIPOCOKJAYA", 27, 4, 0, "Ya"],
            [6, "TAKTAKAN", 39, 5, 0, "Ya"],
        ],
    }
    write_xlsx("tabel_kecamatan/UMKM per kecamatan.xlsx", book)


def _wide(name: str, title: str, rows: list[Cells]) -> None:
    heading = ["Kecamatan", "Mikro", "Kecil", "Menengah", "Data Sintetis"]
    above = [[title, "", "", "", ""], [""] * 5, heading]
    body = [[*row, "Ya" if row[0] else ""] for row in rows]
    write_csv(name, above + body, ";", "utf-8-sig")


BANTEN = {
    3601: "KABUPATEN PANDEGLANG",
    3602: "KABUPATEN LEBAK",
    3603: "KABUPATEN TANGERANG",
    3604: "KABUPATEN SERANG",
    3671: "KOTA TANGERANG",
    3672: "KOTA CILEGON",
    3673: "KOTA SERANG",
    3674: "KOTA TANGERANG SELATAN",
}


def province() -> None:
    """Two long tables of the province: only one of its eight kab/kota is the city."""
    head = ["kode_provinsi", "nama_provinsi", "kode_kabupaten_kota", "nama_kabupaten_kota"]
    heading = [*head, "kategori_usaha", "proyeksi_jumlah_umkm", "satuan", "tahun", "data_sintetis"]
    rows = [
        [36, "BANTEN", code, name, kind, 1000 + 10 * place + year % 10, "UNIT", year, "YA"]
        for year in (2022, 2023)
        for kind in ("KULINER", "FASHION")
        for place, (code, name) in enumerate(BANTEN.items())
    ]
    rows.append(rows[6])  # 34: row 8, Kota Serang KULINER 2022, again
    write_csv("provinsi_panjang/banten_proyeksi_umkm.csv", [heading, *rows], ",")
    heading = [*head, "jenis_usaha", "jumlah_umkm", "satuan", "tahun", "data_sintetis"]
    rows = [
        [
            36,
            "BANTEN",
            code,
            name.replace("KABUPATEN", "KAB."),
            "KULINER",
            200 + place,
            "UMKM",
            year,
        ]
        for year in (2022, 2023)
        for place, (code, name) in enumerate(BANTEN.items())
    ]
    rows.append([*rows[6][:5], 999, "UMKM", 2022])  # 18: not as in row 8, Kota Serang 2022
    write_csv("provinsi_binaan/banten_umkm_binaan.csv", [heading, *[[*r, "YA"] for r in rows]], ",")


# --- Survey and targets ---------------------------------------------------------------------------

SURVEY = headings(
    "ID_RESP PERIODE KEC SKALA STRATA N_STRATA KLASTER BOBOT "
    "R201 R301A R301B R301C R301D R301E R401 SINTETIS",
    " ",
)


def respondent(
    number: int,
    kecamatan: int,
    scale: int = 1,
    *,
    weight: float | None = 12.5,
    nib: int | None = 1,
    messages: int | None = 1,
    digital: int | None = 2,
) -> Cells:
    """Return one respondent in the codes of the questionnaire; two clusters to a kecamatan."""
    stratum = "kota" if kecamatan in (1, 5) else "pinggiran"
    people = 4800 if stratum == "kota" else 3100
    answers = [nib, messages, 2, 2, 2, 2, digital]
    cluster = f"BS{kecamatan:02}{number % 2}"
    return [
        f"R{number:03}",
        "2025-06",
        kecamatan,
        scale,
        stratum,
        people,
        cluster,
        weight,
        *answers,
        1,
    ]


def survey() -> None:
    """An SPSS file with value labels, weights, strata and clusters; its row 1 is the heading."""
    twice = respondent(2, 2)
    rows = [
        respondent(1, 1),  # row 2
        twice,  # 3
        respondent(3, 3),
        respondent(4, 4, 2),
        respondent(5, 5),  # 6
        respondent(6, 6),
        respondent(7, 1, 2),
        respondent(8, 2),
        respondent(9, 3),
        respondent(10, 4),  # 11
        respondent(11, 5, 3),
        respondent(12, 6),
        respondent(13, 1),
        respondent(14, 2, messages=2),
        respondent(15, 3),  # 16
        respondent(16, 4),
        respondent(17, 5),
        respondent(18, 6, digital=1),
        respondent(19, 1, weight=-3.5),  # 20: a negative weight
        respondent(20, 2, nib=9),  # 21: a code without a label
        respondent(21, 3, 4),  # 22: labelled Besar
        respondent(22, 7),  # 23: a kecamatan without a label
        respondent(5, 5, 2),  # 24: not as in row 6
        twice,  # 25: row 3 again
        respondent(23, 4, weight=None),  # 26
        respondent(24, 5, messages=8),  # 27: labelled Tidak tahu
        respondent(25, 6, digital=None),  # 28
        respondent(26, 1),  # 29
        respondent(27, 2, 2),  # 30
        respondent(28, 3),  # 31
    ]
    answers: dict[int | float, str] = {1: "Ya", 2: "Tidak", 8: "Tidak tahu"}
    kecamatan = ["Serang", "Kasemen", "Walantaka", "Curug", "Cipocok Jaya", "Taktakan"]
    labels: dict[str, dict[int | float, str]] = {
        name: answers for name in SURVEY if name[0] == "R" or name == "SINTETIS"
    }
    labels["KEC"] = dict(enumerate(kecamatan, start=1))
    labels["SKALA"] = {1: "Mikro", 2: "Kecil", 3: "Menengah", 4: "Besar"}
    path = _path("survei_sav/survei_adopsi_2025.sav")
    pyreadstat.write_sav(
        pd.DataFrame(rows, columns=SURVEY),
        str(path),
        file_label="Survei adopsi digital UMKM (data sintetis)",
        variable_value_labels=labels,
    )
    # The header says when it was written: bytes 92 to 108, day then time.
    raw = bytearray(path.read_bytes())
    raw[92:109] = b"30 Jun 2500:00:00"
    path.write_bytes(raw)


def targets() -> None:
    """A csv of targets with a title row."""
    plan = ["Contoh Renstra 2025", "12"]
    rows = [
        ["TARGET KINERJA UMKM KOTA SERANG - DATA SINTETIS"],
        ["Indikator", "Wilayah", "Periode", "Target", "Dokumen", "Halaman"],
        ["berusaha_daring", "Kota Serang", "2025-12", "45,5", *plan],  # row 3
        ["ber_nib", "Kota Serang", "2025-12", "60", *plan],
        ["jumlah_umkm", "Kota Serang", "2025-12", "12.000", *plan],
        ["ekspor_daring", "Kota Serang", "2025-12", "25", *plan],
        ["berusaha_daring", "Serang", "2025-12", "52", *plan],  # 7: the kecamatan
        ["berusaha_daring", "Kec. Kasemen", "2025-12", "38,25", *plan],
        ["berusaha_daring", "CIPOCOKJAYA", "2025-12", "50", *plan],
        ["berusaha_daring", "Kota Serang", "2026-12", "50", *plan],  # 10
        ["ber_nib", "Kota Serang", "2025-12", "60", *plan],  # 11: row 4 again
        ["ber_nib", "Kota Serang", "2025-12", "65", *plan],  # 12: not as in row 4
        ["ber_nib", "Kabupaten Serang", "2025-12", "40", *plan],  # 13
        ["ber_nib", "Wilayah Contoh", "2025-12", "40", *plan],  # 14
        ["ber_nib", "Curug", "2025-12", "tiga puluh", *plan],  # 15
        ["ber_nib", "Walantaka", "2025", "35", *plan],  # 16: a year, read as its December
        ["ber_nib", "Taktakan", "2025-12", "35", "", ""],  # 17: no document
        ["jumlah_umkm", "Kota Serang", "2026-12", "12.500", "Contoh RKPD 2026", "-"],
        ["ekspor_daring", "Kota Serang", "2026-12", "-30", *plan],  # 19: below zero
        ["jumlah_umkm", "Walantaka", "2026-12", "1.250", *plan],
        ["jumlah_umkm", "Taktakan", "2026-12", "1.400", *plan],
        ["jumlah_umkm", "Kasemen", "2026-12", "1.600", *plan],  # 22
        ["ber_nib", "Curug", "2026-12", "40", *plan],
        ["ber_nib", "Walantaka", "2026-12", "41", *plan],
        ["ber_nib", "Taktakan", "2026-12", "42", *plan],
        ["ber_nib", "Kasemen", "2026-12", "43", *plan],  # 26
    ]
    marked = [rows[0], [*rows[1], "Data Sintetis"], *[[*row, "Ya"] for row in rows[2:]]]
    write_csv("target/target_kinerja_2025.csv", marked, ";", "utf-8-sig")


# --- Coaching, shops, ledger ----------------------------------------------------------------------


def coaching() -> None:
    """A year's list of coaching, and the attendance sheet of one day with the day above it."""
    ads = ["Pelatihan Pemasaran Digital", "Media sosial", "Dinas Koperasi (contoh)"]
    qris = ["Bimtek Pembayaran Digital", "QRIS", "Kantor Perwakilan Bank (contoh)"]

    def came(day: Any, what: list[str], who: int, place: list[Any], **other: Any) -> Cells:
        cells = {
            "nik": f"36730000000000{who:02}",
            "id": f"KS-{who:04}",
            "hp": f"08000000{who:04}",
        } | other
        names = [f"Peserta Contoh {who}", cells["nik"], cells["id"], f"Usaha Contoh {who}"]
        return [day, *what, *names, cells["hp"], *place, "Ya"]

    twice = came("Kamis, 6 Maret 2025", ads, 4, ["Kasemen", "Banten"])
    body = [
        came("Kamis, 6 Maret 2025", ads, 1, ["Serang", "Cimuncang"]),  # row 4
        came("Kamis, 6 Maret 2025", ads, 2, ["Serang", "Sumurpecung"]),  # 5: BPS
        came("Kamis, 6 Maret 2025", ads, 3, ["Kasemen", "Kilasah"], id=None),  # 6: no id
        twice,  # 7
        twice,  # 8: row 7 again
        came("06/03/2025", ads, 5, ["Walantaka", "Kiara"], nik="3673 0000 0000 0005"),  # 9
        came("06/03/2025", ads, 6, ["Walantaka", "Kiara"], nik="'3673000000000006"),  # 10
        came("06/03/2025", ads, 7, ["Curug", "Cilaku"], nik=None, id="-"),  # 11: no id, no NIK
        came(date(2025, 3, 6), ads, 8, ["Kec. CIPOCOKJAYA", "Dalung"]),  # 12
        came(date(2025, 3, 6), ads, 9, [None, "Lialang"]),  # 13: only one Lialang
        came(date(2025, 3, 6), ads, 10, [None, "Sukawana"]),  # 14: which one?
        came("Rabu, 18 Juni 2025", qris, 1, ["Serang", "Cimuncang"]),  # 15: came once more
        came("Rabu, 18 Juni 2025", qris, 11, ["Curug", "Sukawana"], hp="+62 800-0000-0011"),  # 16
        came("18 Juni 2025", qris, 12, ["Taktakan", "Kalang Anyar"], id="Belum ada"),  # 17: BPS
        came("Jum'at, 20 Juni 2025", qris, 13, ["Taktakan", "Drangong"]),  # 18
        came(None, qris, 14, ["Serang", "Unyur"]),  # 19: no day
        came("menyusul", qris, 15, ["Serang", "Unyur"]),  # 20: a day to be named later
        came("20 Juni 2025", qris, 16, ["Serang", "Kelurahan Contoh"]),  # 21: unknown
        came("20 Juni 2025", ["", *qris[1:]], 17, ["Serang", "Unyur"]),  # 22: what was it?
        came("20 Juni 2025", qris, 18, ["Kasemen", None]),  # 23: kecamatan only
    ]
    heading = headings(
        "No|Tanggal|Nama Kegiatan|Tema|Penyelenggara|Nama Peserta|NIK|ID Usaha|Nama Usaha|No. HP|"
        "Kecamatan|Kelurahan|Data Sintetis"
    )
    rows: list[Cells] = [["REKAP PEMBINAAN UMKM TAHUN 2025 (DATA SINTETIS)"], [], heading]
    rows += [[number, *row] for number, row in enumerate(body, start=1)]
    write_xlsx("hadir_pembinaan/Rekap Pembinaan 2025.xlsx", {"Rekap": rows})
    _attendance()


def _attendance() -> None:
    places = [
        ["Serang", "Cipare"],
        ["Serang", "Lopang"],
        ["Kasemen", "Terumbu"],
        ["Walantaka", "Pager Agung"],
        ["Curug", "Tinggar"],
        ["Cipocok Jaya", "Gelam"],
        ["Taktakan", "Sepang"],
    ]
    rows: list[Cells] = [
        ["DAFTAR HADIR PESERTA"],
        ["Kegiatan", ":", "Pelatihan Foto Produk (data sintetis)"],
        ["Hari/Tanggal", ":", "Selasa, 24 Juni 2025"],
        ["Penyelenggara", ":", "Dinas Koperasi (contoh)"],
        [],
        headings(
            "No|Nama Peserta|NIK|Nama Usaha|No. HP/WA|Kec|Kel/Desa|Tanda Tangan|Data Sintetis"
        ),
    ]
    for number in range(1, 16):  # rows 7 to 21
        names = [f"Peserta Contoh {number}", f"36730000000000{number:02}", f"Usaha Contoh {number}"]
        place = places[number % len(places)]
        rows.append([number, *names, f"08000000{number:04}", *place, None, "Ya"])
    write_xlsx("hadir_pembinaan/Daftar Hadir 24 Juni.xlsx", {"Sheet1": rows})


def shops() -> None:
    """A csv of what hangs in the shops; the month stands only in the file's name."""

    def offer(shop: int, item: int, platform: str, price: str, sold: str, place: str) -> Cells:
        link = f"https://toko.example/contoh-{shop}/produk-{item}"
        names = [platform, f"Toko Contoh {shop}", link, f"Produk Contoh {item}", "Makanan"]
        return [*names, price, sold, place, "Ya"]

    same = offer(3, 5, "TikTok Shop", "Rp18.000", "40", "Curug")
    rows = [
        headings(
            "Platform|Nama Toko|Link Produk|Produk|Kategori|Harga|Terjual|Kecamatan|Data Sintetis"
        ),
        offer(1, 1, "Shopee", "Rp15.000", "120", "Serang"),  # row 2
        offer(1, 2, "shopee", "Rp 22.500", "1.250", "Serang"),
        offer(2, 3, "Tokopedia", "15000", "0", "Kasemen"),
        offer(2, 4, "Tokped", "Rp. 35.000", "-", "Kasemen"),  # 5
        same,  # 6
        same,  # 7: row 6 again
        offer(3, 5, "TikTok Shop", "Rp20.000", "40", "Curug"),  # 8: not as in row 6
        offer(4, 6, "Shopee", "Rp15.000 - Rp20.000", "12", "Walantaka"),  # 9: a range
        offer(4, 7, "Shopee", "Rp25.000", "1,2rb", "Walantaka"),  # 10: rounded by the shop
        offer(5, 8, "Lazada", "Rp 25.000,-", "7", "KEC. CIPOCOKJAYA"),  # 11
        offer(6, 9, "Shopee", "Rp1.250.000", "3", "Taktakan"),
        offer(7, 10, "Shopee", "Rp12.000", "15", "Kramatwatu"),  # 13: not in the city
        offer(8, 11, "Tokopedia", "Rp9.500", "250", "Serang"),
        offer(9, 12, "Tokopedia", "Rp9.500,00", "25", "Serang"),  # 15
        offer(10, 13, "Blibli", "Rp45.000", "5", "Curug"),
        offer(11, 14, "Marketplace Kota", "Rp30.000", "2", "Kasemen"),
        offer(12, 15, "", "Rp30.000", "2", "Kasemen"),  # 18: where?
        offer(13, 16, "Shopee", "Rp17.000", "88", "Taktakan"),
        offer(14, 17, "Shopee", "-5.000", "88", "Taktakan"),  # 20: below zero
        offer(15, 18, "Shopee", "Rp8.000", "19", "Cipocok Jaya"),  # 21
    ]
    write_csv("lapak/lapak_serang_2025-06.csv", rows, ",")


def ledger() -> None:
    """A csv of numbers that somebody stated."""

    def said(day: str, total: str, parts: list[str], what: str, number: int) -> Cells:
        source = ["Kantor Contoh", "pendataan contoh", "Media Contoh"]
        return [day, total, *parts, what, *source, f"https://berita.example/{number}", "Ya"]

    none = ["", "", ""]
    last = said("24 Juni 2022", "11.307", ["7.975", "3.309", "23"], "Contoh pernyataan 3", 3)
    rows = [
        headings(
            "Tanggal|Angka|Mikro|Kecil|Menengah|Pernyataan|Kantor|Dasar|Sumber|Rujukan|"
            "Data Sintetis"
        ),
        said("26/11/2019", "10.132", ["6.815", "3.294", "23"], "Contoh pernyataan 1", 1),  # row 2
        said("2020-04-27", "14.238", none, "Contoh pernyataan 2", 2),
        last,  # 4
        last,  # 5: row 4 again
        said("Senin, 5 Mei 2025", "12.000", ["8.000", "3.500", "50"], "Contoh 4", 4),  # 6: 11.550
        said("5 Mei 2025", "12.500", ["8.000", "", ""], "Contoh 5", 5),  # 7: parts not complete
        said("Juli 2025", "6.000", none, "Contoh 6", 6),  # 8: no day
        said("8 Juli 2025", "lebih dari 6.000", none, "Contoh 7", 7),  # 9: a lower bound
        said("9 Juli 2025", "", none, "Contoh 8", 8),  # 10: no number
        said("10-07-2025", "6.123", ["6.000", "120", "3"], "Contoh 9", 9),
        said("11.07.2025", "6.124", ["6.000", "121", "3"], "Contoh 10", 10),
        said("12 Jul 2025", "6.125", ["-", "-", "-"], "Contoh 11", 11),
        said("13/07/2025", "-5", none, "Contoh 12", 12),  # 14: below zero
        said("14 Agustus 2025", "6.130", none, "Contoh 13", 13),
        said("15 Des 2025", "6.200", ["6.050", "147", "3"], "Contoh 14", 14),
        said("16/12/2025", "6.201", none, "Contoh 15", 15),  # 17
    ]
    write_csv("catatan_angka/catatan_angka_umkm.csv", rows, ";", "utf-8-sig")


# --- A layout that nobody has described -----------------------------------------------------------


def unknown() -> None:
    """A workbook whose headings no layout knows."""
    heading = headings(
        "No|Nama IKM|Pemilik|No. Kontak|Kec|Kel/Desa|Komoditi|Jml TK|Omset/Thn|Jualan via WA|"
        "IG/FB|Shopee/Tokped|Data Sintetis"
    )
    places = [
        ["Serang", "Cimuncang"],
        ["Kasemen", "Banten"],
        ["Walantaka", "Kepuren"],
        ["Curug", "Sukawana"],
        ["Cipocokjaya", "Karundang"],
        ["Taktakan", "Cilowong"],
    ]
    answers = [["√", "√", "-"], ["Ya", "Tidak", "Tidak"], ["v", "x", "x"], ["-", "-", "-"]]
    rows: list[Cells] = [
        ["DATA BINAAN BIDANG IKM"],
        ["Per Maret 2025 (data sintetis)"],
        [],
        heading,
    ]
    for number in range(1, 19):
        names = [f"IKM Contoh {number}", f"Pemilik Contoh {number}", f"08000000{number:04}"]
        size = [1 + number % 5, f"Rp {rupiah(12_000_000 + 500_000 * number)}"]
        place = places[number % 6]
        rows.append([number, *names, *place, "Tempe", *size, *answers[number % 4], "Ya"])
    write_xlsx("tak_dikenal/Data Binaan Bidang IKM.xlsx", {"Binaan": rows})


WRITERS: tuple[Callable[[], None], ...] = (
    oss,
    register,
    tables,
    province,
    survey,
    targets,
    coaching,
    shops,
    ledger,
    unknown,
)


def main() -> None:
    """Write every sample file."""
    for write in WRITERS:
        write()


if __name__ == "__main__":
    main()
