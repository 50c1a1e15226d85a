"""Every sample file becomes, row by row, what ``tests/files/harapan.toml`` says of it."""

from __future__ import annotations

import importlib.util
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.errors import InputError
from data.layouts import recognition
from data.layouts.headings import find_heading_row
from data.layouts.proposals import propose
from data.layouts.recognition import PlacedLayout
from data.store.store import Store
from data.tables import TABLES
from tests.data.reading import only
from tests.data.rows import Workspace

pytestmark = pytest.mark.lambat

FILES = Path(__file__).parents[1] / "files"
EXPECTED = tomllib.loads((FILES / "harapan.toml").read_text(encoding="utf-8"))
TAKEN = [one for one in EXPECTED["berkas"] if "tolak" not in one]
REFUSED = [one for one in EXPECTED["berkas"] if "tolak" in one]
# Built apart from the others: beside another file of its table, or as a register for the coaching
# lists, they would make them come out otherwise.
APART = ("oss_nib/proyek_oss_2025-12.csv", "register_dinas/")
COUNTS = ("dibaca", "diterima", "dilipat", "ditolak")
SEVERITIES = ("galat", "peringatan", "ubahan", "lipat")
OTHERS = {"pembaca", "acuan_survei"}  # files that the tests of readers and of surveys know
WIDE = ("mikro", "kecil", "menengah")


@dataclass(frozen=True)
class Built:
    """Some files built together, and how their sheets were recognised."""

    store: Store
    identity: duckdb.DuckDBPyConnection
    found: dict[tuple[str, str], PlacedLayout]

    def counts(self, name: str) -> dict[str, Any]:
        (one,) = [file for file in self.store.record["berkas"] if file["berkas"] == name]
        return one

    def findings(self, name: str, severity: str) -> dict[str, list[int]]:
        """Return the rows of every rule, one number a finding."""
        rows = self.store.query(
            "select aturan, list(baris order by baris) as baris from temuan "
            "where berkas = $name and tingkat = $severity group by aturan",
            {"name": name, "severity": severity},
        )
        return {rule: list(map(int, numbers)) for rule, numbers in rows.itertuples(index=False)}

    def cell(self, table: str, name: str, row: int, column: str) -> list[object]:
        """Return the distinct contents of one cell as it was taken in, dates as text."""
        private = column in TABLES[table].private
        where = "berkas = $1 and baris = $2"
        if table == "agregat" and column in WIDE:
            where, column = f"{where} and skala = '{column}'", "nilai"
        sql = f"select distinct {column} as isi from {table} where {where}"
        if private:
            rows = self.identity.execute(sql, [name, row]).fetchall()
        else:
            rows = self.store.query(sql, [name, row]).itertuples(index=False, name=None)
        return [str(v)[:10] if hasattr(v, "year") else v for (v,) in rows]


def built(folder: Path, names: list[str]) -> Built:
    made = Workspace(folder)
    found: dict[tuple[str, str], PlacedLayout] = {}
    recognise = recognition.recognise

    def noting(berkas: str, sheet: str, rows: Any, period: str | None) -> PlacedLayout:
        found[berkas, sheet] = recognise(berkas, sheet, rows, period)
        return found[berkas, sheet]

    for name in names:
        (made.raw / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FILES / name, made.raw / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognition, "recognise", noting)
        store = made.build()
    return Built(store, duckdb.connect(str(made.identity), read_only=True), found)


@pytest.fixture(scope="module")
def alone(fence: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Built]]:
    """Every file as if it had been sent alone: built with none that could change it."""
    names = sorted({one["nama"] for one in TAKEN})
    apart = [name for name in names if name.startswith(APART)]
    others = [name for name in names if name not in apart]
    found: dict[str, Built] = {}
    for group in (others, apart):
        made = built(tmp_path_factory.mktemp("berkas"), group)
        found |= dict.fromkeys(group, made)
    yield found


def name_of(one: dict[str, Any]) -> str:
    """Return what a file, or a sheet of it, is called in the store."""
    return f"{one['nama']} [{one['lembar']}]" if "lembar" in one else one["nama"]


