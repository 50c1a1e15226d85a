"""Listings of shops on the city's marketplace and on others."""

from __future__ import annotations

from data.tables.model import Column, Table
from data.tables.shared import PERIODE, SINTETIS

LAPAK = Table(
    name="lapak",
    label="Daftar lapak",
    grain="satu baris per tautan lapak dan periode",
    key=("periode", "platform", "tautan"),
    place="kecamatan",
    placed=False,
    columns=(
        PERIODE,
        Column("platform", "teks", "Platform", required=True),
        Column(
            "tautan",
            "teks",
            "Tautan",
            required=True,
            pattern=r"(https?://)?[\w.-]+\.[a-z]{2,}(/\S*)?",
            expected="alamat lapak, misalnya https://toko.example/produk",
            private=True,
            linked_as="lapak",
        ),
        Column("nama_toko", "teks", "Nama toko", private=True),
        Column("produk", "teks", "Produk"),
        Column("kategori", "teks", "Kategori"),
        Column("harga_rp", "bulat", "Harga (Rp)", low=0),
        Column("terjual", "bulat", "Terjual", low=0),
        SINTETIS,
    ),
)
