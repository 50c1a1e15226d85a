"""Listening sockets hand TCP_NODELAY to the connections they accept."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from server.nodelay import send_at_once


@pytest.mark.skipif(sys.platform != "linux", reason="inherited on Linux only")
def test_accepted_connection_sends_small_answers_at_once() -> None:
    # proto 0, as Streamlit binds
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert send_at_once() >= 1
        with socket.create_connection(listener.getsockname()) as client:
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            client.close()


def test_nothing_is_left_open() -> None:
    reading, writing = os.pipe()
    before = len(os.listdir("/dev/fd"))
    send_at_once()
    assert len(os.listdir("/dev/fd")) == before
    os.close(writing)
    assert os.read(reading, 1) == b"", "the pipe has another writer"
    os.close(reading)
