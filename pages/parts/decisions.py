"""Rows that only a person can settle: places of two readings, businesses that may be one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.views import html
from data import reference
from data.access import restricted
from data.build import decisions, doubts
from data.build.decisions import Decision, Kind, question
from data.received.names import name_as_sent
from data.settings import settings
from data.store.store import Store
from pages.parts import account
from pages.parts.changing import allow, change, may, say_next_time
from pages.parts.plain import write_plain

SHOWN = 20
PAIRS = """
    select * from dugaan_ganda order by periode, id_a, id_b
"""


def show_doubts() -> None:
    """Ask about what the served version could not decide, and keep the answers."""
    if not may("putuskan"):
        st.caption("Memutuskan baris yang meragukan perlu masuk sebagai pengelola.")
        return
    places = restricted.read_gudang(
        account.find_viewer(),
        "halaman",
        "data",
        _read_ambiguous,
        detail="mendua",
    )
    pairs = restricted.read_identity(
        account.find_viewer(), "putuskan", lambda store: store.query(PAIRS)
    )
    kept = decisions.read(settings().keputusan)
    answered = {question(d.jenis, d.tabel, d.a, d.b) for d in kept}
    open_places = [
        row
        for row in places.itertuples()
        if question("wilayah", row.tabel, row.kunci, _cut_place(row.nilai)) not in answered
    ]
    open_pairs = [
        row
        for row in pairs.itertuples()
        if question("ganda", "usaha", row.id_a, row.id_b) not in answered
    ]
    if not open_places and not open_pairs:
        st.success("Tidak ada yang perlu diputuskan.")
    for row in open_places[:SHOWN]:
        _ask_place(row.tabel, row.kunci, _cut_place(row.nilai), name_as_sent(row.tertulis))
    for row in open_pairs[:SHOWN]:
        _ask_pair(row)
    if max(len(open_places), len(open_pairs)) > SHOWN:
        st.caption(f"Masih ada yang lain; {SHOWN} dari tiap jenis ditampilkan dulu.")
    _show_answers()


def _read_ambiguous(store: Store) -> pd.DataFrame:
    return store.query(doubts.AMBIGUOUS)


def _cut_place(written: str) -> str:
    return written.rsplit(" / ", 1)[-1]


def _ask_place(tabel: str, kunci: str, kelurahan: str, shown: str) -> None:
    """Ask in which kecamatan a kelurahan of two kecamatan lies, for the row ``shown``."""
    names = reference.read("wilayah")
    same = names["nama"].str.casefold() == kelurahan.casefold()
    here = names[same & (names["tingkat"] == "kelurahan")]["kecamatan"].tolist()
    with st.container(border=True):
        st.markdown(
            f"**{write_plain(shown)}**: kelurahan {write_plain(kelurahan)} ada di Kecamatan "
            f"{' dan '.join(here)}."
        )
        picked = st.radio(
            "Yang benar", here, index=None, horizontal=True, key=f"wilayah-{tabel}-{kunci}"
        )
        if picked:
            _keep("wilayah", tabel, kunci, kelurahan, picked)


def _ask_pair(row: Any) -> None:
    """Ask whether two businesses of a register are one."""
    pair = pd.DataFrame(
        {
            "": ["Usaha 1", "Usaha 2"],
            "ID": [row.id_a, row.id_b],
            "Nama": [row.nama_a, row.nama_b],
            "Telepon": [row.telepon] * 2,
            "Baris": [str(row.baris_a), str(row.baris)],
        }
    )
    a, b = str(pair["ID"][0]), str(pair["ID"][1])
    with st.container(border=True):
        st.html(html.render_table("Mungkin satu usaha", pair))
        with st.container(horizontal=True):
            if st.button("Usaha yang sama", key=f"sama-{a}-{b}", help="Dihitung sekali."):
                _keep("ganda", "usaha", a, b, "sama")
            if st.button("Dua usaha", key=f"beda-{a}-{b}", help="Keduanya tetap dihitung."):
                _keep("ganda", "usaha", a, b, "beda")


def _keep(jenis: Kind, tabel: str, a: str, b: str, jawaban: str) -> None:
    allow("putuskan", f"{jenis} {a} {b}: {jawaban}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    decision = Decision(jenis, tabel, a, b, jawaban, account.find_viewer().who, now)
    decisions.add(settings().keputusan, decision)
    say_next_time("Keputusan disimpan. Berlaku sesudah data dibangun ulang.")
    st.rerun()


def _show_answers() -> None:
    """List the decisions, each of which can be turned, and build anew with them."""
    kept = decisions.read(settings().keputusan)
    if not kept:
        return
    with st.expander("Keputusan yang tersimpan"):
        listed = pd.DataFrame(
            [(d.a, d.b, d.jawaban, d.oleh, d.waktu[:10]) for d in kept],
            columns=["ID", "Dibanding", "Keputusan", "Oleh", "Tanggal"],
        )
        st.html(html.render_table("Keputusan", listed))
        pairs = [d for d in kept if d.jenis == "ganda"]
        names = {f"{d.a} dan {d.b}: {d.jawaban}": d for d in pairs}
        picked = st.selectbox("Ubah keputusan", list(names), index=None, placeholder="Pilih")
        if picked and st.button("Balik keputusan ini"):
            old = names[picked]
            turned = "beda" if old.jawaban == "sama" else "sama"
            _keep("ganda", old.tabel, old.a, old.b, turned)
    if st.button("Bangun ulang dengan keputusan ini", type="primary") and change(
        "putuskan", "bangun ulang", [["data", "build"]], "Versi baru dengan keputusan dipakai."
    ):
        st.rerun()