@pytest.mark.parametrize("one", TAKEN, ids=name_of)
def test_counts_and_findings_are_those_of_the_list(
    one: dict[str, Any], alone: dict[str, Built]
) -> None:
    made, name = alone[one["nama"]], name_of(one)
    counts = made.counts(name)
    assert {key: counts[key] for key in COUNTS} == {key: one[key] for key in COUNTS}
    assert (counts["tabel"], counts["layout"]) == (one["tabel"], one["tata_letak"])
    for severity in SEVERITIES:
        assert made.findings(name, severity) == one.get(severity, {}), severity


@pytest.mark.parametrize("one", TAKEN, ids=name_of)
def test_heading_period_cells_and_pairs_are_those_of_the_list(
    one: dict[str, Any], alone: dict[str, Built]
) -> None:
    made, name = alone[one["nama"]], name_of(one)
    (heading,) = [
        found.heading + 1
        for (file, sheet), found in made.found.items()
        if file == one["nama"] and sheet == one.get("lembar", sheet)
    ]
    assert heading == one["baris_judul"]
    if "periode" in one:
        periods = made.store.query(
            f"select distinct periode from {one['tabel']} where berkas = $name", {"name": name}
        )
        assert list(periods["periode"]) == [one["periode"]]
    for row, cells in one.get("nilai", {}).items():
        for column, content in cells.items():
            shown = made.cell(one["tabel"], name, int(row), column)
            assert shown == [content], (row, column)
    if one["tabel"] == "usaha":
        pairs = made.identity.execute(
            "select baris_a, baris from dugaan_ganda where berkas = ? order by all", [name]
        ).fetchall()
        assert pairs == [tuple(pair["baris"]) for pair in one.get("mirip", [])]


@pytest.mark.parametrize("one", REFUSED, ids=name_of)
def test_file_that_is_refused_as_a_whole_says_why(one: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        built(tmp_path, [one["nama"]])
    for words in [Path(one["nama"]).name, *one["tolak"]]:
        assert words in str(caught.value)
    assert not (tmp_path / "gudang" / "kini").exists()


@pytest.mark.parametrize("group", EXPECTED["bersama"], ids=lambda group: group["berkas"][0])
def test_files_sent_together_fold_into_one_another(group: dict[str, Any], tmp_path: Path) -> None:
    made = built(tmp_path, group["berkas"])
    for one in group["hasil"]:
        counts = made.counts(one["nama"])
        assert {key: counts[key] for key in COUNTS} == {key: one[key] for key in COUNTS}
        for severity in [key for key in SEVERITIES if key in one]:
            assert made.findings(one["nama"], severity) == one[severity]


def test_the_unknown_file_is_proposed_as_a_person_would_settle_it() -> None:
    (one,) = [one for one in EXPECTED["berkas"] if "pemetaan" in one]
    wanted, table = one["pemetaan"], TABLES[one["pemetaan"]["tabel"]]
    rows = only(FILES / one["nama"])
    heading = find_heading_row(rows)
    assert heading + 1 == one["baris_judul"]
    proposed = {p.column: p.heading for p in propose(rows, heading, table) if p.heading}
    assert {c: h for c, h in proposed.items() if c in wanted["kolom"]} == wanted["kolom"]
    required = {column.name for column in table.columns if column.required}
    assert set(wanted["kurang"]) == required - set(proposed) - {"periode"}


def test_every_file_of_the_folder_is_on_the_list() -> None:
    said = {one["nama"] for one in EXPECTED["berkas"]}
    lying = {
        path.relative_to(FILES).as_posix()
        for path in FILES.glob("*/*")
        if path.parent.name not in {*OTHERS, "__pycache__"}
    }
    assert lying == said
    listed = (FILES / "README.md").read_text(encoding="utf-8")
    assert [name for name in said if Path(name).name not in listed] == []


def test_the_list_itself_adds_up() -> None:
    for one in [*TAKEN, *(one for group in EXPECTED["bersama"] for one in group["hasil"])]:
        assert one["diterima"] + one["dilipat"] + one["ditolak"] == one["dibaca"]
        if "galat" in one or not one["ditolak"]:
            assert len(set().union(*one.get("galat", {}).values())) == one["ditolak"], one["nama"]


def test_the_files_are_those_that_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("buat", FILES / "buat.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HERE", tmp_path)
    script.main()
    written = {path.relative_to(tmp_path): path for path in tmp_path.glob("*/*")}
    assert written
    for name, path in written.items():
        assert path.read_bytes() == (FILES / name).read_bytes(), name
