"""The indicators, one module per theme. ``INDICATORS`` is the list that everything walks."""

from analysis.indicator import Indicator
from analysis.indicators.daring import BERUSAHA_DARING, EKSPOR_DARING, KANAL_DARING
from analysis.indicators.register import BER_NIB, JUMLAH_UMKM, KESEGARAN

INDICATORS: dict[str, Indicator] = {
    entry.kode: entry
    for entry in (
        JUMLAH_UMKM,
        BERUSAHA_DARING,
        KANAL_DARING,
        BER_NIB,
        EKSPOR_DARING,
        KESEGARAN,
    )
}
