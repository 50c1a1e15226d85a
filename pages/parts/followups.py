"""The forms of Kinerja: a commitment, and what helped or hindered an indicator.

A form keeps what was typed into it until it is saved. It knows which version it was opened with, so
that nobody's change is lost: where another one came between, it says what changed and asks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views import review_html
from analysis.views.commitments import list_changes, name_entry
from analysis.views.names import name_row
from analysis.views.scorecard import KEY
from analysis.words import theme
from data import reference
from data.access.viewer import look_up_standing
from data.errors import DasborError
from data.followups import desk
from data.followups.entries import (
    LONGEST,
    LONGEST_OFFICE,
    STATES,
    ChangedMeanwhile,
    Commitment,
    Entry,
    FormError,
    Note,
    name_note,
)
from pages.parts import account
from pages.parts.changing import may, say_next_time
from pages.parts.plain import write_plain

NEW = "Tindak lanjut baru"
USUAL_DAYS = 90
CLASHES = "_bentrok"
"""Where the session keeps, by form, the version that its reader has been shown as the newest."""


@dataclass(frozen=True)
class Form:
    """A form of this session: ``key`` names its widgets, ``seen`` is the version it builds on."""

    key: str
    seen: int


def show_forms(selection: Selection, entries: list[Entry]) -> None:
    """Show the forms to who may fill them in."""
    if not may("tindak_lanjut"):
        return
    with st.expander("Catat atau ubah tindak lanjut"):
        _show_commitment(selection, entries)
    if not look_up_standing(account.find_viewer()).scope:
        with st.expander("Catat faktor pendukung, penghambat dan rencana"):
            _show_note(selection, entries)


def _show_commitment(selection: Selection, entries: list[Entry]) -> None:
    listed = {name_entry(e): e for e in entries if e.kind == "komitmen"}
    picked = st.selectbox(
        "Yang dicatat",
        [NEW, *listed],
        key="tindak-pilih",
        on_change=_start_anew,
        args=("komitmen",),
    )
    entry = listed.get(picked)
    # A new one is numbered by those before it, so that the form is empty after it was saved.
    form = _open_form(
        entry.key if entry else "komitmen-baru", entry.version if entry else len(listed)
    )
    _show_clash(form)
    content = entry.content if entry and isinstance(entry.content, Commitment) else None
    if entry is None or content:
        with st.form(f"tindak-{form.key}", border=False):
            filled = _fill_commitment(form, content, selection)
            if st.form_submit_button("Simpan", type="primary"):
                _keep(
                    form, lambda: _save_commitment(entry, form, filled), "Tindak lanjut disimpan."
                )
    if entry:
        _show_past(entry)


def _fill_commitment(form: Form, content: Commitment | None, selection: Selection) -> Commitment:
    """Show the fields of a commitment; return what stands in them."""
    codes = list(dict.fromkeys([content.indikator if content else KEY[0], *KEY, *INDICATORS]))
    areas = _list_areas()
    area = content.kode_wilayah if content else selection.wilayah
    today = date.today()
    due = date.fromisoformat(content.due) if content else today + timedelta(days=USUAL_DAYS)
    made = date.fromisoformat(content.made) if content else today
    left, right = st.columns(2)
    with left:
        indicator = st.selectbox("Indikator", codes, format_func=_name, key=f"{form.key}-indikator")
        place = st.selectbox(
            "Wilayah",
            list(areas),
            index=list(areas).index(area) if area in areas else 0,
            format_func=areas.__getitem__,
            key=f"{form.key}-wilayah",
        )
        office = st.text_input(
            "Kantor penanggung jawab",
            content.office if content else "",
            max_chars=LONGEST_OFFICE,
            placeholder="Dinas …",
            help="Nama kantor, bukan nama orang.",
            key=f"{form.key}-kantor",
        )
    with right:
        met = st.date_input("Tanggal rapat", made, format="DD/MM/YYYY", key=f"{form.key}-rapat")
        until = st.date_input("Tenggat", due, format="DD/MM/YYYY", key=f"{form.key}-tenggat")
        state = st.selectbox(
            "Keadaan",
            list(STATES),
            index=list(STATES).index(content.state) if content else 0,
            format_func=STATES.__getitem__,
            key=f"{form.key}-keadaan",
        )
    action = st.text_area(
        "Tindakan",
        content.action if content else "",
        max_chars=LONGEST,
        key=f"{form.key}-tindakan",
    )
    return Commitment(
        indicator, place, action.strip(), office.strip(), _write(until), state, _write(met)
    )


def _save_commitment(entry: Entry | None, form: Form, filled: Commitment) -> Entry:
    viewer = account.find_viewer()
    if entry is None:
        return desk.add_commitment(viewer, filled)
    return desk.save(viewer, entry.key, form.seen, filled)


def _show_note(selection: Selection, entries: list[Entry]) -> None:
    notes = {e.key: e for e in entries if e.kind == "catatan"}
    kode = st.selectbox(
        f"Indikator yang dijelaskan, {theme.period(selection.periode)}",
        list(dict.fromkeys([*KEY, *INDICATORS])),
        format_func=_name,
        key="catatan-pilih",
        on_change=_start_anew,
        args=("catatan",),
    )
    entry = notes.get(name_note(Note(kode, selection.periode, "", "", "")))
    key = f"catatan-{kode}-{selection.periode}"
    form = _open_form(key, entry.version if entry else 0)
    _show_clash(form)
    old = entry.content if entry and isinstance(entry.content, Note) else None
    with st.form(f"isi-{form.key}", border=False):
        texts = [
            st.text_area(label, value, max_chars=LONGEST, key=f"{form.key}-{name}").strip()
            for name, label, value in (
                ("dukung", "Faktor pendukung", old.helped if old else ""),
                ("hambat", "Faktor penghambat", old.hindered if old else ""),
                ("rencana", "Rencana tindak lanjut", old.planned if old else ""),
            )
        ]
        if st.form_submit_button("Simpan catatan", type="primary"):
            note = Note(kode, selection.periode, *texts)
            viewer = account.find_viewer()
            _keep(form, lambda: desk.save_note(viewer, form.seen, note), "Catatan disimpan.")
    if entry:
        _show_past(entry)


def _open_form(key: str, newest: int) -> Form:
    """Return the form of an entry. What it builds on is the version that was the newest when this
    session opened it, or that its reader was shown since; a form that saved opens anew."""
    opened = st.session_state.setdefault(f"_{key}-dibuka", newest)
    clash = st.session_state.get(CLASHES, {}).get(key)
    return Form(f"{key}-{opened}", clash.now.version if clash else opened)


def _find_key(form: Form) -> str:
    return form.key.rpartition("-")[0]


def _keep(form: Form, save: Callable[[], Entry], said: str) -> None:
    """Save what a form holds and show the page anew; where that cannot be, say why and keep what
    was typed."""
    try:
        save()
    except FormError as error:
        st.error("\n".join(f"- {write_plain(problem)}" for problem in error.problems))
        return
    except ChangedMeanwhile as error:
        st.session_state.setdefault(CLASHES, {})[_find_key(form)] = error
        st.rerun()
    except DasborError as error:
        st.error(write_plain(error))
        return
    _forget(_find_key(form))
    say_next_time(said)
    st.rerun()


def _forget(key: str) -> None:
    """Let a form open anew, with what is kept."""
    st.session_state.pop(f"_{key}-dibuka", None)
    st.session_state.get(CLASHES, {}).pop(key, None)


def _start_anew(kind: str) -> None:
    """Let the forms of a kind open anew: what stood in one went when another was chosen."""
    clashes = st.session_state.get(CLASHES, {})
    for name in [str(key) for key in st.session_state if str(key).startswith(f"_{kind}-")]:
        del st.session_state[name]
    for key in [key for key in clashes if key.startswith(f"{kind}-")]:
        del clashes[key]


def _show_clash(form: Form) -> None:
    """Say what another one changed since this form was opened, above what stands in it."""
    clash = st.session_state.get(CLASHES, {}).get(_find_key(form))
    if clash is None:
        return
    st.warning(write_plain(clash))
    seen = clash.seen.content if clash.seen else None
    changes = list_changes(seen, clash.now.content)
    st.html(review_html.render_changes(changes, "Waktu Anda membuka", "Sekarang tersimpan"))
    if st.button("Buang isian saya, pakai yang tersimpan", key=f"buang-{form.key}"):
        _forget(_find_key(form))
        st.rerun()


def _show_past(entry: Entry) -> None:
    """Show how an entry came about, and let its last change be taken back."""
    viewer = account.find_viewer()
    st.html(review_html.render_history(desk.read_history(viewer, entry.key)))
    if st.button("Batalkan perubahan terakhir", key=f"batal-{entry.key}-{entry.version}"):
        form = Form(f"{entry.key}-0", entry.version)
        _keep(
            form,
            lambda: desk.undo(viewer, entry.key, entry.version),
            "Perubahan terakhir dibatalkan.",
        )


def _list_areas() -> dict[str, str]:
    """Return the areas that this viewer may decide on, code -> name."""
    scope = look_up_standing(account.find_viewer()).scope
    every = {CITY: CITY_NAME} | reference.list_kecamatan()
    return {code: every[code] for code in scope or every}


def _name(kode: str) -> str:
    return name_row(kode) if kode in INDICATORS else kode


def _write(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else ""
