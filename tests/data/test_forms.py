"""Exports of survey tools become data in under ten decisions, by an answers file alone."""

from __future__ import annotations

import csv
import io

import pytest

from data.layouts import recognition
from data.layouts.interview import hold_interview
from data.layouts.mapping_answers import MappingAnswers, add_answer
from data.received import own_layouts
from data.store.store import Store
from tests.data.forms import EXPORTS, PLACES, RIGHT, SIZES
from tests.data.rows import Workspace

pytestmark = pytest.mark.lambat

MOST = 9  # decisions


def map_export(place: Workspace, name: str, text: str, period: str) -> int:
    """Keep a layout for an export, answering what is asked; return the number of decisions: each
    question, and that the proposal is right."""
    rows = [[cell or None for cell in row] for row in csv.reader(
        io.StringIO(text), delimiter=";" if name == "kobo" else ",")]  # fmt: skip
    answers, decided = MappingAnswers(judul=name), 1
    known = recognition.read_layouts()
    held = hold_interview(rows, name, f"{name}.csv", answers, known)
    while held.open:
        (question, *_), decided = held.open, decided + 1
        answers = add_answer(answers, question.key, {"periode": period}[question.key[0]])
        held = hold_interview(rows, name, f"{name}.csv", answers, known)
    own_layouts.keep_layout(held.settle(known), rows)
    (place.raw / f"{name}.csv").write_text(text, encoding="utf-8")
    return decided


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], Store]:
    """How many decisions each export took, and what one build makes of all of them."""
    place = Workspace(tmp_path_factory.mktemp("formulir"))
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        decided = {
            name: map_export(place, name, make(), f"2025-0{number}")
            for number, (name, make) in enumerate(EXPORTS.items(), start=1)
        }
        return decided, place.build()


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_mapped_in_under_ten_decisions_and_every_answer_is_right(
    mapped: tuple[dict[str, int], Store], name: str
) -> None:
    decided, store = mapped
    rows = store.query_rows(
        "select skala, punya_nib, bayar_digital, kanal_pesan, kanal_medsos, kanal_marketplace, "
        "kanal_situs from usaha where berkas = ? order by baris", [f"{name}.csv"]
    )  # fmt: skip
    found = [tuple(row.values()) for row in rows]
    yes = [n % 2 == 0 for n in range(len(PLACES))]
    assert found == [
        (size.lower(), said, said, *right)
        for size, said, right in zip(SIZES, yes, RIGHT, strict=True)
    ]
    asked = store.query_rows(
        "select distinct aturan, kolom from temuan where berkas = ? and "
        "(aturan = 'hanya_ya' or ends_with(aturan, '_ditanyakan'))", [f"{name}.csv"]
    )  # fmt: skip
    assert decided[name] + len(asked) <= MOST
    assert decided[name] + len(asked) >= 2  # the proposal as a whole, and the period


@pytest.mark.parametrize("name", EXPORTS)
def test_what_a_tool_adds_of_its_own_is_no_column_of_the_register(name: str) -> None:
    lines = csv.reader(io.StringIO(EXPORTS[name]()), delimiter=";" if name == "kobo" else ",")
    rows = [[cell or None for cell in row] for row in lines]
    held = hold_interview(rows, name, "a.csv", MappingAnswers(), recognition.read_layouts())
    assert set(held.chosen) == {
        *("nama_usaha", "nama_pemilik", "telepon", "kecamatan", "kelurahan", "skala"),
        *("punya_nib", "bayar_digital"),
    }


def test_places_of_an_export_are_those_of_its_answers(
    mapped: tuple[dict[str, int], Store],
) -> None:
    _, store = mapped
    rows = store.query_rows("select left(kode_kelurahan, 8) as kec, count(*) as n from usaha "
                            "group by all order by all")  # fmt: skip
    assert {row["n"] for row in rows if row["kec"] == "36.73.01"} == {2 * len(EXPORTS)}
    assert sum(row["n"] for row in rows) == len(PLACES) * len(EXPORTS)
