"""Sets the memo and the picture with typst. Only the process that sets the paper loads this.

A warning is an error: a typeface that is not found is only a warning to typst, and nearly all words
are gone then. Nothing is fetched: packages are looked for where there are none.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from data.errors import DasborError
from public.brief.paper import FOLDER, TYPEFACE
from public.brief.workbook import write_workbook

STANDARDS = ["a-3a", "ua-1"]
"""Archival with attachments, and accessible."""
PAGES = 2
PICTURE_TIGHTNESS = tuple({"tight": str(tight)} for tight in range(4))
TIGHTNESS = tuple(
    {"first": str(first), "second": str(second)} for first, second in product(range(4), range(4))
)
"""How much of each page is left to the workbook, the least first."""
COLOURS = 128
"""Of the picture: what it is drawn with, and few enough to be sent by a phone."""
PIXELS_PER_POINT = 2
PICTURE_TOO_LONG = "Ringkasannya tidak muat di satu gambar. Unduh PDF-nya."
TOO_LONG = "Nota ini tidak muat di dua halaman. Beri tahu pengelola."


def set_memo(said: Mapping[str, Any]) -> bytes:
    """Return the memo as PDF, set as loosely as two pages hold it. Raises DasborError where even
    the tightest takes more."""
    with _lay_out(said) as root:
        for tight in TIGHTNESS:
            # A page too many is found in pictures of a few pixels, which are quick.
            if len(_compile(root, "memo.typ", said, tight, format="png", ppi=4.0)) <= PAGES:
                return _compile(root, "memo.typ", said, tight, pdf_standards=STANDARDS)[0]
    raise DasborError(TOO_LONG)


def draw_pages(said: Mapping[str, Any], ppi: float) -> list[bytes]:
    """Return the memo's pages as PNG, for who looks at them."""
    with _lay_out(said) as root:
        for tight in TIGHTNESS:
            pages = _compile(root, "memo.typ", said, tight, format="png", ppi=ppi)
            if len(pages) <= PAGES:
                return pages
    raise DasborError(TOO_LONG)


def draw_card(said: Mapping[str, Any]) -> bytes:
    """Return the picture for messaging as PNG, 1080 by 1350 pixels, in few colours. Raises
    DasborError where its words take more than that."""
    with _lay_out(said) as root:
        for tight in PICTURE_TIGHTNESS:
            size = 72.0 * PIXELS_PER_POINT
            drawn = _compile(root, "card.typ", said, tight, format="png", ppi=size)
            if len(drawn) == 1:
                return _choose_colours(drawn[0])
    raise DasborError(PICTURE_TOO_LONG)


def _choose_colours(drawn: bytes) -> bytes:
    """Return a picture in so few colours that a phone sends it at once."""
    content = io.BytesIO()
    whole = Image.open(io.BytesIO(drawn)).convert("RGB")
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    return content.getvalue()


@contextmanager
def _lay_out(said: Mapping[str, Any]) -> Iterator[Path]:
    """Give a folder with what a template reads; it goes when the paper is set."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "brief.json").write_text(json.dumps(said), encoding="utf-8")
        (root / "nilai.xlsx").write_bytes(write_workbook(said))
        for template in FOLDER.glob("*.typ"):
            shutil.copyfile(template, root / template.name)
        yield root


def _compile(
    root: Path, template: str, said: Mapping[str, Any], tight: dict[str, str], **how: Any
) -> list[bytes]:
    """Return the pages of a template, or its one PDF. Raises RuntimeError for a warning."""
    nowhere = str(root / "tidak-ada")
    compiler = typst.Compiler(
        str(root / template),
        root=str(root),
        font_paths=typst.Fonts(False, False, [str(TYPEFACE)]),
        ignore_system_fonts=True,
        sys_inputs=tight,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    made, warnings = compiler.compile_with_warnings(
        timestamp=datetime.fromtimestamp(said["stamp"], UTC), **how
    )
    if warnings or made is None:
        raise RuntimeError(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    return made if isinstance(made, list) else [made]
