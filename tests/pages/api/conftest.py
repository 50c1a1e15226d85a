"""The public routes in a real process over the demo."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Site


@pytest.fixture(scope="session")
def api(public: Site) -> Site:
    """The public program, of which these tests ask the API."""
    return public
