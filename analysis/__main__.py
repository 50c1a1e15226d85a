"""``python -m analysis COMMAND``: publish the cube of the served micro data, or say what moved
between two versions of the data."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from analysis import changes
from analysis.dimensions import DIMENSIONS
from analysis.publish import publish
from data.access.viewer import OPERATOR
from data.batch import collect_seldom
from data.errors import DasborError
from data.progress import say
from data.settings import settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("publish", help="publish the cube of the served version")
    diff = commands.add_parser("diff", help="say what moved between two versions of the data")
    diff.add_argument("old", metavar="V1", help="a version, as python -m data list names it")
    diff.add_argument("new", metavar="V2")
    diff.add_argument("--dimensi", default="", choices=[key for key in DIMENSIONS if key])
    given = parser.parse_args(arguments)
    try:
        COMMANDS[given.command](given)
    except DasborError as error:
        say(str(error))
        return 1
    return 0


def _publish(_: argparse.Namespace) -> None:
    say("Menerbitkan kubus")
    say(f"Terbit: versi {publish(settings(), date.today())}")


def _diff(given: argparse.Namespace) -> None:
    print(changes.as_text(changes.between(OPERATOR, given.old, given.new, given.dimensi)))


COMMANDS = {"publish": _publish, "diff": _diff}

if __name__ == "__main__":
    collect_seldom()
    sys.exit(main())
