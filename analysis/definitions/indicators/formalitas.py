"""How formal businesses are, and how large."""

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators.shared import (
    ALL,
    AUTHOR,
    FROM_SHOWN,
    REGISTER,
    REVIEWED,
    SMALL_CELLS,
    SUPPORTING,
)

TARGETED = {"ber_nib": "proporsi_nib", "02.10.005": "proporsi_nib"}
"""What a target may call the coded indicator: its code, and the name under which it stood before
the share of known answers was told apart from it."""

PROPORSI_NIB = Indicator(
    kode="proporsi_nib",
    tema="formalitas",
    judul="UMKM yang memiliki NIB",
    pendek="Memiliki NIB",
    satuan="persen",
    definisi=(
        "UMKM yang memiliki Nomor Induk Berusaha dibagi seluruh UMKM, menurut rumus kode "
        "02.10.005. UMKM yang status NIB-nya tidak diketahui tetap masuk penyebut, jadi angka ini "
        "naik juga bila statusnya diperiksa."
    ),
    mengapa="NIB membuka jalan ke pembiayaan, sertifikasi dan pengadaan.",
    semesta=ALL,
    pembilang="UMKM yang memiliki NIB",
    penyebut="Seluruh UMKM",
    arah="naik",
    sumber=REGISTER,
    rujukan="Kode referensi indikator pembangunan 02.10.005 (Kepmen PPN KEP.26A/2025)",
    aturan_sel_kecil=FROM_SHOWN,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung", "sektor"),
    way="dari_semua",
    # Among its rows an unknown status is none that has the number.
    hits={"": "coalesce(punya_nib, false)"},
    survey=True,
)

BER_NIB = Indicator(
    kode="ber_nib",
    tema="formalitas",
    judul="UMKM ber-NIB di antara yang statusnya diketahui",
    pendek="Ber-NIB, dari yang diketahui",
    satuan="persen",
    definisi="UMKM yang memiliki Nomor Induk Berusaha dibagi UMKM yang status NIB-nya diketahui.",
    mengapa=(
        "Angka 02.10.005 menghitung status yang belum diketahui sebagai belum memiliki. Pangsa ini "
        "menunjukkan keadaan mereka yang sudah diperiksa."
    ),
    semesta=ALL,
    pembilang="UMKM yang memiliki NIB",
    penyebut="UMKM yang status NIB-nya diketahui",
    arah="naik",
    sumber=REGISTER,
    rujukan=SUPPORTING,
    aturan_sel_kecil=SMALL_CELLS,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("", "skala_gabung", "sektor"),
    hits={"": "punya_nib"},
    parent=("jumlah_umkm", "n"),
    survey=True,
)

KECIL_MENENGAH = Indicator(
    kode="kecil_menengah",
    tema="formalitas",
    judul="Proporsi usaha kecil dan menengah (versi register)",
    pendek="Usaha kecil dan menengah",
    satuan="persen",
    definisi=(
        "Usaha yang tercatat berskala kecil atau menengah dibagi semua UMKM tercatat. Skala "
        "menurut kriteria yang tertulis di register; banyaknya usaha menurut 'Kriteria skala' ada "
        "pada rincian jumlah UMKM tercatat."
    ),
    mengapa=(
        "Menunjukkan susunan usaha menurut ukurannya. Angka nasional 3,06 % tidak dapat "
        "disandingkan: ia berasal dari survei angkatan kerja dengan batas omzet Rp2 miliar, "
        "sedangkan register memakai batas lain, sehingga usaha yang sama dapat disebut kecil di "
        "sini dan mikro di sana."
    ),
    semesta=ALL,
    pembilang="UMKM yang tercatat berskala kecil atau menengah",
    penyebut="UMKM tercatat",
    arah="naik",
    sumber=REGISTER,
    rujukan=(
        "Padanan register dari kode referensi 02.10.003 (Kepmen PPN KEP.26A/2025), yang aslinya "
        "dihitung dari Sakernas"
    ),
    aturan_sel_kecil=FROM_SHOWN,
    periode_pertama="2022-06",
    penyusun=AUTHOR,
    ditinjau=REVIEWED,
    rincian=("",),
    way="susunan",
    levels=("kota", "kecamatan"),
)
