"""Signing in and out in a browser: what a stranger gets, what a role opens, and what ends it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, WebSocket, expect

from data import reference
from tests import oidc
from tests.browser import choose, options_of, tabs_for
from tests.data.rows import Workspace
from tests.oidc import CLIENT_ID, STATE_COOKIE, USER_COOKIE, Provider
from tests.pages.conftest import PAGES, PATIENCE, Site, listed, running, settle, visiting
from tests.session import XSRF_COOKIE, session

Tab = Callable[..., Page]

STRIP = ".st-key-pita"
CLOSED = "Halaman ini tidak terbuka untuk umum"
RESTRICTED = ("/catatan", "/rincian", "/data")
OFFICIAL = ("pejabat", "")
PEOPLE = {
    "pejabat": OFFICIAL,
    "camat": ("pejabat", "Kasemen"),
    "pengelola": ("pengelola", ""),
    "pindah": OFFICIAL,
}
"""Who has which role, and for which kecamatan."""


def address(name: str) -> str:
    return f"{name}@serang.example"


def begin_address(name: str) -> str:
    """Return how somebody's address begins in what a page is sent: behind its sign stands a seam,
    so that it is no link."""
    return address(name).partition("@")[0] + "@"


class Heard:
    """Everything that a page was sent: each frame of its websockets, and each answer."""

    def __init__(self, page: Page) -> None:
        self._frames: list[bytes] = []
        self._answers: list[Response] = []
        page.on("websocket", self._listen)
        page.on("response", lambda answer: self._answers.append(answer))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, frame: str | bytes) -> None:
        self._frames.append(frame.encode() if isinstance(frame, str) else frame)

    @property
    def frames(self) -> str:
        """All frames as one text; what is no text in them is left out."""
        return b"\n".join(self._frames).decode(errors="ignore")

    @property
    def answers(self) -> str:
        """The content of all answers as one text."""
        found = [answer.body() for answer in self._answers if answer.status == 200]
        return b"\n".join(found).decode(errors="ignore")


@dataclass(frozen=True)
class Office:
    """The dashboard behind a provider, over a data folder of its own."""

    site: Site
    provider: Provider
    workspace: Workspace

    def give(self, people: Mapping[str, tuple[str, str]]) -> None:
        """Write who has which role from now on."""
        entries = [
            f'[[orang]]\nsurel = "{address(name)}"\nperan = "{role}"\n'
            + (f'kecamatan = ["{kecamatan}"]\n' if kecamatan else "")
            for name, (role, kecamatan) in people.items()
        ]
        self.workspace.settings.akses.write_text("\n".join(entries), encoding="utf-8")

    def identity(self, name: str) -> dict[str, str]:
        """Sign a person in without a browser; return their cookies."""
        return oidc.identity_cookies(self.site, self.provider, name)

    def planted(self, cookies: Mapping[str, str], path: str = "/") -> list[dict[str, object]]:
        """Return cookies as a browser's context takes them."""
        where = {"domain": "127.0.0.1", "path": path, "sameSite": "Lax"}
        return [{"name": name, "value": value, **where} for name, value in cookies.items()]

    def record(self, who: str) -> list[tuple[str, str]]:
        """Return what the record says that somebody did: (tindakan, objek), oldest first."""
        files = sorted(self.workspace.settings.audit.glob("*.jsonl"))
        lines = [
            json.loads(line)
            for path in files
            for line in path.read_text("utf-8").split("\n")
            if line
        ]
        return [(one["tindakan"], one["objek"]) for one in lines if one["siapa"] == who]


@contextmanager
def office_of(world: Workspace, folder: Path, provider: Provider) -> Iterator[Office]:
    """Serve a copy of a world behind a provider that knows everybody, until the block ends."""
    shutil.copytree(world.folder, folder / "isi", ignore=shutil.ignore_patterns("audit"))
    workspace = Workspace(folder / "isi")
    log = folder / "log.txt"
    with running(workspace.toml, log, oidc.behind(folder, provider)) as site:
        for name in [*PEOPLE, "tamu"]:
            provider.person(name, email=address(name), email_verified=True)
        made = Office(site, provider, workspace)
        made.give(PEOPLE)
        yield made
    # Streamlit's own part logs a traceback for each token that it refuses.
    assert "halaman gagal" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@contextmanager
