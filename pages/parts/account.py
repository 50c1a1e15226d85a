"""Who looks at the page: the sign-in as Streamlit hands it over, and the place to sign in or out.

Everything of a sign-in that is believed is believed here; what it allows is decided in
``data.access``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data import reference
from data.access import demo_mode
from data.access.viewer import Standing, Viewer, look_up_standing
from data.errors import DasborError, SettingsError
from pages.parts.plain import write_plain
from server.logins import fingerprint
from server.uploads import open_sessions

SHORTEST_SECRET = 32
UPLOAD_SECONDS = 1800

DEMO = "Mode demo: semua halaman terbuka karena semua data sintetis dan belum ada cara masuk."
UNKNOWN = (
    "Daftar akses sedang tidak dapat dibaca, jadi hanya halaman terbuka yang tersedia. "
    "Pengelola: lihat log server."
)
CLOSED = (
    "Halaman internal ditutup: {why}, dan cara masuk belum diatur. "
    "Pengelola: lihat docs/operasi.md, bagian Sign-in."
)


def read_sign_in_settings() -> Mapping[str, Any]:
    """Return the ``[auth]`` part of the secrets, empty when no sign-in is set up.

    Raises SettingsError for a file that is there and cannot be read, and when its cookie secret
    could be guessed: whoever knows it can be anybody.
    """
    if not st.secrets.load_if_toml_exists():
        if any(Path(name).exists() for name in st.get_option("secrets.files")):
            raise SettingsError(
                "secrets.toml tidak dapat dibaca, jadi cara masuk tidak diketahui. Perbaiki "
                "berkas itu, atau singkirkan bila memang tidak dipakai."
            )
        return {}
    found: Mapping[str, Any] = st.secrets.get("auth", {})
    if found and len(str(found.get("cookie_secret", ""))) < SHORTEST_SECRET:
        raise SettingsError(
            f"secrets.toml, [auth]: cookie_secret harus acak dan paling sedikit {SHORTEST_SECRET} "
            'huruf. Buat dengan: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return found


def is_https() -> bool:
    """Return whether readers reach the program over HTTPS, as the address to return to says."""
    try:
        return str(read_sign_in_settings().get("redirect_uri", "")).startswith("https://")
    except SettingsError:
        return False


def list_providers() -> dict[str | None, str]:
    """Return the ways to sign in, as ``st.login`` takes them, with their label; none where the
    settings of the sign-in cannot be used."""
    try:
        auth = read_sign_in_settings()
    except SettingsError:
        return {}
    sections = {name: value for name, value in auth.items() if isinstance(value, Mapping)}
    named = {
        name: f"Masuk lewat {name}" for name, value in sections.items() if "client_id" in value
    }
    return ({None: "Masuk"} if "client_id" in auth else {}) | named


def find_viewer() -> Viewer:
    """Return who looks at the page now."""
    try:
        auth = read_sign_in_settings()
    except SettingsError as error:
        # A sign-in is meant, so this is no demo; who could have signed in is not known.
        logging.getLogger("dasbor").error("%s", error)
        return Viewer()
    claims: Mapping[str, Any] = {}
    if auth and st.user.get("is_logged_in") is True:
        found = st.user.to_dict()
        claims = MappingProxyType(found) if _is_for_us(found) else {}
    return Viewer(claims, fingerprint(st.context.cookies), bool(auth), len(list_providers()) < 2)


def find_standing(who: Viewer) -> Standing:
    """Return where a viewer stands; nowhere when that cannot be found out."""
    try:
        return look_up_standing(who)
    except DasborError as error:
        # The sentence names files of the server: it is for the log, not for every reader.
        logging.getLogger("dasbor").error("%s", error)
        return Standing(reason=UNKNOWN)


def show(now: Standing, who: Viewer) -> None:
    """Show, at the end of the strip, who is signed in and how to sign in or out."""
    if now.demo:
        with st.popover("Demo", type="tertiary"):
            st.caption(DEMO)
    elif who.claims:
        _show_signed_in(now, who)
    elif who.sign_in:
        _show_sign_in("pita")


def show_closed(now: Standing, who: Viewer) -> None:
    """Say, in place of a page, that it is not open to this viewer, and what they can do."""
    st.title("Halaman ini tidak terbuka untuk umum")
    if now.reason:
        st.warning(now.reason)
    elif who.claims:
        st.markdown("Peran Anda tidak mencakup halaman ini. Mintalah kepada pengelola.")
    elif who.sign_in:
        st.markdown("Masuk dengan akun kantor Anda untuk melihatnya.")
    else:
        st.markdown(CLOSED.format(why=demo_mode.explain_end()))
    if who.sign_in and (now.reason or not who.claims):
        _show_sign_in("halaman")
    st.page_link("../ringkasan.py", label="Ke Ringkasan", icon=":material/arrow_back:")


def open_uploads() -> None:
    """Let this session send files, for as long as filling in a form takes, by this sign-in."""
    open_sessions.allow(_find_session(), find_viewer().login, UPLOAD_SECONDS)


def close_uploads() -> None:
    """Take no more files from this session."""
    open_sessions.withdraw(_find_session())


def _find_session() -> str:
    context = get_script_run_ctx()
    assert context is not None
    return context.session_id


def _show_sign_in(place: str) -> None:
    for provider, label in list_providers().items():
        st.button(label, key=f"masuk-{place}-{provider}", on_click=st.login, args=(provider,))


def _show_signed_in(now: Standing, who: Viewer) -> None:
    areas = ", ".join(reference.list_kecamatan()[code] for code in now.scope)
    role = f"Peran: {now.role.value}" + (f", Kecamatan {areas}" if areas else "")
    with st.popover(write_plain(who.who), type="tertiary", icon=":material/account_circle:"):
        if now.reason:
            st.caption(now.reason)
        st.caption(role)
        st.button("Keluar", key="keluar", on_click=st.logout)


def _is_for_us(claims: Mapping[str, Any]) -> bool:
    """Return whether the provider issued the token for this program.

    The library that reads the token does not compare the audience with our name, so a token that
    the same provider made for another program would do.
    """
    auth = read_sign_in_settings()
    section = auth.get(str(claims.get("provider")), auth)
    ours = section.get("client_id") if isinstance(section, Mapping) else None
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    if not ours or not isinstance(named, list) or ours not in named:
        return False
    return claims.get("azp", ours) == ours
