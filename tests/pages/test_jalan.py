"""Every page with every choice of every filter: none stops, and no heading names another area,
period or class than the one chosen without saying why.

Pages come from the navigation and choices from the widgets themselves, so a new page and a new
filter are walked without a word here.
"""

from __future__ import annotations

import ast
import html
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element, HeadingBase, Html, Selectbox, Widget

from analysis.definitions.dimensions import ANSWERS, DIMENSIONS
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import read_options
from analysis.words import formerly
from data.settings import ROOT
from data.store.store import Store, open_publik
from tests import pace
from tests.data.rows import Workspace

FRAME = ROOT / "pages" / "parts" / "frame.py"
STEPS, MORE_STEPS = 12, 400
CITY, ALL = "Kota Serang", "semua skala"
ONLY_CITY = re.compile("Hanya terbit untuk seluruh kota")
ONLY_ALL = re.compile("Hanya terbit untuk (seluruh kota dan )?semua skala")
BY_AREA = ("menurut kecamatan", "kecamatan dibanding kecamatan", "peringkat kecamatan")
OVER_TIME = ("dari waktu ke waktu", "perubahan menurut survei")
NEVER = ("gangguan", "Traceback", "Error:", " nan ", ">nan<", ">None<")
MONTH = r"\w+ \d{4}"
SPAN = rf"{MONTH}(?: (?:sampai|dan) {MONTH})?"
SCOPE = re.compile(rf"(.+?), ({SPAN}), (semua skala|skala .*?)(?:\. (.*))?")
HEADED = re.compile(
    r'(?:<caption>|<p class="du-judul">)(.*?)<span class="du-lingkup">(.*?)</span>'
    r'|<article>\s*<h3>(.*?)</h3>.*?<p class="du-redup">(.*?)(?:<br>| · |</p>)(.*?)<details>',
    re.DOTALL,
)


