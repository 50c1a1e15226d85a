"""How far a business has gone digital: a ladder, and a score of items."""

from analysis.definitions.indicator import Indicator, Tie
from analysis.definitions.indicators.shared import (
    ALL,
    AUTHOR,
    FROM_SHOWN,
    REGISTER,
    REVIEWED,
    SMALL_CELLS,
)

SHIPS = "(kirim_luar_provinsi or ekspor_daring)"
SHOP = "toko_daring"
PAYS = f"(bayar_digital and (kanal_medsos or {SHOP}))"
# From the top rung down. A rung whose answer is unknown ends the search: the business sells
# online, but it cannot be told how high it stands.
RUNG = f"""case
    when berusaha_daring is null then null
    when not berusaha_daring then '0_1'
    when {SHIPS} then '6'
    when {SHIPS} is null then 'daring'
    when {PAYS} then '5'
    when {PAYS} is null then 'daring'
    when {SHOP} then '4'
    when {SHOP} is null then 'daring'
    when kanal_medsos then '3'
    when kanal_medsos is null then 'daring'
    else '2'
end"""
RUNGS = {
    "0_1": "Belum berjualan daring",
    "2": "Pesan instan atau surel",
    "3": "Media sosial",
    "4": "Marketplace atau situs",
    "5": "Juga bayar digital",
    "6": "Juga ke luar provinsi, ekspor",
    "daring": "Daring, tahap tidak jelas",
}
ITEMS = ("kanal_lain", "kanal_medsos", "kanal_marketplace", "bayar_digital")
BASIC = 2
AT_LEAST = " + ".join(f"cast(coalesce({item}, false) as integer)" for item in ITEMS)
AT_MOST = " + ".join(f"cast(coalesce({item}, true) as integer)" for item in ITEMS)

TANGGA_DIGITAL = Indicator(
    kode="tangga_digital",
    tema="kedalaman",
    judul="Tahap digitalisasi UMKM",
    pendek="Tahap digitalisasi",
    satuan="persen",
    definisi=(
        "Setiap UMKM berdiri di satu tahap, yaitu yang tertinggi yang dicapainya: 0 belum "
        "memakai internet; 1 memakai internet untuk usaha; 2 menerima pesanan lewat pesan instan "
        "atau surel; 3 menjual lewat media sosial; 4 lewat marketplace atau situs sendiri; 5 "
        "menerima pembayaran digital dan sudah di tahap 3 atau 4; 6 mengirim ke luar "
        "provinsi atau ekspor lewat daring. Tahap 2 ke atas sama dengan berusaha daring "
        "menurut BPS. Register tidak menanyakan pemakaian internet untuk usaha, jadi 0 dan 1 "
        "tidak dapat dibedakan. Usaha daring yang jawabannya tidak cukup untuk menentukan "
        "tahapnya ditulis 'Daring, tahap tidak jelas'."
    ),
    mengapa="Menunjukkan langkah berikut yang paling banyak dibutuhkan, bukan hanya ya atau tidak.",
    semesta=ALL,
    pembilang="UMKM yang tahap tertingginya adalah yang itu",
    penyebut="UMKM yang diketahui berjualan daring atau tidak",
    arah="netral",
    sumber=REGISTER,
    rujukan="Definisi sendiri; tahap digitalisasi resmi belum ditemukan",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    hits={rung: f"({RUNG}) = '{rung}'" for rung in RUNGS},
    labels=RUNGS,
    answers="anak_tangga",
    exclusive=True,
    parent=("jumlah_umkm", "n"),
    ties=(
        Tie("0_1", "ya", ("berusaha_daring", "", "", "tidak")),
        *(Tie(rung, "ya", ("berusaha_daring", "", "", "ya")) for rung in RUNGS if rung != "0_1"),
    ),
    levels=("kota", "kecamatan"),
    by_channels=True,
)

MISSING_ITEMS = (
    "Yang tidak ada di register: akses internet bagi pekerja, kecepatan internet, ERP, CRM, cloud "
    "(dua butir), kecerdasan buatan, analisis data, dan dua media sosial atau lebih."
)
BASIC_ITEMS = (
    "Butirnya: menerima pesanan lewat pesan instan, situs web atau surel (butir 11 DII, tanpa "
    "ambang omzet), lewat media sosial (butir 9), lewat marketplace (butir 12, tanpa ambang "
    "omzet), dan menerima pembayaran digital (tambahan kami). Tiap kanal masuk satu butir saja, "
    f"jadi berjualan di satu kanal adalah satu butir. {MISSING_ITEMS}"
)
SCORE_ITEMS = (
    "Empat butir yang ada di register: menerima pesanan lewat internet (butir 11 DII, tanpa ambang "
    "omzet), lewat media sosial (butir 9), lewat marketplace (butir 12, tanpa ambang omzet), dan "
    "menerima pembayaran digital (tambahan kami). Pesanan lewat media sosial atau marketplace juga "
    f"pesanan lewat internet, jadi keduanya berbobot lebih. {MISSING_ITEMS}"
)
NOT_EU = "Tidak dapat disandingkan dengan angka Uni Eropa: butir, ambang dan semestanya lain."

DASAR_DIGITAL = Indicator(
    kode="dasar_digital",
    tema="kedalaman",
    judul="UMKM dengan kemampuan digital dasar (adaptasi DII)",
    pendek="Kemampuan digital dasar",
    satuan="persen",
    definisi=(
        f"UMKM yang memenuhi paling sedikit {BASIC} dari {len(ITEMS)} butir dibagi UMKM yang dapat "
        f"dinilai. {BASIC_ITEMS} Batas {BASIC} dari {len(ITEMS)} meniru DII, yang meminta "
        f"sepertiga butir (4 dari 12), dibulatkan ke atas. {NOT_EU}"
    ),
    mengapa="Memisahkan usaha yang baru memakai satu alat dari yang sudah memakai beberapa.",
    semesta=ALL,
    pembilang=f"UMKM dengan {BASIC} butir atau lebih",
    penyebut="UMKM yang jawabannya cukup untuk dinilai",
    arah="naik",
    sumber=REGISTER,
    rujukan="Adaptasi dari Digital Intensity Index Eurostat (butir 2023)",
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung"),
    hits={"": f"case when {AT_LEAST} >= {BASIC} then true when {AT_MOST} < {BASIC} then false end"},
    parent=("jumlah_umkm", "n"),
    levels=("kota", "kecamatan"),
    by_channels=True,
)

SKOR_DIGITAL = Indicator(
    kode="skor_digital",
    tema="kedalaman",
    judul="Skor digital (adaptasi DII)",
    pendek="Skor digital",
    satuan="poin",
    definisi=(
        "Rata-rata pangsa keempat butir, 0 sampai 100, berbobot sama. 100 berarti semua UMKM "
        f"memenuhi semua butir. {SCORE_ITEMS} Bobot sama adalah pilihan, bukan hasil ukur; karena "
        f"itu peringkat kecamatan ditulis sebagai rentang. {NOT_EU}"
    ),
    mengapa="Merangkum beberapa pangsa untuk melihat kecamatan yang tertinggal di banyak hal.",
    semesta=ALL,
    pembilang="Jumlah pangsa keempat butir",
    penyebut="Banyaknya butir (4)",
    arah="naik",
    sumber=REGISTER,
    rujukan="Adaptasi dari Digital Intensity Index Eurostat (butir 2023)",
    aturan_sel_kecil=FROM_SHOWN,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    way="skor",
    levels=("kota", "kecamatan"),
    by_channels=True,
)
