"""The documented nginx file with the places and the bounds of the settings in it."""

from __future__ import annotations

from pathlib import Path

from data.errors import StoreError
from data.settings import ROOT, Settings
from public.files.frame import list_frame_ancestors
from public.files.published import LINK

DOCUMENTED = ROOT / "docs" / "nginx.conf"
PROGRAM = "http://127.0.0.1:8501"
NOT_FOUND = 'docs/nginx.conf memuat "{}" {} kali, bukan sekali. Pulihkan berkas itu.'


def write_site(settings: Settings, program: str = PROGRAM) -> str:
    """Return the file to include in nginx; ``program`` is the address to which the rest goes.

    Raises StoreError when the documented file has lost a place that is to be set.
    """
    frames = " ".join(list_frame_ancestors(settings))
    places = {
        "root /srv/dasbor/var/terbitan/.tayang;": f'root "{settings.terbitan / LINK}";',
        f"set $program {PROGRAM};": f"set $program {program};",
        'set $bingkai "*";': f'set $bingkai "{frames}";',
    }
    return replace_once(DOCUMENTED, places)


def replace_once(file: Path, places: dict[str, str]) -> str:
    """Return a file's text with each place replaced. Raises StoreError unless each stands once."""
    text = file.read_text(encoding="utf-8")
    for old, new in places.items():
        if text.count(old) != 1:
            raise StoreError(NOT_FOUND.format(old, text.count(old)))
        text = text.replace(old, new)
    return text
