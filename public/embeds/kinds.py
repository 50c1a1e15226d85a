"""Which embeds there are: every view of every indicator that makes one, what each asks, and how it
is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from analysis.definitions.dimensions import label
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS, translate_indicator
from analysis.definitions.selection import CITY, CITY_NAME, Selection, read_options
from analysis.views.cells import choose_class_dimension, read_reference_rows
from analysis.words import theme
from analysis.words.language import LANGUAGES, kata, kutipan, speaking
from data import reference
from data.store.store import Store
from public.embeds import content
from public.files.catalogue import Chosen, Embed, build_name

PERIOD, AREA, CLASS = "periode", "wilayah", "skala"
CLUSTERS, FACT = "klaster", "fakta"
"""The kinds that draw no indicator."""
MAKERS = "jumlah_umkm"
"""What counts those who make a product."""
CLUSTERS_HEIGHT, FACT_HEIGHT = 820, 480
ALL_CLASSES = "semua"
Asked = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of embed of an indicator. ``asks`` returns the parameters of an indicator's view, None
    for an indicator that has none of this kind; ``height`` is that of its tallest view, in pixels
    of a frame 400 pixels wide; ``page`` and ``path`` are where the tool shows the same."""

    asks: Callable[[Indicator], Asked | None]
    title: Callable[[Indicator], str]
    draw: Callable[[Store, str, Selection], content.Content]
    height: int
    page: Callable[[Indicator], dict[str, str]]
    path: str = "/jelajah"


def list_embeds(cube: Store) -> Iterator[Embed]:
    """Yield every embed that a cube has."""
    offered = {name: tuple(codes.values()) for name, codes in vars(read_options(cube)).items()}
    values = {AREA: offered["kecamatan"], CLASS: offered["skala"]}
    for kode, entry in INDICATORS.items():
        periods = _list_periods(cube, kode)
        for jenis, kind in KINDS.items() if periods else ():
            asked = kind.asks(entry)
            if asked is not None:
                codes = {name: (values | {PERIOD: periods})[name] for name in asked}
                title = partial(_write_title, kind, kode)
                yield _make_embed(build_name(jenis, kode), jenis, kode, title, codes, kind.height)
    makers = _list_periods(cube, MAKERS)
    if makers:
        title, codes = partial(kata, "Klaster produk"), {PERIOD: makers, AREA: values[AREA]}
        yield _make_embed(CLUSTERS, CLUSTERS, None, title, codes, CLUSTERS_HEIGHT)
    for row in read_reference_rows(cube, "fakta"):
        title = partial(kutipan, row["pernyataan"])
        nama = build_name(FACT, row["kunci"])
        yield _make_embed(nama, FACT, row["indikator"], title, {}, FACT_HEIGHT)


def draw(cube: Store, embed: Embed, selection: Selection) -> content.Content:
    """Return what an embed shows of a choice."""
    if embed.jenis == CLUSTERS:
        return content.make_clusters(cube, selection)
    if embed.jenis == FACT:
        return content.make_fact(cube, embed.nama)
    return KINDS[embed.jenis].draw(cube, embed.indikator or "", selection)


def find_tool_page(embed: Embed) -> tuple[str, dict[str, str]]:
    """Return the path and the parameters of the tool's page that shows the same."""
    if embed.jenis == CLUSTERS:
        return "/klaster", {}
    if embed.jenis == FACT:
        return "/metode", {}
    kind = KINDS[embed.jenis]
    return kind.path, kind.page(INDICATORS[embed.indikator or ""])


def read_selection(chosen: Chosen) -> Selection:
    """Return the codes of a choice; what its embed does not ask is the default."""
    codes = {PERIOD: ""}
    for name in chosen.embed.parameter:
        as_code = {written: code for code, written in _list_slugs(name).items()}
        codes[name] = as_code.get(chosen.get(name), chosen.get(name))
    return Selection(**codes)


def _make_embed(
    nama: str,
    jenis: str,
    indikator: str | None,
    title: Callable[[], str],
    codes: Mapping[str, Asked],
    height: int,
) -> Embed:
    titles = {}
    for language in LANGUAGES:
        with speaking(language):
            titles[language] = title()
    written = {
        name: tuple(_list_slugs(name).get(code, code) for code in given)
        for name, given in codes.items()
    }
    return Embed(nama, jenis, indikator, titles, written, height)


