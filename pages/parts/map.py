"""The map page: what is chosen by buttons, by the map and by the address, and what is drawn of it.

On a wide screen pydeck draws the map. The same drawing as SVG stands in for it on a phone, on
paper, in a browser without WebGL (the shell of the pages finds out) and where the reader asks for
the plain picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views import html, views
from analysis.views.area_panel import make_panel
from analysis.views.clusters import write_clusters_headline
from analysis.views.export import export_view
from analysis.views.heading import Heading
from analysis.views.views import write_lead
from data import reference
from data.settings import settings
from data.store import store
from geo import deck, modes
from geo.labelled_map import draw_map
from pages.parts import widgets as w

HEIGHT = 520
"""Of the map on a wide screen, in pixels: as its drawing, so that it is seen whole."""
ONLINE = modes.ONLINE
ALONE = "satu peta"
NARROW = 150  # pixels: five controls fit into one row
BESIDE = 210  # pixels: the longest name of an indicator
PLAIN, BANDING = "gambar", "banding"
"""The parameters that ask for the picture instead of the map, and for a second map."""
ADDRESS = ("periode", "skala", "tampilan", "tingkat", BANDING)
"""The choices, beside the area, that an address of this page keeps."""
MAP_KEY, CLICKED, ON_MAP, MAPS = "_peta", "_peta_klik", "_peta_terpilih", "_peta_ke"
"""What a session keeps: the key of its map, a click not yet taken, the area that the map itself
holds as chosen, and how many maps there were."""
LEVELS = {"kecamatan": "Kecamatan", "kelurahan": "Kelurahan"}


def choose_area() -> str:
    """Show a button for each kecamatan; return the code of the chosen area."""
    offered = read_options(store.open_publik())
    _take_click()
    w.mend_address(offered, tuple(vars(offered)))
    areas = list(offered.kecamatan)
    chosen = st.pills(
        "Wilayah",
        areas,
        default=areas[0],
        required=True,
        key="kecamatan",
        bind="query-params",
        label_visibility="collapsed",
    )
    return offered.kecamatan[chosen or areas[0]]


def choose_period() -> str:
    """Show a slider over the periods, the newest at its end; return the period."""
    offered = read_options(store.open_publik()).periode
    periods = list(reversed(offered))
    chosen = st.select_slider(
        "Periode",
        periods,
        value=periods[-1],
        key="periode",
        bind="query-params",
        width=260,
        label_visibility="collapsed",
    )
    return offered[chosen]


def choose_class() -> str:
    """Show the classes of businesses; return the chosen one, '' for all."""
    offered = read_options(store.open_publik()).skala
    chosen = st.selectbox(
        "Skala usaha",
        list(offered),
        key="skala",
        bind="query-params",
        width=NARROW,
        label_visibility="collapsed",
    )
    return offered[chosen]


def choose_mode(selection: Selection) -> str:
    """Show what the map can say as one switch; return the mode."""
    offered = modes.offer_modes(store.open_publik(), selection)
    return _switch("Yang ditampilkan", "tampilan", offered)


def choose_level(selection: Selection) -> str:
    """Show whether kecamatan or the kelurahan of the chosen one are drawn; return the level."""
    level = _switch("Tingkat", "tingkat", LEVELS)
    if level == "kelurahan" and selection.wilayah == CITY:
        st.info("Peta kelurahan dibuka per kecamatan. Pilih satu kecamatan di atas.")
        return "kecamatan"
    return level


def show_headline(selection: Selection, mode: str) -> None:
    """Show the sentence that opens the page: of the clusters, or of the share."""
    st.html(_render_headline(store.open_publik().version, selection, mode))


def show_map(selection: Selection, mode: str, level: str) -> None:
    """Show the map with its key, in the form that suits the reader's screen.

    Of the whole city the key stands in the sea, so that both are seen at once; of a part of it
    there is no room.
    """
    version, scheme = store.open_publik().version, st.context.theme.type or "light"
    drawn = _draw(version, Side(selection, mode), level, scheme, _keep_choices())
    near = int(st.session_state.get(_name_nearness(level), 0))
    plain = st.query_params.get(PLAIN) == "ya"
    with st.container(key=f"peta-{level}" if not near else "peta-dekat"):
        if not plain:
            with st.container(key="peta-interaktif"):
                _offer_nearness(level, near)
                st.pydeck_chart(
                    _wrap_deck(deck.zoom(drawn["deck"], near)),
                    key=_choose_map_key(selection, level),
                    height=HEIGHT,
                    on_select=_take_selection,
                    selection_mode="single-object",
                    alt=f"{drawn['judul']}. Tabel di bawah memuat angka yang sama.",
                )
        with st.container(key=None if plain else "peta-gambar"):
            _show_drawing(drawn["svg"])
        with st.container(key="peta-kunci"):
            _show_drawing(drawn["kunci"])


def _offer_nearness(level: str, near: int) -> None:
    """Show the two buttons that go nearer and further off: a wheel scrolls the page, so it cannot
    zoom."""
    with st.container(key="peta-zoom", horizontal=True, gap="small", width="content"):
        for sign, label, step in (("+", "Perbesar peta", 1), ("−", "Perkecil peta", -1)):
            at_end = not 0 <= near + step <= deck.NEAREST
            if st.button(sign, help=label, disabled=at_end, key=f"peta-zoom-{step}"):
                st.session_state[_name_nearness(level)] = near + step
                st.rerun()


def _name_nearness(level: str) -> str:
    """Return under which name a session keeps how many steps near its map is."""
    return f"_peta_dekat_{level}"


@dataclass(frozen=True)
class Side:
    """A map: what is shown of an indicator in a period and class."""

    selection: Selection
    mode: str
    kode: str = ONLINE

    def name(self, level: str) -> Heading:
        """Return what the map is called: all kecamatan are drawn, whichever is chosen."""
        shown = self.selection if level == "kelurahan" else self.selection.widen_to_city()
        return modes.make_map_heading(store.open_publik(), shown, self.mode, level, self.kode)


def choose_beside(selection: Selection, mode: str, level: str) -> tuple[Side, Side] | None:
    """Show what the map may be held beside: another period, the earlier one on the left, or another
    indicator in the same period; return both maps, None for one alone."""
    chosen = Side(selection, mode)
    periods = {
        f"dan {name}": Side(replace(selection, periode=code), mode)
        for name, code in read_options(store.open_publik()).periode.items()
        if code != selection.periode
    }
    indicators = {
        f"dan {name}": Side(selection, _choose_mode_of(selection, mode, kode), kode)
        for kode, name in modes.list_shaded(level).items()
    }
    others = periods | indicators
    if st.query_params.get(BANDING) not in (None, *others):
        del st.query_params[BANDING]
    name = st.selectbox(
        "Bandingkan dengan",
        [ALONE, *others],
        key=BANDING,
        bind="query-params",
        width=BESIDE,
        label_visibility="collapsed",
    )
    if name not in others:
        return None
    pair = (chosen, others[name])
    return pair if name in indicators else _sort_by_period(pair)


def _choose_mode_of(selection: Selection, mode: str, kode: str) -> str:
    """Return the mode in which another indicator stands beside a map: the same, where it has it."""
    return mode if mode in modes.offer_modes(store.open_publik(), selection, kode) else modes.SHARE


def _sort_by_period(pair: tuple[Side, Side]) -> tuple[Side, Side]:
    first, second = sorted(pair, key=lambda side: side.selection.periode)
    return first, second


def show_two_maps(pair: tuple[Side, Side], level: str) -> None:
    """Show two maps side by side, each under its own title, with the key that it is read by: one
    for both where it is the same."""
    version, scheme = store.open_publik().version, st.context.theme.type or "light"
    drawn = [_draw(version, side, level, scheme, _keep_choices()) for side in pair]
    one_key = drawn[0]["kunci"] == drawn[1]["kunci"]
    for column, side, found in zip(st.columns(2, gap="small"), pair, drawn, strict=True):
        with column:
            st.html(html.render_title(side.name(level), found["asal"]))
            _show_drawing(found["kecil"])
            if not one_key:
                _show_drawing(found["kunci"])
    if one_key:
        _show_drawing(drawn[0]["kunci"])


def show_table(side: Side, level: str) -> None:
    """Show the numbers of a map as a table in the order of the map, whose rows choose their area
    there, with its download."""
    found = w.read_view("by_area", side.kode, level, side.selection)
    shown = w.keep_within(found, side.selection) if level == "kelurahan" else found
    if w.say_empty(shown):
        return
    codes = sorted(row.code for row in shown.rows)
    picks = {} if level == "kelurahan" else _link_all(codes, _keep_choices())
    ordered = replace(shown, rows=tuple(sorted(shown.rows, key=lambda row: row.code)))
    st.html(html.add_about(html.render_bars(ordered, picks), ordered))
    taken = export_view(store.open_publik(), shown)
    w.offer_export(taken, f"{side.kode}-{side.selection.periode}")


def show_panel(selection: Selection) -> None:
    """Show what is said of the chosen area beside the map."""
    _show_drawing(_render_panel(store.open_publik().version, selection))


def show_plain_link() -> None:
    """Offer the map as a picture, or back."""
    plain = st.query_params.get(PLAIN) == "ya"
    label = "Peta interaktif" if plain else "Peta sebagai gambar"
    if st.button(label, type="tertiary", icon=":material/map:", key="peta-polos"):
        if plain:
            del st.query_params[PLAIN]
        else:
            st.query_params[PLAIN] = "ya"
        st.rerun()


def _show_drawing(markup: str) -> None:
    """Show markup with SVG, which Streamlit takes out of its HTML and leaves in its Markdown."""
    st.markdown(markup, unsafe_allow_html=True)


def _switch(label: str, key: str, labels: dict[str, str]) -> str:
    """Show one choice of a few as a switch that lives in the address; return its code."""
    names = list(labels.values())
    w.warn_unknown(label, key, labels)
    chosen = st.segmented_control(
        label,
        names,
        default=names[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return next(code for code, name in labels.items() if name == (chosen or names[0]))


def _take_selection() -> None:
    """Keep what was clicked on the map until the page runs again; the code is the object's own,
    for an index can outlive a change of the data. Open sea chooses nothing."""
    objects = st.session_state[st.session_state[MAP_KEY]]["selection"]["objects"]
    picked = objects.get(deck.AREAS) or objects.get(deck.MARKS)
    if picked:
        st.session_state[CLICKED] = picked[0].get("properties", picked[0])["kode"]


def _take_click() -> None:
    """Make what was clicked the chosen area, before its buttons are drawn."""
    code = st.session_state.pop(CLICKED, None)
    if code is None:
        return
    area = reference.cut_kecamatan_code(code)
    st.session_state["kecamatan"] = w.find_label(read_options(store.open_publik()).kecamatan, area)
    st.session_state[ON_MAP] = area


def _choose_map_key(selection: Selection, level: str) -> str:
    """Return the key of the map, which stays over periods, modes and clicks, so that neither the
    map blinks nor its view is lost.

    Where a button chose another area than the last click, it is a new one: the old one would take
    the next click on the area that it still holds as chosen for a wish to let go of it.
    """
    if st.session_state.get(ON_MAP, "") not in ("", selection.wilayah):
        st.session_state[ON_MAP] = ""
        st.session_state[MAPS] = st.session_state.get(MAPS, 0) + 1
    within = selection.wilayah if level == "kelurahan" else ""
    key = f"peta-{level}-{within}-{st.session_state.get(MAPS, 0)}"
    st.session_state[MAP_KEY] = key
    return key


def _wrap_deck(text: str) -> Any:
    """Return a drawn map in the form that Streamlit takes, without drawing it again."""
    return SimpleNamespace(to_json=lambda: text, _tooltip={"text": "{judul}"}, deck_widget=None)


@st.cache_data(**w.CACHE)
def _draw(
    version: str, side: Side, level: str, scheme: str, kept: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    cube = store.open_publik()
    about = (side.selection, side.mode, side.kode)
    wide, narrow = (
        draw_map(cube, side.selection, side.mode, size, level, side.kode)
        for size in ("lebar", "sempit")
    )
    legend, named = modes.make_mode_legend(cube, *about), modes.describe_shades(cube, *about)
    title = ". ".join(part for part in (f"Peta {side.name(level).title}", named) if part)
    links = _link_all((area.shown.code for area in wide.areas), kept)
    return {
        "deck": deck.write_deck(deck.make_deck(wide, scheme)),
        "judul": title,
        "asal": views.view_by_area(cube, side.kode, level, side.selection).origins,
        "svg": '<div class="du-pilihan-lebar">'
        + html.render_map(wide, title, links)
        + '</div><div class="du-pilihan-sempit">'
        + html.render_map(narrow, title, links)
        + "</div>",
        "kecil": html.render_map(narrow, title, links),
        "kunci": html.render_map_key(wide, legend, settings().batas_kredit, named),
    }


def _keep_choices() -> tuple[tuple[str, str], ...]:
    """Return what the address of this page holds beside the area, as its controls have it."""
    held = {name: st.query_params.get(name, "") for name in ADDRESS}
    held |= {PLAIN: "ya"} if st.query_params.get(PLAIN) == "ya" else {}
    return tuple((name, value) for name, value in held.items() if value)


def _link_all(codes: Iterable[str], kept: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the addresses of this page with another area chosen and all else as it is, by the code
    of the kecamatan, or of the kelurahan that lies in it."""
    names = reference.list_kecamatan()
    return {
        code: f"peta?{urlencode([('kecamatan', names[reference.cut_kecamatan_code(code)]), *kept])}"
        for code in codes
    }


