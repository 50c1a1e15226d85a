"""A release is refused when anybody can tell a small count, and each protection that is switched
off is noticed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.audit.judge import gather
from analysis.audit.releases import SeenRelease
from analysis.count import rounded
from data.errors import DasborError
from tests.analysis.mutants import public, scholars, served, shown, small, truth, whole
from tests.data.rows import Workspace
from tests.pace import sometimes

pytestmark = pytest.mark.parametrize("thin_place", ["detailed"], indirect=True)
SURVEY = {
    "indikator": "berusaha_daring",
    "tingkat": "kota",
    "kode_wilayah": "36.73",
    "periode": "2025-06",
    "dimensi": "",
    "kategori": "",
    "nilai": 40.0,
    "n": 120,
    "tanda": "",
    "sumber": "survei",
    "asal": "sintetis",
}


def with_survey(release: SeenRelease, **cells: object) -> SeenRelease:
    row = pd.DataFrame([SURVEY | cells])
    return replace(release, cells=pd.concat([release.cells.astype(object), row]))


def test_what_is_published_is_safe_for_every_audience(thin_place: Workspace) -> None:
    verdict = whole(thin_place, served(thin_place))
    assert verdict.safe, verdict.lines()
    assert verdict.bounded > 500
    assert verdict.lines()[-1].startswith("Aman. Tabel dibaca: ")


def test_without_the_primary_rule_every_small_count_is_read(thin_place: Workspace) -> None:
    release = served(thin_place)
    mutant = shown(thin_place, release, small)
    verdict = public(thin_place, mutant)
    assert not verdict.safe
    exactly = [finding for finding in verdict.findings if "tepat" in finding.how]
    assert len(exactly) > 100


def test_without_complementary_cells_small_counts_are_worked_out(thin_place: Workspace) -> None:
    mutant = shown(thin_place, served(thin_place), lambda rows: ~small(rows))
    verdict = public(thin_place, mutant)
    assert not verdict.safe
    assert all(finding.tables for finding in verdict.findings)


@sometimes
def test_a_row_of_which_only_the_counts_are_withheld_is_noticed(thin_place: Workspace) -> None:
    """The denominator of a withheld share bounds both of its answers."""
    few = shown(
        thin_place,
        served(thin_place),
        lambda rows: rows["penyebut"].between(1, 9).fillna(False),
        ["penyebut"],
    )
    verdict = public(thin_place, few)
    assert not verdict.safe


@sometimes
def test_a_percentage_is_its_counts(thin_place: Workspace) -> None:
    """The number who answered is public for the kelurahan; the percentage gives the rest away."""
    mutant = shown(
        thin_place,
        served(thin_place),
        lambda rows: small(rows) & rows["nilai"].notna() & rows["penyebut"].notna(),
        ["nilai"],
    )
    assert not public(thin_place, mutant).safe


def test_what_an_earlier_release_showed_counts(thin_place: Workspace) -> None:
    release = served(thin_place)
    before = replace(shown(thin_place, release, lambda rows: ~small(rows)), name="20250101-lama")
    assert public(thin_place, release, release).safe
    verdict = public(thin_place, release, before)
    assert not verdict.safe
    named = {table for finding in verdict.findings for table in finding.tables}
    assert any("(terbitan 20250101-lama)" in table for table in named)


@sometimes
def test_an_earlier_release_of_made_up_data_says_nothing_of_real_ones(
    thin_place: Workspace,
) -> None:
    release = served(thin_place)
    before = shown(thin_place, release, lambda rows: ~small(rows))
    real = before.cells.assign(asal="register")
    assert public(thin_place, release, replace(before, cells=real)).safe


@sometimes
def test_respondents_bound_the_businesses_that_they_are(thin_place: Workspace) -> None:
    release = served(thin_place)
    assert public(thin_place, with_survey(release)).safe
    exact = truth(thin_place, release)
    # A hidden row by class whose count is small: its respondents are all but one of it.
    register = release.select_register()
    hidden = register[register["tanda"] == "x"][["indikator", "kode_wilayah",
        "periode", "dimensi", "kategori"]]  # fmt: skip
    rows = exact.merge(hidden)
    few = rows[(rows["indikator"] == "jumlah_umkm") & rows["n"].between(5, 9)].iloc[0]
    place = {name: few[name] for name in ("tingkat", "kode_wilayah", "dimensi", "kategori")}
    verdict = public(thin_place, with_survey(release, **place, n=int(few["n"]) - 1))
    assert not verdict.safe
    told = [finding for finding in verdict.findings if "banyaknya responden" in str(finding)]
    assert told


def test_a_survey_that_says_how_few_answered_is_noticed(thin_place: Workspace) -> None:
    verdict = public(thin_place, with_survey(served(thin_place), n=9))
    assert [finding.cell for finding in verdict.findings] == [
        "UMKM yang berjualan daring, tingkat kota: banyaknya responden"
    ]


def test_a_number_that_the_data_do_not_say_is_no_release(thin_place: Workspace) -> None:
    release = served(thin_place)
    cells = release.cells.copy()
    first = cells.index[(cells["indikator"] == "jumlah_umkm") & (cells["tingkat"] == "kota")][0]
    cells.loc[first, ["nilai", "n"]] = cells.loc[first, ["nilai", "n"]] + 1
    with pytest.raises(DasborError, match=r"Terbitan tidak sama dengan gudang: .*Kota Serang"):
        public(thin_place, replace(release, cells=cells))


def test_a_cube_that_is_not_rounded_is_noticed(thin_place: Workspace) -> None:
    release = served(thin_place)
    exact = rounded.make_cells(thin_place.gudang, b"").drop(columns=["nilai", "kunci"])
    verdict = scholars(thin_place, replace(release, rounded=exact.rename(columns={"n": "nilai"})))
    assert {finding.how for finding in verdict.findings} >= {"tidak dibulatkan"}


@sometimes
def test_a_key_that_changes_from_release_to_release_is_noticed(thin_place: Workspace) -> None:
    """Two roundings of one count, to both sides, leave what lies between them."""
    release = served(thin_place)
    assert release.rounded is not None
    other = rounded.make_cells(thin_place.gudang, rounded.derive_secret(b"lain"))
    before = replace(release, rounded=other, name="lama")
    verdict = scholars(thin_place, release, before)
    assert not verdict.safe
    assert any(
        "Tabulasi bulat untuk akademisi (terbitan lama)" in f.tables for f in verdict.findings
    )
    assert scholars(thin_place, release, replace(release, name="lama")).safe


@sometimes
def test_the_same_businesses_rounded_twice_are_noticed(thin_place: Workspace) -> None:
    release = served(thin_place)
    assert release.rounded is not None
    names = list(rounded.list_variables())
    exact = rounded.make_cells(thin_place.gudang, b"").set_index(names)["n"]
    part, whole_ = next(
        (cell, upper)
        for cell, n in exact.items()
        for upper in (cell[:number] + ("",) + cell[number + 1 :] for number in range(len(names)))
        if n % 5 and upper != cell and exact[upper] == n
    )
    cells = release.rounded.set_index(names)
    assert cells.loc[part, "nilai"] == cells.loc[whole_, "nilai"]
    cells.loc[part, "nilai"] = 2 * (exact[part] // 5 * 5) + 5 - cells.loc[part, "nilai"]
    verdict = scholars(thin_place, replace(release, rounded=cells.reset_index()))
    assert "dibulatkan lain daripada sel dengan usaha yang sama" in {
        finding.how for finding in verdict.findings
    }


@sometimes
def test_no_true_value_stands_in_a_report(thin_place: Workspace) -> None:
    """The words of a finding say which count and how narrow, and are the same whatever it is."""
    release = served(thin_place)
    mutant = shown(thin_place, release, lambda rows: ~small(rows))
    verdict = public(thin_place, mutant)
    steps = {finding.how for finding in verdict.findings}
    assert all(how == "dapat dihitung tepat" or "nilai yang mungkin" in how for how in steps)
    evidence = gather(thin_place.gudang, mutant, [])
    assert "value" not in "".join(verdict.lines())
    assert sum(len(one.counts) for one in evidence.values()) > verdict.bounded
