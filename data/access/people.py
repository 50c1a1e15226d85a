"""Who has which role: the list in ``akses.toml``, or a claim of the sign-in.

The list is read anew when the file changes, so a role is given or taken without a restart. An
entry in the list decides alone: a claim counts only for somebody whom the list does not name.

    [klaim]                       # optional: roles from the provider's claims
    penerbit = "https://akun.example.go.id"
    peran = "groups"              # the claim that carries them
    kecamatan = "kecamatan"       # the claim that narrows an official to a kecamatan
    [klaim.nilai]
    "umkm-asda2" = "pejabat"      # its values, and the role each gives

    [[orang]]
    penerbit = "https://akun.example.go.id"  # the issuer of the accounts, ``iss`` in their claims
    surel = "camat@example.go.id" # or: sub = "..."
    peran = "pejabat"
    kecamatan = ["Kasemen"]       # optional: only these

A number or an address is somebody's only together with who issued it. An entry that says no issuer
counts where there is one provider alone, and ``complete_issuer`` completes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from data import reference, typed_toml
from data.access.policy import Role
from data.disk import write_whole
from data.errors import SettingsError

ADVICE = "Perbaiki berkas ini; contohnya akses.contoh.toml."
HEADING = re.compile(r"\s*\[+\s*([\w.\"'-]+)\s*\]+")
ISSUER = re.compile(r"\s*penerbit\s*=")
ANY_ISSUER = ""
Scope = tuple[str, ...]
"""Codes of the kecamatan that somebody may see; none means the whole city."""


LIMITED = Role.PEJABAT
"""The only role that can be limited to some kecamatan: the others' work is on the whole city."""


@dataclass(frozen=True)
class Grant:
    """What somebody was given."""

    role: Role = Role.PUBLIK
    scope: Scope = ()


@dataclass(frozen=True)
class People:
    """The content of ``akses.toml``; each person under the issuer of their account, ``ANY_ISSUER``
    where the file names none, and ``surel:...`` or ``sub:...``."""

    listed: Mapping[tuple[str, str], Grant] = field(default_factory=dict)
    lacking: int = 0
    """How many entries name no issuer."""
    claim_issuer: str = ANY_ISSUER
    role_claim: str = ""
    """The claim that carries roles; none unless the file names one, since a provider may let
    people choose what their other claims say."""
    scope_claim: str = "kecamatan"
    values: Mapping[str, Role] = field(default_factory=lambda: {role.value: role for role in Role})

    def grant(
        self,
        claims: Mapping[str, Any],
        *,
        only_provider: bool = True,
        trust_addresses: bool = False,
    ) -> Grant:
        """Return what the claims of a verified sign-in give.

        An e-mail address of which the provider does not say that it has verified it is nobody's,
        unless ``trust_addresses`` and it says nothing at all. An entry without an issuer counts
        only where the account can come from one provider alone. A kecamatan that does not exist,
        or for a role that knows none, gives nothing rather than the city.
        """
        issuers = [name_issuer(str(claims.get("iss") or ""))]
        issuers = [issuer for issuer in issuers if issuer] + [ANY_ISSUER] * only_provider
        names = [f"sub:{claims.get('sub', '')}"]
        if is_verified(claims, trust_addresses):
            names.insert(0, name_address(str(claims.get("email", ""))))
        for name in names:
            for issuer in issuers:
                if (issuer, name) in self.listed:
                    return self.listed[issuer, name]
        counts = self.role_claim and self.claim_issuer in issuers
        said = _list_texts(claims.get(self.role_claim)) if counts else []
        given = [self.values[value] for value in said if value in self.values]
        if not given:
            return Grant()
        role = max(given, key=list(Role).index)
        try:
            scope = find_kecamatan_codes(_list_texts(claims.get(self.scope_claim)))
        except KeyError:
            return Grant()
        return Grant() if scope and role is not LIMITED else Grant(role, scope)


