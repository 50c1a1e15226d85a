"""The script for pages that carry embeds, on a page of another origin in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import brotli
import pytest
from playwright.sync_api import Browser, ElementHandle, Frame, Page

from public.files import assets
from tests.browser import Witness
from tests.pages.conftest import PATIENCE
from tests.pages.embeds import website

SCRIPT = (assets.FOLDER / "sematan.js").read_text(encoding="utf-8")
LIMIT_BYTES = 1_000

EMBED = """<!doctype html><html lang="id"><title>Sematan</title>
<body style="margin:0"><main style="height:{height}px">Isi</main><script>
const say = (tinggi, more) =>
  parent.postMessage({{"dasbor-umkm": "tinggi", tinggi, ...more}}, "*");
const main = document.querySelector("main");
new ResizeObserver(() => say(main.offsetHeight)).observe(main);
addEventListener("message", e => e.data["dasbor-umkm"] === "tinggi?" && say(main.offsetHeight));
</script>"""
LATE = """<!doctype html><html lang="id"><title>Sematan</title><body><script>
addEventListener("message", e => e.data["dasbor-umkm"] === "tinggi?" &&
  parent.postMessage({"dasbor-umkm": "tinggi", tinggi: 777}, "*"));
</script>"""
HOSTILE = """<!doctype html><html lang="id"><title>Lain</title><body><script>
function attack() {
  const frames = Array.from({length: parent.length}, (_, place) => parent[place]);
  for (const to of [parent, ...frames])
    to.postMessage({"dasbor-umkm": "tinggi", tinggi: 3999}, "*");
}
attack();
</script>"""
HOST = """<!doctype html><html lang="id"><title>Situs lain</title>
<script>window.before = Object.keys(window).concat("before", "after")</script>
<script src="{ours}/aset/sematan.js"></script>
<script src="{ours}/aset/sematan.js"></script>
<script>window.after = Object.keys(window)</script>
<h1>Situs lain</h1>
<iframe id="a" data-dasbor-umkm src="{ours}/satu" height="430" title="Satu"></iframe>
<iframe id="b" data-dasbor-umkm src="{ours}/dua" height="430" title="Dua"></iframe>
<iframe id="c" data-dasbor-umkm src="{ours}/satu?lagi" height="430" title="Satu lagi"></iframe>
<iframe id="lain" src="{ours}/satu" height="430" title="Tanpa tanda"></iframe>
<iframe id="jahat" src="{theirs}/jahat" height="100" title="Iklan"></iframe>
<dasbor-umkm id="e" src="{ours}/satu?tema=gelap" title="Elemen" periode="2024-06" tinggi="300">
<a href="{ours}/satu">Elemen</a></dasbor-umkm>"""


@dataclass
class Visit:
    """A page of another website, opened; ``ours`` is the origin of its embeds."""

    page: Page
    seen: Witness
    ours: str
    theirs: str

    def height(self, name: str) -> float:
        """Return how high a frame is drawn, the element's own frame too."""
        return float(
            self.page.evaluate(
                """name => { const found = document.getElementById(name);
                return (found.shadowRoot?.firstChild ?? found).clientHeight }""",
                name,
            )
        )

    def becomes(self, name: str, height: int) -> None:
        """Wait until a frame is as high as said."""
        self.page.wait_for_function(
            """([name, height]) => { const found = document.getElementById(name);
            return (found.shadowRoot?.firstChild ?? found).clientHeight === height }""",
            arg=[name, height],
            timeout=PATIENCE,
        )

    def inside(self, name: str) -> Frame:
        """Return what a frame holds."""
        handle = self.page.evaluate_handle(
            """name => { const found = document.getElementById(name);
            return found.shadowRoot?.firstChild ?? found }""",
            name,
        ).as_element()
        assert isinstance(handle, ElementHandle)
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def grow(self, name: str, height: int) -> None:
        """Make the content of an embed as high as said."""
        self.inside(name).evaluate(
            "height => { document.querySelector('main').style.height = `${height}px` }", height
        )


@pytest.fixture(scope="module")
def origins() -> Iterator[tuple[str, str, str]]:
    """The host page's website, the one of the embeds, and a third that means no good."""
    with ExitStack() as stack:
        ours = stack.enter_context(
            website(
                {
                    "/aset/sematan.js": SCRIPT,
                    "/satu": EMBED.format(height=512),
                    "/dua": EMBED.format(height=256),
                    "/telat": LATE,
                }
            )
        )
        theirs = stack.enter_context(website({"/jahat": HOSTILE}))
        late = (
            f'<!doctype html><html lang="id"><title>Telat</title>'
            f'<iframe id="a" data-dasbor-umkm src="{ours}/telat" height="430" title="x"></iframe>'
        )
        host = stack.enter_context(
            website({"/": HOST.format(ours=ours, theirs=theirs), "/telat": late})
        )
        yield host, ours, theirs


@contextmanager
def visiting(browser: Browser, origins: tuple[str, str, str]) -> Iterator[Visit]:
    """Open the host page as its readers do, until the block ends."""
    host, ours, theirs = origins
    context = browser.new_context()
    page = context.new_page()
    seen = Witness(page)
    page.goto(host)
    yield Visit(page, seen, ours, theirs)
    assert context.cookies() == []
    context.close()


@pytest.fixture
def visit(browser: Browser, origins: tuple[str, str, str]) -> Iterator[Visit]:
    """The host page, opened by one test."""
    with visiting(browser, origins) as opened:
        yield opened


