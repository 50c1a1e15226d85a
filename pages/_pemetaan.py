"""A sheet of unknown layout: columns are proposed, an officer corrects them, the layout stays."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis import html
from data import layouts, mapping, proposals
from data.disk import to_disk
from data.errors import SettingsError
from data.preview import Preview
from data.settings import settings
from data.tables import TABLES, Table
from data.uploads import Candidate
from pages._perubahan import allow, may, say_next_time

NONE = "(tidak ada)"
SHOWN = 8
FIRST_ROWS = 5
NUMBERED = ("id_usaha", "id_responden")
NAMING = ("nama_usaha", "nama_pemilik", "kelurahan")
UNKNOWN_WORD = "(tidak diketahui)"


def show_mapping(candidate: Candidate, sheet: Preview) -> None:
    """Let an officer say what a sheet's columns are, and keep it as a layout of the office."""
    if not may("tata_letak"):
        return
    st.html(html.table("Awal lembar", _numbered(sheet)))
    heading, table = _choose_frame(sheet)
    chosen = _choose_columns(sheet, heading, table)
    words = _choose_words(sheet, heading, table, chosen)
    patterns, constants = _choose_period(candidate, sheet, heading, table, chosen)
    constants |= _choose_constants(sheet, table, chosen)
    derived = _choose_number(sheet, table, chosen)
    st.markdown("**Sesudah dicocokkan**")
    st.html(html.table("Sesudah dicocokkan", _after(sheet, heading, table, chosen)))
    title = st.text_input("Nama tata letak", value=sheet.name, key=f"judul-{sheet.name}")
    if not st.button("Simpan tata letak dan periksa", type="primary", key=f"simpan-{sheet.name}"):
        return
    try:
        settled = mapping.mapping(
            title,
            table,
            sheet.rows,
            heading,
            chosen,
            layouts.layouts(),
            words=words,
            patterns=patterns,
            constants=constants,
            derived=derived,
        )
        lacking = mapping.missing(settled, table)
        if lacking:
            st.error(f"Belum dicocokkan, padahal wajib: {', '.join(lacking)}.")
            return
        _save(settled)
    except SettingsError as error:
        st.error(str(error))
        return
    st.rerun()


def show_own() -> None:
    """List the office's own layouts, each of which can be deleted."""
    own = sorted(settings().tata_letak.glob("*.toml"))
    if not own or not may("tata_letak"):
        return
    with st.expander("Tata letak buatan sendiri"):
        for path in own:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(path.stem)
                if st.button("Hapus", key=f"hapus-{path.name}"):
                    allow("tata_letak", f"hapus {path.name}")
                    path.unlink()
                    say_next_time(f"Tata letak {path.stem} dihapus.")
                    st.rerun()


def _numbered(sheet: Preview) -> pd.DataFrame:
    rows = sheet.rows[:SHOWN]
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    frame = pd.DataFrame(padded, columns=[f"{n}" for n in range(1, width + 1)], dtype=object)
    frame.insert(0, "Baris", [str(n) for n in range(1, len(rows) + 1)])
    return frame


def _choose_frame(sheet: Preview) -> tuple[int, Table]:
    """Show which row is the heading, and which table the rows belong to."""
    with st.container(horizontal=True):
        number = st.number_input(
            "Judul kolom ada di baris",
            min_value=1,
            max_value=len(sheet.rows),
            value=proposals.heading_row(sheet.rows) + 1,
            key=f"baris-{sheet.name}",
            width=200,
        )
        heading = int(number) - 1
        names = list(TABLES)
        guess = st.session_state.get(f"_tebak-{sheet.name}-{heading}")
        if guess is None:
            guess = names.index(proposals.likeliest_table(sheet.rows, heading).name)
            st.session_state[f"_tebak-{sheet.name}-{heading}"] = guess
        chosen = st.selectbox(
            "Isinya",
            names,
            index=guess,
            format_func=lambda name: TABLES[name].label,
            key=f"tabel-{sheet.name}-{heading}",
            width=260,
        )
    table = TABLES[chosen]
    st.caption(f"{table.label}: {table.grain}.")
    return heading, table


def _choose_columns(sheet: Preview, heading: int, table: Table) -> dict[str, str]:
    """Show each column of the table with the heading proposed for it; return heading by column."""
    key = f"_usul-{sheet.name}-{heading}-{table.name}"
    if key not in st.session_state:
        st.session_state[key] = proposals.propose(sheet.rows, heading, table)
    headings = [NONE, *dict.fromkeys(cell for cell in sheet.rows[heading] if cell)]
    labels = {column.name: column for column in proposals.columns_of(table)}
    chosen: dict[str, str] = {}
    columns = st.columns(2)
    for number, proposal in enumerate(st.session_state[key]):
        column = labels[proposal.column]
        index = headings.index(proposal.heading) if proposal.heading in headings else 0
        picked = columns[number % 2].selectbox(
            column.label + (" (wajib)" if column.required else ""),
            headings,
            index=index,
            key=f"kolom-{sheet.name}-{heading}-{table.name}-{proposal.column}",
            help=f"Usulan: {proposal.why}." if proposal.heading else None,
        )
        if picked != NONE:
            chosen[proposal.column] = picked
    return chosen


