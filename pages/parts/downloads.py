"""Decided downloads: ``/unduh/TOKEN``, for one viewer, for a few minutes.

The page that offers a download writes down for whom and of what. The content is made when it is
fetched, by the same door and with the decision of that moment; who knows the address but has
another sign-in, or none, gets nothing.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.count import tabulation
from analysis.definitions.selection import Selection
from analysis.tracing import changes, lineage
from analysis.views import commitments, kelurahan, views
from data.access import access_log
from data.access.restricted import read_beside, read_draft, read_gudang, read_protected
from data.access.viewer import Viewer, require
from data.build import imports
from data.errors import AccessDenied, DasborError
from data.followups import desk
from data.received import uploads
from data.sendback import workbook
from data.settings import settings
from data.spreadsheet_text import disarm_formula, write_disposition
from data.store.findings import read_findings
from data.store.store import open_publik
from public.api.table_formats import XLSX
from public.brief import order
from public.brief.brief import FollowUp
from public.embeds import referrers
from server.logins import fingerprint
from server.refusal import Refusal

ALIVE_SECONDS = 600
KEPT = 2000
GONE = "Tautan unduhan ini tidak berlaku lagi. Buka halamannya, lalu unduh dari sana."


@dataclass(frozen=True)
class File:
    """A finished file with its name and media type."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True)
class _Offer:
    viewer: Viewer
    name: str
    arguments: tuple[str, ...]
    until: float


_offers: OrderedDict[str, _Offer] = OrderedDict()
_lock = threading.Lock()


def offer_download(viewer: Viewer, name: str, arguments: tuple[str, ...] = ()) -> str:
    """Return the address of a download for this viewer. ``name`` is one of ``DOWNLOADS``."""
    assert name in DOWNLOADS, name
    token = secrets.token_urlsafe(24)
    with _lock:
        _offers[token] = _Offer(viewer, name, arguments, time.monotonic() + ALIVE_SECONDS)
        while len(_offers) > KEPT:
            _offers.popitem(last=False)
    return f"/unduh/{token}"


def answer_download(request: Request) -> Response:
    """Answer a download, 404 to whom it was not offered, 403 to whom it is closed by now."""
    with _lock:
        found = _offers.get(request.path_params["token"])
    if (
        found is None
        or found.until < time.monotonic()
        or fingerprint(request.cookies) != found.viewer.login
    ):
        return Refusal(404, GONE).build_answer()
    try:
        content = DOWNLOADS[found.name](found.viewer, *found.arguments)
    except DasborError as error:
        status = 403 if isinstance(error, AccessDenied) else 503
        return Refusal(status, str(error)).build_answer()
    if isinstance(content, File):
        return _answer_file(content.content, content.name, content.media_type)
    name = re.sub(r"[^\w.-]+", "-", "-".join((found.name, *found.arguments)))
    if isinstance(content, bytes):
        return _answer_file(content, f"{name}.xlsx", XLSX)
    text: str = content.map(disarm_formula).to_csv(index=False, sep=";", decimal=",")
    return _answer_file(text.encode("utf-8-sig"), f"{name}.csv", "text/csv")


def _answer_file(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "cache-control": "no-store",
        "content-disposition": write_disposition(name),
    }
    return Response(content, media_type=media_type, headers=headers)


def _make_detail(viewer: Viewer, kode: str, periode: str, kecamatan: str) -> pd.DataFrame:
    rows = read_protected(
        viewer,
        "unduhan",
        "rincian",
        kelurahan.make_apart,
        lambda found: kelurahan.select_kecamatan(found, kode, periode, kecamatan),
        detail=f"{kode} {periode} {kecamatan}",
    )
    return views.make_table(kelurahan.make_view(rows))


def _make_refusals(viewer: Viewer) -> pd.DataFrame:
    return read_gudang(viewer, "unduhan", "penolakan", read_findings)


def _make_record(viewer: Viewer, month: str) -> pd.DataFrame:
    def read_month() -> pd.DataFrame:
        return pd.DataFrame([vars(line) for line in access_log.read(settings().audit, month)])

    return read_beside(viewer, "unduhan", "catatan", read_month, month)


def _make_marked(viewer: Viewer, berkas: str) -> bytes:
    """Return a kept or waiting file with its findings marked in it."""
    raw = settings().raw
    candidate = uploads.find_waiting(raw, berkas)
    report = imports.peek(settings(), candidate) if candidate else None
    if candidate and report and report.draft:
        work = partial(workbook.make_workbook, candidate.path, report.berkas)
        return read_draft(viewer, "unduhan", "bertanda", report.draft.name, work, detail=berkas)
    return read_gudang(
        viewer, "unduhan", "bertanda", partial(workbook.make_workbook, raw / berkas, berkas), berkas
    )


def make_brief(viewer: Viewer, periode: str, area: str, form: str) -> File:
    """Return the paper of an area and a period in a form of ``order.FORMS``, if the viewer may have
    it. It holds published cells only, so no line of the record is about it."""
    require(viewer, "unduhan", "nota")
    return _order_brief(Selection(periode, area), form)


def make_meeting_brief(viewer: Viewer, periode: str, area: str, form: str) -> File:
    """Return the same paper with the follow-ups of meetings that the viewer may read."""
    chosen = Selection(periode, area)
    entries = read_beside(
        viewer,
        "unduhan",
        "nota_rapat",
        lambda: desk.read_followups(viewer),
        f"{periode} {area}",
    )
    agenda = commitments.make_agenda(open_publik(), entries, chosen, date.today())
    return _order_brief(chosen, form, [_make_follow_up(row) for row in agenda.rows])


def _make_follow_up(row: commitments.CommitmentRow) -> FollowUp:
    found = row.content
    return FollowUp(row.indicator, row.place, found.action, found.office, found.due, row.state)


def _order_brief(chosen: Selection, form: str, follow_ups: Sequence[FollowUp] = ()) -> File:
    made = order.order_file(open_publik(), chosen, form, follow_ups)
    return File(made, order.name_file(chosen, form), order.FORMS[form])


def _make_hosts(viewer: Viewer) -> pd.DataFrame:
    return read_beside(viewer, "unduhan", "perujuk", referrers.make_table)


def _make_changes(viewer: Viewer, old: str, new: str) -> pd.DataFrame:
    return changes.tabulate(changes.compare_versions(viewer, old, new))


DOWNLOADS: dict[str, Callable[..., pd.DataFrame | bytes | File]] = {
    "rincian": _make_detail,
    "penolakan": _make_refusals,
    "catatan": _make_record,
    "asal": lineage.list_for_viewer,
    "perbedaan": _make_changes,
    "bertanda": _make_marked,
    "tabulasi": tabulation.download,
    "perujuk": _make_hosts,
    "nota": make_brief,
    "nota_rapat": make_meeting_brief,
}
ROUTES = [Route("/unduh/{token}", answer_download, methods=["GET"])]
