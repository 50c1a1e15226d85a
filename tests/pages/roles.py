"""The real dashboard before people with roles: who they are, and what they are sent.

The store is small and made up, and holds numbers and words that stand on one restricted page each.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from msgspec import structs
from streamlit.proto.AppPage_pb2 import AppPage

from data.access import access_log, policy
from data.access.viewer import Viewer
from data.build.build import build
from data.followups import ledger
from data.followups.entries import Commitment
from data.settings import settings
from tests import oidc
from tests.data.rows import TODAY, Workspace, write_register
from tests.oidc import Provider
from tests.pace import drawn
from tests.pages.conftest import PATIENCE_SECONDS, Site, running
from tests.session import Session, session

NO_BREAK = "\u00a0"
FRAMED_BY = "https://portal.example"
OLD_ACCOUNT = "petugas-lama@arsip.example"
"""An account that only the record of access knows; in a demo it stands there as if it were a file's
name, since a record that names accounts is none of a demo."""

OWN_LAYOUT = """
judul = "Daftar kantor"
tabel = "usaha"
penanda = ["Nomor Kantor"]
[kolom]
id_usaha = ["Nomor Kantor"]
"""

WHOLE_CITY = "1.311 usaha"
LIMITED = "1.417 usaha"
DECIDED = Commitment(
    "proporsi_nib",
    "36.73.02",
    "TINDAK-LANJUT-0815 dikerjakan.",
    "Kecamatan Kasemen",
    "2026-12-31",
    "berjalan",
    "2026-11-20",
)
DECIDED_ELSEWHERE = structs.replace(
    DECIDED, kode_wilayah="36.73.01", action="TINDAK-LANJUT-LAIN-0816 dikerjakan."
)
"""What a meeting decided for the kecamatan that somebody is limited to, and for another one."""
MARKS = {
    "ringkasan": ("Yang perlu diperhatikan",),
    "kinerja": ("Tindak lanjut rapat lalu", "TINDAK-LANJUT-0815"),
    "peta": ("Tabel dengan angka yang sama",),
    "adopsi": ("Tahap digitalisasi",),
    "klaster": ("Pembuat yang belum berjualan daring",),
    "wilayah": ("Pilih kecamatan untuk melihat semua yang terbit tentangnya",),
    "survei": ("Apakah kecamatan berbeda",),
    "jelajah": ("Register (cacahan)",),
    "metode": ("Definisi indikator",),
    "sematkan": ("Pasang angka terbit di situs lain",),
    "rincian": ("Rincian kelurahan", WHOLE_CITY),
    "data": ("Berkas baru", "KELURAHAN-SALAH-4711"),
    "catatan": ("Setiap halaman internal", OLD_ACCOUNT),
}
"""What stands on one page and on no other, restricted pages with something of their data."""

PARTS = {"data": ("Berkas dan versi", "Temuan", "Perlu diputuskan", "Asal angka")}
"""What a page shows one after the other, by ``?bagian=``; it is seen when all have been."""

RESTRICTED = {name: MARKS[name] for name in ("kinerja", "rincian", "data", "catatan")}
SECRETS = (*(mark for marks in RESTRICTED.values() for mark in marks), LIMITED)
DOOR = "Halaman ini tidak terbuka untuk umum"
LINK = re.compile(r"/unduh/[\w-]+")


@dataclass(frozen=True)
class Person:
    """Somebody before the dashboard. ``column`` is the one of the table that is about them."""

    name: str
    column: str
    kecamatan: tuple[str, ...] = ()
    signs_in: bool = True

    @property
    def email(self) -> str:
        return f"{self.name}@serang.example"

    @property
    def marks(self) -> Mapping[str, tuple[str, ...]]:
        """What each page shows this person."""
        number = LIMITED if self.kecamatan else WHOLE_CITY
        return MARKS | {"rincian": ("Rincian kelurahan", number)}

    def may(self, row: Mapping[str, str]) -> bool:
        """Return whether a row of the table says yes to this person."""
        return row[self.column] == "ya"

    def viewer(self) -> Viewer:
        """Return this person as the program makes them out."""
        if not self.signs_in:
            return Viewer(sign_in=self.column != "demo")
        told = {"email": self.email, "email_verified": True, "iat": time.time()}
        return Viewer(told, f"masuk-{self.name}")


NOBODY = Person("tamu", "publik", signs_in=False)
WITHOUT_ROLE = Person("tanpa-peran", "publik")
SCHOLAR = Person("akademisi", "akademisi")
OFFICIAL = Person("pejabat", "pejabat")
CAMAT = Person("camat", "pejabat", ("Kasemen",))
OFFICER = Person("pengelola", "pengelola")
PEOPLE = (NOBODY, WITHOUT_ROLE, SCHOLAR, OFFICIAL, CAMAT, OFFICER)
ANYBODY = Person("siapa-saja", "demo", signs_in=False)
"""Whoever comes while there is no provider and all data are made up."""


SAID = {"sintetis": "Ya"}
ROWS: list[dict[str, object]] = [
    *[{"kecamatan": "Serang", "kelurahan": "Cipare", **SAID}] * 1311,
    *[{"kecamatan": "Kasemen", "kelurahan": "Kasemen", **SAID}] * 1417,
    {"kelurahan": "KELURAHAN-SALAH-4711", **SAID},
    {"kecamatan": "", "kelurahan": "Sukawana", **SAID},  # of two kecamatan: to be decided
]


def table(kind: str) -> dict[str, dict[str, str]]:
    """Return the rows of the table of one kind by name, as they are written."""
    with policy.TABLE.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        return {row["nama"]: row for row in rows if row["jenis"] == kind}


def give(place: Workspace, *people: Person) -> None:
    """Give people their roles, and take them from everybody else."""
    lines = []
    for person in people:
        if person.signs_in and person.column != "publik":
            lines += ["[[orang]]", f'surel = "{person.email}"', f'peran = "{person.column}"']
            lines += [f"kecamatan = {json.dumps(person.kecamatan)}"] if person.kecamatan else []
    aside = place.folder / "akses.baru"
    aside.write_text("\n".join([*lines, ""]), encoding="utf-8")
    aside.replace(place.settings.akses)


@dataclass(frozen=True)
class Rooms:
    """Folders with two versions of a small store, a record of access, and roles: built once each,
    then copied. What is published is the demo's, so that public pages are as they always are."""

    demo: Workspace
    folder: Path

    def furnish(self, folder: Path, made_up: bool = True, accounts: bool = True) -> Workspace:
        """Return a copy in a folder; with a real row among the others unless all is made up, and as
        where nobody ever signed in unless there are accounts."""
        shutil.copytree(self._real if not made_up else self._made_up, folder, dirs_exist_ok=True)
        place = Workspace(folder)
        lines = place.toml.read_text(encoding="utf-8").splitlines()
        others = [line for line in lines if not line.startswith(("publik =", "terbitan ="))]
        own = [f"publik = {json.dumps(str(self.demo.settings.publik))}"]
        own += [f"terbitan = {json.dumps(str(self.demo.settings.terbitan))}"]
        own += [f'bingkai = ["{FRAMED_BY}"]', ""]
        place.toml.write_text("\n".join(others + own), encoding="utf-8")
        if not accounts:
            place.settings.akses.unlink()
            shutil.rmtree(place.settings.audit)
            access_log.record(
                place.settings.audit, who="demo", role="publik", action="lihat", subject=OLD_ACCOUNT
            )
        return place

    @cached_property
    def _made_up(self) -> Path:
        place = Workspace(self.folder / "karangan")
        for content in (ROWS[-10:], ROWS):
            write_register(place.raw / "sintetis" / "register.csv", content)
            build(place.settings, date.fromisoformat(TODAY))
        access_log.record(
            place.settings.audit,
            who=OLD_ACCOUNT,
            role="pengelola",
            action="lihat",
            subject="rincian",
        )
        place.settings.tata_letak.mkdir()
        (place.settings.tata_letak / "kantor.toml").write_text(OWN_LAYOUT, encoding="utf-8")
        for content in (DECIDED, DECIDED_ELSEWHERE):
            ledger.add_commitment(place.settings.tindak_lanjut, content, "pengelola", bool)
        give(place, *PEOPLE)
        return place.folder

    @cached_property
    def _real(self) -> Path:
        folder = self.folder / "nyata"
        shutil.copytree(self._made_up, folder)
        place = Workspace(folder)
        write_register(place.raw / "register.csv", [row | {"sintetis": ""} for row in ROWS])
        build(place.settings, date.fromisoformat(TODAY))
        return place.folder


