"""How the API answers: addresses, problems, headers, copies, and who asks too often."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import brotli
import httpx
import pytest
import shapely
from starlette.applications import Starlette
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from analysis.definitions.indicators import INDICATORS
from data.errors import StoreError
from data.settings import settings
from geo import boundaries
from public.api.api_routes import AT_ONCE, WAITING, Api
from public.api.rate import Limiter
from tests.data.rows import Workspace
from tests.pages.conftest import Site

DATA = "/api/v1/data/ber_nib.csv"
ENTRY = (
    *("judul", "definisi", "mengapa", "semesta", "pembilang", "penyebut", "satuan", "arah"),
    *("sumber", "rujukan", "aturan_sel_kecil", "periode_pertama", "penyusun", "ditinjau"),
)
"""What Metode shows of an indicator."""
PLAIN = (
    "",
    "/openapi.json",
    "/indikator",
    "/indikator/ber_nib",
    "/catatan",
    "/versi",
    "/koreksi",
    "/batas/kecamatan.geojson",
)


def problem(answer: httpx.Response, status: int) -> str:
    """Return the sentence of an answer that must be a problem with this status."""
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert set(found) == {"type", "title", "status", "detail"}
    assert (answer.status_code, found["status"]) == (status, status)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    return str(found["detail"])


def addresses(document: Any) -> list[str]:
    """Return every address of the API that a document names."""
    if isinstance(document, dict):
        return [found for part in document.values() for found in addresses(part)]
    if isinstance(document, list):
        return [found for part in document for found in addresses(part)]
    named = isinstance(document, str) and document.startswith("/api/v1")
    return [document] if named and "{" not in document else []


def test_the_catalogue_leads_to_everything(api: Site) -> None:
    found = addresses(api.get("/api/v1").json())
    assert len(found) == len(set(found))
    assert {api.client.head(address).status_code for address in found} == {200}
    named = {address.removeprefix("/api/v1") for address in found}
    assert {"/openapi.json", "/indikator", "/catatan", "/versi", "/koreksi"} <= named
    for kode in INDICATORS:
        for suffix in ("json", "csv", "xlsx", "parquet", "jsonstat", "csv-metadata.json"):
            assert f"/data/{kode}.{suffix}" in named
    for level in ("kecamatan", "kelurahan"):
        assert {f"/batas/{level}.geojson", f"/batas/{level}.topojson"} <= named


@pytest.mark.parametrize("kode", INDICATORS)
def test_an_entry_is_as_metode_shows_it(api: Site, demo: Workspace, kode: str) -> None:
    found = api.get(f"/api/v1/indikator/{kode}").json()
    entry = INDICATORS[kode]
    for name in ENTRY:
        assert found[name] == getattr(entry, name), name
    cells = demo.publik.query(f"select * from sel where indikator = '{kode}'")
    assert set(found["tingkat"]) == set(cells["tingkat"])
    assert set(found["periode"]) == set(cells["periode"])
    for part in found["rincian"]:
        key = "" if part["kunci"] == "tanpa" else part["kunci"]
        here = set(cells[cells["dimensi"] == key]["kategori"])
        assert here and here <= set(part["kategori"])
    keys = {part["kunci"].replace("tanpa", "") for part in found["rincian"]}
    assert keys == set(cells["dimensi"])


@pytest.mark.parametrize(("level", "count"), [("kecamatan", 6), ("kelurahan", 67)])
def test_boundaries_are_the_programs_own_in_both_forms(api: Site, level: str, count: int) -> None:
    shapes = getattr(boundaries, f"read_{level}")()
    plain = api.get(f"/api/v1/batas/{level}.geojson").json()
    packed = api.get(f"/api/v1/batas/{level}.topojson").json()
    assert plain["kredit"] == packed["kredit"] == settings().batas_kredit
    assert "CC BY" in plain["kredit"]
    codes = [feature["properties"]["kode_kemendagri"] for feature in plain["features"]]
    assert codes == list(shapes["kode_kemendagri"])
    assert len(codes) == count
    for feature, shape in zip(plain["features"], shapes.geometry, strict=True):
        assert shapely.equals(shapely.geometry.shape(feature["geometry"]), shape)
    arcs = packed["arcs"]
    for geometry, shape in zip(
        packed["objects"][level]["geometries"], shapes.geometry, strict=True
    ):
        assert shapely.equals(unpacked(geometry, arcs), shape)


def unpacked(geometry: dict[str, Any], arcs: list[list[list[float]]]) -> shapely.Geometry:
    """Return the shape that a TopoJSON geometry means."""

    def ring(indices: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc if not points else arc[1:]
        return points

    many = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return shapely.union_all(
        [shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in many]
    )


def test_the_ledger_has_every_statement_with_its_source(api: Site, demo: Workspace) -> None:
    found = api.get("/api/v1/catatan").json()["catatan"]
    assert [row["kunci"] for row in found] == list(
        demo.publik.query("select kunci from catatan_angka")["kunci"]
    )
    assert all(row["sumber"] for row in found)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/tidak-ada", 404, "Yang ada: /api/v1, /api/v1/openapi.json, /api/v1/indikator"),
        ("/api/v1/", 404, "Alamat '/api/v1/' tidak ada."),
        ("/api/v1x", 404, "Alamat '/api/v1x' tidak ada."),
        ("/api/v1/indikator/", 404, "tidak ada."),
        ("/api/v1/indikator/omzet", 404, "Kode indikator 'omzet' tidak ada. Yang ada: jumlah_umkm"),
        ("/api/v1/data/omzet.csv", 404, "Kode indikator 'omzet' tidak ada."),
        ("/api/v1/data/ber_nib.sav", 404, "Alamat '/api/v1/data/ber_nib.sav' tidak ada."),
        ("/api/v1/batas/kota.geojson", 404, "Yang ada: kecamatan, kelurahan."),
        ("/api/v1/versi/a/beda/b", 404, "Versi lama 'a' tidak disimpan. Yang ada: 2026"),
        (f"{DATA}?kecamatan=Serang", 400, "Yang ada: wilayah, periode, rincian, sumber, bom."),
        (f"{DATA}?wilayah=Serang", 400, "Nilai 'Serang' untuk 'wilayah' tidak ada. Yang ada: 36"),
        (f"{DATA}?wilayah=", 400, "Nilai '' untuk 'wilayah' tidak ada."),
        (f"{DATA}?wilayah", 400, "Nilai '' untuk 'wilayah' tidak ada."),
        (f"{DATA}?periode=2022-06&periode=2022-06", 400, "'periode' ditulis lebih dari sekali."),
        (f"{DATA}?rincian=usia", 400, "Yang ada: tanpa, anak_tangga, ekraf, kanal, kriteria"),
        (f"{DATA}?sumber=sensus", 400, "Yang ada: register, survei."),
        (f"{DATA}?bom=1", 400, "Yang ada: tidak, ya."),
        ("/api/v1/data/ber_nib.json?bom=ya", 400, "Parameter 'bom' tidak dikenal."),
        ("/api/v1/indikator?kode=ber_nib", 400, "Alamat ini tidak memilikinya."),
        ("/api/v1/koreksi?x", 400, "Alamat ini tidak memilikinya."),
    ],
)
def test_what_is_wrong_is_told_with_what_there_is(
    api: Site, path: str, status: int, words: str
) -> None:
    assert words in problem(api.get(path), status)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", [DATA, "/api/v1", "/api/v1/tidak-ada"])
def test_nothing_can_be_written(api: Site, method: str, path: str) -> None:
    answer = api.client.request(method, path)
    assert "GET, HEAD, OPTIONS" in problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("text/csv", 200),
        ("text/*;q=0.5", 200),
        ("text/html, application/xhtml+xml, */*;q=0.8", 200),
        ("application/json", 406),
        ("image/*", 406),
    ],
)
def test_the_address_chooses_the_form(api: Site, accept: str, status: int) -> None:
    answer = api.get(DATA, accept=accept)
    assert answer.status_code == status
    if status == 406:
        assert "text/csv" in problem(answer, 406)


@pytest.mark.parametrize("path", [*(f"/api/v1{path}" for path in PLAIN), DATA, f"{DATA}?bom=ya"])
def test_every_answer_may_be_kept_a_while_and_is_known_again(api: Site, path: str) -> None:
    answer = api.get(path, accept_encoding="identity")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=300, stale-while-revalidate=86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    tag = answer.headers["etag"]
    assert tag.startswith('"')
    again = api.get(path, accept_encoding="identity", if_none_match=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["access-control-allow-origin"] == "*"
    head = api.client.head(path, headers={"accept-encoding": "identity"})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == str(len(answer.content))


@pytest.mark.parametrize("path", [DATA, f"{DATA}?sumber=survei"])
def test_an_answer_is_the_same_in_each_coding(api: Site, path: str) -> None:
    tags = set()
    unpacking = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    for coding in unpacking:
        with api.client.stream("GET", path, headers={"accept-encoding": coding}) as answer:
            raw = b"".join(answer.iter_raw())
            used = answer.headers.get("content-encoding", "identity")
            assert used in (coding, "identity")
            tags.add(answer.headers["etag"])
        plain = unpacking[used](raw)
        assert plain == api.get(path, accept_encoding="identity").content
    assert len(tags) >= 2


def test_a_script_of_another_website_may_ask_first(api: Site) -> None:
    answer = api.client.options(
        DATA, headers={"origin": "https://lain.example", "access-control-request-method": "GET"}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "access-control-allow-credentials" not in answer.headers


def test_the_csv_names_its_description(api: Site) -> None:
    link = api.get(DATA).headers["link"]
    assert link == '</api/v1/data/ber_nib.csv-metadata.json>; rel="describedby"'


def ask(path: str, answering: Api, client: str = "203.0.113.1", **headers: str) -> httpx.Response:
    """Return what the API answers in this process, behind what the server itself does with a
    proxy's headers, under the settings of the test."""

    async def asked() -> httpx.Response:
        app = Starlette(routes=[Route("/api/v1{alamat:apa_pun}", answering)])
        server = ProxyHeadersMiddleware(app, trusted_hosts="127.0.0.1")  # type: ignore[arg-type]
        transport = httpx.ASGITransport(app=server, client=(client, 1234))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://uji") as asking:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await asking.get(path, headers=named)

    return asyncio.run(asked())


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def narrow(served_demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The demo with at most three requests a minute."""
    toml = served_demo.folder / "sempit-api.toml"
    text = served_demo.toml.read_text(encoding="utf-8")
    toml.write_text(f"{text}batas_api_per_menit = 3\n", encoding="utf-8")
    monkeypatch.setenv("UMKM_PENGATURAN", str(toml))
    settings.cache_clear()
    return served_demo


def test_who_asks_too_often_is_told_how_long_to_wait(narrow: Workspace) -> None:
    clock = Clock()
    answering = Api(Limiter(clock))
    assert [ask("/api/v1/catatan", answering).status_code for _ in range(3)] == [200] * 3
    refused = ask("/api/v1/catatan", answering)
    assert "Paling banyak 3 permintaan per menit." in problem(refused, 429)
    assert refused.headers["retry-after"] == "20"
    assert ask("/api/v1/catatan", answering, "203.0.113.2").status_code == 200
    clock.now = 19.0
    assert ask("/api/v1/catatan", answering).status_code == 429
    clock.now = 20.0
    assert ask("/api/v1/catatan", answering).status_code == 200
    assert ask("/api/v1/catatan", answering).status_code == 429


@pytest.mark.parametrize(
    ("client", "last"), [("203.0.113.1", 429), ("127.0.0.1", 200)], ids=["stranger", "own proxy"]
)
def test_a_forwarding_header_counts_from_a_trusted_proxy_alone(
    narrow: Workspace, client: str, last: int
) -> None:
    answering = Api(Limiter(Clock()))
    statuses = [
        ask("/api/v1/catatan", answering, client, x_forwarded_for=f"198.51.100.{n}").status_code
        for n in range(4)
    ]
    assert statuses == [200, 200, 200, last]


def test_one_reader_has_a_whole_ipv6_network(narrow: Workspace) -> None:
    limiter = Limiter(Clock())
    assert [limiter.wait(f"2001:db8::{n:x}", 3) for n in range(4)] == [0, 0, 0, 20]
    assert limiter.wait("2001:db8:0:1::1", 3) == 0
    assert limiter.wait("fe80::1%eth0", 3) == 0
    assert limiter.wait("", 3) == 0


def test_the_limiter_remembers_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("public.api.rate.REMEMBERED", 2)
    limiter = Limiter(Clock())
    assert limiter.wait("a", 1) == 0
    assert limiter.wait("a", 1) == 60
    assert [limiter.wait(name, 1) for name in ("b", "c")] == [0, 0]
    assert limiter.wait("a", 1) == 0, "the oldest has given way"


def test_when_too_many_wait_the_next_is_sent_away(narrow: Workspace) -> None:
    answering = Api(Limiter(Clock()))
    answering.making = AT_ONCE + WAITING
    refused = ask("/api/v1/versi", answering)
    assert "Server sedang penuh." in problem(refused, 503)
    assert refused.headers["retry-after"] == "10"
    assert ask("/api/v1/catatan", answering).status_code == 200, "a file needs no place"


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/versi", "/api/v1/data/ber_nib.csv"])
def test_before_anything_is_published_there_is_a_sentence(workspace: Workspace, path: str) -> None:
    answer = ask(path, Api())
    assert "Data belum diterbitkan." in problem(answer, 503)
    assert answer.headers["retry-after"] == "10"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/indikator?urut=kode", 400),
        ("/api/v1/catatan?bom=ya", 400),
        ("/api/v1/versi?a=1&a=2", 400),
        ("/api/v1/batas/provinsi.geojson", 404),
    ],
)
def test_an_address_is_refused_for_itself_also_before_anything_is_published(
    workspace: Workspace, path: str, status: int
) -> None:
    assert problem(ask(path, Api()), status)


def test_a_cube_that_cannot_be_opened_is_told_and_its_files_are_served(
    narrow: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("rusak")

    monkeypatch.setattr("public.api.api_routes._open_cube", broken)
    assert "tidak dapat dibuka" in problem(ask("/api/v1/data/ber_nib.csv?bom=ya", Api()), 503)
    for path in ("/api/v1", "/api/v1/catatan", "/api/v1/data/ber_nib.csv"):
        assert ask(path, Api()).status_code == 200


def test_the_document_and_the_program_have_the_same_addresses(api: Site) -> None:
    document = api.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    lists = {"kode": "ber_nib", "tingkat": "kecamatan"}
    (kept,) = api.get("/api/v1/versi").json()["versi"]
    for path, item in document["paths"].items():
        full = path.format(**lists, a=kept["versi"], b=kept["versi"])
        answer = api.get(full)
        (media,) = item["get"]["responses"]["200"]["content"]
        assert answer.status_code == 200, full
        assert answer.headers["content-type"].partition(";")[0] == media
    text = json.dumps(document)
    assert '"$ref"' in text and "#/components/schemas/Masalah" in text
