"""A page that runs for too long is stopped with a sentence, and stalls nobody meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.parts.time_limit import TooLong, limit_time
from tests.server.conftest import running
from tests.server.visitors import Visitor

PAGE = """
import streamlit as st
from pages.parts.time_limit import TooLong, time_limit

try:
    with time_limit(2):
        st.markdown("mulai")
        while "berat" in st.query_params:
            try:
                sum(range(1000))
            except Exception:
                pass
        st.markdown("selesai")
except TooLong:
    st.markdown("dihentikan")
"""


class Heavy(Visitor):
    """A reader who asks for the page that never ends."""

    def _request(self) -> BackMsg:
        message = super()._request()
        message.rerun_script.query_string = "berat=ya"
        return message


def work(seconds: float) -> None:
    """Keep the processor busy, and swallow whatever a careless page swallows."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            sum(range(100))
        except Exception:  # a page that does so must not escape
            continue


def test_work_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TooLong), limit_time(0.05):
        work(60)


def test_quick_work_is_left_alone() -> None:
    with limit_time(60):
        work(0.01)
    time.sleep(0.01)


def test_the_limit_never_strikes_after_the_block() -> None:
    endless, turns, stopped = 10, 200, 0
    for turn in range(turns):
        try:
            # On a busy machine the clock may come late for all blocks that end by themselves.
            with limit_time(0.001 + 0.0002 * (turn % 50)):
                work(60 if turn < endless else 0.006)
        except TooLong:
            stopped += 1
        work(0.001)  # here it would escape, and fail the test
    assert endless <= stopped <= turns


@pytest.mark.lambat
def test_one_heavy_reader_is_stopped_and_does_not_stall_the_others(tmp_path: Path) -> None:
    with (
        running(tmp_path, page=PAGE) as server,
        ThreadPoolExecutor() as pool,
        Heavy(server.url) as heavy,
        Visitor(server.url) as light,
    ):
        light.look()
        stuck, meanwhile = pool.submit(heavy.look), 0
        while not stuck.done():
            assert list(light.look()) == ["mulai", "selesai"]
            meanwhile += not stuck.done()
        assert meanwhile, "nobody else was answered before the heavy one had ended"
        assert list(stuck.result()) == ["mulai", "dihentikan"]
