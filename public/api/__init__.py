"""``/api/v1``: every published number, its definition and its history, for programs."""

from public.api.api_files import make_files
from public.api.api_routes import ROUTES

__all__ = ["ROUTES", "make_files"]
