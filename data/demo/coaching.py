"""Made-up coaching events of the made-up world: who of the businesses came to which one.

Its numbers come from a generator of their own, so that the rest of the world does not change when
an event does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

STREAM = 3
PLACES = 70  # participants of an event
EVENTS = (
    # month after the register's June, day, name, theme
    (1, 19, "Klinik UMKM: foto produk", "Pemasaran digital"),
    (2, 16, "Klinik UMKM: berjualan lewat pesan instan", "Pemasaran digital"),
    (3, 14, "Pelatihan toko daring", "Pemasaran digital"),
    (4, 18, "Klinik UMKM: pembayaran QRIS", "Keuangan digital"),
    (5, 15, "Pelatihan kemasan dan merek", "Produk"),
    (6, 13, "Klinik UMKM: media sosial", "Pemasaran digital"),
    (8, 21, "Pendampingan NIB", "Legalitas"),
    (10, 17, "Pelatihan marketplace kota", "Pemasaran digital"),
)


def draw_attendance(
    seed: int, worlds: Mapping[str, pd.DataFrame], channels: list[str]
) -> pd.DataFrame:
    """Return one row per event and business: tanggal, kegiatan, tema, penyelenggara and the
    business's id_usaha, kode_kecamatan and kode_kelurahan.

    ``worlds`` are the true populations by period. Between two of them come eight events. Who sells
    online already comes less often, and who will by the next period more often: whoever means to
    begin also goes and learns, so coming and beginning go together without one causing the other.
    """
    rng = np.random.default_rng([seed, STREAM])
    periods = sorted(worlds)
    parts = []
    for before, after in zip(periods, periods[1:], strict=False):
        here = worlds[before].reset_index(drop=True)
        later = worlds[after]
        online = here[channels].any(axis=1)
        begins = here["id_usaha"].isin(later.loc[later[channels].any(axis=1), "id_usaha"]) & ~online
        weight = np.select([online, begins], [0.5, 1.8], 1.0)
        june = pd.Period(before, freq="M")
        for months, day, name, theme in EVENTS:
            chosen = rng.choice(len(here), size=PLACES, replace=False, p=weight / weight.sum())
            parts.append(
                here.loc[np.sort(chosen), ["id_usaha", "kode_kecamatan", "kode_kelurahan"]].assign(
                    tanggal=(june + months).to_timestamp().replace(day=day).date(),
                    kegiatan=f"{name} {(june + months).year}",
                    tema=theme,
                    penyelenggara="Dinas Koperasi UKM (contoh)",
                )
            )
    return pd.concat(parts, ignore_index=True)
