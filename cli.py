"""``python -m cli COMMAND``: every command of the program in one place.

``python -m data``, ``python -m analysis`` and ``python -m pages.publik.terbitkan`` are doors to it
under the names that offices have in their scripts.
"""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from commands.intake import add_intake
from commands.release import add_release
from commands.upkeep import add_upkeep
from data.batch import collect_seldom
from data.errors import DasborError
from data.moving import move_into_var
from data.progress import say
from data.received.names import name_as_sent
from data.settings import settings
from data.stopping import allow_stop


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    given = make_parser().parse_args(arguments)
    try:
        move_into_var(settings())
        code: int = given.run(given)
        return code
    except DasborError as error:
        say(name_as_sent(str(error)))
        return 1


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the commands and their options; each names its function as ``run``."""
    whole = argparse.ArgumentParser(prog="python -m cli", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)
    for add in (add_upkeep, add_intake, add_release):
        add(commands)
    return whole


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run one command as the whole work of this process, and end it."""
    collect_seldom()
    allow_stop()
    sys.exit(main(arguments))


if __name__ == "__main__":
    run()
