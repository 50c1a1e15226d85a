"""What a program sets for itself that makes much, answers nobody meanwhile, and then ends."""

from __future__ import annotations

import gc

SELDOM = (50_000, 20, 100)
"""Objects before Python looks for circles of them, and how many looks before it looks at the older
ones. Python's own (700, 10, 10) spend a tenth of a publication on that."""


def collect_seldom() -> None:
    """Look for circles of unused objects less often, and never among what is loaded already.

    Not for a program that serves: its memory is to stay small for weeks.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
