"""Who came to which coaching event."""

from __future__ import annotations

from data.tables.model import Column, Known, Rule, Table
from data.tables.shared import NIK, SINTETIS, TELEPON

PEMBINAAN = Table(
    name="pembinaan",
    label="Daftar hadir pembinaan",
    grain="satu baris per usaha dan kegiatan",
    key=("tanggal", "kegiatan", "id_usaha"),
    place="kelurahan",
    placed=False,
    columns=(
        Column("tanggal", "tanggal", "Tanggal kegiatan", required=True),
        Column("kegiatan", "teks", "Kegiatan", required=True),
        Column("tema", "teks", "Tema"),
        Column("penyelenggara", "teks", "Penyelenggara"),
        Column("id_usaha", "teks", "ID usaha", soft=True, code=True),
        Column("nama_usaha", "teks", "Nama usaha", private=True),
        Column("nama_peserta", "teks", "Nama peserta", private=True),
        NIK,
        TELEPON,
        SINTETIS,
    ),
    rules=(
        Rule(
            "peserta_dapat_dikenali",
            "id_usaha",
            "coalesce(id_usaha, nik, nama_usaha, nama_peserta) is not null",
            "paling sedikit satu dari ID usaha, NIK, nama usaha atau nama peserta",
            "Isi salah satunya.",
        ),
        Rule(
            "tanggal_tidak_nanti",
            "tanggal",
            "tanggal <= current_date",
            "tanggal yang sudah lewat",
            "Periksa tanggal kegiatannya.",
        ),
        # A list of who came has the day of the event; a date of birth stands in the same lists.
        Rule(
            "tanggal_tidak_lampau",
            "tanggal",
            "tanggal >= '2000-01-01'",
            "tanggal kegiatan, bukan tanggal lahir; paling lama tahun 2000",
            "Periksa kolom tanggalnya: isinya tanggal kegiatan, misalnya 24/06/2025.",
        ),
    ),
    known=(
        Known(
            "id_usaha",
            "usaha",
            "id_usaha",
            "ID usaha yang ada di register",
            "Periksa ID usahanya; tanpa itu peserta tidak tertaut ke register.",
        ),
    ),
)
