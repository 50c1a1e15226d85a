"""What the register says about itself: how many, how formal, how fresh."""

from analysis.indicator import Indicator

SMALL_CELLS = "Sel di bawah 10 usaha ditahan (x), bersama sel pelengkapnya."
AUTHOR = "Tim Dasbor UMKM Kota Serang"
REVIEWED = "2026-11-23"

JUMLAH_UMKM = Indicator(
    kode="jumlah_umkm",
    judul="Jumlah UMKM tercatat",
    pendek="UMKM tercatat",
    satuan="usaha",
    definisi="Banyaknya usaha mikro, kecil dan menengah dalam register kota pada periode itu.",
    mengapa="Menjadi penyebut hampir semua angka lain; perbedaannya antarkantor dicatat di Metode.",
    semesta="Seluruh UMKM dalam register Kota Serang",
    pembilang="Baris register yang diterima, satu per usaha",
    penyebut="Tidak ada (cacahan)",
    arah="naik",
    sumber="Register UMKM Kota Serang",
    rujukan="Definisi sendiri; skala menurut kriteria yang tertulis di register",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala", "skala_gabung", "sektor", "produk"),
)

BER_NIB = Indicator(
    kode="ber_nib",
    judul="UMKM yang memiliki NIB",
    pendek="Memiliki NIB",
    satuan="persen",
    definisi="UMKM yang memiliki Nomor Induk Berusaha dibagi UMKM yang status NIB-nya diketahui.",
    mengapa="NIB membuka jalan ke pembiayaan, sertifikasi dan pengadaan.",
    semesta="Seluruh UMKM dalam register Kota Serang",
    pembilang="UMKM yang memiliki NIB",
    penyebut="UMKM yang status NIB-nya diketahui",
    arah="naik",
    sumber="Register UMKM Kota Serang",
    rujukan="Kode referensi indikator pembangunan 02.10.005 (Kepmen PPN KEP.26A/2025)",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung"),
    hits={"": "punya_nib"},
    parent=("jumlah_umkm", "n"),
    survey=True,
)

KESEGARAN = Indicator(
    kode="kesegaran",
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
    aturan_sel_kecil="Tidak berlaku: bukan cacahan usaha.",
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    levels=("kota",),
)
