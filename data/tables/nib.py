"""Businesses with a NIB, from the project list of OSS.

A table beside the register and not part of it: the same business stands in both, under other
numbers, and would be counted twice.
"""

from __future__ import annotations

from data.tables.model import Column, Fold, Rule, Table
from data.tables.shared import KBLI, NIK, SINTETIS, TELEPON, TITIK

NIB = Table(
    name="nib",
    label="Usaha ber-NIB (OSS)",
    grain="satu baris per NIB; berkas OSS memuat satu baris per proyek",
    key=("id_proyek",),
    place="kelurahan",
    columns=(
        Column("id_proyek", "teks", "ID proyek", required=True, code=True),
        Column(
            "nib",
            "teks",
            "NIB",
            required=True,
            pattern=r"\d{13}",
            expected="13 angka",
            private=True,
            linked_as="usaha_oss",
        ),
        Column("nama_perusahaan", "teks", "Nama perusahaan", private=True),
        Column("nama_pemilik", "teks", "Nama pemilik", private=True),
        NIK,
        Column("npwp", "teks", "NPWP", private=True),
        TELEPON,
        Column("email", "teks", "Surel", private=True),
        Column("alamat", "teks", "Alamat", private=True),
        *TITIK,
        Column("tanggal_terbit", "tanggal", "Tanggal terbit NIB"),
        Column("tanggal_pengajuan", "tanggal", "Tanggal pengajuan proyek"),
        Column("jenis_perusahaan", "teks", "Jenis perusahaan"),
        Column("status_modal", "teks", "Status penanaman modal", allowed=("PMDN", "PMA")),
        Column("risiko", "teks", "Risiko proyek"),
        Column(
            "skala",
            "teks",
            "Skala usaha",
            required=True,
            allowed=("mikro", "kecil", "menengah", "besar"),
        ),
        *KBLI,
        Column("jumlah_investasi_rp", "bulat", "Jumlah investasi (Rp)", low=0, high=10**15),
        Column("tki", "bulat", "Tenaga kerja Indonesia", low=0, high=1_000_000),
        SINTETIS,
    ),
    rules=(
        Rule(
            "terbit_tidak_nanti",
            "tanggal_terbit",
            "tanggal_terbit <= current_date",
            "tanggal yang sudah lewat",
            "Periksa tanggal terbitnya.",
        ),
    ),
    fold=Fold(
        by="nib",
        order=("tanggal_pengajuan", "id_proyek"),
        rule="proyek_nib",
        says="satu usaha per NIB: proyek yang paling dulu diajukan memberi tempat, KBLI dan "
        "skala; investasi dan tenaga kerja dijumlah",
        step="Tidak perlu diubah.",
    ),
)
