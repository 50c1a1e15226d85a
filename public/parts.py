"""What is published of a cube. Only publishing imports what makes files; what answers them stays
light."""

from __future__ import annotations

from data.settings import Settings
from public import api
from public.corrections import correction_files
from public.embeds import embed_files
from public.files import assets, published
from public.files.published import Part
from public.page import page_files
from public.pictures import embed_pictures

PARTS: tuple[Part, ...] = (
    embed_files.make_files,
    embed_pictures.make_files,
    assets.make_files,
    page_files.make_files,
    api.make_files,
)


def write_files(settings: Settings) -> str:
    """Write and serve all public files of the served cube, and what was corrected up to it; return
    the name of their folder. Raises StoreError when nothing is published."""
    name = published.write(settings, PARTS)
    correction_files.refresh(settings)
    return name
