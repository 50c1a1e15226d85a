"""The code that carries an embed to another website, in the three ways that websites allow.

Every address in it is absolute and every attribute is escaped: it is pasted where nobody looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from public.files.catalogue import Chosen

WIDTH = 640
"""Pixels that a frame declares; it shrinks with a narrower column."""
FRAME_STYLE = "border:0;max-width:100%"
REFERRER = "strict-origin"
"""The frame tells us on which site it stands and never on which page."""
SCRIPT = "/aset/sematan.js"
OEMBED = "/oembed"


@dataclass(frozen=True)
class Snippets:
    """The same embed three times: a frame without script, the same with the script that fits its
    height, and the script's own element."""

    frame: str
    with_script: str
    element: str


def write_snippets(base: str, chosen: Chosen) -> Snippets:
    """Return the code for a choice on the site ``base`` (scheme and host, no slash at its end)."""
    script = Markup('<script src="{}" async></script>').format(base + SCRIPT)
    return Snippets(
        write_frame(base, chosen),
        f"{script}\n{write_frame(base, chosen, marked=True)}",
        f"{script}\n{_write_element(base, chosen)}",
    )


def write_frame(
    base: str,
    chosen: Chosen,
    *,
    marked: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Return a frame; ``marked`` lets the script find it."""
    return Markup(
        '<iframe{} src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'referrerpolicy="{}" style="{}"></iframe>'
    ).format(
        Markup(" data-dasbor-umkm") if marked else "",
        base + chosen.address,
        chosen.title,
        width,
        height or chosen.embed.tinggi,
        REFERRER,
        FRAME_STYLE,
    )


def write_discovery(base: str, address: str, title: str) -> Markup:
    """Return the ``<link>`` by which oEmbed readers find the embed at an address of the site."""
    asked = urlencode({"url": base + address, "format": "json"})
    return Markup(
        '<link rel="alternate" type="application/json+oembed" href="{}" title="{}">'
    ).format(f"{base}{OEMBED}?{asked}", title)


def _write_element(base: str, chosen: Chosen) -> str:
    """Return the script's element; its parameters are attributes, to be changed by hand."""
    attributes = {"src": base + chosen.page, "title": chosen.title}
    attributes |= chosen.parameters | {"tinggi": str(chosen.embed.tinggi)}
    written = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attributes.items()
    )
    # Where no script runs, the link stays.
    return Markup('<dasbor-umkm{}><a href="{}">{}</a></dasbor-umkm>').format(
        written, base + chosen.address, chosen.title
    )
