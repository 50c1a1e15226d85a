"""A received file, read again and marked: ``python -m data.sendback.marked_file FILE`` takes the
findings on its input and prints the workbook (see ``data.sendback.workbook``)."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import pandas as pd

from data import helper_process
from data.readers import read_numbered_rows, read_sheets
from data.sendback.marked import add_blank_rows, write_marked_workbook


def mark_file(path: Path, findings: pd.DataFrame) -> bytes:
    """Return the file at ``path`` as xlsx with findings, as ``workbook.read_findings`` gives them.

    Raises InputError when the file cannot be read any more.
    """
    # What is marked holds personal data: it is written where only this account can look.
    with tempfile.TemporaryDirectory(prefix="tanda-", dir=path.parent) as folder:
        read = read_sheets(path, Path(folder) / "teks")
        findings = findings.assign(lembar=findings["lembar"].fillna(read[0].name))
        pages = [(sheet.name, add_blank_rows(read_numbered_rows(sheet))) for sheet in read]
        return write_marked_workbook(pages, findings, folder=Path(folder))


def main(path: Path, findings: bytes) -> int:
    """Print the workbook; return the exit code."""
    return helper_process.answer(lambda: mark_file(path, pd.DataFrame(**json.loads(findings))))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.stdin.buffer.read()))
