"""The code to paste, and oEmbed: what carries an embed to another website."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.settings import settings
from public.embeds import oembed, snippets
from public.files import assets
from public.files.catalogue import Chosen, Embed, NoChoice
from tests.data.rows import Workspace
from tests.pages.embeds import TITLE, answer_of, written

BASE = "http://uji"
VIEW = f"{BASE}/sematan/batang-berusaha-daring"


def embed(title: str = TITLE) -> Embed:
    """Return an embed with two parameters of its own."""
    parameter = {"periode": ("2025-06", "2024-06"), "skala": ("semua", "mikro")}
    return Embed(
        "batang-berusaha-daring", "batang", "berusaha_daring", {"id": title}, parameter, 430
    )


class Tags(HTMLParser):
    """Every tag of a piece of HTML with its attributes, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_frame_needs_no_script_and_says_all_that_a_frame_should() -> None:
    code = snippets.write_snippets(
        BASE, embed().choose([("skala", "mikro"), ("tema", "gelap")])
    ).frame
    assert Tags(code).found == [
        (
            "iframe",
            {
                "src": f"{VIEW}?skala=mikro&tema=gelap",
                "title": TITLE,
                "width": "640",
                "height": "430",
                "loading": "lazy",
                "referrerpolicy": "strict-origin",
                "style": "border:0;max-width:100%",
            },
        )
    ]


def test_the_other_two_forms_bring_the_script_and_the_same_choice() -> None:
    chosen = Chosen(embed(), {"periode": "2024-06", "skala": "semua"}, "20261125-abc")
    code = snippets.write_snippets(BASE, chosen)
    script, frame = Tags(code.with_script).found
    assert script == ("script", {"src": f"{BASE}/aset/sematan.js", "async": None})
    assert frame[1]["src"] == f"{VIEW}?periode=2024-06&versi=20261125-abc"
    assert "data-dasbor-umkm" in frame[1]
    again, element, link = Tags(code.element).found
    assert again == script
    assert element == (
        "dasbor-umkm",
        {"src": VIEW, "title": TITLE, "periode": "2024-06", "versi": "20261125-abc"}
        | {"tinggi": "430"},
    )
    assert link == ("a", {"href": frame[1]["src"]})


@given(st.text())
@example('Kuliner "khas" <b>&amp;')
def test_a_title_never_leaves_its_attribute(title: str) -> None:
    # A browser reads a carriage return as a new line, and no null at all.
    title = title.replace("\r", " ").replace("\x00", " ")
    chosen = Chosen(embed(title), {})
    code = snippets.write_snippets(BASE, chosen)
    for text in (code.frame, code.with_script, code.element):
        found = Tags(text)
        assert [tag for tag, _ in found.found if tag not in ("script", "a")] in (
            ["iframe"],
            ["dasbor-umkm"],
        )
        assert {attrs["title"] for _, attrs in found.found if "title" in attrs} == {title}
    (link,) = Tags(snippets.write_discovery(BASE, chosen.address, chosen.title)).found
    assert link[1]["title"] == title
    assert Tags(code.element).text.strip() == title.strip()


@pytest.mark.parametrize(
    "pair",
    [("kecamatan", "kasemen"), ("periode", "2025-07"), ("periode", ""), ("tema", '"><script>')],
)
def test_what_is_not_on_the_list_is_no_choice(pair: tuple[str, str]) -> None:
    with pytest.raises(NoChoice, match=pair[0]):
        embed().choose([pair])
    with pytest.raises(NoChoice, match="lebih dari sekali"):
        embed().choose([("tema", "gelap"), ("tema", "gelap")])


