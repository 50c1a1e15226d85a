"""Tell which kelurahan each feature of a boundary file is, by its code.

Codes are looked up in ``wilayah/36.73/wilayah.csv``, never cut or put together: Kemendagri and
BPS number differently.
"""

from __future__ import annotations

from collections.abc import Sequence

from data import reference
from data.city import OUR_CITY
from geo.problems import Problem, shorten_list

PUBLISHER = {"kode_kemendagri": "Kemendagri", "kode_bps": "BPS"}
WILAYAH = "wilayah/36.73/wilayah.csv"


def match_codes(
    values: Sequence[object], kolom: str, system: str
) -> tuple[list[str | None], list[Problem]]:
    """Return the Kemendagri code of each feature (None where it has none), and the problems.

    ``values`` are the cells of the column ``kolom``, which holds codes of ``system``
    ("kode_kemendagri" or "kode_bps").
    """
    code_by_digits = _read_lookup("kelurahan", system)
    codes = [code_by_digits.get(_extract_digits(value)) for value in values]
    problems = []
    for baris, (value, code) in enumerate(zip(values, codes, strict=True), 1):
        if code is None:
            digits = _extract_digits(value)
            masalah, langkah = _explain_unknown(digits, system)
            problems.append(Problem(masalah, langkah, baris, kolom, value if digits else ""))
    problems += _find_repeated_codes(codes, values, kolom)
    # When no code fits, the column is wrong and a list of all 67 would only hide that.
    if any(codes) or not values:
        problems += _find_missing_codes(codes, kolom)
    return codes, problems


def name_kelurahan(kode: str) -> str:
    return f"{reference.list_kelurahan()[kode]} ({kode})"


def _read_lookup(tingkat: str, system: str) -> dict[str, str]:
    """Return code as digits -> Kemendagri code."""
    areas = reference.read("wilayah")
    areas = areas[areas["tingkat"] == tingkat]
    return {
        _extract_digits(c): k for c, k in zip(areas[system], areas["kode_kemendagri"], strict=True)
    }


def _extract_digits(value: object) -> str:
    """Return a code without dots: 36.73.01.1001, 3673011001 and the number are the same code."""
    # A numeric column with an empty cell arrives as floats, nan among them.
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    text = "" if value is None else str(value).strip()
    return text.removeprefix("ID").replace(".", "")  # COD-AB writes ID3673040001


def _explain_unknown(digits: str, system: str) -> tuple[str, str]:
    """Return what is wrong with a code that is not known, and the next step."""
    other = "kode_bps" if system == "kode_kemendagri" else "kode_kemendagri"
    if not digits:
        return "kode kosong; seharusnya kode kelurahan 10 angka.", "Isi kodenya, lalu muat ulang."
    if digits in _read_lookup("kelurahan", other):
        return (
            f"ini kode {PUBLISHER[other]}; kolom ini seharusnya kode {PUBLISHER[system]}.",
            f"Ubah nama kolomnya menjadi {other}, lalu muat ulang.",
        )
    if digits in _read_lookup("kecamatan", system):
        return (
            "ini kode kecamatan; yang diperlukan batas kelurahan.",
            "Pakai berkas batas kelurahan; kecamatan dibentuk otomatis dari kelurahannya.",
        )
    contoh = "36.73.01.1001" if system == "kode_kemendagri" else "3673040001"
    return (
        f"bukan kode kelurahan {OUR_CITY.nama}; seharusnya kode {PUBLISHER[system]} seperti "
        f"{contoh} dalam {WILAYAH}.",
        "Betulkan kodenya atau hapus baris ini, lalu muat ulang.",
    )


def _find_repeated_codes(
    codes: Sequence[str | None], values: Sequence[object], kolom: str
) -> list[Problem]:
    first: dict[str, int] = {}
    return [
        Problem(
            f"kode {name_kelurahan(kode)} sudah dipakai di baris {first[kode]}; "
            "seharusnya satu baris per kelurahan.",
            "Betulkan kodenya, atau gabungkan (dissolve) kedua baris, lalu muat ulang.",
            baris,
            kolom,
            value,
        )
        for baris, (kode, value) in enumerate(zip(codes, values, strict=True), 1)
        if kode is not None and first.setdefault(kode, baris) != baris
    ]


def _find_missing_codes(codes: Sequence[str | None], kolom: str) -> list[Problem]:
    missing = [kode for kode in reference.list_kelurahan() if kode not in codes]
    if not missing:
        return []
    return [
        Problem(
            f"{len(missing)} dari {len(reference.list_kelurahan())} kelurahan tidak ada: "
            f"{shorten_list(name_kelurahan(kode) for kode in missing)}.",
            "Tambahkan poligonnya, lalu muat ulang.",
            kolom=kolom,
        )
    ]
