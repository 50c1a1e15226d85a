"""What the Sematkan page shows: the choice, the preview, the code, and where embeds stand."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from analysis.definitions.dimensions import SKALA_GABUNG
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import ALL_AREAS, ALL_CLASSES, CITY_NAME
from analysis.views import html
from analysis.words import theme
from data.access.restricted import read_beside
from data.access.viewer import look_up_standing
from data.reference import build_slug
from data.settings import settings
from pages.parts import account, restricted
from pages.parts import widgets as w
from public.embeds import referrers
from public.embeds.snippets import write_snippets
from public.files import published
from public.files.catalogue import Chosen, Embed, read_embeds

WIDTHS = (320, 480, 720)
"""Pixels: a phone, a column of an article, a whole page."""
NONE = (
    "Berkas sematan belum ditulis untuk data terbit ini. Pengelola: jalankan make build, atau "
    "terbitkan versi yang dipakai pada halaman Data; sesudah itu muat ulang halaman ini."
)
KINDS = {
    "kartu": "Kartu angka",
    "batang": "Batang menurut kecamatan",
    "garis": "Garis menurut periode",
    "tabel": "Tabel menurut kecamatan",
    "peta": "Peta kecamatan",
    "klaster": "Peta klaster",
    "fakta": "Kalimat fakta",
}
LANGUAGES = {"id": "Indonesia", "en": "Inggris"}
LOOKS = {"terang": "Terang", "otomatis": "Ikut pembaca", "gelap": "Gelap"}
CLASSES = {"semua": ALL_CLASSES} | {
    key.replace("_", "-"): label for key, label in SKALA_GABUNG.categories.items()
}
LIVE, FROZEN = "Selalu terbaru", "Bekukan versi ini"


def choose() -> Chosen | None:
    """Show what may be embedded and return the choice; None while no embed has been written."""
    found = published.find_served(settings())
    listed = read_embeds(found) if found else {}
    if not found or not listed:
        st.info(NONE)
        return None
    with w.make_filter_row():
        embed = _choose_embed(listed)
        values = {name: _choose_value(name, given) for name, given in embed.offered.items()}
        kept = {"": LIVE, found.versi: FROZEN}
        versi = w.choose_one("Pembaruan", "pembaruan", kept)
    return Chosen(embed, values, versi)


def show_preview(chosen: Chosen) -> None:
    """Show the embed as other sites show it, in frames of three widths."""
    for width, tab in zip(WIDTHS, st.tabs([f"{width} piksel" for width in WIDTHS]), strict=True):
        with tab:
            alt = f"{chosen.title} ({width} piksel)"
            st.iframe(chosen.address, width=width, height=chosen.embed.tinggi, alt=alt)
    st.caption(
        "Tinggi bingkai di sini tetap; dengan skrip pada kode kedua dan ketiga, tinggi mengikuti "
        "isinya. Pada layar yang lebih sempit, pratinjau ikut menyempit."
    )


def show_code(chosen: Chosen) -> None:
    """Show the code of the choice in its three forms, its bare address, and its picture."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}"
    code = write_snippets(base, chosen)
    for tab, words, text in zip(
        st.tabs(["Bingkai saja", "Bingkai dan skrip", "Elemen web"]),
        (
            "Untuk WordPress dan situs lain yang tidak menerima skrip. Tempel sebagai HTML.",
            "Tinggi mengikuti isi. Skripnya 1 kB, sekali saja untuk semua sematan di satu halaman.",
            "Untuk yang menulis halamannya sendiri: pilihan ditulis sebagai atribut.",
        ),
        (code.frame, code.with_script, code.element),
        strict=True,
    ):
        with tab:
            st.caption(words)
            st.code(text, language=None, wrap_lines=True)
    st.caption("Alamatnya saja: sistem isi yang mengenal oEmbed menggantinya dengan bingkai.")
    st.code(base + chosen.address, language=None, wrap_lines=True)
    found = published.find_served(settings())
    if found and chosen.picture.removeprefix("/") in found.files:
        st.link_button("Gambar untuk media sosial (PNG)", chosen.picture)
    if here.hostname in ("localhost", "127.0.0.1"):
        st.caption("Alamat ini hanya dikenal komputer ini. Salin kode dari alamat dasbor Anda.")


def show_hosts() -> None:
    """Show on which websites embeds stand, to those who may know it, and nothing to others."""
    viewer = account.find_viewer()
    if not look_up_standing(viewer).may("unduhan", "perujuk"):
        return
    st.subheader("Disematkan di mana")
    rows = read_beside(viewer, "unduhan", "perujuk", referrers.make_table, only_seen=True)
    if len(rows):
        st.html(html.render_table("Disematkan di mana", rows))
    else:
        st.info("Belum ada situs lain yang tercatat memuat sematan.")
    st.caption(
        f"Jumlah permintaan {referrers.KEPT_DAYS} hari terakhir menurut nama situs yang disebut "
        "peramban. Yang disimpan hanya hari, sematan, nama situs dan jumlahnya: bukan alamat "
        "pembaca, halaman, atau perambannya. Nama situs dapat dipalsukan, dan salinan di peramban "
        "pembaca tidak terhitung."
    )
    restricted.show_download("perujuk")


def _choose_embed(listed: dict[str, Embed]) -> Embed:
    kinds = dict.fromkeys(embed.jenis for embed in listed.values())
    jenis = w.choose_one("Bentuk", "bentuk", {kind: KINDS.get(kind, kind) for kind in kinds}, 235)
    mine = {nama: embed for nama, embed in listed.items() if embed.jenis == jenis}
    if len(mine) > 1:
        about = all(embed.indikator for embed in mine.values())
        label, key = ("Indikator", "indikator") if about else ("Fakta", "fakta")
        titles = {nama: _find_title(embed) for nama, embed in mine.items()}
        return mine[w.choose_one(label, key, titles, width=300)]
    return next(iter(mine.values()))


def _find_title(embed: Embed) -> str:
    """Return the indicator's own title, which stays the same when the kind is changed."""
    known = INDICATORS.get(embed.indikator or "")
    return known.judul if known else embed.judul["id"]


def _choose_value(name: str, given: tuple[str, ...]) -> str:
    """Show one parameter under the name and words that other pages have for it."""
    if len(given) == 1:
        return given[0]
    words = {"skala": CLASSES, "bahasa": LANGUAGES, "tema": LOOKS}.get(name, {})
    labels = {value: words.get(value) or _find_words(name, value) for value in given}
    label, key = {"wilayah": ("Kecamatan", "kecamatan")}.get(name, (name.capitalize(), name))
    return w.choose_one(label, key, labels)


def _find_words(name: str, value: str) -> str:
    if name == "periode":
        return theme.period(value)
    return ALL_AREAS if value == build_slug(CITY_NAME) else value.replace("-", " ").title()
