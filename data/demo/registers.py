"""What a register shows of the made-up population: classes, closures, and answers left open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo.assumptions import CHANNELS, EXPORTER_TURNOVER, FALL_KECIL, LIMITS, RISE, YES_NO

# Streams of numbers beside the main one, so that what they decide moves nothing else.
CLASS_STREAM, STATUS_STREAM, VISIT_STREAM = 0, 1, 2


def show_as_registered(seed: int, year: int, frame: pd.DataFrame) -> pd.DataFrame:
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


def leave_answers_open(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
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


def _draw_fate(seed: int, stream: int, frame: pd.DataFrame) -> np.ndarray:
    """Return a number between 0 and 1 for each business that stays its own over the years."""
    number = frame["id_usaha"].str[2:].astype(int).to_numpy()
    return np.random.default_rng([seed, stream]).random(number.max() + 1)[number]
