"""Tables as XLSX and pictures, which a process of its own writes: one at a time, and once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.views.export import Export
from data import helper_process
from pages.parts import widgets

READERS = 8


def make_export(name: str) -> Export:
    return Export(name, name, "", (), ("Kode",), ((name,),))


def test_many_readers_start_one_process_at_a_time_and_none_for_what_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    working, most, started = 0, 0, []
    counting = threading.Lock()

    def run(module: str, form: str, given: bytes) -> bytes:
        nonlocal working, most
        with counting:
            working += 1
            most = max(most, working)
            started.append(given)
        time.sleep(0.01)  # long enough for another thread to come in
        with counting:
            working -= 1
        return given

    monkeypatch.setattr(helper_process, "run", run)
    widgets._write_form.cache_clear()
    exports = [make_export(f"tabel {number}") for number in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers:
        made = list(readers.map(lambda taken: widgets._write_form(taken, "xlsx"), exports))
    assert (most, len(started)) == (1, READERS)
    assert [widgets._write_form(taken, "xlsx") for taken in exports] == made
    assert len(started) == READERS
    widgets._write_form.cache_clear()
