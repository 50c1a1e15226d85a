"""Attacks on what is restricted, before the real program behind a real provider."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import ascii_lowercase, ascii_uppercase, digits

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer

from data.access import access_log
from data.access.viewer import CLOCKS_DIFFER
from server.closed import STREAM
from tests import oidc
from tests.egress import with_fence
from tests.oidc import CLIENT_ID, USER_COOKIE, Provider
from tests.pages.conftest import PATIENCE_SECONDS, running
from tests.pages.roles import (
    CAMAT,
    DOOR,
    FRAMED_BY,
    LIMITED,
    LINK,
    NOBODY,
    OFFICER,
    OFFICIAL,
    PEOPLE,
    RESTRICTED,
    SCHOLAR,
    WHOLE_CITY,
    WITHOUT_ROLE,
    House,
    Person,
    Rooms,
    Visits,
    addresses,
    as_header,
    found_in,
    give,
    house,
    run,
    table,
)
from tests.server.conftest import TRAP
from tests.server.test_origin import handshake, opened
from tests.session import NO_TOKEN, XSRF_COOKIE, Session

WORKING_TIME = 480 * 60
AT_ONCE = 20
PAGES = list(RESTRICTED)


@pytest.fixture(scope="module")
def home(
    rooms: Rooms, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The dashboard; a test that takes a role away gives it back."""
    folder = tmp_path_factory.mktemp("serangan")
    (folder / "sitecustomize.py").write_text(TRAP, encoding="utf-8")
    path = {"PYTHONPATH": with_fence(str(folder))}
    with house(folder, rooms, provider, more=lambda url: path) as started:
        yield started


@pytest.fixture(scope="module")
def hashes(home: House) -> dict[str, str]:
    """The name by which the front end asks for each page."""
    return Visits(home).hashes


def is_nobody(home: House, cookies: Mapping[str, str], **more: str) -> str:
    """Assert that cookies open no restricted page; return what was sent in its place."""
    texts = []
    for page in PAGES:
        with home.session(cookies, page, **more) as one:
            text = run(one)
            assert DOOR in text
            assert found_in(text) == LINK.findall(text) == []
            assert all(one.is_hidden for name, one in addresses(one).items() if name in PAGES)
            texts.append(text)
    return "\n".join(texts)


def is_in(home: House, cookies: Mapping[str, str], page: str = "rincian") -> bool:
    """Return whether cookies open a page that is restricted."""
    text = home.look(cookies, page)
    assert (DOOR in text) != (RESTRICTED[page][0] in text)
    return DOOR not in text


# Downloads ---------------------------------------------------------------------------------------


def test_a_download_answers_the_sign_in_that_it_was_offered_to_and_no_other(home: House) -> None:
    mine = home.cookies(OFFICIAL)
    link = home.link(mine, "rincian")
    again = home.sign_in(OFFICIAL, name="masuk kedua")
    strangers = [home.cookies(one) for one in PEOPLE if one is not OFFICIAL]
    for cookies in [{}, again, *strangers, forged(mine)]:
        answer = home.fetch(cookies, link)
        assert (answer.status_code, found_in(answer.text)) == (404, [])
        assert "text/csv" not in answer.headers["content-type"]
    assert home.fetch(mine, link).status_code == 200


def test_a_download_ends_with_the_sign_in(home: House) -> None:
    copied = home.sign_in(OFFICIAL)
    link = home.link(copied, "rincian")
    assert home.fetch(copied, link).status_code == 200
    sign_out(home, copied)
    answer = home.fetch(copied, link)
    assert (answer.status_code, found_in(answer.text)) == (403, [])
    assert "Anda sudah keluar" in answer.text


def test_a_download_ends_with_the_role(home: House) -> None:
    link = home.link(OFFICIAL, "rincian")
    with only(home, OFFICER):
        answer = home.fetch(OFFICIAL, link)
        assert (answer.status_code, found_in(answer.text)) == (403, [])
    assert home.fetch(OFFICIAL, link).status_code == 200


def test_a_download_is_narrowed_with_its_owner(home: House) -> None:
    link = home.link(OFFICIAL, "rincian")
    assert "1311" in home.fetch(OFFICIAL, link).text
    with only(home, replace(OFFICIAL, kecamatan=("Kasemen",))):
        answer = home.fetch(OFFICIAL, link)
        assert "1311" not in answer.text
        assert answer.status_code in (403, 503)


