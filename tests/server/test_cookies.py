"""Where the server is reached over HTTPS only, so are its cookies."""

import pytest

from server.cookies import secure
from tests.server.conftest import Server


@pytest.mark.parametrize("cookie", [b"a=1; Path=/; SECURE", b"a=1;Secure", b"a=1; secure ; Path=/"])
def test_a_secure_cookie_stays_as_it_is(cookie: bytes) -> None:
    assert secure(cookie) == cookie


@pytest.mark.parametrize("cookie", [b"a=1", b"secure=1; Path=/", b"a=1; Path=/secure"])
def test_any_other_becomes_one(cookie: bytes) -> None:
    assert secure(cookie) == cookie + b"; Secure"


def test_every_cookie_of_the_server_is_marked(small: Server) -> None:
    for path in ("/_stcore/health", "/auth/logout"):
        cookies = small.get(path).headers.get_list("set-cookie")
        assert cookies
        assert all(cookie.endswith("; Secure") for cookie in cookies)
