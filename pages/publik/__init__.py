"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from pages.publik import aset, oembed, sehat, sematan

ROUTES: list[Route] = [*sematan.ROUTES, *sehat.ROUTES, *aset.ROUTES, *oembed.ROUTES]
"""All public routes, for the whole program and for one that serves nothing else."""
