"""One reader has one address, however the socket or a proxy writes it."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from public.api.rate import Limiter
from server.peer import Peer, read_trust, write_plainly

FORWARDED = [(b"x-forwarded-for", b"198.51.100.9"), (b"x-forwarded-proto", b"https")]


def seen(address: str | None, headers: list[tuple[bytes, bytes]]) -> tuple[str | None, str]:
    """Return who asks and by which scheme, as what is inside sees it."""
    found: list[tuple[str | None, str]] = []

    async def look(scope: Scope, receive: Receive, send: Send) -> None:
        found.append((scope["client"][0] if scope["client"] else None, scope["scheme"]))

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        raise AssertionError

    client = (address, 1) if address else None
    scope = {"type": "http", "scheme": "http", "client": client, "headers": headers}
    asyncio.run(Peer(look)(scope, receive, send))
    return found[0]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::ffff:c000:207", "192.0.2.7"),
        ("0:0:0:0:0:FFFF:192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_written_plainly(written: str, plain: str) -> None:
    assert write_plainly(written) == plain
    assert seen(written or None, []) == (plain or None, "http")


@pytest.mark.parametrize("proxy", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_the_proxy_of_this_machine_is_believed_however_its_address_is_written(proxy: str) -> None:
    assert seen(proxy, FORWARDED) == ("198.51.100.9", "https")


def test_a_proxy_names_the_reader_plainly_too() -> None:
    header = [(b"x-forwarded-for", b"::ffff:198.51.100.9")]
    assert seen("::ffff:127.0.0.1", header)[0] == "198.51.100.9"


@pytest.mark.parametrize("stranger", ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::7"])
def test_a_stranger_cannot_speak_for_another(stranger: str) -> None:
    assert seen(stranger, FORWARDED) == (write_plainly(stranger), "http")


def test_the_settings_name_other_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "192.0.2.0/24")
    assert seen("::ffff:192.0.2.7", FORWARDED) == ("198.51.100.9", "https")
    assert not read_trust()("127.0.0.1")


def test_two_readers_of_ipv4_have_a_quota_each() -> None:
    quota = Limiter(lambda: 0.0)
    first, second = (seen(f"::ffff:192.0.2.{number}", [])[0] for number in (7, 8))
    assert first and second
    assert [quota.wait(first, 2) > 0 for _ in range(3)] == [False, False, True]
    assert quota.wait(second, 2) == 0
