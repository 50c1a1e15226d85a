"""Who has which role: the list in ``akses.toml``, or a claim of the sign-in.

The list is read anew when the file changes, so a role is given or taken without a restart. An
entry in the list decides alone: a claim counts only for somebody whom the list does not name.

    [klaim]                       # optional: roles from the provider's claims
    peran = "groups"              # the claim that carries them
    kecamatan = "kecamatan"       # the claim that narrows an official to a kecamatan
    [klaim.nilai]
    "umkm-asda2" = "pejabat"      # its values, and the role each gives

    [[orang]]
    surel = "camat@example.go.id" # or: sub = "..."
    peran = "pejabat"
    kecamatan = ["Kasemen"]       # optional: only these
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from data import reference
from data.access.policy import Role
from data.errors import SettingsError

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
    """The content of ``akses.toml``; each person under ``surel:...`` or ``sub:...``."""

    listed: Mapping[str, Grant] = field(default_factory=dict)
    role_claim: str = ""
    """The claim that carries roles; none unless the file names one, since a provider may let
    people choose what their other claims say."""
    scope_claim: str = "kecamatan"
    values: Mapping[str, Role] = field(default_factory=lambda: {role.value: role for role in Role})

    def grant(self, claims: Mapping[str, Any]) -> Grant:
        """Return what the claims of a verified sign-in give.

        An e-mail address that the provider says it has not verified is nobody's. A kecamatan
        that does not exist, or for a role that knows none, gives nothing rather than the city.
        """
        names = [f"sub:{claims.get('sub', '')}"]
        if claims.get("email_verified", True) is True:
            names.insert(0, f"surel:{str(claims.get('email', '')).casefold()}")
        for name in names:
            if name in self.listed:
                return self.listed[name]
        said = _list_texts(claims.get(self.role_claim)) if self.role_claim else []
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


def find_kecamatan_codes(names: list[str]) -> Scope:
    """Return the codes of kecamatan given by name or code. Raises KeyError for an unknown one."""
    known = reference.list_kecamatan()
    codes = {name.casefold(): code for code, name in known.items()} | {code: code for code in known}
    return tuple(sorted({codes[name.strip().casefold()] for name in names}))


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> People:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _make_error(path, f"tidak dapat dibaca ({error}).") from error
    _known(path, "berkas", given, {"orang", "klaim"})
    people = given.get("orang", [])
    if not isinstance(people, list):
        raise _make_error(path, "orang ditulis sebagai daftar, masing-masing di bawah [[orang]].")
    listed: dict[str, Grant] = {}
    for number, entry in enumerate(people, start=1):
        place = f"orang ke-{number}"
        _known(path, place, entry, {"surel", "sub", "peran", "kecamatan"})
        names = _names(path, place, entry)
        if listed.keys() & names:
            raise _make_error(path, f"{place} sudah disebut di atas. Hapus salah satunya.")
        listed |= dict.fromkeys(names, _grant(path, place, entry))
    return _with_claims(path, listed, given.get("klaim", {}))


def _with_claims(path: Path, listed: dict[str, Grant], claims: object) -> People:
    known = _known(path, "klaim", claims, {"peran", "kecamatan", "nilai"})
    if known and not isinstance(known.get("peran"), str):
        raise _make_error(path, "klaim: tulis peran = nama klaim yang memuat peran.")
    values = known.get("nilai", {})
    if not isinstance(values, dict):
        raise _make_error(path, 'klaim.nilai: tulis "isi klaim" = "peran", satu per baris.')
    roles = {
        value: _read_role(path, f"klaim.nilai '{value}'", role) for value, role in values.items()
    }
    usual = People()
    return People(
        listed,
        known.get("peran", usual.role_claim),
        str(known.get("kecamatan", usual.scope_claim)),
        roles or usual.values,
    )


def _make_error(path: Path, problem: str) -> SettingsError:
    return SettingsError(f"{path}: {problem} Perbaiki berkas ini; contohnya akses.contoh.toml.")


def _known(path: Path, place: str, given: object, names: set[str]) -> dict[str, Any]:
    """Return a table that has no other names than these."""
    if not isinstance(given, dict):
        raise _make_error(path, f"{place}: harus berisi nama = isi.")
    unknown = given.keys() - names
    if unknown:
        listed = ", ".join(sorted(names))
        raise _make_error(path, f"{place}: '{min(unknown)}' tidak dikenal. Yang ada: {listed}.")
    return given


def _names(path: Path, place: str, entry: Mapping[str, Any]) -> set[str]:
    """Return what a person can be recognised by."""
    address, subject = entry.get("surel", ""), entry.get("sub", "")
    if not isinstance(address, str) or (address and "@" not in address):
        raise _make_error(path, f"{place}: surel harus satu alamat di antara tanda kutip.")
    if not isinstance(subject, str):
        raise _make_error(path, f"{place}: sub harus teks di antara tanda kutip.")
    names = {f"surel:{address.strip().casefold()}"} if address else set()
    names |= {f"sub:{subject}"} if subject else set()
    if not names:
        raise _make_error(path, f"{place}: surel dan sub kosong. Tulis salah satunya.")
    return names


def _grant(path: Path, place: str, entry: Mapping[str, Any]) -> Grant:
    try:
        scope = find_kecamatan_codes(_list_texts(entry.get("kecamatan")))
    except KeyError as error:
        raise _make_error(path, f"{place}: kecamatan {error} tidak ada.") from None
    if "kecamatan" in entry and not scope:
        raise _make_error(path, f"{place}: kecamatan kosong. Hapus barisnya untuk seluruh kota.")
    role = _read_role(path, place, entry.get("peran"))
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
