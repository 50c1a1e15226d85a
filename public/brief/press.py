"""A document as its file: ``python -m public.brief.press FORM``, the document on its input. A
process of its own (``data.helper_process``), because serving loads neither typst nor the writer of
workbooks, and typst gives back no memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from data import helper_process
from public.brief.typesetter import draw_card, set_memo
from public.brief.workbook import write_workbook

WRITERS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "pdf": set_memo,
    "xlsx": write_workbook,
    "png": draw_card,
}
"""By the form that is asked for; ``public.brief.order.FORMS`` names the same."""


if __name__ == "__main__":
    given = json.loads(sys.stdin.buffer.read())
    sys.exit(helper_process.answer(lambda: WRITERS[sys.argv[1]](given)))
