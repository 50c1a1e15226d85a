"""What a reader chose, as readable URL parameters from a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.definitions.dimensions import SKALA_GABUNG
from analysis.words import theme
from analysis.words.language import OWN, kata, speaking
from data import city, reference
from data.store.store import Store

CITY, CITY_NAME = city.OUR_CITY.kode, city.OUR_CITY.nama
ALL_AREAS = "Semua kecamatan"
ALL_CLASSES = "Semua skala"
UNKNOWN_CHOICE = (
    "Pilihan {name} '{given}' tidak dikenal, jadi dipakai '{used}'. Yang ada: {offered}."
)
SHOWN = 40
"""How much of an unknown choice is repeated to its reader, in characters."""


@dataclass(frozen=True)
class Selection:
    """A period, an area (the city or a kecamatan) and a class ('' is all)."""

    periode: str
    wilayah: str = CITY
    skala: str = ""

    @property
    def area_name(self) -> str:
        """The area as written in a sentence."""
        if self.wilayah == CITY:
            return kata(CITY_NAME)
        return kata("Kecamatan {nama}", nama=reference.list_kecamatan()[self.wilayah])

    @property
    def class_name(self) -> str:
        """The class as written on a page."""
        return kata(SKALA_GABUNG.categories.get(self.skala, ALL_CLASSES))

    @property
    def class_words(self) -> str:
        """The class as written in a title: semua skala, skala mikro."""
        if not self.skala:
            return theme.inside(kata(ALL_CLASSES))
        return kata("skala {nama}", nama=theme.inside(self.class_name))

    @property
    def place(self) -> str:
        """The area and the class as written beside a value."""
        return f"{self.area_name}, {self.class_words}"

    def say_what_differs(self, asked: Selection) -> str:
        """Return what a reader who asked for another choice has to know of numbers of this one."""
        elsewhere, wider = self.wilayah != asked.wilayah, self.skala != asked.skala
        if elsewhere and wider:
            return kata("Hanya terbit untuk seluruh kota dan semua skala.")
        if elsewhere:
            return kata("Hanya terbit untuk seluruh kota.")
        return kata("Hanya terbit untuk semua skala.") if wider else ""

    def widen_to_city(self) -> Selection:
        """Return the same choice for the whole city."""
        return replace(self, wilayah=CITY)


@dataclass(frozen=True)
class Options:
    """The closed list: label -> code for each parameter, the default first."""

    periode: dict[str, str]
    kecamatan: dict[str, str]
    skala: dict[str, str]

    def default(self) -> Selection:
        """Return the choice of a reader who chose nothing."""
        return Selection(*(next(iter(d.values())) for d in vars(self).values()))

    def read(self, params: Mapping[str, str]) -> tuple[Selection, list[str]]:
        """Return the choice in URL parameters, and a sentence for each value that is not known.

        A value may be written in any case, and with hyphens for spaces. A wrong one falls back
        to the default; a parameter of another page is none of our business.
        """
        codes, problems = [], []
        for name, labels in vars(self).items():
            written = params.get(name)
            code = next(iter(labels.values()))
            if written is not None:
                code_by_label = {
                    _simplify(label): code_of_label for label, code_of_label in labels.items()
                }
                if _simplify(written) in code_by_label:
                    code = code_by_label[_simplify(written)]
                else:
                    problems.append(
                        UNKNOWN_CHOICE.format(
                            name=name,
                            given=written[:SHOWN],
                            used=next(iter(labels)),
                            offered=", ".join(labels),
                        )
                    )
            codes.append(code)
        return Selection(*codes), problems

    def write(self, selection: Selection) -> dict[str, str]:
        """Return the URL parameters of a choice; what is the default is left out."""
        chosen = dict(zip(vars(self), vars(selection).values(), strict=True))
        default = dict(zip(vars(self), vars(self.default()).values(), strict=True))
        return {
            name: next(label for label, code in vars(self)[name].items() if code == value)
            for name, value in chosen.items()
            if value != default[name]
        }


def read_options(store: Store) -> Options:
    """Return the choices that the published cube offers, the newest period first.

    They are written into addresses, so their labels are Indonesian whatever is spoken.
    """
    return store.work_once(_read_options)


def _read_options(store: Store) -> Options:
    periods = store.query(
        "select distinct periode from sel where sumber = 'register' order by periode desc"
    )["periode"]
    with speaking(OWN):
        names = {theme.period(p): p for p in periods}
    return Options(
        periode=names,
        kecamatan={ALL_AREAS: CITY}
        | {name: code for code, name in reference.list_kecamatan().items()},
        skala={ALL_CLASSES: ""} | {label: key for key, label in SKALA_GABUNG.categories.items()},
    )


def _simplify(text: str) -> str:
    return text.replace("-", " ").strip().casefold()
