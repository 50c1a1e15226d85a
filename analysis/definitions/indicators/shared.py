"""What the entries of all themes say alike."""

from data.city import OUR_CITY

SMALL_CELLS = "Sel di bawah 10 usaha dirahasiakan (x), bersama sel pelengkapnya."
NO_CELLS = "Tidak berlaku: bukan cacahan usaha."
FROM_SHOWN = (
    "Dihitung dari angka yang sudah terbit; bila bahannya dirahasiakan, ini pun dirahasiakan (x)."
)
AUTHOR = OUR_CITY.penyusun
REVIEWED = "2026-11-23"
ALL = f"Seluruh UMKM dalam register {OUR_CITY.nama}"
REGISTER = f"Register UMKM {OUR_CITY.nama}"
COUNT = "Tidak ada (cacahan)"
SUPPORTING = "Indikator pendukung: tidak ada kode dalam daftar kode referensi pembangunan"
