"""The bench of publishing on a tiny register: what it finds has its shape, and work is bounded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import releases
from bench.releases import CITY, Published

pytestmark = pytest.mark.lambat

TINY = ("8",)


@pytest.mark.semua
def test_a_tiny_register_is_published_and_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(releases.SIZES_VARIABLE, ",".join(TINY))
    (found,) = releases.measure(releases.wanted_sizes())
    assert found.size == "8"
    assert found.seconds > 0
    assert 0 < found.withheld < found.rows
    assert 0 < found.lost < 1
    assert releases.safe(found)
    # Work, and not time, of the public's tables and of the officials' own: some hundred programs
    # and a fifth of a million pivots were needed once for the public's alone.
    assert 0 < found.programs <= 200
    assert 0 < found.pivots <= 60_000


def test_the_city_is_what_the_others_are_measured_by() -> None:
    eight = Published("8", 2.0, 10, 100, 1000, 400, 0.5, 0.01, 0, "Aman. Tabel dibaca: 1.")
    city = replace(eight, size=CITY, seconds=3.0, verdict="Tidak aman: 3 sel.")
    found = [eight, city]
    assert [(aim.value, aim.limit) for aim in releases.aims(found)] == [
        (2.0, 3.0),
        (3.0, releases.CITY_SECONDS),
        (1, 0),
    ]
    assert releases.aims([eight])[0].limit == releases.CITY_SECONDS
    text = releases.markdown(found).splitlines()
    assert text[2].startswith("| 8 | 2.0 s | 10 | 100 | 60.0 % | 50.00 % | 1.0 % | 0 | Aman.")
    assert {line.count("|") for line in text} == {10}
