"""How much a run of the tests tries: ``UJI=cepat``, ``uji`` (the usual one) or ``semua``."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

Thing = TypeVar("Thing")
Test = TypeVar("Test", bound=Callable[..., None])
PACES = ("cepat", "uji", "semua")
PACE = os.environ.get("UJI") or "uji"
FULL = PACE == "semua"
USUAL_SEED = 4711
SEED = int(
    os.environ.setdefault(
        "UJI_BENIH", str(random.SystemRandom().randrange(10**6) if FULL else USUAL_SEED)
    )
)
"""What is drawn in this run, also by the test processes that it starts: anew each night, and the
same in every usual run, which says something of a change and not of luck."""
PART = 10
"""One in so many of what need not be tried every time is tried outside of ``semua``."""
EXAMPLES = (("cepat", 5), ("uji", 20), ("semua", 200))


def begin() -> None:
    """Give hypothesis as many examples as the pace allows, drawn anew in ``semua`` only."""
    if PACE not in PACES:
        raise pytest.UsageError(f"UJI={PACE}: hanya {', '.join(PACES)}")
    for name, most in EXAMPLES:
        settings.register_profile(
            name,
            max_examples=most,
            derandomize=name != "semua",
            deadline=None,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        )
    settings.load_profile(PACE)


def examples(full: int, usual: int | None = None) -> settings:
    """Return settings for a property: ``full`` examples in ``semua``, ``usual`` in ``uji``, by
    default a fifth of them, and a quarter of those in ``cepat``."""
    most = upto(full, usual or max(1, full // 5))
    return settings(max_examples=max(1, most // 4) if PACE == "cepat" else most)


def upto(full: int, usual: int) -> int:
    """Return how many of something are tried at this pace."""
    return full if FULL else usual


def drawn(
    things: Iterable[Thing], always: Callable[[Thing], bool] = lambda _: False, least: int = 1
) -> list[Thing]:
    """Return, in their order, what must be tried and a seeded tenth of the rest; in ``semua`` all.

    At least ``least`` of the rest are there, so that no walk is empty.
    """
    every: Sequence[Thing] = list(things)
    rest = [number for number, thing in enumerate(every) if not always(thing)]
    if FULL:
        return list(every)
    size = min(len(rest), max(least, -(-len(rest) // PART)))
    chosen = set(random.Random(SEED).sample(rest, size))
    return [thing for n, thing in enumerate(every) if n in chosen or always(thing)]


def sometimes(test: Test) -> Test:
    """Return a test of which there are many alike: ``semua`` tries all of them, another run about
    a tenth, drawn by the seed. ``UJI_SEJENIS=semua`` tries all of them at any pace, for who has
    named the tests to run."""
    if os.environ.get("UJI_SEJENIS") == "semua":
        return test
    is_drawn = random.Random(f"{SEED} {test.__name__}").randrange(PART) == 0
    return test if is_drawn else pytest.mark.semua(test)
