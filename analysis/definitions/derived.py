"""Values that follow from what other indicators publish: age, coverage, make-up, score.

They read protected cells only. What is withheld there is withheld here, and nothing new is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from analysis.definitions.indicator import COLUMNS, Indicator
from data import reference

PLACE = ["tingkat", "kode_wilayah", "periode"]
SCORED = {
    "pesanan": "Menerima pesanan lewat internet",
    "medsos": "Menerima pesanan lewat media sosial",
    "marketplace": "Menerima pesanan lewat marketplace",
    "bayar": "Menerima pembayaran digital",
}
"""The items of the score that the register has, with their words."""
MADE_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "umur": (),
    "cakupan": (),
    "susunan": (("jumlah_umkm", "skala_gabung"),),
    "skor": (("berusaha_daring", ""), ("kanal_daring", "kanal"), ("bayar_digital", "")),
}
"""The published tables that each way reads beside the number of businesses."""
CENSUS, CENSUS_PEOPLE, PEOPLE = (
    "se2016_umk_banten",
    "penduduk_banten_2016",
    "penduduk_kota_serang_2025",
)
"""Rows of ``acuan.csv`` that the expected number of businesses is worked out from."""


def derive(entry: Indicator, shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return ``COLUMNS`` of a derived indicator, one row per area and period, and ``angka_per``:
    the oldest day (ISO) of the numbers that it is made of.

    ``shown`` are the cells (``COLUMNS``, ``angka_per``) of the counted ones, what is withheld
    already taken out.
    """
    cells = WAYS[entry.way](shown, today)
    cells = cells.drop(columns="angka_per", errors="ignore").merge(
        _find_oldest(entry, shown, today), how="left", on=PLACE
    )
    cells = cells.assign(indikator=entry.kode, dimensi="", kategori="", bawah=pd.NA, atas=pd.NA)
    cells = cells[cells["tingkat"].isin(entry.levels)]
    cells = cells[cells["periode"] >= entry.periode_pertama]
    return cells[[*COLUMNS, "angka_per"]].reset_index(drop=True)


def _find_oldest(entry: Indicator, shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return, by ``PLACE``, the oldest day of what a value is made of; an age is of today."""
    used = shown["dimensi"].eq("") & shown["indikator"].eq("jumlah_umkm")
    for kode, dimension in MADE_OF[entry.way]:
        used |= shown["indikator"].eq(kode) & shown["dimensi"].eq(dimension)
    oldest = shown[used].groupby(PLACE, as_index=False)["angka_per"].min()
    return oldest.assign(angka_per=today.isoformat()) if entry.way == "umur" else oldest


def compute_expected_businesses() -> int:
    """Return how many micro and small businesses the city would have at the rate of the economic
    census: businesses of Banten in 2016 / people of Banten in 2016 x people of the city."""
    acuan = reference.read("acuan").set_index("kunci")["nilai"].astype(float)
    return round(acuan[CENSUS] / acuan[CENSUS_PEOPLE] * acuan[PEOPLE])


def compute_item_shares(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the share (0 to 1) of businesses that have each item of the score, a row per area and
    period (``PLACE``), a column per item; missing where what it needs is withheld or unanswered.

    A channel is asked of online sellers only. All others are known not to use it, so they join
    the base: using / (sellers who answered + those who do not sell online).
    """
    online = _select_cells(shown, "berusaha_daring", "")
    offline = online["penyebut"] - online["pembilang"]
    paid = _select_cells(shown, "bayar_digital", "")
    shares = {"pesanan": _divide(online["pembilang"], online["penyebut"])}
    for channel in ("medsos", "marketplace"):
        asked = _select_cells(shown, "kanal_daring", channel).reindex(online.index)
        shares[channel] = _divide(asked["pembilang"], asked["penyebut"] + offline)
    shares["bayar"] = _divide(paid["pembilang"], paid["penyebut"]).reindex(online.index)
    return pd.DataFrame(shares)[list(SCORED)].reset_index()


def _compute_age(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the days from the end of each period to ``today``."""
    rows = _select_cells(shown, "jumlah_umkm", "").reset_index()
    end = pd.PeriodIndex(rows["periode"], freq="M").end_time.normalize()
    age = [(pd.Timestamp(today) - moment).days for moment in end]
    return rows.assign(
        nilai=pd.array(age, dtype="Float64"), pembilang=pd.NA, penyebut=pd.NA, tanda=""
    )


def _compute_coverage(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the register's count as a percentage of ``compute_expected_businesses``."""
    rows = _select_cells(shown, "jumlah_umkm", "").reset_index()
    expected = compute_expected_businesses()
    return rows.assign(
        penyebut=expected, nilai=100 * rows["pembilang"].astype("Float64") / expected
    )


def _compute_larger_share(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the share of businesses that are kecil or menengah, in percent."""
    whole = _select_cells(shown, "jumlah_umkm", "")
    part = _select_cells(shown, "jumlah_umkm", "kecil_menengah").reindex(whole.index)
    hidden = (whole["tanda"] == "x") | (part["tanda"] == "x")
    share = 100 * _divide(part["pembilang"], whole["pembilang"])
    rows = whole.assign(
        pembilang=part["pembilang"],
        penyebut=whole["pembilang"].where(~hidden),
        n=whole["n"].where(~hidden),
        nilai=share,
        tanda=np.select([share.notna(), hidden], ["", "x"], ".."),
    )
    return rows.reset_index()


def _compute_score(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the mean of the item shares, 0 to 100, all items weighing the same."""
    shares = compute_item_shares(shown).set_index(PLACE)
    value = 100 * shares.mean(axis=1, skipna=False)
    needed = shown["indikator"].isin(["berusaha_daring", "kanal_daring", "bayar_digital"])
    withheld = shown[needed & shown["dimensi"].isin(["", "kanal"]) & (shown["tanda"] == "x")]
    hidden = shares.index.isin(pd.MultiIndex.from_frame(withheld[PLACE]))
    return pd.DataFrame(
        {
            "nilai": value,
            "tanda": np.select([value.notna(), hidden], ["", "x"], ".."),
            "pembilang": pd.NA,
            "penyebut": pd.NA,
            "n": pd.NA,
        }
    ).reset_index()


def _select_cells(shown: pd.DataFrame, kode: str, kategori: str) -> pd.DataFrame:
    """Return an indicator's cells by ``PLACE``: of one answer, or of the table without a
    breakdown."""
    mine = (shown["indikator"] == kode) & (shown["kategori"] == kategori)
    counts = {name: "Float64" for name in ("pembilang", "penyebut")}
    return shown[mine].set_index(PLACE).astype(counts)


def _divide(above: pd.Series, below: pd.Series) -> pd.Series:
    return above / below.where(below > 0)


WAYS: dict[str, Callable[[pd.DataFrame, date], pd.DataFrame]] = {
    "umur": _compute_age,
    "cakupan": _compute_coverage,
    "susunan": _compute_larger_share,
    "skor": _compute_score,
}
