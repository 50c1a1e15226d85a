"""The addresses of the API: one table, which the program answers by and the document is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from re import Pattern

from starlette.routing import compile_path

from public.api import table_formats
from public.api.problem import echo, list_all
from public.api.published_table import FILTERS, WITHOUT
from server.refusal import Refusal

ROOT = "/api/v1"
LEVELS = ("kecamatan", "kelurahan")
YES, NO = "ya", "tidak"
JSON = table_formats.MEDIA["json"]
Choices = Mapping[str, tuple[str, ...]]
"""The closed list of each parameter, by its name."""
Known = Callable[[str], tuple[str, ...] | None]
"""(name of a parameter) -> its closed list, None where it has none."""
FIXED: Choices = {"tingkat": LEVELS, "bom": (NO, YES)}
"""Lists that are the same for every cube."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address; ``pattern`` is of one whose values are not known beforehand."""

    words: str
    pattern: str = ""


PARAMETERS = {
    "kode": Parameter("Kode indikator"),
    "tingkat": Parameter("Tingkat wilayah"),
    "a": Parameter("Versi lama", "^[0-9a-z-]+$"),
    "b": Parameter("Versi baru", "^[0-9a-z-]+$"),
    "wilayah": Parameter("Hanya wilayah dengan kode Kemendagri ini"),
    "periode": Parameter("Hanya periode ini (tahun-bulan)"),
    "rincian": Parameter(f"Hanya rincian ini; '{WITHOUT}' berarti tanpa rincian"),
    "sumber": Parameter("Hanya angka register, atau hanya taksiran survei"),
    "bom": Parameter("Awali berkas dengan penanda UTF-8, yang diperlukan sebagian lembar kerja"),
}


@dataclass(frozen=True)
class Operation:
    """What can be asked for at one address.

    ``path`` is below ``ROOT``. ``file`` is the published file that answers it, None where the
    program has to work it out; then ``name`` says what. ``query`` are the parameters that may
    follow. ``schema`` names what the answer looks like in the document.
    """

    name: str
    path: str
    summary: str
    media: str = JSON
    schema: str = ""
    file: str | None = None
    query: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses that the answer names in its header, by relation."""

    @cached_property
    def _compiled(self) -> tuple[Pattern[str], tuple[str, ...]]:
        pattern, _, names = compile_path(self.path)
        return pattern, tuple(names)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in its path."""
        return self._compiled[1]

    def read(self, path: str) -> dict[str, str] | None:
        """Return the parameters in a path below ``ROOT``, None for another address."""
        found = self._compiled[0].fullmatch(path)
        return found.groupdict() if found else None


def _describe_table(suffix: str) -> Operation:
    more = ("bom",) if suffix == "csv" else ()
    path = f"/data/{{kode}}.{suffix}"
    return Operation(
        f"data_{suffix}",
        path,
        f"Seluruh tabel terbit satu indikator ({suffix.upper()})",
        table_formats.MEDIA[suffix],
        "Data" if suffix == "json" else "",
        f"api/v1{path}",
        (*FILTERS, *more),
        {"describedby": "/data/{kode}.csv-metadata.json"} if suffix == "csv" else {},
    )


OPERATIONS = (
    Operation("katalog", "", "Katalog: semua alamat", schema="Katalog", file="api/v1/index.json"),
    Operation(
        "openapi",
        "/openapi.json",
        "Dokumen ini",
        schema="Dokumen",
        file="api/v1/openapi.json",
    ),
    Operation(
        "indikator",
        "/indikator",
        "Daftar indikator",
        schema="DaftarIndikator",
        file="api/v1/indikator/index.json",
    ),
    Operation(
        "satu_indikator",
        "/indikator/{kode}",
        "Satu indikator: definisi, semesta, rincian, tingkat dan periodenya",
        schema="Indikator",
        file="api/v1/indikator/{kode}.json",
    ),
    # Before the table itself, whose suffix it ends with.
    Operation(
        "csvw",
        "/data/{kode}.csv-metadata.json",
        "Uraian tabel CSV (CSV on the Web)",
        "application/csvm+json",
        "Dokumen",
        "api/v1/data/{kode}.csv-metadata.json",
    ),
    *map(_describe_table, table_formats.WRITERS),
    Operation(
        "jsonstat",
        "/data/{kode}.jsonstat",
        "Seluruh tabel terbit satu indikator (JSON-stat 2.0)",
        schema="JsonStat",
        file="api/v1/data/{kode}.jsonstat",
    ),
    Operation(
        "geojson",
        "/batas/{tingkat}.geojson",
        "Batas wilayah (GeoJSON)",
        "application/geo+json",
        "GeoJson",
        "api/v1/batas/{tingkat}.geojson",
    ),
    Operation(
        "topojson",
        "/batas/{tingkat}.topojson",
        "Batas wilayah (TopoJSON)",
        schema="TopoJson",
        file="api/v1/batas/{tingkat}.topojson",
    ),
    Operation(
        "catatan",
        "/catatan",
        "Semua angka UMKM yang pernah diumumkan, dengan sumbernya",
        schema="Catatan",
        file="api/v1/catatan.json",
    ),
    Operation("versi", "/versi", "Versi terbit yang disimpan", schema="DaftarVersi"),
    Operation(
        "beda", "/versi/{a}/beda/{b}", "Angka terbit yang berbeda di dua versi", schema="Beda"
    ),
    Operation(
        "koreksi", "/koreksi", "Angka terbit yang kemudian diterbitkan lain", schema="DaftarKoreksi"
    ),
)


def find(path: str, known: Known) -> tuple[Operation, dict[str, str]]:
    """Return what is asked for at a path below ``ROOT``, and the parameters in it.

    Raises Refusal 404 that names what there is.
    """
    problem = None
    for operation, given in _find_matching(path):
        wrong = next(_find_outside(given, known), None)
        if wrong is None:
            return operation, given
        name, text, there = wrong
        words = PARAMETERS[name].words
        problem = problem or Refusal(404, f"{words} {echo(text)} tidak ada. {list_all(there)}")
    every = (f"{ROOT}{operation.path}" for operation in OPERATIONS)
    raise problem or Refusal(404, f"Alamat {echo(ROOT + path)} tidak ada. {list_all(every)}")


def _find_matching(path: str) -> Iterator[tuple[Operation, dict[str, str]]]:
    for operation in OPERATIONS:
        given = operation.read(path)
        if given is not None:
            yield operation, given


def read_query(operation: Operation, given: list[tuple[str, str]], known: Known) -> dict[str, str]:
    """Return the parameters behind the question mark.

    Raises Refusal 400 for one that is unknown, repeated, or not of its closed list.
    """
    names = [name for name, _ in given]
    for name in names:
        if name not in operation.query:
            rest = list_all(operation.query) if operation.query else "Alamat ini tidak memilikinya."
            raise Refusal(400, f"Parameter {echo(name)} tidak dikenal. {rest}")
        if names.count(name) > 1:
            raise Refusal(400, f"Parameter {echo(name)} ditulis lebih dari sekali.")
    found = dict(given)
    for name, text, there in _find_outside(found, known):
        raise Refusal(400, f"Nilai {echo(text)} untuk '{name}' tidak ada. {list_all(there)}")
    return found


def _find_outside(
    given: Mapping[str, str], known: Known
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each parameter that has a closed list and a value outside of it, with the list."""
    for name, text in given.items():
        there = known(name)
        if there is not None and text not in there:
            yield name, text, there
