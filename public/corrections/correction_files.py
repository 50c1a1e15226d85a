"""Corrections as files of the served tree: made once for a version, and anew when the office's
reasons change.

Which numbers were corrected takes a look into every kept cube, and which embeds show them a look at
every view. So that is done once, when it is published or when what it is made of has changed, and
whoever asks is given a file: the API's document, and of each embed the newest version that
corrected one of its numbers.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync

from data.disk import replacing
from data.errors import DasborError
from data.fingerprint import digest
from data.settings import Settings
from data.store.versions import POINTER, WITHDRAWN
from public.corrections.across_versions import list_in_order, list_until_served
from public.corrections.corrections import (
    count_by_table,
    find_carriers,
    find_corrections,
)
from public.files import published
from public.files.catalogue import LISTED
from public.files.public_file import encode_json
from public.files.published import CODINGS, FILE_MODE, QUALITY, PublishedTree
from server.copies import Copies, compress

DOCUMENT = "api/v1/koreksi.json"
MEDIA = "application/json"
MADE_OF = ".koreksi.json"
"""What the document was made of, and which embeds carry what it corrects; hidden, since a plain web
server has no use for it."""
LOOK_SECONDS = 60.0
Stamp = tuple[object, ...]


@dataclass(frozen=True)
class Corrected:
    """What was corrected: the API's document, and the newest version (of the cube) that corrected a
    number of an embed, by the embed's name. ``order`` numbers the kept versions from the oldest."""

    document: Copies
    carriers: Mapping[str, str]
    order: Mapping[str, int]

    def is_corrected_since(self, embed: str, versi: str) -> bool:
        """Return whether a version later than ``versi`` corrected a number of an embed."""
        newest = self.carriers.get(embed)
        if newest is None:
            return False
        if versi in self.order and newest in self.order:
            return self.order[newest] > self.order[versi]
        return newest > versi  # a name begins with the day


_known: dict[Path, tuple[Stamp, Corrected]] = {}
"""What is in force, by the folder of the published trees."""
_making = threading.Lock()


def find_ready(settings: Settings, tree: PublishedTree) -> Corrected | None:
    """Return the corrections where they are at hand, None where they have to be looked up or made
    anew. Who comes while that is done is given what was in force. Cheap enough for the event loop.
    """
    known = _known.get(settings.terbitan)
    is_good = known and (known[0] == _take_stamp(settings, tree) or _making.locked())
    return known[1] if known and is_good else None


def find(settings: Settings, tree: PublishedTree) -> Corrected:
    """Return the corrections up to the served cube version, for a served tree.

    They are read or made where something has changed, by one at a time. Raises DasborError when
    they can neither be made nor read.
    """
    if ready := find_ready(settings, tree):
        return ready
    with _making:
        # Taken first: what changes meanwhile is seen at the next look.
        stamp = _take_stamp(settings, tree)
        known = _known.get(settings.terbitan)
        if known is None or known[0] != stamp:
            known = _known[settings.terbitan] = stamp, _read_or_make(settings, tree)
        return known[1]


def refresh(settings: Settings) -> None:
    """Make the files anew where what they are made of has changed; a web server that serves them
    without asking the program has them from then on."""
    tree = published.find_served(settings)
    if tree is not None:
        find(settings, tree)


async def keep_current(settings: Settings) -> None:
    """Look once a minute whether the reasons have changed, as long as the program runs."""
    while True:
        try:
            await run_sync(refresh, settings)
        except (DasborError, OSError) as error:
            logging.getLogger("dasbor").error("koreksi: %s", error)
        await asyncio.sleep(LOOK_SECONDS)


def _take_stamp(settings: Settings, tree: PublishedTree) -> Stamp:
    """Return what differs as soon as the corrections may: another tree, cube or reason."""
    cubes = settings.publik
    watched = (settings.koreksi, cubes, cubes / POINTER, cubes / WITHDRAWN)
    return (tree.name, *map(_stamp_file, watched))


