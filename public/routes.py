"""Routes without Streamlit: they open the published cube and nothing else."""

from starlette.routing import Route

from public import health
from public.api.api_routes import ROUTES as API
from public.embeds import embed_routes, oembed
from public.files import assets
from public.page.page_routes import ROUTES as PAGES

ROUTES: list[Route] = [
    *embed_routes.ROUTES,
    *oembed.ROUTES,
    *PAGES,
    *API,
    *assets.ROUTES,
    *health.ROUTES,
]
"""All public routes, for the whole program and for one that serves nothing else."""
