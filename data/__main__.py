"""``python -m data COMMAND``: make the made-up files, build the store, list and return versions."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from data.access import audit
from data.access.viewer import OPERATOR, note, standing
from data.build import MADE_UP, build, raw_files
from data.errors import DasborError
from data.progress import say
from data.settings import settings
from data.versions import Versions


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="write made-up files into data/raw/sintetis")
    commands.add_parser("build", help="build a version from data/raw and serve it")
    commands.add_parser("list", help="list the versions, the served one marked")
    rollback = commands.add_parser("rollback", help="serve an earlier version again")
    rollback.add_argument("version")
    checked = commands.add_parser("audit", help="check that the record of access is whole")
    checked.add_argument("--head", help="the last hash as noted earlier, at another place")
    given = parser.parse_args(arguments)
    try:
        return COMMANDS[given.command](given)
    except DasborError as error:
        say(str(error))
        return 1


def _demo(_: argparse.Namespace) -> int:
    # Imported here: only this command needs the generator and its spreadsheet writer.
    from data.demo_files import write

    write(settings().raw / MADE_UP)
    return 0


def _build(_: argparse.Namespace) -> int:
    audit.ready(settings().audit)  # what cannot be recorded is not done
    if not raw_files(settings().raw):
        say("data/raw masih kosong: menulis data contoh (sintetis).")
        _demo(_)
    say("Membangun gudang data")
    name = build(settings(), date.today())
    note(OPERATOR, standing(OPERATOR), "ubah", "bangun", name)
    say(f"Gudang: versi {name}")
    return 0


def _list(_: argparse.Namespace) -> int:
    versions = Versions(settings().gudang)
    for name in versions.names():
        mark = "*" if name == versions.current() else " "
        files = versions.record(name)["berkas"]
        print(f"{mark} {name}  {len(files)} berkas, {sum(f['diterima'] for f in files)} baris")
    return 0


def _rollback(given: argparse.Namespace) -> int:
    audit.ready(settings().audit)
    Versions(settings().gudang).serve(given.version)
    note(OPERATOR, standing(OPERATOR), "ubah", "kembalikan", given.version)
    say(f"Gudang: versi {given.version}. Terbitkan ulang dengan: python -m analysis publish")
    return 0


def _audit(given: argparse.Namespace) -> int:
    verdict = audit.verify(settings().audit, given.head)
    print(audit.describe(verdict))
    return 0 if verdict.ok else 1


COMMANDS = {
    "demo": _demo,
    "build": _build,
    "list": _list,
    "rollback": _rollback,
    "audit": _audit,
}

if __name__ == "__main__":
    sys.exit(main())
