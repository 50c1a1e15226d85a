"""The real program against its own OpenAPI document, and against what no document says."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, example, given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from public.api.addresses import OPERATIONS, ROOT, Operation
from tests.pace import upto
from tests.pages.conftest import Site

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.positive_data_acceptance,
    checks.unsupported_method,
]
few = bounded(
    max_examples=upto(12, 4),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
many = bounded(few, max_examples=upto(150, 30))
STATUSES = {200, 204, 304, 400, 404, 405, 406}
HOSTILE = (
    "../../gudang/kini",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/dasbor.toml",
    "....//....//data/publik/kini",
    "\\..\\..\\dasbor.toml",
    "ber_nib'; drop table sel; --",
    "ber_nib' or '1'='1",
    "<script>alert(1)</script>",
    "x\r\nset-cookie: a=b\r\n\r\n<html>",
    "\x00",
    "\u202eber_nib",
    "\ufeffber_nib",
    "ber_nib\n",
    "٣٦.٧٣",
    "a" * 5_000,
    "{{7*7}}",
    "${jndi:ldap://x}",
    "'%d%n%s",
)
names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@pytest.fixture(scope="package")
def described(api: Site) -> Any:
    """The document, as the program itself gives it."""
    return schemathesis.openapi.from_url(f"{api.url}/api/v1/openapi.json")


CASES = [
    pytest.param(operation, mode, id=f"{operation.name}-{mode.value}")
    for operation in OPERATIONS
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    # Where nothing can be said, nothing can be said wrong.
    if mode is GenerationMode.POSITIVE or operation.parameters or operation.query
]


@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_the_program_does_what_its_document_says(
    described: Any, operation: Operation, mode: GenerationMode
) -> None:
    documented = described[f"{ROOT}{operation.path}"]["GET"]

    @few
    @given(case=documented.as_strategy(generation_mode=mode))
    def every(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    every()


def test_the_document_names_every_address(described: Any) -> None:
    assert {f"{ROOT}{operation.path}" for operation in OPERATIONS} == set(described)


def told(answer: httpx.Response) -> None:
    """Check what must hold of every answer, whatever was asked."""
    assert answer.status_code in STATUSES, (answer.status_code, answer.text[:200])
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not answer.headers.get("content-type", "").startswith("text/html")
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        found = json.loads(answer.content)
        assert found["status"] == answer.status_code
        assert len(found["detail"]) < 2_000


def encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


@many
@given(text=names, place=st.sampled_from(["{}", "indikator/{}", "data/{}", "data/{}.csv",
                                          "batas/{}.geojson", "versi/{}/beda/{}"]))  # fmt: skip
@example(text="../../../raw/sintetis", place="data/{}.csv")
def test_a_hostile_path_is_a_problem_and_opens_nothing(api: Site, text: str, place: str) -> None:
    path = f"/api/v1/{place.format(encoded(text), encoded(text))}"
    answer = api.get(path)
    told(answer)
    assert answer.status_code == 404, path


@pytest.mark.parametrize("place", ["{}", "data/{}", "versi/{}/beda/x"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_dots_and_slashes_as_they_are_open_nothing(api: Site, text: str, place: str) -> None:
    """A client of the ordinary kind would resolve them before it asks."""
    rough = quote(text, safe="/.%", errors="replace")
    connection = http.client.HTTPConnection(api.host, timeout=30)
    with closing(connection):
        connection.request("GET", f"/api/v1/{place.format(rough)}")
        answer = connection.getresponse()
        assert answer.status == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.read())["status"] == 404


@many
@given(
    text=names,
    name=st.sampled_from(["wilayah", "periode", "rincian", "sumber", "bom", "versi", "format"]),
)
def test_a_hostile_value_is_a_problem(api: Site, text: str, name: str) -> None:
    answer = api.get(f"/api/v1/data/ber_nib.csv?{name}={encoded(text)}")
    told(answer)
    assert answer.status_code == 400


@many
@given(name=names)
def test_a_hostile_name_is_a_problem(api: Site, name: str) -> None:
    answer = api.get(f"/api/v1/data/ber_nib.csv?{encoded(name)}=1")
    told(answer)
    assert answer.status_code == 400


@few
@given(
    name=st.sampled_from(
        ["if-none-match", "accept", "accept-encoding", "x-forwarded-for", "range"]
    ),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200),
)
def test_a_hostile_header_breaks_nothing(api: Site, name: str, value: str) -> None:
    told(api.client.get("/api/v1/data/ber_nib.csv", headers={name: value.strip()}))


def test_hostile_text_is_said_again_as_json_and_cut(api: Site) -> None:
    answer = api.get(f"/api/v1/{encoded('<script>' + 'a' * 500)}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "a" * 50 not in answer.text
