"""A made-up population of businesses that agrees with everything published about Kota Serang.

Nothing here is an observation. The totals of June 2022 are the published ones (11,307 UMKM by
class and 7 online exporters), the product clusters lie in the kecamatan that the same article
names, and the share of businesses that take orders online starts near the national one. The
split over kecamatan, all adoption rates and all later years are invented, so every row says
``sintetis``. Two sample surveys are drawn from the same population, so that an estimate can be
held against a known truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import reference
from data.demo.coaching import draw_attendance
from data.settings import settings

SEED = 3673
PERIODS = ("2022-06", "2023-06", "2024-06", "2025-06")
CLUSTER_SURVEY = "2023-06"
CLUSTERS_DRAWN, DRAWN_PER_CLUSTER = 5, 24
RESPONSE = 0.85

# Published for 24 June 2022 (fakta.csv of the city); a test holds the two together.
SCALE_2022 = {"mikro": 7975, "kecil": 3309, "menengah": 23}
EXPORTERS_2022 = 7
EXPORTER_TURNOVER = 2_000_000_000
LIMITS = {"mikro": 300_000_000, "kecil": 2_500_000_000}
"""The highest yearly turnover (rupiah) of a class by UU 20/2008."""

# Invented from here on: no count by kecamatan has been published for any year.
KECAMATAN_SHARE = {
    "36.73.01": 0.29,
    "36.73.02": 0.15,
    "36.73.03": 0.13,
    "36.73.04": 0.10,
    "36.73.05": 0.19,
    "36.73.06": 0.14,
}
KECAMATAN_LOGIT = {
    "36.73.01": 0.35,
    "36.73.02": -0.65,
    "36.73.03": -0.20,
    "36.73.04": -0.40,
    "36.73.05": 0.45,
    "36.73.06": 0.00,
}
ADOPTION_LOGIT = {"mikro": -0.95, "kecil": -0.15, "menengah": 1.1}
YEARLY_LOGIT = 0.17

# Clusters: product -> (kecamatan, businesses, KBLI 2020, tilt of adoption). The place is
# published, the size and the tilt are invented.
CLUSTERS: tuple[tuple[str, str, int, str, float], ...] = (
    ("tempe", "36.73.05", 130, "10391", -0.3),
    ("tempe", "36.73.04", 110, "10391", -0.5),
    ("kerupuk_tangkil", "36.73.05", 120, "10794", 0.3),
    ("kerupuk_tangkil", "36.73.04", 95, "10794", 0.1),
    ("kue_satu", "36.73.02", 105, "10710", 0.4),
    ("gipang", "36.73.02", 90, "10799", 0.3),
    ("ikan_asin", "36.73.02", 170, "10211", -0.6),
    ("telor_asin", "36.73.02", 80, "10799", -0.1),
    ("tampah", "36.73.03", 140, "16291", -0.7),
    ("konveksi", "36.73.01", 190, "14111", 0.9),
    ("tahu", "36.73.01", 125, "10392", -0.4),
    ("emping", "36.73.06", 180, "10794", 0.2),
    ("emas", "36.73.06", 75, "32112", 0.5),
)
# Other businesses: KBLI 2020 code -> share. Trade first, then food service, as in the national
# sector result of the 2022-2023 enumeration.
OTHER_KBLI = {
    "47112": 0.30,
    "47711": 0.10,
    "47411": 0.06,
    "56102": 0.14,
    "56103": 0.12,
    "10710": 0.06,
    "14120": 0.05,
    "95299": 0.05,
    "96112": 0.05,
    "49424": 0.04,
    "63122": 0.03,
}
# Share of online sellers using a channel; near the published national shares for 2021.
CHANNELS = {
    "kanal_pesan": 0.935,
    "kanal_medsos": 0.500,
    "kanal_marketplace": 0.205,
    "kanal_situs": 0.022,
    "kanal_email": 0.050,
}
YES_NO = (
    "punya_nib",
    *CHANNELS,
    "marketplace_kota",
    "bayar_digital",
    "kirim_luar_provinsi",
    "ekspor_daring",
    "ikut_pelatihan",
)


# Streams of numbers beside the main one, so that what they decide moves nothing else.
CLASS_STREAM, STATUS_STREAM, VISIT_STREAM = 0, 1, 2
RISE = {"mikro": 0.018, "kecil": 0.002}
"""Share of a class that rises in a year; a little fewer of the kecil fall."""
FALL_KECIL = 0.006


@dataclass(frozen=True)
class Demo:
    """A generated world: registers and surveys by period, targets, and coaching attendance."""

    registers: dict[str, pd.DataFrame]
    surveys: dict[str, pd.DataFrame]
    targets: pd.DataFrame
    coaching: pd.DataFrame


def generate(seed: int = SEED) -> Demo:
    """Return the made-up world of a seed: the same seed always gives the same rows."""
    rng = np.random.default_rng(seed)
    truth = _make_founders(rng)
    registers, surveys, worlds = {}, {}, {}
    for number, periode in enumerate(PERIODS):
        if number:
            truth = _advance_one_year(rng, truth, number)
        worlds[periode] = _count_businesses(seed, number, truth).assign(periode=periode)
        registers[periode] = _leave_answers_open(rng, worlds[periode])
        if periode == CLUSTER_SURVEY:
            # A stream of its own, so that this survey moves nothing that is drawn after it.
            own = np.random.default_rng([seed, number])
            surveys[periode] = _draw_clusters(own, worlds[periode])
    surveys[PERIODS[-1]] = _draw_strata(rng, worlds[PERIODS[-1]])
    return Demo(registers, surveys, _make_targets(), draw_attendance(seed, worlds, list(CHANNELS)))


def _make_founders(rng: np.random.Generator) -> pd.DataFrame:
    """Return the population of June 2022, one row per business, with no answer missing."""
    total = sum(SCALE_2022.values())
    clusters = [
        {"kode_kecamatan": kecamatan, "produk": produk, "kbli": kbli, "condong": tilt}
        for produk, kecamatan, size, kbli, tilt in CLUSTERS
        for _ in range(size)
    ]
    others = total - len(clusters)
    kecamatan = rng.choice(
        list(KECAMATAN_SHARE), size=others, p=np.array(list(KECAMATAN_SHARE.values()))
    )
    kbli = rng.choice(list(OTHER_KBLI), size=others, p=np.array(list(OTHER_KBLI.values())))
    frame = pd.concat(
        [
            pd.DataFrame(clusters),
            pd.DataFrame(
                {"kode_kecamatan": kecamatan, "produk": "lainnya", "kbli": kbli, "condong": 0.0}
            ),
        ],
        ignore_index=True,
    )
    skala = np.repeat(list(SCALE_2022), list(SCALE_2022.values()))
    frame["skala"] = rng.permutation(skala)
    frame = _place(rng, frame)
    frame = _size_up(rng, frame)
    frame["tahun_mulai"] = 2022 - np.minimum(rng.geometric(0.13, len(frame)), 40)
    frame["hasrat"] = rng.normal(0, 0.8, len(frame))
    frame = _adopt(rng, frame, 0, already=None)
    frame = _export(rng, frame, EXPORTERS_2022)
    # Two billion is kecil by the criterion that the register names.
    exporters = frame[frame["ekspor_daring"]].sort_values("skala", key=lambda s: s != "kecil")
    exporter = exporters.index[0]
    frame.loc[exporter, "omzet_rp"] = EXPORTER_TURNOVER
    frame["id_usaha"] = [f"KS{n:06d}" for n in range(1, len(frame) + 1)]
    return frame


def _place(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a kelurahan and a point inside it; cluster members lie close together.

    A cluster takes three kelurahan of its kecamatan and gathers around one spot in each.
    """
    shapes = gpd.read_file(settings().batas_kelurahan).set_index("kode_kemendagri").geometry
    by_kecamatan = {
        code: [k for k in reference.kelurahan() if k.startswith(code + ".")]
        for code in reference.kecamatan()
    }
    kelurahan = np.empty(len(frame), dtype=object)
    lon, lat = np.empty(len(frame)), np.empty(len(frame))
    for (kecamatan, produk), rows in frame.groupby(["kode_kecamatan", "produk"]).indices.items():
        candidates = by_kecamatan[kecamatan]
        if produk == "lainnya":
            weights = rng.dirichlet(np.full(len(candidates), 6.0))
            chosen = rng.choice(candidates, size=len(rows), p=weights)
        else:
            homes = rng.choice(candidates, size=3, replace=False)
            chosen = rng.choice(homes, size=len(rows), p=[0.6, 0.25, 0.15])
        for code in np.unique(chosen):
            here = rows[chosen == code]
            spread = None if produk == "lainnya" else 0.0018
            lon[here], lat[here] = _draw_points(rng, shapes[code], len(here), spread)
            kelurahan[here] = code
    return frame.assign(kode_kelurahan=kelurahan, lon=lon, lat=lat)