@cache
def _list_slugs(name: str) -> dict[str, str]:
    """Return how the codes of a parameter are written in an address; others stand as they are."""
    if name == AREA:
        names = {CITY: CITY_NAME} | reference.list_kecamatan()
        return {code: label.lower().replace(" ", "-") for code, label in names.items()}
    if name == CLASS:
        return {"": ALL_CLASSES, "kecil_menengah": "kecil-menengah"}
    return {}


def _write_title(kind: Kind, kode: str) -> str:
    return kind.title(translate_indicator(kode))


def _list_periods(cube: Store, kode: str) -> tuple[str, ...]:
    """Return the periods in which an indicator is published, the newest first."""
    found = cube.query(
        "select distinct periode from sel where indikator = ? and sumber = 'register' "
        "order by periode desc",
        [kode],
    )
    return tuple(found["periode"])


def _ask_class(entry: Indicator) -> Asked:
    return (CLASS,) if choose_class_dimension(entry, Selection("", skala="mikro")) else ()


def _ask_area(entry: Indicator) -> Asked:
    return (AREA,) if "kecamatan" in entry.levels else ()


def _ask_one_value(entry: Indicator) -> Asked | None:
    """Return what a tile asks: several answers have no one value."""
    return None if entry.by_answer else (PERIOD, *_ask_area(entry), *_ask_class(entry))


def _ask_over_time(entry: Indicator) -> Asked | None:
    """Return what a line asks. The age of data falls by a year a year, whatever anybody does."""
    return (
        None if entry.by_answer or entry.way == "umur" else (*_ask_area(entry), *_ask_class(entry))
    )


def _ask_rows(entry: Indicator) -> Asked | None:
    """Return what a table by kecamatan asks."""
    return (PERIOD, *_ask_class(entry)) if "kecamatan" in entry.levels else None


def _ask_parts(entry: Indicator) -> Asked | None:
    """Return what bars ask: of a question with several answers they are its answers."""
    return (PERIOD, *_ask_area(entry)) if entry.by_answer else _ask_rows(entry)


def _ask_shaded(entry: Indicator) -> Asked | None:
    """Return what a map asks. A count would make the largest area look like the most."""
    relative = entry.out_of_hundred and not entry.by_answer
    return _ask_rows(entry) if relative else None


def _name_indicator(entry: Indicator) -> str:
    return entry.judul


def _name_by_kecamatan(entry: Indicator) -> str:
    if entry.by_answer:
        rincian = theme.inside(label(entry.answers))
        return kata("{judul} menurut kecamatan dan {rincian}", judul=entry.judul, rincian=rincian)
    return kata("{judul} menurut kecamatan", judul=entry.judul)


def _name_bars(entry: Indicator) -> str:
    return entry.judul if entry.by_answer else _name_by_kecamatan(entry)


def _name_line(entry: Indicator) -> str:
    return kata("{judul} dari waktu ke waktu", judul=entry.judul)


def _choose_nothing(entry: Indicator) -> dict[str, str]:
    return {}


def _choose_indicator(entry: Indicator) -> dict[str, str]:
    return {"indikator": entry.judul}


def _choose_over_time(entry: Indicator) -> dict[str, str]:
    return {"indikator": entry.judul, "menurut": "Periode"}


KINDS = {
    "kartu": Kind(_ask_one_value, _name_indicator, content.make_card, 500, _choose_nothing, "/"),
    "batang": Kind(_ask_parts, _name_bars, content.make_bars, 720, _choose_indicator),
    "garis": Kind(_ask_over_time, _name_line, content.make_line, 680, _choose_over_time),
    "tabel": Kind(_ask_rows, _name_by_kecamatan, content.make_table, 680, _choose_indicator),
    "peta": Kind(_ask_shaded, _name_by_kecamatan, content.make_map, 980, _choose_nothing, "/peta"),
}
"""The kinds that draw an indicator. The tool's map and tiles have their own choice of indicators,
so the page is the nearest, not always the same."""
