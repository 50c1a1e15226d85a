"""``python -m analysis publish`` and ``diff``: commands of ``cli``, by the name that offices know.

Here ``publish`` is the cube alone, without the public files.
"""

import sys

from cli import main
from data.batch import collect_seldom

if __name__ == "__main__":
    collect_seldom()
    sys.exit(main(["cube" if word == "publish" else word for word in sys.argv[1:]]))
