"""Every role before every row of the table of access, in the real program."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.secrets import Secrets

from data.access import access_log
from data.access.access_log import Line
from data.access.policy import Role, allows
from data.access.viewer import OPERATOR, Viewer, look_up_standing, require
from data.errors import AccessDenied
from data.settings import ROOT
from data.store.versions import Versions
from pages.parts import account, downloads
from tests.data.rows import Workspace, write_register
from tests.oidc import Provider
from tests.pages.roles import (
    ANYBODY,
    CAMAT,
    DECIDED_ELSEWHERE,
    DOOR,
    LIMITED,
    LINK,
    MARKS,
    NOBODY,
    OFFICER,
    OFFICIAL,
    PARTS,
    PEOPLE,
    RESTRICTED,
    WHOLE_CITY,
    Person,
    Rooms,
    Visits,
    addresses,
    found_in,
    house,
    named,
    run,
    table,
)
from tests.session import Session

PAGES, DOWNLOADS, ACTIONS, ROUTES = map(table, ("halaman", "unduhan", "tindakan", "rute"))
OFFERED_ON = {
    "rincian": "rincian",
    "penolakan": "data",
    "asal": "data",
    "catatan": "catatan",
    "perujuk": "sematkan",
}
"""The page that offers each download."""
ALWAYS_INSIDE = {"asal": "sintetis/register.csv", "perujuk": "Situs"}
"""What these downloads hold that no mark of their page says."""
ON_REQUEST = {"perbedaan", "bertanda", "tabulasi", "nota", "nota_rapat"}
"""Downloads that a page offers after a choice; below the pages they are tried as all others."""


def arguments(name: str, place: Workspace) -> tuple[str, ...]:
    """Return what a download is asked for."""
    if name == "perbedaan":
        old, new, *_ = Versions(place.settings.gudang).list_names()
        return old, new
    return {
        "rincian": ("jumlah_umkm", "2025-06", "36.73.02"),
        "catatan": ("2026-01",),
        "asal": ("jumlah_umkm", "2025-06", "36.73.02"),
        "bertanda": ("sintetis/register.csv",),
        "tabulasi": ("2025-06 kecamatan",),
        "nota": ("2025-06", "36.73", "xlsx"),
        "nota_rapat": ("2025-06", "36.73", "xlsx"),
    }.get(name, ())


CONTROLS = {
    "unggah": ("data", "file_uploader"),
    "terbitkan": ("data", "Terbitkan versi ini"),
    "kembalikan": ("data", "Kembali ke versi"),
    "putuskan": ("data", "Yang benar"),
    "tata_letak": ("data", "Batalkan jawaban"),
    "tindak_lanjut": ("kinerja", "Kantor penanggung jawab"),
}
"""The page on which an action stands, and by what it is known there."""
ADDRESSES = {
    "/healthz": ("/healthz", 200),
    "/sematan/{name}.png": ("/sematan/batang-berusaha-daring.png", 200),
    "/sematan/{name}": ("/sematan/batang-berusaha-daring", 200),
    "/publik": ("/publik", 200),
    "/publik/{name}": ("/publik/kasemen", 200),
    "/sitemap.xml": ("/sitemap.xml", 200),
    "/api/v1{alamat:apa_pun}": ("/api/v1/tidak-ada", 404),
    "/aset/plus-jakarta-sans.woff2": ("/aset/plus-jakarta-sans.woff2", 200),
    "/aset/sematan.js": ("/aset/sematan.js", 200),
    "/favicon.ico": ("/favicon.ico", 200),
    "/oembed": ("/oembed", 400),
    "/unduh/{token}": ("/unduh/tidak-ada", 404),
}
everybody = pytest.mark.parametrize("person", [*PEOPLE, ANYBODY], ids=lambda person: person.name)


@pytest.fixture(scope="module")
def visits(
    rooms: Rooms, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visits]:
    """The dashboard behind a provider."""
    with house(tmp_path_factory.mktemp("peran"), rooms, provider) as one:
        yield Visits(one)


@pytest.fixture(scope="module")
def open_visits(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """The dashboard in demo mode."""
    with house(tmp_path_factory.mktemp("peraga"), rooms) as one:
        yield Visits(one)


@pytest.fixture(scope="module")
def real_visits(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """The dashboard without a provider over a store that holds a real row."""
    with house(tmp_path_factory.mktemp("nyata"), rooms, made_up=False) as one:
        yield Visits(one)


@pytest.fixture
def visited(person: Person, rooms: Rooms, request: pytest.FixtureRequest) -> Visits:
    """The dashboard that a person comes to. It has ``rooms``, so that this is known beforehand."""
    found: Visits = request.getfixturevalue("open_visits" if person is ANYBODY else "visits")
    return found


@pytest.fixture(scope="module")
def places(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """The same folders for code that is called in this process: of an office, and of a demo."""
    kinds = {"kantor": True, "peraga": False}
    return {
        name: rooms.furnish(tmp_path_factory.mktemp(f"langsung-{name}"), accounts=accounts)
        for name, accounts in kinds.items()
    }


@pytest.fixture
def place(person: Person, places: dict[str, Workspace]) -> Iterator[Workspace]:
    """The folder of who asks."""
    found = places["peraga" if person is ANYBODY else "kantor"]
    with named(found):
        yield found


@everybody
def test_the_navigation_lists_the_pages_of_the_role(person: Person, visited: Visits) -> None:
    expected = [name for name, row in PAGES.items() if person.may(row)]
    assert list(visited.walk(person).listed) == expected


@everybody
@pytest.mark.parametrize("page", PAGES)
def test_a_page_sends_its_content_to_its_roles_and_nothing_of_it_to_others(
    person: Person, page: str, visited: Visits
) -> None:
    walk = visited.walk(person)
    for text in walk.of(page):
        if person.may(PAGES[page]):
            assert found_in(text, person.marks[page]) == list(person.marks[page])
            assert DOOR not in text
        else:
            assert found_in(text) == []
            assert LINK.findall(text) == []
            assert DOOR in text


@everybody
def test_what_a_page_shows_stands_on_no_other(person: Person, visited: Visits) -> None:
    walk = visited.walk(person)
    for page, text in [*walk.by_link.items(), *walk.by_hash.items()]:
        others = [mark for name, marks in RESTRICTED.items() if name != page for mark in marks]
        assert found_in(text, tuple(others)) == []


def test_somebody_limited_to_a_kecamatan_is_sent_nothing_of_another(visits: Visits) -> None:
    walk = visits.walk(CAMAT)
    assert LIMITED in walk.by_link["rincian"]
    assert not [page for page, text in walk.by_link.items() if WHOLE_CITY in text]
    assert WHOLE_CITY in visits.walk(OFFICIAL).by_link["rincian"]
    elsewhere = DECIDED_ELSEWHERE.action
    assert not [page for page, text in walk.by_link.items() if elsewhere in text]
    assert elsewhere in visits.walk(OFFICIAL).by_link["kinerja"]


def lines_of(place: Workspace, after: int) -> list[Line]:
    """Return the lines of a record behind a number, oldest first."""
    newest = access_log.read_lines(place.settings.audit, 100)
    return [line for line in newest if line.nomor > after][::-1]


@everybody
def test_each_view_of_what_is_not_for_everybody_leaves_its_own_line_and_no_other_view_one(
    person: Person, visited: Visits
) -> None:
    at_home = visited.house
    cookies = at_home.sign_in(person, name="jejak")
    who = person.email if person.signs_in else "demo"
    for page, row in PAGES.items():
        if page not in (*RESTRICTED, "sematkan", "metode"):
            continue
        is_open, is_seen, is_told = person.may(row), row["publik"] == "tidak", False
        for part in PARTS.get(page, ("",)):
            for _ in range(2):
                (last,) = access_log.read_lines(at_home.place.settings.audit, 1)
                with at_home.session(cookies, page) as one:
                    one.query = urlencode({"bagian": part}) if part else ""
                    run(one)
                found = lines_of(at_home.place, last.nomor)
                told = [(line.siapa, line.tindakan, line.objek.partition(":")[0]) for line in found]
                if is_open and is_seen:
                    assert told[0] == (who, "buka", page)
                    assert {one[1] for one in told} <= {"buka", "lihat"}
                elif page == "sematkan" and person.may(DOWNLOADS["perujuk"]):
                    assert told == [(who, "lihat", "perujuk")]
                elif is_seen and person.signs_in and not is_told:
                    is_told = True
                    assert told == [(who, "ditolak", f"halaman {page}")]
                else:
                    assert told == []


def test_nothing_that_is_not_for_everybody_is_shown_while_no_line_can_be_written(
    visits: Visits,
) -> None:
    at_home, folder = visits.house, visits.house.place.settings.audit
    cookies = at_home.cookies(OFFICER)
    folder.chmod(0o755)
    try:
        for page in (*RESTRICTED, "sematkan"):
            for part in PARTS.get(page, ("",)):
                with at_home.session(cookies, page) as one:
                    one.query = urlencode({"bagian": part}) if part else ""
                    text = run(one)
                assert "log akses terbuka bagi akun lain" in text
                marks = [mark for name, marks in RESTRICTED.items() for mark in marks]
                assert found_in(text, tuple(marks)) == LINK.findall(text) == []
                assert "Belum ada situs lain" not in text
    finally:
        folder.chmod(0o700)


def test_no_fragment_runs_on_a_page_that_is_not_for_everybody() -> None:
    """A fragment runs without the frame, which puts each view of a page on record."""
    using = [
        path.name
        for path in (ROOT / "pages").rglob("*.py")
        if re.search(r"st\.(fragment|dialog)|run_every", path.read_text(encoding="utf-8"))
    ]
    assert using == ["tabulation.py"], "it asks a door of its own, and stands on an open page"


@everybody
@pytest.mark.parametrize("name", OFFERED_ON)
def test_a_download_is_offered_to_its_roles_and_answers_nobody_else(
    person: Person, name: str, visited: Visits
) -> None:
    at_home, page = visited.house, OFFERED_ON[name]

    def offered(to: Person) -> list[tuple[str, str]]:
        links = LINK.findall(visited.walk(to).by_link[page])
        named = [(link, at_home.content(to, link)[0]) for link in links]
        return [one for one in named if one[1].startswith(name)]

    if person.may(DOWNLOADS[name]):
        ((link, _),) = offered(person)
        answer = at_home.fetch(person, link)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["cache-control"] == "no-store"
        assert inside(name, person) in answer.text
    else:
        assert offered(person) == []
        ((link, _),) = offered(OFFICER)
        refused = at_home.fetch(person, link)
        assert (refused.status_code, found_in(refused.text)) == (404, [])


def inside(name: str, person: Person) -> str:
    """Return what a download has that stands nowhere else."""
    if name in ALWAYS_INSIDE:
        return ALWAYS_INSIDE[name]
    mark = person.marks[OFFERED_ON[name]][1]
    return mark.removesuffix(" usaha").replace(".", "") if name == "rincian" else mark


@everybody
@pytest.mark.parametrize("name", DOWNLOADS)
def test_below_the_page_a_download_asks_for_the_role_itself(
    person: Person, name: str, place: Workspace
) -> None:
    given = arguments(name, place)
    if person.may(DOWNLOADS[name]):
        (last,) = access_log.read_lines(place.settings.audit, 1)
        downloads.DOWNLOADS[name](person.viewer(), *given)
        taken = [line for line in lines_of(place, last.nomor) if line.tindakan == "unduh"]
        noted = [] if DOWNLOADS[name]["data"] == "publik" else [name]
        assert [line.objek.partition(":")[0] for line in taken] == noted
    else:
        with pytest.raises(AccessDenied):
            downloads.DOWNLOADS[name](person.viewer(), *given)


@everybody
def test_a_public_page_offers_the_rounded_tables_to_their_roles_only(
    person: Person, visited: Visits
) -> None:
    walk = visited.walk(person)
    offered = "Tabulasi silang untuk akademisi" in walk.by_link["jelajah"]
    assert offered == person.may(DOWNLOADS["tabulasi"])
    assert ("Buat tabel" in walk.widgets["jelajah"]) == offered
    assert LINK.findall(walk.by_link["jelajah"]) == [], "nothing is fetched before it is asked for"


@everybody
@pytest.mark.parametrize("name", ACTIONS)
def test_the_page_offers_an_action_to_its_roles_only(
    person: Person, name: str, visited: Visits
) -> None:
    page, control = CONTROLS[name]
    offered = visited.walk(person).widgets[page]
    assert (control in offered) == person.may(ACTIONS[name])


@everybody
@pytest.mark.parametrize("kind", ["halaman", "unduhan", "tindakan"])
def test_below_the_page_everything_asks_for_the_role_itself(
    person: Person, kind: str, place: Workspace
) -> None:
    for name, row in table(kind).items():
        if person.may(row):
            require(person.viewer(), kind, name)  # type: ignore[arg-type]
        else:
            with pytest.raises(AccessDenied):
                require(person.viewer(), kind, name)  # type: ignore[arg-type]


@everybody
@pytest.mark.parametrize("name", ROUTES)
def test_a_route_answers_everybody_whom_its_row_names(
    person: Person, name: str, visited: Visits
) -> None:
    assert person.may(ROUTES[name]), "a route that is closed to somebody needs a test of its own"
    address, status = ADDRESSES[name]
    answer = visited.house.fetch(person, address)
    assert answer.status_code == status
    assert '<div id="root">' not in answer.text, "the tool's page answered in its place"
    assert found_in(answer.text) == []


def test_over_a_real_row_without_a_provider_everything_restricted_is_closed(
    real_visits: Visits,
) -> None:
    walk = real_visits.walk(NOBODY)
    assert list(walk.listed) == [name for name, row in PAGES.items() if row["publik"] == "ya"]
    for page in RESTRICTED:
        for text in walk.of(page):
            assert DOOR in text
            assert "gudang berisi data nyata, dan cara masuk belum diatur" in text
            assert found_in(text) == LINK.findall(text) == []
    for page in MARKS.keys() - RESTRICTED:
        assert found_in(walk.by_link[page], MARKS[page]) == list(MARKS[page])


def test_a_real_row_closes_the_open_pages_of_a_running_demo(rooms: Rooms, tmp_path: Path) -> None:
    with house(tmp_path, rooms) as one, one.session(NOBODY, "rincian") as reader:
        link = one.link(NOBODY, "rincian")
        text = run(reader)
        assert WHOLE_CITY in text and "Mode demo" in text
        assert set(shown(reader)) == set(PAGES)
        write_register(one.place.raw / "register.csv", [{}, {}])
        with named(one.place):
            one.place.build()
        text = run(reader)
        assert DOOR in text
        assert "Halaman internal ditutup: gudang berisi data nyata" in text
        assert "Mode demo" not in text
        assert found_in(text) == []
        assert not set(shown(reader)) & set(RESTRICTED)
        answer = one.fetch(NOBODY, link)
        assert (answer.status_code, found_in(answer.text)) == (403, [])


def test_a_sign_in_file_that_is_gone_does_not_open_what_was_kept_of_the_accounts(
    rooms: Rooms, tmp_path: Path
) -> None:
    gone = {"STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml")}
    with house(tmp_path, rooms, accounts=True, more=lambda url: gone) as one:
        for page in RESTRICTED:
            text = one.look(NOBODY, page)
            assert DOOR in text and "pernah ada akun, dan cara masuk belum diatur" in text
            assert found_in(text) == LINK.findall(text) == []
        assert "Mode demo" not in one.look(NOBODY, "metode")
        mark = one.place.settings.keadaan / "demo-berakhir"
        assert mark.read_text(encoding="utf-8") == "pernah ada akun\n"


@pytest.mark.parametrize(
    "text", ["[auth\n", "[auth]\nclient_id = \n", "[auth]\ncookie_secret = 'pendek'\n"]
)
def test_a_sign_in_file_that_cannot_be_used_is_no_reason_for_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    usual = config.get_option
    for module in (st, config):
        monkeypatch.setattr(
            module,
            "get_option",
            lambda name: [str(file)] if name == "secrets.files" else usual(name),
        )
    monkeypatch.setattr(st, "secrets", Secrets())
    assert account.find_viewer() == Viewer()
    assert account.find_viewer().sign_in
    assert account.list_providers() == {}
    assert not account.is_https()


def shown(one: Session) -> list[str]:
    """Return the pages that the navigation of the last run lists."""
    return [name for name, page in addresses(one).items() if not page.is_hidden]


# The table is complete ---------------------------------------------------------------------------


def assigned(path: Path, name: str) -> ast.expr:
    """Return what a module gives to a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
    raise AssertionError(f"{path.name} gives nothing to {name}")