def pages() -> dict[str, tuple[str, str]]:
    """Return the pages of the navigation, file name -> title and sign."""
    tree = ast.parse(FRAME.read_text(encoding="utf-8"))
    (found,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    listed: dict[str, tuple[str, str]] = ast.literal_eval(found)
    return listed


@dataclass(frozen=True)
class Headed:
    """A title as a reader sees it, taken apart."""

    subject: str
    area: str
    date: str
    group: str
    remark: str


@dataclass
class Walk:
    """One reader on one page; ``path`` is what they chose, for whoever has to do it again."""

    name: str
    query: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    met: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    runs: int = 0

    def __post_init__(self) -> None:
        self.at = AppTest.from_file(str(FRAME), default_timeout=120)
        self.at.switch_page(f"../{self.name}.py")
        self.at.query_params.update(self.query)
        self.look()

    def look(self) -> None:
        """Run the page as it is set, and check what it shows."""
        self.at.run()
        self.runs += 1
        check(self)

    def choose(self, widget: Widget, choice: str) -> None:
        self.path.append(f"{widget.label}={choice}")
        widget.set_value(value_of(widget, choice))
        self.look()

    def find(self, label: str) -> Widget | None:
        return next((w for w in filters(self.at) if w.label == label), None)

    def try_all(self) -> None:
        """Choose every choice of every filter, one at a time, and those of filters that a choice
        shows or changes while it holds."""
        for label in [widget.label for widget in filters(self.at)]:
            self.try_each(label)

    def try_each(self, label: str) -> None:
        widget = self.find(label)
        if widget is None or (label, choices(widget)) in self.met:
            return
        self.met.add((label, choices(widget)))
        before = widget.value
        for choice in choices(widget):
            here = self.find(label)
            assert here is not None, (label, "is gone after one of its choices", self.path)
            if choice in choices(here):
                self.choose(here, choice)
                self.try_all()
        again = self.find(label)
        if again is not None and again.value != before:
            again.set_value(before)
            self.look()

    def try_some(self, draw: random.Random, steps: int) -> None:
        """Choose at random, each choice on top of those before."""
        for _ in range(steps):
            offered = filters(self.at)
            if not offered:
                return
            widget = draw.choice(offered)
            self.choose(widget, draw.choice(choices(widget)))


def filters(at: AppTest) -> list[Widget]:
    """Return what a reader may choose with: every widget that is no button and takes no text."""
    return [node for node in at if isinstance(node, Widget) and choices(node)]


def choices(widget: Widget) -> tuple[str, ...]:
    """Return the words of a widget's choices; both ends of a range, on and off of a switch."""
    if hasattr(widget, "options"):
        return tuple(widget.options)
    if widget.type in ("checkbox", "toggle"):
        return ("True", "False")
    if hasattr(widget, "min") and hasattr(widget, "max"):
        return (repr(widget.min), repr(widget.max))
    return ()


def value_of(widget: Widget, choice: str) -> object:
    """Return a choice as its widget takes it."""
    several = widget.type == "multiselect" or isinstance(getattr(widget, "value", None), list)
    if hasattr(widget, "options"):
        return [choice] if several else choice
    return ast.literal_eval(choice)


# What is seen ------------------------------------------------------------------------------------


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def markup(at: AppTest) -> list[str]:
    return [node.value for node in at if isinstance(node, Html)]


def text(at: AppTest) -> str:
    """Return all that the page says, without what is markup."""
    said = [words(body) for body in markup(at) if not body.startswith("<style>")]
    for node in at:
        if not isinstance(node, Html | Widget):
            said.append(str(getattr(node, "value", "")))
    return "\n".join(said)


def headed(at: AppTest) -> Iterator[Headed]:
    """Return every title of a table, chart, map or tile."""
    for body in markup(at):
        for subject, below, tile, scope, lines in HEADED.findall(body):
            found = SCOPE.fullmatch(words(below or scope))
            assert found, ("a heading without area, period and class", words(below or scope))
            area, date, group, remark = found.groups()
            remark = remark or words(lines)
            plain = re.sub(r" (Data sintetis|Terbit)$", "", words(subject or tile))
            yield Headed(plain, area, date, group, remark)


def chosen(at: AppTest, known: set[str]) -> set[str]:
    """Return what is chosen in the filters that offer nothing else than ``known``."""
    return {
        str(widget.value)
        for widget in filters(at)
        if isinstance(widget, Selectbox) and set(widget.options) <= known
    }


@cache
def offered(store: Store) -> tuple[set[str], set[str], set[str]]:
    """Return the words for periods, areas and classes in filters."""
    known = read_options(store)
    areas = {*known.kecamatan, CITY}
    return set(known.periode), areas, set(known.skala)


# What is wrong -----------------------------------------------------------------------------------


def check(walk: Walk) -> None:
    """Raise AssertionError for a page that a reader would stumble over."""
    at, where = walk.at, (walk.name, walk.query, walk.path)
    assert not at.exception, (*where, [one.message for one in at.exception])
    assert not at.error, (*where, [one.value for one in at.error])
    said = text(at)
    assert not [word for word in NEVER if word in said], (*where, said)
    check_headings(at, where)
    found = list(headed(at))
    for one in found:
        assert one.subject, where
        faults = [*area_faults(at, one), *period_faults(at, one), *class_faults(at, one)]
        assert not faults, (*where, one, faults)
    check_sentences(at, where)


def check_headings(at: AppTest, where: object) -> None:
    """A heading has words, and something stands below it."""
    shown = [node for node in at.main if isinstance(node, Element)]
    for node, after in pairwise([*shown, None]):
        if not isinstance(node, HeadingBase):
            continue
        assert node.value.strip(), where
        assert not isinstance(after, HeadingBase), (where, "nothing below", node.value)
    assert not re.search(r"<(h\d|caption|summary)[^>]*>\s*</", "".join(markup(at))), where


def check_sentences(at: AppTest, where: object) -> None:
    """A sentence leads a page, in bold or with a line below: it names what is chosen."""
    periods, areas, classes = offered(open_publik())
    for said in leading(at):
        for period in chosen(at, periods):
            assert period in said, (where, said)
        for area in chosen(at, areas):
            assert (CITY if area == "Semua kecamatan" else area) in said, (where, said)
        for group in chosen(at, classes) - {"Semua skala"}:
            assert group.lower() in said, (where, said)


def leading(at: AppTest) -> Iterator[str]:
    """Return the sentences that lead a page."""
    for node in at.markdown:
        if node.value.startswith("**") and node.value.endswith("**"):
            yield node.value
    yield from (words(body) for body in markup(at) if 'class="du-pokok"' in body)


def area_faults(at: AppTest, one: Headed) -> Iterator[str]:
    areas = {
        CITY if name in (CITY, "Semua kecamatan") else f"Kecamatan {name}"
        for name in chosen(at, offered(open_publik())[1])
    }
    if one.area in areas or not areas:
        return
    if one.area != CITY or not (any(word in one.subject for word in BY_AREA) or said_city(one)):
        yield f"area: chosen {areas}"
    elif said_city(one):
        yield from (f"published for {area}" for area in areas if published(one, area=area))


def said_city(one: Headed) -> bool:
    return bool(ONLY_CITY.search(one.remark))


def class_faults(at: AppTest, one: Headed) -> Iterator[str]:
    groups = {
        ALL if name == "Semua skala" else f"skala {name.lower()}"
        for name in chosen(at, offered(open_publik())[2])
    }
    if one.group in groups or not groups or "menurut skala usaha" in one.subject:
        return
    if one.group != ALL or not ONLY_ALL.search(one.remark):
        yield f"class: chosen {groups}"
    elif published(one, classes=True):
        yield "published by class"


def period_faults(at: AppTest, one: Headed) -> Iterator[str]:
    periods = chosen(at, offered(open_publik())[0])
    if one.date in periods or not periods:
        return
    if not any(word in one.subject for word in (*OVER_TIME, "survei")):
        yield f"period: chosen {periods}"


def published(one: Headed, area: str = "", classes: bool = False) -> bool:
    """Whether the cube has what a heading says that it has not: its table for an area, its value
    by class."""
    known = {entry.judul: entry for entry in INDICATORS.values()}
    known |= {entry.pendek: entry for entry in INDICATORS.values()}
    title = max((title for title in known if one.subject.startswith(title)), key=len, default="")
    if not title:
        assert one.subject == "Klaster produk", one
        return False  # they are published by kelurahan, for all classes
    entry, rest = known[title], one.subject.removeprefix(title)
    labels = {key: name.lower() for key, name in ANSWERS.items()}
    labels |= {key: found.label.lower() for key, found in DIMENSIONS.items() if key}
    tables = [key for key, name in labels.items() if f"menurut {name}" in rest.lower()]
    if entry.labels:
        tables = [entry.answers]
    if classes and tables:
        return False  # no breakdown is published by class as well
    return count(
        entry.kode,
        "survei" if "survei" in rest else "register",
        ("skala_gabung",) if classes else tuple(tables) or ("",),
        next((level for level in ("kelurahan", "kecamatan") if f"menurut {level}" in rest), ""),
        area.removeprefix("Kecamatan "),
    )


@cache
def count(kode: str, source: str, tables: tuple[str, ...], level: str, area: str) -> bool:
    found = open_publik().rows(
        "select 1 from sel join wilayah as w using (kode_wilayah) where indikator = $kode "
        "and sumber = $source and dimensi in $tables and ($area = '' or w.nama = $area "
        "and sel.tingkat = 'kecamatan') and ($level = '' or sel.tingkat = $level) limit 1",
        {"kode": kode, "source": source, "tables": list(tables), "level": level, "area": area},
    )
    return bool(found)


# The walks ---------------------------------------------------------------------------------------

NAMES = list(pages())
HEADINGS = {"rincian": "Rincian kelurahan"}
"""Where a page is headed otherwise than it is listed."""
Start = Callable[..., Walk]


@pytest.fixture
def start(served_demo: Workspace) -> Iterator[Start]:
    """Open a page of the made-up world, in which every page is open to everybody."""
    count.cache_clear()
    offered.cache_clear()
    yield Walk


def test_every_file_of_a_page_is_walked() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("[!_]*.py")}
    assert set(NAMES) == files


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_of_every_filter_gives_a_page(start: Start, name: str) -> None:
    walk = start(name)
    walk.try_all()
    assert walk.at.title[0].value == HEADINGS.get(name, pages()[name][0])
    assert len(walk.met) >= len({widget.label for widget in filters(walk.at)})


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_may_stand_in_the_address(start: Start, name: str) -> None:
    bound = [w for w in filters(start(name).at) if getattr(w.proto, "query_param_key", "")]
    for widget in bound:
        for choice in choices(widget):
            walk = start(name, {widget.proto.query_param_key: choice})
            found = walk.find(widget.label)
            assert found is not None and found.value == choice, (name, widget.label, choice)
            assert not walk.at.warning, (name, walk.query)


