"""A sheet of unknown layout: columns are proposed, an officer corrects them, the layout stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.views import html
from data.errors import SettingsError
from data.layouts import column_names, headings, mapping, proposals, recognition
from data.layouts.heading_names import flatten, read_heading
from data.layouts.interview import Category, find_category, find_opened
from data.layouts.layout import DEEPEST
from data.layouts.mapping_answers import MappingAnswers
from data.layouts.one_cell import open_cells
from data.layouts.recognition import PlacedLayout
from data.received import own_layouts
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.tables import TABLES, Table
from pages.parts import column_choices, shape_choices
from pages.parts.changing import allow, may
from pages.parts.plain import write_plain

SHOWN = 8
FIRST_ROWS = 5


def show_mapping(candidate: Candidate, sheet: Preview, start: PlacedLayout | None = None) -> None:
    """Let an officer say what a sheet's columns are, and keep it as a layout of the office.

    ``start`` is the layout that knows the sheet, but not all of its columns.
    """
    if not may("tata_letak"):
        return
    raw = sheet.rows
    mark = start.layout.one_cell if start else shape_choices.choose_mark(sheet)
    written = replace(sheet, rows=open_cells(sheet.rows, mark))
    start = start or _place_opened(written, mark)
    st.html(html.render_table("Awal lembar", _number_rows(written)))
    heading, depth, table = _choose_frame(written, start)
    sheet = replace(written, rows=flatten(written.rows, heading, depth))
    wide = shape_choices.choose_wide(written, heading, depth, table, start)
    several = shape_choices.choose_several(sheet, heading, table, wide, start)
    chosen = column_choices.choose_columns(sheet, heading, table, wide, several, start)
    words = column_choices.choose_words(sheet, heading, table, chosen, several.any_of, start)
    patterns, constants = column_choices.choose_period(
        candidate, written, heading, table, {*chosen, *recognition.list_spread(wide)}, start
    )
    if not start and "kategori" not in {*chosen, *recognition.list_spread(wide)}:
        part = _find_category(candidate, written, heading, depth, table)
        patterns += [part.pattern] if part else []
        words |= {"kategori": dict(part.words)} if part else {}
    derived = column_choices.choose_number(sheet, table, chosen, start)
    filled = {*chosen, *constants, *derived, *mapping.list_filled_by(patterns)}
    filled |= {*recognition.list_spread(wide), *several.columns}
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
            choices=several.choices,
            any_of=several.any_of,
            depth=depth,
            mark=mark,
        )
        own_layouts.keep_layout(settled, raw, lambda name: allow("tata_letak", name))
    except SettingsError as error:
        st.error(write_plain(error))
        return
    st.rerun()


def _find_category(
    candidate: Candidate, sheet: Preview, heading: int, depth: int, table: Table
) -> Category | None:
    """Return the part of all businesses that the title says that a table counts, and say it."""
    above = sheet.rows[: read_heading(sheet.rows, heading, depth).first]
    known = recognition.read_layouts()
    part = find_category(above, sheet.name, candidate.name, table, known)
    if part:
        st.caption(f"Kategori {write_plain(part.value)}, dari judul.")
    return part


def _place_opened(sheet: Preview, mark: str) -> PlacedLayout | None:
    """Return where the columns of a known layout stand in a sheet whose cells lay in one."""
    known = find_opened(sheet.rows, mark, MappingAnswers(), recognition.read_layouts())
    return recognition.place_columns(*known, "", sheet.name, sheet.rows) if known else None


def _number_rows(sheet: Preview) -> pd.DataFrame:
    rows = sheet.rows[:SHOWN]
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    frame = pd.DataFrame(padded, columns=[f"{n}" for n in range(1, width + 1)], dtype=object)
    frame.insert(0, "Baris", [str(n) for n in range(1, len(rows) + 1)])
    return frame


def _choose_frame(sheet: Preview, start: PlacedLayout | None) -> tuple[int, int, Table]:
    """Show which rows are the heading, and which table the rows belong to; a layout says both."""
    if start:
        return start.heading, start.layout.depth, TABLES[start.layout.table]
    with st.container(horizontal=True):
        heading, depth = _choose_heading(sheet)
        names = list(TABLES)
        known = f"_tebak-{sheet.name}-{heading}-{depth}"
        guess = st.session_state.get(known)
        if guess is None:
            likeliest = proposals.find_likeliest_table(sheet.rows, heading, depth=depth)
            guess = names.index(likeliest.name)
            st.session_state[known] = guess
        chosen = st.selectbox(
            "Isinya",
            names,
            index=guess,
            format_func=lambda name: TABLES[name].label,
            key=f"tabel-{sheet.name}-{heading}-{depth}",
            width=260,
        )
    table = TABLES[chosen]
    st.caption(f"{table.label}: {table.grain}.")
    return heading, depth, table


def _choose_heading(sheet: Preview) -> tuple[int, int]:
    """Show in which rows the heading stands; return the index of the last, and how many they are
    where somebody said it."""
    found, rows = headings.find_heading(sheet.rows)
    last = st.number_input(
        "Judul kolom ada di baris",
        min_value=1,
        max_value=len(sheet.rows),
        value=found + 1,
        key=f"baris-{sheet.name}",
        help="Baris judul yang paling bawah.",
        width=200,
    )
    depth = st.number_input(
        "Banyaknya baris judul",
        min_value=0,
        max_value=min(DEEPEST, int(last)),
        value=min(rows, int(last)),
        key=f"banyak-baris-{sheet.name}-{last}",
        help="0: dilihat dari lembarnya. Tulis 2 atau lebih bila judul bertingkat.",
        width=200,
    )
    return int(last) - 1, int(depth)


def _take_matched(
    sheet: Preview, heading: int, table: Table, chosen: Mapping[str, str]
) -> pd.DataFrame:
    labels = {column.name: column.label for column in column_names.list_columns(table)}
    places = {name: list(sheet.rows[heading]).index(title) for name, title in chosen.items()}
    rows = [row for row in sheet.rows[heading + 1 :] if any(row)][:FIRST_ROWS]
    return pd.DataFrame(
        {labels[name]: [row[place] for row in rows] for name, place in places.items()}, dtype=object
    )
