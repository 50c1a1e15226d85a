"""A layout is found by its marks, wherever the heading stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data import layouts
from data.errors import InputError, SettingsError
from data.readers import Sheet

HEADING = [
    "ID Usaha",
    "Kecamatan",
    "Kelurahan",
    "Skala Usaha",
    "Pesan Instan",
    "Omzet Setahun (Rp)",
]
TITLE = "DATA UMKM KEADAAN 24 JUNI 2025"
TARGET = ["Indikator", "Wilayah", "Periode", "Target", "Dokumen"]


def laid_out(*rows: list[str | None]) -> layouts.Batch:
    return layouts.apply("a.csv", Sheet("Data", list(rows)))


@pytest.mark.parametrize("above", [1, 2, 3, 4])
def test_heading_is_found_below_the_title_and_rows_keep_their_numbers(above: int) -> None:
    titles = [[TITLE], *[[None]] * (above - 1)]
    body = ["KS1", "Serang", "Cipare", "Mikro", "Ya", None]
    frame = laid_out(*titles, HEADING, body, [None] * 6, body).frame
    assert frame["baris"].tolist() == [above + 2, above + 4]
    assert set(frame["periode"]) == {"2025-06"}
    assert set(frame["kanal_pesan"]) == {"ya"}


def test_heading_may_be_the_first_row_when_the_rows_say_their_period() -> None:
    batch = laid_out(TARGET, ["ber_nib", "Kota Serang", "2025-06", "45,5", "RPJMD"])
    assert batch.layout.name == "target"
    assert batch.frame[["baris", "periode", "nilai"]].values.tolist() == [[2, "2025-06", "45.5"]]


def test_headings_are_compared_without_case_spaces_or_signs() -> None:
    heading = ["id_usaha", " KECAMATAN ", "Kelurahan", "SKALA  USAHA", "Pesan-instan", "x"]
    frame = laid_out([TITLE], heading, ["KS1", "Serang", "Cipare", "Mikro", "T", "y"]).frame
    assert frame.loc[0, ["id_usaha", "kanal_pesan"]].tolist() == ["KS1", "tidak"]


def test_column_that_a_file_lacks_is_unknown() -> None:
    frame = laid_out([TITLE], HEADING[:5], ["KS1", "Serang", "Cipare", "Mikro", "Ya"]).frame
    assert frame["omzet_rp"].isna().all()
    assert frame["punya_nib"].isna().all()


def test_file_with_a_heading_and_no_rows_has_no_rows() -> None:
    assert laid_out([TITLE], HEADING).frame.empty


def test_unknown_layout_names_the_sheet_and_every_known_heading() -> None:
    with pytest.raises(InputError) as raised:
        laid_out(["Nama", "Alamat"], ["x", "y"])
    for word in ("a.csv", "'Data'", "Register UMKM dinas", "ID Usaha", "BOBOT", "Indikator"):
        assert word in str(raised.value)


@pytest.mark.parametrize("title", ["DATA UMKM", "KEADAAN JUNE 2025", "KEADAAN JUNI"])
def test_title_without_a_period_is_shown_with_an_example(title: str) -> None:
    with pytest.raises(InputError) as raised:
        laid_out([title], HEADING)
    assert title in str(raised.value)
    assert "Keadaan Juni 2025" in str(raised.value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2.000.000.000", "2000000000"),
        ("1.234,5", "1234.5"),
        ("500000", "500000"),
        ("-1.000", "-1000"),
        ("45.5", "45.5"),  # a spreadsheet's own number, not 455
        ("1234567.5", "1234567.5"),
        ("2,5 juta", "2,5 juta"),  # left as written for the refusal to show
        ("1.00.000", "1.00.000"),
    ],
)
def test_thousand_dots_go_and_a_decimal_point_stays(written: str, expected: str) -> None:
    frame = laid_out([TITLE], HEADING, ["KS1", "Serang", "Cipare", "Mikro", "Ya", written]).frame
    assert frame["omzet_rp"].tolist() == [expected]


def test_answer_that_the_layout_does_not_know_stays_and_a_known_blank_goes() -> None:
    rows = [["KS1", "Serang", "Cipare", "Mikro", answer, None] for answer in ("-", "Mungkin")]
    frame = laid_out([TITLE], HEADING, *rows).frame
    assert frame["kanal_pesan"].fillna("kosong").tolist() == ["kosong", "Mungkin"]


GOOD = 'judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n[kolom]\nid_usaha = ["ID"]\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("judul = ", "tidak dapat dibaca"),
        (GOOD.replace('"usaha"', '"toko"'), "'tabel'"),
        (GOOD.replace("id_usaha", "nama_toko"), "nama_toko"),
        (GOOD.replace('penanda = ["ID"]\n', ""), "penanda"),
        ('judul = "A"\ntabel = "usaha"\npenanda = []\n', "kolom"),
    ],
)
def test_faulty_layout_names_itself_and_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, named: str
) -> None:
    monkeypatch.setattr(layouts, "FOLDER", tmp_path)
    (tmp_path / "baru.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"baru\.toml.*{re.escape(named)}"):
        layouts.layouts.__wrapped__()


def test_every_shipped_layout_can_be_told_from_the_others() -> None:
    shipped = layouts.layouts()
    assert len(shipped) >= 3
    for layout in shipped:
        for other in shipped:
            assert layout is other or not set(other.marks) <= set(layout.marks)
