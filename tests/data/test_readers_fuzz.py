"""Whatever the bytes, a file becomes sheets or is refused in words.

``UMKM_FUZZ_DETIK`` sets how long spoilt files are tried, ``UMKM_FUZZ_BENIH`` with which seed,
``UMKM_FUZZ_SIMPAN`` a folder that keeps those that killed their process.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from data.errors import InputError
from data.readers import SUFFIXES, read_sheets
from data.readers.environment import CALM
from data.settings import ROOT
from tests import pace
from tests.data.fuzz import spoilt
from tests.data.samples import samples
from tests.pace import upto

pytestmark = pytest.mark.lambat

SECONDS = float(os.environ.get("UMKM_FUZZ_DETIK") or upto(60, 2))
SEED = os.environ.get("UMKM_FUZZ_BENIH") or str(upto(pace.SEED, 1))


@pytest.mark.timeout(SECONDS + 180)
def test_spoilt_files_become_sheets_or_are_refused(tmp_path: Path) -> None:
    for suffix, content in samples().items():
        (tmp_path / f"a{suffix}").write_bytes(content)
    program = [sys.executable, "-W", "ignore", "-m", "tests.data.fuzz"]
    done = subprocess.run(
        [*program, str(tmp_path), str(SECONDS), SEED],
        cwd=ROOT,
        env=os.environ | CALM,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    print(json.dumps(counts, indent=1))
    assert {suffix: one["lolos"] for suffix, one in counts.items() if one["lolos"]} == {}
    assert all(one["lembar"] + one["ditolak"] for one in counts.values())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_spoilt_file_that_comes_through_the_door_raises_nothing_else(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    true = samples()
    rng = random.Random(f"{SEED}{suffix}")
    for number in range(2):
        path = tmp_path / f"a{suffix}"
        path.write_bytes(spoilt(rng, true[suffix], list(true.values())))
        try:
            assert read_sheets(path, tmp_path / str(number))
        except InputError as error:
            assert str(error).startswith(f"a{suffix}")
    assert capfd.readouterr() == ("", "")
