"""Whether a published cube says which channels its periods asked."""

from __future__ import annotations

from data.store.store import Store, has_table


def has_asked(store: Store) -> bool:
    """Return whether it does; a version from before that was said does not."""
    return has_table(store, "kanal_ditanya")


def select_not_asked(store: Store, table: str) -> str:
    """Return SQL for the channels that the period of a row of ``sel`` did not ask, with commas
    between them."""
    if not has_asked(store):
        return "''"
    return (
        "coalesce((select string_agg(k.kategori, ',' order by k.kategori) from kanal_ditanya as k "
        f"where k.sumber = {table}.sumber and k.periode = {table}.periode and not k.ditanya), '')"
    )
