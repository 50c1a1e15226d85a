"""Starts the process that reads one file, and turns whatever becomes of it into an answer."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from data.errors import InputError
from data.readers import limits
from data.readers.environment import CALM, KEPT
from data.readers.unreadable import AGAIN, TRIM, Unreadable

ROOT = Path(__file__).resolve().parents[2]


def read_in_child(
    path: Path, folder: Path, suffixes: tuple[str, ...]
) -> dict[str, list[dict[str, Any]]]:
    """Return what the child says: ``lembar`` of each sheet, and ``catatan``.

    Raises InputError; ``folder`` is gone then.
    """
    try:
        if path.suffix.lower() not in suffixes:
            raise Unreadable(
                f"jenis berkas '{path.suffix}' belum dapat dibaca.",
                f"Simpan sebagai salah satu dari: {', '.join(suffixes)}.",
            )
        return _ask_child(path, folder)
    except Unreadable as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(path.name, error.masalah, error.langkah, baris=error.baris) from None


def _ask_child(path: Path, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the child found. Raises Unreadable when it found nothing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        code, answer = run_child(path.resolve(), folder.resolve())
    except TimeoutError:
        raise Unreadable(f"belum selesai dibaca setelah {limits.SECONDS} detik.", TRIM) from None
    except (OSError, ValueError, RuntimeError) as error:  # no process, folder or such name
        raise Unreadable(
            f"pembaca tidak dapat dijalankan ({type(error).__name__}).",
            "Coba sebentar lagi; kalau tetap begini, beri tahu pengelola.",
        ) from None
    try:
        report = json.loads(answer)
        if "lembar" in report:
            return {part: list(report[part]) for part in ("lembar", "catatan")}
        refused = Unreadable(report["masalah"], report["langkah"], baris=report["baris"])
    except (ValueError, TypeError, KeyError):
        raise _explain_death(code) from None
    raise refused


def run_child(path: Path, folder: Path) -> tuple[int, bytes]:
    """Return how the process ended that reads a file into a folder, and what it said.

    Raises TimeoutError when it takes too long, OSError when it cannot be started.
    """
    import subprocess  # not above: the process itself imports this package, and starts none

    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "data.readers", str(path), str(folder)],
            cwd=ROOT,
            env=environment | CALM | {"TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's words may quote a person's data
            timeout=limits.SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.returncode, done.stdout


def _explain_death(code: int) -> Unreadable:
    """Return what to say of a child that ended without an answer."""
    if code >= 0:
        return Unreadable(f"tidak dapat dibaca (kode {code}).", AGAIN)
    return Unreadable("terlalu besar untuk dibaca, atau isinya rusak.", TRIM)
