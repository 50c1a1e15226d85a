"""The frame around every page: who looks, the strip above, the list of their pages, the footer."""

from pathlib import Path

import streamlit as st

from data.access.viewer import note_refusal, open_page
from data.city import OUR_CITY
from data.errors import DasborError
from data.settings import settings
from pages.parts import account, old_links, widgets
from pages.parts.carried import carrying_choices
from pages.parts.plain import write_plain
from pages.parts.time_limit import TooLong, limit_time
from server.logs import log_script_error

FOLDER = Path(__file__).resolve().parents[1]
# The pages most come for are one click away and need no heading ("Lihat"); the rest is folded up
# under the name of its group.
# File, title, sign and group of each page, in the order of the list. ``data/access/policy.csv``
# says whose list it is in.
PAGES = {
    "ringkasan": ("Ringkasan", "summarize", ""),
    "kinerja": ("Kinerja", "fact_check", ""),
    "peta": ("Peta", "map", ""),
    "klaster": ("Klaster", "workspaces", ""),
    "wilayah": ("Kecamatan", "location_city", ""),
    "adopsi": ("Adopsi", "stairs", ""),
    "survei": ("Survei", "quiz", ""),
    "jelajah": ("Jelajah", "table_chart", "Telusuri"),
    "metode": ("Metode", "menu_book", "Telusuri"),
    "sematkan": ("Sematkan", "code", "Telusuri"),
    "rincian": ("Rincian", "zoom_in", "Kelola"),
    "data": ("Data", "database", "Kelola"),
    "catatan": ("Catatan akses", "history", "Kelola"),
}
START = "ringkasan"
TAKES_FILES = "data"
LONGER = {TAKES_FILES: 15 * 60}  # seconds: building a version and publishing it

st.set_page_config(
    page_title=OUR_CITY.program,
    page_icon="📊",
    layout="wide",
    initial_sidebar_state="auto",
)
viewer = account.find_viewer()
now = account.find_standing(viewer)


def show_closed() -> None:
    """Stand in for a page that is not in this viewer's list."""
    note_refusal(viewer, now, f"halaman {page.url_path}")
    account.show_closed(now, viewer)


def make_page(name: str) -> st.Page:
    """Return a page as its viewer gets it: the page, or a closed door at the same address."""
    title, icon, _ = PAGES[name]
    if now.may("halaman", name):
        path = None if name == START else name
        return st.Page(
            FOLDER / f"{name}.py",
            title=title,
            icon=f":material/{icon}:",
            url_path=path,
            default=name == START,
        )
    return st.Page(show_closed, title="Perlu masuk", url_path=name, visibility="hidden")


def group_pages() -> dict[str, list[st.Page]]:
    """Return the pages by group. Closed ones stand in the first, so that no group of this viewer
    is without a page."""
    groups: dict[str, list[st.Page]] = {}
    for name, (_, _, group) in PAGES.items():
        groups.setdefault(group if now.may("halaman", name) else "", []).append(make_page(name))
    return groups


page = st.navigation(group_pages(), position="top")
old_links.follow()
seconds = LONGER.get(page.url_path, settings().batas_halaman_detik)
try:
    with limit_time(seconds):
        with widgets.make_strip():
            account.show(now, viewer)
        if page.url_path != TAKES_FILES or not now.may("halaman", TAKES_FILES):
            account.close_uploads()
        if now.may("halaman", page.url_path or START):
            open_page(viewer, page.url_path or START)
        with carrying_choices(page.url_path):
            page.run()
        widgets.show_footer(page.url_path)
except DasborError as error:
    st.error(write_plain(error))
except TooLong as error:
    number = log_script_error(error)
    st.error(
        f"Halaman ini dihentikan karena berjalan lebih dari {seconds} detik. Pilih wilayah atau "
        f"periode yang lebih sempit; bila berulang, laporkan nomor {number} kepada pengelola."
    )
