"""The register: every business that an office counts."""

from __future__ import annotations

from data.tables.model import Column, Rule, Table, make_yes_no_columns
from data.tables.shared import CHANNELS, KBLI, NIK, PERIODE, SINTETIS, SKALA, TELEPON, TITIK

USAHA = Table(
    name="usaha",
    label="Register usaha",
    grain="satu baris per usaha per periode",
    key=("periode", "id_usaha"),
    place="kelurahan",
    columns=(
        PERIODE,
        Column("id_usaha", "teks", "ID usaha", required=True, code=True),
        Column("nama_usaha", "teks", "Nama usaha", private=True),
        Column("nama_pemilik", "teks", "Nama pemilik", private=True),
        NIK,
        TELEPON,
        Column("alamat", "teks", "Alamat", private=True),
        *TITIK,
        *KBLI,
        Column("produk", "teks", "Produk"),
        SKALA,
        Column(
            "kriteria_skala",
            "teks",
            "Kriteria skala",
            allowed=("PP 7/2021", "UU 20/2008", "BPS"),
        ),
        Column("omzet_rp", "bulat", "Omzet setahun (Rp)", low=0),
        Column("tenaga_kerja", "bulat", "Tenaga kerja", low=0, high=10_000),
        Column("tahun_mulai", "bulat", "Tahun mulai", low=1900, high=2100),
        Column("status_aktif", "teks", "Status", allowed=("aktif", "tidak aktif")),
        *make_yes_no_columns(("punya_nib", "Punya NIB")),
        *CHANNELS,
        *make_yes_no_columns(
            ("marketplace_kota", "Ada di marketplace kota"),
            ("bayar_digital", "Menerima pembayaran digital"),
            ("kirim_luar_provinsi", "Mengirim ke luar provinsi"),
            ("ekspor_daring", "Ekspor lewat penjualan daring"),
            ("ikut_pelatihan", "Pernah ikut pelatihan digital"),
        ),
        SINTETIS,
    ),
    rules=(
        Rule(
            "mulai_sebelum_periode",
            "tahun_mulai",
            "tahun_mulai <= try_cast(left(periode, 4) as bigint)",
            "tidak sesudah tahun periode",
            "Periksa tahun mulai.",
        ),
        Rule(
            "eksportir_berjualan_daring",
            "ekspor_daring",
            "not ekspor_daring or kanal_pesan or kanal_medsos or kanal_marketplace"
            " or kanal_situs or kanal_email",
            "usaha yang ekspor lewat daring punya paling sedikit satu kanal",
            "Lengkapi kanal penjualannya, atau ubah jawaban ekspor.",
        ),
    ),
)
