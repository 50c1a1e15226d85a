"""From any number back to the rows of the received files that it counts.

A row is named by its file, its place in it and its id; the store knows no names.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

import pandas as pd

from analysis import survey
from analysis.count.compute import build_universe_sql
from analysis.definitions.derived import compute_expected_businesses
from analysis.definitions.dimensions import DIMENSIONS, TOTAL
from analysis.definitions.indicator import Dimension, Indicator
from analysis.definitions.indicators import INDICATORS
from data.access.restricted import read_gudang
from data.access.viewer import Viewer
from data.errors import StoreError
from data.store.store import Store

Source = Literal["register", "survei"]
Number = float | int | None

YES, NO, UNKNOWN = "ya", "tidak", "tidak diketahui"
COUNTED = "dihitung"
"""What a business says to an indicator that asks nothing and counts its universe."""
COLUMNS = ("periode", "berkas", "baris", "id", "jawaban")
DESIGN = ("strata", "populasi_strata", "klaster", "populasi_klaster", "bobot")
"""What the rows of a survey have besides."""
SAID = (
    f"case when jawaban is null then '{UNKNOWN}' "
    f"when cast(jawaban as boolean) then '{YES}' else '{NO}' end"
)
NOT_A_CELL = "Angka ini tidak ada: {what}. Periksa tautannya, atau pilih angka dari tabelnya."


def list_rows(
    store: Store,
    indicator: Indicator,
    periode: str,
    kode_wilayah: str,
    dimensi: str = "",
    kategori: str = "",
    sumber: Source = "register",
) -> pd.DataFrame:
    """Return one row per business, or respondent, in the universe of one cell, in file order.

    The cell is named as in its table: the categories of ``ANSWERS`` are answers, those of any
    other dimension divide the universe. The columns are ``COLUMNS``, for a survey also
    ``DESIGN``. A period that the store does not have gives no row; anything else that is no cell
    raises StoreError.
    """
    breakdown, kept, hit = _find_question(indicator, dimensi, kategori)
    level = _find_level(store, indicator, kode_wilayah)
    place = {"periode": periode, "kode_wilayah": kode_wilayah, "kategori": kept}
    if sumber == "survei":
        if not indicator.survey or (level, breakdown.key) not in survey.PARTS:
            raise StoreError(NOT_A_CELL.format(what="survei tidak menaksirnya"))
        return store.query(_build_respondents_sql(indicator, breakdown, hit), place)
    businesses = store.query(_build_businesses_sql(indicator, breakdown, hit), place)
    return businesses.assign(jawaban=COUNTED) if indicator.counts_universe else businesses


def recompute(
    indicator: Indicator, listed: pd.DataFrame, today: date | None = None
) -> dict[str, Number]:
    """Return nilai, pembilang, penyebut and n of a cell from its rows alone, by plain counting.

    None stands for "no value". A sample has no counts to show, and its n are those who answered;
    its value is exact where the estimate may be withheld. The age of the data needs ``today``.
    """
    answers = [str(answer) for answer in listed["jawaban"]]
    if "bobot" in listed.columns:
        weights = [float(weight) for weight in listed["bobot"]]
        below = sum(w for w, answer in zip(weights, answers, strict=True) if answer != UNKNOWN)
        above = sum(w for w, answer in zip(weights, answers, strict=True) if answer == YES)
        answered = sum(answer != UNKNOWN for answer in answers)
        return _make_cell(100 * above / below if below else None, None, None, answered)
    n, yes, no = len(answers), answers.count(YES), answers.count(NO)
    if indicator.way == "cakupan":
        return _make_cell(
            100 * n / compute_expected_businesses(), n, compute_expected_businesses(), n
        )
    if indicator.way == "umur":
        assert today is not None, "the age of the data is counted from a day"
        return _make_cell(_count_days(set(listed["periode"]), today), None, None, n)
    if indicator.counts_universe:
        return _make_cell(n, n, None, n)
    if not indicator.share:
        return _make_cell(yes, yes, None, n)
    return _make_cell(100 * yes / (yes + no) if yes + no else None, yes, yes + no, n)


def read_design(store: Store, periode: str) -> pd.DataFrame:
    """Return one row per stratum and cluster of a survey with their populations and responden."""
    return store.query(
        f"select {', '.join(DESIGN[:-1])}, count(*) as responden from survei where periode = ? "
        "group by all order by all",
        [periode],
    )


def estimate_interval(listed: pd.DataFrame, strata: pd.DataFrame) -> pd.DataFrame:
    """Return nilai, bawah, atas, n and tanda of a survey's cell from its rows and its
    ``read_design``.

    One row, or none where nobody answered. Respondents outside the cell count only by how many
    they are in each stratum and cluster, so blank ones stand for them.
    """
    inside = pd.DataFrame(
        {
            "sel": "sel",
            "jawaban": listed["jawaban"].map({YES: 1, NO: 0}).astype("Int64"),
            "semesta": True,
            **{name: listed[name] for name in DESIGN},
        }
    )
    here, units = _name_units(listed).value_counts(), _name_units(strata)
    others = strata["responden"] - units.map(here).fillna(0).astype("int64")
    blank = strata.loc[strata.index.repeat(others)].assign(
        sel="luar",
        jawaban=pd.array([pd.NA] * int(others.sum()), dtype="Int64"),
        semesta=False,
        # Outside the cell any weight will do: it multiplies nothing there.
        bobot=1.0,
    )
    frame = pd.concat([inside, blank[list(inside.columns)]], ignore_index=True)
    return survey.estimate_domain_shares(frame, ["sel"]).drop(columns="sel")


def _name_units(frame: pd.DataFrame) -> pd.Series:
    """Return stratum and cluster of each row as one text."""
    return (
        frame["strata"].astype(str) + "/" + frame["klaster"].astype(object).fillna("").astype(str)
    )


def count_files(listed: pd.DataFrame) -> pd.DataFrame:
    """Return one row per file that a cell rests on: berkas and jumlah, the most rows first."""
    counts = listed.groupby("berkas").size().rename("jumlah").reset_index()
    return counts.sort_values(["jumlah", "berkas"], ascending=[False, True], ignore_index=True)


def list_for_viewer(
    viewer: Viewer,
    kode: str,
    periode: str,
    kode_wilayah: str,
    dimensi: str = "",
    kategori: str = "",
    sumber: Source = "register",
    *,
    only_seen: bool = False,
) -> pd.DataFrame:
    """Return ``list_rows`` of the served data if the viewer may have them; ``only_seen`` says that
    they are shown and not downloaded.

    Raises StoreError for what is no cell, and what ``read_gudang`` raises.
    """
    entry = INDICATORS.get(kode)
    if entry is None:
        raise StoreError(NOT_A_CELL.format(what=f"indikator '{kode}' tidak dikenal"))
    cell = (periode, kode_wilayah, dimensi, kategori, sumber)
    return read_gudang(
        viewer,
        "unduhan",
        "asal",
        lambda store: list_rows(store, entry, *cell),
        detail=" ".join(word for word in (kode, *cell) if word),
        only_seen=only_seen,
    )


def _make_cell(nilai: Number, pembilang: Number, penyebut: Number, n: int) -> dict[str, Number]:
    return {"nilai": nilai, "pembilang": pembilang, "penyebut": penyebut, "n": n}


def _count_days(periods: Iterable[str], today: date) -> int | None:
    """Return the days since the end of the only period, None without one."""
    ends = [(int(periode[:4]), int(periode[5:7])) for periode in periods]
    if not ends:
        return None
    ((year, month),) = ends
    return (today - date(year, month, monthrange(year, month)[1])).days


def _find_question(indicator: Indicator, dimensi: str, kategori: str) -> tuple[Dimension, str, str]:
    """Return the breakdown of a cell's universe, its category there, and what is asked."""
    if indicator.way in {"skor", "susunan"}:
        raise StoreError(NOT_A_CELL.format(what=f"{indicator.judul} dihitung dari angka terbit"))
    if indicator.by_answer:
        if dimensi == indicator.answers and kategori in indicator.questions:
            return TOTAL, "", indicator.questions[kategori]
    elif dimensi in DIMENSIONS and kategori in DIMENSIONS[dimensi].categories:
        return DIMENSIONS[dimensi], kategori, indicator.questions[""]
    what = f"{indicator.kode} menurut '{dimensi}' tidak punya kategori '{kategori}'"
    raise StoreError(NOT_A_CELL.format(what=what))


