"""Documents on kept versions: which there are, and how two differ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.settings import Settings
from data.store.versions import Versions
from public.api.addresses import PARAMETERS
from public.api.problem import echo, list_all
from public.corrections.across_versions import (
    find_differences,
    list_in_order,
    sum_up_tables,
)
from public.files.public_file import encode_json
from public.refused_page import say_withdrawn
from server.refusal import Refusal


def make_versions(settings: Settings) -> bytes:
    """Return the kept versions of the published cube, the newest first."""
    kept = Versions(settings.publik)
    served = kept.find_current()
    return encode_json(
        {
            "versi": [
                _describe_version(settings.publik, name) | {"berlaku": name == served}
                for name in reversed(list_in_order(settings))
            ],
            "ditarik": [
                {"versi": name, "tanggal": about["tanggal"], "alasan": about["alasan"]}
                for name, about in sorted(kept.list_withdrawn().items(), reverse=True)
            ],
        }
    )


def make_difference(settings: Settings, names: Mapping[str, str]) -> bytes:
    """Return what versions ``a`` and ``b`` publish otherwise. Raises Refusal 404 for one that is
    not kept."""
    kept, withdrawn = list_in_order(settings), Versions(settings.publik).list_withdrawn()
    for key in ("a", "b"):
        if about := withdrawn.get(names[key]):
            raise Refusal(410, say_withdrawn(names[key], about))
        if names[key] not in kept:
            words = PARAMETERS[key].words
            raise Refusal(404, f"{words} {echo(names[key])} tidak disimpan. {list_all(kept)}")
    return _read_difference(settings.publik, names["a"], names["b"])


@lru_cache(maxsize=16)
def _read_difference(folder: Path, old: str, new: str) -> bytes:
    found = find_differences(folder, old, new)
    sides = {"lama": _describe_version(folder, old), "baru": _describe_version(folder, new)}
    tables = sum_up_tables(folder, old, new, found)
    return encode_json(sides | {"jumlah": len(found), "tabel": tables, "sel": found})


def _describe_version(folder: Path, name: str) -> dict[str, Any]:
    record = Versions(folder).record(name)
    return {word: record[word] for word in ("versi", "tanggal", "sintetis")}
