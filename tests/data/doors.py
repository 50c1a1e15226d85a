"""Businesses behind the restricted doors, and who asks for them."""

from __future__ import annotations

from data.access import access_log
from data.access.access_log import Line
from data.access.restricted import read_gudang
from data.access.viewer import Viewer
from tests.data.access.test_viewer import give, signed_in
from tests.data.rows import Workspace, one

COUNT = "select count(*) from usaha"
IN_SERANG = {"kecamatan": "Serang", "kelurahan": "Cipare"}
IN_KASEMEN = {"kecamatan": "Kasemen", "kelurahan": "Banten"}


def official(place: Workspace, *kecamatan: str, role: str = "pejabat") -> Viewer:
    give(place, role, *kecamatan)
    return signed_in()


def count(viewer: Viewer) -> object:
    return read_gudang(viewer, "halaman", "rincian", lambda store: one(store, COUNT))


def lines(place: Workspace) -> list[Line]:
    """Return the lines on record, oldest first."""
    return access_log.read_lines(place.settings.audit)[::-1]
