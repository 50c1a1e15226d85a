"""``python -m analysis publish`` and ``diff``: commands of ``cli``, by the name that offices know.

Here ``publish`` is the cube alone, without the public files.
"""

import sys

from cli import run

if __name__ == "__main__":
    run(["cube" if word == "publish" else word for word in sys.argv[1:]])
