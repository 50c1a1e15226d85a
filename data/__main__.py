"""``python -m data COMMAND``: the commands of ``cli``, by the name that offices know."""

from cli import run

if __name__ == "__main__":
    run()
