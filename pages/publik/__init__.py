"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from pages.publik import aset, oembed, sehat, sematan
from pages.publik.api.rute import ROUTES as API
from pages.publik.halaman.rute import ROUTES as PAGES

ROUTES: list[Route] = [
    *sematan.ROUTES,
    *oembed.ROUTES,
    *PAGES,
    *API,
    *aset.ROUTES,
    *sehat.ROUTES,
]
"""All public routes, for the whole program and for one that serves nothing else."""
