"""A store that answers a question once: for work that asks the same of one version many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.store import Store


@dataclass(frozen=True)
class Remembered(Store):
    """A store with all its answers so far; for one thread, and let go of when its work is done."""

    _answers: dict[str, pd.DataFrame] = field(
        default_factory=dict, repr=False, hash=False, compare=False
    )

    def query(
        self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> pd.DataFrame:
        """Return the rows of one query, as a frame of the caller's own."""
        question = repr((sql, parameters))
        if question not in self._answers:
            self._answers[question] = super().query(sql, parameters)
        return self._answers[question].copy()


def remembered(store: Store) -> Store:
    """Return the same version of a store, remembering its answers."""
    return Remembered(store.version, store.record, store._root, store.seconds)
