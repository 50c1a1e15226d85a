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


@dataclass(frozen=True)
class Grant:
    """What somebody was given."""

    role: Role = Role.PUBLIK
    scope: Scope = ()


@dataclass(frozen=True)
class People:
    """The content of ``akses.toml``; each person under ``surel:...`` or ``sub:...``."""

    listed: Mapping[str, Grant] = field(default_factory=dict)
    role_claim: str = "peran"
    scope_claim: str = "kecamatan"
    values: Mapping[str, Role] = field(default_factory=lambda: {role.value: role for role in Role})

    def grant(self, claims: Mapping[str, Any]) -> Grant:
        """Return what the claims of a verified sign-in give.

        An e-mail address that the provider says it has not verified is nobody's. A kecamatan
        that does not exist gives nothing, rather than the whole city.
        """
        names = [f"sub:{claims.get('sub', '')}"]
        if claims.get("email_verified", True) is True:
            names.insert(0, f"surel:{str(claims.get('email', '')).casefold()}")
        for name in names:
            if name in self.listed:
                return self.listed[name]
        said = _texts(claims.get(self.role_claim))
        given = [self.values[value] for value in said if value in self.values]
        if not given:
            return Grant()
        try:
            scope = kecamatan_codes(_texts(claims.get(self.scope_claim)))
        except KeyError:
            return Grant()
        return Grant(max(given, key=list(Role).index), scope)


def people(path: Path) -> People:
    """Return who has which role; nobody any when there is no file.

    Raises SettingsError for a file that cannot be used as written.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return People()
    return _read(path, state.st_mtime_ns, state.st_size)


def kecamatan_codes(names: list[str]) -> Scope:
    """Return the codes of kecamatan given by name or code. Raises KeyError for an unknown one."""
    known = reference.kecamatan()
    codes = {name.casefold(): code for code, name in known.items()} | {code: code for code in known}
    return tuple(sorted({codes[name.strip().casefold()] for name in names}))


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> People:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"{path}: tidak dapat dibaca ({error}). Perbaiki berkas ini."
        ) from error
    unknown = given.keys() - {"orang", "klaim"}
    if unknown:
        raise SettingsError(
            f"{path}: bagian '{min(unknown)}' tidak dikenal. Yang ada: orang, klaim."
        )
    listed: dict[str, Grant] = {}
    for number, entry in enumerate(given.get("orang", []), start=1):
        for name in (names := _names(path, number, entry)):
            if name in listed:
                raise SettingsError(f"{path}: orang ke-{number} ('{name}') sudah disebut di atas.")
        listed |= dict.fromkeys(names, _grant(path, f"orang ke-{number}", entry))
    claims = given.get("klaim", {})
    values = {
        str(value): _role(path, f"klaim.nilai '{value}'", role)
        for value, role in claims.get("nilai", {}).items()
    }
    usual = People()
    return People(
        listed,
        str(claims.get("peran", usual.role_claim)),
        str(claims.get("kecamatan", usual.scope_claim)),
        values or usual.values,
    )


def _names(path: Path, number: int, entry: Mapping[str, Any]) -> list[str]:
    names = []
    if entry.get("surel"):
        names.append(f"surel:{str(entry['surel']).casefold()}")
    if entry.get("sub"):
        names.append(f"sub:{entry['sub']}")
    unknown = entry.keys() - {"surel", "sub", "peran", "kecamatan"}
    if unknown or not names:
        what = f"'{min(unknown)}' tidak dikenal" if unknown else "surel dan sub kosong"
        raise SettingsError(
            f"{path}: orang ke-{number}: {what}. Tulis surel (atau sub), peran, dan bila perlu "
            "kecamatan."
        )
    return names


def _grant(path: Path, place: str, entry: Mapping[str, Any]) -> Grant:
    given = entry.get("kecamatan", [])
    try:
        scope = kecamatan_codes(_texts(given))
    except KeyError as error:
        raise SettingsError(f"{path}: {place}: kecamatan {error} tidak ada.") from None
    if "kecamatan" in entry and not scope:
        raise SettingsError(
            f"{path}: {place}: kecamatan kosong. Hapus barisnya untuk seluruh kota."
        )
    return Grant(_role(path, place, entry.get("peran")), scope)


def _role(path: Path, place: str, value: object) -> Role:
    try:
        return Role(str(value))
    except ValueError:
        known = ", ".join(Role)
        raise SettingsError(
            f"{path}: {place}: peran '{value}' tidak ada. Yang ada: {known}."
        ) from None


def _texts(value: object) -> list[str]:
    """Return a claim's values as text: providers send one, a list, or none."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [str(value)]
