"""What became of the same businesses: a rise in class, and selling online after coaching."""

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import (
    AUTHOR,
    REGISTER,
    REVIEWED,
    SMALL_CELLS,
    SUPPORTING,
)
from data.city import OUR_CITY

NAIK_KELAS = Indicator(
    kode="naik_kelas",
    tema="perubahan",
    judul="UMKM yang naik kelas",
    pendek="Naik kelas",
    satuan="persen",
    definisi=(
        "UMKM yang skalanya lebih tinggi daripada pada periode register sebelumnya, dibagi UMKM "
        "yang ada di kedua register dengan ID dan kriteria skala yang sama. Usaha menengah tidak "
        "dapat naik lagi dan tetap masuk penyebut."
    ),
    mengapa="Pembinaan bertujuan agar usaha mikro menjadi kecil dan usaha kecil menjadi menengah.",
    semesta="UMKM yang tercatat di dua register berturut-turut dengan kriteria skala yang sama",
    pembilang="Di antaranya, UMKM yang skalanya naik",
    penyebut="UMKM yang tercatat di keduanya dengan kriteria yang sama",
    arah="naik",
    sumber=f"Dua register UMKM {OUR_CITY.nama} berturut-turut",
    rujukan=SUPPORTING,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2023-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    table="riwayat",
    universe="naik_kelas is not null",
    hits={"": "naik_kelas"},
    levels=("kota", "kecamatan"),
)

DIBINA_DARING = Indicator(
    kode="dibina_daring",
    tema="perubahan",
    judul="UMKM binaan yang menjual daring 6 sampai 18 bulan kemudian",
    pendek="Daring sesudah dibina",
    satuan="persen",
    definisi=(
        "UMKM yang belum daring sebelum ikut pembinaan dan sudah berjualan daring pada register "
        "pertama yang tanggalnya enam bulan atau lebih sesudahnya, dibagi UMKM semacam itu yang "
        "jawabannya diketahui. Register yang lebih dari 18 bulan sesudah pembinaan tidak dipakai, "
        "begitu juga dua register yang menanyakan kanal yang berbeda. Angka ini tidak membuktikan "
        "bahwa pembinaan penyebabnya: peserta mungkin memang lebih berniat."
    ),
    mengapa="Kehadiran dalam pelatihan belum berarti berubah; yang dicari adalah sesudahnya.",
    semesta=(
        "UMKM dalam daftar hadir pembinaan yang tertaut ke register, belum daring pada register "
        "terakhir sebelum acara"
    ),
    pembilang="Di antaranya, UMKM yang kini berjualan daring",
    penyebut="UMKM semacam itu yang jawabannya diketahui",
    arah="naik",
    sumber=f"Daftar hadir pembinaan dan {REGISTER}",
    rujukan=SUPPORTING,
    aturan_sel_kecil=SMALL_CELLS + " Hanya di tingkat kota.",
    periode_pertama="2023-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    table="riwayat",
    universe="dibina_luring",
    hits={"": "berusaha_daring"},
    levels=("kota",),
    by_channels=True,
)
