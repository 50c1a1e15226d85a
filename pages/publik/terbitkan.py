"""``python -m pages.publik.terbitkan``: the command ``files`` of ``cli``."""

from cli import run

if __name__ == "__main__":
    run(["files"])
