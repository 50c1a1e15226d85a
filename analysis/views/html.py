"""Views as HTML: the same markup inside the tool's pages and in the embeds.

Numbers stand in the markup as a real table, and the bars are its decoration, so the chart is its
own table twin: it reads without script, in a screen reader, and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.definitions.dimensions import label
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import THEMES
from analysis.views.area_panel import AreaPanel
from analysis.views.comparison import Comparison
from analysis.views.heading import Heading
from analysis.views.links import write_area_name
from analysis.views.next_release import NextRelease
from analysis.views.view import CrossTable, Differences, ProductCluster, RankBand, Tile, View
from analysis.words import theme
from analysis.words.language import kata
from data.city import OUR_CITY
from data.fingerprint import hash_source

FOLDER = Path(__file__).parent / "templates"


@cache
def make_environment() -> Environment:
    """Return the template environment; every value is escaped unless it is markup of ours."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a server does not watch its own source
    )
    made.filters["nilai"] = _render_value
    made.filters |= {
        "cacah": theme.number,
        "periode": theme.period,
        "hari": theme.day,
        "saat": theme.moment,
        "ukuran": theme.quantity,
        "nama_rincian": label,
        "banyak": theme.amount,
        "kecil": theme.inside,
        "wilayah": write_area_name,
    }
    made.globals |= {"signs": theme.SIGNS, "kata": kata, "kota": OUR_CITY}
    made.globals |= {"bands": {theme.BAND_NAMES[key]: said for key, said in theme.BANDS.items()}}
    return made


@cache
def build_stylesheet() -> str:
    """Return the CSS of all markup here, with the colours of the theme."""
    names = sorted(path.name for path in FOLDER.glob("gaya*.css"))
    return f".du{{{theme.write_css_colours()}}}" + _read_styles(*names)


@cache
def build_tool_stylesheet() -> str:
    """Return the CSS of the tool's pages: that of all markup, of Ringkasan, Kinerja, a kecamatan
    and charts, which the public page does not have to carry."""
    return (
        build_stylesheet()
        + build_matrix_stylesheet()
        + _read_styles("ringkasan.css", "kinerja.css", "grafik.css")
    )


@cache
def build_matrix_stylesheet() -> str:
    """Return the CSS of a matrix of areas by indicator, with the shades of its gaps."""
    return f".du{{{theme.write_css_gaps()}}}" + _read_styles("matriks.css")


def _read_styles(*names: str) -> str:
    """Return CSS files one after the other, without line ends."""
    css = "".join((FOLDER / name).read_text(encoding="utf-8") for name in names)
    return css.replace("\n", "")


@cache
def hash_stylesheet() -> str:
    """Return the stylesheet's hash as a Content-Security-Policy source."""
    return hash_source(build_stylesheet())


@cache
def build_embed_stylesheet(drawing: bool = False) -> str:
    """Return the CSS of an embed, light or dark as the reader's system or ``data-tema`` says; with
    that of a labelled map where it shows one.

    Embeds are read on old phones too, so there is no ``light-dark()`` and no ``color-mix()``.
    """
    light, dark = (theme.write_css_colours(scheme) for scheme in ("light", "dark"))
    files = ("lembar.css", *(("gaya_gambar.css", "lembar_klaster.css") if drawing else ()))
    # On paper it is light, whatever the screen was.
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root[data-tema=otomatis]"
        f"{{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-tema=gelap]{{color-scheme:dark;{dark}}}}}"
    ) + _read_styles(*files)


@cache
def build_drawing_stylesheet() -> str:
    """Return the CSS of a labelled map with its light colours written out, for a renderer that
    knows neither variables nor rules that begin with @."""
    colours = dict(re.findall(r"--([\w-]+):([^;]+);", theme.write_css_colours("light")))
    css = re.sub(r"@[^{]*{[^}]*}", "", _read_styles("gaya_gambar.css"))
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], css)


@cache
def build_embed_script() -> str:
    """Return the script of an embed: what it adds, an embed can do without."""
    lines = (FOLDER / "lembar.js").read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))


