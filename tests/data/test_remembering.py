"""A store that remembers gives the same answers, and each asker a frame of their own."""

from __future__ import annotations

from collections.abc import Callable

from data.store.store import Store, remember_answers
from tests.data.rows import Row

SQL = "select id_usaha, skala from usaha where skala = ? order by all"


def test_the_answers_are_the_stores_and_nobody_spoils_anothers(
    usaha_rows: Callable[..., Store],
) -> None:
    rows: list[Row] = [{"skala": "Mikro"}, {"skala": "Kecil"}]
    store = usaha_rows(*rows)
    twin = remember_answers(store)
    for skala in ("mikro", "kecil"):
        found = twin.query(SQL, [skala])
        assert found.equals(store.query(SQL, [skala]))
        found.loc[:, "skala"] = "rusak"
        assert twin.query(SQL, [skala]).equals(store.query(SQL, [skala]))
        twin.query_rows(SQL, [skala])[0]["skala"] = "rusak"
        assert twin.query_rows(SQL, [skala]) == store.query_rows(SQL, [skala])
    assert (twin.version, twin.record) == (store.version, store.record)
