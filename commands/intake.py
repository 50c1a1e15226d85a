"""How files come in: looked at, mapped, taken."""

from __future__ import annotations

import argparse
import errno
import sys
from datetime import date
from pathlib import Path

from data.access import access_log, demo_mode
from data.access.viewer import OPERATOR, look_up_standing, note
from data.build import decisions, imports, undo
from data.build.build import NO_ROOM, OPERATOR_NAME, write_sentence
from data.build.undo import write_taken_back
from data.errors import InputError, StoreError
from data.layouts import recognition
from data.layouts.mapping_answers import MappingAnswers, read_answers
from data.progress import say
from data.readers.confinement import describe_lack
from data.received import ask_mapping, own_layouts, preview, uploads
from data.received.names import name_as_sent
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.sendback import workbook
from data.settings import settings
from data.store import findings
from data.store.store import STORE, Store, open_store

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TOLD = 15  # rules of a report that the terminal shows
OPEN = 3
"""The exit code of a mapping with questions left, of which nothing was kept."""


def add_intake(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands by which files come in."""
    for name, does, run in (
        ("check", "say what a file would do, and change nothing", _check),
        ("import", "take a file in and serve the version that it makes", _import),
    ):
        command = commands.add_parser(name, help=does)
        command.set_defaults(run=run)
        _add_answers(command)
    mapped = commands.add_parser("map", help="say what the columns of an unknown file are")
    mapped.set_defaults(run=_map)
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


def _add_answers(command: argparse.ArgumentParser) -> None:
    """Add what says of a file what it does not say itself."""
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
