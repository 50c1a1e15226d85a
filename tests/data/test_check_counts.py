"""Every row that is read is accepted, refused or folded, and none of them twice."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from data.errors import InputError
from tests.data.rows import FIRST_ROW, HEADINGS, Workspace, findings, ids, one
from tests.data.sent import OWN, Told, register, sends, text
from tests.pace import examples

# Spaces of all kinds, line ends and marks of no width: what a person does not see.
UNSEEN = dict.fromkeys(map(ord, "\u00a0\u202f\t\n\r\u200b\ufeff"), " ")


def counts(file: Mapping[str, int]) -> tuple[int, int, int, int]:
    """Return how many rows of a file were read, accepted, refused and folded."""
    return file["dibaca"], file["diterima"], file["ditolak"], file["dilipat"]


SAME = {"id_usaha": f"KS7{OWN}", "produk": "Tempe"}


@sends(lambda: register(SAME, {}, SAME, SAME))
def test_rows_that_say_the_same_are_counted_once_and_leave_a_trace(told: Told) -> None:
    assert ids(told) == ["KS000002", "KS7"]
    assert findings(told) == [
        (FIRST_ROW + 2, None, None, "baris_sama", "lipat"),
        (FIRST_ROW + 3, None, None, "baris_sama", "lipat"),
    ]
    (file,) = told.record["berkas"]
    assert counts(file) == (4, 2, 0, 2)


WIDTH = len(HEADINGS)


@sends(
    lambda: text(register({}))
    + ";" * WIDTH + "\n" + " ;" * WIDTH + "\n" + ";" * WIDTH + "Catatan: dikira\n"
)  # fmt: skip
def test_a_remark_below_the_rows_is_folded_and_a_blank_row_is_none(told: Told) -> None:
    assert findings(told) == [(FIRST_ROW + 3, None, None, "baris_keterangan", "lipat")]
    (file,) = told.record["berkas"]
    assert counts(file) == (2, 1, 0, 1)


@sends(lambda: register({}, HEADINGS, {}))
def test_a_heading_that_stands_again_is_folded(told: Told) -> None:
    assert findings(told) == [(FIRST_ROW + 1, None, None, "judul_berulang", "lipat")]
    assert ids(told) == ["KS000001", "KS000003"]


def test_sheets_of_a_workbook_are_counted_one_by_one(workspace: Workspace) -> None:
    import xlsxwriter

    heading = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan"]
    with xlsxwriter.Workbook(workspace.raw / "a.xlsx") as book:
        for name, skala in (("Serang", "Mikro"), ("Curug", "Besar")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["KEADAAN JUNI 2025"])
            page.write_row(1, 0, heading)
            page.write_row(2, 0, [f"KS-{name}", "Serang", "Cipare", skala, "Ya"])
        book.add_worksheet("Sheet3")
    store = workspace.build()
    assert ids(store) == ["KS-Serang"]
    assert [(f["berkas"], *counts(f)) for f in store.record["berkas"]] == [
        ("a.xlsx [Serang]", 1, 1, 0, 0),
        ("a.xlsx [Curug]", 1, 0, 1, 0),
    ]


def test_a_sheet_of_unknown_layout_is_passed_over_and_said_beside_a_known_one(
    workspace: Workspace,
) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(workspace.raw / "a.xlsx") as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, ["Indikator", "Wilayah", "Periode", "Target", "Dokumen"])
        page.write_row(1, 0, ["ber_nib", "Kota Serang", "2025-06", 45, "RPJMD"])
        book.add_worksheet("Petunjuk").write_row(0, 0, ["Isi lembar Data", "lalu kirim"])
    store = workspace.build()
    assert one(store, "select nilai from target") == 45
    assert [file["berkas"] for file in store.record["berkas"]] == ["a.xlsx [Data]"]
    found = store.query("select berkas, aturan, tingkat from temuan")
    assert found.values.tolist() == [["a.xlsx [Petunjuk]", "lembar_tak_dikenal", "peringatan"]]


cell = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from(
        ["Ya", "Tidak", "Mikro", "Serang", "Cipare", "KS1", "2025", "1.234,5", "nan", "inf", "-",
         "1e999", "9" * 30, "10391", "'; drop table usaha; --", "\u00a0", "0", "\r", '"']
    ),
)  # fmt: skip


@given(st.lists(st.lists(cell, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=6))
@example([["\x00"] * len(HEADINGS)])
@examples(60, 6)
def test_any_table_of_text_loses_no_row_and_raises_nothing_but_input_errors(
    rows: list[list[str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder))
        with (place.raw / "a.csv").open("w", encoding="utf-8", newline="") as handle:
            out = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL)
            out.writerows([["KEADAAN JUNI 2025"], list(HEADINGS.values()), *rows])
        try:
            store = place.build()
        except InputError as error:
            assert "a.csv" in str(error)
            return
        (file,) = store.record["berkas"]
        read, accepted, refused, folded = counts(file)
        filled = sum(any(one_.translate(UNSEEN).strip(" ") for one_ in row) for row in rows)
        assert accepted + refused + folded == read == filled
        assert one(store, "select count(*) from usaha") == accepted
