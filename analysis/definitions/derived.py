"""Values that follow from what other indicators publish: age, coverage, make-up, score.

They read protected cells only. What is withheld there is withheld here, and nothing new is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from analysis.definitions.indicator import COLUMNS, Indicator
from analysis.words import rounding
from analysis.words.theme import number
from data import reference
from data.city import OUR_CITY

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
OF_ONE_NUMBER = ("dari_semua",)
"""The ways whose every value is made of one row alone, and so has its day."""


def derive(entry: Indicator, shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return ``COLUMNS`` of a derived indicator, one row per area and period, and ``angka_per``:
    the oldest day (ISO) of the numbers that it is made of.

    ``shown`` are the cells (``COLUMNS``, ``angka_per``) of the counted ones, what is withheld
    already taken out.
    """
    cells = WAYS[entry.way](shown, today)
    if entry.way not in OF_ONE_NUMBER:
        oldest = _find_oldest(entry, shown, today)
        cells = cells.drop(columns="angka_per", errors="ignore").merge(oldest, how="left", on=PLACE)
    whole = {name: "" for name in ("dimensi", "kategori") if name not in cells}
    cells = cells.assign(indikator=entry.kode, bawah=pd.NA, atas=pd.NA, **whole)
    cells = cells[cells["dimensi"].isin(entry.rincian)]
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
    census: businesses of the province / people of the province x people of the city."""
    businesses, people, own = (value for value, _ in _read_estimate())
    return int(rounding.round_half_away(businesses / people * own))


def write_estimate() -> str:
    """Return the same as a sum in words, with the years of what it is made of."""
    (businesses, year), (people, _), (own, own_year) = _read_estimate()
    expected = number(compute_expected_businesses())
    return (
        f"{number(businesses)} usaha / {number(people)} penduduk {OUR_CITY.provinsi} ({year}) x "
        f"{number(own)} penduduk kota ({own_year}) = {expected} usaha, sekitar "
        f"{number(1000 * businesses / people, 1)} per 1.000 penduduk."
    )


def _read_estimate() -> list[tuple[float, str]]:
    """Return value and year of the benchmarks that the city names for its estimate."""
    acuan = reference.read("acuan").set_index("kunci")
    rows = acuan.loc[list(OUR_CITY.perkiraan)]
    return list(zip(rows["nilai"].astype(float), rows["periode"], strict=True))


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


def _compute_share_of_all(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the share of all units whose answer is known to be yes, in percent.

    An unknown answer counts as not having it, so that with many of them the share says little: its
    sign is that of the share of known answers.
    """
    rows = shown[shown["indikator"] == "ber_nib"].reset_index(drop=True)
    above, n = rows["pembilang"].astype("Float64"), rows["n"].astype("Float64")
    value = (100 * _divide(above, n)).mask(rows["tanda"] == "F")
    # Of a place where everybody is unknown the known answers have no share, and all have one: 0.
    unknown = (rows["tanda"] == "..") & (n > 0).fillna(False)
    return rows.assign(
        penyebut=rows["n"],
        nilai=value.mask(unknown),
        tanda=rows["tanda"].mask(unknown, "F"),
    )


def _compute_score(shown: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the mean of the item shares, 0 to 100, all items weighing the same."""
    shares = compute_item_shares(shown).set_index(PLACE)
    value = 100 * shares.mean(axis=1, skipna=False)
    needed = shown["indikator"].isin(["berusaha_daring", "kanal_daring", "bayar_digital"])
    withheld = shown[needed & shown["dimensi"].isin(["", "kanal"]) & (shown["tanda"] == "x")]
    hidden = shares.index.isin(pd.MultiIndex.from_frame(withheld[PLACE]))
    silent = _find_silent(shown[needed & shown["dimensi"].isin(["", "kanal"])], value.index)
    value = value.mask(silent == "F")
    return pd.DataFrame(
        {
            "nilai": value,
            "tanda": np.select([value.notna(), hidden, silent == "F"], [silent, "x", "F"], ".."),
            "pembilang": pd.NA,
            "penyebut": pd.NA,
            "n": pd.NA,
        }
    ).reset_index()


def _find_silent(cells: pd.DataFrame, places: pd.MultiIndex) -> np.ndarray:
    """Return the worst sign for unknown answers (``E``, ``F``, or none) of the cells of each place;
    of answers to a question, those of the items of the score only."""
    mine = cells[cells["kategori"].isin(["", *SCORED])]
    return np.select(
        [places.isin(pd.MultiIndex.from_frame(mine[mine["tanda"] == s][PLACE])) for s in "FE"],
        ["F", "E"],
        "",
    )


def _select_cells(shown: pd.DataFrame, kode: str, kategori: str) -> pd.DataFrame:
    """Return an indicator's cells by ``PLACE``: of one answer, or of the table without a
    breakdown; what is too uncertain to be shown has no counts."""
    mine = (shown["indikator"] == kode) & (shown["kategori"] == kategori)
    counts = {name: "Float64" for name in ("pembilang", "penyebut")}
    cells = shown[mine].set_index(PLACE).astype(counts)
    # Counts that do not bear their own share bear no other figure.
    bears = (cells["tanda"] != "F").to_numpy()
    return cells.assign(**{name: cells[name].where(bears) for name in counts})


def _divide(above: pd.Series, below: pd.Series) -> pd.Series:
    return above / below.where(below > 0)


WAYS: dict[str, Callable[[pd.DataFrame, date], pd.DataFrame]] = {
    "umur": _compute_age,
    "cakupan": _compute_coverage,
    "susunan": _compute_larger_share,
    "dari_semua": _compute_share_of_all,
    "skor": _compute_score,
}
