"""A file in: received, looked at, mapped if nobody knows its layout, checked, taken or thrown away.

What waits between two runs of the page is a file on disk; the session remembers its name only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.views import html
from analysis.words import theme
from data.access import restricted
from data.build import decisions, imports
from data.build.fill import Counts
from data.errors import InputError
from data.quoting import quote_literal
from data.readers import SUFFIXES
from data.received import preview, uploads
from data.received.names import name_as_sent
from data.received.preview import Preview
from data.received.uploads import Candidate
from data.settings import settings
from data.store.store import Store
from data.store.versions import Versions
from data.tables import TABLES
from pages.parts import account, findings, mapping
from pages.parts.changing import COMMAND_LINE, allow, change, may, say_next_time
from pages.parts.plain import write_plain
from pages.parts.restricted import show_download

WAITING = "_calon"
SHOWN = 5


def show_import() -> None:
    """Take one file through: from the uploader to a new version, or to a list of what to mend."""
    if not may("unggah"):
        st.caption("Menambah berkas perlu masuk sebagai pengelola. " + COMMAND_LINE)
        return
    name = st.session_state.get(WAITING)
    candidate = uploads.find_waiting(settings().raw, name) if name else None
    if candidate is None:
        _show_uploader()
        return
    shown = name_as_sent(candidate.berkas)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{write_plain(shown)}**")
        if st.button("Batalkan", help="Berkas ini dibuang; tidak ada yang berubah."):
            _drop(candidate)
    try:
        sheets = preview.read_previews(candidate)
    except InputError as error:
        st.error(write_plain(name_as_sent(str(error))))
        return
    _show_sheets(candidate, sheets)


def _show_uploader() -> None:
    account.open_uploads()
    given = st.file_uploader(
        "Register, OSS, survei, target, tabel jumlah, daftar hadir, lapak, atau catatan angka",
        type=[kind.removeprefix(".") for kind in SUFFIXES],
        max_upload_size=uploads.LARGEST_MB,
        key=f"berkas-{Versions(settings().gudang).find_current()}",  # empty again afterwards
    )
    if given is None:
        st.caption(
            "Berkas diperiksa dulu. Tidak ada yang berubah sebelum Anda menjadikannya versi baru."
        )
        return
    try:
        allow("unggah", f"periksa {given.name}")
        candidate = uploads.receive(settings().raw, given.name, given)
    except InputError as error:
        st.error(write_plain(error))
        return
    st.session_state[WAITING] = candidate.name
    account.close_uploads()
    st.rerun()


def _show_sheets(candidate: Candidate, sheets: list[Preview]) -> None:
    """Show the file as it is, then its mapping or its report."""
    known = [sheet for sheet in sheets if sheet.layout]
    unknown = [sheet for sheet in sheets if not sheet.layout]
    if not sheets:
        st.error("Berkas ini tidak berisi satu baris pun. Periksa berkas aslinya.")
        return
    for sheet in known:
        assert sheet.layout
        st.caption(
            f"Lembar '{write_plain(sheet.name)}', {theme.number(sheet.count)} baris, dikenali "
            f"sebagai **{write_plain(sheet.layout.title)}** ({TABLES[sheet.layout.table].label})."
        )
        _show_before(sheet)
        _show_unused(candidate, sheet)
    for sheet in unknown:
        with st.expander(f"Lembar '{write_plain(sheet.name)}' belum dikenal", expanded=not known):
            mapping.show_mapping(candidate, sheet)
    lacking = [sheet for sheet in known if sheet.lacks_period(candidate)]
    if known and (not lacking or _ask_period(candidate, lacking[0])):
        _show_report(candidate)


def _show_unused(candidate: Candidate, sheet: Preview) -> None:
    """Name the columns that nothing takes, and those of which several may be one, and let an
    officer say what they are."""
    if sheet.unused:
        st.warning(f"Kolom yang tidak dipakai: {write_plain(', '.join(sheet.unused))}.")
    if sheet.doubled:
        st.warning(f"Lebih dari satu kolom untuk: {write_plain(', '.join(sheet.doubled))}.")
    if not sheet.unused and not sheet.doubled:
        return
    with st.expander(
        "Pilih kolom yang dimaksud" if sheet.doubled else "Cocokkan kolom yang tidak dipakai"
    ):
        mapping.show_mapping(candidate, sheet, sheet.placed)


def _ask_period(candidate: Candidate, sheet: Preview) -> bool:
    """Ask for the period of a file that does not say it; tell whether there is an answer."""
    assert sheet.layout
    kept = decisions.read_periods(settings().keputusan).get(candidate.sha256)
    column = TABLES[sheet.layout.table].get_column("periode")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        given = st.text_input(
            f"Berkas ini tidak menyebut periodenya ({column.expected})",
            value=kept or "",
            key=f"periode-berkas-{candidate.name}",
            width=420,
        ).strip()
        asked = st.button("Pakai periode ini")
    if asked and not re.fullmatch(column.pattern or ".+", given):
        st.error(f"Periode '{write_plain(given)}' tidak terbaca; seharusnya {column.expected}.")
    elif asked and given != kept:
        allow("unggah", f"periode {candidate.name}: {given}")
        who = account.find_viewer().who
        imports.say_period(settings(), candidate, sheet.layout.table, given, who)
        st.rerun()
    return kept is not None


def _ask_blanks(candidate: Candidate, report: imports.Report) -> bool:
    """Ask what the blank cells of columns mean that hold nothing but "ya"; tell whether nothing is
    left to ask. The answers make another draft, so the file is looked at again."""
    table = TABLES[report.sheets[0].tabel]
    st.markdown("**Apa arti sel kosong?**")
    st.caption("Kolom ini hanya berisi 'ya' dan sel kosong. Jawabannya menentukan pangsanya.")
    said: dict[str, str] = {}
    for question, columns in report.asked.items():
        names = ", ".join(table.get_label(name) for name in columns)
        answer = st.radio(
            names,
            list(BLANK_MEANS),
            index=None,
            format_func=BLANK_MEANS.__getitem__,
            horizontal=True,
            key=f"kosong-{candidate.name}-{question}",
        )
        said |= dict.fromkeys(columns, answer) if answer else {}
    whole = sum(len(columns) for columns in report.asked.values())
    if st.button("Pakai jawaban ini", disabled=len(said) < whole):
        allow("unggah", f"arti sel kosong {candidate.name}: {said}")
        for name, answer in said.items():
            who = account.find_viewer().who
            imports.say_blanks(settings(), candidate, table.name, [name], answer, who)
        st.rerun()
    return False


def _ask_questions(candidate: Candidate, report: imports.Report) -> bool:
    """Ask how cells are to be read that can be read in several ways; tell whether nothing is left
    to ask. The answers make another draft, so the file is looked at again."""
    st.markdown("**Bagaimana sel ini dibaca?**")
    st.caption("Sebelum dijawab, sel itu tidak dibaca. Jawabannya berlaku untuk berkas ini saja.")
    said: dict[str, str] = {}
    for question in report.questions:
        about = f", tanda '{question.about}'" if question.kind == "tanda" else ""
        label = f"{TABLES[question.table].get_label(question.column)}{about}: {question.said}"
        answer = st.radio(
            write_plain(label),
            list(question.choices),
            index=None,
            format_func=_name_choice(question.choices),
            horizontal=True,
            key=f"jawab-{candidate.name}-{question.kind}-{question.key}",
        )
        said |= {question.key: answer} if answer else {}
    if st.button("Pakai jawaban ini", disabled=len(said) < len(report.questions)):
        allow("unggah", f"cara baca {candidate.name}: {said}")
        for question in report.questions:
            who = account.find_viewer().who
            imports.say_answer(settings(), candidate, question, said[question.key], who)
        st.rerun()
    return False


def _name_choice(choices: Mapping[str, str]) -> Callable[[str], str]:
    """Return what names an answer; its words may quote cells of the file."""
    return lambda answer: write_plain(choices[answer])


def _show_before(sheet: Preview) -> None:
    start = sheet.heading or 0
    with st.expander("Baris pertama seperti di berkas"):
        st.html(html.render_table("Seperti di berkas", take_first_rows(sheet, start)))


def take_first_rows(sheet: Preview, heading: int) -> pd.DataFrame:
    """Return the first rows below a heading as they are, under their own headings."""
    names: list[str] = []
    for place, cell in enumerate(sheet.rows[heading], start=1):
        name = (cell or f"kolom {place}").strip()
        names.append(name if name not in names else f"{name} ({place})")
    body = sheet.rows[heading + 1 : heading + 1 + SHOWN]
    return pd.DataFrame([row[: len(names)] for row in body], columns=names, dtype=object)


def _show_report(candidate: Candidate) -> None:
    report = imports.peek(settings(), candidate)
    if report is None:
        if st.button("Periksa", type="primary") or not st.session_state.get(CHECKED):
            st.session_state[CHECKED] = True
            who = account.find_viewer().who
            if change(
                "unggah",
                f"periksa {candidate.name}",
                [["data", "check", str(candidate.path), "--oleh", who]],
                "",
                failed="Ada yang perlu dilihat.",
            ) or imports.peek(settings(), candidate):
                st.rerun()
        return
    st.session_state.pop(CHECKED, None)
    if report.already:
        st.info(f"Berkas ini sudah ada di versi {report.already}; tidak ada yang perlu dilakukan.")
        return
    assert report.draft is not None
    st.html(html.render_files([vars(_name_as_sent(sheet)) for sheet in report.sheets]))
    for line in report.replaced:
        st.info(write_plain(line))
    if report.questions and not _ask_questions(candidate, report):
        return
    if report.asked and not report.refusal and not _ask_blanks(candidate, report):
        return
    rules, rows = restricted.read_draft(
        account.find_viewer(),
        "halaman",
        "data",
        report.draft.name,
        findings.find_of_file(report.berkas),
    )
    _show_decision(candidate, report)
    if not rules.empty:
        show_download("bertanda", candidate.berkas, label="Unduh berkas bertanda (xlsx)")
    if not report.refusal:
        _show_after(report)
    findings.show_rules(rules, rows)


def _name_as_sent(counts: Counts) -> Counts:
    return replace(counts, berkas=name_as_sent(counts.berkas), tabel=TABLES[counts.tabel].label)


def _show_after(report: imports.Report) -> None:
    assert report.draft is not None
    for sheet in report.sheets:
        berkas = quote_literal(sheet.berkas)
        sql = f"select * exclude (berkas) from {sheet.tabel} where berkas = {berkas}"

        def take_first(store: Store, sql: str = sql) -> pd.DataFrame:
            return store.query(f"{sql} order by baris limit {SHOWN}")

        viewer = account.find_viewer()
        rows = restricted.read_draft(viewer, "halaman", "data", report.draft.name, take_first)
        with st.expander("Baris pertama sesudah dibaca"):
            text = rows.map(lambda cell: None if pd.isna(cell) else str(cell)).astype(object)
            st.html(html.render_table("Sesudah dibaca", text.where(text.notna(), None)))


def _show_decision(candidate: Candidate, report: imports.Report) -> None:
    if report.refusal:
        st.error(
            f"Berkas ini belum dapat diambil: {write_plain(report.refusal)} Perbaiki sel yang "
            "ditandai di berkasnya, lalu unggah lagi. Data yang dipakai tidak berubah."
        )
        return
    refused = sum(sheet.ditolak for sheet in report.sheets)
    if refused:
        st.warning(
            f"{theme.number(refused)} baris tidak akan ikut. Anda dapat memperbaiki berkasnya "
            "dulu, atau mengambil yang lain sekarang."
        )
    if st.button("Jadikan versi baru", type="primary") and change(
        "unggah",
        candidate.name,
        [["data", "import", str(candidate.path), "--oleh", account.find_viewer().who]],
        "Versi baru dipakai. Periksa angkanya, lalu terbitkan; bila salah, kembali ke versi lama.",
    ):
        st.session_state.pop(WAITING, None)
        st.rerun()


def _drop(candidate: Candidate) -> None:
    allow("unggah", f"batal {candidate.name}")
    uploads.forget(candidate)
    st.session_state.pop(WAITING, None)
    st.session_state.pop(CHECKED, None)
    say_next_time("Berkas dibuang. Tidak ada yang berubah.")
    st.rerun()


CHECKED = "_diperiksa"
BLANK_MEANS = {decisions.NO: "Tidak", decisions.UNKNOWN: "Tidak diketahui"}
"""What a blank cell may mean, by the answer that is kept."""