@dataclass
class House:
    """A running dashboard, its folder, and the provider before it, if there is one."""

    site: Site
    place: Workspace
    provider: Provider | None = None
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def log(self) -> str:
        return (self.place.folder / "log.txt").read_text(encoding="utf-8")

    def cookies(self, person: Person) -> dict[str, str]:
        """Return the cookies of a person's only sign-in, or of a browser without one."""
        if person.name not in self._cookies:
            self._cookies[person.name] = self.sign_in(person)
        return self._cookies[person.name]

    def sign_in(self, person: Person, **claims: object) -> dict[str, str]:
        """Sign a person in once more; return the cookies."""
        if not person.signs_in:
            with oidc.visitor(self.site) as client:
                return oidc.cookies(client)
        assert self.provider is not None
        self.provider.person(
            person.name, **{"email": person.email, "email_verified": True, **claims}
        )
        return oidc.identity_cookies(self.site, self.provider, person.name)

    def session(self, who: Person | Mapping[str, str], page: str = "", **more: str) -> Session:
        """Return a session of a person, or of whoever has these cookies, not yet connected."""
        cookies = self.cookies(who) if isinstance(who, Person) else who
        return session(self.site, cookies, page, **more)

    def look(self, who: Person | Mapping[str, str], page: str) -> str:
        """Open a page by its link; return every text that was sent."""
        with self.session(who, page) as one:
            return run(one)

    def whole(
        self, who: Person, link: str, page: str, page_hash: str = ""
    ) -> tuple[str, frozenset[str]]:
        """Open every part of a page, by its link or its hash; return its texts and controls."""
        texts, found = [], frozenset[str]()
        for part in PARTS.get(page, ("",)):
            with self.session(who, link) as one:
                one.page_hash = page_hash
                one.query = urlencode({"bagian": part}) if part else ""
                texts.append(run(one))
                found |= frozenset(controls(one))
        return "\n".join(texts), found

    def content(self, who: Person | Mapping[str, str], link: str) -> tuple[str, httpx.Response]:
        """Return what a download is called, and its answer."""
        answer = self.fetch(who, link)
        said = answer.headers.get("content-disposition", "")
        return said.partition('filename="')[2].partition('"')[0], answer

    def link(self, who: Person | Mapping[str, str], page: str) -> str:
        """Return the download that a page offers."""
        (found,) = LINK.findall(self.look(who, page))
        return str(found)

    def fetch(self, who: Person | Mapping[str, str], path: str) -> httpx.Response:
        """Ask for an address as a person, or with these cookies."""
        cookies = self.cookies(who) if isinstance(who, Person) else who
        return self.ask("GET", path, cookie=as_header(cookies))

    def ask(self, method: str, path: str, **headers: str) -> httpx.Response:
        """Ask for an address without keeping anything of the answer."""
        return httpx.request(
            method, self.site.url + path, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False
        )


