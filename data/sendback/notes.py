"""The note at a faulty cell: what is wrong, what is expected, what to do, in as much as fits."""

from __future__ import annotations

import re

from data.sendback.sheet_findings import Finding

CELL = 32_767  # characters in a cell or a note, counted as UTF-16
SENTENCES = {
    "galat": "Galat: baris ini belum diterima.",
    "peringatan": "Peringatan: baris ini diterima, tetapi isinya perlu diperiksa.",
    "ubahan": "Ubahan: baris ini diterima dengan isi yang disesuaikan.",
    "lipat": "Lipat: baris ini digabungkan dan tidak dihitung tersendiri.",
}


def say_finding(finding: Finding, text: str | None) -> str:
    """Return one finding as lines: what is wrong, what is expected, what to do."""
    lines = [SENTENCES[finding.level]]
    if finding.heading:
        lines.append(f"Kolom: {finding.heading}")
    if finding.column is not None:
        lines.append(f"Tertulis: {_shorten(text)}" if text else "Tertulis: (kosong)")
    if finding.expected:
        lines.append(f"Seharusnya: {finding.expected}")
    if finding.step:
        lines.append(f"Langkah: {finding.step}")
    return replace_unwritable("\n".join(lines))


def say_cut(text: str) -> str:
    return (
        f"Isi sel ini dipotong: aslinya {count_characters(text)} karakter, sedangkan satu sel "
        f"memuat {CELL}. Perbaiki sel ini di berkas aslinya."
    )


def say_more_findings(count: int) -> str:
    number = f"{count:,}".replace(",", ".")
    return (
        f"Masih ada {number} temuan lagi di lembar ini yang hanya diberi warna, tanpa catatan. "
        "Perbaiki dahulu yang sudah bercatatan, lalu muat ulang berkasnya."
    )


def fit_into_note(parts: list[str]) -> str:
    """Return the parts as one text; those that a note cannot hold are counted at its end."""
    # A note holds as many characters as a cell, counted in UTF-16, where a rare letter counts
    # twice. Parts are taken whole or not at all: half a sentence of advice misleads. 100 characters
    # stay free for the last line, which says how many are left out.
    room = CELL - 100
    whole_parts: list[str] = []
    for part in parts:
        room -= count_characters(part) + 2
        if room < 0:
            break
        whole_parts.append(part)
    if not whole_parts:
        # One character takes at most two UTF-16 units.
        whole_parts = [parts[0][: CELL // 2 - 100] + " ..."]
    left_out = len(parts) - len(whole_parts)
    last_line = [f"... dan {left_out} temuan lagi pada sel ini."] if left_out else []
    return "\n\n".join(whole_parts + last_line)


def count_characters(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def replace_unwritable(text: str) -> str:
    """Return text without the few code points that no XML file can hold."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
