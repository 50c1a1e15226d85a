"""What a socket may say: every message of the installed front end, and how many of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from websockets.exceptions import ConnectionClosed

from server import messages
from server.messages import AT_ONCE, BYTES_AT_ONCE, OPEN, PER_SECOND, Pace
from tests.server.conftest import Server, becomes
from tests.server.visitors import Visitor


def list_messages() -> Iterator[tuple[str, BackMsg]]:
    """Give one message of each kind that the installed Streamlit knows, operations singly, under
    the name that the list has for it."""
    for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        if field.name == "backend_operation_request":
            for payload in BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields:
                message = BackMsg()
                getattr(message.backend_operation_request, payload.name).SetInParent()
                yield f"{field.name}.{payload.name}", message
        else:
            message = BackMsg()
            if field.message_type:
                getattr(message, field.name).SetInParent()
            else:
                setattr(message, field.name, True)
            yield field.name, message


MESSAGES = dict(list_messages())


def is_left_open(visitor: Visitor, content: bytes) -> bool:
    """Send a message; return whether the page still runs after it."""
    visitor._connection.send(content)
    try:
        visitor.run()
    except ConnectionClosed as closed:
        assert closed.rcvd is not None and closed.rcvd.code == messages.POLICY_VIOLATION
        return False
    return True


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_answered_only_if_it_is_listed(server: Server, name: str) -> None:
    with Visitor(server.url) as visitor:
        assert is_left_open(visitor, MESSAGES[name].SerializeToString()) == (name in OPEN)


def test_what_is_listed_is_known_to_the_installed_front_end() -> None:
    assert set(MESSAGES) >= OPEN
    assert len(MESSAGES) > len(OPEN)


@pytest.mark.parametrize("content", [b"", b"\xff", b"GET / HTTP/1.1"])
def test_what_is_no_message_ends_the_connection(server: Server, content: bytes) -> None:
    with Visitor(server.url) as visitor:
        assert not is_left_open(visitor, content)


def test_a_flood_ends_the_connection_and_gives_its_place_back(server: Server) -> None:
    beat = BackMsg(app_heartbeat=True).SerializeToString()
    with Visitor(server.url) as visitor:
        visitor.run()
        with pytest.raises(ConnectionClosed):
            for _ in range(10 * int(AT_ONCE)):
                visitor._connection.send(beat)
            visitor.run()
    assert becomes("0", lambda: server.get("/di-dalam").text)


def test_large_messages_one_after_the_other_end_the_connection(server: Server) -> None:
    """Few enough for the number of messages, and a reader's longest one is let through."""
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="x", string_value="y" * 1_900_000)
    content = message.SerializeToString()
    with Visitor(server.url) as visitor:
        assert is_left_open(visitor, content)
        with pytest.raises(ConnectionClosed):
            for _ in range(int(BYTES_AT_ONCE) // len(content) + 2):
                visitor._connection.send(content)
            visitor.run()
            visitor.run()
    assert becomes("0", lambda: server.get("/di-dalam").text)


def test_the_pace_is_a_burst_and_then_so_many_a_second() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    assert sum(pace.allows() for _ in range(200)) == AT_ONCE
    now = 1.0
    assert sum(pace.allows() for _ in range(200)) == PER_SECOND
    now = 1000.0
    assert sum(pace.allows() for _ in range(200)) == AT_ONCE
