"""What the entries of all themes say alike."""

SMALL_CELLS = "Sel di bawah 10 usaha dirahasiakan (x), bersama sel pelengkapnya."
NO_CELLS = "Tidak berlaku: bukan cacahan usaha."
FROM_SHOWN = (
    "Dihitung dari angka yang sudah terbit; bila bahannya dirahasiakan, ini pun dirahasiakan (x)."
)
AUTHOR = "Tim Dasbor UMKM Kota Serang"
REVIEWED = "2026-11-23"
ALL = "Seluruh UMKM dalam register Kota Serang"
REGISTER = "Register UMKM Kota Serang"
COUNT = "Tidak ada (cacahan)"
SUPPORTING = "Indikator pendukung: tidak ada kode dalam daftar kode referensi pembangunan"