class only:
    """Let nobody but these people have a role until the block ends."""

    def __init__(self, home: House, *people: Person) -> None:
        self.home, self.people = home, people

    def __enter__(self) -> None:
        give(self.home.place, *self.people)

    def __exit__(self, *_: object) -> None:
        give(self.home.place, *PEOPLE)


def sign_out(home: House, cookies: Mapping[str, str]) -> None:
    answer = home.fetch(cookies, "/auth/logout")
    assert answer.status_code == 302


# Sign-ins ----------------------------------------------------------------------------------------


def test_a_copied_cookie_opens_nothing_after_signing_out(home: House) -> None:
    copied = home.sign_in(OFFICER)
    with home.session(copied, "rincian") as tab:
        assert WHOLE_CITY in run(tab)
        known = tab.id
    assert is_in(home, copied)
    sign_out(home, copied)
    assert "Anda sudah keluar" in is_nobody(home, copied)
    assert "Anda sudah keluar" in is_nobody(home, copied, resume=known)
    # Neither does a cookie that says the same in other letters, or comes with others.
    for other in (
        twisted(copied),
        copied | {f"{USER_COOKIE}_1": "x", f"{USER_COOKIE}_tokens": "x"},
    ):
        is_nobody(home, other)
    assert is_in(home, home.sign_in(OFFICER)), "signing in again is possible"


def test_doubled_cookies_do_not_hide_a_sign_in_that_was_ended(home: House) -> None:
    ended, other = home.sign_in(OFFICER), home.cookies(SCHOLAR)
    sign_out(home, ended)
    for pair in ((ended, other), (other, ended)):
        values = [one[USER_COOKIE] for one in pair]
        for doubled in (
            {USER_COOKIE: f"{values[0]}; {USER_COOKIE}={values[1]}"},
            {USER_COOKIE: f'"{values[0]}"'},
            {f" {USER_COOKIE}": values[0], USER_COOKIE: values[1]},
        ):
            is_nobody(home, ended | doubled)


SPLIT = {"kelompok": [hashlib.sha256(bytes([n])).hexdigest() for n in range(85)]}
"""Claims that do not fit into one cookie."""


def split(home: House, person: Person) -> dict[str, str]:
    """Sign somebody in whose identity is split; leave out what nothing here reads."""
    found = home.sign_in(person, **SPLIT)
    assert f"{USER_COOKIE}_2" in found
    return {name: value for name, value in found.items() if "tokens" not in name}


def test_a_split_sign_in_ends_as_well(home: House) -> None:
    copied = split(home, OFFICER)
    assert is_in(home, copied)
    sign_out(home, copied)
    is_nobody(home, copied)


def test_a_split_sign_in_that_was_ended_does_not_come_back_under_another_count(
    home: House,
) -> None:
    copied = split(home, OFFICER)
    signed = int(time.time())
    while int(time.time()) == signed:  # within a second both would be counted by the same cookie
        time.sleep(0.02)
    other = split(home, SCHOLAR)
    sign_out(home, copied)
    is_nobody(home, copied | {USER_COOKIE: other[USER_COOKIE]})


def test_a_stranger_cannot_fill_the_record_by_signing_out(home: House) -> None:
    known = access_log.read_lines(home.place.settings.audit, 1)
    for number in range(3):
        home.fetch({USER_COOKIE: f"karangan.{number}.x"}, "/auth/logout")
    assert access_log.read_lines(home.place.settings.audit, 1) == known


def test_signing_out_again_and_again_by_a_copy_hides_nothing_in_the_record(home: House) -> None:
    copied, folder = home.sign_in(OFFICIAL, name="berulang"), home.place.settings.audit
    (last,) = access_log.read_lines(folder, 1)
    for _ in range(5):
        sign_out(home, copied)
    found = [line for line in access_log.read_lines(folder, 20) if line.nomor > last.nomor]
    assert [line.tindakan for line in found] == ["keluar"]


