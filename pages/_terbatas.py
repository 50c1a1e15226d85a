"""What restricted pages share. Nothing here is cached: each run asks the door anew.

A download is an address of our own (``pages._unduhan``) and never Streamlit's, which answers
whoever knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from analysis import html, officials, theme
from analysis.selection import options
from data import reference, uploads
from data.access import audit
from data.access.viewer import note, require, standing
from data.errors import InputError
from data.readers import SUFFIXES
from data.findings import findings
from data.restricted import gudang, protected
from data.settings import settings
from data.store import publik
from data.versions import Versions
from pages import _akun, _kerja, _unduhan, _widgets

SHOWN_LINES = 200
SHOWN_REFUSALS = 100


def choose_detail() -> tuple[str, str, str]:
    """Show the filters of Rincian; return indicator, period and kecamatan."""
    now = standing(_akun.viewer())
    every = reference.kecamatan()
    areas = {code: every[code] for code in now.scope or every}
    wanted = st.query_params.get("kec")
    if wanted in every.values() and wanted not in areas.values():
        st.warning(f"Anda hanya dapat melihat Kecamatan {', '.join(areas.values())}.")
        del st.query_params["kec"]
    periods = {code: label for label, code in options(publik()).periode.items()}
    with _widgets.filter_row():
        kode = _widgets.choose_one("Indikator", "indikator", officials.offered(), width=255)
        kecamatan = _widgets.choose_one("Kecamatan", "kec", areas)
        periode = _widgets.choose_one("Periode", "per", periods)
    return kode, periode, kecamatan


def show_detail(kode: str, periode: str, kecamatan: str) -> None:
    """Show an indicator for the kelurahan of a kecamatan, with its source and download."""
    found = officials.view(
        protected(
            _akun.viewer(),
            "halaman",
            "rincian",
            officials.cells,
            lambda rows: officials.of_kecamatan(rows, kode, periode, kecamatan),
            detail=f"{kode} {periode} {kecamatan}",
        )
    )
    st.markdown(f"**{found.sentence}**")
    st.html(html.bars(found))
    st.html(html.about(found))
    show_download("rincian", kode, periode, kecamatan)


def show_download(name: str, *arguments: str) -> None:
    """Offer a restricted table as CSV, to this viewer and for a few minutes."""
    address = _unduhan.offer(_akun.viewer(), name, arguments)
    st.html(html.download(address))


def show_refusals() -> None:
    """Show which rows the served version refused, and why."""
    found = gudang(_akun.viewer(), "halaman", "data", findings, detail="baris ditolak")
    if found.empty:
        st.success("Tidak ada baris yang ditolak.")
        return
    st.markdown(f"{theme.number(len(found))} alasan penolakan.")
    shown = found.head(SHOWN_REFUSALS).astype(object)
    st.html(html.table("Baris yang ditolak", shown.where(shown.notna(), None)))
    if len(found) > SHOWN_REFUSALS:
        st.caption(f"Ditampilkan {SHOWN_REFUSALS} yang pertama; unduhan memuat semuanya.")
    show_download("penolakan")


def show_versions() -> None:
    """Show the kept versions of the data, the served one marked, and the way back to another."""
    require(_akun.viewer(), "halaman", "data")
    if OUTCOME in st.session_state:
        st.success(st.session_state.pop(OUTCOME))
    versions = Versions(settings().gudang)
    served = versions.current()
    rows = [_version(versions.record(name), name == served) for name in versions.names()[::-1]]
    st.html(html.versions(rows))
    if served:
        with st.expander("Berkas dalam versi yang dipakai"):
            st.html(html.files(versions.record(served)["berkas"]))
    others = [row["versi"] for row in rows if not row["dipakai"]]
    if others and _may("kembalikan"):
        chosen = st.selectbox("Kembali ke versi", others, index=None, placeholder="Pilih versi")
        if st.button("Pakai versi ini dan terbitkan", disabled=chosen is None) and chosen:
            _change("kembalikan", chosen, [["data", "rollback", chosen], PUBLISH])


def show_upload() -> None:
    """Take in a file, build a new version with it and publish; a bad file changes nothing."""
    if not _may("unggah"):
        st.caption("Menambah berkas perlu masuk sebagai pengelola. " + COMMAND_LINE)
        return
    _akun.open_uploads()
    versions = Versions(settings().gudang)
    given = st.file_uploader(
        "Berkas register, survei atau target",
        type=[kind.removeprefix(".") for kind in SUFFIXES],
        max_upload_size=uploads.LARGEST_MB,
        key=f"berkas-{versions.current()}",  # empty again once its file is a version
    )
    if st.button("Periksa dan jadikan versi baru", disabled=given is None) and given:
        known = set((settings().raw / uploads.FOLDER).glob("*"))
        try:
            path = uploads.receive(settings().raw, given.name, given.getvalue())
        except InputError as error:
            st.error(str(error))
            return
        # The same file may be part of a version already, and then stays.
        undo = path.unlink if path not in known else bool
        _change("unggah", given.name, [["data", "build"], PUBLISH], undo)


def show_record() -> None:
    """Show the newest lines of the record, whether it is whole, and each month's download."""
    viewer = _akun.viewer()
    now = require(viewer, "halaman", "catatan")
    note(viewer, now, "lihat", "catatan")
    folder = settings().audit
    verdict = audit.verify(folder)
    if verdict.ok:
        st.success(f"Catatan utuh: {theme.number(verdict.count)} baris.")
    else:
        st.error(audit.describe(verdict))
    with st.expander("Sidik untuk dicatat di tempat lain"):
        st.code(verdict.head, language=None)
        st.caption(
            "Dengan sidik ini kelak dapat diperiksa bahwa tidak ada baris yang dipotong atau "
            "ditulis ulang: python -m data audit --head SIDIK"
        )
    st.html(html.record(audit.lines(folder, SHOWN_LINES)))
    month = st.selectbox("Unduh satu bulan", audit.months(folder)[::-1])
    if month:
        show_download("catatan", month)


OUTCOME = "_hasil"
PUBLISH = ("analysis", "publish")
COMMAND_LINE = "Di baris perintah: taruh berkas di data/raw, lalu jalankan make build."


def _may(action: str) -> bool:
    return standing(_akun.viewer()).may("tindakan", action)


def _change(
    action: str,
    subject: str,
    commands: Sequence[Sequence[str]],
    undo: Callable[[], object] = bool,
) -> None:
    """Run what changes the data, on record, and show how it goes and what became of it."""
    viewer = _akun.viewer()
    now = require(viewer, "tindakan", action)
    note(viewer, now, action, subject)
    with st.status("Bekerja, sekitar satu menit …", expanded=True) as box:
        done = _kerja.run(commands, lambda line: box.write(line), undo)
        if done < len(commands):
            said = "Versi baru dipakai, belum terbit." if done else "Gagal: tidak ada yang berubah."
            box.update(label=f"{said} Sebabnya di bawah ini.", state="error", expanded=True)
    if done == len(commands):
        # The page above still shows the version from before.
        st.session_state[OUTCOME] = "Selesai: versi di bawah dipakai dan sudah terbit."
        st.rerun()


def _version(record: dict[str, Any], served: bool) -> dict[str, Any]:
    files = record["berkas"]
    return {
        "versi": record["versi"],
        "tanggal": record["tanggal"],
        "berkas": len(files),
        "dibaca": sum(file["dibaca"] for file in files),
        "diterima": sum(file["diterima"] for file in files),
        "ditolak": sum(file["ditolak"] for file in files),
        "sintetis": record.get("sintetis") is True,
        "dipakai": served,
    }
