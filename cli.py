"""``python -m cli COMMAND``: every command of the program in one place.

``python -m data``, ``python -m analysis`` and ``python -m pages.publik.terbitkan`` are doors to it
under the names that offices have in their scripts.
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

from analysis.definitions.dimensions import DIMENSIONS
from data.access import access_log, demo_mode
from data.access.people import complete_issuer
from data.access.viewer import OPERATOR, look_up_standing, note
from data.batch import collect_seldom
from data.build import decisions, imports, undo
from data.build.build import (
    MADE_UP,
    NO_ROOM,
    OPERATOR_NAME,
    build,
    list_raw_files,
    write_sentence,
)
from data.build.undo import write_taken_back
from data.disk import write_whole
from data.errors import DasborError, InputError, StoreError
from data.layouts import recognition
from data.layouts.mapping_answers import MappingAnswers, read_answers
from data.moving import move_into_var
from data.progress import say, step
from data.readers.confinement import describe_lack
from data.received import ask_mapping, own_layouts, preview, uploads
from data.received.closing import close_to_others
from data.received.names import name_as_sent
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.sendback import workbook
from data.settings import settings
from data.stopping import allow_stop
from data.store import findings
from data.store.store import STORE, Store, open_store
from data.store.versions import Versions

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TOLD = 15  # rules of a report that the terminal shows
OPEN = 3
"""The exit code of a mapping with questions left, of which nothing was kept."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    given = make_parser().parse_args(arguments)
    try:
        move_into_var(settings())
        return COMMANDS[given.command](given)
    except DasborError as error:
        say(name_as_sent(str(error)))
        return 1


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the commands and their options."""
    whole = argparse.ArgumentParser(prog="python -m cli", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="write made-up files into var/raw/sintetis")
    commands.add_parser("build", help="build a version from var/raw and serve it")
    commands.add_parser("list", help="list the versions, the served one marked")
    for name, does in (
        ("check", "say what a file would do, and change nothing"),
        ("import", "take a file in and serve the version that it makes"),
    ):
        command = commands.add_parser(name, help=does)
        command.add_argument("file", type=Path)
        command.add_argument("--oleh", default=OPERATOR_NAME, help="who, as the version records it")
        command.add_argument(
            "--kosong",
            choices=(decisions.NO, decisions.UNKNOWN),
            help="what blank cells mean in columns that hold nothing but ya",
        )
        command.add_argument(
            "--jawab",
            nargs="+",
            default=[],
            metavar="QUESTION=ANSWER",
            help="how cells are read that the command asks about, such as kanal_pesan:x=ya",
        )
        command.add_argument("--periode", help="the period of a file that does not say its own")
        command.add_argument("--tandai", type=Path, metavar="XLSX", help="write the marked file")
    mapped = commands.add_parser("map", help="say what the columns of an unknown file are")
    what = mapped.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path)
    what.add_argument(
        "--daftar", action="store_true", help="list layouts and answers, and their use"
    )
    what.add_argument("--batal", metavar="KEY", help="take a layout or an answer of the list back")
    mapped.add_argument(
        "--ulang", action="store_true", help="also sheets that a layout knows already"
    )
    mapped.add_argument("--jawaban", type=Path, metavar="TOML", help="a file of answers")
    mapped.add_argument("--oleh", default=OPERATOR_NAME, help="who, as it is recorded")
    for name, does in (
        ("publish", "publish the served version: its cube, then public files"),
        ("cube", "publish the cube of the served version alone"),
        ("waiting", "say what publishing would move, and what waits; change nothing"),
    ):
        command = commands.add_parser(name, help=does)
        command.add_argument(
            "--batch",
            nargs="+",
            default=[],
            metavar="AREA|FILE",
            help="only these kecamatan, kelurahan (codes) or register files",
        )
        if name != "waiting":
            command.add_argument(
                "--versi", default="", help="only if this version of the data is still in use"
            )
    # The last of them is ``waiting``.
    command.add_argument("--json", action="store_true", help="as the Data page reads it")
    withdraw = commands.add_parser("withdraw", help="close a published version on every address")
    withdraw.add_argument("version", help="a version of the cube, as embeds pin it")
    withdraw.add_argument("--alasan", required=True, help="why, as readers of its address see it")
    withdraw.add_argument("--oleh", default=OPERATOR_NAME, help="who, as it is recorded")
    commands.add_parser("files", help="write and serve the public files of the published cube")
    nginx = commands.add_parser("nginx", help="print what nginx needs to serve the public files")
    nginx.add_argument("--program", help="where the program listens, as an address")
    issuer = commands.add_parser(
        "issuer", help="write the issuer of the accounts into each part of akses.toml without one"
    )
    issuer.add_argument("address", help="the issuer, as `iss` in the claims of a sign-in names it")
    commands.add_parser(
        "reset-demo", help="open the pages as a demo again, once nothing real is left"
    )
    rollback = commands.add_parser("rollback", help="serve an earlier version again")
    rollback.add_argument("version")
    diff = commands.add_parser("diff", help="which indicators moved between two versions, and why")
    diff.add_argument("old", metavar="V1", help="a version, as the list names it")
    diff.add_argument("new", metavar="V2")
    diff.add_argument("--dimensi", default="", choices=[key for key in DIMENSIONS if key])
    brief = commands.add_parser(
        "brief", help="write the memo of a period as PDF, its workbook or its picture"
    )
    brief.add_argument("--periode", default="", help="as a page names it, or 2025-06; the newest")
    brief.add_argument("--kecamatan", default="", help="its name or code; the whole city")
    brief.add_argument("--keluar", type=Path, required=True, metavar="FILE", help="what to write")
    checked = commands.add_parser("audit", help="check that the record of access is whole")
    checked.add_argument("--head", help="the last hash as noted earlier, at another place")
    return whole


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


def _check(given: argparse.Namespace) -> int:
    candidate = _find_candidate(given.file)
    try:
        report = _examine(given, candidate)
        _tell(given, candidate, report)
    finally:
        if not _waits(given.file):
            uploads.forget(candidate)
    return 1 if report.refusal else 0


def _import(given: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)  # what cannot be recorded is not done
    candidate = _find_candidate(given.file)
    try:
        report = _examine(given, candidate)
        _tell(given, candidate, report)
        if report.refusal:
            return 1
        done = imports.take(settings(), date.today(), candidate, given.oleh)
    finally:
        if not _waits(given.file):
            uploads.forget(candidate)  # gone already when it was taken
    demo_mode.end_if_real()
    if done.draft:
        note(
            OPERATOR,
            look_up_standing(OPERATOR),
            "ubah",
            f"impor: {candidate.berkas}",
            done.draft.name,
        )
        say(f"Gudang: versi {done.draft.name}. Terbitkan dengan: python -m data publish")
    return 0


def _map(given: argparse.Namespace) -> int:
    """Map a file, or list and take back what was said; return 0, or OPEN where answers lack."""
    if given.daftar:
        for one in undo.list_said(settings()):
            print(f"{one.key}  {one.words}; {one.used}")
        return 0
    access_log.check_ready(settings().audit)  # what cannot be recorded is not done
    if given.batal:
        return _take_back(given)
    answers = read_answers(given.jawaban)
    candidate = _find_candidate(given.file)
    try:
        sheets = preview.read_previews(candidate)
        unknown = [sheet for sheet in sheets if given.ulang or not sheet.layout]
        for sheet in sheets:
            if sheet not in unknown and sheet.layout:
                print(
                    f"Lembar '{sheet.name}' sudah dikenal sebagai {sheet.layout.title}. "
                    "Cocokkan lain dengan --ulang."
                )
        if answers.lembar:
            unknown = [sheet for sheet in unknown if sheet.name == answers.lembar]
        codes = [_map_sheet(sheet, candidate, answers) for sheet in unknown]
    finally:
        if not _waits(given.file):
            uploads.forget(candidate)
    return max(codes, default=0)


def _map_sheet(sheet: Preview, candidate: Candidate, answers: MappingAnswers) -> int:
    """Map one sheet by what was answered, asking for the rest where somebody sits there."""
    print(f"Lembar '{sheet.name}':")
    if sys.stdin.isatty():
        held, _ = ask_mapping.ask_sheet(sheet, candidate.name, answers, input, print)
    else:
        held = own_layouts.interview_sheet(sheet, candidate.name, answers)
        ask_mapping.tell_sheet(held, print)
    if held.open:
        print("Perlu dijawab, dalam berkas untuk --jawaban:")
        for question in held.open:
            print(f"  {ask_mapping.write_question(question)}")
        return OPEN
    settled = held.settle(recognition.read_layouts())
    path = own_layouts.keep_layout(
        settled,
        sheet.rows,
        lambda name: note(OPERATOR, look_up_standing(OPERATOR), "ubah", f"tata letak: {name}"),
    )
    say(f"Tata letak disimpan: {path}. Periksa berkasnya dengan: python -m data check BERKAS")
    return 0


def _take_back(given: argparse.Namespace) -> int:
    done = undo.take_back(settings(), given.batal, given.oleh)
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", f"batal: {done.key}")
    say(write_taken_back(done))
    return 0


def _examine(given: argparse.Namespace, candidate: Candidate) -> imports.Report:
    """Return what a file would do, once what the command says of its blank cells is kept."""
    if lack := describe_lack():
        say(lack)
    if given.periode:
        known = (sheet.layout for sheet in preview.read_previews(candidate) if sheet.layout)
        table = next((layout.table for layout in known), "")
        imports.say_period(settings(), candidate, table, given.periode, given.oleh)
    report = imports.examine(settings(), date.today(), candidate, given.oleh)
    blanks = bool(given.kosong and report.asked)
    if blanks:
        columns = [name for names in report.asked.values() for name in names]
        table = report.sheets[0].tabel
        imports.say_blanks(settings(), candidate, table, columns, given.kosong, given.oleh)
    if not _answer(given, candidate, report) and not blanks:
        return report
    return imports.examine(settings(), date.today(), candidate, given.oleh)


def _answer(given: argparse.Namespace, candidate: Candidate, report: imports.Report) -> bool:
    """Keep what the command answers of a file's questions; tell whether it is anything.

    Raises InputError for an answer that is none, naming those that are.
    """
    open_ = {question.key: question for question in report.questions}
    for text in given.jawab:
        key, _, said = text.rpartition("=")
        if key in open_ and said not in open_[key].choices:
            raise InputError(
                name_as_sent(candidate.berkas),
                f"'{said}' bukan jawaban untuk {key}.",
                f"Pilih salah satu: {', '.join(open_[key].choices)}.",
            )
        if key in open_:
            imports.say_answer(settings(), candidate, open_[key], said, given.oleh)
    return any(text.rpartition("=")[0] in open_ for text in given.jawab)


def _find_candidate(path: Path) -> Candidate:
    """Return a file as a waiting one; what waits already is not copied again."""
    if _waits(path):
        found = uploads.find_waiting(settings().raw, path.name.removeprefix(uploads.WAITING))
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
        name, store = imports.find_kept_name(settings(), candidate, report.already)
        _mark(given.tandai, candidate, name, store)
        return
    assert report.draft is not None
    for sheet in report.sheets:
        print(write_sentence(sheet))
    for line in report.replaced:
        print(f"  {line}")
    store = open_store(report.draft.folder / STORE, report.draft.name, dict(report.draft.record))
    rules = findings.summarise(store, report.berkas)
    for rule in rules.head(TOLD).itertuples():
        print(f"  {findings.write_sentence(rule)}")
    if len(rules) > TOLD:
        print(f"  ... dan {len(rules) - TOLD} temuan lain; semuanya ada di berkas bertanda.")
    _mark(given.tandai, candidate, report.berkas, store)
    if report.questions:
        keys = ", ".join(f"{q.key}=({'|'.join(q.choices)})" for q in report.questions)
        print(f"  Perlu dijawab: --jawab {keys}")
    if report.refusal:
        say(f"Tidak diambil: {report.refusal}")


def _mark(target: Path | None, candidate: Candidate, berkas: str, store: Store) -> None:
    """Write the marked workbook where it was asked for."""
    if target is None:
        return
    try:
        target.write_bytes(workbook.make_workbook(candidate.path, berkas, store))
        target.chmod(0o600)
    except OSError as error:
        raise InputError(
            target,
            f"berkas bertanda tidak dapat ditulis ({error.strerror}).",
            "Periksa foldernya, lalu ulangi. Tidak ada yang berubah.",
        ) from error
    print(f"Berkas bertanda: {target}")


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


def _roll_back(given: argparse.Namespace) -> int:
    access_log.check_ready(settings().audit)
    imports.roll_back(settings(), given.version)
    note(OPERATOR, look_up_standing(OPERATOR), "ubah", "kembalikan", given.version)
    say(f"Gudang: versi {given.version}. Terbitkan ulang dengan: python -m data publish")
    return 0


def _compare(given: argparse.Namespace) -> int:
    from analysis.tracing.changes import compare_versions
    from analysis.tracing.changes_text import write_text

    print(write_text(compare_versions(OPERATOR, given.old, given.new, given.dimensi)))
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


def _audit(given: argparse.Namespace) -> int:
    verdict = access_log.verify(settings().audit, given.head)
    print(access_log.describe(verdict))
    return 0 if verdict.ok else 1


COMMANDS = {
    "demo": _make_demo,
    "build": _build,
    "list": _list,
    "check": _check,
    "import": _import,
    "map": _map,
    "publish": _publish,
    "cube": _publish_cube,
    "files": _write_files,
    "nginx": _print_nginx_site,
    "waiting": _tell_waiting,
    "withdraw": _withdraw,
    "issuer": _complete_issuer,
    "reset-demo": _reset_demo,
    "rollback": _roll_back,
    "diff": _compare,
    "brief": _write_brief,
    "audit": _audit,
}


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run one command as the whole work of this process, and end it."""
    collect_seldom()
    allow_stop()
    sys.exit(main(arguments))


if __name__ == "__main__":
    run()
