"""What an officer chooses for a sheet of unknown layout, one choice after the other."""

from __future__ import annotations

from collections.abc import Mapping, Set

import streamlit as st

from data.layouts import cell_words, column_names, periods, proposals
from data.layouts.layout import Wide
from data.layouts.proposals import Proposal
from data.layouts.recognition import PlacedLayout
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.tables import Table
from pages.parts.plain import write_plain

NONE = "(tidak ada)"
NUMBERED = ("id_usaha", "id_responden")
NAMING = ("nama_usaha", "nama_pemilik", "kelurahan")
UNKNOWN_WORD = "(tidak diketahui)"


def choose_wide(
    sheet: Preview, heading: int, table: Table, start: PlacedLayout | None
) -> Wide | None:
    """Offer headings that are values of a closed column; return them if they are to be such."""
    if start:
        return start.layout.wide
    found = proposals.find_wide(sheet.rows, heading, table)
    if found is None:
        return None
    listed = ", ".join(f"{written} = {own}" for written, own in found.headings.items())
    kind = table.get_column(found.column).label.lower()
    wanted = st.checkbox(
        f"Satu kolom untuk tiap {kind}: {write_plain(listed)}",
        value=True,
        key=f"lebar-{sheet.name}-{heading}-{table.name}",
        help="Tiap baris lembar menjadi satu baris untuk tiap kolom itu.",
    )
    return found if wanted else None


def choose_columns(
    sheet: Preview, heading: int, table: Table, wide: Wide | None, start: PlacedLayout | None
) -> dict[str, str]:
    """Show each column of the table with the heading proposed for it; return heading by column."""
    key = f"_usul-{sheet.name}-{heading}-{table.name}"
    if key not in st.session_state:
        st.session_state[key] = proposals.propose(sheet.rows, heading, table)
    spread = set(wide.headings) if wide else set()
    headings = [NONE, *dict.fromkeys(c for c in sheet.rows[heading] if c and c not in spread)]
    known = {name: start.headings[place] for name, place in start.places.items()} if start else {}
    labels = {column.name: column for column in column_names.list_columns(table)}
    chosen: dict[str, str] = {}
    columns = st.columns(2)
    for number, proposal in enumerate(st.session_state[key]):
        column = labels[proposal.column]
        if wide and column.name in (wide.column, wide.value):
            continue
        taken = proposal.heading not in known.values()
        likely = known.get(column.name) or (proposal.heading if taken else None)
        index = headings.index(likely) if likely in headings else 0
        picked = columns[number % 2].selectbox(
            column.label + (" (wajib)" if column.required else ""),
            headings,
            index=index,
            key=f"kolom-{sheet.name}-{heading}-{table.name}-{proposal.column}",
            help=_explain(proposal) if likely and likely == proposal.heading else None,
        )
        if picked != NONE:
            chosen[proposal.column] = picked
    return chosen


def _explain(proposal: Proposal) -> str:
    return f"Usulan: {write_plain(proposal.why)}."


def choose_words(
    sheet: Preview,
    heading: int,
    table: Table,
    chosen: Mapping[str, str],
    start: PlacedLayout | None,
) -> dict[str, dict[str, str]]:
    """Show words that nobody knows, to be translated; return own word by written word."""
    known = start.layout.values if start else {}
    found = {name: dict(words) for name, words in known.items() if name in chosen}
    for column in column_names.list_columns(table):
        if column.name not in chosen:
            continue
        position = list(sheet.rows[heading]).index(chosen[column.name]) + 1
        for word in cell_words.list_words(sheet.rows, heading, position, column):
            own = known.get(column.name, {}).get(word.written.lower(), word.meaning)
            if own is None:
                own = _choose_word(sheet, chosen[column.name], column.allowed, word.written)
            if own is not None:
                found.setdefault(column.name, {}).setdefault(word.written.lower(), own)
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
    chosen: Mapping[str, str],
    start: PlacedLayout | None,
) -> tuple[list[str], dict[str, str]]:
    """Return the patterns and constants that give the period, asking for it if nothing says it."""
    if start:
        return list(start.layout.patterns), dict(start.layout.constants)
    if "periode" in chosen or not any(column.name == "periode" for column in table.columns):
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
