"""One file in: looked at first, then taken, or thrown away again. Both doors use this: the
command line and the Data page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from data.build import answers, decisions, questions, undo
from data.build.build import (
    MADE_UP,
    OPERATOR_NAME,
    Draft,
    find_draft,
    list_inputs,
    list_raw_files,
    make_draft,
    serve,
)
from data.build.decisions import Decision
from data.build.fill import Counts
from data.build.questions import Question
from data.errors import InputError
from data.fingerprint import hash_file
from data.received import receipts, uploads
from data.received.names import name_as_sent
from data.received.uploads import Candidate
from data.settings import Settings
from data.store.store import STORE, Store, open_store, open_version
from data.store.versions import Versions

OF_FILE = """
    select kolom, aturan, tabel, nilai, seharusnya
    from temuan
    where berkas = $berkas or starts_with(berkas, $berkas || ' [')
    order by posisi
"""
FEW = 5  # refused rows that never keep a file out, however short it is


@dataclass(frozen=True)
class Report:
    """What a file would do, or has done.

    ``sheets`` is what becomes of its rows, ``replaced`` says in words what it does to rows of
    files received before, ``refusal`` why it cannot be taken as a whole (None when it can),
    ``already`` the version that has it, ``draft`` the version that it makes, ``asked`` the columns
    of which somebody has to say what a blank cell means, by question; ``questions`` what else has
    to be answered before some of its cells can be read.
    """

    berkas: str
    sheets: tuple[Counts, ...] = ()
    refusal: str | None = None
    already: str | None = None
    draft: Draft | None = None
    replaced: tuple[str, ...] = ()
    asked: Mapping[str, list[str]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def examine(
    settings: Settings, today: date, candidate: Candidate, by: str = OPERATOR_NAME
) -> Report:
    """Return what a waiting file would do; nothing that is served changes.

    Raises InputError when its layout is not known, StoreError when there is no room.
    """
    versions = Versions(settings.gudang)
    with versions.locking():
        return _examine(settings, versions, today, candidate, by)


def peek(settings: Settings, candidate: Candidate) -> Report | None:
    """Return what ``examine`` has found before, None when it has to look (again)."""
    versions = Versions(settings.gudang)
    already = _find_version_with(versions, candidate)
    if already:
        return Report(candidate.berkas, already=already)
    draft = find_draft(settings, versions, _add_waiting(settings, candidate))
    return _report(settings, candidate, draft) if draft else None


def take(settings: Settings, today: date, candidate: Candidate, by: str = OPERATOR_NAME) -> Report:
    """Keep a waiting file, and serve the version that it makes with those kept before.

    Raises InputError when the file cannot be taken; then nothing has changed.
    """
    versions = Versions(settings.gudang)
    with versions.locking():
        report = _examine(settings, versions, today, candidate, by)
        if report.already:
            uploads.forget(candidate)
            return report
        if report.refusal or report.draft is None:
            raise InputError(
                candidate.path.name.removeprefix(uploads.WAITING),
                report.refusal or "tidak dapat diambil.",
                "Perbaiki berkasnya, lalu coba lagi.",
            )
        # Noted first: a line about a file that never came says nothing.
        receipts.note_receipt(settings.raw, [candidate.berkas])
        uploads.keep(settings.raw, candidate)
        versions.put_aside(versions.list_set_aside() - {candidate.sha256})
        serve(versions, report.draft)
        return report


def roll_back(settings: Settings, name: str) -> None:
    """Serve an earlier version again, and leave out of later builds what it did not have.

    Taking one of those files in again brings it back. Raises StoreError for an unknown version.
    """
    versions = Versions(settings.gudang)
    with versions.locking():
        record = versions.record(name)
        # A file whose layout was taken back since cannot be read any more.
        lost = undo.find_lost(settings, record)
        had = dict.fromkeys(f["sha256"] for f in record["berkas"] if f["sha256"] not in lost)
        real = {
            hash_file(p): p.relative_to(settings.raw).as_posix()
            for p in list_raw_files(settings.raw)
            if p.relative_to(settings.raw).parts[0] != MADE_UP
        }
        versions.put_aside(real.keys() - had.keys())
        received = [real[digest] for digest in had if digest in real]
        receipts.restore_order(settings.raw, [n for n in received if n.startswith(uploads.FOLDER)])
        versions.serve(name)


def _examine(
    settings: Settings, versions: Versions, today: date, candidate: Candidate, by: str
) -> Report:
    already = _find_version_with(versions, candidate)
    if already:
        return Report(candidate.berkas, already=already)
    draft = make_draft(settings, versions, _add_waiting(settings, candidate), today, by)
    uploads.check_unchanged(candidate)
    return _report(settings, candidate, draft)


def _find_version_with(versions: Versions, candidate: Candidate) -> str | None:
    current = versions.find_current()
    if current is None:
        return None
    had = {file["sha256"] for file in versions.record(current)["berkas"]}
    return current if candidate.sha256 in had else None


def _report(settings: Settings, candidate: Candidate, draft: Draft) -> Report:
    sheets = tuple(
        Counts(**file)
        for file in draft.record["berkas"]
        if file["berkas"] == candidate.berkas or file["berkas"].startswith(f"{candidate.berkas} [")
    )
    replaced = tuple(_count_replaced(draft, candidate.berkas))
    refusal = _explain_refusal(settings, draft, sheets)
    found = _store(draft).query_rows(OF_FILE, {"berkas": candidate.berkas})
    asked, unread = answers.list_questions(found), tuple(questions.list_open(found))
    return Report(candidate.berkas, sheets, refusal, None, draft, replaced, asked, unread)


def say_blanks(
    settings: Settings, candidate: Candidate, table: str, columns: Iterable[str], said: str, by: str
) -> None:
    """Keep what the blank cells of some columns of a waiting file mean (``NO`` or ``UNKNOWN``)."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for name in columns:
        decisions.add(
            settings.keputusan,
            Decision("kosong", table, candidate.sha256, name, said, by, now),
        )


