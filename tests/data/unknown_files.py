"""Files of a layout that nobody has described: an OSS export and a register kept by hand.

``RIGHT`` gives the heading that a person would choose for each table column; a column that is not
named there has none in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

Rows = list[list[str | None]]
PLACES = [
    ("Serang", "Cipare"),
    ("Serang", "Sumur Pecung"),
    ("Kasemen", "Banten"),
    ("Walantaka", "Kalodran"),
    ("Curug", "Sukawana"),
    ("Cipocok Jaya", "Banjar Agung"),
    ("Taktakan", "Drangong"),
    ("Taktakan", "Taktakan"),
]


@dataclass(frozen=True)
class Unknown:
    """Rows of a sheet, the index of its heading, and the right heading by table column."""

    rows: Rows
    heading: int
    right: dict[str, str]


def _turn(words: str, number: int) -> str | None:
    """Return one of several words parted by |, by turns; an empty one is a blank cell."""
    parts = words.split("|")
    return parts[number % len(parts)] or None


def _rows(cells: dict[str, str], count: int) -> Rows:
    """Return ``count`` rows; {n} is the row's number, {kec} and {kel} its place."""
    rows: Rows = []
    for n in range(1, count + 1):
        kec, kel = PLACES[n % len(PLACES)]
        row = [_turn(words, n) for words in cells.values()]
        rows.append([cell and cell.format(n=n, kec=kec, kel=kel) for cell in row])
    return rows


# The headings that importers of OSS exports in local offices know.
OSS_CELLS = {
    "id_proyek": "R-20210{n:04d}",
    "uraian_jenis_proyek": "Utama|Pendukung",
    "nib": "000000000{n:04d}",
    "nama_perusahaan": "Usaha Contoh {n}",
    "tanggal_terbit_oss": "2021-08-0{n:d}|12/09/2021|44390",
    "uraian_status_penanaman_modal": "PMDN|PMDN|PMA",
    "uraian_jenis_perusahaan": "Perorangan|PT",
    "uraian_risiko_proyek": "Rendah|Menengah Rendah",
    "nama_proyek": "Proyek Contoh {n}",
    "uraian_skala_usaha": "Usaha Mikro|Usaha Kecil|Usaha Menengah",
    "alamat_usaha": "Jl. Contoh No. {n}|Kp. Contoh RT 01 RW 02",
    "kab_kota_usaha": "Kota Serang",
    "kecamatan_usaha": "{kec}",
    "kelurahan_usaha": "{kel}",
    "longitude": "106.15{n:03d}",
    "latitude": "-6.12{n:03d}",
    "day_of_tanggal_pengajuan_proyek": "3 Agustus 2021|2021-09-01",
    "kbli": "56101|47911|10391",
    "judul_kbli": "Restoran|Perdagangan Eceran|Industri Tempe Kedelai",
    "kl_sektor_pembina": "Kementerian Contoh",
    "nama_user": "Pemilik Contoh {n}",
    "email": "petugas{n}@example.go.id",
    "nomor_telp": "08000000{n:04d}",
    "luas_tanah": "120|80|45.5",
    "satuan_tanah": "m2",
    "jumlah_investasi": "10000000|25000000",
    "tki": "2|1|5",
    "npwp_perusahaan": "00.000.000.0-000.{n:03d}",
    "nomor_identitas_user": "00000000000{n:05d}",
    "mesin_peralatan": "1000000|0",
    "mesin_peralatan_impor": "0",
    "pembelian_pematangan_tanah": "0",
    "bangunan_gedung": "0|5000000",
    "modal_kerja": "4000000",
    "lain_lain": "0",
    "tka": "0",
    "triwulan": "3|4",
}
OSS_RIGHT = {
    "id_proyek": "id_proyek",
    "nib": "nib",
    "nama_perusahaan": "nama_perusahaan",
    "nama_pemilik": "nama_user",
    "nik": "nomor_identitas_user",
    "npwp": "npwp_perusahaan",
    "telepon": "nomor_telp",
    "email": "email",
    "alamat": "alamat_usaha",
    "lintang": "latitude",
    "bujur": "longitude",
    "tanggal_terbit": "tanggal_terbit_oss",
    "tanggal_pengajuan": "day_of_tanggal_pengajuan_proyek",
    "jenis_perusahaan": "uraian_jenis_perusahaan",
    "status_modal": "uraian_status_penanaman_modal",
    "risiko": "uraian_risiko_proyek",
    "skala": "uraian_skala_usaha",
    "kbli": "kbli",
    "jumlah_investasi_rp": "jumlah_investasi",
    "tki": "tki",
    "kab_kota": "kab_kota_usaha",
    "kecamatan": "kecamatan_usaha",
    "kelurahan": "kelurahan_usaha",
}