@pytest.fixture(scope="module")
def still(browser: Browser, origins: tuple[str, str, str]) -> Iterator[Visit]:
    """The host page, opened once: what is said to it must change nothing in the frame ``a``."""
    with visiting(browser, origins) as opened:
        opened.becomes("a", 512)
        yield opened


def test_the_script_is_small() -> None:
    assert 300 < len(brotli.compress(SCRIPT.encode(), mode=brotli.MODE_TEXT)) <= LIMIT_BYTES


def test_heights_follow_what_embeds_show_up_and_down(visit: Visit) -> None:
    visit.page.locator("#e").scroll_into_view_if_needed()  # it loads when it is about to be seen
    for name, height in {"a": 512, "b": 256, "c": 512, "e": 512}.items():
        visit.becomes(name, height)
    for name, height in {"a": 900, "b": 120, "e": 1500}.items():
        visit.grow(name, height)
        visit.becomes(name, height)
    visit.grow("a", 300)
    visit.becomes("a", 300)
    assert [visit.height(name) for name in "bce"] == [120, 512, 1500]
    assert visit.height("lain") == 430, "a frame that is not marked is somebody else's"
    assert visit.seen.errors == []


def test_a_frame_that_speaks_for_others_is_not_heard(visit: Visit) -> None:
    visit.becomes("c", 512)
    visit.inside("jahat").evaluate("attack()")
    visit.grow("c", 600)  # what comes after it has been heard
    visit.becomes("c", 600)
    assert [visit.height(name) for name in ("a", "b", "lain", "jahat")] == [512, 256, 430, 100]


def test_another_website_that_took_an_embeds_place_is_not_heard(visit: Visit) -> None:
    visit.becomes("a", 512)
    visit.inside("a").goto(f"{visit.theirs}/jahat")
    visit.inside("a").evaluate("attack()")
    visit.grow("b", 700)
    visit.becomes("b", 700)
    assert visit.height("a") == 512


@pytest.mark.parametrize(
    "said",
    [
        '{"dasbor-umkm": "tinggi", tinggi: "900"}',
        '{"dasbor-umkm": "tinggi", tinggi: NaN}',
        '{"dasbor-umkm": "tinggi", tinggi: Infinity}',
        '{"dasbor-umkm": "tinggi", tinggi: 39}',
        '{"dasbor-umkm": "tinggi", tinggi: 4001}',
        '{"dasbor-umkm": "tinggi"}',
        '{"dasbor-umkm": "lain", tinggi: 900}',
        "{tinggi: 900}",
        "null",
        '"tinggi"',
    ],
)
def test_what_is_no_height_is_not_taken_for_one(still: Visit, said: str) -> None:
    still.inside("a").evaluate(f"parent.postMessage({said}, '*')")
    after = int(still.height("b")) + 10
    still.grow("b", after)  # what comes after it has been heard
    still.becomes("b", after)
    assert still.height("a") == 512
    assert still.seen.errors == []


def test_the_page_has_no_new_names_although_the_script_is_loaded_twice(visit: Visit) -> None:
    new = "window.after.filter(name => !window.before.includes(name))"
    assert visit.page.evaluate(new) == []
    visit.becomes("a", 512)


def test_a_frame_that_is_added_later_follows_too(visit: Visit) -> None:
    visit.page.evaluate(
        """address => document.body.insertAdjacentHTML("beforeend",
        `<iframe id="baru" data-dasbor-umkm src="${address}" height="430"></iframe>
        <dasbor-umkm id="elemen" src="${address}"></dasbor-umkm>`)""",
        f"{visit.ours}/dua",
    )
    for name in ("baru", "elemen"):
        visit.page.evaluate("name => document.getElementById(name).scrollIntoView()", name)
        visit.becomes(name, 256)


def test_an_embed_that_was_there_before_the_script_is_asked_for_its_height(
    visit: Visit, origins: tuple[str, str, str]
) -> None:
    visit.page.goto(f"{origins[0]}/telat")
    visit.page.wait_for_load_state("load")
    visit.page.add_script_tag(url=f"{visit.ours}/aset/sematan.js")
    visit.becomes("a", 777)


def test_the_element_makes_a_lazy_frame_with_its_title_and_choice(visit: Visit) -> None:
    frame = "document.getElementById('e').shadowRoot.firstChild"
    said = visit.page.evaluate(f"""() => {{ const f = {frame};
        return [f.title, f.loading, f.getAttribute("height"), f.src, f.referrerPolicy] }}""")
    address = f"{visit.ours}/satu?tema=gelap&periode=2024-06"
    assert said == ["Elemen", "lazy", "300", address, "strict-origin"]
    visit.page.evaluate("document.getElementById('e').setAttribute('periode', '2023-06')")
    changed = visit.page.evaluate(f"{frame}.src")
    assert changed == f"{visit.ours}/satu?tema=gelap&periode=2023-06"


def test_the_element_runs_no_script_that_is_given_as_an_address(visit: Visit) -> None:
    visit.page.evaluate("document.getElementById('e').setAttribute('src', 'javascript:alert(1)')")
    source = visit.page.evaluate("document.getElementById('e').shadowRoot.firstChild.src")
    assert source.startswith(visit.ours)


def test_without_script_the_frame_has_its_declared_height_and_the_element_its_link(
    browser: Browser, origins: tuple[str, str, str]
) -> None:
    host, ours, _ = origins
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host)
    assert page.frame_locator("#a").get_by_text("Isi").is_visible()
    box = page.locator("#a").bounding_box()
    assert box is not None and box["height"] >= 430
    link = page.locator("dasbor-umkm a")
    assert link.is_visible()
    assert link.get_attribute("href") == f"{ours}/satu"
    context.close()
