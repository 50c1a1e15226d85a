"""Selling online, by the BPS definition of e-commerce: an order taken over the internet counts,
messaging included; how it is paid and delivered does not matter."""

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import (
    ALL,
    AUTHOR,
    COUNT,
    REGISTER,
    REVIEWED,
    SMALL_CELLS,
    SUPPORTING,
)

DEFINITION_BPS = "Definisi Survei e-Commerce BPS: menerima pesanan lewat internet"

BERUSAHA_DARING = Indicator(
    kode="berusaha_daring",
    tema="daring",
    judul="UMKM yang berjualan daring",
    pendek="Berjualan daring",
    satuan="persen",
    definisi=(
        "UMKM yang menerima pesanan lewat internet (pesan instan, media sosial, marketplace, "
        "situs web atau surel) dibagi UMKM yang jawabannya diketahui. BPS menyebutnya "
        "'berusaha daring' dan menghitungnya selama setahun acuan; register mencatat keadaan pada "
        "bulan periodenya. Kanal yang tidak ditanyakan suatu periode tidak ikut dihitung di sana."
    ),
    mengapa="Ukuran utama 'go digital': apakah usaha sudah menjual lewat internet.",
    semesta=ALL,
    pembilang="UMKM dengan paling sedikit satu kanal pesanan daring",
    penyebut="UMKM yang jawaban kanalnya diketahui",
    arah="naik",
    sumber=REGISTER,
    rujukan=DEFINITION_BPS,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung", "sektor", "produk", "ekraf"),
    makna="daring",
    hits={"": "berusaha_daring"},
    parent=("jumlah_umkm", "n"),
    survey=True,
    by_channels=True,
)

KANAL_DARING = Indicator(
    kode="kanal_daring",
    tema="daring",
    judul="Kanal yang dipakai UMKM daring",
    pendek="Kanal daring",
    satuan="persen",
    definisi=(
        "UMKM daring yang memakai suatu kanal dibagi UMKM daring yang jawabannya diketahui. "
        "Satu usaha dapat memakai beberapa kanal, jadi jumlahnya melebihi 100 %."
    ),
    mengapa="Pelatihan untuk marketplace berbeda dari pelatihan untuk pesan instan.",
    semesta="UMKM yang berjualan daring",
    pembilang="UMKM daring yang memakai kanal itu",
    penyebut="UMKM daring yang jawaban kanalnya diketahui",
    arah="netral",
    sumber=REGISTER,
    rujukan=DEFINITION_BPS,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    universe="berusaha_daring",
    hits={
        "pesan": "kanal_pesan",
        "medsos": "kanal_medsos",
        "marketplace": "kanal_marketplace",
        "situs": "kanal_situs",
        "email": "kanal_email",
    },
    labels={
        "pesan": "Pesan instan",
        "medsos": "Media sosial",
        "marketplace": "Marketplace",
        "situs": "Situs web sendiri",
        "email": "Surel",
    },
    parent=("berusaha_daring", "ya"),
    levels=("kota", "kecamatan"),
    survey=True,
    by_channels=True,
)

MARKETPLACE_KOTA = Indicator(
    kode="marketplace_kota",
    tema="daring",
    judul="UMKM di marketplace milik kota",
    pendek="Di marketplace kota",
    satuan="persen",
    definisi=(
        "UMKM yang terdaftar di aplikasi marketplace milik kota dibagi UMKM yang jawabannya "
        "diketahui. Terdaftar belum tentu menerima pesanan di sana."
    ),
    mengapa="Menunjukkan jangkauan aplikasi yang disediakan kota sendiri.",
    semesta=ALL,
    pembilang="UMKM yang terdaftar di marketplace kota",
    penyebut="UMKM yang jawabannya diketahui",
    arah="naik",
    sumber=REGISTER,
    rujukan=SUPPORTING,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung"),
    hits={"": "marketplace_kota"},
    parent=("jumlah_umkm", "n"),
    levels=("kota", "kecamatan"),
)

BAYAR_DIGITAL = Indicator(
    kode="bayar_digital",
    tema="daring",
    judul="UMKM yang menerima pembayaran digital",
    pendek="Menerima pembayaran digital",
    satuan="persen",
    definisi=(
        "UMKM yang menerima QRIS, dompet elektronik, transfer atau kartu dibagi UMKM yang "
        "jawabannya diketahui. Menjual tatap muka pun dapat dibayar secara digital."
    ),
    mengapa=(
        "Pembayaran digital meninggalkan catatan yang membantu usaha meminjam. Jumlah merchant "
        "QRIS dari Bank Indonesia tidak dapat dipakai sebagai gantinya: merchant adalah akun, "
        "bukan usaha."
    ),
    semesta=ALL,
    pembilang="UMKM yang menerima pembayaran digital",
    penyebut="UMKM yang jawabannya diketahui",
    arah="naik",
    sumber=REGISTER,
    rujukan=SUPPORTING,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung", "sektor"),
    hits={"": "bayar_digital"},
    parent=("jumlah_umkm", "n"),
    levels=("kota", "kecamatan"),
    survey=True,
)

EKSPOR_DARING = Indicator(
    kode="ekspor_daring",
    tema="daring",
    judul="UMKM yang ekspor lewat penjualan daring",
    pendek="Ekspor lewat daring",
    satuan="usaha",
    definisi=(
        "Banyaknya UMKM yang mengekspor lewat penjualan daring. Kutipan pejabat untuk Juni 2022 "
        "berbunyi 'ekspor ke luar daerah', jadi tujuan luar negeri tidak pasti untuk ketujuhnya."
    ),
    mengapa="Pada Juni 2022 baru tujuh usaha; kota ingin lebih banyak.",
    semesta=ALL,
    pembilang="UMKM yang menyatakan ekspor lewat penjualan daring",
    penyebut=COUNT,
    arah="naik",
    sumber=REGISTER,
    rujukan="Pernyataan Asisten Daerah II, 24 Juni 2022",
    aturan_sel_kecil=SMALL_CELLS + " Hanya di tingkat kota; 7 pada Juni 2022 sudah dicetak kota.",
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    hits={"": "ekspor_daring"},
    share=False,
    parent=("jumlah_umkm", "n"),
    levels=("kota",),
)