def _stamp_file(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read_or_make(settings: Settings, tree: PublishedTree) -> Corrected:
    made_of = _hash_inputs(settings, tree)
    kept_of, kept = _read_kept(tree) or ("", None)
    if kept and made_of in (None, kept_of):
        return kept
    try:
        return _make(settings, tree, made_of or "")
    except DasborError as error:
        if kept is None:
            raise
        # A broken file of reasons takes nothing away that was said before.
        logging.getLogger("dasbor").error("koreksi: %s", error)
        return kept


def _hash_inputs(settings: Settings, tree: PublishedTree) -> str | None:
    """Return a hash of what decides the corrections, None for an account that may not read the
    office's reasons: it serves what was made by one that may."""
    try:
        reasons = settings.koreksi.read_bytes()
    except FileNotFoundError:
        reasons = b""
    except OSError:
        return None
    in_force, trees = list_until_served(settings), published.list_versions(settings)
    return digest(tree.name, reasons.hex(), " ".join(in_force), " ".join(sorted(trees)))


def _read_kept(tree: PublishedTree) -> tuple[str, Corrected] | None:
    """Return what a tree says of its corrections, and what that was made of; None where there is
    nothing that can be read."""
    try:
        kept = json.loads((tree.folder / MADE_OF).read_text(encoding="utf-8"))
        bodies = {
            coding: (tree.folder / f"{DOCUMENT}{suffix}").read_bytes()
            for coding, suffix in (*CODINGS, ("", ""))
        }
        return kept["sidik"], _tell(bodies, kept["urutan"], kept["sematan"])
    except (OSError, ValueError, KeyError):
        return None


def _tell(
    bodies: Mapping[str, bytes], order: Sequence[str], carriers: Mapping[str, str]
) -> Corrected:
    numbered = {name: number for number, name in enumerate(order)}
    return Corrected(Copies.tag_by_plain(MEDIA, bodies), carriers, numbered)


def _make(settings: Settings, tree: PublishedTree, made_of: str) -> Corrected:
    """Work the corrections out, and write them into the tree where this account may."""
    found = find_corrections(settings)
    own, views = {view["nama"] for view in _read_views(tree)}, _list_every_view(settings, tree)
    carriers: dict[str, str] = {}
    told = []
    for one in found:  # the newest first
        shown = find_carriers(one, views)
        told.append(asdict(one) | {"sematan": [name for name in shown if name in own]})
        carriers = dict.fromkeys(shown, one.versi_baru) | carriers
    document = encode_json({"jumlah": len(told), "tabel": count_by_table(found), "koreksi": told})
    order = list_in_order(settings)
    kept = {"sidik": made_of, "urutan": order, "sematan": carriers}
    bodies = compress(document, QUALITY) | {"": document}
    with suppress(OSError):  # of another account, as where the public routes run apart
        _write(tree, bodies, kept)
    return _tell(bodies, order, carriers)


def _list_every_view(settings: Settings, tree: PublishedTree) -> list[Mapping[str, Any]]:
    """Return each embed of any kept tree once, this one's first: a website may have pinned one that
    is no more."""
    views: dict[str, Mapping[str, Any]] = {}
    for kept in (tree, *published.yield_older(settings, tree)):
        for view in _read_views(kept):
            views.setdefault(view["nama"], view)
    return [*views.values()]


def _read_views(tree: PublishedTree) -> list[Mapping[str, Any]]:
    """Return the list of a tree's embeds, none where it was written without one."""
    if LISTED not in tree.files:
        return []
    listed: list[Mapping[str, Any]] = json.loads(tree.read(LISTED))["views"]
    return listed


def _write(tree: PublishedTree, bodies: Mapping[str, bytes], kept: Mapping[str, Any]) -> None:
    """Write the document and its copies; last what they were made of, so that a writing that was
    cut short is done again."""
    suffixes = dict(CODINGS) | {"": ""}
    files = {f"{DOCUMENT}{suffixes[coding]}": body for coding, body in bodies.items()}
    files[MADE_OF] = encode_json(kept)
    for path, body in files.items():
        with replacing(tree.folder / path) as aside:
            aside.write_bytes(body)
            aside.chmod(FILE_MODE)
