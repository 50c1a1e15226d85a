"""The viewer, and where they stand: decided anew at every use, never remembered.

A viewer is what the sign-in says. What it is worth now depends on the clock, on the list of
people, on whether the sign-in was ended elsewhere, and on what the store holds; so a page, a
fragment or a download that is run late gets today's answer and not the one it was drawn with.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from data.access import access_log, demo_mode
from data.access.people import Scope, is_verified, read_people
from data.access.policy import Kind, Role, allows, read_rules
from data.errors import AccessDenied
from data.settings import settings

SIGNED_OUT = "keluar"
REFUSED = "ditolak"
UNVERIFIED = " (belum diverifikasi)"
REFUSED_AGAIN_SECONDS = 600
REFUSALS_KEPT = 1000
CLOCKS_DIFFER = 60  # seconds, between us and the provider
NO_ONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``claims`` are those of a verified sign-in, none for somebody unknown.

    ``login`` names the sign-in without revealing it. ``sign_in`` says whether a provider is set
    up at all, ``only_provider`` whether accounts can come from one alone. ``operator`` is whoever
    has a command line on the machine, and so the files too.
    """

    claims: Mapping[str, Any] = field(default_factory=lambda: NO_ONE)
    login: str = ""
    sign_in: bool = True
    only_provider: bool = True
    operator: bool = False

    @property
    def who(self) -> str:
        """The account, for the record."""
        if self.operator:
            return "operator"
        address = str(self.claims.get("email") or "")
        if address and not is_verified(self.claims, settings().percaya_surel):
            # Anybody can have an account of this name; the record must not name an officer.
            address += UNVERIFIED
        return address or str(self.claims.get("sub") or "")


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
        return Standing(demo=not demo_mode.find_end())
    if not viewer.claims:
        return Standing()
    demo_mode.end(demo_mode.ACCOUNTS)
    if not _is_current(viewer.claims):
        return Standing(reason="Masa masuk Anda sudah habis. Silakan masuk lagi.")
    if _ended.has(viewer.login):
        return Standing(reason="Anda sudah keluar. Silakan masuk lagi.")
    grant = read_people(settings().akses).grant(
        viewer.claims,
        only_provider=viewer.only_provider,
        trust_addresses=settings().percaya_surel,
    )
    if grant.role is Role.PUBLIK:
        return Standing(reason="Akun Anda belum diberi peran. Mintalah kepada pengelola dasbor.")
    return Standing(grant.role, grant.scope)


def require(viewer: Viewer, kind: Kind, name: str) -> Standing:
    """Return the viewer's standing if it allows this. Raises AccessDenied, on record, if not."""
    now = look_up_standing(viewer)
    if now.may(kind, name):
        return now
    note_refusal(viewer, now, f"{kind} {name}")
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


def open_page(viewer: Viewer, name: str) -> None:
    """Decide on a page as a whole and, where it is not for everybody, put it on record before
    anything of it is shown, whatever the page then reads. Raises AccessDenied and AuditError."""
    now = require(viewer, "halaman", name)
    if read_rules()["halaman", name].restricted:
        note(viewer, now, "buka", name)


def note_refusal(viewer: Viewer, now: Standing, subject: str) -> None:
    """Put on record that a known account was refused. Strangers knock all day long, and an account
    that goes on knocking at one door gets a line in ten minutes: many would hide the others."""
    if viewer.who and _refusals.is_news((str(settings().audit), viewer.login, viewer.who, subject)):
        note(viewer, now, REFUSED, subject)


def end_login(login: str) -> None:
    """End a sign-in for good, in every tab and for every copy of its cookie.

    Who signs out once more by such a copy ends nothing, and leaves no line.
    """
    with _ending:
        if _ended.has(login):
            return
        note(Viewer(login=login), Standing(), SIGNED_OUT, "masuk")
        _ended.add(login)


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
_ending = threading.Lock()


class _Refusals:
    """Which refusals were put on record of late."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def is_news(self, refusal: tuple[str, ...]) -> bool:
        """Return whether this one was not noted in the last minutes, and take it as noted."""
        now = time.monotonic()
        with self._lock:
            if now - self._noted.get(refusal, -REFUSED_AGAIN_SECONDS) < REFUSED_AGAIN_SECONDS:
                return False
            self._noted[refusal] = now
            self._noted.move_to_end(refusal)
            while len(self._noted) > REFUSALS_KEPT:
                self._noted.popitem(last=False)
            return True


_refusals = _Refusals()
