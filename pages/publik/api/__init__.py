"""``/api/v1``: every published number, its definition and its history, for programs."""

from pages.publik.api.isi import files
from pages.publik.api.rute import ROUTES

__all__ = ["ROUTES", "files"]
