"""The areas of maps come from a file that is made once for each boundary file."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import helper_process
from data.errors import DasborError
from data.settings import SHIPPED_BOUNDARIES, Settings
from geo import boundaries, ready


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a boundary file that the settings name, and nothing kept."""
    file = tmp_path / "batas.geojson"
    shutil.copy(SHIPPED_BOUNDARIES, file)
    given = dataclasses.replace(Settings(), batas_kelurahan=file)
    monkeypatch.setattr(ready, "KEPT", tmp_path / "simpan")
    monkeypatch.setattr(ready, "settings", lambda: given)
    monkeypatch.setattr(boundaries, "settings", lambda: given)
    for kept_in_memory in (ready.read_shapes, ready.read_outlines, ready._read):
        kept_in_memory.cache_clear()
    yield tmp_path
    for kept_in_memory in (ready.read_shapes, ready.read_outlines, ready._read):
        kept_in_memory.cache_clear()


def kept(place: Path) -> list[Path]:
    return sorted((place / "simpan").glob("*"))


def test_what_is_kept_is_what_the_boundaries_are(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.prepare()
    monkeypatch.setattr(helper_process, "run", no_process)
    for level, made in (
        ("kecamatan", boundaries.read_kecamatan),
        ("kelurahan", boundaries.read_kelurahan),
    ):
        features = json.loads(made().to_json())["features"]
        assert list(ready.read_shapes(level).values()) == features
        assert list(ready.read_shapes(level)) == [
            f["properties"]["kode_kemendagri"] for f in features
        ]
    assert len(kept(place)) == 1


def test_another_process_makes_the_same_where_nothing_is_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.prepare()
    (file,) = kept(place)
    content = file.read_bytes()
    file.unlink()
    printed: list[str] = []
    monkeypatch.setattr(helper_process, "run", lambda module: printed.append(module) or content)  # type: ignore[func-returns-value]
    assert len(ready.read_shapes("kelurahan")) == 67
    assert printed == ["geo.ready"]
    assert kept(place) == [file]


def test_the_process_prints_what_is_kept() -> None:
    assert set(json.loads(helper_process.run("geo.ready"))) == {*ready.LEVELS, "garis"}


def test_other_boundaries_have_another_file(place: Path) -> None:
    before = ready._locate_file()
    (place / "batas.prj").write_text("of a shapefile of that name")
    beside = ready._locate_file()
    text = (place / "batas.geojson").read_text()
    (place / "batas.geojson").write_text(f"{text}\n")
    assert len({before, beside, ready._locate_file()}) == 3


def test_a_folder_that_cannot_be_written_costs_no_map(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "simpan").write_text("a file where the folder should be")
    content = ready._draw()
    monkeypatch.setattr(helper_process, "run", lambda module: content)
    assert len(ready.read_shapes("kecamatan")) == 6


def test_a_boundary_file_that_cannot_be_used_is_said(place: Path) -> None:
    (place / "batas.geojson").write_text("{}")
    with pytest.raises(DasborError, match=r"batas\.geojson"):
        ready.prepare()


def no_process(module: str) -> bytes:
    raise AssertionError(module)
