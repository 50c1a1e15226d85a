"""The made-up businesses themselves: the founders of June 2022, and how a year changes them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import reference
from data.demo.assumptions import (
    ADOPTION_LOGIT,
    CHANNELS,
    CLUSTERS,
    EXPORTER_TURNOVER,
    EXPORTERS_2022,
    KECAMATAN_LOGIT,
    KECAMATAN_SHARE,
    OTHER_KBLI,
    SCALE_2022,
    YEARLY_LOGIT,
)
from data.settings import settings


def make_founders(rng: np.random.Generator) -> pd.DataFrame:
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
    frame = _place_businesses(rng, frame)
    frame = _add_turnover_and_workers(rng, frame)
    frame["tahun_mulai"] = 2022 - np.minimum(rng.geometric(0.13, len(frame)), 40)
    frame["hasrat"] = rng.normal(0, 0.8, len(frame))
    frame = _adopt_digital(rng, frame, 0, already=None)
    frame = _choose_exporters(rng, frame, EXPORTERS_2022)
    # Two billion is kecil by the criterion that the register names.
    exporters = frame[frame["ekspor_daring"]].sort_values("skala", key=lambda s: s != "kecil")
    exporter = exporters.index[0]
    frame.loc[exporter, "omzet_rp"] = EXPORTER_TURNOVER
    frame["id_usaha"] = [f"KS{n:06d}" for n in range(1, len(frame) + 1)]
    return frame


def advance_one_year(rng: np.random.Generator, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the population a year on: 5 % closed, about 7 % new, the rest a year further."""
    sells = frame[list(CHANNELS)].any(axis=1)
    stays = frame[(rng.random(len(frame)) > 0.05) | (frame["produk"] != "lainnya")]
    new = stays[stays["produk"] == "lainnya"].sample(
        n=int(0.07 * len(frame)), random_state=int(rng.integers(1 << 31))
    )
    first = int(frame["id_usaha"].str[2:].astype(int).max()) + 1
    new = new.assign(
        id_usaha=[f"KS{n:06d}" for n in range(first, first + len(new))],
        tahun_mulai=2021 + year,
        hasrat=rng.normal(0.2, 0.8, len(new)),
        punya_nib=False,
    )
    already = pd.concat([sells.loc[stays.index], pd.Series(False, index=new.index)])
    exporting = stays["ekspor_daring"].sum()
    merged = pd.concat([stays, new], ignore_index=True)
    grown = merged["omzet_rp"].to_numpy(float) * rng.lognormal(0.04, 0.1, len(merged))
    merged["omzet_rp"] = (grown // 100_000 * 100_000).astype("int64")
    merged = _adopt_digital(rng, merged, year, already.reset_index(drop=True))
    return _choose_exporters(rng, merged, int(exporting) + year)


def _place_businesses(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a kelurahan and a point inside it; cluster members lie close together.

    A cluster takes three kelurahan of its kecamatan and gathers around one spot in each.
    """
    shapes = gpd.read_file(settings().batas_kelurahan).set_index("kode_kemendagri").geometry
    by_kecamatan = {
        code: [k for k in reference.list_kelurahan() if k.startswith(code + ".")]
        for code in reference.list_kecamatan()
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
    points = np.empty((0, 2))
    while len(points) < count:
        if spread is None:
            tries = rng.uniform((west, south), (east, north), (count * 3, 2))
        else:
            tries = rng.normal((spot.x, spot.y), spread, (count * 3, 2))
        # Rounded first: afterwards a point could slip over the border.
        tries = tries.round(6)
        is_inside = shapely.contains_xy(shape, tries[:, 0], tries[:, 1])
        points = np.vstack([points, tries[is_inside]])
    return points[:count, 0], points[:count, 1]


def _add_turnover_and_workers(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
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


def _adopt_digital(
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
    # To draw everybody anew each year would give the right share and the wrong change: many
    # sellers would stop and as many others begin, as no real panel shows. So most who sell go on,
    # and newcomers are drawn from the rest at a rate that fills the gap between what is left and
    # what the year's level asks for, each by a chance in proportion to its own.
    chance = 1 / (1 + np.exp(-logit))
    wanted = rng.random(len(frame)) < chance
    if already is not None:
        goes_on = already.to_numpy(bool) & (rng.random(len(frame)) > 0.04)
        # Newcomers come only as far as the year's own level asks for.
        rate_of_newcomers = max(0.0, chance.mean() - goes_on.mean()) / max(
            1e-9, (1 - goes_on).mean()
        )
        wanted = goes_on | (
            ~goes_on & (rng.random(len(frame)) < rate_of_newcomers * chance / chance.mean())
        )
    answers: dict[str, np.ndarray] = {}
    for channel, share in CHANNELS.items():
        answers[channel] = wanted & (rng.random(len(frame)) < share)
    without_channel = wanted & ~np.column_stack(list(answers.values())).any(axis=1)
    answers["kanal_pesan"] = answers["kanal_pesan"] | without_channel
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


def _choose_exporters(rng: np.random.Generator, frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the rows with exactly ``count`` online exporters, all of them selling online."""
    sellers = frame.index[frame[list(CHANNELS)].any(axis=1)]
    chosen = rng.choice(sellers.to_numpy(), size=count, replace=False)
    return frame.assign(ekspor_daring=frame.index.isin(chosen))