def test_a_colleague_who_knows_an_officers_session_cannot_send_a_file_into_it(home: House) -> None:
    with home.session(OFFICER, "data") as one:
        run(one)
        for who, status in ((OFFICIAL, 403), (NOBODY, 403), (OFFICER, 204)):
            cookies = home.cookies(who)
            answer = httpx.put(
                f"{home.site.url}/_stcore/upload_file/{one.id}/berkas",
                files={"a.csv": ("a.csv", b"a;b", "text/csv")},
                headers={"cookie": as_header(cookies), "X-Xsrftoken": cookies[XSRF_COOKIE]},
                timeout=PATIENCE_SECONDS,
                trust_env=False,
            )
            assert (who, answer.status_code) == (who, status)


def test_signing_out_ends_one_sign_in_and_leaves_the_others(home: House) -> None:
    one, other = home.sign_in(OFFICIAL), home.sign_in(OFFICIAL, name="lain")
    sign_out(home, one)
    assert not is_in(home, one)
    assert is_in(home, other)


def forged(cookies: Mapping[str, str]) -> dict[str, str]:
    """Return cookies with a signature that somebody made up."""
    head, _, signature = cookies[USER_COOKIE].rpartition(".")
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    payload = URLSafeTimedSerializer("0" * 64, salt=USER_COOKIE).dumps(head)
    return {**cookies, USER_COOKIE: f"{str(payload).split('.')[0]}.{head.split('.')[-1]}.{flipped}"}


