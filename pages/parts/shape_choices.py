"""What an officer says of a sheet's shape: cells that lie in one, headings that are values, columns
with several answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from data.layouts import column_names, one_cell, recognition, several, spread
from data.layouts.interview import ask_days, complete_days, settle_lists
from data.layouts.layout import Choices, Wide
from data.layouts.mapping_answers import MappingAnswers, add_answer
from data.layouts.recognition import PlacedLayout
from data.layouts.shapes import MARKS
from data.received.preview import Preview
from data.tables import Table
from pages.parts.plain import write_plain


@dataclass(frozen=True)
class SeveralAnswers:
    """The columns with several answers, as a layout says them, and the headings that they take."""

    choices: tuple[Choices, ...] = ()
    any_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """Return the columns that they fill."""
        return {*self.any_of, *(name for choice in self.choices for name in choice.columns)}

    @property
    def headings(self) -> set[str]:
        """Return the headings that no other column can have."""
        own = {heading for choice in self.choices for heading in choice.headings}
        return own | {heading for headings in self.any_of.values() for heading in headings}


def choose_mark(sheet: Preview) -> str:
    """Offer to open the cells of a sheet whose rows lie in one cell each; return the mark."""
    found = one_cell.find_mark(sheet.rows)
    if not found:
        return ""
    wanted = st.checkbox(
        f"Semua isi ada di satu kolom: pecah di tanda {MARKS[found]}",
        value=True,
        key=f"satu-sel-{sheet.name}",
        help="Tiap baris dipecah menjadi sel-selnya, dan itu dilaporkan di temuan.",
    )
    return found if wanted else ""


def choose_wide(
    sheet: Preview, heading: int, depth: int, table: Table, start: PlacedLayout | None
) -> Wide | None:
    """Offer headings that are values; return them if they are to be such."""
    if start:
        return start.layout.wide
    for number, found in enumerate(spread.find_spread(sheet.rows, heading, table, depth)):
        if st.checkbox(
            _describe(found, table),
            value=number == 0,
            key=f"lebar-{sheet.name}-{heading}-{table.name}-{number}",
            help="Tiap baris lembar menjadi satu baris untuk tiap kolom itu.",
        ):
            return _complete(sheet, found.wide)
    return None


def _describe(found: spread.Spread, table: Table) -> str:
    """Return the words of the offer: each heading with the value that it stands for."""
    wide = found.wide
    if not wide.headings or wide.group or not wide.value:
        return write_plain(f"Judul yang menjadi isi: {found.why}")
    listed = ", ".join(f"{written} = {own}" for written, own in wide.headings.items())
    return f"Satu kolom untuk tiap {table.get_label(wide.column).lower()}: {write_plain(listed)}"


def _complete(sheet: Preview, wide: Wide) -> Wide:
    """Ask for the dates of days and for what the marks below them mean; return them said."""
    answers = MappingAnswers()
    for question in ask_days(complete_days(wide, answers), answers):
        key = f"hari-{sheet.name}-{'-'.join(question.key)}"
        label = write_plain(question.text[:1].upper() + question.text[1:])
        said = (
            st.radio(label, question.choices, index=None, horizontal=True, key=key)
            if question.choices
            else st.text_input(label, key=key, width=360).strip()
        )
        answers = add_answer(answers, question.key, said) if said else answers
    return complete_days(wide, answers)


def choose_several(
    sheet: Preview, heading: int, table: Table, wide: Wide | None, start: PlacedLayout | None
) -> SeveralAnswers:
    """Show the columns with several answers, ask about those that nobody knows; return them."""
    if start:
        return SeveralAnswers(start.layout.choices, start.layout.any_of)
    names = column_names.collect_names(table, recognition.read_layouts())
    lists = [
        one
        for one in several.find_several(sheet.rows, heading, table, names)
        if not spread.is_spread(wide, one.heading) and _is_wanted(sheet, heading, table, one)
    ]
    listed = {one.heading for one in lists}
    ticks = several.find_ticks(sheet.rows, heading, table, names, listed)
    answers = MappingAnswers()
    for question in settle_lists(lists, answers, table)[1]:
        picked = st.multiselect(
            write_plain(question.text[:1].upper() + question.text[1:]),
            question.choices,
            format_func=lambda name: (
                table.get_label(name) if name in table.names else "Bukan kanal"
            ),
            placeholder="Biarkan; kolom lain di barisnya menjadi tidak diketahui",
            key=f"pilihan-{sheet.name}-{heading}-{'-'.join(question.key)}",
        )
        answers = add_answer(answers, question.key, " ".join(picked)) if picked else answers
    choices, _ = settle_lists(lists, answers, table)
    listed_columns = {name for choice in choices for name in choice.columns}
    any_of = {name: own for name, own in ticks.items() if name not in listed_columns}
    for name, own in any_of.items():
        st.caption(
            f"{table.get_label(name)}: ya bila salah satu dari {write_plain(', '.join(own))}."
        )
    return SeveralAnswers(choices, any_of)


def _is_wanted(sheet: Preview, heading: int, table: Table, one: several.Several) -> bool:
    known = "; ".join(
        f"{answer} = {' dan '.join(map(table.get_label, names)) or 'bukan kanal'}"
        for answer, names in one.meanings.items()
        if names is not None
    )
    return st.checkbox(
        f"Beberapa jawaban tiap sel di '{write_plain(one.heading)}', dipecah di "
        f"'{write_plain(one.separator)}': {write_plain(known)}",
        value=True,
        key=f"beberapa-{sheet.name}-{heading}-{one.heading}",
    )