@dataclass(frozen=True)
class Walk:
    """What a person was sent: the pages listed, each page's texts by its link, and those of the
    restricted ones and a part of the others by the name that the front end asks with."""

    listed: tuple[str, ...]
    by_link: Mapping[str, str]
    by_hash: Mapping[str, str]
    widgets: Mapping[str, frozenset[str]]
    """The kinds and labels of what a page lets one do, such as ``file_uploader``."""

    def of(self, page: str) -> list[str]:
        """Return a page's texts by every way by which it was opened."""
        return [ways[page] for ways in (self.by_link, self.by_hash) if page in ways]


class Visits:
    """The walk of each person through a house, made when it is first asked for."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._walks: dict[str, Walk] = {}

    def walk(self, person: Person) -> Walk:
        """Return what a person was sent on all pages."""
        if person.name not in self._walks:
            self._walks[person.name] = self._walk(person)
        return self._walks[person.name]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The name by which the front end asks for each page; they are no secret."""
        with self.house.session(NOBODY) as one:
            run(one)
            return {page: found.page_script_hash for page, found in addresses(one).items()}

    def _walk(self, person: Person) -> Walk:
        by_link, by_hash, widgets = {}, {}, {}
        with self.house.session(person) as one:
            run(one)
            listed = [name for name, page in addresses(one).items() if not page.is_hidden]
        twice = drawn(self.hashes, lambda name: name in RESTRICTED)
        for name, page_hash in self.hashes.items():
            if name in twice:
                by_hash[name], _ = self.house.whole(person, "", name, page_hash)
            by_link[name], widgets[name] = self.house.whole(
                person, "" if name == "ringkasan" else name, name
            )
        return Walk(tuple(listed), by_link, by_hash, widgets)


def run(one: Session) -> str:
    """Run a session's page; return every text that was sent, with plain spaces."""
    one.run()
    return one.text.replace(NO_BREAK, " ")


def addresses(one: Session) -> dict[str, AppPage]:
    """Return the pages of the last run by their address; the first page has none."""
    listed = [page for message in one.sent for page in message.navigation.app_pages]
    return {page.url_pathname or "ringkasan": page for page in listed}


def controls(one: Session) -> Iterator[str]:
    """Give the kind of every element of the last run, and the label of those that have one."""
    for message in one.sent:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind:
            yield kind
            yield getattr(getattr(element, kind), "label", "")


def as_header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def found_in(text: str, marks: tuple[str, ...] = SECRETS) -> list[str]:
    """Return which marks stand in a text."""
    plain = text.replace(NO_BREAK, " ")
    return [mark for mark in marks if mark in plain]


@contextmanager
def house(
    folder: Path,
    rooms: Rooms,
    provider: Provider | None = None,
    *,
    made_up: bool = True,
    accounts: bool = False,
    more: Callable[[str], Mapping[str, str]] = lambda url: {},
) -> Iterator[House]:
    """Serve the dashboard over a furnished folder until the block ends; ``accounts`` says that
    there were some though there is no provider."""
    place = rooms.furnish(folder, made_up, accounts=bool(provider) or accounts or not made_up)
    behind = oidc.behind(folder, provider) if provider else lambda url: {}
    environment = lambda url: {**behind(url), **more(url)}  # noqa: E731
    with running(place.toml, folder / "log.txt", environment) as site:
        yield House(site, place, provider)


@contextmanager
def named(place: Workspace) -> Iterator[None]:
    """Make this the folder that ``settings()`` names, for code that is called in this process."""
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        yield
    settings.cache_clear()
