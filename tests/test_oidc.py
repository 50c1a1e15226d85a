"""Signing in through a provider: the helpers of ``tests.oidc``, and attacks on Streamlit's part.

The app is small, but what wraps it is the program's own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser

from tests import oidc
from tests.oidc import CALLBACK, CLIENT_ID, STATE_COOKIE, USER_COOKIE, Provider
from tests.pages.conftest import PATIENCE, Site, running
from tests.session import NO_TOKEN, XSRF_COOKIE, Session, session

APP = """
import streamlit as st
from server.stack import list_middleware

app = st.App("halaman.py", middleware=list_middleware(preload_font=False))
"""

PAGE = """
import secrets
import pandas as pd
import streamlit as st

def depan():
    st.title("Depan")
    if st.user.is_logged_in:
        st.text(f"Masuk sebagai {st.user.sub} untuk {st.user.get('aud')!r}.")
    else:
        st.text("Belum masuk.")
        st.button("Masuk", on_click=st.login)

def dalam():
    st.title("Rahasia dalam")
    st.dataframe(pd.DataFrame({"usaha": ["Warung Melati"]}))
    potongan()

@st.fragment
def potongan():
    st.text("Potongan rahasia")

st.text("tanda " + st.session_state.setdefault("tanda", secrets.token_hex()))
pages = [st.Page(depan, title="Depan", default=True)]
if st.user.is_logged_in:
    pages.append(st.Page(dalam, title="Dalam", url_path="dalam"))
st.navigation(pages).run()
"""

ANONYMOUS = "Belum masuk."
SECRETS = ("Rahasia dalam", "Dalam", "Warung Melati", "Potongan rahasia")


@pytest.fixture(scope="module")
def site(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small app behind the provider."""
    folder = tmp_path_factory.mktemp("masuk")
    (folder / "halaman.py").write_text(PAGE, encoding="utf-8")
    (folder / "aplikasi.py").write_text(APP, encoding="utf-8")
    with running(
        folder / "tidak-ada.toml",
        folder / "log.txt",
        oidc.behind(folder, provider),
        script=folder / "aplikasi.py",
    ) as started:
        yield started


@pytest.fixture(scope="module")
def petugas(site: Site, provider: Provider) -> dict[str, str]:
    """The cookies of a person who has signed in."""
    return oidc.identity_cookies(site, provider, "petugas")


@pytest.fixture(scope="module")
def nobody(site: Site) -> dict[str, str]:
    """The cookies of a browser in which nobody has signed in."""
    with oidc.visitor(site) as client:
        return oidc.cookies(client)


def seen(one: Session) -> str:
    """Return what a session is shown at first."""
    with one:
        one.run()
        return one.drawn


def test_a_person_signs_in_in_the_browser(site: Site, provider: Provider, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(site.url)
        page.get_by_role("button", name="Masuk").click()
        oidc.sign_in(page, provider, "tamu@serang.example")
        page.get_by_text("Masuk sebagai tamu@serang.example untuk").wait_for()
        kept = {one["name"]: one for one in page.context.cookies()}
        assert kept[USER_COOKIE]["httpOnly"]
        assert kept[USER_COOKIE]["sameSite"] == "Lax"
        # The provider is another host, so these are the site's alone.
        assert {one["domain"] for one in kept.values()} == {"127.0.0.1"}


def test_cookies_make_a_session_of_the_person(site: Site, petugas: dict[str, str]) -> None:
    with session(site, petugas) as one:
        one.run()
        assert "Masuk sebagai petugas untuk" in one.drawn
        assert list(one.pages) == ["Depan", "Dalam"]


def test_text_holds_tables_fragments_and_the_navigation(
    site: Site, petugas: dict[str, str]
) -> None:
    with session(site, petugas, "dalam") as one:
        for _ in range(2):  # in the second run the server only refers to what it has sent
            one.run()
            assert [word for word in SECRETS if word not in one.text] == []
        (one.fragment,) = one.fragments
        one.run()
        assert "Potongan rahasia" in one.drawn
        assert "Warung Melati" not in one.text


def test_nothing_of_a_page_is_sent_to_who_may_not_see_it(
    site: Site, petugas: dict[str, str], nobody: dict[str, str]
) -> None:
    with session(site, petugas) as known:
        known.run()
        hash_ = known.pages["Dalam"]
    with session(site, nobody, "dalam") as one:
        one.page_hash = hash_
        one.run()
        assert ANONYMOUS in one.drawn
        assert list(one.pages) == ["Depan"]
        assert [word for word in SECRETS if word in one.text] == []


def test_an_identity_without_its_xsrf_token_is_not_read(
    site: Site, petugas: dict[str, str], nobody: dict[str, str]
) -> None:
    for token in (NO_TOKEN, nobody[XSRF_COOKIE]):
        assert ANONYMOUS in seen(session(site, petugas, xsrf=token))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "program-lain"},
        {"aud": ["program-lain"]},
        {"aud": [CLIENT_ID, "program-lain"], "azp": "program-lain"},
        {"exp": int(time.time()) - 600},
        {"iss": "https://jahat.example"},
        {"nonce": "nonce-lain"},
        {"iat": int(time.time()) + 7200},  # still to come when a slow suite gets here
    ],
    ids=lambda claims: "-".join(claims),
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    site: Site, provider: Provider, claims: dict[str, object]
) -> None:
    provider.person("palsu", **claims)
    refused = oidc.identity_cookies(site, provider, "palsu")
    assert USER_COOKIE not in refused
    assert ANONYMOUS in seen(session(site, refused))


