"""How addresses of this site begin where they must be whole."""

from __future__ import annotations

from collections.abc import Sequence


def find_base(hosts: Sequence[str]) -> str:
    """Return how addresses of this site begin, by the first host that the settings name in full.

    '' where there is none: addresses then start at the root of whatever host serves them.
    """
    named = next((host for host in hosts if "*" not in host), "")
    return f"https://{named}" if named else ""
