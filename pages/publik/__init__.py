"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from pages.publik import aset, sehat, sematan
from pages.publik.halaman import rute as halaman

ROUTES: list[Route] = [*sematan.ROUTES, *halaman.ROUTES, *sehat.ROUTES, *aset.ROUTES]
"""All public routes, for the whole program and for one that serves nothing else."""