def render_tiles(found: Iterable[Tile]) -> str:
    """Return a row of tiles that wraps."""
    return _render("kartu", "du-kartu", *((tile,) for tile in found))


def render_bars(view: View, picks: Mapping[str, str] | None = None) -> str:
    """Return a view as a table with bars; ``picks`` are by code the addresses that choose a row's
    area on the map beside it."""
    return _render("batang", "", (view, True, picks or {}))


def render_cross(table: CrossTable) -> str:
    """Return a table of kecamatan by categories."""
    return _render("silang", "", (table,))


def render_heading(view: View) -> str:
    """Return the title of a chart or map that does not write its own."""
    return _render("judul", "", (view.heading, view.origins))


def render_title(said: Heading, origins: Iterable[str]) -> str:
    """Return a title from its heading alone."""
    return _render("judul", "", (said, list(origins)))


def render_about(view: View | Differences) -> str:
    """Return a view's definition, date and source, one click away."""
    module = make_environment().get_template("makro.html").module
    details = module.tentang(view.indicator, view.date, view.source)  # type: ignore[attr-defined]
    return (
        '<div class="du"><details class="du-asal"><summary><span>Sumber dan definisi</span>'
        f"</summary>{details}</details></div>"
    )


def add_about(markup: str, view: View | Differences) -> str:
    """Return a view's markup with its definition, date and source behind one sign."""
    return f'<div class="du-bersumber">{markup}{render_about(view)}</div>'


def render_files(rows: Iterable[dict[str, object]]) -> str:
    """Return the table of received files: kind, layout, rows read, accepted and refused."""
    return _render("berkas", "", (list(rows),))


def render_versions(rows: Iterable[dict[str, object]]) -> str:
    """Return the table of kept data versions, the served one marked."""
    return _render("versi", "", (list(rows),))


def render_record(lines: Iterable[object]) -> str:
    """Return lines of the audit as a table."""
    return _render("jejak", "", (list(lines),))


def render_access(rules: Iterable[object], roles: Iterable[str]) -> str:
    """Return the table of who may see and do what."""
    return _render("akses", "", (list(rules), list(roles)))


def render_table(name: str, frame: pd.DataFrame) -> str:
    """Return a small table of text and whole numbers as it is, an empty cell as a dash."""
    return _render("tabel", "", (name, list(frame.columns), frame.values.tolist()))


def render_downloads(said: str, links: Iterable[tuple[str, str]]) -> str:
    """Return what was made, and the links (address, label) to its forms."""
    return _render("unduhan_semua", "", (said, list(links)))


def render_download(address: str, label: str = "Unduh CSV") -> str:
    """Return the link to a file that is not public."""
    return _render("unduhan", "", (address, label))


def render_facts(rows: Iterable[dict[str, object]]) -> str:
    """Return published statements with their source, one a line."""
    return _render("pernyataan", "", (list(rows),))


def render_corrected_tables(rows: Iterable[dict[str, object]]) -> str:
    """Return in which tables numbers were corrected: ``tabel``, ``periode``, ``sejak`` (ISO) and
    how many (``jumlah``)."""
    return _render("koreksi_tabel", "", (list(rows),))


def render_waiting(rows: Iterable[object]) -> str:
    """Return what publishing would move and what waits, by period and area level."""
    return _render("menunggu", "", (list(rows),))


def render_next_release(found: NextRelease) -> str:
    """Return what publishing would change: the city's figures, the periods, the files."""
    return _render("sebelum_terbit", "", (found,))


def render_corrections(rows: Iterable[dict[str, object]]) -> str:
    """Return what was published and is published otherwise now: ``angka``, ``semula``,
    ``menjadi``, ``sejak``, ``alasan`` and a list of ``sematan``, one correction a line."""
    return _render("koreksi", "", (list(rows),))


def render_ledger(rows: Iterable[dict[str, object]]) -> str:
    """Return the dated ledger of stated counts."""
    return _render("catatan", "", (list(rows),))


