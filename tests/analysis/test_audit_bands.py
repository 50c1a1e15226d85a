"""The auditor reads told halves as a stranger would, and refuses those that leave a small count too
few values."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.errors import DasborError
from tests.analysis.mutants import public, served, telling, truth
from tests.data.rows import Workspace

pytestmark = pytest.mark.parametrize("thin_place", ["detailed"], indirect=True)


def everything(rows: pd.DataFrame) -> pd.Series:
    return rows["n"] > 0


def test_halves_of_all_withheld_shares_tell_too_much(thin_place: Workspace) -> None:
    verdict = public(thin_place, telling(thin_place, served(thin_place), everything))
    assert not verdict.safe
    named = {table for finding in verdict.findings for table in finding.tables}
    assert any(table.endswith("sebagian besar atau kecil") for table in named)


def test_halves_that_an_earlier_release_told_count(thin_place: Workspace) -> None:
    release = served(thin_place)
    before = replace(telling(thin_place, release, everything), name="20250101-lama")
    verdict = public(thin_place, release, before)
    assert not verdict.safe
    named = {table for finding in verdict.findings for table in finding.tables}
    assert any(
        table.endswith("(terbitan 20250101-lama), sebagian besar atau kecil") for table in named
    )
    # Of made-up businesses it says nothing once there are real ones.
    real = replace(before, cells=before.cells.assign(asal="register"))
    assert public(thin_place, release, real).safe


def test_a_half_of_an_earlier_release_that_is_no_longer_true_says_nothing(
    thin_place: Workspace,
) -> None:
    release = served(thin_place)
    wrong = telling(thin_place, release, lambda rows: rows["pembilang"] * 2 > rows["penyebut"],
                    wrongly="sebagian_kecil")  # fmt: skip
    assert public(thin_place, release, replace(wrong, name="lama")).safe


def test_a_half_that_the_data_do_not_say_is_no_release(thin_place: Workspace) -> None:
    wrong = telling(thin_place, served(thin_place), lambda rows: rows["nilai"] > 50,
                    wrongly="sebagian_kecil")  # fmt: skip
    with pytest.raises(
        DasborError, match=r"Terbitan tidak sama dengan gudang: .*: yang menjawab ya"
    ):
        public(thin_place, wrong)


def test_a_half_is_exactly_what_it_says(thin_place: Workspace) -> None:
    """Half of those who answered is not most of them; one more is."""
    exact = truth(thin_place, served(thin_place))
    tied = exact[exact["penyebut"] == 2 * exact["pembilang"]]
    assert len(tied[(tied["indikator"] == "berusaha_daring") & (tied["dimensi"] == "produk")])
    even = lambda rows: rows["penyebut"] == 2 * rows["pembilang"]  # noqa: E731
    release = served(thin_place)
    public(thin_place, telling(thin_place, release, even))
    with pytest.raises(DasborError, match="Terbitan tidak sama dengan gudang"):
        public(thin_place, telling(thin_place, release, even, wrongly="sebagian_besar"))
