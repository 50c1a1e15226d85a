"""Restricted downloads: ``/unduh/TOKEN``, for one viewer, for a few minutes.

The page that offers a download writes down for whom and of what. The content is made when it is
fetched, by the same door and with the decision of that moment; who knows the address but has
another sign-in, or none, gets nothing.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from analysis import changes, lineage, officials, views
from data.access import audit
from data.access.viewer import Viewer, note, require
from data.errors import AccessDenied, DasborError
from data.findings import findings
from data.restricted import gudang, protected
from data.settings import settings
from server.logins import fingerprint

ALIVE_SECONDS = 600
KEPT = 2000
GONE = "Tautan unduhan ini tidak berlaku lagi. Buka halamannya, lalu unduh dari sana."


@dataclass(frozen=True)
class _Offer:
    viewer: Viewer
    name: str
    arguments: tuple[str, ...]
    until: float


_offers: OrderedDict[str, _Offer] = OrderedDict()
_lock = threading.Lock()


def offer(viewer: Viewer, name: str, arguments: tuple[str, ...] = ()) -> str:
    """Return the address of a download for this viewer. ``name`` is one of ``DOWNLOADS``."""
    assert name in DOWNLOADS, name
    token = secrets.token_urlsafe(24)
    with _lock:
        _offers[token] = _Offer(viewer, name, arguments, time.monotonic() + ALIVE_SECONDS)
        while len(_offers) > KEPT:
            _offers.popitem(last=False)
    return f"/unduh/{token}"


def download(request: Request) -> Response:
    """Answer a download, 404 to whom it was not offered, 403 to whom it is closed by now."""
    with _lock:
        found = _offers.get(request.path_params["token"])
    if (
        found is None
        or found.until < time.monotonic()
        or fingerprint(request.cookies) != found.viewer.login
    ):
        return PlainTextResponse(GONE, 404, headers={"cache-control": "no-store"})
    try:
        table = DOWNLOADS[found.name](found.viewer, *found.arguments)
    except DasborError as error:
        status = 403 if isinstance(error, AccessDenied) else 503
        return PlainTextResponse(str(error), status, headers={"cache-control": "no-store"})
    text: str = table.map(_no_formula).to_csv(index=False, sep=";", decimal=",")
    name = "-".join((found.name, *found.arguments))
    return Response(
        text.encode("utf-8-sig"),
        media_type="text/csv",
        headers={
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="{name}.csv"',
        },
    )


def _no_formula(cell: object) -> object:
    """Return a cell that a spreadsheet takes for text, whoever wrote it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def _detail(viewer: Viewer, kode: str, periode: str, kecamatan: str) -> pd.DataFrame:
    rows = protected(
        viewer,
        "unduhan",
        "rincian",
        officials.cells,
        lambda found: officials.of_kecamatan(found, kode, periode, kecamatan),
        detail=f"{kode} {periode} {kecamatan}",
    )
    return views.table(officials.view(rows))


def _refusals(viewer: Viewer) -> pd.DataFrame:
    return gudang(viewer, "unduhan", "penolakan", findings)


def _record(viewer: Viewer, month: str) -> pd.DataFrame:
    now = require(viewer, "unduhan", "catatan")
    found = pd.DataFrame([vars(line) for line in audit.read(settings().audit, month)])
    note(viewer, now, "unduh", f"catatan: {month}", rows=len(found))
    return found


def _changes(viewer: Viewer, old: str, new: str) -> pd.DataFrame:
    return changes.table(changes.between(viewer, old, new))


DOWNLOADS: dict[str, Callable[..., pd.DataFrame]] = {
    "rincian": _detail,
    "penolakan": _refusals,
    "catatan": _record,
    "asal": lineage.listing,
    "perbedaan": _changes,
}
ROUTES = [Route("/unduh/{token}", download, methods=["GET"])]