def render_benchmarks(rows: Iterable[dict[str, object]]) -> str:
    """Return the published benchmarks, and for each whether and why not it compares."""
    return _render("acuan", "", (list(rows),))


def render_clusters(said: Heading, found: Iterable[ProductCluster], synthetic: bool) -> str:
    """Return product clusters of kelurahan as a table, the largest first."""
    ordered = sorted(found, key=lambda cluster: (-cluster.n, cluster.code, cluster.key))
    return _render("klaster", "", (said, ordered, synthetic))


def render_strip(synthetic: bool, dark: bool) -> str:
    """Return what stands at the top of every page: whose dashboard it is, and that data are made
    up. On paper the style sheet has to know that pictures were drawn for a dark screen."""
    return _render("pita", "", (synthetic, dark))


def render_footer(
    newest: str, published: str, version: str, synthetic: bool, address: str = ""
) -> str:
    """Return what stands below every page: which data it shows, published when, what the marks at
    numbers mean, and on paper the ``address`` that the short ones beside its links belong to."""
    return _render("kaki", "", (newest, published, version, synthetic, address))


def render_signs() -> str:
    """Return the key of all signs, and of the halves that stand beside one."""
    return _render("tanda", "", ())


def render_entries(found: Iterable[Indicator]) -> str:
    """Return every indicator's entry under its theme, opened one by one."""
    themes = [(title, list(entries)) for title, entries in groupby(found, lambda e: THEMES[e.tema])]
    return _render("kamus", "", (themes,))


def render_comparisons(said: Heading, entry: Indicator, found: Iterable[Comparison]) -> str:
    """Return what a value is held against, each with its difference or the reason for none."""
    return _render("pembanding", "", (said, entry, list(found)))


def render_differences(found: Differences) -> str:
    """Return estimates two by two, with their difference and what may be said of it."""
    return _render("beda", "", (found,))


def render_told_apart(found: Differences) -> str:
    """Return the differences that a test tells, and folded up the others."""
    return _render("beda_terlipat", "", (found,))


def render_kelurahan(view: View, ways: Iterable[str]) -> str:
    """Return a survey's kelurahan, each with its interval and the way it was estimated."""
    return _render("kelurahan", "", (view, list(ways)))


def render_ranks(said: Heading, found: Iterable[RankBand], bounds: str) -> str:
    """Return the band of ranks of each kecamatan, and over which weights it holds."""
    return _render("peringkat", "", (said, list(found), bounds))


def render_map(drawn: object, title: str, links: Mapping[str, str]) -> str:
    """Return a labelled map as SVG; ``links`` are the addresses that its areas lead to, by code."""
    return _render("gambar", "", (drawn, title, links), template="peta.html")


def render_map_key(
    drawn: object, legend: Iterable[tuple[str, str]], remark: str, title: str = ""
) -> str:
    """Return how a labelled map is read: its largest mark explained, or its shades named under
    what they stand for."""
    return _render("baca", "", (drawn, list(legend), remark, title), template="peta.html")


def render_headline(sentence: str) -> str:
    """Return the sentence that opens a page."""
    return _render("pokok", "du-ringkas", (sentence,), template="peta.html")


def render_panel(panel: AreaPanel, links: Iterable[tuple[str, str]]) -> str:
    """Return what is said of the chosen area beside the map, and where to go from it."""
    return _render("panel", "", (panel, list(links)), template="peta.html")


def _render(macro: str, css: str, *calls: tuple[object, ...], template: str = "makro.html") -> str:
    module = make_environment().get_template(template).module
    body = "".join(str(getattr(module, macro)(*call)) for call in calls)
    return f'<div class="du {css}"><div>{body}</div></div>'


def _render_value(value: float | None, unit: str, sign: str) -> Markup:
    """Return a number large and its unit small."""
    if value is None:
        return Markup("{}").format(sign or theme.NO_VALUE)
    number = theme.amount(value, unit)
    mark = Markup(" <sup>{}</sup>").format(sign) if sign else ""
    name = "%" if unit == "persen" else kata(unit)
    return Markup("{} <small>{}</small>{}").format(number, name, mark)
