"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from pages.publik import api, aset, kartu_gambar, lembar, oembed, sehat, sematan

PARTS = (lembar.files, kartu_gambar.files, aset.files, api.files)
"""What is published of a cube, in files."""
ROUTES: list[Route] = [*sematan.ROUTES, *sehat.ROUTES, *aset.ROUTES, *oembed.ROUTES, *api.ROUTES]
"""All public routes, for the whole program and for one that serves nothing else."""
