"""The areas as a map draws them, from a file that is made once for each boundary file.

To make it takes the geometry libraries, which are most of what a serving process could weigh. So
whoever has them (``prepare``, when publishing) or another process (``python -m geo.ready``) draws
the areas and keeps them, and everybody else reads.
"""

from __future__ import annotations

import glob
import hashlib
import json
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from data import helper_process, reference
from data.disk import write_whole
from data.settings import ROOT, settings

KEPT = ROOT / ".cache"
LEVELS = ("kecamatan", "kelurahan")
TOLERANCE = 40.0
"""Metres that a border may move in a drawing: less than a pixel and a half of a map of the city on
a phone."""


@cache
def read_shapes(level: str) -> dict[str, Any]:
    """Return the GeoJSON features of a level by code, with a label point in their properties.

    Raises DasborError, with every problem found, for a boundary file that cannot be used.
    """
    return {feature["properties"]["kode_kemendagri"]: feature for feature in _read()[level]}


@cache
def read_outlines() -> dict[str, list[list[list[float]]]]:
    """Return the rings of every kecamatan and kelurahan by code, as [longitude, latitude] with
    fewer corners; neighbours of a level still share theirs. Raises what ``read_shapes`` raises."""
    outlines: dict[str, list[list[list[float]]]] = _read()["garis"]
    return outlines


@cache
def _read() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(_read_or_make(_locate_file()))
    return kept


def prepare() -> None:
    """Make and keep the file in this process, unless it is there."""
    if not _locate_file().exists():
        _keep(_locate_file(), _draw())


def main() -> int:
    """Print what the file holds; return the exit code."""
    return helper_process.answer(_draw)


def _read_or_make(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        made = helper_process.run("geo.ready")
        _keep(file, made)
        return made


def _locate_file() -> Path:
    """Return where the features are kept: other boundaries, names or code have another file."""
    made_by = (*sorted(Path(__file__).parent.glob("*.py")), reference.find_path("wilayah"))
    boundary_file = settings().batas_kelurahan
    # A shapefile is several files of one name.
    beside = sorted(boundary_file.parent.glob(f"{glob.escape(boundary_file.stem)}.*"))
    parts = (path.read_bytes() for path in (*beside, *made_by) if path.is_file())
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts))
    return KEPT / f"batas-{digest.hexdigest()[:16]}.json"


def _draw() -> bytes:
    from geo import boundaries  # the geometry libraries

    frames = {"kecamatan": boundaries.read_kecamatan(), "kelurahan": boundaries.read_kelurahan()}
    drawn: dict[str, Any] = {
        level: json.loads(frames[level].to_json())["features"] for level in LEVELS
    }
    drawn["garis"] = {
        code: rings
        for frame in frames.values()
        for code, rings in boundaries.trace_outlines(frame, TOLERANCE).items()
    }
    return json.dumps(drawn).encode()


def _keep(file: Path, content: bytes) -> None:
    """Write the file whole; a read-only folder costs the same work at each start, not the map."""
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        write_whole(file, content, mode=0o600)


if __name__ == "__main__":
    sys.exit(main())
