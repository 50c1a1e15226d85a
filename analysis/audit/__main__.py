"""``python -m analysis.audit``: can anybody tell a small count from all that is published?

Exits 0 only when nobody can. Changes nothing; that somebody looked is on record.
"""

from __future__ import annotations

import argparse
import sys

from analysis.audit.verdict import Verdict
from analysis.release.whole_audit import audit_kept
from data.access.restricted import read_versions
from data.access.viewer import OPERATOR
from data.errors import DasborError, StoreError
from data.progress import say
from data.settings import settings
from data.store.versions import Versions


def main(arguments: list[str] | None = None) -> int:
    """Audit the served version; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m analysis.audit", description=__doc__)
    parser.parse_args(arguments)
    try:
        verdict = judge_served()
    except DasborError as error:
        say(str(error))
        return 1
    print("\n".join(verdict.lines()))
    return 0 if verdict.safe else 1


def judge_served() -> Verdict:
    """Return the verdict on the served version, by the micro data that it was made of.

    Raises StoreError when nothing is served, or when those data are no longer kept.
    """
    folder = settings().publik
    name = Versions(folder).find_current()
    if name is None:
        raise StoreError("Belum ada data terbit. Jalankan: make run")
    made_of = Versions(folder).record(name)["gudang"]
    return read_versions(
        OPERATOR,
        "halaman",
        "data",
        [made_of],
        lambda stores: audit_kept(settings(), stores[0], name),
        detail="pemeriksaan pengungkapan",
    )


if __name__ == "__main__":
    sys.exit(main())
