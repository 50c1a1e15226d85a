"""The viewer, and where they stand: decided anew at every use, never remembered.

A viewer is what the sign-in says. What it is worth now depends on the clock, on the list of
people, on whether the sign-in was ended elsewhere, and on what the store holds; so a page, a
fragment or a download that is run late gets today's answer and not the one it was drawn with.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.access import access_log
from data.access.people import Scope, read_people
from data.access.policy import Kind, Role, allows, read_rules
from data.errors import AccessDenied
from data.settings import settings
from data.store.versions import Versions

SIGNED_OUT = "keluar"
CLOCKS_DIFFER = 60  # seconds, between us and the provider
NO_ONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``claims`` are those of a verified sign-in, none for somebody unknown.

    ``login`` names the sign-in without revealing it. ``sign_in`` says whether a provider is set
    up at all. ``operator`` is whoever has a command line on the machine, and so the files too.
    """

    claims: Mapping[str, Any] = field(default_factory=lambda: NO_ONE)
    login: str = ""
    sign_in: bool = True
    operator: bool = False

    @property
    def who(self) -> str:
        """The account, for the record."""
        if self.operator:
            return "operator"
        return str(self.claims.get("email") or self.claims.get("sub") or "")


PUBLIC = Viewer()
OPERATOR = Viewer(operator=True)


@dataclass(frozen=True)
class Standing:
    """What a viewer may do now. ``scope`` are the kecamatan they are limited to, none for all.

    ``reason`` is a sentence for somebody signed in who has no role, or "".
    """

    role: Role = Role.PUBLIK
    scope: Scope = ()
    demo: bool = False
    reason: str = ""

    def may(self, kind: Kind, name: str) -> bool:
        """Return whether the policy allows it."""
        return allows(self.role, kind, name, demo=self.demo)


def look_up_standing(viewer: Viewer) -> Standing:
    """Return where a viewer stands at this moment."""
    if viewer.operator:
        return Standing(Role.PENGELOLA)
    if not viewer.sign_in:
        return Standing(demo=is_only_made_up())
    if not viewer.claims:
        return Standing()
    if not _is_current(viewer.claims):
        return Standing(reason="Masa masuk Anda sudah habis. Silakan masuk lagi.")
    if _ended.has(viewer.login):
        return Standing(reason="Anda sudah keluar. Silakan masuk lagi.")
    grant = read_people(settings().akses).grant(viewer.claims)
    if grant.role is Role.PUBLIK:
        return Standing(reason="Akun Anda belum diberi peran. Mintalah kepada pengelola dasbor.")
    return Standing(grant.role, grant.scope)


def require(viewer: Viewer, kind: Kind, name: str) -> Standing:
    """Return the viewer's standing if it allows this. Raises AccessDenied, on record, if not."""
    now = look_up_standing(viewer)
    if now.may(kind, name):
        return now
    if viewer.who:
        # Strangers knock all day long; that a known account was refused is worth a line.
        note(viewer, now, "ditolak", f"{kind} {name}")
    rule = read_rules().get((kind, name))
    for_whom = " atau ".join(sorted(rule.roles)) if rule and rule.roles else "tidak seorang pun"
    raise AccessDenied(
        f"Ini terbuka untuk {for_whom}. {now.reason or 'Masuk dengan akun yang berhak.'}"
    )


def note(
    viewer: Viewer,
    now: Standing,
    action: str,
    subject: str,
    version: str = "",
    rows: int | None = None,
) -> None:
    """Write one line of the audit. Raises AuditError when it cannot be written."""
    access_log.record(
        settings().audit,
        who=viewer.who or ("demo" if now.demo else "publik"),
        role="operator" if viewer.operator else now.role.value,
        action=action,
        subject=subject,
        version=version,
        rows=rows,
        login=viewer.login,
        keep_months=settings().audit_simpan_bulan,
    )


def end_login(login: str) -> None:
    """End a sign-in for good, in every tab and for every copy of its cookie."""
    note(Viewer(login=login), Standing(), SIGNED_OUT, "masuk")
    _ended.add(login)


def is_only_made_up() -> bool:
    """Return whether every row of every version in the store is made up.

    Versions that are kept count as well: going back to made-up data does not open the pages from
    which the real ones can be served again.
    """
    folder = settings().gudang
    names = Versions(folder).list_names()
    return bool(names) and all(_is_made_up(folder, name) for name in names)


@lru_cache(maxsize=256)
def _is_made_up(folder: Path, name: str) -> bool:
    """Return what a version's record says; a version never changes."""
    return Versions(folder).record(name).get("sintetis") is True


def _is_current(claims: Mapping[str, Any]) -> bool:
    """Return whether a sign-in is young enough.

    Its age counts from when the provider issued the token. The token's own end is what the
    provider was asked about at the sign-in; many set it to minutes, which is no working day.
    """
    issued = claims.get("iat")
    if not isinstance(issued, (int, float)):
        return False
    return -CLOCKS_DIFFER <= time.time() - issued <= settings().masa_masuk_menit * 60


class _Ended:
    """The sign-ins that were ended, kept as long as they could still be used.

    The audit is their memory across a restart and between processes: it is read again whenever
    it has grown, and only from where a sign-in could still be alive.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._seen: object = None

    def add(self, login: str) -> None:
        with self._lock:
            self._known.add(login)

    def has(self, login: str) -> bool:
        if not login:
            return True  # a sign-in without a name could never be ended
        with self._lock:
            folder = settings().audit
            # It only ever grows, and two lines within one tick of the clock have one time.
            now = {path.name: path.stat().st_size for path in folder.glob("*.jsonl")}
            if (folder, now) != self._seen:
                start = datetime.now(UTC) - timedelta(minutes=settings().masa_masuk_menit + 2)
                lines = access_log.read_since(folder, start, SIGNED_OUT)
                self._known = {line.masuk for line in lines}
                self._seen = (folder, now)
            return login in self._known


_ended = _Ended()