FORMER = {"rincian": ("peta", "Kelurahan")}
"""A page and a choice for each parameter that was called otherwise."""


def test_an_address_with_the_former_name_of_a_parameter_leads_where_it_led(start: Start) -> None:
    assert set(FORMER) == set(formerly.PARAMETERS)
    for former, (name, choice) in FORMER.items():
        walk = start(name, {former: choice})
        key = formerly.PARAMETERS[former]
        (widget,) = (w for w in filters(walk.at) if getattr(w.proto, "query_param_key", "") == key)
        assert widget.value == choice
        assert former not in walk.at.query_params
        assert not walk.at.warning


def test_an_address_with_the_former_words_of_a_choice_leads_where_it_led(start: Start) -> None:
    seen: set[str] = set()
    plain: list[tuple[str, dict[str, str]]] = [(name, {}) for name in NAMES]
    # A breakdown of its own is offered for this one only.
    ladder = {"indikator": INDICATORS["tangga_digital"].judul}
    for name, query in [*plain, ("jelajah", ladder)]:
        at = start(name, query).at
        left = set(formerly.LABELS) - (seen if query else set())
        for widget in (w for w in filters(at) if getattr(w.proto, "query_param_key", "")):
            for former in [old for old in left if formerly.LABELS[old] in choices(widget)]:
                walk = start(name, query | {widget.proto.query_param_key: former})
                found = walk.find(widget.label)
                assert found is not None and found.value == formerly.LABELS[former], former
                assert not walk.at.warning, (name, former)
                seen.add(former)
    assert seen == set(formerly.LABELS), "no page offers what the others are called now"


@pytest.mark.parametrize("name", NAMES)
def test_choices_together_give_a_page(start: Start, name: str) -> None:
    start(name).try_some(random.Random(f"{pace.SEED} {name}"), STEPS)


@pytest.mark.semua
@pytest.mark.parametrize("name", NAMES)
def test_many_choices_together_give_a_page(start: Start, name: str) -> None:
    start(name).try_some(random.Random(f"{pace.SEED} {name} semua"), MORE_STEPS)