def say_answer(
    settings: Settings, candidate: Candidate, question: Question, said: str, by: str
) -> None:
    """Keep the answer to a question about the cells of a waiting file, one of its choices."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    decisions.add(
        settings.keputusan,
        Decision(question.kind, question.table, candidate.sha256, question.key, said, by, now),
    )


def say_period(settings: Settings, candidate: Candidate, table: str, said: str, by: str) -> None:
    """Keep the period of a waiting file that does not say its own."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sent = name_as_sent(candidate.berkas)
    decisions.add(
        settings.keputusan, Decision("periode", table, candidate.sha256, sent, said, by, now)
    )


def _add_waiting(settings: Settings, candidate: Candidate) -> Mapping[str, Path]:
    """Return a build's inputs with a waiting file as the last of them; made-up ones make way."""
    files = {
        name: path
        for name, path in list_inputs(settings).items()
        if name != candidate.berkas and not name.startswith(f"{MADE_UP}/")
    }
    return files | {candidate.berkas: candidate.path}


def find_kept_name(settings: Settings, candidate: Candidate, version: str) -> tuple[str, Store]:
    """Return the name under which a version has a file, and that version's store."""
    files = Versions(settings.gudang).record(version)["berkas"]
    name = next(file["berkas"] for file in files if file["sha256"] == candidate.sha256)
    return name.split(" [")[0], open_version(settings.gudang, version, STORE)


def _count_replaced(draft: Draft, berkas: str) -> Iterator[str]:
    """Yield, for every earlier file, how many of its rows this one replaces."""
    found = _store(draft).query(
        "select berkas, count(distinct baris) as baris from penggantian "
        "where oleh_berkas = $berkas or starts_with(oleh_berkas, $berkas || ' [') "
        "group by berkas order by berkas",
        {"berkas": berkas},
    )
    for row in found.itertuples():
        name = name_as_sent(row.berkas)
        yield f"Menggantikan {row.baris} baris dari {name}, yang diterima lebih dulu."


def _store(draft: Draft) -> Store:
    return open_store(draft.folder / STORE, draft.name, dict(draft.record))


def _explain_refusal(settings: Settings, draft: Draft, sheets: tuple[Counts, ...]) -> str | None:
    """Return why a file is refused as a whole, if it is.

    Rows of other areas do not count: a province's table has them by nature.
    """
    for sheet in sheets:
        elsewhere = _count_elsewhere(draft, sheet.berkas)
        wrong = sheet.ditolak - elsewhere
        if sheet.dibaca and not sheet.diterima and not sheet.dilipat:
            return "tidak satu baris pun dapat diterima; sebabnya ada di daftar temuan."
        if wrong > FEW and 100 * wrong > settings.batas_tolak_persen * sheet.dibaca:
            return (
                f"{sheet.ditolak} dari {sheet.dibaca} baris ditolak"
                f"{_say_elsewhere(elsewhere, wrong)}, lebih dari "
                f"{settings.batas_tolak_persen} %; kemungkinan kolomnya tidak cocok."
            )
    return None


def _say_elsewhere(elsewhere: int, wrong: int) -> str:
    """Return what is not counted against a file, so that its reader finds every refused row."""
    if not elsewhere:
        return ""
    return f", {elsewhere} di antaranya karena di wilayah lain; sisanya {wrong} baris"


def _count_elsewhere(draft: Draft, berkas: str) -> int:
    """Return how many rows are refused for nothing but lying in another area."""
    found = _store(draft).query(
        "select count(*) as n from (select baris from temuan where berkas = ? "
        "and tingkat = 'galat' group by baris having bool_and(aturan = 'wilayah_lain'))",
        [berkas],
    )
    return int(found["n"].iloc[0])
