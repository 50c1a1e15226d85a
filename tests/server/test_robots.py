"""robots.txt is one."""

from tests.server.conftest import Server


def test_robots_txt_is_text_with_rules(server: Server) -> None:
    answer = server.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.splitlines()[0] == "User-agent: *"
    assert "Disallow: /_stcore/" in answer.text
    assert answer.text.splitlines()[-1] == f"Sitemap: {server.url}/sitemap.xml"
    assert "<html" not in answer.text
