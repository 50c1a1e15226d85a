"""Random files: no row is lost, order does not matter, and each reading has a plain twin."""

from __future__ import annotations

import csv
import io
import random
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.build import imports
from data.received import uploads
from data.store.store import Store
from data.store.versions import Versions
from tests.data.rows import HEADINGS, TODAY, Workspace
from tests.pace import examples

ROWS = 60  # of each layout, so that one process reads many
SEEDS = st.integers(0, 2**32)
ANSWERS = ["Ya", "Tidak", "-", "v", ""]
SCALES = ["Mikro", "Kecil", "Usaha Menengah", "02"]
NUMBERS = ["0", "7", "1.250.000", "Rp 12.500,-", "1.000,00", ""]
DATES = ["2025-06-24", "24/06/2025", "Selasa, 24 Juni 2025", "45832", "24-Jun-25"]
KECAMATAN = ["Serang"] * 8 + ["Kec. CIPOCOKJAYA", "Curug", ""]
KELURAHAN = ["Cipare", "Sukawana", "Kotabaru", "KEL. UNYUR"] * 3 + ["Lialang", "Banten"]
NASTY = [
    *["", " ", "\u00a0", "-", "?", "0", "-1", "1e308", "NaN", "inf", "2.5", "1.5e3", "9" * 25],
    *[
        "'; drop table usaha; --",
        "=1+1",
        '"',
        "a\nb",
        "ID Usaha",
        "Jumlah",
        "\u202e12",
        "\U0001f35c",
    ],
    *[
        "Kab. Serang",
        "Kota Serang",
        "KABUPATEN LEBAK",
        "30/02/2025",
        "00/00/0000",
        "2025",
        "√" * 999,
    ],
]


