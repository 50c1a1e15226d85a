"""Files of SPSS (.sav) and Stata (.dta): answers by their labels, variable names in row 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyreadstat

from data.readers.cell import Row, turn_into_rows
from data.readers.formats import Tables

ROWS = 20_000  # at a time; the file is walked through anew for each such part
OLDER = "WINDOWS-1252"  # what a program wrote that says nothing, or something else than it did
Read = Callable[..., tuple[dict[str, Any], Any]]


def read_tables_sav(path: Path, work: Path) -> Tables:
    """Return the only sheet of an SPSS file."""
    yield path.stem, _read_rows(path, pyreadstat.read_sav)


def read_tables_dta(path: Path, work: Path) -> Tables:
    """Return the only sheet of a Stata file."""
    yield path.stem, _read_rows(path, pyreadstat.read_dta)


def _read_rows(path: Path, read: Read) -> Iterator[Row]:
    encoding = _find_encoding(path, read)
    for part in count():
        columns, meta = read(
            str(path),
            output_format="dict",
            encoding=encoding,
            row_offset=part * ROWS,
            row_limit=ROWS,
        )
        labels = meta.variable_value_labels
        labelled = [
            (name, _label_values(list(columns[name]), labels.get(name, {})))
            for name in meta.column_names
        ]
        if part == 0:
            yield list(meta.column_names)
        yield from turn_into_rows(labelled)
        if not labelled or len(labelled[0][1]) < ROWS:
            return


def _find_encoding(path: Path, read: Read) -> str | None:
    """Return the encoding that reads all text; None is what the file itself says."""
    try:
        for part in count():
            columns, _ = read(
                str(path), output_format="dict", row_offset=part * ROWS, row_limit=ROWS
            )
            if len(next(iter(columns.values()), ())) < ROWS:
                return None
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        pass
    return OLDER


def _label_values(values: list[object], labels: dict[object, str]) -> list[object]:
    """Return values by their labels; one without a label stays as it is, so that a rule sees it."""
    if not labels:
        return values
    return [_label_value(value, labels) for value in values]


def _label_value(value: object, labels: dict[object, str]) -> object:
    try:
        return labels.get(value) or value
    except TypeError:  # not a thing that can have a label
        return value
