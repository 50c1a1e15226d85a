"""What keeps the program's own folders: built, listed, gone back to, audited."""

from __future__ import annotations

import argparse
from datetime import date

from data.access import access_log, demo_mode
from data.access.people import complete_issuer
from data.access.viewer import OPERATOR, look_up_standing, note
from data.build import imports
from data.build.build import MADE_UP, OPERATOR_NAME, build, list_raw_files
from data.progress import say
from data.received.closing import close_to_others
from data.settings import settings
from data.store.versions import Versions


def add_upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that keep the program's own folders."""
    for name, does, run in (
        ("demo", "write made-up files into var/raw/sintetis", _make_demo),
        ("build", "build a version from var/raw and serve it", _build),
        ("list", "list the versions, the served one marked", _list),
        ("reset-demo", "open the pages as a demo again, once nothing real is left", _reset_demo),
    ):
        commands.add_parser(name, help=does).set_defaults(run=run)
    rollback = commands.add_parser("rollback", help="serve an earlier version again")
    rollback.set_defaults(run=_roll_back)
    rollback.add_argument("version")
    issuer = commands.add_parser(
        "issuer", help="write the issuer of the accounts into each part of akses.toml without one"
    )
    issuer.set_defaults(run=_complete_issuer)
    issuer.add_argument("address", help="the issuer, as `iss` in the claims of a sign-in names it")
    checked = commands.add_parser("audit", help="check that the record of access is whole")
    checked.set_defaults(run=_audit)
    checked.add_argument("--head", help="the last hash as noted earlier, at another place")


def _make_demo(_: argparse.Namespace) -> int:
    # Imported here: only this command needs the generator and its spreadsheet writer.
    from data.demo.files import write_files

    write_files(settings().raw / MADE_UP)
    close_to_others(settings().raw)
    return 0


def _build(_: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)  # what cannot be recorded is not done
    if not list_raw_files(settings().raw):
        say("var/raw masih kosong: menulis data contoh (sintetis).")
        _make_demo(_)
    say("Membangun gudang data")
    name = build(settings(), date.today())
    demo_mode.end_if_real()
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", "bangun", name)
    say(f"Gudang: versi {name}")
    return 0


def _list(_: argparse.Namespace) -> int:
    versions = Versions(settings().gudang)
    if not versions.list_names():
        print("Belum ada versi. Buat yang pertama dengan: python -m data import BERKAS")
    for name in versions.list_names():
        mark = "*" if name == versions.find_current() else " "
        record = versions.record(name)
        sheets = record["berkas"]
        files = {sheet["sha256"] for sheet in sheets}
        by = f"{record.get('waktu', record['tanggal'])} oleh {record.get('oleh', OPERATOR_NAME)}"
        print(
            f"{mark} {name}  {by}  {len(files)} berkas, {sum(s['diterima'] for s in sheets)} baris"
        )
    return 0


def _roll_back(given: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)
    imports.roll_back(settings(), given.version)
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", "kembalikan", given.version)
    say(f"Gudang: versi {given.version}. Terbitkan ulang dengan: python -m data publish")
    return 0


def _complete_issuer(given: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)
    done = complete_issuer(settings().akses, given.address)
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", f"penerbit akun: {given.address}")
    say(f"{settings().akses}: penerbit ditambahkan pada {done} bagian.")
    return 0


def _reset_demo(_: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)
    demo_mode.reset()
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", "mode demo dibuka lagi")
    say("Mode demo dapat berlaku lagi, selama semua data sintetis dan belum ada akun.")
    return 0


def _audit(given: argparse.Namespace) -> int:
    verdict = access_log.verify(settings().audit, given.head)
    print(access_log.describe(verdict))
    return 0 if verdict.ok else 1