def _ids(prefix: str) -> list[str]:
    return [f"{prefix}{number}" for number in range(ROWS // 2)]


# Sheet name -> (rows above the heading, heading -> cells that are right)
LAYOUTS: dict[str, tuple[list[list[str]], dict[str, list[str]]]] = {
    "register.csv": (
        [["KEADAAN JUNI 2025"]],
        dict.fromkeys(HEADINGS.values(), ANSWERS)
        | {HEADINGS["id_usaha"]: _ids("A"), HEADINGS["skala"]: SCALES}
        | {HEADINGS["kecamatan"]: KECAMATAN, HEADINGS["kelurahan"]: KELURAHAN}
        | {HEADINGS["kbli"]: ["10391", ""], HEADINGS["kbli_versi"]: ["2020", ""]}
        | {HEADINGS["omzet_rp"]: NUMBERS, HEADINGS["tenaga_kerja"]: ["1", "20", ""]}
        | {HEADINGS["lintang"]: ["-6,12", "-6.11"], HEADINGS["bujur"]: ["106,16", "106.15"]}
        | {HEADINGS["tahun_mulai"]: ["2001", "2015"], HEADINGS["status_aktif"]: ["Aktif"]}
        | {HEADINGS["kriteria_skala"]: ["BPS"], HEADINGS["telepon"]: ["080000000001", ""]},
    ),
    "oss.csv": (
        [],
        {"id_proyek": _ids("P"), "nib": [f"{n:013}" for n in range(20)]}
        | {"uraian_skala_usaha": ["Usaha Mikro", "04"], "kab_kota_usaha": ["Kota Serang", ""]}
        | {"kecamatan_usaha": KECAMATAN, "kelurahan_usaha": KELURAHAN, "tki": ["1", "2"]}
        | {"tanggal_terbit_oss": DATES, "tanggal_pengajuan": DATES, "jumlah_investasi": NUMBERS},
    ),
    "target.csv": (
        [],
        {"Indikator": ["ber_nib", "jumlah_umkm"], "Wilayah": ["Kota Serang", "Serang", "Curug"]}
        | {"Periode": ["2025-12", "12/2026", "Juni 2025"], "Target": NUMBERS, "Dokumen": ["RKPD"]},
    ),
    "lapak 2025-06.csv": (
        [],
        {"Platform": ["Shopee", "Tokped"], "Nama Toko": ["Toko"], "Produk": ["Tempe", ""]}
        | {"Link": [f"https://toko.example/{n}" for n in range(40)], "Harga": NUMBERS}
        | {"Terjual": NUMBERS, "Kecamatan": KECAMATAN},
    ),
    "catatan.csv": (
        [],
        {"Tanggal": DATES, "Angka": ["10.132", "5"], "Mikro": NUMBERS, "Kecil": NUMBERS}
        | {"Menengah": NUMBERS, "Pernyataan": ["x"], "Kantor": ["a", "b"], "Sumber": ["Media"]}
        | {"Rujukan": [""]},
    ),
    "hadir.csv": (
        [],
        {"Nama Peserta": ["Ani", "Budi"], "Nama Usaha": ["Kedai", ""], "ID Usaha": _ids("A")}
        | {"Tanggal": DATES, "Kegiatan": ["QRIS", "Foto"], "NIK": ["3673 0000 0000 0001", "-"]}
        | {"Kecamatan": KECAMATAN, "Kelurahan": KELURAHAN},
    ),
    "Bidang Jasa.csv": (
        [["Jumlah UMKM di Kota Serang Tahun 2024"]],
        {"Kecamatan": ["Serang", "Curug", "Kasemen", "Walantaka"], "Mikro": NUMBERS}
        | {"Kecil": NUMBERS, "Menengah": NUMBERS},
    ),
}


def random_rows(rng: random.Random, cells: dict[str, list[str]], nasty: float) -> list[list[str]]:
    rows = [
        [rng.choice(NASTY if rng.random() < nasty else right) for right in cells.values()]
        for _ in range(ROWS)
    ]
    # Some rows again: as they are, and blank.
    return [*rows, *rng.sample(rows, 5), *[[""] * len(cells)] * 2]


def packed(sheets: dict[str, Sequence[Sequence[str]]]) -> bytes:
    """Return a zip of csv files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, rows in sheets.items():
            text = io.StringIO()
            csv.writer(text, delimiter=";").writerows(rows)
            box.writestr(name, text.getvalue())
    return out.getvalue()


@contextmanager
def folder() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        yield Workspace(Path(name)).use(patch)


def taken(place: Workspace, content: bytes) -> imports.Report:
    candidate = uploads.receive(place.raw, "kiriman.zip", io.BytesIO(content))
    report = imports.examine(place.settings, date.fromisoformat(TODAY), candidate)
    uploads.keep(place.raw, candidate)
    return report


@pytest.mark.lambat
@examples(12, 1)
@given(SEEDS)
def test_every_row_of_a_random_file_has_one_fate(seed: int) -> None:
    rng = random.Random(seed)
    sheets = {
        name: [*above, list(cells), *random_rows(rng, cells, nasty=0.04)]
        for name, (above, cells) in LAYOUTS.items()
    }
    with folder() as place:
        report = taken(place, packed(sheets))
        store = place.build()
        assert report.draft and report.draft.name == store.version, "what was looked at is served"
        assert len(report.sheets) == len(LAYOUTS)
        for counts in report.sheets:
            rows = sheets[counts.berkas.split("[")[1].removesuffix("]")]
            numbers = range(len(LAYOUTS[counts.berkas.split("[")[1][:-1]][0]) + 2, len(rows) + 1)
            filled = {n for n in _lines(rows, numbers) if n is not None}
            fates = _fates(store, counts.tabel, counts.berkas)
            assert set().union(*fates) == filled
            assert sum(map(len, fates)) == len(filled)
            told = (counts.diterima, counts.ditolak, counts.dilipat)
            assert tuple(map(len, fates)) == told
        name = place.build().version
        assert name == store.version
        assert Versions(place.settings.gudang).list_names() == [name]


def _lines(rows: Sequence[Sequence[str]], numbers: range) -> Iterator[int | None]:
    """Yield the numbers of the rows that hold something that can be seen."""
    for number in numbers:
        seen = "".join(rows[number - 1]).replace("\u00a0", "").strip()
        yield number if seen else None


def _fates(store: Store, table: str, berkas: str) -> list[set[int]]:
    """Return the rows of a sheet that were accepted, refused and folded."""
    given = {"berkas": berkas}
    accepted = store.query(f"select distinct baris from {table} where berkas = $berkas", given)
    told = store.query(
        "select baris, bool_or(tingkat = 'galat') as ditolak from temuan where berkas = $berkas "
        "and tingkat in ('galat', 'lipat') group by baris",
        given,
    )
    refused, folded = told[told["ditolak"]]["baris"], told[~told["ditolak"]]["baris"]
    return [set(map(int, rows)) for rows in (accepted["baris"], refused, folded)]


@pytest.mark.lambat
@examples(8, 1)
@given(SEEDS)
def test_order_of_rows_decides_nothing_where_numbers_are_unique(seed: int) -> None:
    rng = random.Random(seed)
    sheets = {}
    for name, unique in {"register.csv": HEADINGS["id_usaha"], "oss.csv": "id_proyek"}.items():
        above, cells = LAYOUTS[name]
        rows = random_rows(rng, cells, nasty=0.02)[:ROWS]
        place = list(cells).index(unique)
        for number, row in enumerate(rows):
            row[place] = f"X{number}"
        sheets[name] = [*above, list(cells)], rows
    found = []
    for _ in range(2):
        with folder() as where:
            content = packed({name: [*top, *rows] for name, (top, rows) in sheets.items()})
            (where.raw / "kiriman.zip").write_bytes(content)
            (where.folder / "kunci_tautan").write_text("ab" * 32, encoding="ascii")
            store = where.build()
            found += [[store.query(f"from {table}") for table in ("usaha", "nib")]]
        for _, rows in sheets.values():
            rng.shuffle(rows)
    for one, other in zip(*found, strict=True):
        assert len(one) > ROWS / 10
        pd.testing.assert_frame_equal(_sorted(one), _sorted(other))


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.drop(columns=["baris"])
    return rows.sort_values("id_usaha" if "id_usaha" in rows else "id_proyek", ignore_index=True)
