"""What is published of a cube. Only publishing imports what makes files; what answers them stays
light."""

from __future__ import annotations

from public import api
from public.embeds import embed_files
from public.files import assets
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
