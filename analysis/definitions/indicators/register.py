"""What the register says about itself: how many, how alive, how complete, how fresh."""

from analysis.definitions.derived import write_estimate
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import (
    ALL,
    AUTHOR,
    COUNT,
    FROM_SHOWN,
    NO_CELLS,
    REGISTER,
    REVIEWED,
    SMALL_CELLS,
)
from data.city import OUR_CITY

JUMLAH_UMKM = Indicator(
    kode="jumlah_umkm",
    tema="register",
    judul="Jumlah UMKM tercatat",
    pendek="UMKM tercatat",
    satuan="usaha",
    definisi="Banyaknya usaha mikro, kecil dan menengah dalam register kota pada periode itu.",
    mengapa="Menjadi penyebut hampir semua angka lain; perbedaannya antarkantor dicatat di Metode.",
    semesta=ALL,
    pembilang="Baris register yang diterima, satu per usaha",
    penyebut=COUNT,
    arah="naik",
    sumber=REGISTER,
    rujukan="Definisi sendiri; skala menurut kriteria yang tertulis di register",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala", "skala_gabung", "sektor", "produk", "ekraf", "kriteria"),
)

USAHA_AKTIF = Indicator(
    kode="usaha_aktif",
    tema="register",
    judul="UMKM yang terverifikasi aktif",
    pendek="Terverifikasi aktif",
    satuan="persen",
    definisi=(
        "UMKM yang tercatat aktif dibagi UMKM yang status aktifnya diketahui. Usaha yang belum "
        "diperiksa tidak masuk pembilang maupun penyebut."
    ),
    mengapa=(
        "Register menyimpan usaha yang sudah tutup. Tanpa angka ini, jumlah UMKM tercatat mudah "
        "dibaca sebagai jumlah usaha yang berjalan."
    ),
    semesta=ALL,
    pembilang="UMKM yang tercatat aktif",
    penyebut="UMKM yang status aktifnya diketahui",
    arah="naik",
    sumber=REGISTER,
    rujukan="Definisi sendiri",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung"),
    hits={"": "status_aktif = 'aktif'"},
    parent=("jumlah_umkm", "n"),
    levels=("kota", "kecamatan"),
)

CAKUPAN = Indicator(
    kode="cakupan",
    tema="register",
    judul="Cakupan register (perkiraan)",
    pendek="Cakupan register (perkiraan)",
    satuan="persen",
    definisi=(
        f"UMKM tercatat dibagi jumlah yang diharapkan bila {OUR_CITY.nama} memiliki usaha mikro "
        f"kecil per penduduk sebanyak {OUR_CITY.provinsi} pada Sensus Ekonomi 2016. Penyebutnya "
        f"perkiraan kami, bukan angka resmi: {write_estimate()}"
    ),
    mengapa=(
        "Pangsa dihitung dari usaha yang tercatat. Bila register hanya memuat sebagian kecil "
        "usaha, pangsa itu belum tentu berlaku bagi seluruh usaha di kota."
    ),
    semesta=(
        f"Usaha di {OUR_CITY.nama}; sensus tidak mencakup pertanian, dan angkanya tahun 2016 untuk "
        "seluruh provinsi"
    ),
    pembilang="UMKM tercatat",
    penyebut="Usaha mikro kecil yang diharapkan (perkiraan, lihat definisi)",
    arah="naik",
    sumber=f"{REGISTER}; Sensus Ekonomi 2016, proyeksi penduduk dan Kepmendagri",
    rujukan=(
        "Perhitungan sendiri dari tiga angka terbit; lihat Acuan terbit: "
        + ", ".join(OUR_CITY.perkiraan)
    ),
    aturan_sel_kecil=FROM_SHOWN,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    way="cakupan",
    levels=("kota",),
)

KESEGARAN = Indicator(
    kode="kesegaran",
    tema="register",
    judul="Umur data saat diterbitkan",
    pendek="Umur data saat terbit",
    satuan="hari",
    definisi="Selisih hari antara akhir bulan periode data dan tanggal penerbitan.",
    mengapa="Data yang lama tidak menggambarkan keadaan hari ini.",
    semesta="Register yang dipakai pada periode itu",
    pembilang="Tanggal penerbitan dikurangi tanggal akhir periode",
    penyebut="Tidak ada (selisih tanggal)",
    arah="turun",
    sumber="Catatan versi data",
    rujukan="Definisi sendiri",
    aturan_sel_kecil=NO_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    way="umur",
    levels=("kota",),
)
