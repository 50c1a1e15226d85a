"""What the made-up world is made from: first what has been published, then what is invented."""

from __future__ import annotations

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

RISE = {"mikro": 0.018, "kecil": 0.002}
"""Share of a class that rises in a year; a little fewer of the kecil fall."""
FALL_KECIL = 0.006
