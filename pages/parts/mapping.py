"""A sheet of unknown layout: columns are proposed, an officer corrects them, the layout stays."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.views import html
from data.disk import write_whole
from data.errors import SettingsError
from data.layouts import column_names, headings, mapping, mapping_file, proposals, recognition
from data.layouts.layout import SettledLayout
from data.layouts.recognition import PlacedLayout
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.settings import settings
from data.tables import TABLES, Table
from pages.parts import column_choices
from pages.parts.changing import allow, may, say_next_time
from pages.parts.plain import write_plain

SHOWN = 8
FIRST_ROWS = 5


def show_mapping(candidate: Candidate, sheet: Preview, start: PlacedLayout | None = None) -> None:
    """Let an officer say what a sheet's columns are, and keep it as a layout of the office.

    ``start`` is the layout that knows the sheet, but not all of its columns.
    """
    if not may("tata_letak"):
        return
    st.html(html.render_table("Awal lembar", _number_rows(sheet)))
    heading, table = _choose_frame(sheet, start)
    wide = column_choices.choose_wide(sheet, heading, table, start)
    chosen = column_choices.choose_columns(sheet, heading, table, wide, start)
    words = column_choices.choose_words(sheet, heading, table, chosen, start)
    patterns, constants = column_choices.choose_period(
        candidate, sheet, heading, table, chosen, start
    )
    derived = column_choices.choose_number(sheet, table, chosen, start)
    filled = {*chosen, *constants, *derived, *mapping.list_filled_by(patterns)}
    filled |= {wide.column, wide.value} if wide else set()
    constants |= column_choices.choose_constants(sheet, table, filled)
    st.markdown("**Sesudah dicocokkan**")
    st.html(html.render_table("Sesudah dicocokkan", _take_matched(sheet, heading, table, chosen)))
    named = f"{start.layout.title}, {sheet.name}" if start else sheet.name
    title = st.text_input("Nama tata letak", value=named, key=f"judul-{sheet.name}")
    if not st.button("Simpan tata letak dan periksa", type="primary", key=f"simpan-{sheet.name}"):
        return
    try:
        settled = mapping.settle_mapping(
            title,
            table,
            sheet.rows,
            heading,
            chosen,
            recognition.read_layouts(),
            words=words,
            patterns=patterns,
            constants=constants,
            derived=derived,
            wide=wide,
            start=start.layout if start else None,
        )
        lacking = mapping.list_missing(settled, table)
        if lacking:
            st.error(f"Belum dicocokkan, padahal wajib: {', '.join(lacking)}.")
            return
        _save(settled)
    except SettingsError as error:
        st.error(write_plain(error))
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
                st.markdown(write_plain(path.stem))
                if st.button("Hapus", key=f"hapus-{path.name}"):
                    allow("tata_letak", f"hapus {path.name}")
                    path.unlink()
                    say_next_time(f"Tata letak {path.stem} dihapus.")
                    st.rerun()


def _number_rows(sheet: Preview) -> pd.DataFrame:
    rows = sheet.rows[:SHOWN]
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    frame = pd.DataFrame(padded, columns=[f"{n}" for n in range(1, width + 1)], dtype=object)
    frame.insert(0, "Baris", [str(n) for n in range(1, len(rows) + 1)])
    return frame


def _choose_frame(sheet: Preview, start: PlacedLayout | None) -> tuple[int, Table]:
    """Show which row is the heading, and which table the rows belong to; a layout says both."""
    if start:
        return start.heading, TABLES[start.layout.table]
    with st.container(horizontal=True):
        number = st.number_input(
            "Judul kolom ada di baris",
            min_value=1,
            max_value=len(sheet.rows),
            value=headings.find_heading_row(sheet.rows) + 1,
            key=f"baris-{sheet.name}",
            width=200,
        )
        heading = int(number) - 1
        names = list(TABLES)
        guess = st.session_state.get(f"_tebak-{sheet.name}-{heading}")
        if guess is None:
            guess = names.index(proposals.find_likeliest_table(sheet.rows, heading).name)
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


def _take_matched(
    sheet: Preview, heading: int, table: Table, chosen: Mapping[str, str]
) -> pd.DataFrame:
    labels = {column.name: column.label for column in column_names.list_columns(table)}
    places = {name: list(sheet.rows[heading]).index(title) for name, title in chosen.items()}
    rows = [row for row in sheet.rows[heading + 1 :] if any(row)][:FIRST_ROWS]
    return pd.DataFrame(
        {labels[name]: [row[place] for row in rows] for name, place in places.items()}, dtype=object
    )


def _save(settled: SettledLayout) -> None:
    folder = settings().tata_letak
    folder.mkdir(parents=True, exist_ok=True)
    taken = {path.name for path in [*folder.glob("*.toml"), *recognition.FOLDER.glob("*.toml")]}
    path = folder / mapping_file.choose_file_name(settled.title, taken)
    allow("tata_letak", path.name)
    write_whole(path, mapping_file.make_toml(settled).encode(), synced=True)