def pages_of_the_program() -> set[str]:
    """Return the pages that the frame runs."""
    return set(ast.literal_eval(assigned(ROOT / "pages" / "parts" / "frame.py", "PAGES")))


def routes_of_the_program() -> set[str]:
    """Return the paths that the program answers beside Streamlit's."""
    tree = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8"))
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    (given,) = (
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.App"
        for keyword in node.keywords
        if keyword.arg == "routes"
    )
    assert isinstance(given, ast.List)
    found: list[Route] = []
    for part in given.elts:
        # Only whole lists of a module, so that none is overlooked here.
        assert isinstance(part, ast.Starred) and isinstance(part.value, ast.Attribute)
        module = importlib.import_module(modules[ast.unparse(part.value.value)])
        found += getattr(module, part.value.attr)
    return {route.path for route in found}


def actions_of_the_program() -> set[str]:
    """Return the actions that the code names when it asks whether somebody may."""
    found = set()
    for folder in ("data", "analysis", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    given = [getattr(one, "value", None) for one in node.args]
                    if "tindakan" in given[:-1]:
                        found.add(given[given.index("tindakan") + 1])
                    elif ast.unparse(node.func) in ("may", "allow", "change"):
                        found.add(given[0])
    return {one for one in found if isinstance(one, str)}


def without_a_rule(kind: str, names: set[str]) -> set[str]:
    """Return what the program has and the table has not, and the other way round."""
    return names ^ set(table(kind))


def test_every_page_has_a_rule_and_every_rule_its_page() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py") if path.stem[0] != "_"}
    assert without_a_rule("halaman", files) == set()
    assert without_a_rule("halaman", pages_of_the_program()) == set()
    assert without_a_rule("halaman", set(MARKS)) == set(), "nothing is known of a page to look for"


def test_every_download_has_a_rule_and_every_rule_its_download() -> None:
    assert without_a_rule("unduhan", set(downloads.DOWNLOADS)) == set()
    assert without_a_rule("unduhan", set(OFFERED_ON) | ON_REQUEST) == set()
    assert not set(OFFERED_ON) & ON_REQUEST


def test_every_action_has_a_rule_and_every_rule_its_action() -> None:
    assert without_a_rule("tindakan", actions_of_the_program()) == set()
    assert without_a_rule("tindakan", set(CONTROLS)) == set()


def test_every_route_has_a_rule_and_every_rule_its_route() -> None:
    assert without_a_rule("rute", routes_of_the_program()) == set()
    assert without_a_rule("rute", set(ADDRESSES)) == set()


def test_a_thing_without_a_rule_would_be_noticed() -> None:
    assert without_a_rule("halaman", {*pages_of_the_program(), "baru"}) == {"baru"}
    assert without_a_rule("halaman", pages_of_the_program() - {"data"}) == {"data"}
    assert without_a_rule("rute", {*routes_of_the_program(), "/baru"}) == {"/baru"}


@everybody
def test_a_thing_without_a_rule_is_refused_to_everybody(person: Person, place: Workspace) -> None:
    for kind in ("halaman", "unduhan", "tindakan", "rute"):
        for viewer in (person.viewer(), OPERATOR):
            assert not look_up_standing(viewer).may(kind, "baru")  # type: ignore[arg-type]
            with pytest.raises(AccessDenied, match="tidak seorang pun"):
                require(viewer, kind, "baru")  # type: ignore[arg-type]
        assert not any(allows(role, kind, "baru", demo=True) for role in Role)  # type: ignore[arg-type]
