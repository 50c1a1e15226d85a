"""What labels and parameters were called before: addresses that people have kept hold them."""

from __future__ import annotations

from collections.abc import Mapping

PARAMETERS = {"rincian": "tingkat"}
"""Former name of a parameter -> its name."""
LABELS = {
    "UMKM yang berusaha daring": "UMKM yang berjualan daring",
    "Berusaha daring": "Berjualan daring",
    "Tangga digital UMKM": "Tahap digitalisasi UMKM",
    "Anak tangga": "Tahap",
}
"""Former words of a choice -> its words."""


def read_address(given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address under the names and words that are used now."""
    return {PARAMETERS.get(name, name): LABELS.get(value, value) for name, value in given.items()}