def tabs_of(browser: Browser, office: Office) -> Iterator[Tab]:
    """Give what opens an address in a browser of its own, as a person or as nobody."""
    tabs = tabs_for(browser, office.site.url)

    def opened(name: str, path: str = "/", **options: object) -> Page:
        page = tabs.open(office.planted(office.identity(name)) if name else (), **options)
        page.goto(office.site.url + path)
        settle(page)
        return page

    yield opened
    tabs.give_back()


@pytest.fixture(scope="module")
def started(
    demo: Workspace, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The office just after its start: no page was asked for."""
    with office_of(demo, tmp_path_factory.mktemp("kantor"), provider) as made:
        yield made


@pytest.fixture(scope="module")
def strangers(started: Office) -> dict[str, str]:
    """All that is sent to the first who ask the server: nobody, by links to closed pages."""
    found = {}
    for path in RESTRICTED:
        with visiting(started.site, path) as one:
            found[path] = one.text
    assert list(started.workspace.settings.audit.glob("*.jsonl")) == []
    return found


@pytest.fixture(scope="module")
def office(started: Office, strangers: dict[str, str]) -> Office:
    """The office, once strangers have been there."""
    return started


@pytest.fixture
def tab(browser: Browser, office: Office) -> Iterator[Tab]:
    """Open an address as a person, or as nobody."""
    with tabs_of(browser, office) as opened:
        yield opened


def main(page: Page) -> str:
    """Return the text of the page itself, without the list of pages."""
    return page.locator("[data-testid=stMain]").inner_text()


def expect_nobody(page: Page) -> None:
    """Wait until a page is that of somebody who is not signed in."""
    expect(page.get_by_role("button", name="Masuk", exact=True).first).to_be_visible()
    settle(page)
    assert listed(page) == list(PAGES.values())


def expect_door(page: Page) -> None:
    """Wait until the closed door stands in place of a page."""
    expect(page.locator("h1")).to_have_text(CLOSED)
    settle(page)
    assert "kelurahan" not in main(page)


def leave(page: Page, office: Office) -> None:
    """Sign out, at the provider too, and wait until nobody is signed in."""
    page.locator(STRIP).get_by_role("button").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(f"{office.provider.url}/**")
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{office.site.url}/**")
    expect_nobody(page)


OF_CLOSED_PAGES = [
    *["Rincian kelurahan", "jangan diteruskan", "Indikator", "Baris yang ditolak"],
    *["Berkas baru", "Catatan akses", "Log akses", "/unduh/", "Cipare", "Unyur"],
]
"""Words that stand behind the door only."""


@pytest.mark.parametrize("path", RESTRICTED)
def test_a_stranger_is_sent_nothing_of_a_closed_page(strangers: dict[str, str], path: str) -> None:
    assert CLOSED in strangers[path]
    assert [word for word in OF_CLOSED_PAGES if word in strangers[path]] == []


def test_a_stranger_sees_the_door_and_its_way_in_is_pressed_by_keys_and_leads_back(
    browser: Browser, office: Office
) -> None:
    with browser.new_context(locale="id-ID") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        heard = Heard(page)
        page.goto(f"{office.site.url}/rincian")
        expect_door(page)
        expect_nobody(page)
        assert page.locator("[data-testid=stAlertContentError]").count() == 0
        assert CLOSED in heard.frames
        assert [word for word in OF_CLOSED_PAGES if word in heard.frames + heard.answers] == []
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == "Masuk":
                break
        page.keyboard.press("Enter")
        oidc.sign_in(page, office.provider, "pejabat")
        settle(page)
        account = page.locator(STRIP).get_by_role("button")
        expect(account).to_contain_text(address("pejabat"))
        account.click()
        expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Peran: pejabat")
        page.keyboard.press("Escape")
        first, *others = PAGES.values()
        assert listed(page) == [first, "Kinerja", *others, "Rincian"]


@pytest.mark.parametrize("path", ["/data", "/catatan"])
def test_an_official_does_not_get_the_pages_of_a_manager(office: Office, path: str) -> None:
    with visiting(office.site, path, office.identity("pejabat")) as one:
        assert CLOSED in one.drawn
        assert "Peran Anda tidak mencakup halaman ini." in one.drawn


def test_an_account_without_a_role_gets_the_door_and_is_told_why(office: Office) -> None:
    with visiting(office.site, "/rincian", office.identity("tamu")) as one:
        assert CLOSED in one.drawn
        assert "Akun Anda belum diberi peran." in one.drawn
        assert one.listed == list(PAGES.values())


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "program-lain"},
        {"aud": "program-lain", "azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "program-lain"], "azp": "program-lain"},
        {"exp": int(time.time()) - 600},
    ],
    ids=["foreign", "foreign-for-us", "for-another", "expired"],
)
def test_a_token_that_is_not_good_makes_nobody_of_who_has_it(
    office: Office, claims: dict[str, object]
) -> None:
    office.provider.person("palsu", email=address("pejabat"), email_verified=True, **claims)
    with visiting(office.site, "/rincian", office.identity("palsu")) as one:
        assert CLOSED in one.drawn
        assert "Masuk" in one.drawn.splitlines()
        assert one.listed == list(PAGES.values())


@pytest.mark.semua
def test_who_comes_with_a_token_that_is_not_good_is_back_and_still_nobody(
    tab: Tab, office: Office
) -> None:
    told: dict[str, object] = {"email": address("pejabat"), "email_verified": True}
    office.provider.person("palsu", **told, exp=int(time.time()) - 600)
    page = tab("")
    page.get_by_role("button", name="Masuk", exact=True).click()
    oidc.sign_in(page, office.provider, "palsu")
    expect_nobody(page)
    page.goto(f"{office.site.url}/rincian")
    expect_door(page)


def test_a_role_that_is_taken_or_narrowed_counts_from_the_next_touch(
    tab: Tab, office: Office
) -> None:
    page = tab("pindah", "/rincian")
    expect(page.locator("h1")).to_have_text("Rincian kelurahan")
    office.give(PEOPLE | {"pindah": ("pejabat", "Kasemen")})
    choose(page, "Periode", "Juni 2024")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Kecamatan Kasemen, Juni 2024")
    assert options_of(page, "Kecamatan") == ["Kasemen"]
    office.give({name: given for name, given in PEOPLE.items() if name != "pindah"})
    choose(page, "Periode", "Juni 2023")
    expect_door(page)
    assert listed(page) == list(PAGES.values())
    office.give(PEOPLE)
    page.get_by_role("link", name="Ke Ringkasan").click()
    expect(page.get_by_role("button", name="Kelola")).to_be_visible()


def test_signing_out_closes_the_page_the_way_back_to_it_and_every_copy_of_the_cookies(
    tab: Tab, office: Office
) -> None:
    page = tab("pejabat")
    page.get_by_role("button", name="Kelola").click()
    page.get_by_role("menuitem", name="Rincian").click()
    expect(page.locator("h1")).to_have_text("Rincian kelurahan")
    copied = {one["name"]: one["value"] for one in page.context.cookies()}
    with visiting(office.site, "/rincian", copied) as before:
        assert "Rincian kelurahan" in before.drawn
    leave(page, office)
    page.go_back()  # to the provider
    page.go_back()
    expect_door(page)
    expect_nobody(page)
    assert page.url == f"{office.site.url}/rincian"
    assert USER_COOKIE not in {one["name"] for one in page.context.cookies()}
    assert ("keluar", "masuk") in office.record("publik")
    with visiting(office.site, "/rincian", copied) as after:
        assert "Anda sudah keluar." in after.drawn
        assert "Rincian" not in after.text


def test_signing_out_in_one_tab_closes_the_other_which_nobody_touches(tab: Tab) -> None:
    page = tab("pejabat", "/rincian")
    other = page.context.new_page()
    other.goto(page.url)
    settle(other)
    expect(other.locator("h1")).to_have_text("Rincian kelurahan")
    page.locator(STRIP).get_by_role("button").click()
    page.get_by_role("button", name="Keluar").click()
    expect_door(other)
    expect_nobody(other)


def test_the_next_person_in_a_browser_sees_nothing_of_the_one_before(
    tab: Tab, office: Office
) -> None:
    page = tab("pejabat", "/rincian?kec=Walantaka")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Kecamatan Walantaka")
    leave(page, office)
    heard = Heard(page)
    page.get_by_role("button", name="Masuk", exact=True).first.click()
    oidc.sign_in(page, office.provider, "camat")
    page.get_by_role("button", name="Kelola").click()
    page.get_by_role("menuitem", name="Rincian").click()
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Kecamatan Kasemen")
    assert begin_address("camat") in heard.frames
    assert begin_address("pejabat") not in heard.frames
    assert "Cigoong" not in heard.frames


def test_an_identity_planted_before_the_sign_in_does_not_outlive_it(
    tab: Tab, office: Office
) -> None:
    attacker = office.identity("tamu")
    page = tab("")
    page.context.add_cookies(office.planted(attacker))
    page.reload()
    settle(page)
    # Whose account a page is in, it says; the victim leaves it and enters with the own one.
    expect(page.locator(STRIP)).to_contain_text(address("tamu"))
    leave(page, office)
    page.get_by_role("button", name="Masuk", exact=True).first.click()
    oidc.sign_in(page, office.provider, "pejabat")
    expect_account(page, "pejabat", "tamu")
    with session(office.site, attacker) as copy:
        copy.run()
        assert "Anda sudah keluar." in copy.drawn
        assert begin_address("pejabat") not in copy.text


def test_an_identity_planted_beside_that_of_a_person_does_not_replace_it(
    tab: Tab, office: Office
) -> None:
    page = tab("pejabat")
    page.context.add_cookies(office.planted(office.identity("tamu"), "/_stcore"))
    page.reload()
    settle(page)
    expect_account(page, "pejabat", "tamu")


def expect_account(page: Page, name: str, other: str) -> None:
    """Wait until a page is in the account of one person and not of another."""
    strip = page.locator(STRIP)
    expect(strip).to_contain_text(address(name))
    expect(strip).not_to_contain_text(address(other))


def test_who_kept_the_cookies_from_before_a_sign_in_is_not_signed_in_by_it(
    office: Office,
) -> None:
    with oidc.visitor(office.site) as client:
        oidc.begin(client, office.provider)
        kept = oidc.cookies(client)
        assert set(kept) == {XSRF_COOKIE, STATE_COOKIE}
        # The victim's browser has them too, and signs in.
        client.get(oidc.approve(oidc.begin(client, office.provider), "pejabat"))
        signed_in = oidc.cookies(client)
    with visiting(office.site, "/rincian", signed_in) as one:
        assert begin_address("pejabat") in one.text
    with visiting(office.site, "/rincian", kept) as one:
        assert CLOSED in one.drawn
        assert begin_address("pejabat") not in one.text


def test_an_official_of_one_kecamatan_is_shown_no_other(office: Office) -> None:
    with visiting(office.site, "/rincian?kec=Serang", office.identity("camat")) as one:
        assert "Anda hanya dapat melihat Kecamatan Kasemen." in one.drawn
        assert "Jumlah UMKM tercatat di seluruh Kecamatan Kasemen" in one.drawn
        assert one.filters["Kecamatan"].options == ("Kasemen",)
        text = one.text
    others = {
        name
        for code, name in reference.list_kelurahan().items()
        if not code.startswith("36.73.02") and name not in reference.list_kecamatan().values()
    }
    assert "Sawah Luhur" in text
    assert [name for name in sorted(others) if name in text] == []
