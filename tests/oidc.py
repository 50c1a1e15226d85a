"""A real OpenID Connect provider in a process of its own, and the ways to sign in through it.

The provider asks for no password: who signs in is who the form or the caller names. What it tells
of a person the test says, wrong audience and expired token included.
"""

from __future__ import annotations

import json
import os
import secrets as randomness
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Page

from bench.loads import FINISHED
from data.settings import ROOT
from tests.process import HEALTH, HOST, answering, free_port
from tests.session import Served

METADATA = "/.well-known/openid-configuration"
CALLBACK = "/oauth2callback"
CLIENT_ID = "dasbor-uji"
DEFAULT = "default"
"""Streamlit's name for the provider that stands in ``[auth]`` itself."""

USER_COOKIE = "_streamlit_user"
STATE_COOKIE = "_streamlit_session"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    """A running provider, and the secrets that the sites behind it are given."""

    url: str
    client_secret: str = field(default_factory=randomness.token_hex, repr=False)
    cookie_secret: str = field(default_factory=randomness.token_hex, repr=False)

    def person(self, sub: str, /, **claims: object) -> None:
        """Say what the provider tells of a person from now on; nothing of before remains.

        Claims of the ID token itself (``aud``, ``exp``, ``iss``, ``nonce`` and so on, but not
        ``sub``) take the place of the true ones, in a token that is well signed all the same.
        """
        address = f"{self.url}/users/{quote(sub, safe='')}"
        _send("PUT", address, json=claims).raise_for_status()


@contextmanager
def provider(log: Path) -> Iterator[Provider]:
    """Run a provider until the block ends.

    Its address names another host than the sites': a browser then has other cookies for it, and
    comes back from it as from a foreign site.
    """
    port = free_port()
    module = "tests.provider_without_style"
    command = [sys.executable, "-m", module, f"--host={HOST}", f"--port={port}"]
    health = f"http://{HOST}:{port}{METADATA}"
    with answering(command, health, log, folder=ROOT, environment=os.environ):
        yield Provider(f"http://localhost:{port}")


def secrets(folder: Path, site_url: str, provider: Provider, **more: object) -> Path:
    """Write the ``secrets.toml`` of a site behind the provider; ``more`` stands in ``[auth]``."""
    auth = {
        "redirect_uri": site_url + CALLBACK,
        "cookie_secret": provider.cookie_secret,
        "client_id": CLIENT_ID,
        "client_secret": provider.client_secret,
        "server_metadata_url": provider.url + METADATA,
    }
    lines = [f"{name} = {_toml(value)}\n" for name, value in (auth | more).items()]
    path = folder / "secrets.toml"
    path.write_text("[auth]\n" + "".join(lines), encoding="utf-8")
    path.chmod(0o600)
    return path


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def behind(folder: Path, provider: Provider, **more: object) -> Callable[[str], Mapping[str, str]]:
    """Return what puts a site behind the provider: its environment, once it has an address."""

    def environment(site_url: str) -> Mapping[str, str]:
        path = str(secrets(folder, site_url, provider, **more))
        assert not any(map(str.isspace, path)), "a space would divide the list of files"
        return {"STREAMLIT_SECRETS_FILES": path}

    return environment


def sign_in(page: Page, provider: Provider, sub: str) -> None:
    """Be this person in the provider's form, and wait until the site is back and has run.

    The site's own button has been pressed before. A site that refuses is back just the same.
    """
    page.wait_for_url(f"{provider.url}/**")
    back = urlsplit(parse_qs(urlsplit(page.url).query)["redirect_uri"][0])
    page.get_by_placeholder("sub").fill(sub)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"{back.scheme}://{back.netloc}/**")
    page.locator(FINISHED).wait_for()


class _LoopbackJar(CookieJar):
    """Cookies as a browser keeps them for this machine, which it takes to be as safe as HTTPS."""

    def set_cookie(self, cookie: Cookie) -> None:
        """Keep a cookie, and send it back over plain HTTP too."""
        cookie.secure = False
        super().set_cookie(cookie)


@contextmanager
def visitor(site: Served) -> Iterator[httpx.Client]:
    """Open a browser without a window: it has the XSRF cookie and follows no redirect."""
    with httpx.Client(
        base_url=site.url, cookies=_LoopbackJar(), timeout=PATIENCE_SECONDS, trust_env=False
    ) as client:
        client.get(HEALTH).raise_for_status()
        yield client


def begin(client: httpx.Client, provider: Provider, name: str = DEFAULT) -> str:
    """Press a visitor's sign-in button; return the provider's address that it leads to."""
    claims = {"provider": name, "exp": int(time.time()) + 120}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(provider.cookie_secret))
    return _next(client.get("/auth/login", params={"provider": token}))


def approve(address: str, sub: str) -> str:
    """Be this person at the provider's address; return the callback that the browser is sent to."""
    return _next(_send("POST", address, data={"sub": sub}))


def _send(method: str, address: str, **content: Any) -> httpx.Response:
    return httpx.request(method, address, **content, timeout=PATIENCE_SECONDS, trust_env=False)


def _next(answer: httpx.Response) -> str:
    assert answer.status_code == 302, (answer.status_code, answer.text)
    return answer.headers["location"]


def cookies(client: httpx.Client) -> dict[str, str]:
    """Return the cookies that a visitor has by now."""
    return {one.name: one.value or "" for one in client.cookies.jar}


def identity_cookies(
    site: Served, provider: Provider, sub: str, name: str = DEFAULT
) -> dict[str, str]:
    """Sign a person in without a browser; return all cookies, ``USER_COOKIE`` only if accepted."""
    with visitor(site) as client:
        client.get(approve(begin(client, provider, name), sub))
        return cookies(client)
