"""The versions of the data: what is served, publishing it, going back, what changed."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from analysis.tracing import changes
from analysis.tracing.changes_text import write_text
from analysis.views import html
from data import helper_process
from data.access.viewer import require
from data.errors import DasborError
from data.received.names import name_as_sent
from data.settings import settings
from data.store.states import States
from data.store.versions import Versions
from data.tables import TABLES
from pages.parts import account, publishing, restricted
from pages.parts.changing import change, find_unpublished, may
from pages.parts.plain import write_plain

PUBLISH = ("data", "publish")
WAITING = ("cli", "waiting", "--json")
UNKNOWN = (
    "Yang menunggu menurut aturan revisi belum dapat diperiksa. Sebabnya terlihat dengan: "
    "python -m data waiting"
)


def show_unpublished() -> None:
    """Show, to whoever may publish, what publishing the version in use would change, and the
    button for it."""
    asked = publishing.take_request()
    if not may("terbitkan"):
        return
    if find_unpublished() is None:
        if asked:
            st.info(publishing.DONE_ALREADY)
        return
    looked = publishing.find_looked()
    st.subheader("Sebelum diterbitkan")
    if asked and asked != looked:
        st.warning(publishing.STALE)
    st.markdown(
        "Versi yang dipakai belum terbit: halaman umum dan sematan masih memuat versi sebelumnya."
    )
    found = _ask_waiting(*looked) if looked[1] else []
    stays = {period["periode"]: period["stays"] for period in found or []}
    publishing.show_comparison(looked, stays)
    _show_found(found)
    publishing.show_button(looked, asked)


def show_versions() -> None:
    """Show the kept versions, the served one marked, what can be done with them."""
    require(account.find_viewer(), "halaman", "data")
    versions = Versions(settings().gudang)
    served = versions.find_current()
    names = versions.list_names()[::-1]
    st.html(
        html.render_versions(_make_row(versions.record(name), name == served) for name in names)
    )
    if served:
        with st.expander("Berkas dalam versi yang dipakai"):
            st.html(
                html.render_files(
                    _describe_file(file) for file in versions.record(served)["berkas"]
                )
            )
    if find_unpublished() is None:
        _show_waiting()
    others = [name for name in names if name != served]
    if others and served:
        _show_changes(served, others)
    if others and may("kembalikan"):
        _show_rollback(others)


def _show_waiting() -> None:
    """Show what keeps its numbers by the revision rule, to whoever may publish."""
    data, published = (
        Versions(folder).find_current() for folder in (settings().gudang, settings().publik)
    )
    if not may("terbitkan") or not data or not published or not _may_wait(published):
        return
    _show_found(_ask_waiting(data, published))


def _ask_waiting(data: str, published: str) -> list[dict[str, Any]] | None:
    """Return the periods of which something waits, in words; None where it cannot be told."""
    try:
        return _find_waiting(data, published)
    except (DasborError, RuntimeError):
        return None


def _show_found(found: list[dict[str, Any]] | None) -> None:
    if found is None:
        st.caption(UNKNOWN)
    if not found:
        return
    st.subheader("Menunggu menurut aturan revisi")
    st.html(html.render_waiting(found))
    st.caption(
        "Hanya untuk petugas. Pembaca tetap melihat angka dan tanggal sebelumnya, sampai cukup "
        "banyak baris berubah atau sampai periode berikutnya. Menerbitkan satu wilayah atau berkas "
        "saja: python -m data publish --batch KODE."
    )


def _may_wait(published: str) -> bool:
    """Return whether rows wait behind the published version, or data that it does not have."""
    noted = States(settings().keadaan).read_release(published) or {}
    return any(said.get("usaha") for said in noted.values()) or find_unpublished() is not None


@st.cache_data(max_entries=2, show_spinner="Memeriksa yang menunggu …")
def _find_waiting(data: str, published: str) -> list[dict[str, Any]]:
    """Return the periods of which something waits, in words; the arguments are the key. Another
    process finds them: what decides it belongs to publishing."""
    found: list[dict[str, Any]] = json.loads(helper_process.run(*WAITING))
    return [period for period in found if period["levels"]]


def _show_rollback(others: list[str]) -> None:
    chosen = st.selectbox("Kembali ke versi", others, index=None, placeholder="Pilih versi")
    if chosen is None:
        return
    st.caption(
        "Berkas yang tidak ada di versi itu dikesampingkan, tidak dihapus: unggah lagi berkasnya "
        "untuk memakainya kembali."
    )
    if st.button("Pakai versi ini dan terbitkan") and change(
        "kembalikan",
        chosen,
        [["data", "rollback", chosen], PUBLISH],
        "Selesai: versi di bawah dipakai dan sudah terbit.",
    ):
        st.rerun()


def _show_changes(served: str, others: list[str]) -> None:
    with st.expander("Bandingkan dua versi"):
        old = st.selectbox("Dibanding versi", others, key="banding")
        if st.button("Bandingkan") and old:
            try:
                found = changes.compare_versions(account.find_viewer(), old, served, only_seen=True)
            except DasborError as error:
                st.error(write_plain(error))
                return
            st.code(write_text(found), language=None, wrap_lines=True)
            restricted.show_download("perbedaan", old, served)


def _make_row(record: dict[str, Any], served: bool) -> dict[str, Any]:
    files = record["berkas"]
    return {
        "versi": record["versi"],
        "tanggal": record["tanggal"],
        "oleh": record.get("oleh"),
        "berkas": len(files),
        "dibaca": sum(file["dibaca"] for file in files),
        "diterima": sum(file["diterima"] for file in files),
        "dilipat": sum(file.get("dilipat", 0) for file in files),
        "ditolak": sum(file["ditolak"] for file in files),
        "sintetis": record.get("sintetis") is True,
        "dipakai": served,
    }


def _describe_file(record: dict[str, Any]) -> dict[str, Any]:
    label = TABLES[record["tabel"]].label
    return record | {"berkas": name_as_sent(record["berkas"]), "tabel": label}