@pytest.mark.parametrize("audience", ["program-lain", []], ids=["foreign", "empty"])
def test_some_foreign_tokens_are_accepted_so_the_program_has_to_look_at_the_audience(
    site: Site, provider: Provider, audience: object
) -> None:
    """Authlib looks at ``aud`` only to know whether ``azp`` is needed. When this fails, it does."""
    provider.person("asing", aud=audience, azp=CLIENT_ID)
    accepted = oidc.identity_cookies(site, provider, "asing")
    assert f"Masuk sebagai asing untuk {audience!r}." in seen(session(site, accepted))


def test_a_person_is_told_as_the_provider_says_now(site: Site, provider: Provider) -> None:
    provider.person("atasan", aud="program-lain")
    provider.person("atasan", name="Budi")
    assert USER_COOKIE in oidc.identity_cookies(site, provider, "atasan")


def test_a_callback_works_once(site: Site, provider: Provider) -> None:
    with oidc.visitor(site) as client, oidc.visitor(site) as thief:
        callback = oidc.approve(oidc.begin(client, provider), "petugas")
        thief.cookies.set(STATE_COOKIE, oidc.cookies(client)[STATE_COOKIE], "127.0.0.1")
        client.get(callback)
        assert USER_COOKIE in oidc.cookies(client)
        client.cookies.delete(USER_COOKIE)
        client.get(callback)
        assert USER_COOKIE not in oidc.cookies(client)
        # The state lies in a cookie, so whoever copied it has it still; the code is used up.
        thief.get(callback)
        assert USER_COOKIE not in oidc.cookies(thief)


@pytest.mark.parametrize("begun", [False, True], ids=["idle", "signing-in"])
def test_a_callback_of_another_browser_signs_nobody_in(
    site: Site, provider: Provider, begun: bool
) -> None:
    with oidc.visitor(site) as attacker, oidc.visitor(site) as victim:
        callback = oidc.approve(oidc.begin(attacker, provider), "penyerang")
        if begun:
            oidc.begin(victim, provider)
        victim.get(callback)
        assert USER_COOKIE not in oidc.cookies(victim)


def test_a_code_of_another_sign_in_is_refused(site: Site, provider: Provider) -> None:
    with oidc.visitor(site) as attacker, oidc.visitor(site) as victim:
        theirs = oidc.approve(oidc.begin(attacker, provider), "penyerang")
        own = oidc.approve(oidc.begin(victim, provider), "petugas")
        victim.get(CALLBACK, params={"code": query(theirs)["code"], "state": query(own)["state"]})
        assert USER_COOKIE not in oidc.cookies(victim)


def query(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def signed(secret: str, sub: str, site: Site) -> str:
    """Return an identity cookie made by hand."""
    identity = f'{{"sub": "{sub}", "origin": "{site.url}", "is_logged_in": true}}'
    return str(URLSafeTimedSerializer(secret, salt=USER_COOKIE).dumps(identity))


def test_a_forged_identity_is_nobody(
    site: Site, provider: Provider, petugas: dict[str, str], nobody: dict[str, str]
) -> None:
    def shown(cookie: str) -> str:
        return seen(session(site, nobody | {USER_COOKIE: cookie}))

    true = petugas[USER_COOKIE]
    head, signature = true.rsplit(".", 1)
    assert "Masuk sebagai admin untuk" in shown(signed(provider.cookie_secret, "admin", site))
    assert ANONYMOUS in shown(signed("0" * 64, "admin", site))
    assert ANONYMOUS in shown(f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}")
    other = signed(provider.cookie_secret, "admin", site).rsplit(".", 2)[0]
    assert ANONYMOUS in shown(f"{other}.{head.rsplit('.', 1)[1]}.{signature}")
    assert ANONYMOUS in shown(head)


@pytest.mark.parametrize("still_open", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize("first", ["nobody", "petugas", "atasan"])
def test_a_session_stays_with_its_person(
    site: Site,
    provider: Provider,
    petugas: dict[str, str],
    nobody: dict[str, str],
    first: str,
    still_open: bool,
) -> None:
    known = {"nobody": nobody, "petugas": petugas}
    owner = known.get(first) or oidc.identity_cookies(site, provider, first)
    taker = nobody if first == "petugas" else petugas
    with session(site, owner) as one:
        one.run()
        mine = known_by(one)
        if still_open:
            assert not mine & resumed(site, taker, one.id)
            one.run()
            assert known_by(one) == mine, "the owner has lost the session"
    assert not mine & resumed(site, taker, one.id)
    assert resumed(site, owner, one.id) == mine, "the owner may resume it"


def resumed(site: Site, cookies: dict[str, str], session_id: str) -> set[str]:
    """Return what is known by the session that one gets who asks for ``session_id``."""
    with session(site, cookies, resume=session_id) as one:
        one.run()
        return known_by(one)


def known_by(one: Session) -> set[str]:
    """Return the id of a session, and the mark that the page put into its state."""
    return {one.id, *re.findall(r"tanda \w+", one.drawn)}
