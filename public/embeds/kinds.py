"""Which embeds there are: every view of every indicator that makes one, and what each asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from analysis.definitions.dimensions import label
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS, translate_indicator
from analysis.definitions.selection import CITY, Selection, read_options
from analysis.views.cells import choose_class_dimension, read_reference_rows
from analysis.words import theme
from analysis.words.language import kata, kutipan
from data.store.store import Store
from public.embeds import content

PERIOD, AREA, CLASS = "periode", "wilayah", "skala"
MAKERS = "jumlah_umkm"
"""What counts those who make a product."""
CLUSTERS_HEIGHT, FACT_HEIGHT = 980, 480
Asked = tuple[str, ...]


@dataclass(frozen=True)
class Ragam:
    """A kind of embed. ``asks`` returns the parameters of an indicator's view, None for an
    indicator that has none of this kind; ``height`` is that of its tallest view, in pixels of a
    frame 400 pixels wide; ``page`` and ``path`` are where the tool shows the same."""

    jenis: str
    asks: Callable[[Indicator], Asked | None]
    title: Callable[[Indicator], str]
    draw: Callable[[Store, str, Selection], content.Content]
    height: int
    page: Callable[[Indicator], dict[str, str]]
    path: str = "/jelajah"


@dataclass(frozen=True)
class Sematan:
    """One view: its name in addresses, what it may be asked (codes, the default first), and how it
    is drawn. ``height`` is that of ``Ragam``; ``page`` is the path and the parameters of the
    tool's page that shows the same."""

    nama: str
    jenis: str
    indikator: str | None
    parameter: dict[str, tuple[str, ...]]
    title: Callable[[], str]
    draw: Callable[[Store, Selection], content.Content]
    height: int
    page: tuple[str, dict[str, str]]

    def choices(self) -> Iterator[Selection]:
        """Return every choice that it may be asked for; what it does not ask is the default."""
        for period in self.parameter.get(PERIOD, ("",)):
            for area in self.parameter.get(AREA, (CITY,)):
                for group in self.parameter.get(CLASS, ("",)):
                    yield Selection(period, area, group)


def all_of(cube: Store) -> Iterator[Sematan]:
    """Return every view that a cube has an embed of."""
    offered = {name: tuple(codes.values()) for name, codes in vars(read_options(cube)).items()}
    values = {AREA: offered["kecamatan"], CLASS: offered["skala"]}
    for kode, entry in INDICATORS.items():
        periods = _periods(cube, kode)
        if not periods:
            continue
        for kind in RAGAM:
            asked = kind.asks(entry)
            if asked is not None:
                yield Sematan(
                    f"{kind.jenis}-{kode.replace('_', '-')}",
                    kind.jenis,
                    kode,
                    {name: (values | {PERIOD: periods})[name] for name in asked},
                    partial(_title, kind, kode),
                    partial(_draw, kind, kode),
                    kind.height,
                    (kind.path, kind.page(entry)),
                )
    makers = _periods(cube, MAKERS)
    if makers:
        yield Sematan(
            "klaster",
            "klaster",
            None,
            {PERIOD: makers, AREA: values[AREA]},
            partial(kata, "Klaster produk"),
            content.klaster,
            CLUSTERS_HEIGHT,
            ("/klaster", {}),
        )
    for row in read_reference_rows(cube, "fakta"):
        yield Sematan(
            f"fakta-{row['kunci'].replace('_', '-')}",
            "fakta",
            row["indikator"],
            {},
            partial(kutipan, row["pernyataan"]),
            partial(_fact, row["kunci"]),
            FACT_HEIGHT,
            ("/metode", {}),
        )


def _title(kind: Ragam, kode: str) -> str:
    return kind.title(translate_indicator(kode))


def _draw(kind: Ragam, kode: str, cube: Store, chosen: Selection) -> content.Content:
    return kind.draw(cube, kode, chosen)


def _fact(key: str, cube: Store, chosen: Selection) -> content.Content:
    return content.fakta(cube, key)


def _periods(cube: Store, kode: str) -> tuple[str, ...]:
    """Return the periods in which an indicator is published, the newest first."""
    found = cube.query(
        "select distinct periode from sel where indikator = ? and sumber = 'register' "
        "order by periode desc",
        [kode],
    )
    return tuple(found["periode"])


def _class(entry: Indicator) -> Asked:
    return (CLASS,) if choose_class_dimension(entry, Selection("", skala="mikro")) else ()


def _area(entry: Indicator) -> Asked:
    return (AREA,) if "kecamatan" in entry.levels else ()


def _one_value(entry: Indicator) -> Asked | None:
    """Return what a tile asks: several answers have no one value."""
    return None if entry.by_answer else (PERIOD, *_area(entry), *_class(entry))


def _over_time(entry: Indicator) -> Asked | None:
    """Return what a line asks. The age of data falls by a year a year, whatever anybody does."""
    return None if entry.by_answer or entry.way == "umur" else (*_area(entry), *_class(entry))


def _rows(entry: Indicator) -> Asked | None:
    """Return what a table by kecamatan asks."""
    return (PERIOD, *_class(entry)) if "kecamatan" in entry.levels else None


def _parts(entry: Indicator) -> Asked | None:
    """Return what bars ask: of a question with several answers they are its answers."""
    return (PERIOD, *_area(entry)) if entry.by_answer else _rows(entry)


def _shaded(entry: Indicator) -> Asked | None:
    """Return what a map asks. A count would make the largest area look like the most."""
    relative = entry.satuan in {"persen", "poin"} and not entry.by_answer
    return _rows(entry) if relative else None


def _judul(entry: Indicator) -> str:
    return entry.judul


def _by_kecamatan(entry: Indicator) -> str:
    if entry.by_answer:
        rincian = theme.inside(label(entry.answers))
        return kata("{judul} menurut kecamatan dan {rincian}", judul=entry.judul, rincian=rincian)
    return kata("{judul} menurut kecamatan", judul=entry.judul)


def _bars_title(entry: Indicator) -> str:
    return entry.judul if entry.by_answer else _by_kecamatan(entry)


def _line_title(entry: Indicator) -> str:
    return kata("{judul} dari waktu ke waktu", judul=entry.judul)


def _nothing(entry: Indicator) -> dict[str, str]:
    return {}


def _explored(entry: Indicator) -> dict[str, str]:
    return {"indikator": entry.judul}


def _explored_over_time(entry: Indicator) -> dict[str, str]:
    return {"indikator": entry.judul, "menurut": "Periode"}


RAGAM = (
    Ragam("kartu", _one_value, _judul, content.kartu, 500, _nothing, "/"),
    Ragam("batang", _parts, _bars_title, content.batang, 720, _explored),
    Ragam("garis", _over_time, _line_title, content.garis, 680, _explored_over_time),
    Ragam("tabel", _rows, _by_kecamatan, content.tabel, 680, _explored),
    Ragam("peta", _shaded, _by_kecamatan, content.peta, 980, _nothing, "/peta"),
)
"""The kinds that draw an indicator. The tool's map and tiles have their own choice of indicators,
so the page is the nearest, not always the same."""
