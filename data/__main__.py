"""``python -m data COMMAND``: files in, versions out. The Data page does the same."""

from __future__ import annotations

import argparse
import errno
import subprocess
import sys
from datetime import date
from pathlib import Path

from data import findings, imports, sendback, uploads
from data.access import audit
from data.access.viewer import OPERATOR, note, standing
from data.batch import collect_seldom
from data.blank import STORE
from data.build import MADE_UP, NO_ROOM, OPERATOR_NAME, build, raw_files, sentence
from data.errors import DasborError, InputError, StoreError
from data.progress import say
from data.sent import sent_name
from data.settings import ROOT, settings
from data.store import Store, open_store
from data.uploads import Candidate
from data.versions import Versions

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TOLD = 15  # rules of a report that the terminal shows


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return COMMANDS[given.command](given)
    except DasborError as error:
        say(sent_name(str(error)))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="write made-up files into data/raw/sintetis")
    commands.add_parser("build", help="build a version from data/raw and serve it")
    commands.add_parser("list", help="list the versions, the served one marked")
    for name, does in (
        ("check", "say what a file would do, and change nothing"),
        ("import", "take a file in and serve the version that it makes"),
    ):
        command = commands.add_parser(name, help=does)
        command.add_argument("file", type=Path)
        command.add_argument("--oleh", default=OPERATOR_NAME, help="who, as the version records it")
        command.add_argument("--tandai", type=Path, metavar="XLSX", help="write the marked file")
    commands.add_parser("publish", help="publish the served version (python -m analysis publish)")
    rollback = commands.add_parser("rollback", help="serve an earlier version again")
    rollback.add_argument("version")
    diff = commands.add_parser("diff", help="which indicators moved between two versions, and why")
    diff.add_argument("old")
    diff.add_argument("new")
    checked = commands.add_parser("audit", help="check that the record of access is whole")
    checked.add_argument("--head", help="the last hash as noted earlier, at another place")
    return parser


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
    if not versions.names():
        print("Belum ada versi. Buat yang pertama dengan: python -m data import BERKAS")
    for name in versions.names():
        mark = "*" if name == versions.current() else " "
        record = versions.record(name)
        sheets = record["berkas"]
        files = {sheet["sha256"] for sheet in sheets}
        by = f"{record.get('waktu', record['tanggal'])} oleh {record.get('oleh', OPERATOR_NAME)}"
        print(
            f"{mark} {name}  {by}  {len(files)} berkas, {sum(s['diterima'] for s in sheets)} baris"
        )
    return 0


def _check(given: argparse.Namespace) -> int:
    candidate = _candidate(given.file)
    try:
        report = imports.examine(settings(), date.today(), candidate, given.oleh)
        _tell(given, candidate, report)
    finally:
        if not _waits(given.file):
            uploads.forget(candidate)
    return 1 if report.refusal else 0


def _import(given: argparse.Namespace) -> int:
    audit.ready(settings().audit)  # what cannot be recorded is not done
    candidate = _candidate(given.file)
    try:
        report = imports.examine(settings(), date.today(), candidate, given.oleh)
        _tell(given, candidate, report)
        if report.refusal:
            return 1
        done = imports.take(settings(), date.today(), candidate, given.oleh)
    finally:
        if not _waits(given.file):
            uploads.forget(candidate)  # gone already when it was taken
    if done.draft:
        note(OPERATOR, standing(OPERATOR), "ubah", f"impor: {candidate.berkas}", done.draft.name)
        say(f"Gudang: versi {done.draft.name}. Terbitkan dengan: python -m data publish")
    return 0


def _candidate(path: Path) -> Candidate:
    """Return a file as a waiting one; what waits already is not copied again."""
    if _waits(path):
        found = uploads.waiting(settings().raw, path.name.removeprefix(uploads.WAITING))
        if found:
            return found
    try:
        with path.open("rb") as handle:
            return uploads.receive(settings().raw, path.name, handle, largest_mb=None)
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(NO_ROOM.format(error.strerror)) from error
        raise InputError(
            path, f"tidak dapat dibaca ({error.strerror}).", "Periksa nama dan letaknya."
        ) from error


def _waits(path: Path) -> bool:
    folder = settings().raw / uploads.FOLDER
    return path.name.startswith(uploads.WAITING) and path.resolve().parent == folder.resolve()


def _tell(given: argparse.Namespace, candidate: Candidate, report: imports.Report) -> None:
    """Print what a file would do, rule by rule, and write the marked workbook if asked for."""
    if report.already:
        say(f"Berkas ini sudah ada di versi {report.already}; tidak ada yang perlu dilakukan.")
        name, store = imports.kept_as(settings(), candidate, report.already)
        _mark(given.tandai, candidate, name, store)
        return
    assert report.draft is not None
    for sheet in report.sheets:
        print(sentence(sheet))
    for line in report.replaced:
        print(f"  {line}")
    store = open_store(report.draft.folder / STORE, report.draft.name, dict(report.draft.record))
    rules = findings.summary(store, report.berkas)
    for rule in rules.head(TOLD).itertuples():
        print(f"  {findings.sentence(rule)}")
    if len(rules) > TOLD:
        print(f"  ... dan {len(rules) - TOLD} temuan lain; semuanya ada di berkas bertanda.")
    _mark(given.tandai, candidate, report.berkas, store)
    if report.refusal:
        say(f"Tidak diambil: {report.refusal}")


def _mark(target: Path | None, candidate: Candidate, berkas: str, store: Store) -> None:
    """Write the marked workbook where it was asked for."""
    if target is None:
        return
    try:
        target.write_bytes(sendback.workbook(candidate.path, berkas, store))
        target.chmod(0o600)
    except OSError as error:
        raise InputError(
            target,
            f"berkas bertanda tidak dapat ditulis ({error.strerror}).",
            "Periksa foldernya, lalu ulangi. Tidak ada yang berubah.",
        ) from error
    print(f"Berkas bertanda: {target}")


def _publish(_: argparse.Namespace) -> int:
    return _other("analysis", "publish") or _other("pages.publik.terbitkan")


def _rollback(given: argparse.Namespace) -> int:
    audit.ready(settings().audit)
    imports.rollback(settings(), given.version)
    note(OPERATOR, standing(OPERATOR), "ubah", "kembalikan", given.version)
    say(f"Gudang: versi {given.version}. Terbitkan ulang dengan: python -m data publish")
    return 0


def _diff(given: argparse.Namespace) -> int:
    return _other("analysis", "diff", given.old, given.new)


def _other(program: str, *arguments: str) -> int:
    """Run a program of a later layer, which this one must not import."""
    return subprocess.run(
        [sys.executable, "-m", program, *arguments], cwd=ROOT, check=False
    ).returncode


def _audit(given: argparse.Namespace) -> int:
    verdict = audit.verify(settings().audit, given.head)
    print(audit.describe(verdict))
    return 0 if verdict.ok else 1


COMMANDS = {
    "demo": _demo,
    "build": _build,
    "list": _list,
    "check": _check,
    "import": _import,
    "publish": _publish,
    "rollback": _rollback,
    "diff": _diff,
    "audit": _audit,
}

if __name__ == "__main__":
    collect_seldom()
    sys.exit(main())
