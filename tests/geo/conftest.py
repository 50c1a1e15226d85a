"""Sound boundaries that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from data.settings import SHIPPED_BOUNDARIES
from tests.geo.office import DETAILED, plain


@pytest.fixture
def detailed() -> Path:
    if not DETAILED.exists():
        pytest.skip("the detailed boundaries are not on this computer")
    return DETAILED


@pytest.fixture(params=["shipped", "detailed"])
def base(request: pytest.FixtureRequest) -> gpd.GeoDataFrame:
    """A sound file of 67 features with kode and geometry, to be spoiled by a test."""
    path = SHIPPED_BOUNDARIES if request.param == "shipped" else request.getfixturevalue("detailed")
    return plain(path)
