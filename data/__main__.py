"""``python -m data COMMAND``: the commands of ``cli``, by the name that offices know."""

import sys

from cli import main
from data.batch import collect_seldom

if __name__ == "__main__":
    collect_seldom()
    sys.exit(main())
