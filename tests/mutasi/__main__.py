"""``python -m tests.mutasi [NAMA ...]``: put each fault in and see who notices."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from data.settings import ROOT
from tests.mutasi.mutation import read
from tests.mutasi.trial import Trials, table


def main(arguments: list[str]) -> int:
    """Return 0 when every fault was noticed; names, or kinds, choose some of them."""
    given = _parse(arguments)
    chosen = [m for m in read() if not given.nama or {m.name, m.kind} & set(given.nama)]
    if not chosen:
        print("Tidak ada mutasi bernama itu.")
        return 2
    with tempfile.TemporaryDirectory(prefix="mutasi-") as folder:
        verdicts = Trials(ROOT, Path(folder), given.proses).of(chosen)
    if given.hasil:
        given.hasil.write_text(table(verdicts), encoding="utf-8")
    bad = [verdict for verdict in verdicts if not verdict.good]
    print(f"{len(verdicts) - len(bad)} dari {len(verdicts)} mutasi diketahui.")
    for verdict in bad:
        print(f"Tidak diketahui: {verdict.mutation.kind}/{verdict.mutation.name}: {verdict.words}")
    return 1 if bad else 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutasi", description=__doc__)
    parser.add_argument("nama", nargs="*", help="mutasi atau jenis; tanpa nama semuanya")
    parser.add_argument("--hasil", type=Path, help="berkas untuk tabel hasil (Markdown)")
    parser.add_argument("--proses", type=int, default=2, help="banyaknya sekaligus")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
