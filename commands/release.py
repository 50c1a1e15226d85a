"""How figures go out: published, compared, withdrawn, written down for a meeting."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from analysis.definitions.dimensions import DIMENSIONS
from data.access import access_log
from data.access.viewer import OPERATOR, look_up_standing, note
from data.build.build import OPERATOR_NAME
from data.disk import write_whole
from data.errors import DasborError, InputError
from data.progress import say, step
from data.settings import settings


def add_release(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands by which figures go out."""
    for name, does, run in (
        ("publish", "publish the served version: its cube, then public files", _publish),
        ("cube", "publish the cube of the served version alone", _publish_cube),
    ):
        command = commands.add_parser(name, help=does)
        command.set_defaults(run=run)
        _add_batch(command)
        command.add_argument(
            "--versi", default="", help="only if this version of the data is still in use"
        )
    waiting = commands.add_parser(
        "waiting", help="say what publishing would move, and what waits; change nothing"
    )
    waiting.set_defaults(run=_tell_waiting)
    _add_batch(waiting)
    waiting.add_argument("--json", action="store_true", help="as the Data page reads it")
    withdraw = commands.add_parser("withdraw", help="close a published version on every address")
    withdraw.set_defaults(run=_withdraw)
    withdraw.add_argument("version", help="a version of the cube, as embeds pin it")
    withdraw.add_argument("--alasan", required=True, help="why, as readers of its address see it")
    withdraw.add_argument("--oleh", default=OPERATOR_NAME, help="who, as it is recorded")
    files = commands.add_parser(
        "files", help="write and serve the public files of the published cube"
    )
    files.set_defaults(run=_write_files)
    nginx = commands.add_parser("nginx", help="print what nginx needs to serve the public files")
    nginx.set_defaults(run=_print_nginx_site)
    nginx.add_argument("--program", help="where the program listens, as an address")
    _add_reading(commands)


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what only reads: differences, and the memo."""
    diff = commands.add_parser("diff", help="which indicators moved between two versions, and why")
    diff.set_defaults(run=_compare)
    diff.add_argument("old", metavar="V1", help="a version, as the list names it")
    diff.add_argument("new", metavar="V2")
    diff.add_argument("--dimensi", default="", choices=[key for key in DIMENSIONS if key])
    brief = commands.add_parser(
        "brief", help="write the memo of a period as PDF, its workbook or its picture"
    )
    brief.set_defaults(run=_write_brief)
    brief.add_argument("--periode", default="", help="as a page names it, or 2025-06; the newest")
    brief.add_argument("--kecamatan", default="", help="its name or code; the whole city")
    brief.add_argument("--keluar", type=Path, required=True, metavar="FILE", help="what to write")


def _add_batch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--batch",
        nargs="+",
        default=[],
        metavar="AREA|FILE",
        help="only these kecamatan, kelurahan (codes) or register files",
    )


def _publish(given: argparse.Namespace) -> int:
    return _publish_cube(given) or _write_files(given)


def _publish_cube(given: argparse.Namespace) -> int:
    # Imported here: what chooses and audits takes a second to load, and few commands need it.
    from analysis.release.publish import publish

    say("Menerbitkan kubus")
    name = publish(settings(), date.today(), batch=set(given.batch), of=given.versi)
    say(f"Terbit: versi {name}")
    return 0


def _tell_waiting(given: argparse.Namespace) -> int:
    from analysis.release.report import describe_waiting, list_waiting, tell_waiting

    batch = set(given.batch)
    if given.json:
        found = list_waiting(settings(), OPERATOR, batch)
        print(json.dumps([tell_waiting(period) for period in found]))
    else:
        print("\n".join(describe_waiting(settings(), OPERATOR, batch)))
    return 0


def _withdraw(given: argparse.Namespace) -> int:
    from public.corrections import correction_files
    from public.files import published

    access_log.check_ready(settings().audit)  # what cannot be recorded is not done
    about = {
        "alasan": given.alasan,
        "tanggal": date.today().isoformat(),
        "oleh": given.oleh,
    }
    served = published.withdraw(settings(), given.version, about)
    correction_files.refresh(settings())
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", f"tarik: {given.alasan}", given.version)
    say(f"Ditarik: versi {given.version}. Alamat yang menyebutnya kini menjawab 410.")
    say(f"Tayang: versi {served}." if served else "Tidak ada lagi yang tayang. Terbitkan ulang.")
    return 0


def _write_files(_: argparse.Namespace) -> int:
    from geo import ready
    from public.parts import write_files

    with step("menulis sematan, halaman publik dan API"):
        ready.prepare()
        name = write_files(settings())
    say(f"Berkas publik: {name}")
    return 0


def _print_nginx_site(given: argparse.Namespace) -> int:
    from public.files.nginx import PROGRAM, write_site

    print(write_site(settings(), given.program or PROGRAM), end="")
    return 0


def _compare(given: argparse.Namespace) -> int:
    from analysis.tracing.changes import compare_versions
    from analysis.tracing.changes_text import write_text

    print(write_text(compare_versions(OPERATOR, given.old, given.new, given.dimensi)))
    return 0


def _write_brief(given: argparse.Namespace) -> int:
    # Imported here: the views of pages take their time to load, and no other command has them.
    from analysis.definitions.selection import Selection, read_options
    from data.store.store import open_publik
    from public.brief.order import FORMS, order_file

    form = given.keluar.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise InputError(
            given.keluar,
            f"jenis '.{form}' tidak dikenal.",
            f"Pilih salah satu: {', '.join(FORMS)}.",
        )
    cube = open_publik()
    offered = read_options(cube)
    chosen = Selection(
        _find_choice("Periode", offered.periode, given.periode),
        _find_choice("Kecamatan", offered.kecamatan, given.kecamatan),
    )
    made = order_file(cube, chosen, form)
    try:
        write_whole(given.keluar, made)
    except OSError as error:
        raise InputError(
            given.keluar,
            f"tidak dapat ditulis ({error.strerror}).",
            "Periksa foldernya, lalu ulangi.",
        ) from error
    say(f"Nota: {given.keluar} ({chosen.area_name}, {len(made) // 1000} kB)")
    return 0


def _find_choice(name: str, labels: Mapping[str, str], given: str) -> str:
    """Return the code of what a command names by its label or code, the first where it names none.

    Raises DasborError with what there is.
    """
    known = {label.casefold(): code for label, code in labels.items()}
    known |= {code: code for code in labels.values()}
    found = known.get(given.strip().casefold()) if given else next(iter(labels.values()), None)
    if found is None:
        raise DasborError(f"{name} '{given[:40]}' tidak ada. Yang ada: {', '.join(labels)}.")
    return found
