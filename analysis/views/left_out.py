"""Which tables a small register goes without, and why, in one sentence."""

from __future__ import annotations

from analysis.definitions.selection import CITY, Selection
from analysis.views.comparison import find_value
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store


def say_left_out(store: Store, periode: str) -> str:
    """Return why a period has fewer tables than others could have; '' where it has all, and of a
    version from before tables were chosen."""
    said = store.record.get("tabel", {}).get(periode, {})
    number = find_value(store, "jumlah_umkm", Selection(periode, CITY))
    if not said.get("ditinggalkan") or number is None or number.value is None:
        return ""
    return kata(
        "Register {periode} memuat {banyak} usaha, terlalu sedikit untuk {tabel} tabel rinci "
        "(rata-rata kurang dari {paling_sedikit} usaha per sel). Tabel itu tidak diterbitkan, "
        "sehingga lebih banyak angka kota dan kecamatan dapat ditampilkan.",
        periode=theme.period(periode),
        banyak=theme.number(number.value),
        tabel=theme.number(said["ditinggalkan"]),
        paling_sedikit=theme.number(said["usaha_per_sel"]),
    )