# As staff write it: abbreviations, a line break, slips of the pen, headings of nothing we keep.
MESSY_CELLS = {
    "No": "{n}",
    "Kode Pelaku Ush": "KS-{n:04d}",
    "Nm Usaha / Merk Dagang": "Usaha Contoh {n}",
    "Pelaku Usaha (Pemilik)": "Pemilik Contoh {n}",
    "No KTP Ybs": "'00000000000{n:05d}",
    "HP/WA yg aktif": "0800-0000-{n:04d}|+62 800 0000 {n:04d}",
    "Almt Tmpt Usaha": "Kp. Contoh RT 01/02|Jl. Contoh No. {n}",
    "Kec": "{kec}",
    "Kel/Desa": "{kel}|Kel. {kel}",
    "Koordinat (Lat)": "-6,12{n:03d}",
    "Koordinat (Long)": "106,15{n:03d}",
    "Jns Produk": "Tempe|Kopi|Batik",
    "Kode\nKBLI": "10391|47911|",
    "Klasifikasi Ush": "Mikro|MIKRO|Usaha Kecil",
    "Omset/Thn": "12.000.000|1.250.000|",
    "Jml TK": "2|1|4",
    "Thn Mulai Usaha": "2012|2019|2021",
    "Masih Buka?": "Buka|Tutup|Buka",
    "Sudah Ber-NIB": "Sudah|Belum",
    "Jualan via WA": "Y|T",
    "Medsos (IG/FB)": "v|-",
    "Shopee dll": "Ada|Tidak ada",
    "Pny Website": "Tidak|Ya",
    "Terima QRIS": "Ya|Tidak",
    "Bimtek Digital": "Pernah|Belum pernah",
    "Foto Usaha": "foto{n}.jpg",
    "Ket": "|perlu dicek",
}
MESSY_RIGHT = {
    "id_usaha": "Kode Pelaku Ush",
    "nama_usaha": "Nm Usaha / Merk Dagang",
    "nama_pemilik": "Pelaku Usaha (Pemilik)",
    "nik": "No KTP Ybs",
    "telepon": "HP/WA yg aktif",
    "alamat": "Almt Tmpt Usaha",
    "kecamatan": "Kec",
    "kelurahan": "Kel/Desa",
    "lintang": "Koordinat (Lat)",
    "bujur": "Koordinat (Long)",
    "produk": "Jns Produk",
    "kbli": "Kode\nKBLI",
    "skala": "Klasifikasi Ush",
    "omzet_rp": "Omset/Thn",
    "tenaga_kerja": "Jml TK",
    "tahun_mulai": "Thn Mulai Usaha",
    "status_aktif": "Masih Buka?",
    "punya_nib": "Sudah Ber-NIB",
    "kanal_pesan": "Jualan via WA",
    "kanal_medsos": "Medsos (IG/FB)",
    "kanal_marketplace": "Shopee dll",
    "kanal_situs": "Pny Website",
    "bayar_digital": "Terima QRIS",
    "ikut_pelatihan": "Bimtek Digital",
}


def oss(count: int = 9) -> Unknown:
    """Return an OSS export with its heading in the first row."""
    return Unknown([list(OSS_CELLS), *_rows(OSS_CELLS, count)], 0, OSS_RIGHT)


def messy(count: int = 40) -> Unknown:
    """Return a register kept by hand, with a title, a date and a filler row above its heading."""
    width = len(MESSY_CELLS)
    above: Rows = [
        ["REKAP PELAKU UMKM KOTA SERANG", *[None] * (width - 1)],
        ["Keadaan Juni 2025", *[None] * (width - 1)],
        [None] * width,
    ]
    return Unknown([*above, list(MESSY_CELLS), *_rows(MESSY_CELLS, count)], 3, MESSY_RIGHT)
