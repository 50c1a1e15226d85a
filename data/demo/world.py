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

import numpy as np
import pandas as pd

from data.demo.assumptions import CHANNELS
from data.demo.coaching import draw_attendance
from data.demo.population import advance_one_year, make_founders
from data.demo.registers import leave_answers_open, show_as_registered
from data.demo.surveys import draw_clusters, draw_strata

SEED = 3673
PERIODS = ("2022-06", "2023-06", "2024-06", "2025-06")
CLUSTER_SURVEY = "2023-06"


@dataclass(frozen=True)
class Demo:
    """A generated world: registers and surveys by period, targets, and coaching attendance."""

    registers: dict[str, pd.DataFrame]
    surveys: dict[str, pd.DataFrame]
    targets: pd.DataFrame
    coaching: pd.DataFrame


def generate_world(seed: int = SEED) -> Demo:
    """Return the made-up world of a seed: the same seed always gives the same rows."""
    rng = np.random.default_rng(seed)
    truth = make_founders(rng)
    registers, surveys, worlds = {}, {}, {}
    for number, periode in enumerate(PERIODS):
        if number:
            truth = advance_one_year(rng, truth, number)
        worlds[periode] = show_as_registered(seed, number, truth).assign(periode=periode)
        registers[periode] = leave_answers_open(rng, worlds[periode])
        if periode == CLUSTER_SURVEY:
            # A stream of its own, so that this survey moves nothing that is drawn after it.
            own = np.random.default_rng([seed, number])
            surveys[periode] = draw_clusters(own, worlds[periode])
    surveys[PERIODS[-1]] = draw_strata(rng, worlds[PERIODS[-1]])
    return Demo(registers, surveys, _make_targets(), draw_attendance(seed, worlds, list(CHANNELS)))


def _make_targets() -> pd.DataFrame:
    """Return made-up targets: no published target for Kota Serang has been found."""
    rows = [
        ("berusaha_daring", "36.73", "2025-06", 45.0),
        ("proporsi_nib", "36.73", "2025-06", 60.0),
        ("jumlah_umkm", "36.73", "2025-06", 12000.0),
        ("ekspor_daring", "36.73", "2025-06", 25.0),
        ("berusaha_daring", "36.73", "2026-06", 49.0),
        ("berusaha_daring", "36.73", "2027-06", 53.0),
        ("ber_nib", "36.73", "2026-06", 65.0),
        ("ber_nib", "36.73", "2027-06", 70.0),
    ]
    frame = pd.DataFrame(rows, columns=["indikator", "kode_wilayah", "periode", "nilai"])
    return frame.assign(dokumen="Contoh target", halaman="-")
