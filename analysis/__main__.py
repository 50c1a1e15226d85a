"""``python -m analysis publish``: publish the cube of the served micro data."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from analysis.publish import publish
from data.errors import DasborError
from data.progress import say
from data.settings import settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_subparsers(dest="command", required=True).add_parser("publish")
    parser.parse_args(arguments)
    say("Menerbitkan kubus")
    try:
        say(f"Terbit: versi {publish(settings(), date.today())}")
    except DasborError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
