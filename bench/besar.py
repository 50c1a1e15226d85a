"""``python -m bench.besar``: what takes too long for every run of the benchmark.

A large register in three turns, the publication of one, and the cube of a made-up province by the
exact choice and by the single sums of the plain method.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from bench import cubes, imports
from bench.__main__ import imported, published
from bench.report import Part, run_parts

LARGE = ("100000",)


def main() -> int:
    """Measure, print the tables and the aims, and keep both. Return 1 when a part broke off."""
    return run_parts(
        {
            "impor": lambda: imported(imports.TURNS),
            "terbitan": lambda: published(LARGE),
            "kubus": _cubes,
        }
    )


def _cubes() -> Part:
    found = cubes.measure(cubes.wanted_businesses())
    return Part("kubus", [asdict(c) for c in found], cubes.markdown(found), cubes.aims(found))


if __name__ == "__main__":
    sys.exit(main())
