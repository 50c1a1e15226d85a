"""``python -m pages.publik.terbitkan``: write the public files of the published cube, and serve
them."""

from __future__ import annotations

import sys

from data.batch import collect_seldom
from data.errors import DasborError
from data.progress import say, step
from data.settings import settings
from geo import ready
from pages.publik import aset, kartu_gambar, lembar, terbitan
from pages.publik.api import isi as api
from pages.publik.halaman import terbit as halaman

PARTS = (lembar.files, kartu_gambar.files, aset.files, halaman.files, api.files)
"""What is published of a cube. Only this program imports what makes files; what answers them
stays light."""


def main() -> int:
    """Write the files; return the exit code."""
    try:
        with step("menulis sematan, halaman publik dan API"):
            ready.prepare()
            name = terbitan.write(settings(), PARTS)
    except DasborError as error:
        say(str(error))
        return 1
    say(f"Berkas publik: {name}")
    return 0


if __name__ == "__main__":
    collect_seldom()
    sys.exit(main())
