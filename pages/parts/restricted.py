"""What restricted pages share. Nothing here is cached: each run asks the door anew.

A download is an address of our own (``pages.parts.downloads``) and never Streamlit's, which answers
whoever knows it.
"""

from __future__ import annotations

import streamlit as st

from analysis.definitions.indicators import list_kelurahan_titles
from analysis.definitions.selection import read_options
from analysis.views import html, kelurahan
from analysis.words import theme
from data import reference
from data.access import access_log
from data.access.access_log import Line
from data.access.people import describe_lacking, read_people
from data.access.restricted import read_beside, read_protected
from data.access.viewer import look_up_standing
from data.settings import settings
from data.store.store import open_publik
from pages.parts import account, downloads, widgets
from pages.parts.plain import write_plain

SHOWN_LINES = 200
READ_LINES = 2000


def choose_detail() -> tuple[str, str, str]:
    """Show the filters of Rincian; return indicator, period and kecamatan."""
    now = look_up_standing(account.find_viewer())
    every = reference.list_kecamatan()
    areas = {code: every[code] for code in now.scope or every}
    wanted = st.query_params.get("kec")
    if wanted in every.values() and wanted not in areas.values():
        st.warning(f"Anda hanya dapat melihat Kecamatan {', '.join(areas.values())}.")
        del st.query_params["kec"]
    periods = {code: label for label, code in read_options(open_publik()).periode.items()}
    with widgets.make_filter_row():
        kode = widgets.choose_one("Indikator", "indikator", list_kelurahan_titles(), width=255)
        kecamatan = widgets.choose_one("Kecamatan", "kec", areas)
        periode = widgets.choose_one("Periode", "per", periods)
    return kode, periode, kecamatan


def show_detail(kode: str, periode: str, kecamatan: str) -> None:
    """Show an indicator for the kelurahan of a kecamatan, with its source and download."""
    found = kelurahan.make_view(
        read_protected(
            account.find_viewer(),
            "halaman",
            "rincian",
            kelurahan.make_apart,
            lambda rows: kelurahan.select_kecamatan(rows, kode, periode, kecamatan),
            detail=f"{kode} {periode} {kecamatan}",
        )
    )
    st.markdown(f"**{found.sentence}**")
    if not widgets.say_empty(found):
        st.html(html.add_about(html.render_bars(found), found))
    show_download("rincian", kode, periode, kecamatan)


def show_download(name: str, *arguments: str, label: str = "Unduh CSV") -> None:
    """Offer a restricted file to this viewer, for a few minutes."""
    st.html(
        html.render_download(
            downloads.offer_download(account.find_viewer(), name, arguments), label
        )
    )


def show_record() -> None:
    """Show the newest lines of the record, whether it is whole, and each month's download."""
    folder = settings().audit

    def read_newest() -> list[Line]:
        return access_log.read_lines(folder, READ_LINES)

    viewer = account.find_viewer()
    lines = read_beside(viewer, "halaman", "catatan", read_newest)
    verdict = access_log.verify(folder)
    if verdict.ok:
        st.success(f"Catatan utuh: {theme.number(verdict.count)} baris.")
    else:
        said = access_log.describe(verdict).splitlines()
        st.error("\n\n".join(map(write_plain, said)))
    for remark in verdict.remarks if verdict.ok else ():
        st.warning(write_plain(remark))
    lacking = describe_lacking(read_people(settings().akses), str(viewer.claims.get("iss") or ""))
    if lacking and viewer.claims:
        st.warning(write_plain(lacking))
    with st.expander("Sidik untuk dicatat di tempat lain"):
        st.code(verdict.head, language=None)
        st.caption(
            "Dengan sidik ini kelak dapat diperiksa bahwa tidak ada baris yang dipotong atau "
            "ditulis ulang: python -m data audit --head SIDIK"
        )
    st.html(html.render_record(access_log.fold(lines)[:SHOWN_LINES]))
    month = st.selectbox("Unduh satu bulan", access_log.list_months(folder)[::-1])
    if month:
        show_download("catatan", month)
