"""A layout is found by its marks, wherever the heading stands, and says what each cell means."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

import pandas as pd
import pytest

from data import layouts
from data.errors import InputError, SettingsError
from tests.data.rows import Workspace

Row = Sequence[str | None]
HEADING = [
    "ID Usaha",
    "Kecamatan",
    "Kelurahan",
    "Skala Usaha",
    "Pesan Instan",
    "Omzet Setahun (Rp)",
]
BODY = ["KS1", "Serang", "Cipare", "Mikro", "Ya", None]
TITLE = "DATA UMKM KEADAAN 24 JUNI 2025"
TARGET = ["Indikator", "Wilayah", "Periode", "Target", "Dokumen"]


def built(place: Workspace, table: str, *rows: Row) -> pd.DataFrame:
    """Return what the real build makes of a file with these rows."""
    with (place.raw / "a.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(rows)
    return place.build().query(f"select * from {table} order by baris")


@pytest.mark.parametrize("above", [1, 2, 3, 4])
def test_heading_is_found_below_the_title_and_rows_keep_their_numbers(
    workspace: Workspace, above: int
) -> None:
    titles: list[Row] = [[TITLE], *[[None]] * (above - 1)]
    other = ["KS2", *BODY[1:]]
    found = built(workspace, "usaha", *titles, HEADING, BODY, [None] * 6, other)
    assert found["baris"].tolist() == [above + 2, above + 4]
    assert set(found["periode"]) == {"2025-06"}
    assert set(found["kanal_pesan"]) == {True}


def test_heading_may_be_the_first_row_when_the_rows_say_their_period(workspace: Workspace) -> None:
    found = built(
        workspace, "target", TARGET, ["ber_nib", "Kota Serang", "2025-06", "45,5", "RPJMD"]
    )
    assert found[["baris", "periode", "nilai"]].values.tolist() == [[2, "2025-06", 45.5]]


def test_headings_are_compared_without_case_spaces_or_signs(workspace: Workspace) -> None:
    heading = ["id_usaha", " KECAMATAN ", "Kelurahan", "SKALA  USAHA", "Pesan-instan", "x"]
    found = built(workspace, "usaha", [TITLE], heading, [*BODY[:4], "T", "y"])
    assert found.loc[0, ["id_usaha", "kanal_pesan"]].tolist() == ["KS1", False]


def test_column_that_a_file_lacks_is_unknown(workspace: Workspace) -> None:
    found = built(workspace, "usaha", [TITLE], HEADING[:5], BODY[:5])
    assert found["omzet_rp"].isna().all()
    assert found["punya_nib"].isna().all()


def test_file_with_a_heading_and_no_rows_has_no_rows(workspace: Workspace) -> None:
    assert built(workspace, "usaha", [TITLE], HEADING).empty


def test_unknown_layout_names_the_sheet_and_every_known_heading() -> None:
    with pytest.raises(InputError) as raised:
        layouts.recognise("a.csv", "Data", [["Nama", "Alamat"], ["x", "y"]])
    for word in ("a.csv", "'Data'", "Register UMKM dinas", "ID Usaha", "BOBOT", "Indikator"):
        assert word in str(raised.value)


@pytest.mark.parametrize("title", ["DATA UMKM", "KEADAAN JUNE 2025", "KEADAAN JUNI"])
def test_title_without_a_period_is_shown_with_an_example(title: str) -> None:
    with pytest.raises(InputError) as raised:
        layouts.recognise("a.csv", "Data", [[title], HEADING])
    assert title in str(raised.value)
    assert "Keadaan Juni 2025" in str(raised.value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2.000.000.000", 2_000_000_000),
        ("500000", 500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("12,0", 12),
        ("12,5", None),
        ("2,5 juta", None),
        ("1.00.000", None),
        ("-1.000", None),
    ],
)
def test_thousand_dots_go_and_what_is_no_whole_amount_is_refused_as_it_was_written(
    workspace: Workspace, written: str, expected: int | None
) -> None:
    found = built(workspace, "usaha", [TITLE], HEADING, [*BODY[:5], written])
    assert found["omzet_rp"].tolist() == ([] if expected is None else [expected])
    told = workspace.gudang.query("select nilai from temuan where kolom = 'omzet_rp'")
    assert told["nilai"].tolist() == ([written] if expected is None else [])


def test_answer_that_the_layout_does_not_know_is_refused_and_a_known_blank_is_unknown(
    workspace: Workspace,
) -> None:
    rows = [[f"KS{n}", *BODY[1:4], answer, None] for n, answer in enumerate(["-", "Mungkin", "v"])]
    found = built(workspace, "usaha", [TITLE], HEADING, *rows)
    assert dict(zip(found["id_usaha"], found["kanal_pesan"].astype(object), strict=True)) == {
        "KS0": pd.NA,
        "KS2": True,
    }
    told = workspace.gudang.query("select nilai from temuan where kolom = 'kanal_pesan'")
    assert told["nilai"].tolist() == ["Mungkin"]


GOOD = 'judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n[kolom]\nid_usaha = ["ID"]\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("judul = ", "tidak dapat dibaca"),
        (GOOD.replace('"usaha"', '"toko"'), "'tabel'"),
        (GOOD.replace("id_usaha", "nama_toko"), "nama_toko"),
        (GOOD.replace('penanda = ["ID"]\n', ""), "penanda"),
        (GOOD.replace('["ID"]\n[', "[]\n["), "penanda"),
        (GOOD.replace('id_usaha = ["ID"]', "id_usaha = 5"), "salah bentuk"),
        (GOOD + '[lain]\nx = "y"\n', "lain"),
        ('judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n', "kolom"),
    ],
)
def test_faulty_layout_of_an_office_names_itself_and_what_is_wrong(
    workspace: Workspace, text: str, named: str
) -> None:
    own = workspace.settings.tata_letak
    own.mkdir()
    (own / "baru.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"baru\.toml.*{re.escape(named)}"):
        layouts.layouts()


def test_every_shipped_layout_can_be_told_from_the_others() -> None:
    shipped = layouts.layouts()
    assert len(shipped) >= 9
    for layout in shipped:
        for other in shipped:
            assert layout is other or not set(other.marks) <= set(layout.marks)
