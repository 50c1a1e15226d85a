"""Asks in a terminal what the columns of a file are, one question after the other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import msgspec

from data.errors import SettingsError
from data.layouts.interview import NO_COLUMN, Interview, Open
from data.layouts.mapping_answers import MappingAnswers, add_answer, write_key
from data.received.own_layouts import interview_sheet
from data.received.preview import Preview

Ask = Callable[[str], str]
Tell = Callable[[str], object]
CHANGE = "Ubah satu kolom (kolom.NAMA = judul, isi = TABEL), atau Enter bila sudah benar: "


def ask_sheet(
    preview: Preview, berkas: str, answers: MappingAnswers, ask: Ask, tell: Tell
) -> tuple[Interview, MappingAnswers]:
    """Return what is known of a sheet once a person has answered all of it, and the answers.

    ``ask`` gives the answer to a question, ``tell`` shows a line. Raises EOFError where the person
    goes away, SettingsError for answers given before that cannot be.
    """
    held = interview_sheet(preview, berkas, answers)
    tell_sheet(held, tell)
    while changed := ask(CHANGE).strip():
        answers, held = _try_change(preview, berkas, answers, held, changed, tell)
    for _ in count():
        if not held.open:
            break
        answers = _ask_once(held.open[0], answers, ask, tell)
        held = interview_sheet(preview, berkas, answers)
    title = ask(f"Nama tata letak [{held.title}]: ").strip()
    if title:
        answers = add_answer(answers, ("judul",), title)
    return interview_sheet(preview, berkas, answers), answers


def tell_sheet(held: Interview, tell: Tell) -> None:
    """Show what is known of a sheet."""
    for line in held.told:
        tell(f"  {line}")


def write_question(question: Open) -> str:
    """Return how a question left open is listed: its key in a file of answers, and its words."""
    choices = f" ({' | '.join(question.choices)})" if question.choices else ""
    return f"{write_key(question.key)} = ...   {question.text}{choices}"


def _ask_once(question: Open, answers: MappingAnswers, ask: Ask, tell: Tell) -> MappingAnswers:
    """Return the answers with that to one question, which is asked until it can be one."""
    choices = f" ({' | '.join(question.choices)})" if question.choices else ""
    while True:
        said = ask(f"{question.text}{choices}: ").strip()
        words = said.split() if question.key[0] == "pilihan" else [said]
        if said and (not question.choices or set(words) <= set(question.choices)):
            return add_answer(answers, question.key, "" if said == NO_COLUMN else said)
        tell(f"  '{said}' bukan jawaban. Pilih salah satu: {', '.join(question.choices) or 'isi'}.")


def _try_change(
    preview: Preview,
    berkas: str,
    answers: MappingAnswers,
    held: Interview,
    changed: str,
    tell: Tell,
) -> tuple[MappingAnswers, Interview]:
    """Return the answers and what is known after a change, as they were where it cannot be."""
    key, _, said = changed.partition("=")
    names = tuple(part.strip().strip('"') for part in key.strip().split(".", 1))
    parts = {part.name for part in msgspec.structs.fields(MappingAnswers)}
    if names[0] not in parts or not said:
        tell(f"  '{changed}' tidak dikenal. Tulis misalnya: kolom.nama_usaha = Nama Toko")
        return answers, held
    try:
        trial = add_answer(answers, names, said.strip().strip("'\""))
        again = interview_sheet(preview, berkas, trial)
    except (SettingsError, TypeError, ValueError) as error:
        tell(f"  {error}")
        return answers, held
    tell_sheet(again, tell)
    return trial, again
