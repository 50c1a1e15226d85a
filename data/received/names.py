"""What a received file is called: by its sender, and by this program."""

from __future__ import annotations

import re

KEPT = re.compile(r"\bunggahan/[0-9a-f]{12}-")
WAITS = re.compile(r"\.calon-[0-9a-f]{12}-")


def name_as_sent(text: str) -> str:
    """Return a text with files named as their senders know them: kept and waiting ones begin with
    a number of ours."""
    return WAITS.sub("", KEPT.sub("", text))
