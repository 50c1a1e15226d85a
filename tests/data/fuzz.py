"""Spoils true files at random and reads them: ``python -m tests.data.fuzz FOLDER SECONDS SEED``.

Prints in JSON what came of them, by suffix: ``lembar`` (read), ``ditolak`` (refused in words),
``mati`` (the process died, which the parent tells in words) and ``lolos`` (anything else, which
must not be). Every mutant is read by a process of its own, as in the program; it is forked from
this one, which has the libraries in memory, so that it starts at once, and which must never use
them: a library that has started threads stands still in a fork. So the true files are made by
another process, in FOLDER, one for each suffix.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from pathlib import Path
from typing import Any

from data.readers import __main__ as reader
from data.readers import dbf, finish_sheets, many, parquet, shapes, statistics, text, workbook
from data.readers.environment import CALM

LOADED = (dbf, many, parquet, shapes, statistics, text, workbook)
PATIENCE = 30  # seconds; a mutant is small
SPOILERS = (
    b"\x00" * 4,
    b"\xff" * 4,
    b"\xff" * 8,
    b"\x7f\xff\xff\xff",
    b'"',
    b"\r",
    b"\n;",
    b"\x80",
)


def spoilt(rng: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """Return a file with a few things wrong."""
    made = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 3, 8])):
        place = rng.randrange(len(made) + 1)
        kind = rng.randrange(7)
        if kind <= 1 and place < len(made):
            made[place] ^= 1 << rng.randrange(8)
        elif kind == 2 and place < len(made):
            made[place] = rng.randrange(256)
        elif kind == 3:
            piece = rng.choice(SPOILERS)
            made[place : place + rng.choice([0, len(piece)])] = piece
        elif kind == 4:
            other = rng.choice(others)
            start = rng.randrange(len(other))
            made[place : place + rng.randrange(64)] = other[start : start + rng.randrange(1, 200)]
        elif kind == 5:
            made[place:place] = made[place : place + rng.randrange(1, 300)]
        elif rng.random() < 0.3:
            del made[place:]
    return bytes(made)


def spoilt_inside(rng: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """Return a zip that is whole, and one of whose members is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            new.writestr(name, spoilt(rng, member, others) if name == chosen else member)
    return out.getvalue()


def outcome(path: Path, folder: Path) -> tuple[str, str]:
    """Read one file in a process of its own; return what came of it, and its words."""
    said = folder / "kata"
    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(PATIENCE)
            reader.confine()
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            answer = reader.main(path, folder)
            check(answer, folder)
            said.write_text(json.dumps(answer), encoding="utf-8")
            status = 0
        except BaseException:
            said.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(status)
    _, code = os.waitpid(child, 0)
    if os.WIFSIGNALED(code):
        number = os.WTERMSIG(code)
        return ("lolos" if number == signal.SIGALRM else "mati"), f"sinyal {number}"
    words = said.read_text(encoding="utf-8")
    if os.WEXITSTATUS(code):
        return "lolos", words
    return ("lembar" if "lembar" in json.loads(words) else "ditolak"), words


def check(answer: dict[str, Any], folder: Path) -> None:
    """Hold that an answer is whole: words to show, or sheets that are on disk as told."""
    if "lembar" not in answer:
        assert answer["masalah"].endswith(".") and answer["langkah"].endswith("."), answer
        return
    assert all(one["seharusnya"] and one["langkah"].endswith(".") for one in answer["catatan"])
    for sheet in finish_sheets(answer["lembar"], folder):
        parts = sorted(sheet.folder.glob("*.parquet"))
        frames = [many.pl.read_parquet(part) for part in parts]
        names = ["baris", *(f"k{number}" for number in range(1, sheet.width + 1))]
        assert all(frame.columns == names for frame in frames), answer
        assert sum(frame.height for frame in frames) == sheet.rows, answer


def run(
    true: dict[str, bytes], seconds: float, rng: random.Random, kept: Path
) -> dict[str, dict[str, Any]]:
    """Return how often what came of the mutants of each format; ``kept`` takes those to look at."""
    others = list(true.values())
    counts: dict[str, dict[str, Any]] = {
        suffix: {"lembar": 0, "ditolak": 0, "mati": 0, "lolos": []} for suffix in true
    }
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for suffix, content in true.items():
            is_packed = suffix in (".xlsx", ".ods", ".zip")
            spoil = spoilt_inside if is_packed and rng.random() < 0.8 else spoilt
            made = spoil(rng, content, others)
            with tempfile.TemporaryDirectory() as name:
                path = Path(name) / f"a{suffix}"
                path.write_bytes(made)
                (Path(name) / "lembar").mkdir()
                what, words = outcome(path, Path(name) / "lembar")
                if what in ("mati", "lolos"):
                    shutil.copy(path, kept / f"{what}-{rng.randrange(10**9)}{suffix}")
            if what == "lolos":
                counts[suffix][what].append(words)
            else:
                counts[suffix][what] += 1
    return counts


if __name__ == "__main__":
    assert all(LOADED) and os.environ.items() >= CALM.items()
    given, wanted, seed = sys.argv[1:]
    originals = {path.suffix: path.read_bytes() for path in sorted(Path(given).iterdir())}
    keep = Path(os.environ.get("UMKM_FUZZ_SIMPAN") or tempfile.mkdtemp())
    json.dump(run(originals, float(wanted), random.Random(seed), keep), sys.stdout)
