"""The pages' own style, and a policy that allows it without allowing inline styles.

The shared markup says the length of a bar in a ``style`` attribute, which a strict policy
forbids. So each becomes a class with a rule in the one stylesheet of the page, whose hash the
policy names.
"""

from __future__ import annotations

import re

from analysis.views import html
from analysis.words import theme
from data.fingerprint import hash_source

_STYLED = re.compile(r' style="([^"]*)"')


def lift_styles(markup: str) -> tuple[str, str]:
    """Return markup without ``style`` attributes, and the rules that say the same.

    An element has either a class or a style there, never both.
    """
    names: dict[str, str] = {}

    def name_class(found: re.Match[str]) -> str:
        name = names.setdefault(found[1], f"g{len(names)}")
        return f' class="{name}"'

    plain = _STYLED.sub(name_class, markup)
    return plain, "".join(f".{name}{{{style}}}" for style, name in names.items())


def build_stylesheet() -> str:
    """Return the CSS that all pages share: that of the markup, the map's shades, the layout."""
    shades = {**{str(n): c for n, c in enumerate(theme.STEPS)}, "x": theme.NOTHING}
    map_css = "".join(f".w{step}{{--isi:{colour}}}" for step, colour in shades.items())
    own = (html.FOLDER / "publik.css").read_text(encoding="utf-8").replace("\n", "")
    return html.build_stylesheet() + map_css + own


def build_page_policy(css: str) -> str:
    """Return the Content-Security-Policy of a page with this stylesheet, as a document may say it.

    ``frame-ancestors`` is left to the header: in a document browsers ignore it.
    """
    return (
        f"default-src 'none'; script-src 'self'; style-src '{hash_source(css)}'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'"
    )