@st.cache_data(**w.CACHE)
def _render_headline(version: str, selection: Selection, mode: str) -> str:
    cube = store.open_publik()
    if mode != modes.CLUSTERS:
        said = w.say(write_lead(cube, modes.ONLINE, selection))
        if mode == modes.ACHIEVED:
            said += f" {modes.describe_shades(cube, selection, mode)}."
        return html.render_headline(said)
    said = write_clusters_headline(cube, selection)
    if selection.skala:
        said += f" Klaster hanya terbit untuk semua skala, tidak untuk {selection.class_words}."
    return html.render_headline(said)


@st.cache_data(**w.CACHE)
def _render_panel(version: str, selection: Selection) -> str:
    cube = store.open_publik()
    parameters = read_options(cube).write(selection)
    links = []
    if selection.wilayah != CITY:
        area = {"kecamatan": w.find_label(read_options(cube).kecamatan, selection.wilayah)}
        links.append((f"Buka halaman {area['kecamatan']}", f"wilayah?{urlencode(area)}"))
        more = urlencode(parameters | {"tingkat": LEVELS["kelurahan"]})
        links.append(("Lihat per kelurahan", f"peta?{more}"))
    links.append(("Semua klaster", f"klaster?{urlencode(parameters)}"))
    links.append(("Sematkan", "sematkan"))
    return html.render_panel(make_panel(cube, selection), links)