def _draw_points(
    rng: np.random.Generator, shape: Any, count: int, spread: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return ``count`` longitudes and latitudes inside a shape, by rejection.

    ``spread`` (degrees) gathers them around one spot; None scatters them evenly.
    """
    west, south, east, north = shape.bounds
    spot = shape.representative_point()
    found = np.empty((0, 2))
    while len(found) < count:
        if spread is None:
            tries = rng.uniform((west, south), (east, north), (count * 3, 2))
        else:
            tries = rng.normal((spot.x, spot.y), spread, (count * 3, 2))
        # Rounded first: afterwards a point could slip over the border.
        tries = tries.round(6)
        inside = shapely.contains_xy(shape, tries[:, 0], tries[:, 1])
        found = np.vstack([found, tries[inside]])
    return found[:count, 0], found[:count, 1]


def _size_up(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with yearly turnover (rupiah) and workers that fit their class.

    The register's classes do not follow PP 7/2021 (29 % kecil against 3 % nationally), so the
    turnover follows the older criterion of UU 20/2008 and the class says so.
    """
    low = frame["skala"].map({"mikro": 12e6, "kecil": 300e6, "menengah": 2.5e9}).to_numpy(float)
    high = frame["skala"].map({"mikro": 300e6, "kecil": 2.5e9, "menengah": 20e9}).to_numpy(float)
    position = rng.beta(1.4, 2.2, len(frame))
    omzet = low * (high / low) ** position
    workers = frame["skala"].map({"mikro": 1.2, "kecil": 5.0, "menengah": 22.0}).to_numpy(float)
    return frame.assign(
        omzet_rp=(omzet // 100_000 * 100_000).astype("int64"),
        tenaga_kerja=1 + rng.poisson(workers),
        kriteria_skala="UU 20/2008",
    )


def _adopt(
    rng: np.random.Generator, frame: pd.DataFrame, year: int, already: pd.Series | None
) -> pd.DataFrame:
    """Return the rows with their yes/no answers for a year.

    A business that already sells online keeps doing so unless it gives up (4 % a year), so the
    change between two years is that of real panels and not of two independent draws.
    """
    logit = (
        frame["skala"].map(ADOPTION_LOGIT).to_numpy(float)
        + frame["kode_kecamatan"].map(KECAMATAN_LOGIT).to_numpy(float)
        + frame["condong"].to_numpy(float)
        + frame["hasrat"].to_numpy(float)
        + YEARLY_LOGIT * year
    )
    chance = 1 / (1 + np.exp(-logit))
    wanted = rng.random(len(frame)) < chance
    if already is not None:
        kept = already.to_numpy(bool) & (rng.random(len(frame)) > 0.04)
        # Newcomers come only as far as the year's own level asks for.
        missing = max(0.0, chance.mean() - kept.mean()) / max(1e-9, (1 - kept).mean())
        wanted = kept | (~kept & (rng.random(len(frame)) < missing * chance / chance.mean()))
    answers: dict[str, np.ndarray] = {}
    for channel, share in CHANNELS.items():
        answers[channel] = wanted & (rng.random(len(frame)) < share)
    none = wanted & ~np.column_stack(list(answers.values())).any(axis=1)
    answers["kanal_pesan"] = answers["kanal_pesan"] | none
    market = wanted & (rng.random(len(frame)) < 0.06)
    size = frame["skala"].map({"mikro": 0.0, "kecil": 0.22, "menengah": 0.35}).to_numpy(float)
    answers["marketplace_kota"] = market
    answers["bayar_digital"] = rng.random(len(frame)) < 0.18 + 0.05 * year + 0.25 * wanted
    answers["kirim_luar_provinsi"] = wanted & (rng.random(len(frame)) < 0.12)
    answers["ikut_pelatihan"] = rng.random(len(frame)) < 0.08 + 0.03 * year
    if "punya_nib" in frame:
        # A licence is not given back; each year some of the rest get theirs.
        gained = rng.random(len(frame)) < 0.07 + size / 4
        nib = frame["punya_nib"].to_numpy(bool) | gained
    else:
        nib = rng.random(len(frame)) < 0.34 + size
    answers["punya_nib"] = nib
    return frame.assign(**answers)


def _export(rng: np.random.Generator, frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the rows with exactly ``count`` online exporters, all of them selling online."""
    sellers = frame.index[frame[list(CHANNELS)].any(axis=1)]
    chosen = rng.choice(sellers.to_numpy(), size=count, replace=False)
    return frame.assign(ekspor_daring=frame.index.isin(chosen))


def _advance_one_year(rng: np.random.Generator, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the population a year on: 5 % closed, about 7 % new, the rest a year further."""
    sells = frame[list(CHANNELS)].any(axis=1)
    stays = frame[(rng.random(len(frame)) > 0.05) | (frame["produk"] != "lainnya")]
    fresh = stays[stays["produk"] == "lainnya"].sample(
        n=int(0.07 * len(frame)), random_state=int(rng.integers(1 << 31))
    )
    first = int(frame["id_usaha"].str[2:].astype(int).max()) + 1
    fresh = fresh.assign(
        id_usaha=[f"KS{n:06d}" for n in range(first, first + len(fresh))],
        tahun_mulai=2021 + year,
        hasrat=rng.normal(0.2, 0.8, len(fresh)),
        punya_nib=False,
    )
    already = pd.concat([sells.loc[stays.index], pd.Series(False, index=fresh.index)])
    exporting = stays["ekspor_daring"].sum()
    merged = pd.concat([stays, fresh], ignore_index=True)
    grown = merged["omzet_rp"].to_numpy(float) * rng.lognormal(0.04, 0.1, len(merged))
    merged["omzet_rp"] = (grown // 100_000 * 100_000).astype("int64")
    merged = _adopt(rng, merged, year, already.reset_index(drop=True))
    return _export(rng, merged, int(exporting) + year)


def _draw_fate(seed: int, stream: int, frame: pd.DataFrame) -> np.ndarray:
    """Return a number between 0 and 1 for each business that stays its own over the years."""
    number = frame["id_usaha"].str[2:].astype(int).to_numpy()
    return np.random.default_rng([seed, stream]).random(number.max() + 1)[number]


def _count_businesses(seed: int, year: int, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the population with its class of the year, turnover to match, and ``status_aktif``.

    What drives adoption is the class at the start; a rise or fall shows in the register only. A
    business that closed stays in the register as ``tidak aktif`` when somebody has looked.
    """
    fate, skala = _draw_fate(seed, CLASS_STREAM, frame), frame["skala"].to_numpy()
    omzet = frame["omzet_rp"].to_numpy("int64")
    risen = [(skala == name) & (fate < RISE[name] * year) for name in RISE]
    fallen = (skala == "kecil") & (fate > 1 - FALL_KECIL * year)
    sells = frame[list(CHANNELS)].any(axis=1).to_numpy()
    closed = _draw_fate(seed, STATUS_STREAM, frame) < np.where(sells, 0.02, 0.10) + 0.012 * year
    closed &= ~frame["ekspor_daring"].to_numpy(bool)
    visits = np.random.default_rng([seed, VISIT_STREAM, year]).random(len(frame))
    status = pd.Series(np.where(closed, "tidak aktif", "aktif"), index=frame.index)
    return frame.assign(
        skala=np.select([*risen, fallen], ["kecil", "menengah", "mikro"], skala),
        omzet_rp=np.select(
            [*risen, fallen],
            [*(omzet + LIMITS[name] for name in RISE), omzet // 10],
            omzet,
        ),
        status_aktif=status.where(visits >= 0.22 - 0.04 * year, None),
    )


def _leave_answers_open(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as an enumerator would bring them back: whole blocks left open.

    The online block is missing together or not at all, as when a respondent refuses it; an
    exporter's block is always there, because that list is kept by hand.
    """
    frame = frame.astype({name: "object" for name in YES_NO})
    refused = (rng.random(len(frame)) < 0.055) & ~frame["ekspor_daring"].astype(bool)
    frame.loc[refused, [*CHANNELS, "marketplace_kota", "kirim_luar_provinsi"]] = None
    for name, share in (("punya_nib", 0.04), ("bayar_digital", 0.07), ("ikut_pelatihan", 0.09)):
        frame.loc[rng.random(len(frame)) < share, name] = None
    frame["omzet_rp"] = frame["omzet_rp"].astype("Int64")
    hidden = (rng.random(len(frame)) < 0.12) & (frame["omzet_rp"] != EXPORTER_TURNOVER)
    frame.loc[hidden, "omzet_rp"] = pd.NA
    return frame


def _draw_strata(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a stratified sample (kecamatan x skala) of the true answers, one row a respondent.

    Kecil is over-sampled and menengah taken whole; ``RESPONSE`` of them answer, and the weight of
    a stratum's respondents is raised to its population (``populasi_strata``).
    """
    parts = []
    for (kecamatan, skala), rows in frame.groupby(["kode_kecamatan", "skala"]):
        wanted = {"mikro": 0.08, "kecil": 0.14, "menengah": 1.0}[str(skala)]
        size = min(len(rows), max(8, round(wanted * len(rows))))
        drawn = rows.sample(n=size, random_state=int(rng.integers(1 << 31)))
        answered = drawn[rng.random(size) > 1 - RESPONSE]
        if answered.empty:
            answered = drawn
        parts.append(
            answered.assign(
                strata=f"{kecamatan}-{skala}",
                populasi_strata=len(rows),
                bobot=len(rows) / len(answered),
            )
        )
    return _number_respondents(parts)


def _draw_clusters(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a two-stage sample of the true answers, one row a respondent.

    In each kecamatan (stratum) some kelurahan are drawn, and in each of these some businesses. Who
    answers stands for the whole kelurahan (``populasi_klaster``), and the kelurahan drawn stand
    for all of their kecamatan (``populasi_strata``).
    """
    parts = []
    for kecamatan, rows in frame.groupby("kode_kecamatan"):
        every = sorted(rows["kode_kelurahan"].unique())
        for kelurahan in sorted(rng.choice(every, CLUSTERS_DRAWN, replace=False)):
            here = rows[rows["kode_kelurahan"] == kelurahan]
            drawn = here.iloc[rng.permutation(len(here))[:DRAWN_PER_CLUSTER]]
            answered = drawn[rng.random(len(drawn)) < RESPONSE]
            parts.append(
                answered.assign(
                    strata=kecamatan,
                    klaster=kelurahan,
                    populasi_strata=len(every),
                    populasi_klaster=len(here),
                    bobot=len(every) / CLUSTERS_DRAWN * len(here) / len(answered),
                )
            )
    return _number_respondents(parts)


def _number_respondents(parts: list[pd.DataFrame]) -> pd.DataFrame:
    survey = pd.concat(parts, ignore_index=True)
    survey["id_responden"] = [f"R{n:05d}" for n in range(1, len(survey) + 1)]
    return survey


def _make_targets() -> pd.DataFrame:
    """Return made-up targets: no published target for Kota Serang has been found."""
    rows = [
        ("berusaha_daring", "36.73", "2025-06", 45.0),
        ("ber_nib", "36.73", "2025-06", 60.0),
        ("jumlah_umkm", "36.73", "2025-06", 12000.0),
        ("ekspor_daring", "36.73", "2025-06", 25.0),
    ]
    frame = pd.DataFrame(rows, columns=["indikator", "kode_wilayah", "periode", "nilai"])
    return frame.assign(dokumen="Contoh target", halaman="-")