def _find_level(store: Store, indicator: Indicator, kode_wilayah: str) -> str:
    areas = store.query("select tingkat from wilayah where kode_wilayah = ?", [kode_wilayah])
    levels = [str(level) for level in areas["tingkat"] if level in indicator.levels]
    if not levels:
        what = f"{indicator.kode} tidak dihitung untuk wilayah '{kode_wilayah}'"
        raise StoreError(NOT_A_CELL.format(what=what))
    return levels[0]


def _build_businesses_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    return f"""
        with semesta as ({build_universe_sql(indicator, breakdown, hit)})
        select
            s.periode,
            s.berkas,
            s.baris,
            s.id_usaha as id,
            {SAID} as jawaban
        from semesta as s
        join cakupan as c on c.kode_kelurahan = s.kode_kelurahan
        where c.kode_wilayah = $kode_wilayah
            and s.periode = $periode
            and s.kategori = $kategori
        order by s.berkas, s.baris
    """


def _build_respondents_sql(indicator: Indicator, breakdown: Dimension, hit: str) -> str:
    return f"""
        with responden as ({survey.build_respondents_sql(indicator, breakdown, hit)})
        select
            periode,
            berkas,
            baris,
            id_responden as id,
            {SAID} as jawaban,
            {", ".join(DESIGN)}
        from responden
        where semesta
            and (
                kode_kecamatan = $kode_wilayah
                or starts_with(kode_kecamatan, $kode_wilayah || '.')
            )
            and periode = $periode
            and kategori = $kategori
        order by berkas, baris
    """