def _choose_words(
    sheet: Preview, heading: int, table: Table, chosen: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Show words that nobody knows, to be translated; return own word by written word."""
    found: dict[str, dict[str, str]] = {}
    for column in proposals.columns_of(table):
        if column.name not in chosen:
            continue
        position = list(sheet.rows[heading]).index(chosen[column.name]) + 1
        for word in proposals.values(sheet.rows, heading, position, column):
            own = word.meaning
            if own is None:
                own = _choose_word(sheet, chosen[column.name], column.allowed, word.written)
            if own is not None:
                found.setdefault(column.name, {})[word.written] = own
    return found


def _choose_word(
    sheet: Preview, heading: str, allowed: tuple[str, ...], written: str
) -> str | None:
    offered = list(allowed or ("ya", "tidak"))
    picked = st.selectbox(
        f"Di kolom {heading}, '{written}' berarti",
        [*offered, UNKNOWN_WORD],
        index=None,
        placeholder="Biarkan; barisnya akan ditolak",
        key=f"kata-{sheet.name}-{heading}-{written}",
    )
    return "" if picked == UNKNOWN_WORD else picked


def _choose_period(
    candidate: Candidate,
    sheet: Preview,
    heading: int,
    table: Table,
    chosen: Mapping[str, str],
) -> tuple[list[str], dict[str, str]]:
    """Return the patterns and constants that give the period, asking for it if nothing says it."""
    if "periode" in chosen or not any(column.name == "periode" for column in table.columns):
        return [], {}
    found = mapping.period(sheet.rows, heading, sheet.name, candidate.name, table)
    if found and found.pattern:
        st.caption(f"Periode {found.value}, dari {found.where}.")
        return [found.pattern], {}
    given = st.text_input(
        "Periode (tahun-bulan, misalnya 2025-06)",
        value=found.value if found else "",
        key=f"periode-{sheet.name}",
    )
    return [], {"periode": given.strip()} if given.strip() else {}


def _choose_constants(sheet: Preview, table: Table, chosen: Mapping[str, str]) -> dict[str, str]:
    """Ask what holds for every row, of a required column that the file lacks."""
    given: dict[str, str] = {}
    for column in table.columns:
        if column.required and column.allowed and column.name not in chosen:
            picked = st.selectbox(
                f"{column.label} tidak ada di berkas; untuk semua baris",
                list(column.allowed),
                index=None,
                placeholder="Pilih",
                key=f"tetap-{sheet.name}-{table.name}-{column.name}",
                width=360,
            )
            given |= {column.name: picked} if picked else {}
    return given


def _choose_number(
    sheet: Preview, table: Table, chosen: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Offer a number made of names, for a file whose rows have none of their own."""
    number = table.column(table.key[-1]) if table.key[-1] in NUMBERED else None
    parts = tuple(name for name in NAMING if name in chosen)
    if number is None or number.name in chosen or not parts:
        return {}
    labels = {column.name: column.label.lower() for column in proposals.columns_of(table)}
    wanted = st.checkbox(
        f"Berkas ini tidak punya {number.label}: bentuk dari "
        f"{', '.join(labels[name] for name in parts)}",
        value=True,
        key=f"bentuk-{sheet.name}-{table.name}",
        help="Baris dengan isi yang sama mendapat nomor yang sama, juga di berkas berikutnya. "
        "Nama tidak dapat dibaca dari nomor itu.",
    )
    return {number.name: parts} if wanted else {}


def _after(sheet: Preview, heading: int, table: Table, chosen: Mapping[str, str]) -> pd.DataFrame:
    labels = {column.name: column.label for column in proposals.columns_of(table)}
    places = {name: list(sheet.rows[heading]).index(title) for name, title in chosen.items()}
    rows = [row for row in sheet.rows[heading + 1 :] if any(row)][:FIRST_ROWS]
    return pd.DataFrame(
        {labels[name]: [row[place] for row in rows] for name, place in places.items()}, dtype=object
    )


def _save(settled: mapping.Mapping) -> None:
    folder = settings().tata_letak
    folder.mkdir(parents=True, exist_ok=True)
    taken = {path.name for path in [*folder.glob("*.toml"), *layouts.FOLDER.glob("*.toml")]}
    path = folder / mapping.file_name(settled.title, taken)
    allow("tata_letak", path.name)
    aside = path.with_suffix(".baru")
    aside.write_text(mapping.to_toml(settled), encoding="utf-8")
    to_disk(aside)
    aside.replace(path)
