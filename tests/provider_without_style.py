"""The sign-in provider of the tests, without the style sheet that its pages ask of another host:
``python -m tests.provider_without_style``, with the options of ``oidc_provider_mock``."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader

STYLE = re.compile(r"<link[^>]*?//cdn\.jsdelivr\.net/[^>]*>")
Source = tuple[str, str, Callable[[], bool]]
_read = FileSystemLoader.get_source


def _read_without_style(loader: FileSystemLoader, environment: Environment, name: str) -> Source:
    text, path, is_current = _read(loader, environment, name)
    return STYLE.sub("", text), path, is_current


if __name__ == "__main__":
    FileSystemLoader.get_source = _read_without_style  # type: ignore[method-assign, assignment]
    runpy.run_module("oidc_provider_mock", run_name="__main__", alter_sys=True)