def read_people(path: Path) -> People:
    """Return who has which role; nobody any when there is no file.

    Raises SettingsError for a file that cannot be used as written.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return People()
    except OSError as error:
        raise _make_error(path, f"tidak dapat dibaca ({error}).") from error
    return _read(path, state.st_mtime_ns, state.st_size)


def is_verified(claims: Mapping[str, Any], trust_addresses: bool = False) -> bool:
    """Return whether the address in the claims is the account's own, as its provider says; where it
    says nothing, as ``trust_addresses`` says."""
    return claims.get("email_verified", trust_addresses) is True


def name_issuer(address: str) -> str:
    """Return what an issuer is listed under: some write their address with a slash at its end."""
    return address.strip().rstrip("/")


def describe_lacking(people: People, issuer: str = "") -> str:
    """Return the warning that entries name no issuer, and the command that completes them; "" where
    all do. ``issuer`` is what the command would name, where it is known."""
    if not people.lacking:
        return ""
    return (
        f"Daftar akses: {people.lacking} bagian belum menyebut penerbit akunnya, jadi akun dengan "
        "surel atau nomor yang sama dari penerbit lain akan dianggap orang yang sama. Lengkapi "
        f"dengan: python -m cli issuer {issuer or 'https://ALAMAT-PENERBIT'}"
    )


def complete_issuer(path: Path, issuer: str) -> int:
    """Write an issuer into every part of the list that names none; return into how many.

    All else stays as it is written, remarks included. Raises SettingsError for a file that cannot
    be used, or whose parts are written in another way than the example's.
    """
    before = read_people(path).lacking
    text = typed_toml.load_text(path, str(path), ADVICE) if before else ""
    done = _insert_issuer(text, f"penerbit = {_quote(name_issuer(issuer))}")
    if _make_people(path, typed_toml.read_text(AccessFile, str(path), done, ADVICE)).lacking:
        raise _make_error(path, "penerbit tidak dapat ditambahkan. Tulis sendiri di tiap orang.")
    if before:
        write_whole(path, done.encode(), mode=path.stat().st_mode & 0o777, synced=True)
    return before


def _insert_issuer(text: str, line: str) -> str:
    """Return the text of a list with a line below each heading of a part that has none such."""
    lines = text.splitlines()
    headings = {n: found[1] for n, one in enumerate(lines) if (found := HEADING.match(one))}
    ends = [*headings, len(lines)][1:]
    for (start, name), end in [*zip(headings.items(), ends, strict=True)][::-1]:
        if name in ("orang", "klaim") and not any(map(ISSUER.match, lines[start:end])):
            lines.insert(start + 1, line)
    return "".join(f"{one}\n" for one in lines)


def _quote(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def name_address(address: str) -> str:
    """Return what an e-mail address is listed under.

    Only plain capitals are taken for the small letters that they are. Folding would also take the
    long s or the sign of the kelvin for an s or a k, and so one address for another.
    """
    return f"surel:{address.lower() if address.isascii() else address}"


def find_kecamatan_codes(names: list[str]) -> Scope:
    """Return the codes of kecamatan given by name or code. Raises KeyError for an unknown one."""
    known = reference.list_kecamatan()
    codes = {name.casefold(): code for code, name in known.items()} | {code: code for code in known}
    return tuple(sorted({codes[name.strip().casefold()] for name in names}))


class Person(typed_toml.Part, frozen=True):
    """An entry of the list, as it is written."""

    penerbit: str = ""
    surel: str = ""
    sub: str = ""
    peran: Any = None
    kecamatan: Any = None


class Claims(typed_toml.Part, frozen=True):
    """Which claims count, as it is written."""

    penerbit: str = ""
    peran: str = ""
    kecamatan: str = People.scope_claim
    nilai: dict[str, Any] = msgspec.field(default_factory=dict)


class AccessFile(typed_toml.Part, frozen=True):
    """What the file may say."""

    orang: tuple[Person, ...] = ()
    klaim: Claims = Claims()


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> People:
    return _make_people(path, typed_toml.read_file(AccessFile, path, ADVICE))


def _make_people(path: Path, given: AccessFile) -> People:
    listed: dict[tuple[str, str], Grant] = {}
    for number, person in enumerate(given.orang, start=1):
        place = f"orang ke-{number}"
        issuer = name_issuer(person.penerbit)
        names = {(issuer, name) for name in _list_names(path, place, person)}
        if listed.keys() & names:
            raise _make_error(path, f"{place} sudah disebut di atas. Hapus salah satunya.")
        listed |= dict.fromkeys(names, _grant(path, place, person))
    claims = given.klaim
    if claims != Claims() and not claims.peran:
        raise _make_error(path, "klaim: tulis peran = nama klaim yang memuat peran.")
    roles = {v: _read_role(path, f"klaim.nilai '{v}'", role) for v, role in claims.nilai.items()}
    issuer = name_issuer(claims.penerbit)
    lacking = sum(not name_issuer(person.penerbit) for person in given.orang)
    lacking += claims != Claims() and not issuer
    values = roles or People().values
    return People(listed, lacking, issuer, claims.peran, claims.kecamatan, values)


def _make_error(path: Path, problem: str) -> SettingsError:
    return SettingsError(f"{path}: {problem} {ADVICE}")


def _list_names(path: Path, place: str, person: Person) -> set[str]:
    """Return what a person can be recognised by."""
    if person.surel and "@" not in person.surel:
        raise _make_error(path, f"{place}: surel harus satu alamat di antara tanda kutip.")
    if not person.surel.isascii():
        raise _make_error(path, f"{place}: surel hanya boleh berisi huruf tanpa tanda khusus.")
    names = {name_address(person.surel.strip())} if person.surel else set()
    names |= {f"sub:{person.sub}"} if person.sub else set()
    if not names:
        raise _make_error(path, f"{place}: surel dan sub kosong. Tulis salah satunya.")
    return names


def _grant(path: Path, place: str, person: Person) -> Grant:
    try:
        scope = find_kecamatan_codes(_list_texts(person.kecamatan))
    except KeyError as error:
        raise _make_error(path, f"{place}: kecamatan {error} tidak ada.") from None
    if person.kecamatan is not None and not scope:
        raise _make_error(path, f"{place}: kecamatan kosong. Hapus barisnya untuk seluruh kota.")
    role = _read_role(path, place, person.peran)
    if scope and role is not LIMITED:
        raise _make_error(path, f"{place}: hanya {LIMITED} yang dapat dibatasi pada kecamatan.")
    return Grant(role, scope)


def _read_role(path: Path, place: str, value: object) -> Role:
    try:
        return Role(str(value))
    except ValueError:
        known = ", ".join(Role)
        raise _make_error(path, f"{place}: peran '{value}' tidak ada. Yang ada: {known}.") from None


def _list_texts(value: object) -> list[str]:
    """Return a claim's values as text: providers send one, a list, or none."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
