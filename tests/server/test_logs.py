"""The log: a line for each request, nothing in it that must not be, and a number for each."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest

from server import logs
from tests.server.conftest import Server, becomes
from tests.server.test_compressed import PATH
from tests.server.test_origin import handshake
from tests.server.visitors import Visitor


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The logger of the program, as it was before when the test has ended."""
    handlers, propagate, level = logs.LOGGER.handlers, logs.LOGGER.propagate, logs.LOGGER.level
    yield logs.LOGGER
    logs.LOGGER.handlers, logs.LOGGER.propagate = handlers, propagate
    logs.LOGGER.setLevel(level)


def text(server: Server) -> str:
    return (server.folder / "log.txt").read_text(encoding="utf-8")


def lines(server: Server, number: str) -> list[dict[str, object]]:
    """Return the log's lines about one number, once there are some."""
    assert becomes(True, lambda: f'"id": "{number}"' in text(server))
    entries = [json.loads(line) for line in text(server).splitlines() if line.startswith("{")]
    return [entry for entry in entries if entry["id"] == number]


@pytest.mark.parametrize(
    "path, status", [("/peta", 200), ("/peta/", 301), ("/peta/lama", 404), ("/robots.txt", 200)]
)
def test_each_request_has_one_line(server: Server, path: str, status: int) -> None:
    answer = server.get(path, accept_encoding="identity")
    [line] = lines(server, answer.headers["x-request-id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line.pop("waktu")))
    assert isinstance(line.pop("ms"), int)
    assert str(line.pop("pesan")).startswith(f"GET {path} {status} ")
    assert line == {
        "tingkat": "INFO",
        "id": answer.headers["x-request-id"],
        "metode": "GET",
        "jalur": path,
        "status": status,
        "bita": len(answer.content),
    }


def test_a_number_is_the_servers_own(server: Server) -> None:
    answers = [server.get("/", x_request_id="pilihan-saya") for _ in range(2)]
    numbers = {answer.headers["x-request-id"] for answer in answers}
    assert len(numbers) == 2
    assert all(re.fullmatch("[0-9a-f]{12}", number) for number in numbers)
    assert all(len(answer.headers.get_list("x-request-id")) == 1 for answer in answers)
    assert "pilihan-saya" not in text(server)


def test_no_line_holds_a_query_a_key_or_a_reader(server: Server) -> None:
    paths = ["/?kunci=rahasia", "/unduh/rahasia", "/media/rahasia.csv", "/x//UNDUH//rahasia/lagi"]
    numbers = [server.get(path).headers["x-request-id"] for path in paths]
    upload = "/_stcore/upload_file/rahasia/rahasia"
    numbers.append(server.client.put(upload).headers["x-request-id"])
    shown = [line["jalur"] for number in numbers for line in lines(server, number)]
    assert shown == ["/", "/unduh/…", "/media/…", "/x//UNDUH//…", "/_stcore/upload_file/…"]
    assert "rahasia" not in text(server)
    # Neither by the web server, whose own lines would name both.
    with Visitor(server.url) as reader:
        reader.run()
    assert not re.search(r"127\.0\.0\.1:\d+ - ", text(server))


def test_static_files_have_no_line(server: Server) -> None:
    number = server.get(PATH).headers["x-request-id"]
    last = server.get("/robots.txt").headers["x-request-id"]
    assert lines(server, last)
    assert number not in text(server)


def test_a_websocket_has_a_line_when_it_closes(server: Server) -> None:
    assert becomes("0", lambda: server.get("/di-dalam").text)
    with Visitor(server.url) as reader:
        reader.run()
        response = reader._connection.response
        assert response is not None
        number = response.headers["x-request-id"]
        assert number not in text(server)
    [line] = lines(server, number)
    assert (line["metode"], line["jalur"], line["status"]) == ("WS", "/_stcore/stream", 101)
    assert isinstance(line["bita"], int) and line["bita"] > 100
    assert line["sesi"] == 0


def test_a_refused_websocket_has_one_too(server: Server) -> None:
    assert handshake(server, "http://{host}", "/tidak/ada") == 403
    assert becomes(True, lambda: "WS /tidak/ada 403" in text(server))


def test_a_crash_is_logged_once_under_the_number_that_the_reader_has(
    server: Server,
) -> None:
    before = text(server).count("ValueError: disengaja")
    answer = server.get("/gagal")
    number = answer.headers["x-request-id"]
    assert answer.text.endswith(f"Nomor laporan: {number}")
    crash, request = lines(server, number)
    assert crash["tingkat"] == "ERROR"
    assert crash["pesan"] == "permintaan gagal: ValueError"
    assert str(crash["jejak"]).endswith("ValueError: disengaja")
    assert request["status"] == 500
    assert text(server).count("ValueError: disengaja") == before + 1


def test_an_exception_of_a_page_is_found_under_its_number(server: Server) -> None:
    with Visitor(server.url, "gagal") as one, Visitor(server.url, "gagal") as two:
        numbers = [one.look()[0], two.look()[0]]
    assert numbers[0] != numbers[1]
    for number in numbers:
        [line] = lines(server, number)
        assert line["pesan"] == "halaman gagal"
        assert "ZeroDivisionError" in str(line["jejak"])


def test_the_log_can_be_text(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True)
    logs.configure(as_json=False)
    token = logs.request_id.set("abc")
    logger.info("satu")
    logs.request_id.reset(token)
    logger.getChild("bagian").info("dua")
    logger.debug("tiga")
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\S+\+00:00 INFO abc satu", first)
    assert re.fullmatch(r"\S+\+00:00 INFO - dua", second)


@pytest.mark.parametrize(
    "path, shown",
    [
        ("/peta", "/peta"),
        ("/a\nb\r\x1b[31m", "/a%0Ab%0D%1B%5B31m"),
        ("/kecamatan é", "/kecamatan%20%C3%A9"),
        ("/" + "a" * 500, "/" + "a" * 199 + "…"),
        ("/unduh/kunci", "/unduh/…"),
        ("/unduh/kunci\nbaris", "/unduh/…"),
        ("/x/media/kunci", "/x/media/…"),
        ("/_stcore//upload_file/a/b", "/_stcore//upload_file/…"),
        ("/unduh", "/unduh"),
        ("/unduhan/daftar", "/unduhan/daftar"),
    ],
)
def test_a_path_is_one_line_without_keys(path: str, shown: str) -> None:
    assert logs.make_loggable(path) == shown
