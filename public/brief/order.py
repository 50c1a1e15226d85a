"""Orders a file of a document from the process that makes it: one at a time, and each once.

Anybody may press the button as often as they like. So one process works at a time, whoever comes
meanwhile waits a little and is then told to come again, and what was made is kept.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence

from analysis.definitions.selection import Selection
from data import helper_process
from data.errors import StoreError
from data.store.store import Store
from public.api.table_formats import XLSX
from public.brief.brief import Document, FollowUp, make_brief, name_paper

FORMS = {"pdf": "application/pdf", "xlsx": XLSX, "png": "image/png"}
"""What a document is handed out as, with its media type."""
PRESS = "public.brief.press"
PATIENCE_SECONDS = 20
KEPT = 48
"""Files that are kept: every area of a city this size in two periods and all forms."""
BUSY = "Nota lain sedang disusun. Silakan coba lagi sebentar lagi."
BROKEN = "Nota tidak dapat disusun. Coba lagi; kalau tetap begini, beri tahu pengelola."

_working = threading.Lock()
_kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()


def order_file(
    store: Store, selection: Selection, form: str, follow_ups: Sequence[FollowUp] = ()
) -> bytes:
    """Return the paper of a choice in one of ``FORMS``.

    Raises StoreError where too many wait for one, or the process that makes it breaks; its own
    words go to the log.
    """
    return _make_once(make_brief(store, selection, follow_ups), form)


def name_file(selection: Selection, form: str) -> str:
    """Return what the file of a choice is called."""
    return f"nota-{name_paper(selection)}.{form}"


def _make_once(said: Document, form: str) -> bytes:
    key = (str(said["digest"]), form)
    made = _kept.get(key)
    if made is not None:
        return made
    if not _working.acquire(timeout=PATIENCE_SECONDS):
        raise StoreError(BUSY)
    try:
        # Whoever was before may have made the same.
        made = _kept.get(key) or helper_process.run(PRESS, form, given=json.dumps(said).encode())
        _keep(key, made)
        return made
    except RuntimeError as error:
        raise StoreError(BROKEN) from error
    finally:
        _working.release()


def _keep(key: tuple[str, str], made: bytes) -> None:
    _kept[key] = made
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
