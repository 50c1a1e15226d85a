"""Writes the made-up world as files in the layouts that offices use.

The files go the same way as received ones: nothing reads the generator's frames directly.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter
from babel.dates import format_date

from data import reference
from data.demo.assumptions import YES_NO
from data.demo.world import Demo, generate_world
from data.progress import step

REGISTER_HEADINGS = {
    "id_usaha": "ID Usaha",
    "nama_usaha": "Nama Usaha",
    "nama_pemilik": "Nama Pemilik",
    "nik": "NIK",
    "telepon": "No. HP",
    "alamat": "Alamat",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "lat": "Lintang",
    "lon": "Bujur",
    "kbli": "KBLI",
    "kbli_versi": "Versi KBLI",
    "produk": "Produk",
    "skala": "Skala Usaha",
    "kriteria_skala": "Kriteria Skala",
    "omzet_rp": "Omzet Setahun (Rp)",
    "tenaga_kerja": "Tenaga Kerja",
    "tahun_mulai": "Tahun Mulai",
    "status_aktif": "Status",
    "punya_nib": "Punya NIB",
    "kanal_pesan": "Pesan Instan",
    "kanal_medsos": "Media Sosial",
    "kanal_marketplace": "Marketplace",
    "kanal_situs": "Situs Web",
    "kanal_email": "Surel",
    "marketplace_kota": "Marketplace Kota",
    "bayar_digital": "Pembayaran Digital",
    "kirim_luar_provinsi": "Kirim Luar Provinsi",
    "ekspor_daring": "Ekspor Daring",
    "ikut_pelatihan": "Ikut Pelatihan",
    "sintetis": "Data Sintetis",
}
ATTENDANCE_HEADINGS = {
    "tanggal": "Tanggal",
    "kegiatan": "Kegiatan",
    "tema": "Tema",
    "penyelenggara": "Penyelenggara",
    "id_usaha": "ID Usaha",
    "nama_usaha": "Nama Usaha",
    "nama_peserta": "Nama Peserta",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "sintetis": "Data Sintetis",
}
SURVEY_NAMES = {
    "punya_nib": "R201",
    "kanal_pesan": "R301A",
    "kanal_medsos": "R301B",
    "kanal_marketplace": "R301C",
    "kanal_situs": "R301D",
    "kanal_email": "R301E",
    "bayar_digital": "R401",
}


def write_files(folder: Path) -> list[Path]:
    """Write the made-up files into a folder and return them: registers, surveys, targets, and who
    came to be coached."""
    folder.mkdir(parents=True, exist_ok=True)
    with step("menyusun populasi contoh"):
        demo = generate_world()
    written = []
    for periode, frame in demo.registers.items():
        # Offices change their tools over the years; the newest register comes as csv.
        suffix = "csv" if periode == max(demo.registers) else "xlsx"
        path = folder / f"register_umkm_{periode}.{suffix}"
        with step(f"menulis {path.name}"):
            (_write_csv if suffix == "csv" else _write_xlsx)(path, _type_register(frame), periode)
        written.append(path)
    for periode, survey in demo.surveys.items():
        written.append(_write_survey(folder / f"survei_adopsi_{periode}.sav", survey))
    written.append(_write_targets(folder / "target.csv", demo))
    written.append(_write_attendance(folder / "daftar_hadir_pembinaan.xlsx", demo))
    return written


def _type_register(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a register as an office would type it, with placeholders where people would be."""
    names = reference.list_kecamatan() | reference.list_kelurahan()
    products = reference.read("kbli").drop_duplicates("produk").set_index("produk")["nama_produk"]
    number = frame["id_usaha"].str[2:]
    typed = frame.assign(
        nama_usaha="Usaha Contoh " + number,
        nama_pemilik="Pemilik Contoh " + number,
        nik="0000000000" + number,
        telepon="0800" + number,
        alamat="Alamat contoh " + number,
        kecamatan=frame["kode_kecamatan"].map(names),
        kelurahan=frame["kode_kelurahan"].map(names),
        kbli_versi="2020",
        produk=frame["produk"].map(products).fillna("Lainnya"),
        skala=frame["skala"].str.capitalize(),
        status_aktif=frame["status_aktif"].str.capitalize(),
        sintetis="Ya",
    )
    for name in YES_NO:
        typed[name] = frame[name].map({True: "Ya", False: "Tidak"})
    return typed[list(REGISTER_HEADINGS)].astype(object).where(lambda t: t.notna(), None)


def _write_title(periode: str) -> str:
    day = pd.Period(periode, freq="M").to_timestamp().date()
    return f"DATA UMKM KOTA SERANG KEADAAN {format_date(day, 'MMMM y', locale='id')}".upper()


