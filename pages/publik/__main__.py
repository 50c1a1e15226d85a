"""``python -m pages.publik``: the public routes alone, see ``public.__main__``."""

import sys

from public.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
