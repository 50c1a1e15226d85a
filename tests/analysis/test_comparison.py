"""A value is compared only where universe and definition agree; otherwise it is said why not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.release.publish import publish
from analysis.views.comparison import (
    BANDS,
    Comparison,
    choose_band,
    compute_achievement,
    find_nearest_benchmark,
    find_value,
    make_comparisons,
    write_achievement,
)
from analysis.words import theme
from tests.data.rows import TODAY, Workspace, write_register

NEWEST = "2025-06"
KASEMEN = Selection(NEWEST, "36.73.02")
SINGLE = [kode for kode, entry in INDICATORS.items() if not entry.labels]


def of(demo: Workspace, kode: str, chosen: Selection) -> dict[str, Comparison]:
    return {found.kind: found for found in make_comparisons(demo.publik, kode, chosen)}


@pytest.mark.parametrize("kode", SINGLE)
@pytest.mark.parametrize(
    "chosen",
    [Selection(NEWEST), Selection("2022-06"), KASEMEN, Selection(NEWEST, CITY, "mikro")],
    ids=["city", "first", "kecamatan", "class"],
)
def test_every_comparison_has_a_difference_and_words_or_a_reason(
    demo: Workspace, kode: str, chosen: Selection
) -> None:
    found = make_comparisons(demo.publik, kode, chosen)
    assert [c.kind for c in found] == ["target", "sebelum", "kota", "acuan"]
    now = find_value(demo.publik, kode, chosen)
    for c in found:
        assert c.name
        assert (c.difference is None) == bool(c.reason) == (not c.words)
        if c.difference is not None:
            assert now is not None and now.value is not None and c.value is not None
            assert c.difference == pytest.approx(now.value - c.value)


def test_the_share_selling_online_is_compared_with_all_that_agree(demo: Workspace) -> None:
    city = of(demo, "berusaha_daring", Selection(NEWEST))
    assert city["target"].value == 45 and city["target"].synthetic
    assert city["sebelum"].words.endswith("sejak Juni 2024")
    assert city["kota"].reason == "Angka ini sendiri untuk seluruh kota."
    part = of(demo, "berusaha_daring", KASEMEN)
    assert part["kota"].words.endswith("poin persen di bawah kota")


@pytest.mark.parametrize(
    ("periode", "date"),
    [("2022-06", "15 September 2022"), ("2023-06", "2023"), ("2025-06", "2023")],
)
def test_the_benchmark_nearest_in_time_stands_beside_it_and_says_why_it_is_no_comparison(
    demo: Workspace, periode: str, date: str
) -> None:
    found = of(demo, "berusaha_daring", Selection(periode))["acuan"]
    values = {"15 September 2022": 34.10, "2023": 41.51}
    assert (found.name, found.value) == (f"Indonesia (BPS, {date})", values[date])
    assert found.difference is None
    assert "seluruh usaha" in found.reason


def benchmark(date: str, place: str = "Indonesia") -> dict[str, object]:
    return {"wilayah": place, "keadaan": date if "-" in date else None, "periode": date[:4]}


@pytest.mark.parametrize(
    ("periode", "nearest"),
    [("2022-06", "2022-09-15"), ("2022-03", "2021-12-31"), ("2021-01", "2021-12-31"),
     ("2026-01", "2023")],
)  # fmt: skip
def test_of_several_benchmarks_the_date_decides_and_another_place_comes_last(
    periode: str, nearest: str
) -> None:
    rows = [benchmark(date) for date in ("2021-12-31", "2022-09-15", "2023")]
    here = benchmark(periode, "Banten")
    assert find_nearest_benchmark([here, *rows], periode) == benchmark(nearest)
    assert find_nearest_benchmark([here], periode) == here


def test_small_and_medium_is_never_set_beside_the_national_share(demo: Workspace) -> None:
    found = of(demo, "kecil_menengah", Selection(NEWEST))["acuan"]
    assert (found.value, found.difference) == (pytest.approx(3.06), None)
    assert "kriteria" in found.reason


def test_merchants_of_qris_are_no_benchmark_of_payment(demo: Workspace) -> None:
    found = of(demo, "bayar_digital", Selection(NEWEST))["acuan"]
    assert found.difference is None and found.reason


def test_a_count_of_a_kecamatan_is_a_part_of_the_citys_and_not_less_than_it(
    demo: Workspace,
) -> None:
    found = of(demo, "jumlah_umkm", KASEMEN)["kota"]
    assert found.difference is None and "bagian dari jumlah kota" in found.reason


def test_a_withheld_value_is_compared_with_nothing(demo: Workspace) -> None:
    hidden = demo.publik.query(
        "select indikator, periode, kode_wilayah from sel where tanda = 'x' and dimensi = '' "
        "and sumber = 'register' and tingkat in ('kota', 'kecamatan')"
    )
    assert len(hidden)
    for kode, periode, area in hidden.itertuples(index=False):
        found = of(demo, kode, Selection(periode, area))
        assert {c.difference for c in found.values()} == {None}
        assert "dirahasiakan" in found["sebelum"].reason or periode == "2022-06"


@pytest.mark.lambat
def test_classes_by_another_criterion_are_not_compared(workspace: Workspace) -> None:
    rows = [{"skala": "Mikro"}] * 30 + [{"skala": "Kecil"}] * 30
    for number, (title, criterion) in enumerate(
        [("JUNI 2024", "UU 20/2008"), ("JUNI 2025", "PP 7/2021")]
    ):
        written = [row | {"kriteria_skala": criterion, "sintetis": "Ya"} for row in rows]
        write_register(workspace.raw / "sintetis" / f"{number}.csv", written, f"KEADAAN {title}")
    workspace.build()
    publish(workspace.settings, date.fromisoformat(TODAY))
    found = {
        c.kind: c for c in make_comparisons(workspace.publik, "kecil_menengah", Selection(NEWEST))
    }
    assert "Kriteria skala kedua periode berbeda" in found["sebelum"].reason


@pytest.mark.parametrize(
    ("value", "goal", "direction", "achieved", "word"),
    [
        (45.5, 50.0, "naik", 91.0, "sangat baik"),
        (45.499, 50.0, "naik", 90.998, "baik"),
        (38.0, 50.0, "naik", 76.0, "baik"),
        (33.0, 50.0, "naik", 66.0, "cukup"),
        (25.5, 50.0, "naik", 51.0, "kurang"),
        (25.0, 50.0, "naik", 50.0, "sangat kurang"),
        (60.0, 50.0, "naik", 120.0, "sangat baik"),
        (40.0, 50.0, "turun", 120.0, "sangat baik"),
        (60.0, 50.0, "turun", 80.0, "baik"),
    ],
)
def test_capaian_and_its_word_by_hand(
    value: float, goal: float, direction: str, achieved: float, word: str
) -> None:
    found = compute_achievement(value, goal, direction)
    assert found == pytest.approx(achieved)
    assert found is not None and choose_band(found) == word


def test_a_target_of_zero_has_no_capaian() -> None:
    assert compute_achievement(5, 0, "naik") is None


@given(st.floats(0, 300), st.floats(0, 300))
def test_more_achieved_never_has_a_worse_word(one: float, other: float) -> None:
    words = [*(word for _, word in BANDS), "sangat kurang"]
    low, high = sorted((one, other))
    assert words.index(choose_band(high)) <= words.index(choose_band(low))


def test_words_carry_the_unit(demo: Workspace) -> None:
    found = of(demo, "berusaha_daring", Selection(NEWEST))["sebelum"]
    assert found.words == f"{theme.signed(found.difference, 'poin persen')} sejak Juni 2024"


@given(st.floats(0, 200, allow_nan=False))
def test_a_printed_capaian_is_never_of_another_word_than_the_value(achieved: float) -> None:
    text = write_achievement(achieved)
    printed = float(text.removesuffix("\u00a0%").replace(".", "").replace(",", "."))
    assert choose_band(printed) == choose_band(achieved)


@pytest.mark.parametrize(
    ("achieved", "text"),
    [(90.95, "90,95 %"), (90.949, "90,9 %"), (91.0, "91,0 %"), (75.04, "75,0 %"),
     (75.9999, "75,9999 %"), (50.999999, "50,999999 %")],
)  # fmt: skip
def test_the_print_shows_the_digit_that_decides(achieved: float, text: str) -> None:
    assert write_achievement(achieved) == text.replace(" ", "\u00a0")