def twisted(cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the same cookies with another last letter, whose last bits mean nothing."""
    value = cookies[USER_COOKIE]
    letters = ascii_uppercase + ascii_lowercase + digits + "-_"
    last = letters[letters.index(value[-1]) ^ 1]
    return {**cookies, USER_COOKIE: value[:-1] + last}


def test_a_cookie_that_the_program_did_not_sign_is_nobodys(home: House) -> None:
    mine = home.cookies(OFFICER)
    identity = {"email": OFFICER.email, "email_verified": True, "is_logged_in": True}
    identity["origin"] = home.site.url
    claims = identity | {"aud": CLIENT_ID, "iat": int(time.time()), "provider": "default"}
    head, stamp, signature = mine[USER_COOKIE].rsplit(".", 2)
    _, other_stamp, other_signature = home.cookies(SCHOLAR)[USER_COOKIE].rsplit(".", 2)
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    for cookie in (
        f"{head}.{stamp}.{flipped}",
        f"{head}.{stamp}.",
        f"{head}.{other_stamp}.{other_signature}",
        head,
        str(URLSafeTimedSerializer("0" * 64, salt=USER_COOKIE).dumps(json.dumps(claims))),
        str(URLSafeTimedSerializer(secret_of(home), salt="lain").dumps(json.dumps(claims))),
    ):
        is_nobody(home, mine | {USER_COOKIE: cookie})
    # What is refused above is refused for its signature: signed with the secret it is let in.
    true = str(URLSafeTimedSerializer(secret_of(home), salt=USER_COOKIE).dumps(json.dumps(claims)))
    assert is_in(home, mine | {USER_COOKIE: true})


def secret_of(home: House) -> str:
    assert home.provider is not None
    return home.provider.cookie_secret


def test_a_cookie_without_its_xsrf_token_is_nobodys(home: House) -> None:
    mine, other = home.cookies(OFFICER), home.cookies(NOBODY)
    for token in (NO_TOKEN, other[XSRF_COOKIE]):
        is_nobody(home, mine, xsrf=token)
    assert is_in(home, mine)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "program-lain", "azp": CLIENT_ID},
        {"aud": ["program-lain"], "azp": CLIENT_ID},
        {"aud": [], "azp": CLIENT_ID},
        {"aud": "", "azp": CLIENT_ID},
        {"aud": f"{CLIENT_ID}-lain", "azp": CLIENT_ID},
        {"aud": "program-lain", "azp": CLIENT_ID, "client_id": CLIENT_ID, "provider": CLIENT_ID},
    ],
    ids=lambda claims: str(claims["aud"]),
)
def test_a_token_for_another_program_is_nobodys(home: House, claims: dict[str, object]) -> None:
    """Streamlit takes them; see ``test_oidc``."""
    cookies = home.sign_in(replace(OFFICER, name="asing"), email=OFFICER.email, **claims)
    assert USER_COOKIE in cookies
    text = is_nobody(home, cookies)
    assert "Keluar" not in text.splitlines(), "not even an account is shown"
    assert "Masuk" in text.splitlines()


def test_an_address_that_the_provider_has_not_verified_is_nobodys(home: House) -> None:
    guest = replace(OFFICER, name="mengaku")
    for said in (False, "false", "true", 0, None):
        cookies = home.sign_in(guest, email=OFFICER.email, email_verified=said)
        assert "belum diberi peran" in is_nobody(home, cookies)
    assert is_in(home, home.sign_in(guest, email=OFFICER.email.upper(), email_verified=True))


def test_a_role_counts_for_the_issuer_that_the_list_names_and_for_no_other(home: House) -> None:
    assert home.provider is not None
    person = f'surel = "{OFFICER.email}"\nperan = "pengelola"\n'
    try:
        for issuer, opens in ((home.provider.url, True), ("https://lain.example", False)):
            named = f'[[orang]]\npenerbit = "{issuer}"\n{person}'
            home.place.settings.akses.write_text(named, encoding="utf-8")
            assert is_in(home, home.cookies(OFFICER)) == opens
    finally:
        give(home.place, *PEOPLE)
    text = home.look(OFFICER, "catatan")
    assert f"{len(PEOPLE) - 2} bagian belum menyebut penerbit akunnya" in text
    assert "python -m cli issuer http" in text


def test_a_claim_does_not_raise_somebody_whom_the_list_names(home: House) -> None:
    cookies = home.sign_in(SCHOLAR, peran="pengelola", groups=["pengelola"])
    is_nobody(home, cookies)


def test_claims_that_pose_as_streamlits_own_are_not_believed(home: House) -> None:
    made_up = {"is_logged_in": True, "origin": home.site.url, "provider": "lain"}
    cookies = home.sign_in(WITHOUT_ROLE, tokens={}, role="pengelola", **made_up)
    is_nobody(home, cookies)


# Time and roles ----------------------------------------------------------------------------------


def test_after_the_working_time_a_sign_in_opens_nothing(home: House) -> None:
    issued = int(time.time()) - WORKING_TIME
    old = home.sign_in(OFFICER, iat=issued - 5)
    assert "Masa masuk Anda sudah habis" in is_nobody(home, old)
    future = home.sign_in(OFFICER, iat=int(time.time()) + CLOCKS_DIFFER + 600)
    assert USER_COOKIE not in future


def test_the_working_time_ends_in_an_open_session_too(home: House) -> None:
    for seconds in (3, 15, 60):  # a busy machine may not get in before the end
        ends = int(time.time()) + seconds
        cookies = home.sign_in(OFFICER, iat=ends - WORKING_TIME)
        with home.session(cookies, "rincian") as one:
            links = LINK.findall(run(one))
            if not links:
                continue
            while time.time() <= ends:
                time.sleep(0.05)
            text = run(one)
            break
    assert "Masa masuk Anda sudah habis" in text
    assert found_in(text) == []
    assert home.fetch(cookies, links[0]).status_code == 403


def test_a_role_opens_and_closes_pages_at_the_next_run_of_an_open_session(home: House) -> None:
    with home.session(OFFICIAL, "rincian") as one:
        assert WHOLE_CITY in run(one)
        with only(home, OFFICER):
            text = run(one)
            assert DOOR in text
            assert "belum diberi peran" in text
            assert found_in(text) == []
        assert WHOLE_CITY in run(one)
        with only(home, replace(OFFICIAL, kecamatan=("Kasemen",))):
            text = run(one)
            assert LIMITED in text
            assert WHOLE_CITY not in text
    with home.session(WITHOUT_ROLE, "data") as one:
        assert DOOR in run(one)
        with only(home, replace(WITHOUT_ROLE, column="pengelola")):
            assert RESTRICTED["data"][0] in run(one)


def test_a_list_of_people_that_cannot_be_read_closes_everything(home: House) -> None:
    akses = home.place.settings.akses
    with home.session(OFFICER, "rincian") as one:
        run(one)
        try:
            for broken in ("[[orang]\n", '[[orang]]\nsurel = "a@b"\nperan = "raja"\n'):
                akses.write_text(broken, encoding="utf-8")
                assert found_in(run(one)) == []
            akses.unlink()
            assert found_in(run(one)) == []
        finally:
            give(home.place, *PEOPLE)
        assert WHOLE_CITY in run(one)


def test_somebody_limited_cannot_ask_for_another_kecamatan(home: House) -> None:
    with home.session(CAMAT, "rincian") as one:
        one.query = "kec=Serang"
        text = run(one)
        assert "Anda hanya dapat melihat Kecamatan" in text
        assert LIMITED in text and WHOLE_CITY not in text
        # The answer of a select box that was never offered.
        one.query = ""
        one._chosen["Kecamatan"] = "Serang"
        assert WHOLE_CITY not in run(one)


# Reruns ------------------------------------------------------------------------------------------


def test_a_made_up_fragment_of_a_restricted_page_runs_nothing_of_it(
    home: House, hashes: dict[str, str]
) -> None:
    for page in PAGES:
        with home.session(SCHOLAR) as one:
            run(one)
            one.page_hash = hashes[page]
            one.sent = []
            for made_up in ("0" * 32, hashes[page], "../rincian"):
                one.fragment = made_up
                one.ask()
            one.fragment = one.page_hash = ""
            one._page = one._hash = ""
            one.ask()
            one._until_finished(time.perf_counter() + 60)
            assert found_in(one.text) == []


def test_a_page_cannot_be_named_in_another_way(home: House) -> None:
    for name in (
        "pages/rincian",
        "rincian.py",
        "Rincian",
        "/rincian",
        "rincian/",
        "parts/restricted",
    ):
        with home.session(SCHOLAR, name) as one:
            assert found_in(run(one)) == []


def test_a_period_that_only_the_published_cube_has_is_answered_with_a_sentence(home: House) -> None:
    with home.session(OFFICIAL, "rincian") as one:
        run(one)
        one.run(Periode=one.filters["Periode"].options[-1])
        assert "gangguan di program" not in one.text


# Fragments: no page has any yet ------------------------------------------------------------------

APP = """
import streamlit as st
from data.access.viewer import end_login
from server.stack import list_middleware

app = st.App("halaman.py", middleware=list_middleware(preload_font=False, ended=end_login))
"""

PAGE = """
import streamlit as st
from data.errors import DasborError
from data.access.restricted import read_gudang
from pages.parts import account

def ask():
    count = "select 'dari gudang: ' || count(*) as n from usaha"
    viewer = account.find_viewer()
    return read_gudang(viewer, "halaman", "rincian", lambda store: store.query(count)["n"][0])

@st.fragment
def asking():
    try:
        st.text("bertanya, " + ask())
    except DasborError as error:
        st.text(f"ditolak: {error}")

@st.fragment
def keeping(kept):
    st.text("menyimpan, " + kept)

try:
    asking()
    keeping(ask())
    st.download_button("Unduh", ask(), key="unduh")
except DasborError as error:
    st.text(f"tertutup: {error}")
"""


@pytest.fixture(scope="module")
def app(
    rooms: Rooms, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A page with two fragments, one of which keeps what it was given; the rest is the program."""
    folder = tmp_path_factory.mktemp("potongan")
    (folder / "halaman.py").write_text(PAGE, encoding="utf-8")
    (folder / "aplikasi.py").write_text(APP, encoding="utf-8")
    place = rooms.furnish(folder)
    behind = oidc.behind(folder, provider)
    script = folder / "aplikasi.py"
    with running(place.toml, folder / "log.txt", behind, script=script) as site:
        yield House(site, place, provider)


def rerun(one: Session, fragment: str) -> str:
    """Run one fragment of a page; return what it sent."""
    one.fragment = fragment
    try:
        return run(one)
    finally:
        one.fragment = ""


def fragment_of(one: Session, word: str) -> str:
    """Return the fragment of the last run that has drawn a word."""
    drawn = (message.delta for message in one.sent)
    (found,) = (d.fragment_id for d in drawn if d.new_element.text.body.startswith(word))
    return str(found)


def test_a_fragment_asks_anew_when_the_role_is_gone(app: House) -> None:
    with app.session(OFFICIAL) as one:
        run(one)
        asking, keeping = fragment_of(one, "bertanya"), fragment_of(one, "menyimpan")
        assert "bertanya, dari gudang: 2728" in rerun(one, asking)
        with only(app, OFFICER):
            text = rerun(one, asking)
            assert "ditolak: Ini terbuka untuk pejabat atau pengelola." in text
            assert "dari gudang" not in text
            # What a page had kept would still be there: so nothing is to be kept.
            assert "menyimpan, dari gudang: 2728" in rerun(one, keeping)


def test_a_fragment_asks_anew_when_the_sign_in_was_ended(app: House) -> None:
    cookies = app.sign_in(OFFICIAL)
    with app.session(cookies) as one:
        run(one)
        asking = fragment_of(one, "bertanya")
        sign_out(app, cookies)
    with app.session(cookies, resume=one.id) as again:
        again.ask()  # a session that goes on knows its fragments
        assert "Anda sudah keluar" in rerun(again, asking)
        assert "dari gudang" not in again.text


def test_a_fragment_of_another_session_is_not_run(app: House) -> None:
    with app.session(OFFICIAL) as theirs, app.session(SCHOLAR) as mine:
        run(theirs)
        run(mine)
        for fragment in theirs.fragments:
            mine.fragment = fragment
            mine.ask()
        mine.fragment = ""
        text = run(mine)
        assert "tertutup: Ini terbuka untuk" in text
        assert "dari gudang" not in text


def test_streamlits_own_download_answers_whoever_knows_its_address(app: House) -> None:
    """So restricted pages offer ``/unduh/`` in its place."""
    with app.session(OFFICIAL) as one:
        run(one)
        (url,) = (
            message.delta.new_element.download_button.url
            for message in one.sent
            if message.delta.new_element.HasField("download_button")
        )
        assert app.fetch({}, url).text == "dari gudang: 2728"


# Websockets, uploads -----------------------------------------------------------------------------


def test_foreign_origins_are_refused_and_hold_up_nobody(home: House) -> None:
    for origin in ("https://jahat.example", "http://{host}.jahat.example", "null", None):
        assert handshake(home.site, origin) == 403  # type: ignore[arg-type]
    assert handshake(home.site, "http://{host}") == 101  # type: ignore[arg-type]
    foreign = (
        "Origin: https://jahat.example\r\n" + f"Cookie: {as_header(home.cookies(OFFICER))}\r\n"
    )
    clients = [opened(home.site, foreign) for _ in range(AT_ONCE)]  # type: ignore[arg-type]
    try:
        # A question outside would hold the only loop for ever (TRAP), and nothing would answer.
        assert home.ask("GET", "/healthz").json()["status"] == "ok"
        answers = [client.recv(4096) for client in clients]
        assert [answer[:13] for answer in answers] == [b"HTTP/1.1 403 "] * AT_ONCE
    finally:
        for client in clients:
            client.close()


def put(home: House, cookies: Mapping[str, str], session_id: str, name: str = "a.csv") -> int:
    """Send a file to a session as the front end does; return the status."""
    answer = httpx.put(
        f"{home.site.url}/_stcore/upload_file/{session_id}/berkas",
        files={name: (name, b"\x89PNG\r\n\x1a\n", "text/csv")},
        headers={"X-Xsrftoken": cookies[XSRF_COOKIE], "Cookie": as_header(cookies)},
        timeout=PATIENCE_SECONDS,
        trust_env=False,
    )
    return answer.status_code


def test_only_a_session_whose_page_takes_files_is_sent_one(home: House) -> None:
    for person in PEOPLE:
        with home.session(person, "data") as one:
            run(one)
            expected = 204 if person is OFFICER else 403
            assert put(home, home.cookies(person), one.id) == expected
    with home.session(OFFICER) as one:
        run(one)
        assert put(home, home.cookies(OFFICER), one.id) == 403, "another page takes none"
    assert put(home, home.cookies(OFFICER), "0" * 32) == 403


def test_uploads_end_with_the_page_and_with_the_role(home: House) -> None:
    with home.session(OFFICER, "data") as one:
        run(one)
        with only(home):
            assert DOOR in run(one)
            assert put(home, home.cookies(OFFICER), one.id) == 403
        run(one)
        one.page_hash = addresses(one)["ringkasan"].page_script_hash
        run(one)
        assert put(home, home.cookies(OFFICER), one.id) == 403


# What everybody is sent --------------------------------------------------------------------------

OWN = ("/healthz", "/sematan/batang-berusaha-daring", "/sematan/tidak-ada", "/unduh/tidak-ada",
       "/api/v1/tidak-ada", "/sematan/klaster.png", "/publik", "/publik/kasemen", "/sitemap.xml",
       "/oembed", "/aset/sematan.js", "/favicon.ico")  # fmt: skip
FONT = "/aset/plus-jakarta-sans.woff2"
TOOL = ("/", "/peta", "/rincian", "/data", "/tidak/ada", "/peta/", "/favicon.png", "/robots.txt")
CORE = ("/_stcore/health", "/_stcore/host-config", STREAM)
REFUSED = (
    "/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/allowed-message-origins",
    "/component/x/y.js", "/app/static/x.txt", "/media/tidak-ada.png", "/static/..%2f..%2fx.py",
    "/_stcore/upload_file/x/y", "/rincian/_stcore/health",
)  # fmt: skip
SIGNING = ("/auth/login", "/auth/logout", "/oauth2callback", "/oauth2callback?code=a&state=b")
EVERY = [*OWN, FONT, *TOOL, *CORE, *REFUSED, *SIGNING]


def test_every_route_of_the_table_is_among_those_that_are_asked() -> None:
    patterns = [re.sub(r"\{\w+(:\w+)?\}", ".+", name) for name in table("rute")]
    assert [p for p in patterns if not any(re.fullmatch(p, path) for path in EVERY)] == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_every_answer_has_every_header(home: House, method: str) -> None:
    for path in EVERY:
        answer = home.ask(method, path)
        headers = answer.headers
        where = f"{method} {path} {answer.status_code}"
        assert headers["x-content-type-options"] == "nosniff", where
        assert headers["referrer-policy"] == "same-origin", where
        assert "camera=()" in headers["permissions-policy"], where
        assert re.fullmatch("[0-9a-f]{12}", headers["x-request-id"]), where
        embed = path.startswith("/sematan/") and not path.endswith(".png")
        framed = embed and method in ("GET", "HEAD")
        by = FRAMED_BY if framed else "'none'"
        assert f"frame-ancestors {by}" in headers["content-security-policy"], where
        # What says itself who may frame it needs no older header to say it again.
        own = framed or (path.startswith("/publik") and method in ("GET", "HEAD"))
        assert ("x-frame-options" in headers) != own, where
        assert answer.status_code < 500 or path.startswith("/auth"), where


def test_whom_the_server_does_not_know_by_name_gets_the_headers_and_nothing_else(
    home: House,
) -> None:
    for path in EVERY:
        answer = home.ask(
            "GET", path, host="jahat.example", cookie=as_header(home.cookies(OFFICER))
        )
        assert answer.status_code == 400
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers


def test_no_route_answers_with_anything_restricted(home: House) -> None:
    kinds = ("static", "media", "sematan", "unduh")
    below = [f"/{kind}/{page}" for kind in kinds for page in PAGES]
    files = ["/dasbor.toml", "/akses.toml", "/secrets.toml", "/raw/sintetis/register.csv"]
    for path in [*EVERY, *below, *files]:
        for who in (NOBODY, OFFICER):
            if path == "/auth/logout" and who is OFFICER:
                continue
            answer = home.fetch(who, path)
            assert found_in(answer.text) == [], path
            assert OFFICER.email not in answer.text, path


def test_the_log_holds_no_key_no_cookie_and_no_reader(home: House) -> None:
    before = len(home.log)
    cookies = home.sign_in(OFFICIAL)
    with home.session(cookies, "rincian") as one:
        one.query = "kec=Kasemen"
        link = LINK.findall(run(one))[0]
    home.fetch(cookies, f"{link}?alasan=RAHASIA-DI-ALAMAT")
    home.ask("GET", "/rincian?kec=RAHASIA-DI-ALAMAT")
    put(home, cookies, one.id)
    sign_out(home, cookies)
    log = home.log
    assert f"GET {link.rpartition('/')[0]}/" in log, "the request itself is there"
    said = [
        link.rpartition("/")[2], one.id, "RAHASIA", "kec=", "code=", "state=", "@serang.example",
        secret_of(home), *cookies.values(), *(RESTRICTED[page][1] for page in PAGES),
    ]  # fmt: skip
    assert [word for word in said if word in log] == []
    assert "Traceback" not in log[before:]
    record = home.place.settings.audit
    lines = "\n".join(path.read_text(encoding="utf-8") for path in record.glob("*.jsonl"))
    assert OFFICIAL.email in lines
    assert [word for word in (link.rpartition("/")[2], *cookies.values()) if word in lines] == []
    assert access_log.verify(record).ok
