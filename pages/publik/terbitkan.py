"""``python -m pages.publik.terbitkan``: the command ``files`` of ``cli``."""

import sys

from cli import main
from data.batch import collect_seldom

if __name__ == "__main__":
    collect_seldom()
    sys.exit(main(["files"]))
