"""What an officer chooses for a sheet of unknown layout, one choice after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import streamlit as st

from data.layouts import cell_words, column_names, periods, proposals
from data.layouts.interview import NEXT_FILE, show_samples
from data.layouts.layout import Wide
from data.layouts.proposals import Proposal
from data.layouts.recognition import PlacedLayout, list_spread
from data.layouts.spread import is_spread
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.tables import Table
from pages.parts.plain import write_plain
from pages.parts.shape_choices import SeveralAnswers

NONE = "(tidak ada)"
NUMBERED = ("id_usaha", "id_responden")
NAMING = ("nama_usaha", "nama_pemilik", "kelurahan")
UNKNOWN_WORD = "(tidak diketahui)"


def choose_columns(
    sheet: Preview,
    heading: int,
    table: Table,
    wide: Wide | None,
    several: SeveralAnswers,
    start: PlacedLayout | None,
) -> dict[str, str]:
    """Show the matched columns of the table first, each with the reason and samples, then those
    that nothing was found for; return heading by column."""
    named = sheet.rows[heading]
    free = [c for c in named if c and not is_spread(wide, c) and c not in several.headings]
    headings = [NONE, *dict.fromkeys(free)]
    proposed = _propose(sheet, heading, table, wide, several)
    known = {name: str(named[place]) for name, place in start.places.items()} if start else {}
    likely = {one.column: _find_likely(one, known) for one in proposed}
    matched = [one for one in proposed if likely[one.column] in headings[1:]]
    others = [one for one in proposed if one not in matched]
    needed = {column.name for column in table.columns if column.required}
    chosen: dict[str, str] = {}

    def show(title: str, some: Sequence[Proposal], folded: bool = False) -> None:
        if not some:
            return
        # Most of them are in no file, and the questions below are not to be far away.
        with st.expander(f"{title} ({len(some)})") if folded else st.container():
            if not folded:
                st.markdown(f"**{title}**")
            columns = st.columns(2)
            for number, one in enumerate(some):
                with columns[number % 2]:
                    likeliest = likely[one.column]
                    picked = _choose_heading(sheet, heading, table, one, headings, likeliest)
                if picked != NONE:
                    chosen[one.column] = picked

    show("Dicocokkan", matched)
    show("Belum ditemukan di berkas", [one for one in others if one.column in needed])
    show("Kolom lain yang dapat diisi", [one for one in others if one.column not in needed], True)
    return chosen


def _propose(
    sheet: Preview, heading: int, table: Table, wide: Wide | None, several: SeveralAnswers
) -> list[Proposal]:
    """Return the proposals for the columns that nothing else fills, made once for a choice."""
    taken = sorted(several.headings)
    key = f"_usul-{sheet.name}-{heading}-{table.name}-{wide}-{taken}"
    if key not in st.session_state:
        st.session_state[key] = proposals.propose(
            sheet.rows, heading, table, wide=wide, without=taken
        )
    filled = {*list_spread(wide), *several.columns}
    return [one for one in st.session_state[key] if one.column not in filled]


def _find_likely(one: Proposal, known: Mapping[str, str]) -> str | None:
    """Return the heading that a layout knows a column by, else the one proposed, if it is free."""
    return known.get(one.column) or (one.heading if one.heading not in known.values() else None)


def _choose_heading(
    sheet: Preview,
    heading: int,
    table: Table,
    one: Proposal,
    headings: Sequence[str],
    likely: str | None,
) -> str:
    column = next(c for c in column_names.list_columns(table) if c.name == one.column)
    picked = st.selectbox(
        column.label + (" (wajib)" if column.required else ""),
        headings,
        index=headings.index(likely) if likely in headings else 0,
        key=f"kolom-{sheet.name}-{heading}-{table.name}-{one.column}",
    )
    if picked != NONE:
        why = f"Usulan: {one.why}" if picked == one.heading else ""
        samples = show_samples(sheet.rows, heading, column, picked)
        said = "; ".join(filter(None, (why, samples)))
        if said:
            st.caption(write_plain(said))
    return str(picked)


def choose_words(
    sheet: Preview,
    heading: int,
    table: Table,
    chosen: Mapping[str, str],
    any_of: Mapping[str, Sequence[str]],
    start: PlacedLayout | None,
) -> dict[str, dict[str, str]]:
    """Show words that nobody knows, to be translated; return own word by written word."""
    known = start.layout.values if start else {}
    found = {name: dict(words) for name, words in known.items() if name in chosen}
    for column in column_names.list_columns(table):
        own_headings = (
            [chosen[column.name]] if column.name in chosen else any_of.get(column.name, ())
        )
        for written in own_headings:
            position = list(sheet.rows[heading]).index(written) + 1
            for word in cell_words.list_words(sheet.rows, heading, position, column):
                words = found.setdefault(column.name, {})
                own = known.get(column.name, {}).get(word.written.lower(), word.meaning)
                if own is None and word.written.lower() not in words:
                    own = _choose_word(sheet, written, column.allowed, word.written)
                if own is not None:
                    words.setdefault(word.written.lower(), own)
    return found


def _choose_word(
    sheet: Preview, heading: str, allowed: tuple[str, ...], written: str
) -> str | None:
    offered = list(allowed or ("ya", "tidak"))
    picked = st.selectbox(
        f"Di kolom {write_plain(heading)}, '{write_plain(written)}' berarti",
        [*offered, UNKNOWN_WORD],
        index=None,
        placeholder="Biarkan; barisnya akan ditolak",
        key=f"kata-{sheet.name}-{heading}-{written}",
    )
    return "" if picked == UNKNOWN_WORD else picked


def choose_period(
    candidate: Candidate,
    sheet: Preview,
    heading: int,
    table: Table,
    filled: Set[str],
    start: PlacedLayout | None,
) -> tuple[list[str], dict[str, str]]:
    """Return the patterns and constants that give the period, asking for it if nothing says it."""
    if start:
        return list(start.layout.patterns), dict(start.layout.constants)
    if "periode" in filled or not any(column.name == "periode" for column in table.columns):
        return [], {}
    found = periods.find_period(sheet.rows, heading, sheet.name, candidate.name, table)
    if found and found.pattern:
        st.caption(f"Periode {write_plain(f'{found.value}, dari {found.where}')}.")
        return [found.pattern], {}
    given = st.text_input(
        "Periode (tahun-bulan, misalnya 2025-06)",
        value=found.value if found else "",
        key=f"periode-{sheet.name}",
    )
    if given.strip():
        st.caption(NEXT_FILE)
    return [], {"periode": given.strip()} if given.strip() else {}


def choose_constants(sheet: Preview, table: Table, filled: Set[str]) -> dict[str, str]:
    """Ask what holds for every row, of a required column that the file lacks.

    Not of what identifies a row: that cannot be the same for all of them.
    """
    given: dict[str, str] = {}
    for column in table.columns:
        own = column.private or column.name.startswith("id_") or column.name == "periode"
        if not column.required or own or column.name in filled:
            continue
        key = f"tetap-{sheet.name}-{table.name}-{column.name}"
        label = f"{column.label} tidak ada di berkas; untuk semua baris"
        if column.allowed:
            picked = st.selectbox(
                label, list(column.allowed), index=None, placeholder="Pilih", key=key, width=360
            )
        else:
            hint = "misalnya 24 Juni 2025" if column.type == "tanggal" else column.expected
            picked = st.text_input(label, key=key, placeholder=hint, width=360).strip()
        given |= {column.name: picked} if picked else {}
    return given


def choose_number(
    sheet: Preview, table: Table, chosen: Mapping[str, str], start: PlacedLayout | None
) -> dict[str, tuple[str, ...]]:
    """Offer a number made of names, for a file whose rows have none of their own."""
    if start:
        return dict(start.layout.derived)
    number = table.get_column(table.key[-1]) if table.key[-1] in NUMBERED else None
    parts = tuple(name for name in NAMING if name in chosen)
    # A place alone is no name: all businesses of a kelurahan would get one number.
    if number is None or number.name in chosen or set(parts) <= {"kelurahan"}:
        return {}
    labels = {column.name: column.label.lower() for column in column_names.list_columns(table)}
    wanted = st.checkbox(
        f"Berkas ini tidak punya {number.label}: bentuk dari "
        f"{', '.join(labels[name] for name in parts)}",
        value=True,
        key=f"bentuk-{sheet.name}-{table.name}",
        help="Baris dengan isi yang sama mendapat nomor yang sama, juga di berkas berikutnya. "
        "Nama tidak dapat dibaca dari nomor itu.",
    )
    return {number.name: parts} if wanted else {}
