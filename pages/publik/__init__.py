"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from pages.publik import api, aset, kartu_gambar, lembar, oembed, sehat, sematan
from pages.publik.halaman import rute, terbit

PARTS = (lembar.files, kartu_gambar.files, aset.files, terbit.files, api.files)
"""What is published of a cube, in files."""
ROUTES: list[Route] = [
    *sematan.ROUTES,
    *oembed.ROUTES,
    *rute.ROUTES,
    *api.ROUTES,
    *aset.ROUTES,
    *sehat.ROUTES,
]
"""All public routes, for the whole program and for one that serves nothing else."""
