"""Documents on kept versions: which there are, how two differ, and what was corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.settings import Settings
from data.store.versions import Versions
from public.api.addresses import PARAMETERS
from public.api.problem import echo, listed
from public.api.table_formats import as_json
from public.corrections.across_versions import differences, in_order
from public.corrections.corrections import carried_by, corrections
from public.embeds.catalogue import LISTED
from public.files.published import Terbitan
from server.refusal import Refusal


def versions(settings: Settings) -> bytes:
    """Return the kept versions of the published cube, the newest first."""
    kept = Versions(settings.publik)
    served = kept.current()
    return as_json(
        {
            "versi": [
                _about(settings.publik, name) | {"berlaku": name == served}
                for name in reversed(in_order(settings))
            ]
        }
    )


def between(settings: Settings, names: Mapping[str, str]) -> bytes:
    """Return what versions ``a`` and ``b`` publish otherwise. Raises Refusal 404 for one that is
    not kept."""
    kept = in_order(settings)
    for key in ("a", "b"):
        if names[key] not in kept:
            words = PARAMETERS[key].words
            raise Refusal(404, f"{words} {echo(names[key])} tidak disimpan. {listed(kept)}")
    return _difference(settings.publik, names["a"], names["b"])


@lru_cache(maxsize=16)
def _difference(folder: Path, old: str, new: str) -> bytes:
    found = differences(folder, old, new)
    sides = {"lama": _about(folder, old), "baru": _about(folder, new)}
    return as_json(sides | {"jumlah": len(found), "sel": found})


def corrected(settings: Settings, served: Terbitan) -> bytes:
    """Return all corrections, each with the embeds that show the corrected number."""
    embeds: Sequence[Mapping[str, Any]] = []
    if LISTED in served.files:
        embeds = json.loads(served.body(LISTED))["views"]
    found = corrections(settings)
    return as_json(
        {
            "jumlah": len(found),
            "koreksi": [asdict(one) | {"sematan": carried_by(one, embeds)} for one in found],
        }
    )


def _about(folder: Path, name: str) -> dict[str, Any]:
    record = Versions(folder).record(name)
    return {word: record[word] for word in ("versi", "tanggal", "sintetis")}
