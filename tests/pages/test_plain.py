"""Foreign words are text everywhere: no link, no picture, no colour, no formula, whoever wrote
them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from google.protobuf.message import Message
from playwright.sync_api import expect

from data.settings import ROOT
from pages.parts.plain import write_plain
from tests.pages.conftest import PAGES, Site, visiting
from tests.pages.test_filters import Reader
from tests.server.test_foreign_words import FOREIGN, HOSTILE, live_in


def texts(message: Message) -> Iterator[str]:
    """Give each text of a message that the front end may take for Markdown."""
    for field, value in message.ListFields():
        parts = value if field.is_repeated else [value]
        for part in parts:
            if isinstance(part, Message):
                yield from texts(part)
            elif isinstance(part, str):
                yield part


def parameters(message: Message) -> Iterator[str]:
    """Give the parameters of an address that the widgets in a message live in."""
    for field, value in message.ListFields():
        if field.name == "query_param_key":
            yield str(value)
        elif field.type == field.TYPE_MESSAGE and not field.is_repeated:
            yield from parameters(value)


@pytest.mark.parametrize("page", [*PAGES, "/rincian", "/data", "/catatan"])
def test_no_parameter_of_an_address_becomes_more_than_text(site: Site, page: str) -> None:
    with visiting(site, page) as one:
        known = {name for sent in one.sent for name in parameters(sent.delta)}
    known |= {"kecamatan", "periode", "skala", "indikator", "banding", "gambar", "kec", "per"}
    for words in (HOSTILE[0], f":red[{FOREIGN}] $a$ :smile: www.{FOREIGN}"):
        with visiting(site, f"{page}?{urlencode(dict.fromkeys(known, words))}") as one:
            said = [text for sent in one.sent for text in texts(sent.delta) if FOREIGN in text]
        plain = {write_plain(words), write_plain(words[:40])}
        for text in said:
            left = text
            for shown in sorted(plain, key=len, reverse=True):
                left = left.replace(shown, "")
            assert FOREIGN not in left, text


def test_an_address_cannot_put_a_link_on_a_page(reader: Reader) -> None:
    hostile = {
        "indikator": HOSTILE[0],
        "tema": f"www.{FOREIGN} a@{FOREIGN}",
        "menurut": f":red[{FOREIGN}] $x$ :smile: ![a](b)",
        "periode": f"https://{FOREIGN}",
    }
    page = reader(f"/jelajah?{urlencode(hostile)}")
    main = page.locator("[data-testid=stMain]")
    for words in hostile.values():
        expect(main).to_contain_text(words)
    alerts = page.locator("[data-testid=stAlert]")
    assert alerts.count() >= len(hostile)
    assert [found for n in range(alerts.count()) for found in live_in(alerts.nth(n))] == []
    assert page.locator(f"[href*='{FOREIGN}'], [src*='{FOREIGN}']").count() == 0


KINDS = ("markdown", "caption", "error", "warning", "info", "success", "popover", "expander")
SAYING = {f"st.{kind}" for kind in KINDS}


def test_no_page_hands_an_error_over_as_markdown() -> None:
    """An error quotes what it is about: a file's name, a heading, a cell."""
    found = []
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYING:
                said = re.sub(r"write_plain\(.*\)", "", " ".join(map(ast.unparse, node.args)))
                if re.search(r"\berror\b|\.berkas\b|\.stem\b|\bsheet\.name\b|\bgiven\b", said):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []
