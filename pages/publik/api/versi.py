"""Documents on kept versions: which there are, how two differ, and what was corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data.settings import Settings
from data.versions import Versions
from pages.publik.antarversi import differences, in_order
from pages.publik.api.alamat import PARAMETERS
from pages.publik.api.masalah import Problem, echo, listed
from pages.publik.koreksi import carried_by, corrections
from pages.publik.terbitan import Terbitan

CATALOGUE = "sematan/katalog.json"


def versions(settings: Settings) -> dict[str, Any]:
    """Return the kept versions of the published cube, the newest first."""
    kept = Versions(settings.publik)
    return {
        "versi": [
            {name: record[name] for name in ("versi", "tanggal", "sintetis")}
            | {"berlaku": record["versi"] == kept.current()}
            for record in map(kept.record, reversed(in_order(settings)))
        ]
    }


def between(settings: Settings, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what versions ``a`` and ``b`` publish otherwise. Raises Problem 404 for one that is
    not kept."""
    kept = in_order(settings)
    for key in ("a", "b"):
        if names[key] not in kept:
            words = PARAMETERS[key].words
            raise Problem(404, f"{words} {echo(names[key])} tidak disimpan. {listed(kept)}")
    found = differences(settings.publik, names["a"], names["b"])
    record = Versions(settings.publik).record
    sides = {"lama": record(names["a"]), "baru": record(names["b"])}
    return {
        side: {name: record[name] for name in ("versi", "tanggal", "sintetis")}
        for side, record in sides.items()
    } | {"jumlah": len(found), "sel": list(found)}


def corrected(settings: Settings, served: Terbitan) -> dict[str, Any]:
    """Return all corrections, each with the embeds that show the corrected number."""
    embeds: Sequence[Mapping[str, Any]] = []
    if CATALOGUE in served.files:
        embeds = json.loads(served.body(CATALOGUE))["views"]
    found = corrections(settings)
    return {
        "jumlah": len(found),
        "koreksi": [asdict(one) | {"sematan": carried_by(one, embeds)} for one in found],
    }
