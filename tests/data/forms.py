"""Exports of survey tools as those write them, with made-up answers about made-up businesses.

Google Forms (answers as csv): "Timestamp" first, the headings are the questions, and the checked
boxes of one question stand in one cell with ", " between them. KoboToolbox (csv, names as headings
and groups in them): "group/question", several answers to one both as a cell of names with blanks
between them and as 1 and 0 below "group/question/answer"; then _id, _uuid, _submission_time.
ODK Central (submissions.csv): SubmissionDate first, "group-question", several answers with blanks
between them, KEY. LimeSurvey (csv, whole questions and answers): id, submitdate, lastpage,
startlanguage, seed, then "Question [Answer]" with Yes and No.
"""

from __future__ import annotations

import csv
import io

PLACES = [("Serang", "Cipare"), ("Kasemen", "Banten"), ("Curug", "Sukawana"),
          ("Taktakan", "Drangong"), ("Walantaka", "Kalodran"), ("Serang", "Unyur")]  # fmt: skip
CHANNELS = [("WhatsApp", "Instagram"), ("WhatsApp",), ("Facebook", "Shopee"), (),
            ("Instagram", "Tokopedia", "WhatsApp"), ("Website",)]  # fmt: skip
RIGHT = [  # pesan, medsos, marketplace, situs
    (True, True, False, False),
    (True, False, False, False),
    (False, True, True, False),
    (False, False, False, False),
    (True, True, True, False),
    (False, False, False, True),
]
SIZES = ("Mikro", "Kecil", "Mikro", "Mikro", "Kecil", "Mikro")


def _write(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def google_forms() -> str:
    head = ["Timestamp", "Email Address", "Nama Usaha", "Nama Pemilik", "Nomor HP/WhatsApp",
            "Kecamatan", "Kelurahan", "Skala Usaha", "Apakah sudah memiliki NIB?",
            "Media yang dipakai untuk berjualan (boleh lebih dari satu)",
            "Menerima pembayaran QRIS?"]  # fmt: skip
    rows = [
        [f"24/06/2025 1{n}:15:02", f"usaha{n}@example.com", f"Usaha Uji {n}", f"Orang Uji {n}",
         f"0800000000{n}", kec, kel, SIZES[n], ("Sudah", "Belum")[n % 2],
         ", ".join(CHANNELS[n]) or "Tidak berjualan online", ("Ya", "Tidak")[n % 2]]
        for n, (kec, kel) in enumerate(PLACES)
    ]  # fmt: skip
    return _write([head, *rows])


KOBO_WORDS = {"WhatsApp": "whatsapp", "Instagram": "instagram", "Facebook": "facebook",
              "Shopee": "shopee", "Tokopedia": "tokopedia", "Website": "website"}  # fmt: skip


def kobo() -> str:
    split = [f"daring/media_jualan/{name}" for name in (*KOBO_WORDS.values(), "tidak_ada")]
    head = ["start", "end", "profil/nama_usaha", "profil/nama_pemilik", "profil/no_hp",
            "profil/kecamatan", "profil/kelurahan", "profil/skala_usaha", "profil/punya_nib",
            "daring/media_jualan", *split, "daring/terima_qris", "_id", "_uuid",
            "_submission_time", "_validation_status", "_index"]  # fmt: skip
    rows = []
    for n, (kec, kel) in enumerate(PLACES):
        said = [KOBO_WORDS[name] for name in CHANNELS[n]] or ["tidak_ada"]
        marks = ["1" if name.rsplit("/", 1)[1] in said else "0" for name in split]
        rows.append([
            f"2025-06-24T10:1{n}:00.000+07:00", f"2025-06-24T10:3{n}:00.000+07:00",
            f"Usaha Uji {n}", f"Orang Uji {n}", f"0800000000{n}", kec.lower().replace(" ", "_"),
            kel.lower().replace(" ", "_"), SIZES[n].lower(), ("sudah", "belum")[n % 2],
            " ".join(said), *marks, ("ya", "tidak")[n % 2], str(1000 + n), f"uji-{n}",
            f"2025-06-24T03:4{n}:00", "", str(n + 1),
        ])  # fmt: skip
    return _write([head, *rows], ";")


def odk() -> str:
    head = ["SubmissionDate", "usaha-nama_usaha", "usaha-nama_pemilik", "usaha-no_hp",
            "usaha-kecamatan", "usaha-kelurahan", "usaha-skala_usaha", "usaha-punya_nib",
            "jualan-media_jualan", "jualan-terima_qris", "meta-instanceID", "KEY", "SubmitterID",
            "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState",
            "DeviceID", "Edits", "FormVersion"]  # fmt: skip
    rows = [
        [f"2025-06-24T03:4{n}:00.000Z", f"Usaha Uji {n}", f"Orang Uji {n}", f"0800000000{n}", kec,
         kel, SIZES[n].lower(), ("sudah", "belum")[n % 2],
         " ".join(KOBO_WORDS[name] for name in CHANNELS[n]) or "tidak_ada",
         ("ya", "tidak")[n % 2], f"uuid:uji-{n}", f"uuid:uji-{n}", "7", "Petugas Uji", "0", "0",
         "", "", "uji", "0", "1"]
        for n, (kec, kel) in enumerate(PLACES)
    ]  # fmt: skip
    return _write([head, *rows])


def limesurvey() -> str:
    asked = "Media apa yang dipakai untuk berjualan?"
    head = ["id", "submitdate", "lastpage", "startlanguage", "seed", "Nama Usaha",
            "Nama Pemilik", "Nomor HP", "Kecamatan", "Kelurahan", "Skala Usaha", "Memiliki NIB",
            *(f"{asked} [{name}]" for name in KOBO_WORDS), "Menerima QRIS"]  # fmt: skip
    rows = [
        [str(n + 1), f"2025-06-24 10:1{n}:00", "3", "id", f"9{n}", f"Usaha Uji {n}",
         f"Orang Uji {n}", f"0800000000{n}", kec, kel, SIZES[n], ("Ya", "Tidak")[n % 2],
         *(("Yes" if name in CHANNELS[n] else "No") for name in KOBO_WORDS),
         ("Ya", "Tidak")[n % 2]]
        for n, (kec, kel) in enumerate(PLACES)
    ]  # fmt: skip
    return _write([head, *rows])


EXPORTS = {"google": google_forms, "kobo": kobo, "odk": odk, "limesurvey": limesurvey}
