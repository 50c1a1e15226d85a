"""Work in a process of its own: its bytes come back whole, and what stops it is said."""

from __future__ import annotations

import pytest
from msgspec import structs

from data import helper_process
from data.errors import DasborError
from data.settings import Settings

CHILD = "tests.data.test_apart"


def test_what_a_process_prints_comes_back_without_what_libraries_say() -> None:
    assert helper_process.run(CHILD, "gema", given=b"\x00isi\xff") == b"\x00isi\xff"


def test_a_refusal_is_the_sentence_for_a_person() -> None:
    with pytest.raises(DasborError, match=r"^Berkas ini rusak\.$"):
        helper_process.run(CHILD, "tolak")


def test_a_process_that_breaks_is_no_answer() -> None:
    with pytest.raises(RuntimeError, match="LookupError: rusak"):
        helper_process.run(CHILD, "rusak")


def test_a_process_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        helper_process, "settings", lambda: structs.replace(Settings(), batas_halaman_detik=1)
    )
    with pytest.raises(DasborError, match="lebih dari 1 detik"):
        helper_process.run(CHILD, "lama")


if __name__ == "__main__":
    import sys
    import time

    def work() -> bytes:
        """Do what the first argument says."""
        print("a library talks")
        if sys.argv[1] == "tolak":
            raise DasborError("Berkas ini rusak.")
        if sys.argv[1] == "rusak":
            raise LookupError("rusak")
        if sys.argv[1] == "lama":
            time.sleep(60)
        return sys.stdin.buffer.read()

    sys.exit(helper_process.answer(work))
