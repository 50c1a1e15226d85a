"""``python -m pages.publik.terbitkan``: write the public files of the published cube, and serve
them."""

from __future__ import annotations

import sys

from data.errors import DasborError
from data.progress import say, step
from data.settings import settings
from pages.publik import PARTS, terbitan


def main() -> int:
    """Write the files; return the exit code."""
    try:
        with step("menulis sematan, halaman publik dan API"):
            name = terbitan.write(settings(), PARTS)
    except DasborError as error:
        say(str(error))
        return 1
    say(f"Berkas publik: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
