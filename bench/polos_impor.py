"""What one would write first: a csv into a table of a DuckDB file, no cell looked at.

Arguments: the csv, the file to write, and ``teks`` when every column is to stay text.
"""

from __future__ import annotations

import sys

import duckdb
import pandas as pd

TITLE_ROWS = 2


def main(csv: str, store: str, kind: str = "") -> None:
    """Load a csv into a table."""
    dtype = str if kind == "teks" else None
    frame = pd.read_csv(csv, sep=";", skiprows=TITLE_ROWS, encoding="utf-8-sig", dtype=dtype)
    with duckdb.connect(store) as con:
        con.register("frame", frame)
        con.execute("create table usaha as select * from frame")


if __name__ == "__main__":
    main(*sys.argv[1:])