@pytest.fixture(scope="module")
def place(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A folder with a few published embeds, which ``settings()`` names."""
    with pytest.MonkeyPatch.context() as patch:
        yield written(tmp_path_factory.mktemp("oembed"), demo).use(patch)
    settings.cache_clear()


def get(path: str, **headers: str) -> httpx.Response:
    """Return what the routes answer in this process."""
    return answer_of([*oembed.ROUTES, *assets.ROUTES], path, headers)


def ask(url: str, **more: str) -> httpx.Response:
    """Ask oEmbed for an address."""
    return get(f"/oembed?{urlencode({'url': url} | more)}")


def test_oembed_answers_the_frame_of_an_address(place: Workspace) -> None:
    answer = ask(f"{VIEW}?periode=2024-06&bahasa=en", format="json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()
    ((tag, frame),) = Tags(said.pop("html")).found
    assert tag == "iframe"
    assert frame["src"] == f"{VIEW}?periode=2024-06&bahasa=en"
    assert frame["title"] == said["title"] == f"{TITLE} (en)"
    assert (frame["width"], frame["height"]) == ("640", "430")
    assert said == {
        "version": "1.0",
        "type": "rich",
        "title": f"{TITLE} (en)",
        "provider_name": "Dasbor UMKM Digital Kota Serang",
        "provider_url": "http://uji/",
        "cache_age": 300,
        "width": 640,
        "height": 430,
        "thumbnail_url": f"{VIEW}.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def test_oembed_keeps_to_the_scheme_of_the_address_and_to_the_room_there_is(
    place: Workspace,
) -> None:
    said = ask(VIEW.replace("http:", "https:"), maxwidth="300", maxheight="200").json()
    ((_, frame),) = Tags(said["html"]).found
    assert (frame["width"], frame["height"]) == ("300", "200")
    assert (said["width"], said["height"]) == (300, 200)
    assert str(frame["src"]).startswith("https://uji/")
    assert "thumbnail_url" not in said


def test_oembed_of_a_frozen_embed_stays_frozen(place: Workspace, demo: Workspace) -> None:
    versi = demo.publik.version
    ((_, frame),) = Tags(ask(f"{VIEW}?versi={versi}").json()["html"]).found
    assert parse_qs(urlsplit(str(frame["src"])).query) == {"versi": [versi]}
    for wrong in ("2020-x", "", "../gudang", f"{versi}&versi={versi}"):
        assert ask(f"{VIEW}?versi={wrong}").status_code == 404


def test_the_link_that_a_page_carries_leads_to_the_answer(place: Workspace) -> None:
    chosen = embed().choose([("skala", "mikro")])
    ((_, link),) = Tags(snippets.write_discovery(BASE, chosen.address, chosen.title)).found
    assert (link["rel"], link["type"]) == ("alternate", "application/json+oembed")
    answer = get(str(link["href"]))
    assert f"{VIEW}?skala=mikro" in str(Tags(answer.json()["html"]).found)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "sematan/batang-berusaha-daring"}, 400),
        ({"url": "javascript:alert(1)"}, 400),
        ({"url": "http://[::1"}, 400),
        ({"url": VIEW + "?" + "a" * 3000}, 400),
        ({"url": VIEW, "maxwidth": "0"}, 400),
        ({"url": VIEW, "maxwidth": "-5"}, 400),
        ({"url": VIEW, "maxheight": "besar"}, 400),
        ({"url": VIEW, "maxheight": "٣٠٠"}, 400),
        ({"url": VIEW, "callback": "alert"}, 400),
        ({"url": VIEW, "format": "xml"}, 501),
        ({"url": VIEW, "format": "html"}, 501),
        ({"url": "https://lain.example/sematan/batang-berusaha-daring"}, 404),
        ({"url": "http://uji@lain.example/sematan/batang-berusaha-daring"}, 404),
        ({"url": "http://lain.example@uji/sematan/batang-berusaha-daring"}, 404),
        ({"url": f"{BASE}/"}, 404),
        ({"url": f"{BASE}/batang-berusaha-daring"}, 404),
        ({"url": f"{BASE}/sematan/tidak-ada"}, 404),
        ({"url": f"{BASE}/sematan/../sematan/batang-berusaha-daring"}, 404),
        ({"url": f"{VIEW}?periode=2099-01"}, 404),
        ({"url": f"{VIEW}?skala=mikro&skala=mikro"}, 404),
        ({"url": f'{VIEW}?tema="><script>'}, 404),
    ],
)
def test_oembed_says_what_is_wrong(place: Workspace, query: dict[str, str], status: int) -> None:
    answer = get(f"/oembed?{urlencode(query)}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith(".")


def test_oembed_takes_no_parameter_twice(place: Workspace) -> None:
    answer = get(f"/oembed?{urlencode([('url', VIEW), ('url', VIEW)])}")
    assert answer.status_code == 400


def test_before_anything_is_written_no_embed_is_known(workspace: Workspace) -> None:
    assert ask(VIEW).status_code == 404


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_the_script_is_asked_for_again_soon_and_sent_once(coding: str) -> None:
    answer = get("/aset/sematan.js", **{"accept-encoding": coding})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers.get("content-encoding", "identity") == coding
    assert answer.content == (assets.FOLDER / "sematan.js").read_bytes()
    assert "max-age=3600" in answer.headers["cache-control"]
    tag = answer.headers["etag"]
    again = get("/aset/sematan.js", **{"accept-encoding": coding, "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
