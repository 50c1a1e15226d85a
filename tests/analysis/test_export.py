"""What a reader takes along says what it is of, and holds the numbers of what was seen."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest

from analysis.definitions.selection import Selection
from analysis.views import courses, export, views
from analysis.views.clusters import make_clusters_heading, read_product_clusters
from analysis.views.cross_tables import (
    FORMS,
    OF_COLUMN,
    OF_ROW,
    list_forms,
    view_cross_table,
)
from analysis.words import theme
from data import helper_process
from data.store.store import Store
from public.pictures.download_file import make_picture
from public.pictures.drawing import draw_svg
from tests.data.rows import Workspace

NEWEST = Selection("2025-06")


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.publik


def read_csv(content: bytes) -> tuple[dict[str, str], list[list[str]]]:
    lines = content.decode("utf-8-sig").splitlines()
    about = dict(csv.reader((ln for ln in lines if ln.startswith("# ")), delimiter=";"))
    return about, list(csv.reader((ln for ln in lines if not ln.startswith("# ")), delimiter=";"))


def test_a_file_says_what_it_is_of_and_how_it_is_quoted(store: Store) -> None:
    view = views.view_by_area(store, "berusaha_daring", "kecamatan", NEWEST)
    about, rows = read_csv(export.write_csv(export.export_view(store, view)))
    assert about["# Judul"] == view.heading.subject
    assert (about["# Wilayah"], about["# Periode"]) == ("Kota Serang", "Juni 2025")
    assert about["# Definisi"] == view.indicator.definisi
    assert about["# Asal"] == "Data sintetis"
    assert store.record["versi"] in about["# Versi"]
    assert about["# Lisensi"] == export.UNLICENSED
    assert view.title in about["# Kutip sebagai"] and "data sintetis" in about["# Kutip sebagai"]
    assert [row[0] for row in rows[1:]] == [row.code for row in view.rows]


def test_clusters_are_taken_along_with_every_count_and_no_withheld_one(store: Store) -> None:
    chosen = Selection("2023-06")
    found = read_product_clusters(store, chosen)
    made = export.export_clusters(store, make_clusters_heading(chosen, found), found)
    about, (names, *rows) = read_csv(export.write_csv(made))
    assert "# Tanda x" in about
    for cluster, row in zip(found, rows, strict=True):
        said = dict(zip(names, row, strict=True))
        assert said["Usaha"] == str(cluster.n)
        assert said["Daring"] == ("" if cluster.online is None else str(cluster.online))
        assert said["Tanda"] == ("x" if cluster.online is None else "")
    for drawn, cluster in zip(made.drawn, found, strict=True):
        assert sum(length for length, *_ in drawn.parts) == cluster.n


def test_lines_and_the_ladder_are_taken_along_with_the_cubes_values(store: Store) -> None:
    story = courses.read_story(store, "berusaha_daring", NEWEST)
    made = export.export_story(store, story, "berusaha_daring")
    about, (names, *rows) = read_csv(export.write_csv(made))
    assert about["# Periode"] == "Juni 2022 sampai Juni 2025"
    assert names[:4] == ["Garis", "Kode", "Periode", "Nilai"]
    values = [(c.name, r.code, r.value) for c in story.courses for r in c.rows]
    values += [("Target", goal.period, goal.value) for goal in story.goals]
    assert [(row[0], row[1], float(row[3].replace(",", "."))) for row in rows] == values
    ladder = courses.read_ladder(store, NEWEST)
    _, (_, *steps) = read_csv(export.write_csv(export.export_ladder(store, ladder)))
    assert len(steps) == sum(len(rows) for _, rows in ladder.areas)
    assert {row[2] for row in steps} == set(ladder.steps.values())


def test_the_picture_of_lines_has_every_line_every_interval_and_the_path_of_targets(
    store: Store,
) -> None:
    for kode, chosen in (("berusaha_daring", NEWEST), ("tangga_digital", NEWEST)):
        read = courses.read_story if kode == "berusaha_daring" else None
        story = read(store, kode, chosen) if read else courses.read_ladder_story(store, chosen)
        made = export.export_story(store, story, kode)
        assert made.pictured
        known = [(c.name, [row.value for row in c.rows]) for c in story.courses if c.published]
        known += [("Target", [goal.value for goal in story.goals])] if story.goals else []
        assert [(ln.name, [m.value for m in ln.marks]) for ln in made.lines] == known
        drawing = draw_svg(make_picture(json.loads(export.to_json(made))))
        words = " ".join(re.findall(r"<text[^>]*>([^<]*)", drawing))
        for line in made.lines:
            last = next(mark for mark in reversed(line.marks) if mark.value is not None)
            assert last.text in words
        assert drawing.count("<circle") == sum(
            mark.value is not None
            for line in made.lines
            for mark in line.marks
            if line.look != "target"
        )


def test_the_picture_of_the_ladder_has_a_bar_an_area_and_names_every_step(store: Store) -> None:
    for periode in ("2022-06", "2025-06"):
        ladder = courses.read_ladder(store, Selection(periode))
        made = export.export_ladder(store, ladder)
        for mark, (name, rows) in zip(made.drawn, ladder.areas, strict=True):
            assert mark.label == name
            assert sum(length for length, *_ in mark.parts) == pytest.approx(100)
            told = [part for part in mark.parts if part[1] != "tertutup"]
            assert [length for length, *_ in told] == [r.value for r in rows if r.value is not None]
        drawing = draw_svg(make_picture(json.loads(export.to_json(made))))
        for words in ladder.steps.values():
            assert words in drawing


def test_a_withheld_step_has_no_length_of_its_own_in_the_picture(store: Store) -> None:
    ladder = courses.read_ladder(store, NEWEST)
    name, rows = ladder.areas[0]
    hidden = (rows[0], *(replace(row, value=None, text="x", sign="x") for row in rows[1:]))
    made = export.export_ladder(store, replace(ladder, areas=((name, hidden),)))
    (mark,) = made.drawn
    assert rows[0].value is not None
    assert mark.parts == (
        (rows[0].value, "tahap-0_1", rows[0].text),
        (pytest.approx(100 - rows[0].value), "tertutup", "x"),
    )
    assert made.key[-1] == ("tertutup", theme.SIGNS["x"])
    assert "stroke" in draw_svg(make_picture(json.loads(export.to_json(made))))


# Cross-tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kode", ["jumlah_umkm", "berusaha_daring"])
def test_per_cent_of_rows_and_columns_come_from_published_counts(store: Store, kode: str) -> None:
    values = view_cross_table(store, kode, "sektor", NEWEST)
    count = [
        [r.above if r.above is not None else int(r.value) for r in row] for _, row in values.rows
    ]
    of_row, of_column = (
        view_cross_table(store, kode, "sektor", NEWEST, form) for form in (OF_ROW, OF_COLUMN)
    )
    for number, (_, row) in enumerate(of_row.rows):
        whole = sum(count[number])
        assert [c.value for c in row] == [pytest.approx(100 * n / whole) for n in count[number]]
        assert of_row.totals[number].value == 100
    for place in range(len(values.columns)):
        column = [row[place] for row in count]
        shares = [row[place].value for _, row in of_column.rows]
        assert shares == [pytest.approx(100 * n / sum(column)) for n in column]
        assert of_column.foot[place].value == 100
    assert of_row.title != of_column.title != values.title
    assert "menurut kecamatan" in of_row.heading.subject


def test_a_withheld_cell_stays_its_sign_in_every_form(store: Store) -> None:
    hidden = 0
    for periode in ("2022-06", "2023-06"):
        tables = [
            view_cross_table(store, "berusaha_daring", "produk", Selection(periode), form)
            for form in FORMS
        ]
        for (_, first), *others in zip(*(table.rows for table in tables), strict=True):
            for place, cell in enumerate(first):
                if cell.sign == "x":
                    hidden += 1
                    assert {rows[place].text for _, rows in others} == {"x"}
                    assert {rows[place].value for _, rows in others} == {None}
    assert hidden


def test_answers_that_overlap_and_scores_have_no_per_cent(store: Store) -> None:
    assert list(list_forms("kanal_daring")) == ["nilai"]
    assert list(list_forms("skor_digital")) == ["nilai"]
    assert list(list_forms("jumlah_umkm")) == ["nilai", "baris", "kolom"]
    assert view_cross_table(store, "kanal_daring", "kanal", NEWEST).totals == ()


def test_a_cross_table_is_taken_along_with_its_margins(store: Store) -> None:
    table = view_cross_table(store, "jumlah_umkm", "sektor", NEWEST)
    _, (names, *rows) = read_csv(export.write_csv(export.export_cross(store, table)))
    assert names == ["Kecamatan", *table.columns, "Semua"]
    assert rows[-1][0] == "Kota Serang"
    city = [float(cell.replace(",", ".")) for cell in rows[-1][1:]]
    assert city == [
        sum(float(row[place].replace(",", ".")) for row in rows[:-1])
        for place in range(1, len(names))
    ]


# The forms that another process writes ----------------------------------------------------------


@pytest.mark.lambat
def test_the_other_forms_are_written_by_a_process_of_their_own(store: Store) -> None:
    view = views.view_estimates(store, "berusaha_daring", "", NEWEST)
    made = export.export_view(store, view)
    given = export.to_json(made)
    assert json.loads(given)["drawn"][0]["low"] == view.rows[0].low
    files = {
        form: helper_process.run("public.pictures.download_file", form, given=given)
        for form in ("xlsx", "png", "svg")
    }
    assert files["png"].startswith(b"\x89PNG")
    drawing = files["svg"].decode()
    for row in view.rows:
        assert row.label in drawing and row.text in drawing
    assert drawing.count("<circle") == len(view.rows)
    book = zipfile.ZipFile(io.BytesIO(files["xlsx"]))
    words = book.read("xl/sharedStrings.xml").decode()
    assert "Kutip sebagai" in words and view.rows[0].label in words