def _write_xlsx(path: Path, frame: pd.DataFrame, periode: str) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, [_write_title(periode) + " - DATA SINTETIS"])
        sheet.write_row(2, 0, ["No", *REGISTER_HEADINGS.values()])
        for number, row in enumerate(frame.to_numpy().tolist(), start=1):
            sheet.write_row(number + 2, 0, [number, *row])


def _write_csv(path: Path, frame: pd.DataFrame, periode: str) -> None:
    money = [None if v is None else f"{v:,}".replace(",", ".") for v in frame["omzet_rp"]]
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        out = csv.writer(handle, delimiter=";")
        filler = [""] * len(REGISTER_HEADINGS)
        out.writerow([_write_title(periode) + " - DATA SINTETIS", *filler])
        out.writerow(["", *filler])
        out.writerow(["No", *REGISTER_HEADINGS.values()])
        rows = frame.assign(omzet_rp=pd.Series(money, index=frame.index, dtype=object))
        rows = rows.to_numpy().tolist()
        out.writerows([number, *row] for number, row in enumerate(rows, start=1))


def _write_survey(path: Path, survey: pd.DataFrame) -> Path:
    kecamatan, kelurahan = list(reference.list_kecamatan()), list(reference.list_kelurahan())
    skala = ["mikro", "kecil", "menengah"]
    frame = pd.DataFrame(
        {
            "ID_RESP": survey["id_responden"],
            "PERIODE": survey["periode"],
            "KEC": survey["kode_kecamatan"].map({k: n for n, k in enumerate(kecamatan, 1)}),
            "KEL": survey["kode_kelurahan"].map({k: n for n, k in enumerate(kelurahan, 1)}),
            "SKALA": survey["skala"].map({k: n for n, k in enumerate(skala, 1)}),
            "STRATA": survey["strata"],
            "N_STRATA": survey["populasi_strata"],
            "BOBOT": survey["bobot"],
        }
    )
    if "klaster" in survey:
        frame = frame.assign(KLASTER=survey["klaster"], N_KLASTER=survey["populasi_klaster"])
    for column, name in SURVEY_NAMES.items():
        frame[name] = survey[column].map({True: 1.0, False: 2.0})
    frame["SINTETIS"] = 1.0
    yes_no: dict[int | float, str] = {1: "Ya", 2: "Tidak"}
    labels: dict[str, dict[int | float, str]] = {name: yes_no for name in SURVEY_NAMES.values()}
    labels |= {
        "KEC": dict(enumerate(reference.list_kecamatan().values(), start=1)),
        "KEL": dict(enumerate(reference.list_kelurahan().values(), start=1)),
        "SKALA": {1: "Mikro", 2: "Kecil", 3: "Menengah"},
        "SINTETIS": yes_no,
    }
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label="Survei adopsi digital UMKM (data sintetis)",
        variable_value_labels=labels,
    )
    return path


def _write_targets(path: Path, demo: Demo) -> Path:
    names = {"36.73": "Kota Serang"} | reference.list_kecamatan()
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        out = csv.writer(handle, delimiter=";")
        out.writerow(["TARGET KINERJA UMKM KOTA SERANG - DATA SINTETIS"])
        heading = ["Indikator", "Wilayah", "Periode", "Target", "Dokumen", "Halaman"]
        out.writerow([*heading, "Data Sintetis"])
        for row in demo.targets.itertuples():
            value = f"{row.nilai:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
            out.writerow(
                [
                    row.indikator,
                    names[str(row.kode_wilayah)],
                    row.periode,
                    value,
                    row.dokumen,
                    row.halaman,
                    "Ya",
                ]
            )
    return path


def _write_attendance(path: Path, demo: Demo) -> Path:
    names = reference.list_kecamatan() | reference.list_kelurahan()
    number = demo.coaching["id_usaha"].str[2:]
    typed = demo.coaching.assign(
        tanggal=[format_date(day, "d MMMM y", locale="id") for day in demo.coaching["tanggal"]],
        nama_usaha="Usaha Contoh " + number,
        nama_peserta="Peserta Contoh " + number,
        kecamatan=demo.coaching["kode_kecamatan"].map(names),
        kelurahan=demo.coaching["kode_kelurahan"].map(names),
        sintetis="Ya",
    )
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Rekap")
        sheet.write_row(0, 0, ["REKAP PEMBINAAN UMKM KOTA SERANG - DATA SINTETIS"])
        sheet.write_row(2, 0, ["No", *ATTENDANCE_HEADINGS.values()])
        rows = typed[list(ATTENDANCE_HEADINGS)].to_numpy().tolist()
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place + 2, 0, [place, *row])
    return path
